#include "run/run.h"

#include "run/inputs.h"
#include "run/tally.h"
#include "run/waiver_uses.h"

/* One pass over all inputs. */
struct pass {
    const struct run *run;
    struct run_result *result;
    struct recognition recognition;
    struct input_options options;
    struct sequence_rules *sequence;
    const struct source *source; /* the one being read */
    uint32_t group;              /* the folder or archive that is being read, and the books before it */
    uint64_t rows_before, errors_before;
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
        pass->run->progress(pass->run->progress_context, pass->source, &pass->result->summary,
                            pass->run->origins->count);
    return status;
}

/* ---- folders and archives ---- */

static bool ends_group(const struct pass *pass, const struct origin *origin)
{
    const struct origins *origins = pass->run->origins;
    const struct origin *next = origin + 1;
    return origin->group && (next == origins->at + origins->count || next->group != origin->group);
}

static void start_group(struct pass *pass, const struct origin *origin)
{
    if (origin->group == pass->group)
        return;
    pass->group = origin->group;
    pass->rows_before = pass->result->summary.totals.rows;
    pass->errors_before = pass->result->summary.source_errors;
}

/* Files without activities are no error in a folder or archive, unless there is nothing else in it. */
static enum status end_group(struct pass *pass, struct table_input *input, struct error *error)
{
    const struct books *totals = &pass->result->summary.totals;
    if (!ends_group(pass, input->origin))
        return STATUS_OK;
    bool is_empty = totals->rows == pass->rows_before && pass->result->summary.source_errors == pass->errors_before;
    if (!is_empty)
        return STATUS_OK;
    batch_reset(&input->endings);
    struct finding *f = batch_note(&input->endings, NULL, CODE_NOT_ACTIVITIES, FIELD_NONE, (struct view){"", 0});
    if (f)
        f->args[0] = arg_word("nothing in this folder or archive holds an activity; --verbose says what the files are");
    return commit(pass, &input->endings, error);
}

/* ---- the callbacks of inputs_read ---- */

static void begin_input(void *context, struct table_input *input)
{
    struct pass *pass = context;
    struct summary *summary = &pass->result->summary;
    struct source_info *info = input->info;
    start_group(pass, input->origin);
    info->number = (uint32_t)summary->source_count;
    info->source = view_of(input->origin->path);
    info->member = view_of(input->origin->member);
    table_input_keep(input, &pass->result->arena);
    summary->sources[summary->source_count++] = info;
    pass->source = input->source;
}

static bool is_unreadable(const struct table_input *input, enum status status)
{
    return status == STATUS_IO && (!input->source || source_trouble(input->source)->status == STATUS_IO);
}

/* An input that cannot be read is named and passed over; the others go on. */
static enum status end_input(void *context, struct table_input *input, enum status status, struct error *error)
{
    struct pass *pass = context;
    pass->source = NULL;
    if (is_unreadable(input, status)) {
        const char *name = input->origin->name;
        bool says_name = strncmp(error->text, name, strlen(name)) == 0;
        buffer_format(&pass->result->trouble, says_name ? "%.0s%s\n" : "%s: error: %s\n", name, error->text);
        pass->result->worst = STATUS_IO;
        status = STATUS_OK;
    }
    return status == STATUS_OK ? end_group(pass, input, error) : status;
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
    result->summary.sources = arena_zero(&result->arena, run->origins->count * sizeof *result->summary.sources);
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
    const struct run *run = pass->run;
    const struct input_reading reading = {
        .origins = run->origins,
        .recognition = &pass->recognition,
        .rules = run->rules,
        .jobs = run->jobs,
        .keep_cells = run->keep_cells,
        .infos = arena_zero(&pass->result->arena, run->origins->count * sizeof *reading.infos),
        .begin = begin_input,
        .commit = commit,
        .end = end_input,
        .context = pass,
    };
    pass->sequence = sequence_rules_open(run->rules);
    enum status status = inputs_read(&reading, error);
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
