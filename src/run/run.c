#include "run/run.h"

#include "run/pipeline.h"
#include "run/tally.h"
#include "run/waiver_uses.h"

/* One pass over all inputs. */
struct pass {
    const struct run *run;
    struct run_result *result;
    struct recognition recognition;
    struct input_options options;
    struct sequence_rules *sequence;
    const struct source *source; /* the one being read, NULL between them */
    bool with_products;
};

static enum status feed(struct output *outputs, size_t count, const struct batch *batch, struct error *error)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        status = outputs[i].ops->batch(&outputs[i], batch, error);
    return status;
}

static enum status commit(void *context, struct batch *batch, struct error *error)
{
    struct pass *pass = context;
    enum status status = sequence_rules_observe(pass->sequence, batch, error);
    if (status != STATUS_OK)
        return status;
    tally_batch(&pass->result->summary, batch);
    status = feed(pass->run->reports, pass->run->report_count, batch, error);
    if (status == STATUS_OK && pass->with_products)
        status = feed(pass->run->products, pass->run->product_count, batch, error);
    if (pass->run->progress && pass->source)
        pass->run->progress(pass->run->progress_context, pass->source, &pass->result->summary);
    return status;
}

static struct source_info *add_source(struct run_result *result, const char *path)
{
    struct summary *summary = &result->summary;
    struct source_info *info = arena_zero(&result->arena, sizeof *info);
    info->number = (uint32_t)summary->source_count;
    info->source = view_of(path);
    summary->sources[summary->source_count++] = info;
    return info;
}

/* What went wrong with the bytes, known only at their end. */
static enum status commit_trouble(struct pass *pass, struct table_input *input, struct error *error)
{
    const struct source_trouble *trouble = source_trouble(input->source);
    if (trouble->code == CODE_COUNT)
        return STATUS_OK;
    batch_reset(&input->notes);
    struct finding *f = batch_note(&input->notes, NULL, trouble->code, FIELD_NONE, (struct view){"", 0});
    if (f)
        f->args[0] = arg_view(arena_copy(&input->notes.arena, view_of(trouble->text)));
    return commit(pass, &input->notes, error);
}

/* What the reader knows only at the end: nothing in the file is an activity, and what is there instead. */
static enum status commit_end(struct pass *pass, struct table_input *input, struct error *error)
{
    if (!input->reader.ops->finish)
        return STATUS_OK;
    batch_reset(&input->notes);
    input->reader.ops->finish(&input->reader, &input->notes);
    return input->notes.findings ? commit(pass, &input->notes, error) : STATUS_OK;
}

static enum status read_rows(struct pass *pass, struct table_input *input, struct error *error)
{
    pass->source = input->source;
    enum status status = commit(pass, &input->notes, error);
    if (status != STATUS_OK || !input->has_rows)
        return status;
    const struct pipeline pipeline = {
        .input = input,
        .rules = pass->run->rules,
        .jobs = pass->run->jobs,
        .keep_cells = pass->run->keep_cells,
        .commit = commit,
        .context = pass,
    };
    status = pipeline_run(&pipeline, error);
    if (status == STATUS_OK)
        status = commit_end(pass, input, error);
    return status == STATUS_OK ? commit_trouble(pass, input, error) : status;
}

/* An input that cannot be read is named and passed over; the others go on. */
static enum status read_input(struct pass *pass, const char *path, struct error *error)
{
    struct run_result *result = pass->result;
    struct table_input input;
    enum status status =
        table_input_open(&input, path, &pass->recognition, add_source(result, path), &result->arena, error);
    bool opened = status == STATUS_OK;
    if (opened)
        status = read_rows(pass, &input, error);
    bool unreadable = status == STATUS_IO && (!opened || source_trouble(input.source)->status == STATUS_IO);
    pass->source = NULL;
    table_input_close(&input);
    if (!unreadable)
        return status;
    buffer_format(&result->trouble, opened ? "%s: error: %s\n" : "%.0s%s\n", path, error->text);
    result->worst = STATUS_IO;
    return STATUS_OK;
}

static enum status open_all(struct output *outputs, size_t count, size_t *opened, struct error *error)
{
    enum status status = STATUS_OK;
    for (; *opened < count && status == STATUS_OK; *opened += status == STATUS_OK)
        status = outputs[*opened].ops->open(&outputs[*opened], error);
    return status;
}

static void abort_all(struct output *outputs, size_t count)
{
    for (size_t i = 0; i < count; i++)
        outputs[i].ops->abort(&outputs[i]);
}

/* Closes them in turn; once one fails the others are aborted. */
static enum status close_all(struct output *outputs, size_t count, const struct summary *summary, struct error *error)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count; i++)
        if (status == STATUS_OK)
            status = outputs[i].ops->close(&outputs[i], summary, error);
        else
            outputs[i].ops->abort(&outputs[i]);
    return status;
}

