#include "model/batch.h"

struct activity *batch_add_row(struct batch *batch)
{
    batch->rows = memory_grow(batch->rows, &batch->row_capacity, batch->row_count + 1, sizeof *batch->rows);
    struct activity *row = &batch->rows[batch->row_count++];
    *row = activity_empty;
    return row;
}

void batch_reset(struct batch *batch)
{
    arena_reset(&batch->arena);
    batch->row_count = 0;
    batch->blank = batch->tracks = 0;
    batch->findings = batch->last_finding = NULL;
}

void batch_release(struct batch *batch)
{
    arena_release(&batch->arena);
    memory_free(batch->rows);
    *batch = (struct batch){0};
}

static void append(struct finding **list, struct finding *finding)
{
    while (*list)
        list = &(*list)->next;
    *list = finding;
}

struct finding *batch_note(struct batch *batch, struct activity *row, enum code code, enum field field,
                           struct view value)
{
    enum severity severity = batch->severities ? batch->severities[code] : code_table[code].severity;
    if (severity == SEVERITY_OFF)
        return NULL;
    struct finding *finding = arena_zero(&batch->arena, sizeof *finding);
    finding->code = code;
    finding->severity = severity;
    finding->field = field;
    finding->value = value;
    if (row) {
        append(&row->findings, finding);
        if (batch->waivers)
            finding->waiver = waivers_find(batch->waivers, batch->source, row, code);
        if (severity == SEVERITY_ERROR && !finding->waiver)
            row->verdict = VERDICT_REJECTED;
        return finding;
    }
    append(batch->last_finding ? &batch->last_finding : &batch->findings, finding);
    batch->last_finding = finding;
    return finding;
}

struct hint *batch_hint(struct batch *batch, struct finding *finding, enum slip slip, enum field field,
                        struct arg value)
{
    if (!finding)
        return NULL;
    struct hint *hint = arena_zero(&batch->arena, sizeof *hint);
    hint->slip = slip;
    hint->field = field;
    hint->value = value;
    struct hint **end = &finding->hint;
    while (*end)
        end = &(*end)->next;
    return *end = hint;
}

enum severity row_worst(const struct activity *row)
{
    enum severity worst = SEVERITY_OFF;
    for (const struct finding *f = row->findings; f; f = f->next)
        worst = f->severity > worst && !f->waiver ? f->severity : worst;
    return worst;
}
