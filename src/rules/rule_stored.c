/* Rows that are in the store already: importing the same file again changes nothing; and rows that were changed since.
 */
#include "base/memory.h"
#include "rules/rule_note.h"

struct state {
    const struct rule_context *context;
};

static void *open_rule(const struct rule_context *context)
{
    struct state *s = memory_get(sizeof *s);
    s->context = context;
    return s;
}

static void close_rule(void *state)
{
    memory_free(state);
}

static bool has_key(const struct batch *batch, uint64_t key)
{
    for (size_t i = 0; i < batch->row_count; i++)
        if (batch->rows[i].key == key)
            return true;
    return false;
}

/* The row is new, but its line held another activity before. That one may only have moved: then it stands nearby. */
static void check_change(const struct rule_context *context, struct batch *batch, struct activity *row)
{
    uint64_t key;
    struct view was;
    if (!context->had || !context->had(context->store, batch->source, row, &batch->arena, &key, &was) ||
        has_key(batch, key))
        return;
    struct finding *f = batch_note(batch, row, CODE_ROW_CHANGED, FIELD_NONE, (struct view){"", 0});
    if (f)
        f->args[0] = arg_view(was);
}

static void check_row(const struct rule_context *context, struct batch *batch, struct activity *row)
{
    struct view where = {"", 0};
    if (row->verdict != VERDICT_ACCEPTED)
        return;
    if (!context->stored(context->store, row, &batch->arena, &where)) {
        check_change(context, batch, row);
        return;
    }
    bool is_posted = context->posted && context->posted(context->store);
    struct finding *f = batch_note(batch, row, is_posted ? CODE_ALREADY_POSTED : CODE_ALREADY_IMPORTED, FIELD_NONE,
                                   (struct view){"", 0});
    if (f)
        f->args[0] = arg_view(where);
    if (row->verdict == VERDICT_ACCEPTED)
        row->verdict = VERDICT_SKIPPED;
}

enum { AHEAD = 24 }; /* rows between asking for memory and looking there */

static enum status observe(void *state, struct batch *batch, struct error *error)
{
    const struct rule_context *context = ((struct state *)state)->context;
    (void)error;
    for (size_t i = 0; context->stored && i < batch->row_count; i++) {
        if (context->expect && i + AHEAD < batch->row_count)
            context->expect(context->store, &batch->rows[i + AHEAD]);
        check_row(context, batch, &batch->rows[i]);
    }
    return STATUS_OK;
}

const struct sequence_rule_ops rule_stored_ops = {
    .name = "stored", .open = open_rule, .observe = observe, .close = close_rule};
