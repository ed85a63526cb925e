#include "base/civil.h"
#include "outputs/html_days.h"
#include "outputs/html_findings.h"
#include "outputs/html_inputs.h"
#include "outputs/html_kinds.h"
#include "outputs/html_people.h"
#include "outputs/html_summary.h"
#include "outputs/output.h"
#include "outputs/sums.h"

/* One page for a director, in one file: nothing is fetched, and everything can be read with scripts off. What rows are
 * summed up in is bounded by days and participants; findings wait in spools. */

extern const char builtin_report_css[], builtin_report_js[];
extern const size_t builtin_report_css_size, builtin_report_js_size;
extern const char builtin_report_css_hash[], builtin_report_js_hash[]; /* as a content security policy wants them */

struct state {
    struct writer writer;
    struct buffer scratch;
    struct report_inputs inputs;
    struct report_causes causes;
    struct html_findings findings;
    struct html_kinds kinds;
    struct html_days days;
    struct html_people people;
    uint64_t warned;
    int64_t count;
};

static enum status open_report(struct output *output, struct error *error)
{
    struct state *s = memory_get(sizeof *s);
    enum status status = output_start(output, s, &s->writer, error);
    if (status == STATUS_OK)
        html_people_open(&s->people, output->options.event);
    return status;
}

/* ---- while batches come in ---- */

static enum status add_findings(struct state *s, const struct batch *batch, const struct activity *row,
                                const struct finding *first, struct error *error)
{
    report_causes_observe(&s->causes, batch->source, row, first);
    return html_findings_observe(&s->findings, batch->source, row, first, error);
}

static enum status add_batch(struct output *output, const struct batch *batch, struct error *error)
{
    struct state *s = output->state;
    report_inputs_observe(&s->inputs, batch);
    enum status status = add_findings(s, batch, NULL, batch->findings, error);
    for (size_t i = 0; i < batch->row_count && status == STATUS_OK; i++) {
        const struct activity *row = &batch->rows[i];
        bool accepted = row->verdict == VERDICT_ACCEPTED;
        if (accepted)
            sums_grow(&s->count, row->count);
        html_kinds_observe(&s->kinds, row);
        html_days_observe(&s->days, row);
        html_people_observe(&s->people, row, output->options.show_names);
        if (!row->findings)
            continue;
        s->warned += accepted && row_worst(row) == SEVERITY_WARNING;
        status = add_findings(s, batch, row, row->findings, error);
    }
    return status;
}

/* ---- the page ---- */

static void add_event_name(const struct html_page *page)
{
    const struct event *event = page->options->event;
    if (event->name.len)
        html_add(page->out, event->name);
    else
        buffer_add_text(page->out, "Activities");
}

static void add_head(const struct html_page *page)
{
    struct buffer *out = page->out;
    buffer_add_text(out, "<!DOCTYPE html>\n<html lang=en>\n<head>\n<meta charset=utf-8>\n<meta "
                         "http-equiv=Content-Security-Policy content=\"default-src 'none'; img-src data:; style-src '");
    buffer_add_text(out, builtin_report_css_hash);
    buffer_add_text(out, "'; script-src '");
    buffer_add_text(out, builtin_report_js_hash);
    buffer_add_text(out, "'; base-uri 'none'; form-action 'none'\">\n<meta name=viewport "
                         "content=\"width=device-width, initial-scale=1\">\n<meta name=color-scheme content=\"light "
                         "dark\">\n<meta name=robots content=noindex>\n<meta name=referrer content=no-referrer>\n"
                         "<link rel=icon href=\"data:,\">\n<title>");
    add_event_name(page);
    buffer_format(out, ": tallypost %s</title>\n<style>", page->options->command);
    buffer_add(out, (struct view){builtin_report_css, builtin_report_css_size});
    buffer_add_text(out, "</style>\n</head>\n");
}

static void add_link(struct buffer *out, bool is_there, const char *id, const char *name)
{
    if (is_there)
        buffer_format(out, "<a href=\"#%s\">%s</a>\n", id, name);
}

