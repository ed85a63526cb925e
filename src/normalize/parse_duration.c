#include "normalize/parse_duration.h"

#include "normalize/duration_words.h"
#include "normalize/parse_date.h"
#include "normalize/placeholder.h"

enum {
    LONGEST_TEXT = 80,
    MS_PER_SECOND = 1000,
    MS_PER_MINUTE = 60 * MS_PER_SECOND,
    MS_PER_HOUR = 60 * MS_PER_MINUTE,
    MS_PER_DAY = 24 * MS_PER_HOUR,
};

static const int64_t most_ms = (int64_t)31 * MS_PER_DAY;

/* What a text says, while it is put together. */
struct reading {
    int64_t ms, slack_ms;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool digit_at(struct view text, size_t i)
{
    return i < text.len && is_digit(text.at[i]);
}

/* Half of what the last digit of a decimal is worth. */
static int64_t half_digit(struct decimal number, int64_t unit_ms)
{
    int64_t ms = 0;
    return number_scale((struct decimal){5, number.scale + 1}, unit_ms, 1, &ms) ? ms : 0;
}

/* ---- clocks: 9:20, 1:05:10.5 ---- */

struct clock {
    int64_t part[3];
    int parts;
    struct decimal fraction; /* of a second; scale 0: none */
    size_t len;
};

/* The clock at the start of the text: two or three numbers between colons, the later ones of one or two digits. */
static bool clock_at(struct view text, struct clock *clock)
{
    size_t i = 0;
    *clock = (struct clock){0};
    for (;;) {
        size_t first = i;
        int64_t n = 0;
        for (; digit_at(text, i) && i - first < 5; i++)
            n = n * 10 + (text.at[i] - '0');
        if (i == first || digit_at(text, i) || (clock->parts && i - first > 2))
            return false;
        clock->part[clock->parts++] = n;
        if (clock->parts == 3 || i >= text.len || text.at[i] != ':')
            break;
        i++;
    }
    if (clock->parts > 1 && i < text.len && (text.at[i] == '.' || text.at[i] == ',')) {
        enum number_style style = text.at[i] == '.' ? NUMBER_POINT : NUMBER_COMMA;
        size_t n = digit_at(text, i + 1) ? number_prefix(view_skip(text, i), style, &clock->fraction) : 0;
        if (!n)
            return false;
        i += n;
    }
    clock->len = i;
    return clock->parts > 1;
}

static bool clock_reading(const struct clock *clock, bool two_part_is_hours, struct reading *out)
{
    const int64_t *p = clock->part;
    bool hours_minutes = clock->parts == 2 && two_part_is_hours && !clock->fraction.scale;
    int64_t fraction_ms = 0;
    if (p[1] > 59 || p[2] > 59 || !number_scale(clock->fraction, MS_PER_SECOND, 1, &fraction_ms))
        return false;
    if (clock->parts == 3)
        out->ms = p[0] * MS_PER_HOUR + p[1] * MS_PER_MINUTE + p[2] * MS_PER_SECOND + fraction_ms;
    else if (hours_minutes)
        out->ms = p[0] * MS_PER_HOUR + p[1] * MS_PER_MINUTE;
    else
        out->ms = p[0] * MS_PER_MINUTE + p[1] * MS_PER_SECOND + fraction_ms;
    out->slack_ms = hours_minutes ? MS_PER_MINUTE / 2 : half_digit(clock->fraction, MS_PER_SECOND);
    return true;
}

/* "H:MM:SS", "M:SS", "MM:SS" of plain digits and nothing else: the commonest text. */
static bool parse_plain(struct view text, bool two_part_is_hours, struct reading *out)
{
    int64_t total = 0, part = 0;
    int parts = 1;
    size_t digits = 0;
    if (text.len > 9)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        unsigned digit = (unsigned)(unsigned char)text.at[i] - '0';
        if (digit <= 9) {
            part = part * 10 + (int64_t)digit;
            digits++;
        } else if (text.at[i] == ':' && digits && (parts == 1 || (digits == 2 && part < 60))) {
            total = (total + part) * 60;
            part = 0;
            digits = 0;
            parts++;
        } else {
            return false;
        }
    }
    if (digits != 2 || part >= 60 || parts < 2 || parts > 3)
        return false;
    bool hours_minutes = parts == 2 && two_part_is_hours;
    out->ms = (total + part) * (hours_minutes ? MS_PER_MINUTE : MS_PER_SECOND);
    out->slack_ms = hours_minutes ? MS_PER_MINUTE / 2 : MS_PER_SECOND / 2;
    return true;
}

