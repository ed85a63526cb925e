/* track: the points of one recorded track, condensed as they come: no point is kept, memory is the same for ten points
 * and ten million.
 *
 * Distance is what the device's odometer says where points carry one (or the reader was told a total), else the sum of
 * great circles (sphere of 6,371,008.8 m, elevation ignored) between points that follow each other in a segment. Gain
 * is what the device recorded, else the sum of climbs that are higher than a threshold (see track.c for how it was
 * chosen). Elapsed is last time minus first; moving is the sum over segments. Used by one thread at a time. */
#ifndef READERS_TRACK_H
#define READERS_TRACK_H

#include "base/view.h"
#include "model/activity.h"
#include "model/findings.h"
#include "readers/track_clock.h"

/* One point; what it does not have is UNKNOWN. */
struct track_point {
    int64_t time_ms; /* unix, UTC */
    int64_t elevation_mm;
    int64_t odometer_mm;    /* the device's distance since the start of the track */
    int32_t lat_e7, lon_e7; /* degrees * 10^7; good when `placed` */
    bool placed;
};

/* What happened in a track, of one sort: how often, and the most remarkable one (the longest, the fastest). */
struct track_event {
    uint32_t count;
    int64_t at_ms;       /* when the most remarkable one began */
    int64_t duration_ms; /* of it */
    int64_t distance_mm; /* of it */
};

/* What a track comes down to. Texts belong to whoever made it; UNKNOWN where nothing is known. */
struct track_summary {
    uint64_t line, last_line; /* physical, from 1; 0 when the format has none */
    uint64_t points;          /* in the track */
    uint64_t timed, placed;   /* of them with a time, with a place */
    int64_t start_ms;         /* unix, UTC */
    int64_t elapsed_ms, moving_ms;
    int64_t distance_mm;
    int64_t ascent_mm;
    int32_t utc_offset_s;      /* of the clock where it was recorded, INT32_MIN when the file does not say */
    struct view sport;         /* word or words for the kind: "running", "cycling, mountain" */
    struct view name, comment; /* of the track, as its file has them */
    struct view device;
    struct track_event teleport, pause,
        backward;            /* too fast to be true; gaps and stand-stills; clocks that went back */
    enum code damage;        /* CODE_COUNT, or why these values are not the whole truth: XML_SYNTAX, FIT_CORRUPT.. */
    struct view damage_text; /* in words, with the place */
};

extern const struct track_summary track_summary_empty; /* nothing is known */

enum { TRACK_NO_OFFSET = INT32_MIN };

/* A place as the arithmetic needs it. */
struct track_place {
    double lat, lon; /* radians */
    bool known;
};

/* What the points so far came down to. Plain memory: nothing is to be released. Readers leave the fields alone. */
struct track {
    uint64_t points, timed, placed;
    struct track_clock clock;          /* of this segment */
    struct clock_span whole, contrary; /* of the segments before it */
    int64_t moving_ms;                 /* of those */
    int64_t last_ms;                   /* the last time */
    struct track_place last;           /* in this segment */
    double circles_mm;                 /* sum of great circles */
    double cos_at, cos_lat, sin_lat;   /* of the latitude cos_at, from which the cosines near it are derived */
    int64_t odometer_mm;               /* the highest */
    int64_t level_mm, ascent_mm;       /* the elevation that climbs are measured from; their sum */
    bool has_level, has_elevation;
    struct track_place speed_from; /* where and when the step began whose speed is measured next */
    int64_t speed_from_ms;
    bool is_broken;              /* a segment ended after the last time */
    struct track_place still_at; /* where it may be standing, since when */
    int64_t still_since_ms, still_odometer_mm;
    struct track_event teleport, pause, backward;
};

void track_start(struct track *track);
void track_segment(
    struct track *track); /* a new segment: no distance, climb or moving time lies between it and the last */
void track_point(struct track *track, const struct track_point *point);

/* Fills points, timed, placed, start_ms, elapsed_ms, moving_ms, distance_mm, ascent_mm, teleport, pause and backward;
 * the rest of the summary stays. What is not known becomes UNKNOWN. The track can go on afterwards. */
void track_finish(const struct track *track, struct track_summary *summary);

#endif
