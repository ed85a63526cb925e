#include "readers/reader.h"

#include <stdlib.h>

#include "readers/fixed_number.h"
#include "readers/track_xml.h"

/* An odometer among the extensions of points is believed when it says what the places say, to one part in so many.
 * Some apps write the length of each step under the same name. */
enum { ODOMETER_PART = 10 };

struct gpx {
    struct track_xml base;
    struct buffer creator, file_name; /* of the whole file */
    uint64_t routes, way_points;
    uint64_t metered;    /* points of the track with an odometer that did not go back */
    int64_t odometer_mm; /* the last */
    bool odometer_bad;
    int64_t ascent_mm; /* as the device recorded it */
};

enum gpx_id {
    GPX = XML_DOCUMENT + 1,
    METADATA,
    FILE_NAME,
    TRK,
    TRKSEG,
    TRKPT,
    ELE,
    TIME,
    POINT_EXTENSIONS,
    ODOMETER,
    NAME,
    COMMENT,
    TYPE,
    TRK_EXTENSIONS,
    TOTAL_ASCENT,
    ROUTE,
    WAY_POINT
};

static const struct xml_path paths[] = {
    {GPX, XML_DOCUMENT, "gpx", 0},
    {TRK, GPX, "trk", 0},
    {ROUTE, GPX, "rte", 0},
    {WAY_POINT, GPX, "wpt", 0},
    {FILE_NAME, GPX, "name", XML_TEXT},
    {METADATA, GPX, "metadata", XML_QUIET},
    {FILE_NAME, METADATA, "name", XML_TEXT},
    {TRKSEG, TRK, "trkseg", 0},
    {TRKPT, TRK, "trkpt", 0}, /* not allowed, but seen */
    {NAME, TRK, "name", XML_TEXT},
    {TYPE, TRK, "type", XML_TEXT},
    {COMMENT, TRK, "desc", XML_TEXT},
    {COMMENT, TRK, "cmt", XML_TEXT},
    {TRK_EXTENSIONS, TRK, "extensions", XML_DEEP | XML_QUIET},
    {TYPE, TRK_EXTENSIONS, "activity", XML_TEXT},
    {TYPE, TRK_EXTENSIONS, "activityType", XML_TEXT},
    {TYPE, TRK_EXTENSIONS, "ActivityType", XML_TEXT},
    {TYPE, TRK_EXTENSIONS, "activity_type", XML_TEXT},
    {TYPE, TRK_EXTENSIONS, "sport", XML_TEXT},
    {TYPE, TRK_EXTENSIONS, "Sport", XML_TEXT},
    {TOTAL_ASCENT, TRK_EXTENSIONS, "TotalAscent", XML_TEXT}, /* gpxtrkx:TrackStatsExtension of Garmin */
    {TRKPT, TRKSEG, "trkpt", 0},
    {TIME, TRKPT, "time", XML_TEXT},
    {ELE, TRKPT, "ele", XML_TEXT},
    {POINT_EXTENSIONS, TRKPT, "extensions", XML_DEEP | XML_QUIET},
    {ODOMETER, POINT_EXTENSIONS, "distance", XML_TEXT}, /* gpxdata:distance */
};

/* ---- tracks ---- */

static void begin_track(struct gpx *g)
{
    track_xml_begin(&g->base);
    g->metered = 0;
    g->odometer_mm = 0;
    g->odometer_bad = false;
    g->ascent_mm = UNKNOWN;
}

static void begin_point(struct gpx *g, const char **attributes)
{
    struct view lat = {"", 0}, lon = {"", 0};
    track_xml_point(&g->base);
    for (; *attributes; attributes += 2) {
        if (strcmp(attributes[0], "lat") == 0)
            lat = view_of(attributes[1]);
        else if (strcmp(attributes[0], "lon") == 0)
            lon = view_of(attributes[1]);
    }
    track_xml_place(&g->base.point, lat, lon);
}

static void take_odometer(struct gpx *g, struct view text)
{
    int64_t mm = -1;
    track_xml_metres(text, &mm);
    g->odometer_bad = g->odometer_bad || mm < g->odometer_mm;
    g->odometer_mm = mm;
    g->metered++;
}

/* Strava writes the number of its type. */
static struct view sport_of(struct view text)
{
    static const char *const strava[] = {
        [1] = "Ride",          [2] = "AlpineSki",        [3] = "BackcountrySki",
        [4] = "Hike",          [5] = "IceSkate",         [6] = "InlineSkate",
        [7] = "NordicSki",     [8] = "RollerSki",        [9] = "Run",
        [10] = "Walk",         [11] = "Workout",         [12] = "Snowboard",
        [13] = "Snowshoe",     [14] = "Kitesurf",        [15] = "Windsurf",
        [16] = "Swim",         [17] = "VirtualRide",     [18] = "EBikeRide",
        [19] = "Velomobile",   [21] = "Canoeing",        [22] = "Kayaking",
        [23] = "Rowing",       [24] = "StandUpPaddling", [25] = "Surfing",
        [26] = "Crossfit",     [27] = "Elliptical",      [28] = "RockClimbing",
        [29] = "StairStepper", [30] = "WeightTraining",  [31] = "Yoga",
        [51] = "Handcycle",    [52] = "Wheelchair",      [53] = "VirtualRun",
    };
    int64_t number;
    if (!text.len || text.len > 2 || !fixed_number_parse(text, 0, &number) || number < 0 ||
        (size_t)number >= sizeof strava / sizeof *strava || !strava[number])
        return text;
    return view_of(strava[number]);
}