/* ---- units in words ---- */

/* Blanks, a comma and a word for "and" between the parts. */
static struct view skip_joint(struct view text)
{
    static const struct view words[] = {{"and ", 4}, {"und ", 4}, {"et ", 3}, {"en ", 3},
                                        {"och ", 4}, {"og ", 3},  {"y ", 2},  {"e ", 2}};
    text = view_trim(text);
    if (text.len && (text.at[0] == ',' || text.at[0] == '&'))
        text = view_trim(view_skip(text, 1));
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (view_starts(text, words[i]))
            return view_trim(view_skip(text, words[i].len));
    return text;
}

/* The clock behind "1 day,". */
static bool take_clock(struct view text, struct reading *out)
{
    struct clock clock;
    struct reading rest;
    if (!clock_at(text, &clock) || clock.len != text.len || clock.parts != 3 || clock.part[0] > 23 ||
        !clock_reading(&clock, false, &rest))
        return false;
    out->ms += rest.ms;
    out->slack_ms = rest.slack_ms;
    return true;
}

/* Adds so many of a unit; false when a bigger unit should have been used, or it is too much. */
static bool add_units(struct reading *out, struct decimal number, enum duration_unit unit, bool is_first)
{
    static const int64_t unit_ms[] = {0, MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND, 1};
    static const int64_t limit[] = {0, 0, 24, 60, 60, 1000};
    int64_t ms;
    bool fits = is_first || (number.scale <= 15 && number.digits < limit[unit] * number_power_of_ten(number.scale));
    if (!fits || !number_scale(number, unit_ms[unit], 1, &ms) || ms > most_ms)
        return false;
    out->ms += ms;
    out->slack_ms = half_digit(number, unit_ms[unit]);
    return true;
}

/* "1h 05m 10s", "65 min", "25'10", "1 day, 2:03:04": numbers, each with a unit smaller than the one before, `last` to
 * begin with; the final one may leave its unit out or be a clock. */
static bool parse_units(struct view text, enum number_style style, enum duration_unit last, struct reading *out)
{
    while (text.len) {
        struct decimal number;
        if (last == DURATION_UNIT_DAY && take_clock(text, out))
            return true;
        size_t len = is_digit(text.at[0]) ? number_prefix(text, style, &number) : 0;
        if (!len)
            return false;
        struct view rest = view_trim(view_skip(text, len));
        bool may_omit = last == DURATION_UNIT_HOUR || last == DURATION_UNIT_MINUTE;
        enum duration_unit unit = may_omit ? last + 1 : DURATION_UNIT_NONE;
        len = 0;
        if (rest.len)
            unit = duration_unit_at(rest, &len);
        if (unit <= last || !add_units(out, number, unit, last == DURATION_UNIT_NONE))
            return false;
        last = unit;
        text = skip_joint(view_skip(rest, len));
    }
    return last != DURATION_UNIT_NONE;
}

/* PT1H5M10S, P1DT2H. */
static bool parse_iso(struct view text, struct reading *out)
{
    struct view time = view_skip(text, 1), day = view_cut(&time, 'T');
    if (!time.at) { /* no T: "P1D" alone */
        size_t n = day.len ? day.len - 1 : 0;
        return n && (day.at[n] | 0x20) == 'd' && parse_units(day, NUMBER_POINT, DURATION_UNIT_NONE, out);
    }
    if (day.len && ((day.at[day.len - 1] | 0x20) != 'd' || !parse_units(day, NUMBER_POINT, DURATION_UNIT_NONE, out)))
        return false;
    bool in_units = time.len && !is_digit(time.at[time.len - 1]);
    enum number_style style = memchr(time.len ? time.at : "", ',', time.len) ? NUMBER_COMMA : NUMBER_POINT;
    return in_units && parse_units(time, style, day.len ? DURATION_UNIT_DAY : DURATION_UNIT_NONE, out);
}

/* ---- what spreadsheets make of a time ---- */

/* Whether it is AM or PM, with dots and blanks or without. */
static bool half_day(struct view word, bool *is_pm)
{
    char letters[2] = {0};
    size_t n = 0;
    for (size_t i = 0; i < word.len; i++)
        if (!strchr(" .\xC2\xA0\xE2\x80\xAF", word.at[i])) {
            if (n == sizeof letters)
                return false;
            letters[n++] = (char)(word.at[i] | 0x20);
        }
    *is_pm = letters[0] == 'p';
    return (letters[0] == 'a' || letters[0] == 'p') && letters[1] == 'm';
}

