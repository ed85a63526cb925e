#include "readers/fit_activity.h"

#include <stdio.h>

#include "base/memory.h"
#include "readers/fit_names.h"
#include "readers/track_rows.h"

enum {
    LAPS_SLACK_MS = 10000,      /* laps that end so long before the last record do not cover them all */
    DOUBTFUL_ZERO_MM = 1000000, /* so far by its records, and a session has not gone 0 m */
};

/* One activity while its messages come in. */
struct stretch {
    const struct fit_session *session; /* NULL: the file has none, all is this one's */
    struct track track;
    struct fit_totals laps; /* their sum */
    int64_t laps_end_ms;
    bool has_odometer;        /* its records say how far it was */
    int64_t odometer_base_mm; /* what the odometer showed before it */
    int64_t compressed_mm,
        compressed_last; /* the odometer of records that have only its low bits; UNKNOWN: none so far */
};

struct fit_activities {
    const struct fit_files *files;
    struct fit_decoder *decoder;
    size_t next_file;
    const struct fit_file *file; /* the present one */
    struct stretch stretches[FIT_SESSIONS];
    struct stretch *by_start[FIT_SESSIONS];
    uint32_t count, current; /* stretches; the one of the last record, in by_start */
    int64_t odometer_mm;     /* the last of any record */
    bool is_stopped;         /* the timer */
};

struct fit_activities *fit_activities_new(const struct fit_files *files, struct source *source)
{
    struct fit_activities *a = memory_get(sizeof *a);
    a->files = files;
    a->decoder = fit_decoder_new(source);
    return a;
}

void fit_activities_free(struct fit_activities *a)
{
    if (a)
        fit_decoder_free(a->decoder);
    memory_free(a);
}

/* ---- whose message it is ---- */

static int64_t start_of(const struct stretch *s)
{
    return s->session ? s->session->totals.start_ms : UNKNOWN;
}

static void begin_stretch(struct stretch *s, const struct fit_session *session)
{
    *s = (struct stretch){
        .session = session,
        .laps = {UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN},
        .laps_end_ms = UNKNOWN,
        .compressed_last = UNKNOWN,
    };
    track_start(&s->track);
}

static void begin_file(struct fit_activities *a)
{
    a->file = a->next_file < a->files->count ? &a->files->files[a->next_file++] : NULL;
    a->count = a->file ? fit_file_activities(a->file) : 0;
    a->current = 0;
    a->odometer_mm = UNKNOWN;
    a->is_stopped = false;
    for (uint32_t i = 0; i < a->count; i++) {
        struct stretch *s = &a->stretches[i];
        begin_stretch(s, a->file->session_count ? &a->files->sessions[a->file->first_session + i] : NULL);
        uint32_t at = i;
        for (; at && start_of(a->by_start[at - 1]) > start_of(s); at--)
            a->by_start[at] = a->by_start[at - 1];
        a->by_start[at] = s;
    }
}

/* Of the last session that began before; where it is in by_start. What has no time belongs to the one that is going on.
 */
static uint32_t place_at(const struct fit_activities *a, int64_t time_ms)
{
    uint32_t at = a->current;
    if (time_ms == UNKNOWN)
        return at;
    while (at + 1 < a->count && start_of(a->by_start[at + 1]) <= time_ms)
        at++;
    while (at && start_of(a->by_start[at]) > time_ms)
        at--;
    return at;
}

static struct stretch *stretch_at(const struct fit_activities *a, int64_t time_ms)
{
    return a->by_start[place_at(a, time_ms)];
}

/* ---- records ---- */

/* Degrees * 10^7 of the semicircles that FIT counts in. */
static int32_t degrees_e7(int64_t semicircles)
{
    return (int32_t)(semicircles * 1800000000 / 2147483648);
}

static void take_place(struct track_point *point, const struct fit_message *message)
{
    enum { LAT = 0, LON = 1, QUARTER = 1 << 30 };
    int64_t lat = fit_number(message, LAT), lon = fit_number(message, LON);
    if (lat < -QUARTER || lat > QUARTER || lon < INT32_MIN || lon > INT32_MAX || (lat == 0 && lon == 0))
        return;
    point->lat_e7 = degrees_e7(lat);
    point->lon_e7 = degrees_e7(lon);
    point->placed = true;
}

static int64_t elevation_of(const struct fit_message *message)
{
    enum { ALTITUDE = 2, ENHANCED_ALTITUDE = 78, SEA_LEVEL_MM = 500000, STEP_MM = 200 };
    int64_t steps = fit_number(message, ENHANCED_ALTITUDE);
    if (steps == UNKNOWN)
        steps = fit_number(message, ALTITUDE);
    return steps < 0 || steps > UINT32_MAX ? UNKNOWN : steps * STEP_MM - SEA_LEVEL_MM;
}

