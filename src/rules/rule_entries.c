/* What the event's types ask for, take and refuse. */
#include "rules/rule_note.h"

/* The shortfall that typing 3.1 mi for 5 km or 26.2 mi for a marathon brings is forgiven: within the rounding of the
 * number, but no more than a 200th. */
enum { FORGIVEN_PART = 200 };

static void note_type(struct batch *batch, struct activity *row, enum code code, enum field field,
                      const struct event_type *type)
{
    struct finding *f = rule_note(batch, row, code, field);
    if (f)
        f->args[0] = arg_view(type->text);
}

/* A time that could not be read has its own finding. */
static bool was_told(const struct activity *row)
{
    return rule_noted(row, CODE_TIME_INVALID) || rule_noted(row, CODE_TIME_STATUS_WORD);
}

static void check_time(struct batch *batch, struct activity *row, const struct event_type *type)
{
    enum entry entry = type ? type->time : ENTRY_OPTIONAL;
    bool is_known = row->elapsed_ms != UNKNOWN;
    if (is_known && entry == ENTRY_NOT_ALLOWED)
        note_type(batch, row, CODE_TIME_NOT_ALLOWED, FIELD_TIME, type);
    if (is_known || entry == ENTRY_NOT_ALLOWED || (was_told(row) && row->verdict == VERDICT_REJECTED))
        return;
    if (entry == ENTRY_REQUIRED)
        note_type(batch, row, CODE_TIME_REQUIRED, FIELD_TIME, type);
    else if (row->count == UNKNOWN && !was_told(row))
        rule_note(batch, row, CODE_TIME_MISSING, FIELD_TIME);
}

static void check_elevation(struct batch *batch, struct activity *row, const struct event_type *type)
{
    bool is_known = row->elevation_mm != UNKNOWN;
    if (!is_known && type->elevation == ENTRY_REQUIRED)
        note_type(batch, row, CODE_ELEVATION_REQUIRED, FIELD_ELEVATION, type);
    if (is_known && type->elevation == ENTRY_NOT_ALLOWED)
        note_type(batch, row, CODE_ELEVATION_NOT_ALLOWED, FIELD_ELEVATION, type);
}

static void check_tally(const struct rule_context *context, struct batch *batch, struct activity *row,
                        const struct event_type *type)
{
    bool is_count = row->count != UNKNOWN;
    int64_t tally = is_count ? row->count : row->distance_mm;
    if (type->max_tally == UNKNOWN || tally <= type->max_tally) /* UNKNOWN is below everything */
        return;
    struct finding *f = rule_note(batch, row, CODE_TALLY_OVER_MAX, FIELD_DISTANCE);
    if (!f)
        return;
    enum unit unit = is_count ? UNIT_COUNT : rule_unit(context, row);
    f->args[0] = arg_distance(tally, unit);
    f->args[1] = arg_distance(type->max_tally, unit);
    f->args[2] = arg_view(type->text);
}

/* The catalogue has no code of its own for this: what falls short is no distance of this event. */
static void check_fixed(const struct rule_context *context, struct batch *batch, struct activity *row)
{
    int64_t fixed = context->event->fixed_distance_mm;
    if (fixed == UNKNOWN || row->distance_mm <= 0)
        return;
    int64_t forgiven = row->distance_slack_mm < fixed / FORGIVEN_PART ? row->distance_slack_mm : fixed / FORGIVEN_PART;
    if (row->distance_mm + forgiven >= fixed)
        return;
    struct buffer text = {0};
    enum unit unit = rule_unit(context, row);
    struct arg is = arg_distance(row->distance_mm, unit), least = arg_distance(fixed, unit);
    arg_text(&text, &is);
    struct view value = arena_copy(&batch->arena, buffer_view(&text));
    struct finding *f = batch_note(batch, row, CODE_DISTANCE_INVALID, FIELD_DISTANCE, value);
    buffer_reset(&text);
    buffer_add_text(&text, " of this event, which asks for at least ");
    arg_text(&text, &least);
    if (f)
        f->args[0] = arg_view(arena_copy(&batch->arena, buffer_view(&text)));
    buffer_release(&text);
}

static void check(const struct rule_context *context, struct batch *batch, struct activity *row)
{
    const struct event_type *type = rule_type(context, row);
    check_time(batch, row, type);
    if (type) {
        check_elevation(batch, row, type);
        check_tally(context, batch, row, type);
    }
    check_fixed(context, batch, row);
}

const struct row_rule_ops rule_entries_ops = {.name = "entries", .check = check};
