#include "outputs/html_units.h"

#include "base/number.h"
#include "model/findings.h"
#include "outputs/page.h"

__extension__ typedef __int128 wide;

enum { MS_PER_HOUR = 3600000, MM_PER_KM = 1000000, MM_PER_100M = 100000 };

struct html_units html_units_of(enum kind kind, bool metric)
{
    return (struct html_units){kind_table[kind].pace, metric};
}

enum unit html_units_distance(struct html_units units)
{
    return units.style == PACE_PER_100M ? UNIT_M : units.metric ? UNIT_KM : UNIT_MI;
}

const char *html_units_name(struct html_units units)
{
    if (html_units_is_speed(units))
        return units.metric ? "km/h" : "mph";
    return units.style == PACE_PER_100M ? "min/100 m" : units.metric ? "min/km" : "min/mi";
}

/* What a pace or speed is told for. */
static int64_t length_of(struct html_units units)
{
    return units.style == PACE_PER_100M ? MM_PER_100M : unit_table[units.metric ? UNIT_KM : UNIT_MI].numerator;
}

static int64_t ratio(int64_t a, int64_t b, int64_t by)
{
    wide result = ((wide)a * b + by / 2) / by;
    return result > INT64_MAX ? INT64_MAX : result < 1 ? 1 : (int64_t)result;
}

int64_t html_units_measure(struct html_units units, int64_t distance_mm, int64_t elapsed_ms)
{
    if (!html_units_is_speed(units))
        return ratio(elapsed_ms, length_of(units), distance_mm);
    return ratio(ratio(distance_mm, MS_PER_HOUR, elapsed_ms), 1000, length_of(units));
}

int64_t html_units_from_pace(struct html_units units, int64_t ms_per_km)
{
    return html_units_measure(units, MM_PER_KM, ms_per_km);
}

int64_t html_units_to_pace(struct html_units units, int64_t measure)
{
    if (!html_units_is_speed(units))
        return ratio(measure, MM_PER_KM, length_of(units));
    return ratio((int64_t)MS_PER_HOUR * 1000, MM_PER_KM, ratio(measure, length_of(units), 1));
}

void html_units_add(struct buffer *out, struct html_units units, int64_t measure)
{
    if (!html_units_is_speed(units)) {
        arg_text(out, &(struct arg){.type = ARG_TIME, .number = (measure + 500) / 1000 * 1000});
        return;
    }
    int64_t tenths = measure / 100 + (measure % 100 >= 50);
    buffer_add_int(out, tenths / 10);
    if (tenths % 10 == 0)
        return;
    buffer_add_char(out, '.');
    buffer_add_int(out, tenths % 10);
}

void html_units_add_pace(struct buffer *out, struct html_units units, int64_t ms_per_km)
{
    html_units_add(out, units, html_units_from_pace(units, ms_per_km));
    if (html_units_is_speed(units))
        buffer_add_char(out, ' ');
    buffer_add_text(out, html_units_is_speed(units) ? html_units_name(units) : html_units_name(units) + 3);
}

void html_units_add_distance(struct buffer *out, enum unit unit, int64_t mm)
{
    int64_t hundredths = 0, whole;
    number_scale((struct decimal){mm, 0}, unit_table[unit].denominator * 100, unit_table[unit].numerator, &hundredths);
    int64_t round = hundredths < 100 ? 1 : hundredths < 10000 ? 10 : 100;
    hundredths = (hundredths + round / 2) / round * round;
    whole = hundredths / 100;
    page_add_number(out, (uint64_t)whole);
    char text[NUMBER_TEXT_SIZE];
    if (hundredths % 100) {
        number_text(text, (struct decimal){hundredths % 100, 2});
        buffer_add_text(out, text + 1); /* without its 0 */
    }
    buffer_add_char(out, ' ');
    buffer_add_text(out, unit_table[unit].name);
}

int64_t html_units_bar(struct html_units units)
{
    return html_units_is_speed(units) ? 500 : units.style == PACE_PER_100M ? 5000 : 15000;
}

void html_units_pace_ticks(struct html_units units, int64_t values[HTML_UNITS_TICKS])
{
    static const int16_t seconds[HTML_UNITS_TICKS] = {300,  600,  1200, 2400, 150, 75,  480, 900,
                                                      1800, 3600, 240,  360,  420, 720, 180, 120,
                                                      2700, 1500, 5400, 7200, 60,  30,  90,  15};
    static const int16_t speeds[HTML_UNITS_TICKS] = {10, 20, 40, 5, 15, 30, 2,  80, 8,  12,  25,  50,
                                                     60, 3,  4,  1, 6,  18, 35, 45, 70, 100, 150, 200};
    for (size_t i = 0; i < HTML_UNITS_TICKS; i++)
        values[i] = html_units_to_pace(units, html_units_is_speed(units) ? speeds[i] * 1000 : seconds[i] * 1000);
}

void html_units_distance_ticks(enum unit unit, int64_t values[HTML_UNITS_TICKS])
{
    static const int32_t hundredths[HTML_UNITS_TICKS] = {
        100,   1000,  10000, 10, 500, 200, 2000, 5000, 50, 20,  300, 100000, /* 1, 10, 100, ... */
        20000, 50000, 1500,  1,  2,   5,   3000, 800,  30, 400, 600, 200000};
    for (size_t i = 0; i < HTML_UNITS_TICKS; i++) {
        int64_t scale = unit == UNIT_M ? 100 : 1; /* pools: 100 m, 1,000 m */
        unit_to_mm((struct decimal){hundredths[i] * scale, 2}, unit, &values[i]);
    }
}
