#include "base/number.h"

#include <limits.h>

__extension__ typedef __int128 wide;

enum { MAX_DIGITS = 18, MAX_SCALE = 36 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

int64_t number_power_of_ten(int n)
{
    int64_t p = 1;
    while (n-- > 0)
        p *= 10;
    return p;
}

/* The length of a thousands separator at p: the mark that is not the decimal one, a blank or an apostrophe. */
static size_t separator_at(struct view text, size_t i, enum number_style style)
{
    char c = text.at[i];
    if (c == (style == NUMBER_POINT ? ',' : '.') || c == ' ' || c == '\'')
        return 1;
    if (text.len - i >= 2 && memcmp(text.at + i, "\xC2\xA0", 2) == 0)
        return 2;
    if (text.len - i >= 3 &&
        (memcmp(text.at + i, "\xE2\x80\xAF", 3) == 0 || memcmp(text.at + i, "\xE2\x80\x89", 3) == 0))
        return 3;
    return 0;
}

static bool three_digits_at(struct view text, size_t i)
{
    return text.len - i >= 3 && is_digit(text.at[i]) && is_digit(text.at[i + 1]) && is_digit(text.at[i + 2]) &&
           (text.len - i == 3 || !is_digit(text.at[i + 3]));
}

/* Takes one digit in; a fraction digit that does not fit any more only rounds. */
static bool take_digit(struct decimal *d, int *count, char c, bool fraction)
{
    if (*count >= MAX_DIGITS) {
        if (!fraction)
            return false;
        if (*count == MAX_DIGITS && c >= '5')
            d->digits++;
        *count = MAX_DIGITS + 1;
        return true;
    }
    d->digits = d->digits * 10 + (c - '0');
    d->scale += fraction;
    *count += d->digits != 0;
    return true;
}

/* The digits before the decimal mark, with their separators; returns where they end. */
static size_t whole_part(struct view text, size_t i, enum number_style style, struct decimal *d, int *count, bool *good)
{
    size_t first = i, since = i;
    char mark[4] = {0};
    size_t mark_len = 0;
    *good = true;
    while (i < text.len) {
        if (is_digit(text.at[i])) {
            *good = *good && take_digit(d, count, text.at[i], false);
            i++;
            continue;
        }
        size_t n = separator_at(text, i, style);
        bool grouped = n && i > first && i - since <= 3 && three_digits_at(text, i + n);
        bool same = mark_len == 0 || (mark_len == n && memcmp(mark, text.at + i, n) == 0);
        if (!grouped || !same || (mark_len && i - since != 3))
            break;
        memcpy(mark, text.at + i, n);
        mark_len = n;
        i += n;
        since = i;
    }
    return i;
}

size_t number_prefix(struct view text, enum number_style style, struct decimal *out)
{
    struct decimal d = {0, 0};
    size_t i = 0;
    int count = 0;
    bool negative = text.len && text.at[0] == '-', good;
    if (text.len && (text.at[0] == '-' || text.at[0] == '+'))
        i++;
    size_t start = i;
    i = whole_part(text, i, style, &d, &count, &good);
    bool any = i > start;
    if (i < text.len && text.at[i] == (style == NUMBER_POINT ? '.' : ',')) {
        size_t mark = i++;
        for (; i < text.len && is_digit(text.at[i]); i++)
            good = take_digit(&d, &count, text.at[i], true) && good;
        if (i == mark + 1 && !any)
            return 0;
        any = true;
    }
    if (!any || !good)
        return 0;
    d.digits = negative ? -d.digits : d.digits;
    *out = d;
    return i;
}

/* "e+3" at the end of the view, into the scale. */
static bool take_exponent(struct view rest, struct decimal *d)
{
    if (!rest.len)
        return true;
    if (rest.at[0] != 'e' && rest.at[0] != 'E')
        return false;
    rest = view_skip(rest, 1);
    bool negative = rest.len && rest.at[0] == '-';
    if (rest.len && (rest.at[0] == '-' || rest.at[0] == '+'))
        rest = view_skip(rest, 1);
    uint64_t exponent;
    if (!number_parse_uint(rest, &exponent) || exponent > MAX_SCALE)
        return false;
    d->scale += negative ? (int)exponent : -(int)exponent;
    for (; d->scale < 0; d->scale++) {
        if (d->digits > INT64_MAX / 10 || d->digits < -(INT64_MAX / 10))
            return false;
        d->digits *= 10;
    }
    return true;
}

bool number_parse(struct view text, enum number_style style, struct decimal *out)
{
    size_t n = number_prefix(text, style, out);
    return n != 0 && take_exponent(view_skip(text, n), out);
}

static wide rounded(wide value, wide divisor)
{
    return value >= 0 ? (value + divisor / 2) / divisor : -((-value + divisor / 2) / divisor);
}

bool number_scale(struct decimal d, int64_t numerator, int64_t denominator, int64_t *out)
{
    while (d.scale > MAX_DIGITS) { /* far below what any unit can show */
        d.digits /= 10;
        d.scale--;
    }
    wide divisor = (wide)denominator * number_power_of_ten(d.scale);
    wide value = rounded((wide)d.digits * numerator, divisor);
    if (value > INT64_MAX || value < -INT64_MAX)
        return false;
    *out = (int64_t)value;
    return true;
}

bool number_parse_uint(struct view text, uint64_t *out)
{
    uint64_t n = 0;
    if (!text.len || text.len > MAX_DIGITS)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (!is_digit(text.at[i]))
            return false;
        n = n * 10 + (uint64_t)(text.at[i] - '0');
    }
    *out = n;
    return true;
}

struct decimal number_shortest(int64_t value, int64_t numerator, int64_t denominator)
{
    struct decimal d = {0, 0};
    for (int scale = 0; scale <= 9; scale++) {
        wide digits = rounded((wide)value * denominator * number_power_of_ten(scale), numerator);
        int64_t back;
        if (digits > INT64_MAX || digits < -INT64_MAX)
            break;
        d = (struct decimal){(int64_t)digits, scale};
        if (number_scale(d, numerator, denominator, &back) && back == value)
            break;
    }
    return d;
}

size_t number_text(char out[static NUMBER_TEXT_SIZE], struct decimal d)
{
    char digits[NUMBER_TEXT_SIZE];
    int n = 0;
    uint64_t rest = d.digits < 0 ? 0 - (uint64_t)d.digits : (uint64_t)d.digits;
    while (d.scale > 0 && rest % 10 == 0) {
        rest /= 10;
        d.scale--;
    }
    while ((rest || n <= d.scale) && n < NUMBER_TEXT_SIZE - 4) {
        digits[n++] = (char)('0' + rest % 10);
        rest /= 10;
    }
    char *p = out;
    if (d.digits < 0)
        *p++ = '-';
    while (n > 0) {
        if (n == d.scale)
            *p++ = '.';
        *p++ = digits[--n];
    }
    *p = '\0';
    return (size_t)(p - out);
}
