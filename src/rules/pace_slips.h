/* pace_slips: what may have gone wrong when a distance and a time do not fit each other, tried in the order of
 * slips.def. A slip counts when the row is plausible once it is mended. */
#ifndef RULES_PACE_SLIPS_H
#define RULES_PACE_SLIPS_H

#include "rules/limits.h"
#include "rules/rule_note.h"

/* A row whose pace is out of the ordinary. */
struct pace_case {
    const struct rule_context *context;
    struct batch *batch;
    struct activity *row;
    const struct event_type *type; /* NULL: none */
    enum kind kind;
    enum unit unit;           /* in which its distance is said */
    int64_t pace, fast, slow; /* ms a kilometre; the usual range, UNKNOWN when open */
};

/* Adds the hints to the finding (which may be NULL). When the first of them is another kind, returns that one, else
 * KIND_COUNT. */
enum kind pace_slips_add(const struct pace_case *p, struct finding *finding);

#endif
