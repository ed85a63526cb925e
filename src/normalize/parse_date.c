#include "normalize/parse_date.h"

#include "base/civil.h"
#include "base/number.h"
#include "normalize/date_parts.h"
#include "normalize/placeholder.h"

enum {
    LONGEST_DATE = 120,     /* two dates with times and zones in words */
    SERIAL_OF_1970 = 25569, /* 1970-01-01 in days since 1899-12-30 */
    FIRST_YEAR = 1900,
    LAST_YEAR = 2199,
};

/* ---- the whole cell ---- */

/* YYYY-MM-DD, alone or with HH:MM:SS and perhaps a Z: what most apps write. */
static bool scan_iso(struct view text, struct date_text *out)
{
    const char *t = text.at;
    static const char pattern[] = "dddd-dd-dd*dd:dd:dd";
    size_t len = text.len == 20 && t[19] == 'Z' ? 19 : text.len;
    if (len != 10 && len != 19)
        return false;
    for (size_t i = 0; i < len; i++) {
        bool fits = pattern[i] == 'd'   ? date_parts_is_digit(t[i])
                    : pattern[i] == '*' ? t[i] == ' ' || t[i] == 'T'
                                        : t[i] == pattern[i];
        if (!fits)
            return false;
    }
    date_parts_set_day(out, date_parts_four(t), date_parts_two(t + 5), date_parts_two(t + 8));
    out->has_zone = text.len == 20;
    return len == 10 ||
           date_parts_set_time(out, date_parts_two(t + 11), date_parts_two(t + 14), date_parts_two(t + 17), 0);
}

/* Two small numbers and a year, 5/31/2026 or 31.05.2026, and nothing else: what most people write. */
static bool scan_plain(struct view text, struct date_text *out)
{
    int number[2] = {0, 0};
    char mark[2];
    size_t at = 0;
    for (int k = 0; k < 2; k++) {
        size_t first = at;
        for (; at < text.len && at - first < 3 && date_parts_is_digit(text.at[at]); at++)
            number[k] = number[k] * 10 + (text.at[at] - '0');
        if (at == first || at - first > 2 || at == text.len)
            return false;
        mark[k] = text.at[at++];
    }
    const char *year = text.at + at;
    bool marked = mark[0] == mark[1] && (mark[0] == '/' || mark[0] == '-' || mark[0] == '.');
    if (!marked || text.len - at != 4 ||
        !(date_parts_is_digit(year[0]) && date_parts_is_digit(year[1]) && date_parts_is_digit(year[2]) &&
          date_parts_is_digit(year[3])))
        return false;
    out->shape = mark[0] == '.' ? DATE_DOTTED : DATE_SLASHED;
    out->first = number[0];
    out->second = number[1];
    out->year = date_parts_four(year);
    out->has_year = true;
    return true;
}

/* A spreadsheet's day number or unix time, with decimals or without. */
static bool scan_counted(struct view text, struct date_text *out)
{
    size_t digits = 0;
    while (digits < text.len && date_parts_is_digit(text.at[digits]))
        digits++;
    if (digits != 5 && digits != 10 && digits != 13)
        return false;
    uint64_t whole;
    struct decimal part = {0, 0};
    struct view fraction = view_skip(text, digits);
    enum number_style style = fraction.len && fraction.at[0] == ',' ? NUMBER_COMMA : NUMBER_POINT;
    if (!number_parse_uint((struct view){text.at, digits}, &whole) ||
        (fraction.len && number_prefix(fraction, style, &part) != fraction.len) || part.digits < 0)
        return false;
    int64_t rounded;
    if (!number_scale(part, digits == 5 ? MS_PER_DAY / 1000 : digits == 10 ? 1000 : 1, 1, &rounded))
        return false;
    out->shape = digits == 5 ? DATE_SERIAL : DATE_EPOCH;
    out->has_time = digits != 5 || fraction.len > 0;
    if (digits != 5) {
        out->epoch_ms = (int64_t)whole * (digits == 10 ? 1000 : 1) + rounded;
        return true;
    }
    bool carry = rounded == MS_PER_DAY / 1000;
    out->serial = (int32_t)whole + carry;
    out->time_of_day_ms = carry ? 0 : rounded * 1000;
    return true;
}