/* The old short form: twelve bits of speed, then the low twelve bits of the distance in sixteenths of a metre. */
static int64_t compressed_odometer(struct stretch *s, const struct fit_message *message)
{
    enum { COMPRESSED_SPEED_DISTANCE = 8, MASK = 0xFFF };
    const unsigned char *at = fit_bytes(message, COMPRESSED_SPEED_DISTANCE, 3);
    if (!at || (at[0] == 0xFF && at[1] == 0xFF && at[2] == 0xFF))
        return UNKNOWN;
    int64_t bits = at[1] >> 4 | at[2] << 4;
    s->compressed_mm += ((bits - (s->compressed_last == UNKNOWN ? 0 : s->compressed_last)) & MASK) * 1000 / 16;
    s->compressed_last = bits;
    return s->compressed_mm;
}

/* Some devices count through all sessions of a file, others from 0 in each. */
static int64_t odometer_of(struct fit_activities *a, struct stretch *s, const struct fit_message *message)
{
    enum { DISTANCE = 5, MM_PER_CM = 10 };
    int64_t cm = fit_number(message, DISTANCE);
    if (cm < 0 || cm > UINT32_MAX)
        return compressed_odometer(s, message);
    a->odometer_mm = cm * MM_PER_CM;
    if (a->odometer_mm < s->odometer_base_mm)
        s->odometer_base_mm = 0;
    return a->odometer_mm - s->odometer_base_mm;
}

static struct stretch *go_to(struct fit_activities *a, uint32_t at)
{
    if (at != a->current && a->odometer_mm != UNKNOWN)
        a->by_start[at]->odometer_base_mm = a->odometer_mm;
    a->current = at;
    return a->by_start[at];
}

static void take_record(struct fit_activities *a, const struct fit_message *message)
{
    struct track_point point = {.time_ms = fit_unix_ms(fit_number(message, FIT_TIMESTAMP))};
    struct stretch *s = go_to(a, place_at(a, point.time_ms));
    point.elevation_mm = elevation_of(message);
    point.odometer_mm = odometer_of(a, s, message);
    s->has_odometer = s->has_odometer || point.odometer_mm > 0;
    take_place(&point, message);
    track_point(&s->track, &point);
}

/* What the device recorded between a stop and a start of its timer is no way that was gone. */
static void take_event(struct fit_activities *a, const struct fit_message *message)
{
    enum {
        EVENT = 0,
        EVENT_TYPE = 1,
        TIMER = 0,
        START = 0,
        STOP = 1,
        STOP_ALL = 4,
        STOP_DISABLE = 8,
        STOP_DISABLE_ALL = 9
    };
    int64_t type = fit_number(message, EVENT_TYPE);
    if (fit_number(message, EVENT) != TIMER)
        return;
    if (type == START && a->is_stopped)
        track_segment(&stretch_at(a, fit_unix_ms(fit_number(message, FIT_TIMESTAMP)))->track);
    if (type == START)
        a->is_stopped = false;
    else if (type == STOP || type == STOP_ALL || type == STOP_DISABLE || type == STOP_DISABLE_ALL)
        a->is_stopped = true;
}

/* ---- laps ---- */

static int64_t sum(int64_t a, int64_t b)
{
    if (a == UNKNOWN || b == UNKNOWN)
        return a == UNKNOWN ? b : a;
    return a > INT64_MAX / 2 ? a : a + b;
}

static void take_lap(struct fit_activities *a, const struct fit_message *message)
{
    struct fit_totals lap = fit_totals_of(message);
    int64_t end_ms = fit_unix_ms(fit_number(message, FIT_TIMESTAMP));
    struct stretch *s = stretch_at(a, lap.start_ms == UNKNOWN ? end_ms : lap.start_ms);
    if (s->laps.start_ms == UNKNOWN || (lap.start_ms != UNKNOWN && lap.start_ms < s->laps.start_ms))
        s->laps.start_ms = lap.start_ms;
    s->laps.elapsed_ms = sum(s->laps.elapsed_ms, lap.elapsed_ms);
    s->laps.moving_ms = sum(s->laps.moving_ms, lap.moving_ms);
    s->laps.distance_mm = sum(s->laps.distance_mm, lap.distance_mm);
    s->laps.ascent_mm = sum(s->laps.ascent_mm, lap.ascent_mm);
    if (s->laps.sport == UNKNOWN) {
        s->laps.sport = lap.sport;
        s->laps.sub_sport = lap.sub_sport;
    }
    if (end_ms != UNKNOWN && end_ms > s->laps_end_ms)
        s->laps_end_ms = end_ms;
}

/* ---- rows ---- */

static int64_t first_known(int64_t a, int64_t b)
{
    return a == UNKNOWN ? b : a;
}

