/* Rows that are in the store already: importing the same file again changes nothing. */
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

static void check_row(const struct rule_context *context, struct batch *batch, struct activity *row)
{
    struct view where = {"", 0};
    if (row->verdict != VERDICT_ACCEPTED || !context->stored(context->store, row, &batch->arena, &where))
        return;
    struct finding *f = batch_note(batch, row, CODE_ALREADY_IMPORTED, FIELD_NONE, (struct view){"", 0});
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
