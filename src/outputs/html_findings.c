#include "outputs/html_findings.h"

#include "outputs/page.h"
#include "outputs/place.h"

/* So many of a severity are shown as they come; then only the first of each code and source, until the most. */
static const struct {
    uint64_t plain, most;
} bounds[REPORT_SEVERITIES] = {[SEVERITY_ERROR] = {500, 1000},
                               [SEVERITY_WARNING] = {300, 600},
                               [REPORT_WAIVED] = {300, 600},
                               [SEVERITY_INFO] = {100, 200}};

/* ---- as they come ---- */

static void add_place(struct html_findings *s, struct buffer *out, const struct activity *row,
                      const struct finding *finding)
{
    buffer_add_text(out, "<td><span class=src>");
    place_source(&s->scratch, s->source);
    html_flush(out, &s->scratch);
    place_within(&s->scratch, row, finding);
    if (!s->scratch.len)
        buffer_add_text(&s->scratch, "as a whole");
    buffer_add_text(out, "</span> ");
    html_flush(out, &s->scratch);
}

static void add_finding(struct html_findings *s, const struct activity *row, const struct finding *f)
{
    enum severity slot = report_slot(f);
    struct buffer *out = &s->spools[slot].pending;
    const char *severity = report_slot_name(slot), *code = code_table[f->code].name;
    buffer_format(out, "<tr data-i=%llu><td class=s-%s>%s<td><a href=\"#c-%s-%s\">%s</a>", (unsigned long long)s->order,
                  severity, severity, code, severity, code);
    add_place(s, out, row, f);
    buffer_add_text(out, "<td>");
    html_add(out, row ? row->bib : VIEW(""));
    buffer_add_text(out, "<td>");
    finding_text(&s->scratch, f);
    html_flush(out, &s->scratch);
    if (f->waiver) {
        buffer_add_text(out, "<p class=hint>");
        waiver_text(&s->scratch, f->waiver);
        html_flush(out, &s->scratch);
    } else if (f->hint) {
        buffer_add_text(out, "<p class=hint>Hint: ");
        hint_text(&s->scratch, f->hint);
        html_flush(out, &s->scratch);
    }
    buffer_add_char(out, '\n');
}

static bool has_room(const struct html_findings *s, const struct finding *f)
{
    enum severity slot = report_slot(f);
    uint64_t shown = s->shown[slot];
    return shown < bounds[slot].plain || (shown < bounds[slot].most && s->found[f->code] <= HTML_FINDINGS_EACH);
}

enum status html_findings_observe(struct html_findings *s, const struct source_info *source, const struct activity *row,
                                  const struct finding *first, struct error *error)
{
    enum status status = STATUS_OK;
    if (s->source != source) {
        s->source = source;
        memset(s->found, 0, sizeof s->found);
    }
    for (const struct finding *f = first; f && status == STATUS_OK; f = f->next) {
        s->total++;
        s->order++;
        s->found[f->code]++;
        if (!has_room(s, f))
            continue;
        enum severity slot = report_slot(f);
        s->shown[slot]++;
        s->shown_of[(int)f->code * REPORT_SEVERITIES + (int)slot]++;
        add_finding(s, row, f);
        status = report_spool_settle(&s->spools[slot], error);
    }
    return status;
}

/* ---- the section ---- */

/* Never cut silently: how many of how many, and how to see all. */
static void add_note(const struct html_findings *s, struct buffer *out)
{
    uint64_t shown = 0;
    for (int severity = 0; severity < REPORT_SEVERITIES; severity++)
        shown += s->shown[severity];
    buffer_add_text(out, "<p id=shown>");
    if (shown == s->total) {
        buffer_add_text(out, s->total == 1 ? "There is " : "All ");
        page_add_count(out, s->total, "finding", "findings");
        buffer_add_text(out, ", the worst first.</p>\n");
        return;
    }
    page_add_number(out, shown);
    buffer_add_text(out, " of ");
    page_add_count(out, s->total, "finding is shown", "findings are shown");
    buffer_add_text(out, ", the worst first: the first ones, and samples of each cause and input. The counts under "
                         "Causes are exact. To see every one, add <code>--report csv=FILE</code> to the command and "
                         "open FILE in a spreadsheet.</p>\n");
}

static enum status add_rows(struct html_findings *s, const struct html_page *page, struct writer *writer,
                            struct error *error)
{
    enum status status = STATUS_OK;
    buffer_add_text(page->out,
                    "<div id=controls></div>\n<div class=\"box tall\" role=region "
                    "aria-labelledby=findings-h tabindex=0><table id=list>\n<thead><tr><th scope=col>Severity"
                    "<th scope=col>Cause<th scope=col>Where<th scope=col>Bib<th scope=col>What\n<tbody>\n");
    static const int slots[] = {SEVERITY_ERROR, SEVERITY_WARNING, REPORT_WAIVED, SEVERITY_INFO};
    for (size_t i = 0; i < sizeof slots / sizeof *slots && status == STATUS_OK; i++)
        status = report_spool_copy(&s->spools[slots[i]], writer, error);
    buffer_add_text(page->out, "</table></div>\n");
    return status;
}

enum status html_findings_write(struct html_findings *s, const struct html_page *page, struct writer *writer,
                                struct error *error)
{
    enum status status = STATUS_OK;
    buffer_add_text(page->out, "<section id=findings aria-labelledby=findings-h>\n<h2 id=findings-h>Findings</h2>\n");
    if (s->total) {
        add_note(s, page->out);
        status = add_rows(s, page, writer, error);
    } else {
        buffer_add_text(page->out, "<p>There are none.</p>\n");
    }
    buffer_add_text(page->out, "</section>\n");
    return status;
}

void html_findings_release(struct html_findings *s)
{
    for (int severity = 0; severity < REPORT_SEVERITIES; severity++)
        report_spool_release(&s->spools[severity]);
    buffer_release(&s->scratch);
}
