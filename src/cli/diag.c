#include "cli/diag.h"

#include <stdio.h>
#include <unistd.h>

#include "outputs/diagnostics.h"

static enum status diag_open(struct output *output, struct error *error)
{
    struct diagnostics *d = memory_get(sizeof *d);
    (void)error;
    d->verbose = output->options.verbose;
    output->state = d;
    return STATUS_OK;
}

static enum status diag_batch(struct output *output, const struct batch *batch, struct error *error)
{
    (void)error;
    diagnostics_batch(output->state, batch);
    return STATUS_OK;
}

static void diag_release(struct output *output)
{
    if (output->state)
        diagnostics_release(output->state);
    memory_free(output->state);
    output->state = NULL;
}

/* A standard error that is closed or full is no reason to fail: the report says the same. */
static enum status diag_close(struct output *output, const struct summary *summary, struct error *error)
{
    struct buffer lines = {0};
    (void)summary, (void)error;
    diagnostics_write(output->state, &lines, output->options.color);
    fwrite(lines.at ? lines.at : "", 1, lines.len, stderr);
    buffer_release(&lines);
    diag_release(output);
    return STATUS_OK;
}

const struct output_ops diag_ops = {
    .name = "lines",
    .open = diag_open,
    .batch = diag_batch,
    .close = diag_close,
    .abort = diag_release,
};
