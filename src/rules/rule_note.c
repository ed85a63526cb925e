#include "rules/rule_note.h"

struct view rule_cell(const struct batch *batch, const struct activity *row, enum field field)
{
    const struct source_info *source = batch->source;
    if (source && row->cells && field != FIELD_NONE)
        for (size_t i = 0; i < source->column_count && i < row->cell_count; i++)
            if (source->columns[i].field == field)
                return row->cells[i];
    return (struct view){"", 0};
}

struct finding *rule_note(struct batch *batch, struct activity *row, enum code code, enum field field)
{
    return batch_note(batch, row, code, field, rule_cell(batch, row, field));
}

struct finding *rule_note_as(const struct rule_context *context, struct batch *batch, struct activity *row,
                             enum code code, enum field field, enum severity severity)
{
    const struct event *event = context->event;
    uint8_t verdict = row->verdict;
    struct finding *finding = rule_note(batch, row, code, field);
    if (!finding || event->severity_set[code] || event->severities[code] != code_table[code].severity)
        return finding;
    finding->severity = severity;
    row->verdict = severity == SEVERITY_ERROR && !finding->waiver ? VERDICT_REJECTED : verdict;
    return finding;
}

bool rule_noted(const struct activity *row, enum code code)
{
    const struct finding *f = row->findings;
    while (f && f->code != code)
        f = f->next;
    return f != NULL;
}

/* Only swimmers speak of metres and yards. */
static enum unit spoken(enum unit unit, enum kind kind)
{
    if (unit == UNIT_M || unit == UNIT_YD)
        return kind == KIND_SWIM ? unit : unit == UNIT_M ? UNIT_KM : UNIT_MI;
    return unit == UNIT_MI || unit == UNIT_KM ? unit : UNIT_NONE;
}

enum unit rule_unit(const struct rule_context *context, const struct activity *row)
{
    const enum unit said[] = {(enum unit)row->distance_unit, context->event->distance_unit, context->event->tally_unit};
    enum unit unit = UNIT_NONE;
    for (size_t i = 0; unit == UNIT_NONE && i < sizeof said / sizeof *said; i++)
        unit = spoken(said[i], (enum kind)row->kind);
    return unit == UNIT_NONE ? UNIT_MI : unit;
}
