#include "base/civil.h"
#include "outputs/output.h"
#include "outputs/page.h"
#include "outputs/report_causes.h"
#include "outputs/report_inputs.h"
#include "outputs/sums.h"

/* What a race director reads, and can read out on the phone: what was read and how, the books, each cause once with its
 * first case, and at the end one line that says how things stand. Never a name. */

struct state {
    struct writer writer;
    struct buffer scratch;
    struct report_inputs inputs;
    struct report_causes causes;
    uint64_t warned; /* accepted rows with a warning */
    int64_t count;   /* sum of the tallies that are counts */
};

static enum status open_report(struct output *output, struct error *error)
{
    struct state *s = memory_get(sizeof *s);
    return output_start(output, s, &s->writer, error);
}

/* ---- while batches come in ---- */

static enum status add_batch(struct output *output, const struct batch *batch, struct error *error)
{
    (void)error;
    struct state *s = output->state;
    report_inputs_observe(&s->inputs, batch);
    report_causes_observe(&s->causes, batch->source, NULL, batch->findings);
    for (size_t i = 0; i < batch->row_count; i++) {
        const struct activity *row = &batch->rows[i];
        bool accepted = row->verdict == VERDICT_ACCEPTED;
        if (accepted)
            sums_grow(&s->count, row->count);
        if (!row->findings)
            continue;
        s->warned += accepted && row_worst(row) == SEVERITY_WARNING;
        report_causes_observe(&s->causes, batch->source, row, row->findings);
    }
    return STATUS_OK;
}

/* ---- title ---- */

static void add_title(struct state *s, const struct output_options *options, const struct summary *summary)
{
    struct buffer *out = &s->writer.pending;
    char iso[CIVIL_ISO_SIZE];
    civil_iso(iso, summary->as_of);
    buffer_add_text(&s->scratch, "tallypost ");
    buffer_add_text(&s->scratch, options->command);
    if (options->event && options->event->name.len) {
        buffer_add_text(&s->scratch, ": ");
        buffer_add_masked(&s->scratch, options->event->name);
    }
    buffer_add_text(&s->scratch, ", as of ");
    buffer_add_text(&s->scratch, iso);
    page_add_colored(out, PAGE_BOLD, options->color, buffer_string(&s->scratch));
    buffer_reset(&s->scratch);
    buffer_add_text(out, "\n\n");
}

/* ---- totals ---- */

static void add_totals(struct state *s, const struct output_options *options, const struct summary *summary)
{
    struct buffer *out = &s->writer.pending;
    if (summary->source_count > 1) {
        page_add_count(out, summary->source_count, "input, ", "inputs, ");
        report_inputs_books(out, &summary->totals);
        buffer_add_char(out, '\n');
    }
    sums_add(&s->scratch, summary, s->count, sums_metric(options->tally_unit));
    if (s->scratch.len) {
        buffer_add_text(out, "accepted:");
        page_add_wrapped(out, buffer_view(&s->scratch), 10, 9);
        buffer_reset(&s->scratch);
    }
    if (s->warned) {
        page_add_count(out, s->warned, "accepted row has a warning", "accepted rows have a warning");
        buffer_add_char(out, '\n');
    }
    if (summary->source_count > 1 || summary->distance_mm > 0 || summary->elapsed_ms > 0 || s->count > 0 || s->warned)
        buffer_add_char(out, '\n');
}

/* ---- verdict ---- */

static void add_attention(struct buffer *text, uint64_t rows, uint64_t inputs)
{
    if (!rows && !inputs)
        return;
    buffer_add_text(text, "; ");
    if (rows && inputs)
        page_add_count(text, rows, "row and ", "rows and ");
    else if (rows)
        page_add_number(text, rows);
    if (inputs)
        page_add_count(text, inputs, "input", "inputs");
    buffer_add_text(text, rows + inputs == 1 ? " needs attention" : " need attention");
}

static void add_verdict(struct state *s, const struct output_options *options, const struct summary *summary)
{
    const struct books *totals = &summary->totals;
    struct buffer *text = &s->scratch;
    uint64_t judged = totals->accepted + totals->rejected, inputs = report_inputs_in_trouble(&s->inputs, summary);
    if (judged) {
        page_add_number(text, totals->accepted);
        buffer_add_text(text, " of ");
        page_add_count(text, judged, "row", "rows");
        buffer_add_text(text, totals->accepted == 1 || judged == 1 ? " is ready" : " are ready");
    } else {
        buffer_add_text(text, totals->skipped ? "nothing new to do: every row was skipped" : "there are no rows");
    }
    if (judged && summary->by_code[CODE_ALREADY_IMPORTED]) {
        buffer_add_text(text, "; ");
        page_add_count(text, summary->by_code[CODE_ALREADY_IMPORTED], "was in the store already",
                       "were in the store already");
    }
    add_attention(text, totals->rejected, inputs);
    bool clean = !totals->rejected && !inputs && judged;
    page_add_colored(&s->writer.pending, clean ? PAGE_GREEN : PAGE_YELLOW, options->color, buffer_string(text));
    buffer_add_char(&s->writer.pending, '\n');
    buffer_reset(text);
}

static void release(struct output *output)
{
    struct state *s = output->state;
    report_inputs_release(&s->inputs);
    report_causes_release(&s->causes);
    buffer_release(&s->scratch);
    memory_free(s);
    output->state = NULL;
}

static enum status close_report(struct output *output, const struct summary *summary, struct error *error)
{
    struct state *s = output->state;
    const struct output_options *options = &output->options;
    add_title(s, options, summary);
    enum status status = report_inputs_write(&s->inputs, summary, &s->writer, options->verbose, options->color, error);
    if (status == STATUS_OK) {
        add_totals(s, options, summary);
        report_causes_write(&s->causes, &s->writer.pending, summary->source_count == 1, options->verbose,
                            options->color);
        add_verdict(s, options, summary);
    }
    return output_end(output, &s->writer, status, release, error);
}

static void abort_report(struct output *output)
{
    struct state *s = output->state;
    output_drop(output, s ? &s->writer : NULL, release);
}

const struct output_ops report_text_ops = {
    .name = "text",
    .open = open_report,
    .batch = add_batch,
    .close = close_report,
    .abort = abort_report,
};
