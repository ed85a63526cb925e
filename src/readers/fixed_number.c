#include "readers/fixed_number.h"

#include "base/number.h"

enum { PLAIN_DIGITS = 9 }; /* before the point: so that with all places it fits without a look */

static bool parse_any(struct view text, int places, int64_t *out)
{
    struct decimal d;
    text = view_trim(text);
    bool comma = text.len && memchr(text.at, ',', text.len) && !memchr(text.at, '.', text.len);
    return number_parse(text, comma ? NUMBER_COMMA : NUMBER_POINT, &d) &&
           number_scale(d, number_power_of_ten(places), 1, out);
}

bool fixed_number_parse(struct view text, int places, int64_t *out)
{
    const char *p = text.at, *end = text.at + text.len, *whole;
    bool negative = p < end && *p == '-';
    int64_t value = 0;
    p += negative;
    for (whole = p; p < end && *p >= '0' && *p <= '9'; p++)
        if (p - whole < PLAIN_DIGITS)
            value = value * 10 + (*p - '0');
    if (p == whole || p - whole > PLAIN_DIGITS)
        return parse_any(text, places, out);
    bool point = p < end && *p == '.', up = false;
    int left = places;
    for (p += point; point && p < end && *p >= '0' && *p <= '9'; p++) {
        if (left > 0)
            value = value * 10 + (*p - '0');
        else if (left == 0)
            up = *p >= '5';
        left -= left >= 0;
    }
    if (p != end)
        return parse_any(text, places, out);
    for (; left > 0; left--)
        value *= 10;
    value += up;
    *out = negative ? -value : value;
    return true;
}