/* A time or a distance of 0 is often one that the device did not count. */
static int64_t first_positive(int64_t a, int64_t b)
{
    return a > 0 || b == UNKNOWN || (a == 0 && b == 0) ? a : b;
}

/* Laps say what the device counted, but a recording that broke off has no last one. */
static bool laps_are_whole(const struct stretch *s, const struct track_summary *records)
{
    if (s->laps_end_ms == UNKNOWN || records->start_ms == UNKNOWN)
        return !records->points;
    return s->laps_end_ms >= records->start_ms + records->elapsed_ms - LAPS_SLACK_MS;
}

/* Puts what `says` says before what is in the summary. */
static void prefer(struct track_summary *summary, const struct fit_totals *says)
{
    summary->start_ms = first_known(says->start_ms, summary->start_ms);
    summary->elapsed_ms = first_positive(says->elapsed_ms, summary->elapsed_ms);
    summary->moving_ms = first_positive(says->moving_ms, summary->moving_ms);
    if (says->distance_mm > 0 || summary->distance_mm == UNKNOWN ||
        (says->distance_mm == 0 && summary->distance_mm < DOUBTFUL_ZERO_MM))
        summary->distance_mm = says->distance_mm;
    summary->ascent_mm = first_known(says->ascent_mm, summary->ascent_mm);
}

/* What moved cannot have taken less time than it moved: some devices leave the one out, some write the two in each
 * other's place. */
static void mend_times(struct track_summary *summary)
{
    int64_t elapsed_ms = summary->elapsed_ms, moving_ms = summary->moving_ms;
    if (moving_ms == UNKNOWN || moving_ms <= elapsed_ms)
        return;
    summary->elapsed_ms = moving_ms;
    if (elapsed_ms > 0)
        summary->moving_ms = elapsed_ms;
}

static void take_totals(struct track_summary *summary, const struct stretch *s)
{
    int64_t odometer_mm = s->has_odometer ? summary->distance_mm : UNKNOWN;
    if (laps_are_whole(s, summary))
        prefer(summary, &s->laps);
    if (odometer_mm != UNKNOWN) /* it counts on where laps are lost */
        summary->distance_mm = odometer_mm;
    if (s->session)
        prefer(summary, &s->session->totals);
    mend_times(summary);
}

static struct view sport_of(const struct fit_file *file, const struct stretch *s, char room[static FIT_SPORT_WORDS])
{
    struct view words = {"", 0};
    if (s->session)
        words = fit_sport_words(s->session->totals.sport, s->session->totals.sub_sport, room);
    if (!words.len)
        words = fit_sport_words(s->laps.sport, s->laps.sub_sport, room);
    return words.len ? words : fit_sport_words(file->sport, file->sub_sport, room);
}

/* "Suunto Ambit3", "Garmin", "ELEMNT BOLT" */
static struct view device_of(const struct fit_file *file, char *room, size_t size)
{
    const char *maker = fit_manufacturer_name(file->manufacturer);
    struct view product = view_of(file->product);
    if (!maker || view_starts(product, view_of(maker)))
        return product;
    snprintf(room, size, "%s%s%s", maker, product.len ? " " : "", file->product);
    return view_of(room);
}

static void add_row(const struct fit_activities *a, const struct stretch *s, struct chunk *chunk)
{
    const struct fit_damage *damage = fit_damage(a->decoder);
    char sport[FIT_SPORT_WORDS], device[2 * FIT_NAME];
    struct track_summary summary = track_summary_empty;
    track_finish(&s->track, &summary);
    take_totals(&summary, s);
    summary.utc_offset_s = a->file->utc_offset_s;
    summary.sport = sport_of(a->file, s, sport);
    summary.name = view_of(s->session && s->session->name[0] ? s->session->name : a->file->name);
    summary.device = device_of(a->file, device, sizeof device);
    summary.damage = damage->code;
    summary.damage_text = view_of(damage->text);
    track_rows_add(chunk, &summary);
}

/* ---- files ---- */

static void take_message(struct fit_activities *a, const struct fit_message *message)
{
    if (!a->count)
        return;
    if (message->global == FIT_RECORD)
        take_record(a, message);
    else if (message->global == FIT_LAP)
        take_lap(a, message);
    else if (message->global == FIT_EVENT)
        take_event(a, message);
}

bool fit_activities_next(struct fit_activities *a, struct chunk *chunk)
{
    struct fit_message message;
    enum fit_step step;
    while ((step = fit_next(a->decoder, &message)) != FIT_DONE) {
        if (step == FIT_FILE)
            begin_file(a);
        else if (step == FIT_MESSAGE)
            take_message(a, &message);
        else if (a->count)
            break;
    }
    if (step == FIT_DONE)
        return false;
    for (uint32_t i = 0; i < a->count; i++)
        add_row(a, &a->stretches[i], chunk);
    return true;
}
