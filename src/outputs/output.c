#include "outputs/output.h"

#include "base/memory.h"

enum status output_start(struct output *output, void *state, struct writer *writer, struct error *error)
{
    enum status status = writer_open(writer, output->options.path, false, error);
    if (status != STATUS_OK) {
        memory_free(state);
        return status;
    }
    if (output->options.to_stderr && !output->options.path)
        writer->fd = 2;
    output->state = state;
    return STATUS_OK;
}

enum status output_end(struct output *output, struct writer *writer, enum status status,
                       void (*release)(struct output *output), struct error *error)
{
    if (status == STATUS_OK)
        status = writer_commit(writer, error);
    else
        writer_abort(writer);
    release(output);
    return status;
}

void output_drop(struct output *output, struct writer *writer, void (*release)(struct output *output))
{
    if (!writer)
        return;
    writer_abort(writer);
    release(output);
}
