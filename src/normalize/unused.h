/* unused: columns that nobody took though they look like what the table lacks: its date, its distance, its time.
 *
 * Counted during the survey, told when the columns are decided. Nothing is taken: the user is asked. One thread. */
#ifndef NORMALIZE_UNUSED_H
#define NORMALIZE_UNUSED_H

#include "normalize/mapping.h"

enum { UNUSED_ROWS = 200 }; /* that are looked at */

/* What the cells of one column look like. */
struct unused_column {
    uint32_t filled, numbers;
    uint32_t dates, distances, times; /* beyond doubt: with a unit, a clock, a year */
};

struct unused {
    struct unused_column *columns; /* NULL: the table lacks nothing */
};

void unused_init(struct unused *unused, const struct mapping *mapping);
void unused_release(struct unused *unused);
void unused_observe(struct unused *unused, const struct mapping *mapping, const struct record *record);

/* Notes column-unmapped for the likeliest column of each field that the table lacks, and keeps what to ask in the
 * mapping, for the rows that lack it. Texts go to the arena of `notes`. */
void unused_tell(const struct unused *unused, struct mapping *mapping, const struct profiles *profiles,
                 const struct column_info *info, struct batch *notes);

#endif