static void complete(struct track_xml *t, struct track_summary *s)
{
    struct gpx *g = (struct gpx *)t;
    int64_t off = s->distance_mm == UNKNOWN ? 0 : llabs(s->distance_mm - g->odometer_mm);
    bool is_complete = g->metered && !g->odometer_bad && g->metered >= s->placed - s->placed / ODOMETER_PART;
    if (is_complete && s->distance_mm != UNKNOWN && off <= s->distance_mm / ODOMETER_PART)
        s->distance_mm = g->odometer_mm;
    if (g->ascent_mm != UNKNOWN)
        s->ascent_mm = g->ascent_mm;
    track_xml_text(t, TRACK_NAME, buffer_view(&g->file_name));
    track_xml_text(t, TRACK_DEVICE, buffer_view(&g->creator));
}

static void add_count(struct buffer *out, uint64_t count, const char *one, const char *many, int *parts)
{
    if (!count)
        return;
    buffer_format(out, "%s%llu %s", (*parts)++ ? ", " : "the file holds ", (unsigned long long)count,
                  count == 1 ? one : many);
}

static void describe(const struct track_xml *t, struct buffer *out)
{
    const struct gpx *g = (const struct gpx *)t;
    int parts = 0;
    add_count(out, g->routes, "route", "routes", &parts);
    add_count(out, g->way_points, "way point", "way points", &parts);
    buffer_add_text(out, parts ? ", but no track" : "the file holds no track");
}

/* ---- the listener ---- */

static void enter(void *owner, int id, const char **attributes)
{
    struct gpx *g = owner;
    const char *creator;
    switch (id) {
    case TRKPT: begin_point(g, attributes); break;
    case TRKSEG: track_segment(&g->base.track); break;
    case TRK: begin_track(g); break;
    case ROUTE: g->routes++; break;
    case WAY_POINT: g->way_points++; break;
    case GPX:
        creator = xml_attribute(attributes, "creator");
        buffer_add_text(&g->creator, creator ? creator : "");
        break;
    default: break;
    }
}

static void leave(void *owner, int id, struct view text)
{
    struct gpx *g = owner;
    struct track_xml *t = &g->base;
    switch (id) {
    case TIME: track_xml_time(t, text, &t->point.time_ms); break;
    case ELE: track_xml_metres(text, &t->point.elevation_mm); break;
    case ODOMETER: take_odometer(g, text); break;
    case TRKPT: track_point(&t->track, &t->point); break;
    case TRK: track_xml_end(t); break;
    case NAME: track_xml_text(t, TRACK_NAME, text); break;
    case COMMENT: track_xml_text(t, TRACK_COMMENT, text); break;
    case TYPE: track_xml_text(t, TRACK_SPORT, sport_of(text)); break;
    case TOTAL_ASCENT: track_xml_metres(text, &g->ascent_mm); break;
    case FILE_NAME:
        if (!g->file_name.len)
            buffer_add(&g->file_name, text);
        break;
    default: break;
    }
}

static const struct xml_listener listener = {paths, sizeof paths / sizeof *paths, enter, leave};

/* ---- the ops ---- */

static int bid(struct view head, struct view path)
{
    return track_xml_bid(head, path, "gpx", ".gpx");
}

static enum status open_gpx(struct reader *reader, struct batch *notes, struct error *error)
{
    struct gpx *g = memory_get(sizeof *g);
    g->base = (struct track_xml){.listener = &listener, .complete = complete, .describe = describe};
    return track_xml_open(reader, &g->base, notes, error);
}

static enum status start_gpx(struct reader *reader, struct error *error)
{
    struct gpx *g = reader->state;
    buffer_reset(&g->creator);
    buffer_reset(&g->file_name);
    g->routes = g->way_points = 0;
    return track_xml_start(reader, error);
}

static void close_gpx(struct reader *reader)
{
    struct gpx *g = reader->state;
    if (!g)
        return;
    buffer_release(&g->creator);
    buffer_release(&g->file_name);
    track_xml_close(reader);
}

const struct reader_ops reader_gpx_ops = {
    .name = "gpx",
    .title = "GPX tracks",
    .extensions = "gpx",
    .settled = true,
    .bid = bid,
    .open = open_gpx,
    .start = start_gpx,
    .cut = track_xml_cut,
    .finish = track_xml_finish,
    .parser_init = track_rows_parser_init,
    .parser_release = track_rows_parser_release,
    .parse = track_rows_parse,
    .close = close_gpx,
};
