/* parse_date: dates as people and apps write them. */
#ifndef NORMALIZE_PARSE_DATE_H
#define NORMALIZE_PARSE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/view.h"

enum date_order { DATE_ORDER_UNKNOWN, DATE_ORDER_MDY, DATE_ORDER_DMY, DATE_ORDER_YMD };

enum date_shape {
    DATE_EMPTY,   /* nothing, or a placeholder: "--", "n/a", "-" */
    DATE_BAD,     /* not a date at all */
    DATE_ISO,     /* year first: 2026-05-01, 2026/5/1, 20260501, with or without a time */
    DATE_SLASHED, /* two small numbers and a year: 5/31/2026, 31-05-26, 5/1; order to be decided */
    DATE_DOTTED,  /* 31.05.2026: day first unless a row disproves it */
    DATE_WORDED,  /* May 1, 2026; 1 mai 2026; Fri 1-May-26: settled by the month's name */
    DATE_SERIAL,  /* a spreadsheet's day number: 46143 or 46143.5 */
    DATE_EPOCH,   /* unix seconds (10 digits) or milliseconds (13 digits) */
};

/* What was written, before anybody decides which number is the day. */
struct date_text {
    enum date_shape shape;
    int first, second,
        year;            /* SLASHED, DOTTED: the numbers in their order; ISO, WORDED: month in first, day in second */
    bool two_digit_year; /* year was made four digits: 00..68 are 20xx, else 19xx */
    bool has_year;       /* "5/31" has none: it is DATE_BAD to date_resolve */
    bool has_time;
    int64_t time_of_day_ms; /* when has_time */
    bool has_zone;          /* Z, +02:00, UTC, EST ... */
    int32_t offset_s;       /* east of UTC */
    int64_t epoch_ms;       /* EPOCH: unix ms */
    int32_t serial;         /* SERIAL: days since 1899-12-30 */
};

/* Reads the whole view (trimmed first; of an interval "A - B" of two full dates with times, A counts). Pure syntax:
 * nothing is rejected for being no day of the calendar. Month and weekday names: en de fr es it nl pt pl sv da nb fi
 * hu, full and short, with or without the final dot, any case; "den", "of", "de", "st nd rd th" and weekdays are
 * skipped over. Times behind a date: 7:00:00 AM, 19:03, 07.03.22, T07:03:22.123Z, +02:00. */
void date_scan(struct view text, struct date_text *out);

/* The day; false when it is no day of the calendar in that order (or DATE_EMPTY, DATE_BAD, a year before 1900 or after
 * 2199). DOTTED with DATE_ORDER_UNKNOWN is day first; SLASHED with DATE_ORDER_UNKNOWN is false. EPOCH: the UTC day. */
bool date_resolve(const struct date_text *date, enum date_order order, int32_t *day);

/* A fast path for the commonest text: strict YYYY-MM-DD. */
bool date_plain_iso(struct view text, int32_t *day);

#endif
