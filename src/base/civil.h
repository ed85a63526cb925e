/* civil: the calendar. A day is the number of days since 1970-01-01, proleptic Gregorian, as int32.
 *
 * Algorithms after Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (public domain). */
#ifndef BASE_CIVIL_H
#define BASE_CIVIL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/view.h"

struct civil {
    int year, month, day; /* month 1..12, day 1..31 */
};

static inline bool civil_is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int civil_days_in_month(int year, int month);
bool civil_is_valid(int year, int month, int day); /* years 1..9999 */

/* The day of a valid date. */
static inline int32_t civil_day(int year, int month, int day)
{
    int y = year - (month <= 2), era = (y >= 0 ? y : y - 399) / 400, yoe = y - era * 400;
    int doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

struct civil civil_from_day(int32_t day);

enum { CIVIL_ISO_SIZE = 16, MS_PER_DAY = 86400000 };

/* The day in which a moment in ms since 1970 lies, also before it. It may be outside of what civil_iso prints. */
static inline int64_t civil_day_of_ms(int64_t ms)
{
    return ms / MS_PER_DAY - (ms % MS_PER_DAY < 0);
}

/* "2026-05-01" with NUL; returns its length. Out of years 0..9999 gives "?". */
size_t civil_iso(char out[static CIVIL_ISO_SIZE], int32_t day);

/* Strict YYYY-MM-DD of an existing day. */
bool civil_parse_iso(struct view text, int32_t *day);

#endif
