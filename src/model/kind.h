/* kind: what sort of movement an activity is. */
#ifndef MODEL_KIND_H
#define MODEL_KIND_H

#include "base/view.h"

/* KIND(identifier, name, verb in the past, RunSignup's standard_activity_type or 0, how its pace is said) */
#define KINDS(KIND)                                                                                                    \
    KIND(OTHER, "other", "done", 0, PACE_NONE)                                                                         \
    KIND(RUN, "run", "run", 1, PACE_PER_MILE)                                                                          \
    KIND(WALK, "walk", "walked", 4, PACE_PER_MILE)                                                                     \
    KIND(HIKE, "hike", "hiked", 0, PACE_PER_MILE)                                                                      \
    KIND(RIDE, "ride", "ridden", 2, PACE_MPH)                                                                          \
    KIND(SWIM, "swim", "swum", 3, PACE_PER_100M)                                                                       \
    KIND(ROW, "row", "rowed", 6, PACE_PER_MILE)                                                                        \
    KIND(PADDLE, "paddle", "paddled", 6, PACE_PER_MILE)                                                                \
    KIND(SKI, "ski", "skied", 5, PACE_PER_MILE)                                                                        \
    KIND(WHEELCHAIR, "wheelchair", "wheeled", 0, PACE_PER_MILE)

enum kind {
#define KIND(id, name, past, standard, pace) KIND_##id,
    KINDS(KIND)
#undef KIND
        KIND_COUNT
};

enum pace_style { PACE_NONE, PACE_PER_MILE, PACE_MPH, PACE_PER_100M };

struct kind_info {
    const char *name, *past;
    int standard;
    enum pace_style pace;
};

extern const struct kind_info kind_table[KIND_COUNT];

/* The kind of that exact name ("run"), or KIND_COUNT. */
enum kind kind_from_name(struct view name);

#endif