/* The beginning of "A - B". */
static bool scan_interval(struct view text, struct date_text *out)
{
    static const struct view dashes[] = {{" - ", 3}, {" \xE2\x80\x93 ", 5}};
    struct view rest = text;
    for (; rest.len; rest = view_skip(rest, 1))
        for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++) {
            struct date_text end = {0};
            if (!view_starts(rest, dashes[i]))
                continue;
            *out = (struct date_text){0};
            return date_parts_scan(view_between(text.at, rest.at), out) && out->has_time && out->has_year &&
                   date_parts_scan(view_skip(rest, dashes[i].len), &end) && end.has_time && end.has_year;
        }
    return false;
}

void date_scan(struct view text, struct date_text *out)
{
    static bool (*const ways[])(struct view, struct date_text *) = {scan_iso, scan_plain, scan_counted, date_parts_scan,
                                                                    scan_interval};
    text = view_trim(text);
    *out = (struct date_text){.shape = DATE_EMPTY};
    if (placeholder_is(text))
        return;
    for (size_t i = 0; text.len <= LONGEST_DATE && i < sizeof ways / sizeof *ways; i++) {
        if (ways[i](text, out))
            return;
        *out = (struct date_text){.shape = DATE_EMPTY};
    }
    out->shape = DATE_BAD;
}

/* ---- which day it is ---- */

static bool set_day(int year, int month, int day, int32_t *out)
{
    if (year < FIRST_YEAR || year > LAST_YEAR || !civil_is_valid(year, month, day))
        return false;
    *out = civil_day(year, month, day);
    return true;
}

static bool resolve_ordered(const struct date_text *date, enum date_order order, int32_t *day)
{
    if (order == DATE_ORDER_UNKNOWN && date->shape == DATE_DOTTED)
        order = DATE_ORDER_DMY;
    switch (order) {
    case DATE_ORDER_MDY: return set_day(date->year, date->first, date->second, day);
    case DATE_ORDER_DMY: return set_day(date->year, date->second, date->first, day);
    case DATE_ORDER_YMD: /* only two digits can be the day in the year's place */
        return date->two_digit_year && date->first < 100 &&
               set_day(date_parts_century(date->first), date->second, date->year % 100, day);
    case DATE_ORDER_UNKNOWN: break;
    }
    return false;
}

static bool resolve_counted(int64_t days, int32_t *day)
{
    if (days < civil_day(FIRST_YEAR, 1, 1) || days > civil_day(LAST_YEAR, 12, 31))
        return false;
    *day = (int32_t)days;
    return true;
}

bool date_resolve(const struct date_text *date, enum date_order order, int32_t *day)
{
    switch (date->shape) {
    case DATE_ISO:
    case DATE_WORDED: return date->has_year && set_day(date->year, date->first, date->second, day);
    case DATE_SLASHED:
    case DATE_DOTTED: return date->has_year && resolve_ordered(date, order, day);
    case DATE_SERIAL: return resolve_counted((int64_t)date->serial - SERIAL_OF_1970, day);
    case DATE_EPOCH: return resolve_counted(civil_day_of_ms(date->epoch_ms), day);
    case DATE_EMPTY:
    case DATE_BAD: break;
    }
    return false;
}

bool date_plain_iso(struct view text, int32_t *day)
{
    const char *t = text.at;
    if (text.len != 10 || t[4] != '-' || t[7] != '-')
        return false;
    bool digits = date_parts_is_digit(t[0]) && date_parts_is_digit(t[1]) && date_parts_is_digit(t[2]) &&
                  date_parts_is_digit(t[3]) && date_parts_is_digit(t[5]) && date_parts_is_digit(t[6]) &&
                  date_parts_is_digit(t[8]) && date_parts_is_digit(t[9]);
    return digits && set_day(date_parts_four(t), date_parts_two(t + 5), date_parts_two(t + 8), day);
}
