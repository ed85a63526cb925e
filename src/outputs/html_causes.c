#include "model/explanations.h"
#include "outputs/html_findings.h"
#include "outputs/page.h"

/* Each cause once: how often, the first case with its hint, what it means and how to mend it. */

/* "spring.csv line 17", without the file's name when there is only one. */
static void add_place(const struct html_page *page, const struct report_cause *cause)
{
    if (page->summary->source_count > 1 || cause->beside) {
        html_add(page->out, cause->source);
        buffer_add_text(page->out, cause->line.len ? " " : "");
    }
    html_add(page->out, cause->line);
}

static void add_first(const struct html_page *page, const struct report_cause *cause)
{
    struct buffer *out = page->out;
    bool has_place = cause->line.len || page->summary->source_count > 1;
    buffer_add_text(out, "<p><b>");
    buffer_add_text(out, cause->count > 1 ? "First" : has_place ? "In " : "Here");
    buffer_add_text(out, cause->count > 1 && has_place ? " in " : "");
    add_place(page, cause);
    buffer_add_text(out, ":</b> ");
    html_add(out, cause->text);
    buffer_add_text(out, "</p>\n");
    if (!cause->hint.len && !cause->waived.len)
        return;
    buffer_add_text(out, cause->hint.len ? "<p class=hint>Hint: " : "<p class=hint>");
    html_add(out, cause->hint.len ? cause->hint : cause->waived);
    buffer_add_text(out, "</p>\n");
}

static void add_link(const struct html_page *page, const struct report_cause *cause, uint64_t shown)
{
    struct buffer *out = page->out;
    buffer_format(out, "<p><a class=see href=\"#findings\" data-code=\"%s\">", code_table[cause->code].name);
    if (shown == cause->count) {
        buffer_add_text(out, shown == 1 ? "See it" : "See all ");
        if (shown > 1)
            page_add_number(out, shown);
    } else {
        buffer_add_text(out, "See ");
        page_add_number(out, shown);
        buffer_add_text(out, " of the ");
        page_add_number(out, cause->count);
    }
    buffer_add_text(out, " in the list</a></p>\n");
}

static void add_cause(const struct html_page *page, const struct report_cause *cause, uint64_t shown)
{
    struct buffer *out = page->out;
    const struct explanation *e = &explanation_table[cause->code];
    const char *code = code_table[cause->code].name, *severity = report_slot_name(cause->severity);
    buffer_format(out, "<article class=\"cause c-%s\" id=\"c-%s-%s\">\n<h3>", severity, code, severity);
    html_add(out, view_of(e->title));
    buffer_format(out, "</h3>\n<p class=tags><span class=s-%s>%s</span> <b>", severity, severity);
    page_add_count(out, cause->count, "time", "times");
    buffer_format(out, "</b> <code>%s</code></p>\n", code);
    add_first(page, cause);
    buffer_add_text(out, "<p><b>What to do:</b> ");
    html_add(out, view_of(e->mend));
    buffer_add_text(out, "</p>\n<p class=means><b>What it means:</b> ");
    html_add(out, view_of(e->meaning));
    buffer_add_text(out, "</p>\n");
    if (shown)
        add_link(page, cause, shown);
    buffer_add_text(out, "</article>\n");
}

static void add_part(const struct html_page *page, const struct html_findings *findings,
                     const struct report_cause *const *list, size_t count)
{
    buffer_add_text(page->out, "<div class=cards>\n");
    for (size_t i = 0; i < count; i++)
        add_cause(page, list[i], findings->shown_of[(int)list[i]->code * REPORT_SEVERITIES + (int)list[i]->severity]);
    buffer_add_text(page->out, "</div>\n");
}

/* All in a few lines, to be read out on the phone. */
static void add_overview(const struct html_page *page, const struct report_cause *const *list, size_t count)
{
    struct buffer *out = page->out;
    buffer_add_text(out, "<p>Each cause once, the worst first. An <b>error</b> rejects its row, a <b>warning</b> does "
                         "not.</p>\n<div class=box role=region aria-label=\"Causes and their counts\" "
                         "tabindex=0><table>\n<thead><tr><th scope=col class=n>Count<th scope=col>Severity<th "
                         "scope=col>Cause\n<tbody>\n");
    for (size_t i = 0; i < count; i++) {
        const char *severity = report_slot_name(list[i]->severity);
        buffer_add_text(out, "<tr>");
        html_number_cell(out, list[i]->count);
        buffer_format(out, "<td class=s-%s>%s<td><a href=\"#c-%s-%s\">", severity, severity,
                      code_table[list[i]->code].name, severity);
        html_add(out, view_of(explanation_table[list[i]->code].title));
        buffer_add_text(out, "</a>\n");
    }
    buffer_add_text(out, "</table></div>\n");
}

void html_causes_write(const struct report_causes *causes, const struct html_findings *findings,
                       const struct html_page *page)
{
    const struct report_cause *list[REPORT_CAUSES];
    size_t count = report_causes_list(causes, list), loud = 0;
    struct buffer *out = page->out;
    while (loud < count && list[loud]->severity != SEVERITY_INFO)
        loud++;
    if (!count)
        return;
    buffer_add_text(out, "<section id=causes aria-labelledby=causes-h>\n<h2 id=causes-h>Causes</h2>\n");
    if (loud) {
        add_overview(page, list, loud);
        add_part(page, findings, list, loud);
    }
    if (loud < count) {
        buffer_add_text(out, "<details><summary>");
        page_add_count(out, count - loud, "kind of remark", "kinds of remarks");
        buffer_add_text(out, " (info): how things were read; nothing to mend</summary>\n");
        add_part(page, findings, list + loud, count - loud);
        buffer_add_text(out, "</details>\n");
    }
    buffer_add_text(out, "</section>\n");
}
