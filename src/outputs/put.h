/* put: pieces of text written one behind the other into room that is known to be enough.
 *
 * For what is written a million times. Every function returns where the next piece goes; the caller has made sure of
 * the room (buffer_room), and adds to the buffer's length what it wrote. */
#ifndef OUTPUTS_PUT_H
#define OUTPUTS_PUT_H

#include <stdint.h>

#include "base/civil.h"

enum { PUT_NUMBER_SIZE = 20 }; /* the most that put_int writes */

/* A string literal. */
#define PUT(p, literal) ((char *)memcpy((p), (literal), sizeof(literal) - 1) + sizeof(literal) - 1)

static inline char *put_view(char *p, struct view text)
{
    if (text.len)
        memcpy(p, text.at, text.len);
    return p + text.len;
}

static inline char *put_uint(char *p, uint64_t number)
{
    char digits[PUT_NUMBER_SIZE], *first = digits + sizeof digits;
    do
        *--first = (char)('0' + number % 10);
    while ((number /= 10) != 0);
    return put_view(p, view_between(first, digits + sizeof digits));
}

static inline char *put_int(char *p, int64_t number)
{
    if (number >= 0)
        return put_uint(p, (uint64_t)number);
    *p = '-';
    return put_uint(p + 1, 0 - (uint64_t)number);
}

/* Two digits of 0..99. */
static inline char *put_two(char *p, int64_t number)
{
    p[0] = (char)('0' + number / 10 % 10);
    p[1] = (char)('0' + number % 10);
    return p + 2;
}

/* "." and three digits. */
static inline char *put_thousandths(char *p, int64_t number)
{
    *p = '.';
    p[1] = (char)('0' + number / 100 % 10);
    return put_two(p + 2, number % 100);
}

/* The day written last: rows of one day often follow each other. A zeroed one is valid. */
struct put_days {
    int32_t day;
    size_t len;
    char iso[CIVIL_ISO_SIZE];
};

/* 2026-05-01, 10 bytes; empty for a day outside the years 0 to 9999, so also for UNKNOWN_DAY. */
static inline struct view put_days_text(struct put_days *days, int32_t day)
{
    if (day != days->day || !days->len) {
        days->len = civil_iso(days->iso, day);
        days->day = day;
    }
    return (struct view){days->iso, days->len == 10 ? 10 : 0};
}

#endif
