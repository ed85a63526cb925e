#include "outputs/tally_value.h"

enum unit tally_value_unit(const struct activity *row, enum unit tally_unit)
{
    if (row->count != UNKNOWN)
        return UNIT_COUNT;
    if (row->distance_mm == UNKNOWN)
        return UNIT_NONE;
    if (tally_unit != UNIT_NONE && tally_unit != UNIT_COUNT) /* no count tells a distance */
        return tally_unit;
    bool told = row->distance_unit != UNIT_NONE && row->distance_unit != UNIT_COUNT;
    return told ? (enum unit)row->distance_unit : UNIT_MI;
}

struct decimal tally_value(const struct activity *row, enum unit unit)
{
    return row->count != UNKNOWN ? (struct decimal){row->count, 0} : unit_from_mm(row->distance_mm, unit);
}

struct view tally_value_type(const struct activity *row, const struct event *event)
{
    if (event && row->type >= 0 && (size_t)row->type < event->type_count && event->types[row->type].text.len)
        return event->types[row->type].text;
    return row->type_text;
}
