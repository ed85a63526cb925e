#include "normalize/parse_distance.h"

#include "normalize/placeholder.h"

enum { FAST_DIGITS = 12 }; /* as many fit in 64 bits when multiplied by the millimetres of a mile */

static const int64_t most_distance_mm = 100000000000; /* 100,000 km */
static const int64_t most_elevation_mm = 100000000;   /* 100 km */

/* A decimal in the unit, in millimetres: number_scale without its 128 bits. Only for digits that fit. */
static int64_t scaled(int64_t digits, int scale, enum unit unit)
{
    static const int64_t powers[] = {1,           10,           100,           1000,          10000,
                                     100000,      1000000,      10000000,      100000000,     1000000000,
                                     10000000000, 100000000000, 1000000000000, 10000000000000};
    int64_t divisor = powers[scale] * unit_table[unit].denominator;
    return (digits * unit_table[unit].numerator + divisor / 2) / divisor;
}

/* The units of nearly all cells, so that the long list of words is not searched for them. */
static enum unit common_unit(struct view word)
{
    if (word.len && word.at[0] == ' ')
        word = view_skip(word, 1);
    switch (word.len) {
    case 1: return word.at[0] == 'm' ? UNIT_M : UNIT_NONE;
    case 2: return memcmp(word.at, "mi", 2) == 0 ? UNIT_MI : memcmp(word.at, "km", 2) == 0 ? UNIT_KM : UNIT_NONE;
    case 5: return memcmp(word.at, "miles", 5) == 0 ? UNIT_MI : UNIT_NONE;
    default: return UNIT_NONE;
    }
}

/* "26.3", "26.3 miles", "5km": few digits without separators, perhaps a common unit. False: not so plain. */
static bool parse_plain(struct view text, enum unit unit, enum number_style style, struct distance *out)
{
    char mark = style == NUMBER_POINT ? '.' : ',';
    int64_t digits = 0;
    int count = 0, scale = 0;
    bool fraction = false;
    size_t i = 0;
    for (; i < text.len; i++) {
        unsigned digit = (unsigned)(unsigned char)text.at[i] - '0';
        if (digit <= 9) {
            digits = digits * 10 + (int64_t)digit;
            scale += fraction;
            if (++count > FAST_DIGITS)
                return false;
        } else if (text.at[i] == mark && !fraction) {
            fraction = true;
        } else {
            break;
        }
    }
    bool in_cell = i < text.len;
    if (in_cell)
        unit = common_unit(view_skip(text, i));
    if (!count || unit == UNIT_NONE)
        return false;
    *out = (struct distance){.mm = scaled(digits, scale, unit),
                             .slack_mm = scaled(5, scale + 1, unit),
                             .unit = unit,
                             .unit_in_cell = in_cell,
                             .digits = {digits, scale}};
    return true;
}

/* Races known by their name. */
static bool parse_race(struct view text, struct distance *out)
{
    static const struct {
        const char *name;
        struct decimal km;
    } races[] = {
        {"marathon", {42195, 3}},        {"maraton", {42195, 3}},
        {"half marathon", {210975, 4}},  {"half-marathon", {210975, 4}},
        {"halbmarathon", {210975, 4}},   {"semi-marathon", {210975, 4}},
        {"halve marathon", {210975, 4}}, {"halvmaraton", {210975, 4}},
        {"media maraton", {210975, 4}},  {"media marat\xC3\xB3n", {210975, 4}},
        {"mezza maratona", {210975, 4}}, {"meia maratona", {210975, 4}},
    };
    for (size_t i = 0; i < sizeof races / sizeof *races; i++)
        if (view_equal_fold(text, view_of(races[i].name))) {
            out->digits = races[i].km;
            out->unit = UNIT_KM;
            out->unit_in_cell = true;
            return true;
        }
    return false;
}

/* The unit of what stands behind the number; feet also by their sign. */
static enum unit unit_behind(struct view rest)
{
    enum unit unit = common_unit(rest);
    if (unit != UNIT_NONE)
        return unit;
    rest = view_trim(rest);
    if (view_is(rest, "\xE2\x80\xB2") || view_is(rest, "\xE2\x80\x99"))
        return UNIT_FT;
    return unit_from_word(rest);
}

/* Number and unit of any accepted form; OK leaves the millimetres to the caller. */
static enum distance_result parse_parts(struct view text, enum unit unit, enum number_style style, struct distance *out)
{
    bool minus_sign = view_starts(text, VIEW("\xE2\x88\x92"));
    if (minus_sign)
        text = view_skip(text, 3);
    out->unit = unit;
    size_t n = number_prefix(text, style, &out->digits);
    if (!n)
        return DISTANCE_BAD;
    struct view rest = view_skip(text, n);
    if (rest.len && !number_parse(text, style, &out->digits)) {
        out->unit = unit_behind(rest);
        out->unit_in_cell = true;
        if (out->unit == UNIT_NONE)
            return DISTANCE_BAD;
    }
    if (out->digits.digits < 0 || (minus_sign && out->digits.digits > 0))
        return DISTANCE_NEGATIVE;
    return out->unit == UNIT_NONE ? DISTANCE_NO_UNIT : DISTANCE_OK;
}

static enum distance_result to_mm(struct distance *out, int64_t most_mm)
{
    struct decimal half = {5, out->digits.scale + 1};
    if (!unit_to_mm(out->digits, out->unit, &out->mm) || !unit_to_mm(half, out->unit, &out->slack_mm))
        return DISTANCE_BAD;
    return out->mm <= most_mm ? DISTANCE_OK : DISTANCE_BAD;
}

enum distance_result distance_parse(struct view text, enum unit unit, enum number_style style, struct distance *out)
{
    if (parse_plain(text, unit, style, out))
        return out->mm <= most_distance_mm ? DISTANCE_OK : DISTANCE_BAD;
    text = view_trim(text);
    *out = (struct distance){0};
    if (placeholder_is(text))
        return DISTANCE_EMPTY;
    enum distance_result result = parse_race(text, out) ? DISTANCE_OK : parse_parts(text, unit, style, out);
    return result == DISTANCE_OK ? to_mm(out, most_distance_mm) : result;
}

enum distance_result elevation_parse(struct view text, enum unit unit, enum number_style style, struct distance *out)
{
    if (parse_plain(text, unit, style, out))
        return out->mm <= most_elevation_mm ? DISTANCE_OK : DISTANCE_BAD;
    text = view_trim(text);
    *out = (struct distance){0};
    if (placeholder_is(text))
        return DISTANCE_EMPTY;
    enum distance_result result = parse_parts(text, unit, style, out);
    if (result == DISTANCE_OK && out->unit == UNIT_COUNT)
        return DISTANCE_BAD;
    return result == DISTANCE_OK ? to_mm(out, most_elevation_mm) : result;
}
