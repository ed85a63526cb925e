#include "readers/reader.h"

#include "readers/track_xml.h"

/* What laps and points say differs where a lap's header was kept over points that were cut. The header is what the
 * device recorded; the times of the points stand as long as they cover nine tenths of it. */
enum { COVERED_TENTHS = 9, HALF_DAY_MS = 12 * 3600 * 1000 };

/* Of the laps that are complete. */
struct laps {
    uint64_t count, measured; /* laps; of them with a distance */
    int64_t distance_mm, timer_ms;
    int64_t first_ms, end_ms; /* when the first began, when the last ended */
};

struct tcx {
    struct track_xml base;
    uint64_t courses, workouts;
    struct laps laps;
    bool in_lap;
    unsigned tracks; /* in the lap */
    int64_t lap_start_ms, lap_distance_mm, lap_timer_ms;
    int64_t id_ms; /* the activity's Id is when it began */
    struct buffer lat, lon;
};

enum tcx_id {
    TCX = XML_DOCUMENT + 1,
    ACTIVITIES,
    ACTIVITY,
    ID,
    LAP,
    LAP_TIME,
    LAP_DISTANCE,
    TRACK,
    TRACKPOINT,
    TIME,
    POSITION,
    LATITUDE,
    LONGITUDE,
    ALTITUDE,
    DISTANCE,
    NOTES,
    NAME,
    CREATOR,
    CREATOR_NAME,
    TRAINING,
    EXTENSIONS,
    SPORT,
    COURSES,
    COURSE,
    WORKOUTS,
    WORKOUT
};

static const struct xml_path paths[] = {
    {TCX, XML_DOCUMENT, "TrainingCenterDatabase", XML_QUIET},
    {ACTIVITIES, TCX, "Activities", XML_QUIET},
    {ACTIVITIES, ACTIVITIES, "MultiSportSession", XML_QUIET},
    {ACTIVITIES, ACTIVITIES, "FirstSport", XML_QUIET},
    {ACTIVITIES, ACTIVITIES, "NextSport", XML_QUIET},
    {ACTIVITY, ACTIVITIES, "Activity", 0},
    {LAP, ACTIVITY, "Lap", 0},
    {ID, ACTIVITY, "Id", XML_TEXT},
    {NAME, ACTIVITY, "Name", XML_TEXT}, /* not in the schema, but seen */
    {NOTES, ACTIVITY, "Notes", XML_TEXT},
    {CREATOR, ACTIVITY, "Creator", XML_QUIET},
    {CREATOR_NAME, CREATOR, "Name", XML_TEXT},
    {TRAINING, ACTIVITY, "Training", XML_QUIET},
    {TRAINING, TRAINING, "Plan", XML_QUIET},
    {NAME, TRAINING, "Name", XML_TEXT},
    {EXTENSIONS, ACTIVITY, "Extensions", XML_DEEP | XML_QUIET},
    {SPORT, EXTENSIONS, "Sport", XML_TEXT},
    {SPORT, EXTENSIONS, "ActivityType", XML_TEXT},
    {TRACK, LAP, "Track", 0},
    {LAP_TIME, LAP, "TotalTimeSeconds", XML_TEXT},
    {LAP_DISTANCE, LAP, "DistanceMeters", XML_TEXT},
    {NOTES, LAP, "Notes", XML_TEXT},
    {TRACKPOINT, TRACK, "Trackpoint", 0},
    {TIME, TRACKPOINT, "Time", XML_TEXT},
    {POSITION, TRACKPOINT, "Position", XML_QUIET},
    {ALTITUDE, TRACKPOINT, "AltitudeMeters", XML_TEXT},
    {DISTANCE, TRACKPOINT, "DistanceMeters", XML_TEXT},
    {LATITUDE, POSITION, "LatitudeDegrees", XML_TEXT},
    {LONGITUDE, POSITION, "LongitudeDegrees", XML_TEXT},
    {COURSES, TCX, "Courses", XML_QUIET},
    {COURSE, COURSES, "Course", 0},
    {WORKOUTS, TCX, "Workouts", XML_QUIET},
    {WORKOUT, WORKOUTS, "Workout", 0},
};

/* ---- activities and laps ---- */