/* The time of a day, "0:25:10 AM"; midnight is 12 AM. */
static bool parse_half_day(struct view text, struct reading *out)
{
    struct clock clock;
    bool is_pm;
    if (!clock_at(text, &clock) || clock.part[0] > 23 || !half_day(view_skip(text, clock.len), &is_pm))
        return false;
    if (clock.part[0] <= 12)
        clock.part[0] = clock.part[0] % 12 + (is_pm ? 12 : 0);
    return clock_reading(&clock, true, out);
}

/* "1/0/1900 0:25:10": a number of days shown as a moment. Day 0 of January 1900 is none; other epochs begin a day or
 * two earlier, or in 1904. */
static bool parse_moment(struct view text, struct reading *out)
{
    struct date_text date;
    date_scan(text, &date);
    bool is_date = date.shape == DATE_SLASHED || date.shape == DATE_DOTTED || date.shape == DATE_ISO;
    if (!is_date || !date.has_time || date.has_zone || !date.has_year)
        return false;
    bool day_first = date.shape != DATE_ISO && date.first != 1 && date.first != 12;
    int month = day_first ? date.second : date.first, day = day_first ? date.first : date.second;
    int year = date.two_digit_year ? (date.year % 100 == 99 ? 1800 : 1900) + date.year % 100 : date.year;
    static const struct {
        int year, month, day;
    } zeros[] = {{1900, 1, 0}, {1899, 12, 30}, {1904, 1, 1}};
    size_t i = 0;
    while (i < 3 && (year != zeros[i].year || month != zeros[i].month || day < zeros[i].day))
        i++;
    if (i == 3)
        return false;
    int days = day - zeros[i].day;
    out->ms = (int64_t)days * MS_PER_DAY + date.time_of_day_ms;
    out->slack_ms = MS_PER_SECOND / 2;
    return true;
}

/* Part of a day as a number, to the second. */
static enum duration_result day_fraction(struct decimal number, struct reading *out)
{
    int64_t seconds;
    if (!number_scale(number, MS_PER_DAY / MS_PER_SECOND, 1, &seconds) || seconds > most_ms / MS_PER_SECOND)
        return DURATION_BAD;
    out->ms = seconds * MS_PER_SECOND;
    out->slack_ms = MS_PER_SECOND / 2;
    return DURATION_DAY_FRACTION;
}

static enum duration_result parse_number(struct view text, const struct duration_style *style, struct reading *out)
{
    static const int64_t unit_ms[] = {0, 1, MS_PER_SECOND, MS_PER_MINUTE, MS_PER_HOUR, MS_PER_DAY};
    struct decimal number;
    bool leading_zero = text.len > 1 && text.at[0] == '0' && (text.at[1] == ',' || text.at[1] == '.');
    enum number_style mark = style->numbers;
    if (leading_zero) /* 0,0174 has a decimal comma whatever the other columns have */
        mark = text.at[1] == ',' ? NUMBER_COMMA : NUMBER_POINT;
    if (!number_parse(text, mark, &number))
        return DURATION_BAD;
    bool below_one = number.scale > 0 && (number.scale > 18 || number.digits < number_power_of_ten(number.scale));
    if (style->bare == TIME_UNIT_DAYS ||
        (style->bare == TIME_UNIT_NONE && ((below_one && number.digits) || number.scale >= 5)))
        return day_fraction(number, out);
    if (style->bare == TIME_UNIT_NONE)
        return number.digits ? DURATION_BAD : DURATION_ZERO;
    if (!number_scale(number, unit_ms[style->bare], 1, &out->ms))
        return DURATION_BAD;
    out->slack_ms = half_digit(number, unit_ms[style->bare]);
    return DURATION_OK;
}

/* ---- the whole cell ---- */

