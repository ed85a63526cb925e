#include "readers/track.h"

#include <math.h>

#define RADIUS_MM 6371008800.0
#define RADIANS_PER_E7 (3.14159265358979323846 / 180.0 / 1e7)

/* CLIMB_MM: of 113 activities whose devices recorded a gain of more than 20 m, our sum over their points was off by
 * (mean of |log ratio|) .25 without a threshold, .13 with 1 m, .102 with 1.5 m, .107 with 2 m, .14 with 3 m, .22 with 5
 * m. The larger of the two best, as the elevations of phones are noisier than those.
 *
 * TELEPORT: the speed is no sport's own limit, as the sport of a track is often not known: cyclists reach 40 m/s
 * downhill. */
enum {
    CLIMB_MM = 2000,     /* a climb of less is noise */
    LOWEST_MM = -500000, /* elevations beyond these are no measurements */
    HIGHEST_MM = 12000000,
    TELEPORT_MM = 300000,      /* shorter jumps are what bad reception does */
    TELEPORT_MM_PER_S = 60000, /* half as much again as cyclists reach downhill (40 m/s) */
    PAUSE_MS = 5 * 60 * 1000,
    SLOWEST_MM_PER_S = 300, /* some 1 km/h */
    STILL_MM = 30000,       /* reception wanders so far around one who stands */
    BACKWARD_MS = 2000,     /* a second is rounding */
};
#define LONGEST_PAUSE_MS ((int64_t)300 * 86400 * 1000) /* longer is a clock that is wrong */

const struct track_summary track_summary_empty = {
    .start_ms = UNKNOWN,
    .elapsed_ms = UNKNOWN,
    .moving_ms = UNKNOWN,
    .distance_mm = UNKNOWN,
    .ascent_mm = UNKNOWN,
    .utc_offset_s = TRACK_NO_OFFSET,
    .damage = CODE_COUNT,
};

/* ---- what is remarkable ---- */

static void note_event(struct track_event *event, struct track_event what, bool more)
{
    uint32_t count = event->count + (event->count < UINT32_MAX);
    if (event->count == 0 || more)
        *event = what;
    event->count = count;
}

static void watch_clock(struct track *t, int64_t time_ms)
{
    if (t->last_ms == UNKNOWN || time_ms > t->last_ms - BACKWARD_MS)
        return;
    struct track_event back = {.at_ms = t->last_ms, .duration_ms = t->last_ms - time_ms};
    note_event(&t->backward, back, back.duration_ms > t->backward.duration_ms);
}

/* ---- distances ---- */

/* cos(lat): most steps are short, so it comes from that of a latitude nearby (error below 1e-9). */
static double cosine(struct track *t, double lat)
{
    double d = lat - t->cos_at;
    if (!(fabs(d) < 0.001)) {
        t->cos_at = lat;
        t->cos_lat = cos(lat);
        t->sin_lat = sin(lat);
        return t->cos_lat;
    }
    return t->cos_lat - d * t->sin_lat - d * d * 0.5 * t->cos_lat;
}

static double haversine_mm(const struct track_place *a, const struct track_place *b)
{
    double u = sin((b->lat - a->lat) / 2), v = sin((b->lon - a->lon) / 2);
    double h = u * u + cos(a->lat) * cos(b->lat) * v * v;
    return 2 * RADIUS_MM * asin(sqrt(h < 1 ? h : 1));
}

/* The great circle between two places. Where they are near each other, and no pole is, the plane says the same. */
static double between_mm(struct track *t, const struct track_place *a, const struct track_place *b)
{
    double y = b->lat - a->lat, x = b->lon - a->lon, middle = (a->lat + b->lat) / 2;
    if (fabs(y) > 0.0002 || fabs(x) > 0.0002 || fabs(middle) > 1.4)
        return haversine_mm(a, b);
    x *= cosine(t, middle);
    return RADIUS_MM * sqrt(x * x + y * y);
}

/* How far apart, by odometer or else by place; negative when that cannot be said. */
static double apart_mm(struct track *t, const struct track_place *a, int64_t a_odometer, const struct track_place *b,
                       int64_t b_odometer)
{
    if (a_odometer != UNKNOWN && b_odometer != UNKNOWN)
        return fabs((double)(b_odometer - a_odometer));
    return a->known && b->known ? between_mm(t, a, b) : -1;
}

/* ---- what is remarkable, by place ---- */

/* A step is measured from the last point with another time: several points within one second are one step. */
static void watch_speed(struct track *t, const struct track_place *place, const struct track_point *p)
{
    int64_t ms = p->time_ms - t->speed_from_ms;
    if (!place->known || (t->speed_from.known && ms == 0))
        return;
    double mm = t->speed_from.known && ms > 0 ? between_mm(t, &t->speed_from, place) : 0;
    if (mm >= TELEPORT_MM && mm * 1000 > (double)TELEPORT_MM_PER_S * (double)ms) {
        const struct track_event *had = &t->teleport;
        bool faster = mm * (double)had->duration_ms > (double)had->distance_mm * (double)ms;
        note_event(&t->teleport, (struct track_event){0, t->speed_from_ms, ms, (int64_t)(mm + 0.5)}, faster);
    }
    t->speed_from = *place;
    t->speed_from_ms = p->time_ms;
}

