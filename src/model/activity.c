#include "model/activity.h"

const char *const verdict_names[] = {"accepted", "rejected", "skipped"};

const struct activity activity_empty = {
    .start_ms = UNKNOWN,
    .distance_mm = UNKNOWN,
    .count = UNKNOWN,
    .elapsed_ms = UNKNOWN,
    .moving_ms = UNKNOWN,
    .elevation_mm = UNKNOWN,
    .type_id = UNKNOWN,
    .day = UNKNOWN_DAY,
    .type = -1,
};

int64_t activity_pace_ms_per_km(const struct activity *a)
{
    if (a->distance_mm == UNKNOWN || a->distance_mm <= 0 || a->elapsed_ms == UNKNOWN || a->elapsed_ms <= 0)
        return UNKNOWN;
    int64_t pace;
    bool fits = number_scale((struct decimal){a->elapsed_ms, 0}, 1000000, a->distance_mm, &pace);
    return fits ? pace : UNKNOWN;
}
