#include "normalize/parse_distance.h"
#include "normalize/row_work.h"

/* What --fix safe mends in a row, after all was read as it stands. Each mended value is noted. */

enum { PACE_PERCENT = 3 };

static void note(const struct row_work *w, enum field field, struct arg now, struct arg before, struct view why)
{
    struct finding *f = row_note(w, CODE_FIX_APPLIED, field, row_cell(w, field));
    if (!f)
        return;
    f->args[0] = now;
    f->args[1] = before;
    f->args[2] = arg_view(why);
}

/* Whether the row's own pace cell is the time over this distance. */
static bool pace_agrees(const struct row_work *w, int64_t mm)
{
    struct duration_style style = {.bare = TIME_UNIT_MINUTES, .numbers = w->m->numbers};
    int64_t pace, expected;
    if (mm <= 0 || w->row->elapsed_ms == UNKNOWN ||
        duration_parse(row_cell(w, FIELD_PACE), &style, &pace, NULL) != DURATION_OK ||
        !number_scale((struct decimal){w->row->elapsed_ms, 0}, unit_table[w->m->pace_unit].numerator, mm, &expected))
        return false;
    int64_t off = expected > pace ? expected - pace : pace - expected;
    return off * 100 <= pace * PACE_PERCENT;
}

/* A bare distance in the unit that the pace column proves, unless just this row's pace says that it was right. */
static void fix_distance(struct row_work *w)
{
    struct activity *row = w->row;
    struct view text = row_cell(w, FIELD_DISTANCE);
    struct distance d;
    if (row->distance_mm == UNKNOWN || row->distance_unit != w->m->distance_unit ||
        distance_parse(text, UNIT_NONE, w->m->numbers, &d) != DISTANCE_NO_UNIT || pace_agrees(w, row->distance_mm) ||
        distance_parse(text, w->m->fixes.unit, w->m->numbers, &d) != DISTANCE_OK)
        return;
    note(w, FIELD_DISTANCE, arg_distance(d.mm, d.unit), arg_distance(row->distance_mm, (enum unit)row->distance_unit),
         w->m->fixes.unit_why);
    row->distance_mm = d.mm;
    row->distance_slack_mm = d.slack_mm;
    row->distance_unit = (uint8_t)d.unit;
}

static void fix_minutes(struct row_work *w)
{
    enum { SIXTY = 60, MS_PER_MINUTE = 60000, HALF_SECOND_MS = 500 };
    struct activity *row = w->row;
    if (row->elapsed_ms == UNKNOWN || row->elapsed_ms % MS_PER_MINUTE != 0 || mapping_is_resaved(row->elapsed_ms) ||
        duration_parts(row_cell(w, FIELD_TIME)) != 3)
        return;
    note(w, FIELD_TIME, arg_time(row->elapsed_ms / SIXTY), arg_time(row->elapsed_ms), w->m->fixes.minutes_why);
    row->elapsed_ms /= SIXTY;
    row->elapsed_slack_ms = HALF_SECOND_MS;
}

/* What would have been read otherwise, of what was decided without --fix safe too. */
static void tell_decisions(struct row_work *w)
{
    enum { SIXTY = 60 };
    const struct activity *row = w->row;
    const struct column_fixes *fixes = &w->m->fixes;
    struct distance d;
    struct duration_style style = {.bare = w->m->time_unit, .numbers = w->m->numbers};
    int64_t ms;
    struct view time = row_cell(w, FIELD_TIME);
    if (fixes->told_clock_why.len && row->elapsed_ms != UNKNOWN && duration_parts(time) &&
        duration_parse(time, &style, &ms, NULL) == DURATION_OK && ms != row->elapsed_ms)
        note(w, FIELD_TIME, arg_time(row->elapsed_ms), arg_time(ms), fixes->told_clock_why);
    if (fixes->told_unit_why.len && row->distance_mm != UNKNOWN &&
        distance_parse(row_cell(w, FIELD_DISTANCE), UNIT_NONE, w->m->numbers, &d) == DISTANCE_NO_UNIT)
        note(w, FIELD_DISTANCE, arg_distance(row->distance_mm, (enum unit)row->distance_unit),
             arg_word("a number without a unit"), fixes->told_unit_why);
}

enum status row_fix(struct row_work *w)
{
    if (w->m->fixes.minutes)
        fix_minutes(w);
    if (w->m->fixes.unit != UNIT_NONE)
        fix_distance(w);
    if (w->m->fixes.told_unit_why.len || w->m->fixes.told_clock_why.len)
        tell_decisions(w);
    return STATUS_OK;
}
