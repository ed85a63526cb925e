#include "outputs/html_summary.h"

#include "base/civil.h"
#include "model/explanations.h"
#include "outputs/page.h"
#include "outputs/report_inputs.h"
#include "outputs/sums.h"

/* ---- what happened ---- */

static void add_day(struct buffer *out, int32_t day)
{
    char iso[CIVIL_ISO_SIZE];
    buffer_add_text(out, "<span class=day>");
    buffer_add(out, (struct view){iso, civil_iso(iso, day)});
    buffer_add_text(out, "</span>");
}

/* "Accepted are 43.7 mi (70.3 km) in 9:20:01 (h:mm:ss), by 3 participants, from 2026-05-01 to 2026-05-02." */
static void add_sums(const struct html_facts *facts, const struct html_page *page)
{
    struct buffer *out = page->out;
    sums_add(page->scratch, page->summary, facts->count, page->metric);
    if (!page->scratch->len)
        return;
    buffer_add_text(out, " Accepted: ");
    html_flush(out, page->scratch);
    if (facts->people) {
        buffer_add_text(out, ", by ");
        page_add_count(out, facts->people, "participant", "participants");
    }
    if (facts->first != UNKNOWN_DAY) {
        buffer_add_text(out, facts->first == facts->last ? ", on " : ", from ");
        add_day(out, facts->first);
    }
    if (facts->first != facts->last) {
        buffer_add_text(out, " to ");
        add_day(out, facts->last);
    }
    buffer_add_char(out, '.');
}

static void add_lead(const struct html_facts *facts, const struct html_page *page)
{
    struct buffer *out = page->out;
    const struct books *totals = &page->summary->totals;
    bool clean = !totals->rejected && !facts->in_trouble && totals->accepted;
    buffer_format(out, "<p class=\"lead %s\">", clean ? "good" : "bad");
    if (page->summary->source_count > 1) {
        page_add_count(out, page->summary->source_count, "input, ", "inputs, ");
    }
    report_inputs_books(out, totals);
    if (facts->warned) {
        buffer_add_text(out, "; ");
        page_add_number(out, facts->warned);
        buffer_add_text(out, facts->warned == 1 ? " of the accepted has a warning" : " of the accepted have a warning");
    }
    buffer_add_text(out, ".</p>\n<p>");
    add_sums(facts, page);
    buffer_add_text(out, "</p>\n");
}

/* ---- what to do ---- */

/* The error with the most findings about rows. */
static const struct report_cause *main_cause(const struct html_facts *facts)
{
    const struct report_cause *list[REPORT_CAUSES];
    size_t count = report_causes_list(facts->causes, list);
    for (size_t i = 0; i < count; i++)
        if (list[i]->severity == SEVERITY_ERROR)
            return list[i];
    return NULL;
}

/* Tracks have no cells that could be mended; --rejects is for tables. */
static bool has_tables(const struct summary *summary)
{
    for (size_t i = 0; i < summary->source_count; i++)
        if (!summary->sources[i]->is_track && summary->sources[i]->books.rejected)
            return true;
    return false;
}

static void add_rejected(const struct html_facts *facts, const struct html_page *page)
{
    struct buffer *out = page->out;
    uint64_t rejected = page->summary->totals.rejected;
    const struct report_cause *cause = main_cause(facts);
    buffer_add_text(out, "<li><b>");
    page_add_count(out, rejected, "row was rejected.</b> ", "rows were rejected.</b> ");
    if (has_tables(page->summary))
        buffer_add_text(out,
                        "Run the same command with <code>--rejects FILE</code>: FILE then holds them with the reasons "
                        "beside them. Correct them in the spreadsheet, save, and give that file to tallypost again.");
    else
        buffer_add_text(out, "Correct them in the app that they come from and export again, or leave them out.");
    if (cause && cause->count > 1) {
        buffer_format(out, " Begin with <a href=\"#c-%s-error\">", code_table[cause->code].name);
        html_add(out, view_of(explanation_table[cause->code].title));
        buffer_add_text(out, "</a>: ");
        page_add_count(out, cause->count, "time.", "times.");
    }
    buffer_add_text(out, "</li>\n");
}

static void add_tasks(const struct html_facts *facts, const struct html_page *page)
{
    struct buffer *out = page->out;
    const struct books *totals = &page->summary->totals;
    if (facts->in_trouble) {
        buffer_add_text(out, "<li><b>");
        page_add_count(out, facts->in_trouble, "input has", "inputs have");
        buffer_add_text(out, " an error as a whole.</b> <a href=\"#inputs\">Inputs</a> says which and why.</li>\n");
    }
    if (totals->rejected)
        add_rejected(facts, page);
    if (facts->warned) {
        buffer_add_text(out, "<li><b>");
        page_add_count(out, facts->warned, "accepted row has a warning.</b> It counts as it is: look at it.",
                       "accepted rows have a warning.</b> They count as they are: look at them.");
        buffer_add_text(out, " <a href=\"#findings\">Findings</a> names each with its line.</li>\n");
    }
}

static void add_todo(const struct html_facts *facts, const struct html_page *page)
{
    struct buffer *out = page->out;
    const struct books *totals = &page->summary->totals;
    buffer_add_text(out, "<section id=todo aria-labelledby=todo-h>\n<h2 id=todo-h>What to do</h2>\n");
    if (facts->in_trouble || totals->rejected || facts->warned) {
        buffer_add_text(out, "<ol>\n");
        add_tasks(facts, page);
        buffer_add_text(out, "</ol>\n");
    } else if (totals->accepted) {
        buffer_add_text(out, "<p>Nothing: every row is ready.</p>\n");
    } else {
        buffer_add_text(out, totals->skipped ? "<p>Nothing: every row was skipped.</p>\n"
                                             : "<p>There are no rows: was it the right file?</p>\n");
    }
    buffer_add_text(out, "</section>\n");
}

/* ---- the totals ---- */

static void add_tile(struct buffer *out, uint64_t number, const char *word)
{
    buffer_format(out, "<div><dt>%s</dt><dd>", word);
    page_add_number(out, number);
    buffer_add_text(out, "</dd></div>\n");
}

static void add_tiles(const struct html_facts *facts, const struct html_page *page)
{
    struct buffer *out = page->out;
    const struct books *totals = &page->summary->totals;
    buffer_add_text(out, "<dl class=tiles>\n");
    add_tile(out, totals->rows, "rows");
    add_tile(out, totals->accepted, "accepted");
    add_tile(out, totals->rejected, "rejected");
    if (totals->skipped)
        add_tile(out, totals->skipped, "skipped");
    if (totals->blank)
        add_tile(out, totals->blank, "blank");
    add_tile(out, facts->warned, "with a warning");
    add_tile(out, facts->people, "participants");
    buffer_add_text(out, "</dl>\n");
}

void html_summary_write(const struct html_facts *facts, const struct html_page *page)
{
    add_lead(facts, page);
    add_tiles(facts, page);
    add_todo(facts, page);
}