static void begin_activity(struct tcx *x, const char **attributes)
{
    const char *sport = xml_attribute(attributes, "Sport");
    track_xml_begin(&x->base);
    if (sport)
        track_xml_text(&x->base, TRACK_SPORT, view_trim(view_of(sport)));
    x->laps = (struct laps){.first_ms = UNKNOWN, .end_ms = UNKNOWN};
    x->in_lap = false;
    x->id_ms = UNKNOWN;
}

static void begin_lap(struct tcx *x, const char **attributes)
{
    const char *start = xml_attribute(attributes, "StartTime");
    x->in_lap = true;
    x->tracks = 0;
    x->lap_start_ms = x->lap_distance_mm = x->lap_timer_ms = UNKNOWN;
    if (start)
        track_xml_time(&x->base, view_of(start), &x->lap_start_ms);
}

static void end_lap(struct tcx *x)
{
    struct laps *laps = &x->laps;
    x->in_lap = false;
    laps->count++;
    if (x->lap_distance_mm >= 0) {
        laps->measured++;
        laps->distance_mm += x->lap_distance_mm;
    }
    if (x->lap_timer_ms > 0)
        laps->timer_ms += x->lap_timer_ms;
    if (x->lap_start_ms == UNKNOWN)
        return;
    if (laps->first_ms == UNKNOWN)
        laps->first_ms = x->lap_start_ms;
    laps->end_ms = x->lap_start_ms + (x->lap_timer_ms > 0 ? x->lap_timer_ms : 0);
}

/* The start that the laps or the Id say, unless the points lie on another day altogether. */
static int64_t start_of(const struct tcx *x, const struct track_summary *s)
{
    int64_t said = x->laps.first_ms != UNKNOWN ? x->laps.first_ms : x->id_ms;
    if (said == UNKNOWN || s->start_ms == UNKNOWN)
        return said == UNKNOWN ? s->start_ms : said;
    return said - s->start_ms > HALF_DAY_MS || s->start_ms - said > HALF_DAY_MS ? s->start_ms : said;
}

static int64_t elapsed_of(const struct laps *laps, const struct track_summary *s)
{
    if (s->elapsed_ms != UNKNOWN && s->elapsed_ms >= laps->timer_ms / 10 * COVERED_TENTHS)
        return s->elapsed_ms;
    int64_t span = laps->first_ms == UNKNOWN ? 0 : laps->end_ms - laps->first_ms;
    bool is_sane = span >= laps->timer_ms && span < laps->timer_ms + 2 * HALF_DAY_MS;
    int64_t said = is_sane ? span : laps->timer_ms;
    return said > 0 ? said : s->elapsed_ms;
}

static void complete(struct track_xml *t, struct track_summary *s)
{
    struct tcx *x = (struct tcx *)t;
    const struct laps *laps = &x->laps;
    s->elapsed_ms = x->in_lap && s->points ? s->elapsed_ms : elapsed_of(laps, s);
    s->start_ms = start_of(x, s);
    if (x->in_lap && s->points) /* it broke off: the laps do not say all of it */
        return;
    bool is_less = s->distance_mm == UNKNOWN || s->distance_mm < laps->distance_mm;
    bool is_whole = laps->count == laps->measured && laps->distance_mm > 0;
    if (laps->measured && (is_whole || is_less))
        s->distance_mm = laps->distance_mm;
    if (laps->timer_ms > 0)
        s->moving_ms = laps->timer_ms;
    if (s->moving_ms != UNKNOWN && s->elapsed_ms != UNKNOWN && s->moving_ms > s->elapsed_ms)
        s->moving_ms = s->elapsed_ms;
}

static void describe(const struct track_xml *t, struct buffer *out)
{
    const struct tcx *x = (const struct tcx *)t;
    buffer_add_text(out, x->courses || x->workouts ? "the file holds " : "the file holds no activity");
    if (x->courses)
        buffer_format(out, "%llu course%s", (unsigned long long)x->courses, x->courses == 1 ? "" : "s");
    if (x->workouts)
        buffer_format(out, "%s%llu planned workout%s", x->courses ? ", " : "", (unsigned long long)x->workouts,
                      x->workouts == 1 ? "" : "s");
    buffer_add_text(out, x->courses || x->workouts ? ", but no activity" : "");
}

