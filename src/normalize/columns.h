/* columns: the decisions that only a survey can make, with their evidence. */
#ifndef NORMALIZE_COLUMNS_H
#define NORMALIZE_COLUMNS_H

#include "normalize/survey.h"

/* How a distance in a time looks for that kind: -1 faster than anybody usually is, 1 slower, 0 plausible. */
typedef int plausible_fn(const void *context, enum kind kind, int64_t distance_mm, int64_t elapsed_ms);

struct judgement {
    plausible_fn *plausible;
    const void *context;
};

/* Completes the mapping from the survey: date order, decimal mark, units of times and distances. Notes findings about
 * the source, and writes each column's decision and evidence to `info`. */
void columns_decide(struct mapping *mapping, const struct survey *survey, const struct judgement *judgement,
                    struct column_info *info, struct batch *notes);

#endif
