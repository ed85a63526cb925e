/* limits: the record curves and usual ranges, read from limits.ini (built in) and from the event's own file over it.
 *
 * Const once opened: any thread may ask. Speeds are in millimetres in 1000 seconds, paces in ms a kilometre. The
 * curve is kept so that no longer distance has a higher speed. */
#ifndef RULES_LIMITS_H
#define RULES_LIMITS_H

#include "base/error.h"
#include "model/activity.h"

enum { LIMITS_RECORDS = 40, LIMITS_BUCKETS = 256 };

struct limits_record {
    int64_t distance_mm, speed;
    int64_t log2; /* of the distance in mm, in 2^-24 */
};

struct kind_limits {
    struct limits_record curve[LIMITS_RECORDS]; /* by distance */
    size_t record_count;                        /* 0: nothing is impossible for this kind */
    int64_t margin_percent;
    int64_t fast_percent;                     /* of the record's speed; 0: fast_ms_per_km holds */
    int64_t fast_ms_per_km, slow_ms_per_km;   /* UNKNOWN: no such bound */
    int64_t distance_high, day_distance_high; /* mm, UNKNOWN */

    /* For every bucket of distances, paces that are beyond doubt: this slow or slower is no record, and not fast. */
    uint32_t no_record[LIMITS_BUCKETS], not_fast[LIMITS_BUCKETS];
};

struct limits {
    int32_t as_of; /* a day */
    int64_t tolerance_percent, grade_percent, day_activities;
    struct kind_limits kinds[KIND_COUNT];
};

/* The built-in table, or that of `path` over it. STATUS_USAGE names file, line and what is wrong. */
enum status limits_open(struct limits **out, const char *path, struct error *error);
void limits_close(struct limits *limits); /* NULL is fine */

/* The bucket of a distance above zero: four to an octave. */
static inline unsigned limits_bucket(int64_t distance_mm)
{
    unsigned octave = 63 - (unsigned)__builtin_clzll((unsigned long long)distance_mm);
    uint64_t quarter = octave >= 2 ? (uint64_t)distance_mm >> (octave - 2) : (uint64_t)distance_mm << (2 - octave);
    return octave << 2 | (unsigned)(quarter & 3);
}

/* Whether that is faster than the curve, with its margin and the tolerance. */
bool limits_beats_record(const struct limits *limits, enum kind kind, int64_t distance_mm, int64_t elapsed_ms);

/* The fastest usual pace over that distance, UNKNOWN when there is none. */
int64_t limits_fast(const struct limits *limits, enum kind kind, int64_t distance_mm);

/* The pace over that distance above which, margin and tolerance allowed for, nothing faster is believed; UNKNOWN when
 * there are no records. */
int64_t limits_record_pace(const struct limits *limits, enum kind kind, int64_t distance_mm);

/* How a distance in a time looks for that kind: -1 faster than usual, 1 slower, 0 usual or nothing is known. */
int limits_plausible(const struct limits *limits, enum kind kind, int64_t distance_mm, int64_t elapsed_ms);

/* The milliseconds a kilometre of a distance and a time above zero. */
int64_t limits_pace(int64_t distance_mm, int64_t elapsed_ms);

#endif
