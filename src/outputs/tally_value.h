/* tally_value: what an activity adds to the tally, in the unit it is told in, and the label of its type.
 *
 * Nothing here fails or keeps anything. */
#ifndef OUTPUTS_TALLY_VALUE_H
#define OUTPUTS_TALLY_VALUE_H

#include "model/activity.h"
#include "model/event.h"

/* The unit for this row: a count is told as a count; a distance in the tally unit, else in the unit it was written in,
 * else in miles. UNIT_NONE when the row has neither distance nor count. */
enum unit tally_value_unit(const struct activity *row, enum unit tally_unit);

/* The value in that unit: the shortest decimal that reads back to the same millimetre. The unit is not UNIT_NONE. */
struct decimal tally_value(const struct activity *row, enum unit unit);

/* The event's label of the row's type, else the type as it was written; may be empty. */
struct view tally_value_type(const struct activity *row, const struct event *event);

#endif
