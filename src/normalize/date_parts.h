/* date_parts: a date put together from numbers, words, a time and a zone in whatever order they come; and the small
 * pieces that parse_date shares with it. No memory is taken, any thread. */
#ifndef NORMALIZE_DATE_PARTS_H
#define NORMALIZE_DATE_PARTS_H

#include "normalize/parse_date.h"

/* Reads a whole trimmed view into a zeroed `out`; false, with anything in `out`, when it is no date. */
bool date_parts_scan(struct view text, struct date_text *out);

void date_parts_set_day(struct date_text *out, int year, int month, int day);

/* False when there is no such time. 24:00 is the end of a day, a 60th second a leap second. */
bool date_parts_set_time(struct date_text *out, int hour, int minute, int second, int ms);

/* The full year that two digits mean: 00..68 are 20xx, else 19xx. */
static inline int date_parts_century(int year)
{
    return year + (year <= 68 ? 2000 : 1900);
}

static inline bool date_parts_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The number in two or four digits that are known to be there. */
static inline int date_parts_two(const char *at)
{
    return (at[0] - '0') * 10 + (at[1] - '0');
}

static inline int date_parts_four(const char *at)
{
    return date_parts_two(at) * 100 + date_parts_two(at + 2);
}

#endif
