#include "base/civil.h"
#include "normalize/row_work.h"

/* How long: elapsed and moving time. */

/* The time cell, or the one that stands in for it where it is empty or zero. */
static struct view time_cell(const struct row_work *w, const struct duration_style *style)
{
    struct view text = row_cell(w, FIELD_TIME);
    int64_t ms;
    if (w->m->second_time < 0)
        return text;
    enum duration_result result = duration_parse(text, style, &ms, NULL);
    bool stands = result != DURATION_EMPTY && result != DURATION_ZERO;
    return stands ? text : view_trim(w->record->cells[w->m->second_time]);
}

/* Start and end make a duration where there is none. */
static int64_t time_between(const struct row_work *w)
{
    struct date_text start, end;
    int32_t first, last;
    if (!mapping_has(w->m, FIELD_END_TIME) || w->row->day == UNKNOWN_DAY)
        return UNKNOWN;
    date_scan(row_cell(w, FIELD_DATE), &start);
    date_scan(row_cell(w, FIELD_END_TIME), &end);
    if (!start.has_time || !end.has_time || !date_resolve(&start, w->m->date_order, &first) ||
        !date_resolve(&end, w->m->date_order, &last))
        return UNKNOWN;
    int64_t ms = (int64_t)(last - first) * MS_PER_DAY + end.time_of_day_ms - start.time_of_day_ms;
    return ms > 0 && ms <= 31 * (int64_t)MS_PER_DAY ? ms : UNKNOWN;
}

/* "22.14" is 22 minutes and 14 seconds in a column where nothing behind the point ever passes 59. */
static bool minutes_point_seconds(struct view text, int64_t *ms)
{
    struct decimal number;
    if (!number_parse(text, NUMBER_POINT, &number) || number.scale > 2 || number.digits <= 0)
        return false;
    int64_t hundredths = number.digits * number_power_of_ten(2 - number.scale);
    *ms = (hundredths / 100 * 60 + hundredths % 100) * 1000;
    return true;
}

static int64_t read_time(struct row_work *w, int64_t *slack_ms)
{
    enum field field = FIELD_TIME;
    struct duration_style style = {w->m->time_unit, w->m->clock == CLOCK_HOURS_MINUTES, w->m->numbers};
    struct view text = time_cell(w, &style);
    int64_t ms = UNKNOWN;
    static const char *const why[] = {
        [DURATION_BAD] = "", [DURATION_ZERO] = ": it is zero", [DURATION_NEGATIVE] = ": it is negative"};
    enum duration_result result = duration_parse(text, &style, &ms, slack_ms);
    if (w->m->clock == CLOCK_MINUTES_POINT && minutes_point_seconds(text, &ms))
        return ms;
    switch (result) {
    case DURATION_OK: return w->m->clock == CLOCK_RESAVED && mapping_is_resaved(ms) ? ms / 60 : ms;
    case DURATION_EMPTY: return time_between(w);
    case DURATION_BAD:
    case DURATION_ZERO:
    case DURATION_NEGATIVE: row_note_arg(w, CODE_TIME_INVALID, field, text, arg_word(why[result])); return UNKNOWN;
    case DURATION_STATUS_WORD: row_note(w, CODE_TIME_STATUS_WORD, field, text); return UNKNOWN;
    case DURATION_CLOCK: row_note_arg(w, CODE_TIME_CLOCK, field, text, arg_time(ms)); return ms;
    case DURATION_DAY_FRACTION: row_note_arg(w, CODE_TIME_DAY_FRACTION, field, text, arg_time(ms)); return ms;
    }
    return UNKNOWN;
}

/* A column of its own for DNF and the like. */
static void read_status(const struct row_work *w)
{
    struct duration_style style = {.bare = TIME_UNIT_SECONDS};
    struct view text = row_cell(w, FIELD_STATUS);
    int64_t ms;
    if (text.len && duration_parse(text, &style, &ms, NULL) == DURATION_STATUS_WORD)
        row_note(w, CODE_TIME_STATUS_WORD, FIELD_STATUS, text);
}

enum status row_read_times(struct row_work *w)
{
    read_status(w);
    if (mapping_has(w->m, FIELD_TIME) || mapping_has(w->m, FIELD_END_TIME))
        w->row->elapsed_ms = read_time(w, &w->row->elapsed_slack_ms);
    if (mapping_has(w->m, FIELD_MOVING_TIME)) {
        struct duration_style style = {w->m->moving_unit, w->m->clock == CLOCK_HOURS_MINUTES, w->m->numbers};
        int64_t ms;
        enum duration_result result = duration_parse(row_cell(w, FIELD_MOVING_TIME), &style, &ms, NULL);
        if (result == DURATION_OK || result == DURATION_DAY_FRACTION)
            w->row->moving_ms = ms;
    }
    if (w->m->options->take_moving && w->row->moving_ms != UNKNOWN)
        w->row->elapsed_ms = w->row->moving_ms;
    return STATUS_OK;
}
