/* probe: which unit RunSignup takes values in, from a pack of one activity and what was read back of it.
 *
 * STATUS_USAGE when the pack is no probe, or holds what tallypost did not write; STATUS_IO when it cannot be read. */
#ifndef RUN_PROBE_H
#define RUN_PROBE_H

#include "base/arena.h"
#include "base/error.h"
#include "readers/manifest.h"

struct probe {
    bool is_read_back;     /* the activity was found in read-back/ */
    struct view posted;    /* the value as it was posted */
    enum unit posted_unit; /* what it was posted in */
    int64_t millimetres;   /* what came back */
    int64_t number;        /* the activity's */
    enum unit unit;        /* in which the one is the other; UNIT_NONE: in none */
};

enum status probe_judge(struct probe *probe, const char *folder, const struct manifest *manifest, struct arena *arena,
                        struct error *error);

#endif
