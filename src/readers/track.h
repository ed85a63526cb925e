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

#endif
