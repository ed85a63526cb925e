/* normalize: from a record to an activity, by the mapping. */
#ifndef NORMALIZE_NORMALIZE_H
#define NORMALIZE_NORMALIZE_H

#include "normalize/mapping.h"
#include "normalize/parse_kind.h"

/* One per worker. */
struct normalizer {
    const struct mapping *mapping;
    struct type_memo *memo;
};

void normalizer_init(struct normalizer *normalizer, const struct mapping *mapping);
void normalizer_release(struct normalizer *normalizer);

/* Fills the row; what is wrong with it are findings in the batch. Texts of the row are views into the record's cells or
 * the batch's arena. STATUS_AGAIN: the record contradicts what the survey of the beginning decided; the run starts over
 * with a survey of all rows (never when mapping->whole). */
enum status normalize_row(struct normalizer *normalizer, struct batch *batch, const struct record *record,
                          struct activity *row);

#endif
