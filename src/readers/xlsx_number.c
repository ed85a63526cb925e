#include "readers/xlsx_number.h"

#include <stdlib.h>

#include "base/civil.h"
#include "base/number.h"

enum { SERIAL_1970 = 25569, EPOCH_1904_SHIFT = 1462, FALSE_LEAP_DAY = 60, SHOWN_DIGITS = 15, MAX_SERIAL = 2958465 };

static enum xlsx_format builtin_format(int id)
{
    static const struct {
        int from, to;
        enum xlsx_format format;
    } ranges[] = {
        {14, 17, XLSX_DATE}, {18, 21, XLSX_TIME},     {22, 22, XLSX_DATE}, {27, 36, XLSX_DATE},
        {45, 45, XLSX_TIME}, {46, 46, XLSX_DURATION}, {47, 47, XLSX_TIME}, {50, 58, XLSX_DATE},
    };
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (id >= ranges[i].from && id <= ranges[i].to)
            return ranges[i].format;
    return XLSX_PLAIN;
}

/* What stands in brackets: [h], [mm], [ss] count on beyond a day; [Red], [$-409] and conditions do not matter. */
static bool is_elapsed(struct view bracket)
{
    for (size_t i = 0; i < bracket.len; i++)
        if (!strchr("hHmMsS", bracket.at[i]))
            return false;
    return bracket.len != 0;
}

enum xlsx_format xlsx_format_of(int id, struct view code)
{
    if (!code.len)
        return builtin_format(id);
    bool day = false, clock = false, month_or_minute = false;
    for (size_t i = 0; i < code.len && code.at[i] != ';'; i++) {
        char c = code.at[i];
        struct view rest = view_skip(code, i + 1);
        if (c == '\\' || c == '_' || c == '*') {
            i++;
        } else if (c == '"') {
            i += view_cut(&rest, '"').len + 1;
        } else if (c == '[') {
            struct view bracket = view_cut(&rest, ']');
            if (is_elapsed(bracket))
                return XLSX_DURATION;
            i += bracket.len + 1;
        } else if (strchr("yYdD", c)) {
            day = true;
        } else if (strchr("hHsS", c)) {
            clock = true;
        } else if (c == 'm' || c == 'M') {
            month_or_minute = true;
        } else if (c == '0' || c == '#' || c == '?') {
            if (!clock) /* "0.00"; in "ss.0" it is a part of a second */
                return XLSX_PLAIN;
        } else if (view_starts(view_skip(code, i), VIEW("General"))) {
            return XLSX_PLAIN;
        }
    }
    if (day || (month_or_minute && !clock))
        return XLSX_DATE;
    return clock ? XLSX_TIME : XLSX_PLAIN;
}

/* A cell keeps 17 digits of a binary number; the sheet shows 15: 26.300000000000001 is 26.3. */
static struct decimal as_shown(struct decimal d)
{
    int64_t limit = number_power_of_ten(SHOWN_DIGITS);
    while (d.scale > 0 && llabs(d.digits) >= limit) {
        int64_t rest = d.digits % 10;
        d.digits = d.digits / 10 + (rest >= 5) - (rest <= -5);
        d.scale--;
    }
    return d;
}

static void add_clock(struct buffer *out, int64_t ms, int hour_width)
{
    buffer_add_padded(out, ms / 3600000, hour_width);
    buffer_add_char(out, ':');
    buffer_add_padded(out, ms / 60000 % 60, 2);
    buffer_add_char(out, ':');
    buffer_add_padded(out, ms / 1000 % 60, 2);
    if (ms % 1000) {
        buffer_add_char(out, '.');
        buffer_add_padded(out, ms % 1000, 3);
    }
}

/* The day of a serial number. The 1900 system has a 29 February 1900 that never was. */
static int32_t day_of(int64_t serial, bool epoch_1904)
{
    if (epoch_1904)
        return (int32_t)(serial + EPOCH_1904_SHIFT - SERIAL_1970);
    return (int32_t)(serial < FALSE_LEAP_DAY ? serial + 1 - SERIAL_1970 : serial - SERIAL_1970);
}

static void add_date(struct buffer *out, int64_t ms, bool epoch_1904)
{
    char iso[CIVIL_ISO_SIZE];
    size_t len = civil_iso(iso, day_of(ms / MS_PER_DAY, epoch_1904));
    buffer_add(out, (struct view){iso, len});
    if (ms % MS_PER_DAY == 0)
        return;
    buffer_add_char(out, ' ');
    add_clock(out, ms % MS_PER_DAY, 2);
}

void xlsx_add_number(struct buffer *out, struct view number, enum xlsx_format format, bool epoch_1904)
{
    struct decimal d;
    char text[NUMBER_TEXT_SIZE];
    int64_t ms;
    if (!number_parse(number, NUMBER_POINT, &d)) {
        buffer_add(out, number);
        return;
    }
    d = as_shown(d);
    bool fits = d.digits >= 0 && number_scale(d, MS_PER_DAY, 1, &ms) && ms <= MAX_SERIAL * (int64_t)MS_PER_DAY;
    if (format == XLSX_PLAIN || !fits)
        buffer_add(out, (struct view){text, number_text(text, d)});
    else if (format == XLSX_DATE && ms >= MS_PER_DAY)
        add_date(out, ms, epoch_1904);
    else if (format == XLSX_TIME &&
             ms >= MS_PER_DAY * (int64_t)FALSE_LEAP_DAY) /* a moment of which only the clock is shown */
        add_date(out, ms, epoch_1904);
    else
        add_clock(out, ms, 1);
}
