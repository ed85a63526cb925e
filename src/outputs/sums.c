#include "outputs/sums.h"

#include "outputs/page.h"

bool sums_metric(enum unit unit)
{
    return unit == UNIT_KM || unit == UNIT_M || unit == UNIT_CM || unit == UNIT_MM;
}

void sums_add_distance(struct buffer *out, int64_t mm, enum unit unit)
{
    int64_t tenths = 0;
    number_scale((struct decimal){mm, 0}, unit_table[unit].denominator * 10, unit_table[unit].numerator, &tenths);
    page_add_number(out, (uint64_t)(tenths / 10));
    buffer_add_char(out, '.');
    buffer_add_int(out, tenths % 10);
    buffer_add_char(out, ' ');
    buffer_add_text(out, unit_table[unit].name);
}

void sums_add(struct buffer *out, const struct summary *summary, int64_t count, bool metric)
{
    bool any = false;
    if (summary->distance_mm > 0) {
        sums_add_distance(out, summary->distance_mm, metric ? UNIT_KM : UNIT_MI);
        buffer_add_text(out, " (");
        sums_add_distance(out, summary->distance_mm, metric ? UNIT_MI : UNIT_KM);
        buffer_add_char(out, ')');
        any = true;
    }
    if (count > 0) {
        buffer_add_text(out, any ? " and a count of " : "a count of ");
        page_add_number(out, (uint64_t)count);
        any = true;
    }
    if (summary->elapsed_ms > 0) {
        struct arg time = arg_time(summary->elapsed_ms / 1000 * 1000);
        buffer_add_text(out, any ? " in " : "");
        arg_text(out, &time);
        buffer_add_text(out, " (h:mm:ss)");
    }
}
