/* parse_duration: elapsed and moving times as people, apps and spreadsheets write them. */
#ifndef NORMALIZE_PARSE_DURATION_H
#define NORMALIZE_PARSE_DURATION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/number.h"

/* What a bare number in the column counts. */
enum time_unit { TIME_UNIT_NONE, TIME_UNIT_MS, TIME_UNIT_SECONDS, TIME_UNIT_MINUTES, TIME_UNIT_HOURS, TIME_UNIT_DAYS };

struct duration_style {
    enum time_unit
        bare; /* NONE: a bare number below 1 with decimals is a day fraction, other bare numbers are invalid */
    bool two_part_is_hours; /* "1:05" is h:mm, not m:ss */
    enum number_style numbers;
};

enum duration_result {
    DURATION_OK,
    DURATION_EMPTY, /* "", "--", "-", "n/a", "#N/A" and the like */
    DURATION_BAD,
    DURATION_ZERO, /* ms is 0 */
    DURATION_NEGATIVE,
    DURATION_STATUS_WORD,  /* DNF, DNS, DQ, DSQ, DNQ, NT, WD */
    DURATION_CLOCK,        /* "0:25:10 AM", "12:25:10 AM" (12 AM counts as 0), "1/0/1900 0:25:10": ms is filled */
    DURATION_DAY_FRACTION, /* 0.0174768 (fraction of a day; also 1.25 when the cell has 5 or more decimals): ms is
                              filled, rounded to the second */
};

/* Whole view, trimmed. Accepts H:MM:SS(.fff or ,fff), M:SS(.fff), MM:SS with minutes over 59 (75:30), D.HH:MM:SS and "1
 * day, 2:03:04", 1h 05m 10s, "1 hr 5 min", 65min, 65 m, 3600 s, 25'10", 1°02'03", PT1H5M10S, "H.MM.SS" with two dots,
 * bare numbers by style. Minutes and seconds after a colon must be below 60; "1:5" and "1:05:5" are accepted as lenient
 * single digits. Results over 31 days are BAD. `slack_ms` (may be NULL) gets half of what the last digit written is
 * worth: 500 for 9:20, 30000 for "65 min" or h:mm. */
enum duration_result duration_parse(struct view text, const struct duration_style *style, int64_t *ms,
                                    int64_t *slack_ms);

/* How many colon-separated parts a clock-like text has (2 or 3), 0 when it is none; for the survey. */
int duration_parts(struct view text);

#endif
