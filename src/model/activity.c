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