static void note_pause(struct track_event *pause, int64_t from_ms, int64_t to_ms)
{
    struct track_event what = {.at_ms = from_ms, .duration_ms = to_ms - from_ms};
    if (what.duration_ms >= PAUSE_MS && what.duration_ms < LONGEST_PAUSE_MS)
        note_event(pause, what, what.duration_ms > pause->duration_ms);
}

/* Whether it went on through a gap in the recording: no pause, but few points. */
static bool went_on(const struct track *t, double mm, int64_t gap_ms)
{
    return !t->is_broken && mm > STILL_MM && mm * 1000 > (double)SLOWEST_MM_PER_S * (double)gap_ms;
}

/* Standing is: all points since one of them lie near it. A gap in the recording counts as standing. */
static void watch_pause(struct track *t, const struct track_place *place, const struct track_point *p)
{
    int64_t last_ms = t->last_ms, gap_ms = last_ms == UNKNOWN ? 0 : p->time_ms - last_ms;
    bool says = place->known || p->odometer_mm != UNKNOWN, stood = t->still_since_ms != UNKNOWN;
    double mm = stood && says ? apart_mm(t, &t->still_at, t->still_odometer_mm, place, p->odometer_mm) : -1;
    bool is_gap = gap_ms >= PAUSE_MS && !went_on(t, mm, gap_ms), is_back = gap_ms < 0;
    if (!is_gap && !is_back && ((stood && !says) || (mm >= 0 && mm <= STILL_MM)))
        return;
    if (is_gap)
        note_pause(&t->pause, stood ? t->still_since_ms : last_ms, p->time_ms);
    else if (stood && last_ms != UNKNOWN && (is_back || mm >= 0))
        note_pause(&t->pause, t->still_since_ms, last_ms);
    t->still_at = *place;
    t->still_since_ms = says ? p->time_ms : UNKNOWN;
    t->still_odometer_mm = p->odometer_mm;
}

/* ---- points ---- */

static void take_elevation(struct track *t, int64_t elevation_mm)
{
    if (elevation_mm < LOWEST_MM || elevation_mm > HIGHEST_MM)
        return;
    int64_t climb = elevation_mm - t->level_mm;
    t->has_elevation = true;
    if (t->has_level && climb > -CLIMB_MM && climb < CLIMB_MM)
        return;
    if (t->has_level && climb > 0)
        t->ascent_mm += climb;
    t->level_mm = elevation_mm;
    t->has_level = true;
}

void track_start(struct track *t)
{
    *t = (struct track){
        .last_ms = UNKNOWN,
        .cos_at = 100, /* nowhere */
        .odometer_mm = UNKNOWN,
        .still_since_ms = UNKNOWN,
        .still_odometer_mm = UNKNOWN,
    };
    track_clock_start(&t->clock);
}

static void end_segment(struct track *t)
{
    struct clock_span span = track_clock_span(&t->clock);
    t->moving_ms += span.last_ms - span.first_ms;
    clock_span_join(&t->whole, &t->contrary, span);
    track_clock_start(&t->clock);
}

void track_segment(struct track *t)
{
    end_segment(t);
    t->last.known = t->has_level = t->speed_from.known = false;
    t->is_broken = true;
}

static void take_place(struct track *t, const struct track_point *p, struct track_place *place)
{
    place->known = true;
    place->lat = p->lat_e7 * RADIANS_PER_E7;
    place->lon = p->lon_e7 * RADIANS_PER_E7;
    if (t->last.known)
        t->circles_mm += between_mm(t, &t->last, place);
    t->last = *place;
    t->placed++;
}

void track_point(struct track *t, const struct track_point *p)
{
    struct track_place place = {.known = false};
    t->points++;
    if (p->placed)
        take_place(t, p, &place);
    if (p->odometer_mm != UNKNOWN && p->odometer_mm > t->odometer_mm)
        t->odometer_mm = p->odometer_mm;
    if (p->elevation_mm != UNKNOWN)
        take_elevation(t, p->elevation_mm);
    if (p->time_ms == UNKNOWN)
        return;
    t->timed++;
    watch_clock(t, p->time_ms);
    watch_speed(t, &place, p);
    watch_pause(t, &place, p);
    track_clock_add(&t->clock, p->time_ms);
    t->last_ms = p->time_ms;
    t->is_broken = false;
}

void track_finish(const struct track *track, struct track_summary *s)
{
    struct track t = *track;
    end_segment(&t);
    if (t.still_since_ms != UNKNOWN)
        note_pause(&t.pause, t.still_since_ms, t.last_ms);
    int64_t elapsed_ms = t.whole.last_ms - t.whole.first_ms;
    s->points = t.points;
    s->timed = t.timed;
    s->placed = t.placed;
    s->start_ms = t.whole.points ? t.whole.first_ms : UNKNOWN;
    s->elapsed_ms = t.whole.points ? elapsed_ms : UNKNOWN;
    s->moving_ms = t.whole.points ? (t.moving_ms < elapsed_ms ? t.moving_ms : elapsed_ms) : UNKNOWN;
    s->distance_mm = t.placed ? (int64_t)(t.circles_mm + 0.5) : UNKNOWN;
    if (t.odometer_mm > 0 || (t.odometer_mm == 0 && !t.placed))
        s->distance_mm = t.odometer_mm;
    s->ascent_mm = t.has_elevation ? t.ascent_mm : UNKNOWN;
    s->teleport = t.teleport;
    s->pause = t.pause;
    s->backward = t.backward;
}
