#include "normalize/parse_distance.h"
#include "normalize/row_work.h"

/* Two columns of the same name that say different things of a row: nobody knows which one is meant. */

static bool same_distance(const struct row_work *w, const struct mapping_rival *rival, struct view a, struct view b)
{
    struct distance first, second;
    enum unit mine = rival->own_unit ? rival->own_unit : UNIT_M, other = rival->unit ? rival->unit : mine;
    if (distance_parse(a, mine, w->m->numbers, &first) != DISTANCE_OK ||
        distance_parse(b, other, w->m->numbers, &second) != DISTANCE_OK)
        return true; /* only one of them is a distance: that one is meant */
    int64_t slack = first.slack_mm > second.slack_mm ? first.slack_mm : second.slack_mm;
    int64_t off = first.mm > second.mm ? first.mm - second.mm : second.mm - first.mm;
    return second.mm == 0 || first.mm == 0 || off <= slack + first.mm / 200;
}

static bool same_time(const struct row_work *w, const struct mapping_rival *rival, struct view a, struct view b)
{
    struct duration_style mine = {.bare = rival->own_time_unit, .numbers = w->m->numbers};
    struct duration_style other = {.bare = rival->time_unit, .numbers = w->m->numbers};
    int64_t first, second, slack = 0, other_slack = 0;
    if (duration_parse(a, &mine, &first, &slack) != DURATION_OK ||
        duration_parse(b, &other, &second, &other_slack) != DURATION_OK)
        return true;
    int64_t off = first > second ? first - second : second - first;
    return off <= (slack > other_slack ? slack : other_slack);
}

static bool same_date(struct view a, struct view b)
{
    struct date_text first, second;
    int32_t day = 0, other = 0;
    date_scan(a, &first);
    date_scan(b, &second);
    return !date_resolve(&first, DATE_ORDER_DMY, &day) || !date_resolve(&second, DATE_ORDER_DMY, &other) ||
           day == other || (first.has_time != second.has_time);
}

static bool agree(const struct row_work *w, const struct mapping_rival *rival, struct view a, struct view b)
{
    if (!a.len || !b.len || view_equal(a, b))
        return true;
    switch (rival->field) {
    case FIELD_DISTANCE: return same_distance(w, rival, a, b);
    case FIELD_TIME: return same_time(w, rival, a, b);
    case FIELD_DATE: return same_date(a, b);
    default: return view_equal_fold(a, b);
    }
}

/* 4 "Distance (km)" ("8.2") */
static struct arg column_arg(const struct row_work *w, int column, struct view header, struct view cell)
{
    struct buffer text = {0};
    struct arg name = arg_quoted(header), value = arg_quoted(cell);
    buffer_format(&text, "%d ", column + 1);
    arg_text(&text, &name);
    buffer_add_text(&text, " (");
    arg_text(&text, &value);
    buffer_add_char(&text, ')');
    struct arg arg = arg_view(arena_copy(&w->batch->arena, buffer_view(&text)));
    buffer_release(&text);
    return arg;
}

enum status row_check_rivals(struct row_work *w)
{
    for (size_t i = 0; i < w->m->rival_count; i++) {
        const struct mapping_rival *rival = &w->m->rivals[i];
        int own = w->m->column[rival->field];
        struct view mine = row_cell(w, rival->field), other = view_trim(w->record->cells[rival->column]);
        if (own < 0 || agree(w, rival, mine, other))
            continue;
        struct finding *f = row_note(w, CODE_COLUMN_AMBIGUOUS, rival->field, mine);
        if (!f)
            continue;
        f->args[0] = column_arg(w, own, w->m->names[rival->field], mine);
        f->args[1] = column_arg(w, rival->column, rival->name, other);
        f->args[2] = arg_word(field_table[rival->field].name);
        f->args[3] = arg_number(own + 1);
    }
    return STATUS_OK;
}