/* ---- the listener ---- */

static void begin_point(struct tcx *x)
{
    track_xml_point(&x->base);
    buffer_reset(&x->lat);
    buffer_reset(&x->lon);
}

static void end_point(struct tcx *x)
{
    if (x->lat.len && x->lon.len)
        track_xml_place(&x->base.point, buffer_view(&x->lat), buffer_view(&x->lon));
    track_point(&x->base.track, &x->base.point);
}

static void enter(void *owner, int id, const char **attributes)
{
    struct tcx *x = owner;
    switch (id) {
    case ACTIVITY: begin_activity(x, attributes); break;
    case LAP: begin_lap(x, attributes); break;
    case TRACK:
        if (x->tracks++) /* a second one within a lap is behind a pause; laps follow each other without */
            track_segment(&x->base.track);
        break;
    case TRACKPOINT: begin_point(x); break;
    case COURSE: x->courses++; break;
    case WORKOUT: x->workouts++; break;
    default: break;
    }
}

/* "Other" says less than what apps write among the extensions. */
static void take_sport(struct track_xml *t, struct view text)
{
    if (view_equal_fold(buffer_view(&t->texts[TRACK_SPORT]), VIEW("other")) && text.len)
        buffer_reset(&t->texts[TRACK_SPORT]);
    track_xml_text(t, TRACK_SPORT, text);
}

static void leave(void *owner, int id, struct view text)
{
    struct tcx *x = owner;
    struct track_xml *t = &x->base;
    switch (id) {
    case TIME: track_xml_time(t, text, &t->point.time_ms); break;
    case LATITUDE: buffer_add(&x->lat, text); break;
    case LONGITUDE: buffer_add(&x->lon, text); break;
    case ALTITUDE: track_xml_metres(text, &t->point.elevation_mm); break;
    case DISTANCE: track_xml_metres(text, &t->point.odometer_mm); break;
    case TRACKPOINT: end_point(x); break;
    case LAP_TIME: track_xml_metres(text, &x->lap_timer_ms); break; /* thousandths, of seconds */
    case LAP_DISTANCE: track_xml_metres(text, &x->lap_distance_mm); break;
    case LAP: end_lap(x); break;
    case ACTIVITY: track_xml_end(t); break;
    case ID: track_xml_time(t, text, &x->id_ms); break;
    case NAME: track_xml_text(t, TRACK_NAME, text); break;
    case NOTES: track_xml_text(t, TRACK_COMMENT, text); break;
    case CREATOR_NAME: track_xml_text(t, TRACK_DEVICE, text); break;
    case SPORT: take_sport(t, text); break;
    default: break;
    }
}

static const struct xml_listener listener = {paths, sizeof paths / sizeof *paths, enter, leave};

/* ---- the ops ---- */

static int bid(struct view head, struct view path)
{
    return track_xml_bid(head, path, "TrainingCenterDatabase", ".tcx");
}

static enum status open_tcx(struct reader *reader, struct batch *notes, struct error *error)
{
    struct tcx *x = memory_get(sizeof *x);
    x->base = (struct track_xml){.listener = &listener, .complete = complete, .describe = describe};
    return track_xml_open(reader, &x->base, notes, error);
}

static enum status start_tcx(struct reader *reader, struct error *error)
{
    struct tcx *x = reader->state;
    x->courses = x->workouts = 0;
    return track_xml_start(reader, error);
}

static void close_tcx(struct reader *reader)
{
    struct tcx *x = reader->state;
    if (!x)
        return;
    buffer_release(&x->lat);
    buffer_release(&x->lon);
    track_xml_close(reader);
}

const struct reader_ops reader_tcx_ops = {
    .name = "tcx",
    .title = "TCX activities",
    .extensions = "tcx",
    .settled = true,
    .bid = bid,
    .open = open_tcx,
    .start = start_tcx,
    .cut = track_xml_cut,
    .finish = track_xml_finish,
    .parser_init = track_rows_parser_init,
    .parser_release = track_rows_parser_release,
    .parse = track_rows_parse,
    .close = close_tcx,
};