static void add_header(const struct state *s, const struct html_page *page)
{
    struct buffer *out = page->out;
    const struct books *totals = &page->summary->totals;
    char iso[CIVIL_ISO_SIZE];
    civil_iso(iso, page->summary->as_of);
    buffer_format(out, "<body%s>\n<a class=skip href=\"#main\">Skip to the report</a>\n<header>\n<h1>",
                  page->summary->source_count == 1 ? " class=one" : "");
    add_event_name(page);
    buffer_format(out, "</h1>\n<p class=sub>tallypost %s, as of %s</p>\n<nav aria-label=Sections>\n",
                  page->options->command, iso);
    add_link(out, true, "todo", "What to do");
    add_link(out, s->findings.total, "causes", "Causes");
    add_link(out, true, "findings", "Findings");
    add_link(out, totals->accepted || totals->rejected, "paces", "Kinds and paces");
    add_link(out, s->days.used, "days", "Days");
    add_link(out, s->people.count, "leaders", "Leaderboard");
    add_link(out, true, "inputs", "Inputs");
    buffer_add_text(out, "</nav>\n</header>\n<main id=main>\n");
}

static void add_summary(const struct state *s, const struct html_page *page)
{
    struct html_facts facts = {.warned = s->warned,
                               .in_trouble = report_inputs_in_trouble(&s->inputs, page->summary),
                               .people = s->people.count,
                               .count = s->count,
                               .causes = &s->causes};
    if (!html_days_span(&s->days, &facts.first, &facts.last))
        facts.first = facts.last = UNKNOWN_DAY;
    html_summary_write(&facts, page);
}

static void add_end(const struct html_page *page)
{
    struct buffer *out = page->out;
    buffer_add_text(out, "</main>\n<footer>\n<p>Made by tallypost " TALLYPOST_VERSION ". This page is one file and "
                         "fetches nothing.</p>\n</footer>\n<script>");
    buffer_add(out, (struct view){builtin_report_js, builtin_report_js_size});
    buffer_add_text(out, "</script>\n</body>\n</html>\n");
}

static enum status write_page(struct state *s, const struct html_page *page, struct error *error)
{
    add_head(page);
    add_header(s, page);
    add_summary(s, page);
    html_causes_write(&s->causes, &s->findings, page);
    enum status status = html_findings_write(&s->findings, page, &s->writer, error);
    if (status != STATUS_OK)
        return status;
    html_kinds_write(&s->kinds, page);
    html_days_write(&s->days, page);
    html_people_write(&s->people, page);
    status = html_inputs_write(&s->inputs, page, &s->writer, error);
    add_end(page);
    return status;
}

/* Kilometres when the event counts in them, or else when most rows are written in them. */
static bool is_metric(const struct state *s, const struct output_options *options)
{
    enum unit unit = options->tally_unit;
    if (unit == UNIT_NONE || unit == UNIT_COUNT)
        unit = options->event->distance_unit;
    return unit == UNIT_NONE ? html_kinds_metric(&s->kinds) : sums_metric(unit);
}

static void release(struct output *output)
{
    struct state *s = output->state;
    report_inputs_release(&s->inputs);
    report_causes_release(&s->causes);
    html_findings_release(&s->findings);
    html_kinds_release(&s->kinds);
    html_days_release(&s->days);
    html_people_release(&s->people);
    buffer_release(&s->scratch);
    memory_free(s);
    output->state = NULL;
}

static enum status close_report(struct output *output, const struct summary *summary, struct error *error)
{
    struct state *s = output->state;
    const struct html_page page = {.options = &output->options,
                                   .summary = summary,
                                   .out = &s->writer.pending,
                                   .scratch = &s->scratch,
                                   .metric = is_metric(s, &output->options)};
    enum status status = write_page(s, &page, error);
    return output_end(output, &s->writer, status, release, error);
}

static void abort_report(struct output *output)
{
    struct state *s = output->state;
    output_drop(output, s ? &s->writer : NULL, release);
}

const struct output_ops report_html_ops = {
    .name = "html",
    .open = open_report,
    .batch = add_batch,
    .close = close_report,
    .abort = abort_report,
};