static bool is_status_word(struct view text)
{
    static const char *const words[] = {"DNF",
                                        "DNS",
                                        "DQ",
                                        "DSQ",
                                        "DNQ",
                                        "NT",
                                        "WD",
                                        "D.N.F.",
                                        "D.N.S.",
                                        "D.Q.",
                                        "disq",
                                        "disqualified",
                                        "did not finish",
                                        "did not start"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (view_equal_fold(text, view_of(words[i])))
            return true;
    return false;
}

/* "H.MM.SS": two dots, two digits behind each. */
static bool parse_dotted(struct view text, struct reading *out)
{
    char colons[] = "000:00:00";
    if (text.len < 7 || text.len > 9 || text.at[text.len - 3] != '.' || text.at[text.len - 6] != '.')
        return false;
    memcpy(colons + 9 - text.len, text.at, text.len);
    colons[3] = colons[6] = ':';
    return parse_plain(VIEW(colons), false, out);
}

/* "1.02:03:04": days, a dot, a time of day. */
static bool parse_day_dot_clock(struct view text, struct reading *out)
{
    struct view clock_text = text, day_text = view_cut(&clock_text, '.');
    struct clock clock;
    uint64_t days;
    if (!number_parse_uint(day_text, &days) || days > 31 || !clock_text.len || !clock_at(clock_text, &clock) ||
        clock.parts != 3 || clock.len != clock_text.len || clock.part[0] > 23 || !clock_reading(&clock, false, out))
        return false;
    out->ms += (int64_t)days * MS_PER_DAY;
    return true;
}

/* A clock, alone or with the word that tells its parts: "1:05 h", "25:10 min". */
static bool parse_clock(struct view text, bool two_part_is_hours, struct reading *out)
{
    struct clock clock;
    size_t len = 0;
    if (!clock_at(text, &clock))
        return false;
    struct view rest = view_trim(view_skip(text, clock.len));
    if (!rest.len)
        return clock_reading(&clock, two_part_is_hours, out);
    enum duration_unit unit = duration_unit_at(rest, &len);
    if (len != rest.len || (unit != DURATION_UNIT_HOUR && (unit != DURATION_UNIT_MINUTE || clock.parts == 3)))
        return false;
    return clock_reading(&clock, unit == DURATION_UNIT_HOUR, out);
}

static bool has(struct view text, char c)
{
    return memchr(text.at, c, text.len) != NULL;
}

/* Anything but the plain clock, trimmed, not empty, without a sign. */
static enum duration_result parse_text(struct view text, const struct duration_style *style, struct reading *out)
{
    if ((text.at[0] | 0x20) == 'p')
        return parse_iso(text, out) ? DURATION_OK : DURATION_BAD;
    if (!is_digit(text.at[0]) && text.at[0] != '.')
        return is_status_word(text) ? DURATION_STATUS_WORD : DURATION_BAD;
    enum duration_result result = parse_number(text, style, out);
    if (result != DURATION_BAD)
        return result;
    if (parse_clock(text, style->two_part_is_hours, out) || parse_day_dot_clock(text, out) || parse_dotted(text, out))
        return DURATION_OK;
    if (has(text, ':') && (parse_half_day(text, out) || parse_moment(text, out)))
        return DURATION_CLOCK;
    *out = (struct reading){0};
    return parse_units(text, style->numbers, DURATION_UNIT_NONE, out) ? DURATION_OK : DURATION_BAD;
}

static enum duration_result parse_signed(struct view text, const struct duration_style *style, struct reading *out)
{
    text = view_trim(text);
    if (text.len > 2 && text.at[0] == '"' && text.at[text.len - 1] == '"') /* quoted twice */
        text = view_trim((struct view){text.at + 1, text.len - 2});
    if (placeholder_is(text))
        return DURATION_EMPTY;
    if (text.len > LONGEST_TEXT)
        return DURATION_BAD;
    size_t sign = text.at[0] == '-' ? 1 : view_starts(text, VIEW("\xE2\x88\x92")) ? 3 : 0;
    if (!sign)
        return parse_text(text, style, out);
    text = view_trim(view_skip(text, sign));
    if (!text.len)
        return DURATION_BAD;
    enum duration_result result = parse_text(text, style, out);
    bool is_time = result == DURATION_OK || result == DURATION_CLOCK || result == DURATION_DAY_FRACTION;
    return is_time ? DURATION_NEGATIVE : result == DURATION_ZERO ? DURATION_ZERO : DURATION_BAD;
}

enum duration_result duration_parse(struct view text, const struct duration_style *style, int64_t *ms,
                                    int64_t *slack_ms)
{
    struct reading reading = {0, 0};
    enum duration_result result = DURATION_OK;
    if (!parse_plain(text, style->two_part_is_hours, &reading))
        result = parse_signed(text, style, &reading);
    if (reading.ms > most_ms)
        result = DURATION_BAD;
    if (reading.ms == 0 && (result == DURATION_OK || result == DURATION_CLOCK || result == DURATION_DAY_FRACTION))
        result = DURATION_ZERO;
    *ms = reading.ms;
    if (slack_ms)
        *slack_ms = reading.slack_ms;
    return result;
}

int duration_parts(struct view text)
{
    struct clock clock;
    text = view_trim(text);
    return clock_at(text, &clock) && clock.len == text.len ? clock.parts : 0;
}