static bool is_over(const struct reject_limit *limit, const struct books *totals)
{
    if (!limit->given)
        return false;
    if (!limit->percent)
        return totals->rejected > limit->most;
    return totals->rejected * 10000 > limit->most * (totals->rows - totals->blank);
}

static void start_result(const struct run *run, int32_t as_of, struct run_result *result)
{
    *result = (struct run_result){.summary = {.as_of = as_of}};
    result->summary.sources = arena_zero(&result->arena, run->input_count * sizeof *result->summary.sources);
    const struct waivers *waivers = run->rules->event->waivers;
    if (waivers)
        result->summary.waiver_uses = arena_zero(&result->arena, (waivers->count + 1) * sizeof(uint64_t));
}

/* What is said of the waivers comes last: only then is it known which of them nobody needed. */
static enum status commit_waivers(struct pass *pass, struct error *error)
{
    const struct event *event = pass->run->rules->event;
    if (!event->waivers)
        return STATUS_OK;
    struct batch batch = {.severities = event->severities};
    batch.source = waiver_uses_note(&pass->result->summary, event->waivers, &pass->result->arena, &batch);
    enum status status = batch.findings ? commit(pass, &batch, error) : STATUS_OK;
    batch_release(&batch);
    return status;
}

/* What the rules say of each source when all of them are read. */
static enum status commit_closing(struct pass *pass, struct error *error)
{
    const struct summary *summary = &pass->result->summary;
    struct batch notes = {.severities = pass->run->rules->event->severities};
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < summary->source_count; i++) {
        notes.source = summary->sources[i];
        sequence_rules_finish(pass->sequence, &notes);
        if (notes.findings)
            status = commit(pass, &notes, error);
        batch_reset(&notes);
    }
    batch_release(&notes);
    return status;
}

static enum status read_all(struct pass *pass, struct error *error)
{
    enum status status = STATUS_OK;
    pass->sequence = sequence_rules_open(pass->run->rules);
    for (size_t i = 0; status == STATUS_OK && i < pass->run->input_count; i++)
        status = read_input(pass, pass->run->inputs[i], error);
    if (status == STATUS_OK)
        status = commit_closing(pass, error);
    if (status == STATUS_OK)
        status = commit_waivers(pass, error);
    sequence_rules_close(pass->sequence);
    return status == STATUS_OK ? tally_check(&pass->result->summary, error) : status;
}

/* Opens the outputs, reads everything, closes them. */
static enum status run_pass(struct pass *pass, int32_t as_of, struct error *error)
{
    const struct run *run = pass->run;
    size_t products = pass->with_products ? run->product_count : 0, opened = 0, reports = 0;
    start_result(run, as_of, pass->result);
    enum status status = open_all(run->products, products, &opened, error);
    if (status == STATUS_OK)
        status = open_all(run->reports, run->report_count, &reports, error);
    if (status == STATUS_OK)
        status = read_all(pass, error);
    if (status != STATUS_OK) {
        abort_all(run->products, opened);
        abort_all(run->reports, reports);
        return status;
    }
    pass->result->over_limit = is_over(&run->rejects, &pass->result->summary.totals);
    if (pass->result->over_limit)
        abort_all(run->products, opened);
    else
        status = close_all(run->products, opened, &pass->result->summary, error);
    if (status != STATUS_OK)
        abort_all(run->reports, reports);
    else
        status = close_all(run->reports, reports, &pass->result->summary, error);
    return status;
}

/* Counts the rejected rows before anything that cannot be taken back is written. */
static enum status count_first(const struct run *run, struct pass *pass, int32_t as_of, struct error *error)
{
    struct run quiet = *run;
    quiet.report_count = 0;
    pass->run = &quiet;
    pass->with_products = false;
    enum status status = run_pass(pass, as_of, error);
    pass->run = run;
    pass->with_products = status == STATUS_OK && !pass->result->over_limit;
    return status;
}

enum status run_all(const struct run *run, int32_t as_of, struct run_result *result, struct error *error)
{
    *result = (struct run_result){0};
    struct pass pass = {.run = run, .result = result, .with_products = true, .recognition = run->recognition};
    pass.options = *run->recognition.options;
    pass.recognition.options = &pass.options;
    enum status status = STATUS_OK;
    if (run->rejects.given && run->products_stream) {
        pass.options.whole = true;
        status = count_first(run, &pass, as_of, error);
        run_result_release(result);
    }
    if (status == STATUS_OK)
        status = run_pass(&pass, as_of, error);
    if (status == STATUS_AGAIN) {
        run_result_release(result);
        pass.options.whole = true;
        status = run_pass(&pass, as_of, error);
    }
    if (status == STATUS_AGAIN)
        status = error_set(error, STATUS_REFUSED, "the input changed while it was read");
    return status;
}

void run_result_release(struct run_result *result)
{
    arena_release(&result->arena);
    buffer_release(&result->trouble);
    *result = (struct run_result){0};
}
