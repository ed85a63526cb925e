#include "outputs/pack_totals.h"

void pack_totals_count_in(struct pack_totals *totals, const struct pack_row *row)
{
    totals->activities++;
    if (row->elapsed_ms != UNKNOWN)
        totals->elapsed_ms += row->elapsed_ms;
    if (row->tally == UNKNOWN)
        return;
    if (row->is_count)
        totals->count += row->tally;
    else
        totals->distance_mm += row->tally;
    bool is_better = !totals->has_example || (totals->example.is_count && !row->is_count);
    if (is_better)
        totals->example = *row;
    totals->has_example = true;
}

void pack_totals_add_sum(struct buffer *out, pack_sum sum)
{
    static const int64_t group = 1000000000000000000;
    if (sum < 0) {
        buffer_add_char(out, '-');
        sum = -sum;
    }
    if (sum >= group) {
        buffer_add_int(out, (int64_t)(sum / group));
        buffer_add_padded(out, (int64_t)(sum % group), 18);
    } else {
        buffer_add_int(out, (int64_t)sum);
    }
}

void pack_totals_add_unit(struct buffer *out, const struct pack_totals *totals)
{
    const struct pack_row *row = &totals->example;
    buffer_add_text(out, unit_table[totals->unit].words);
    if (!totals->has_example)
        return;
    enum unit unit = row->is_count ? UNIT_COUNT : totals->unit;
    buffer_add_text(out, ": ");
    pack_row_add_tally(out, row, unit);
    buffer_add_text(out, " means ");
    if (unit == UNIT_COUNT) {
        buffer_add_text(out, "a count of ");
        pack_row_add_tally(out, row, unit);
        return;
    }
    pack_row_add_tally(out, row, unit);
    buffer_add_char(out, ' ');
    buffer_add_text(out, unit_table[unit].words);
    if (unit == UNIT_MI || unit == UNIT_KM)
        return;
    buffer_add_text(out, ", which is "); /* few people think in millimetres */
    pack_row_add_tally(out, row, UNIT_MI);
    buffer_add_text(out, " miles");
}
