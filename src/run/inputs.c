#include "run/inputs.h"

#include "run/read_ahead.h"

/* The work of one inputs_read. */
struct reading {
    const struct input_reading *r;
    struct track_join *join;
    struct read_ahead *ahead;
    uint64_t unpacked; /* bytes of the inputs so far */
};

/* In its place stands what the reader could not know. */
static enum status commit_refusal(const struct input_reading *r, struct table_input *input, struct error *error)
{
    batch_reset(&input->notes);
    struct finding *f = batch_note(&input->notes, NULL, CODE_INPUT_TOO_LARGE, FIELD_NONE, (struct view){"", 0});
    if (f)
        f->args[0] = arg_word("what was read before it unpacks to more than --max-bytes allows; it was not read: give "
                              "more, or read it alone");
    return r->commit(r->context, &input->notes, error);
}

static enum status commit_endings(const struct input_reading *r, struct table_input *input, struct error *error)
{
    return table_input_note_end(input) ? r->commit(r->context, &input->endings, error) : STATUS_OK;
}

/* ---- an input that this thread reads ---- */

static enum status read_rows(struct reading *reading, struct table_input *input, struct error *error)
{
    const struct input_reading *r = reading->r;
    enum status status = r->commit(r->context, &input->notes, error);
    if (status != STATUS_OK || !input->has_rows)
        return status;
    const struct pipeline pipeline = {
        .input = input,
        .rules = r->rules,
        .jobs = r->jobs,
        .keep_cells = r->keep_cells,
        .commit = r->commit,
        .context = r->context,
    };
    status = pipeline_run(&pipeline, error);
    return status == STATUS_OK ? commit_endings(r, input, error) : status;
}

static enum status read_here(struct reading *reading, size_t number, struct error *error)
{
    const struct input_reading *r = reading->r;
    struct table_input input;
    enum status status = table_input_open(&input, &r->origins->at[number], r->recognition, &r->infos[number], error);
    input.join = reading->join;
    r->begin(r->context, &input);
    if (status == STATUS_OK && reading->unpacked > r->recognition->options->limits.bytes)
        status = commit_refusal(r, &input, error);
    else if (status == STATUS_OK)
        status = read_rows(reading, &input, error);
    reading->unpacked += input.source ? source_unpacked(input.source) : 0;
    status = r->end(r->context, &input, status, error);
    table_input_close(&input);
    return status;
}

/* ---- an input that was read ahead ---- */

static enum status commit_ahead(struct reading *reading, struct ahead *ahead, struct error *error)
{
    const struct input_reading *r = reading->r;
    enum status status = r->commit(r->context, &ahead->input.notes, error);
    for (struct work *work; status == STATUS_OK && (work = read_ahead_next(reading->ahead, ahead));) {
        status = r->commit(r->context, &work->batch, error);
        work_release(work);
        memory_free(work);
    }
    if (status != STATUS_OK)
        return status;
    if (ahead->status != STATUS_OK) {
        *error = ahead->error;
        return ahead->status;
    }
    return ahead->has_endings ? r->commit(r->context, &ahead->input.endings, error) : STATUS_OK;
}

static enum status take_ahead(struct reading *reading, struct ahead *ahead, size_t number, struct error *error)
{
    const struct input_reading *r = reading->r;
    enum status status = ahead->opened;
    r->begin(r->context, &ahead->input);
    if (status != STATUS_OK)
        *error = ahead->error;
    else if (reading->unpacked > r->recognition->options->limits.bytes)
        status = commit_refusal(r, &ahead->input, error);
    else
        status = commit_ahead(reading, ahead, error);
    read_ahead_finish(reading->ahead, ahead);
    reading->unpacked += ahead->input.source ? source_unpacked(ahead->input.source) : 0;
    status = r->end(r->context, &ahead->input, status, error);
    read_ahead_done(reading->ahead, number);
    return status;
}

/* The track of a row is no input of its own, unless it could not be read: that must be told. */
static enum status pass_over(struct reading *reading, size_t number, struct error *error)
{
    const struct input_reading *r = reading->r;
    struct table_input input = {.origin = &r->origins->at[number], .info = &r->infos[number]};
    read_ahead_done(reading->ahead, number);
    if (track_join_trouble(reading->join, input.origin, error) == STATUS_OK)
        return STATUS_OK;
    r->begin(r->context, &input);
    enum status status = r->end(r->context, &input, STATUS_IO, error);
    table_input_close(&input);
    return status;
}

enum status inputs_read(const struct input_reading *r, struct error *error)
{
    struct reading reading = {.r = r, .join = track_join_new(r->origins, r->recognition)};
    reading.ahead = read_ahead_start(r, reading.join);
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < r->origins->count; i++) {
        struct ahead *ahead = NULL;
        if (track_join_has(reading.join, &r->origins->at[i]))
            status = pass_over(&reading, i, error);
        else if ((ahead = read_ahead_take(reading.ahead, i)))
            status = take_ahead(&reading, ahead, i, error);
        else {
            status = read_here(&reading, i, error);
            read_ahead_done(reading.ahead, i);
        }
    }
    read_ahead_stop(reading.ahead);
    track_join_free(reading.join);
    return status;
}
