/* parse_distance: distances and heights, with a unit in the cell or from the column. */
#ifndef NORMALIZE_PARSE_DISTANCE_H
#define NORMALIZE_PARSE_DISTANCE_H

#include <stdint.h>

#include "base/number.h"
#include "model/units.h"

enum distance_result {
    DISTANCE_OK,
    DISTANCE_EMPTY, /* "", "--", "-", "n/a" */
    DISTANCE_BAD,   /* no number, a unit that is none, "####", "#VALUE!", NaN, more than 100,000 km */
    DISTANCE_NEGATIVE,
    DISTANCE_NO_UNIT, /* a bare number and no unit from anywhere: `digits` is filled */
};

struct distance {
    int64_t mm;       /* or the count when unit is UNIT_COUNT */
    int64_t slack_mm; /* half of what the last digit written is worth */
    enum unit unit;   /* the one that was used */
    bool unit_in_cell;
    struct decimal digits;
};

/* Whole view, trimmed: "26.3", "26.3 miles", "5k", "10K", "3.1mi", "5,000 m", "1 234,5 km", "100" ; also words for
 * races: "half marathon" and "marathon" are 21097.5 m and 42195 m. `unit` is that of bare numbers, UNIT_NONE when
 * nobody knows. */
enum distance_result distance_parse(struct view text, enum unit unit, enum number_style style, struct distance *out);

/* The same for heights: "120 ft", "120'", "36 m", "1,204". Bare numbers without a unit are DISTANCE_NO_UNIT; negative
 * is DISTANCE_NEGATIVE; more than 100 km is DISTANCE_BAD. */
enum distance_result elevation_parse(struct view text, enum unit unit, enum number_style style, struct distance *out);

#endif
