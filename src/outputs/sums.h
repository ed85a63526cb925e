/* sums: distances and totals as text for people. Nothing fails. */
#ifndef OUTPUTS_SUMS_H
#define OUTPUTS_SUMS_H

#include "base/buffer.h"
#include "model/summary.h"

/* Whether the unit is one of metres; neither UNIT_NONE nor UNIT_COUNT is. */
bool sums_metric(enum unit unit);

/* "1,234.5 mi": one decimal, digits grouped. */
void sums_add_distance(struct buffer *out, int64_t mm, enum unit unit);

/* "1,234.5 mi (1,986.7 km) and a count of 12 in 210:15:00 (h:mm:ss)", what is zero left out: both miles and kilometres,
 * the system of the tally first. */
void sums_add(struct buffer *out, const struct summary *summary, int64_t count, bool metric);

#endif
