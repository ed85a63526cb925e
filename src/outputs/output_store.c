/* The store: accepted rows become a batch of it, in one transaction.
 *
 * The state is the store, which the command opened, for the rules ask it too; the command closes it. */
#include <assert.h>

#include "outputs/output.h"
#include "store/store.h"

static enum status begin(struct output *output, struct error *error)
{
    assert(output->state);
    const struct output_options *o = &output->options;
    return store_begin(output->state, o->event, o->tally_unit, o->command, error);
}

/* A rejected row is kept by its line, and a mended one tells what became of the line it goes back to. */
static enum status add_row(struct store *store, const struct source_info *source, const struct activity *row,
                           struct error *error)
{
    enum status status = STATUS_OK;
    if (row->verdict == VERDICT_ACCEPTED)
        status = store_add(store, source, row, error);
    if (status == STATUS_OK && (row->verdict == VERDICT_REJECTED || row->mended_line))
        status = store_outcome(store, source, row, error);
    return status;
}

static enum status add_rows(struct output *output, const struct batch *batch, struct error *error)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < batch->row_count; i++)
        status = add_row(output->state, batch->source, &batch->rows[i], error);
    return status;
}

static enum status commit(struct output *output, const struct summary *summary, struct error *error)
{
    return store_commit(output->state, summary, NULL, error);
}

static void take_back(struct output *output)
{
    store_rollback(output->state);
}

const struct output_ops store_ops = {
    .name = "store", .open = begin, .batch = add_rows, .close = commit, .abort = take_back};
