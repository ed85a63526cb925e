/* decision: the work of one columns_decide, which columns.c and column_doubts.c share. One thread. */
#ifndef NORMALIZE_DECISION_H
#define NORMALIZE_DECISION_H

#include "normalize/columns.h"

enum { LEAST_SAMPLES = 5 }; /* fewer decide nothing */

struct decision {
    struct mapping *m;
    const struct survey *s;
    const struct judgement *judgement;
    struct column_info *info;
    struct batch *notes;
};

/* Of the samples whose time this style reads: how many there are, and how many are plausible. */
struct tally {
    uint32_t read, plausible, fast;
};

/* What the report and sniff say of the field's column; evidence that is empty leaves what is there. */
void decision_explain(struct decision *d, enum field field, struct view decision, struct view evidence);

/* The sample's distance in mm, in its own unit or else the one given; false when there is none. */
bool decision_sample_mm(const struct distance_sample *sample, enum unit otherwise, int64_t *mm);

/* 0: usual for the kind, -1: too fast, 1: too slow. */
int decision_looks(const struct decision *d, enum kind kind, int64_t mm, int64_t ms);

/* Reads the samples whose time has so many parts (any: -1) in that style and unit. */
struct tally decision_try(const struct decision *d, const struct duration_style *style, enum unit unit, int parts);

/* The unit of bare distances, miles where nobody knows. */
enum unit decision_likely_unit(const struct decision *d);

/* Whether what was decided or said is contradicted by the rows as a whole: notes unit-suspect, or mends it with
 * --fix safe. */
void column_doubts(struct decision *d);

#endif
