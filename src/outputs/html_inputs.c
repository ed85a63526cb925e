#include "outputs/html_inputs.h"

#include "outputs/page.h"
#include "outputs/place.h"

static void add_columns(const struct html_page *page, const struct source_info *info)
{
    struct buffer *out = page->out;
    if (!info->column_count)
        return;
    buffer_add_text(out,
                    "<details><summary>How each column was read, and why</summary>\n<div class=box role=region "
                    "aria-label=\"Columns\" tabindex=0><table>\n<thead><tr><th scope=col>Column<th scope=col>Taken "
                    "for<th scope=col>How<th scope=col>Because\n<tbody>\n");
    for (size_t i = 0; i < info->column_count && i < HTML_INPUTS_COLUMNS; i++) {
        const struct column_info *column = &info->columns[i];
        buffer_add_text(out, "<tr><th scope=row>");
        html_add(out, column->name);
        html_cell(out, view_of(column->field == FIELD_NONE ? "-" : field_table[column->field].title));
        html_cell(out, column->decision);
        html_cell(out, column->evidence);
        buffer_add_char(out, '\n');
    }
    buffer_add_text(out, "</table></div>\n");
    if (info->column_count > HTML_INPUTS_COLUMNS) {
        buffer_add_text(out, "<p>");
        page_add_count(out, info->column_count - HTML_INPUTS_COLUMNS, "more column is", "more columns are");
        buffer_add_text(out, " not shown; <code>tallypost sniff</code> shows all.</p>\n");
    }
    buffer_add_text(out, "</details>\n");
}

static void add_input(const struct report_inputs *inputs, const struct html_page *page, const struct source_info *info)
{
    struct buffer *out = page->out, *text = page->scratch;
    struct view trouble = report_inputs_trouble(inputs, info);
    bool unread = info->format.len == 0;
    buffer_add_text(out, "<article class=input>\n<h3>");
    place_source(text, info);
    html_flush(out, text);
    buffer_add_text(out, "</h3>\n");
    if (!unread) {
        report_inputs_recognition(text, info);
        if (text->len)
            *text->at = 'R'; /* "read as" begins a sentence */
        buffer_add_text(out, "<p>");
        html_flush(out, text);
        report_inputs_decisions(text, info);
        buffer_add_text(out, text->len ? ".<br>" : ".");
        html_flush(out, text);
        buffer_add_text(out, "</p>\n");
    }
    if (!unread && (info->books.rows || !trouble.len)) {
        buffer_add_text(out, "<p>");
        report_inputs_books(out, &info->books);
        buffer_add_text(out, ".</p>\n");
    }
    if (unread || trouble.len) {
        buffer_add_text(out, "<p><span class=s-error>error</span> ");
        html_add(out, trouble.len ? trouble : VIEW("it could not be read"));
        buffer_add_text(out, "</p>\n");
    }
    if (!unread)
        add_columns(page, info);
    buffer_add_text(out, "</article>\n");
}

/* Which are shown: all when they are few, else those with something wrong, and then others while there is room. */
static bool is_shown(const struct report_inputs *inputs, const struct html_page *page, const struct source_info *info,
                     size_t *good_left)
{
    if (page->summary->source_count <= HTML_INPUTS_SHOWN || report_inputs_bad(inputs, info))
        return true;
    if (!*good_left)
        return false;
    --*good_left;
    return true;
}

static void add_rest(struct buffer *out, uint64_t rest)
{
    if (!rest)
        return;
    buffer_add_text(out, "<p>");
    page_add_count(out, rest, "more input is", "more inputs are");
    buffer_add_text(out, " not shown; their rows are counted above. <code>--report json=FILE</code> lists every "
                         "input.</p>\n");
}

enum status html_inputs_write(const struct report_inputs *inputs, const struct html_page *page, struct writer *writer,
                              struct error *error)
{
    const struct summary *summary = page->summary;
    size_t bad = 0, idle = 0, shown = 0, good_left;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < summary->source_count; i++)
        bad += report_inputs_bad(inputs, summary->sources[i]);
    for (size_t i = 0; i < summary->source_count; i++)
        idle += report_inputs_idle(inputs, summary->sources[i]);
    good_left = bad < HTML_INPUTS_SHOWN ? HTML_INPUTS_SHOWN - bad : 0;
    buffer_add_text(page->out, "<section id=inputs aria-labelledby=inputs-h>\n<h2 id=inputs-h>Inputs</h2>\n");
    for (size_t i = 0; i < summary->source_count && shown < HTML_INPUTS_SHOWN && status == STATUS_OK; i++) {
        const struct source_info *info = summary->sources[i];
        if (report_inputs_idle(inputs, info) || !is_shown(inputs, page, info, &good_left))
            continue;
        add_input(inputs, page, info);
        shown++;
        status = writer_flush_full(writer, error);
    }
    add_rest(page->out, summary->source_count - shown - idle);
    if (idle) {
        buffer_add_text(page->out, "<p>");
        page_add_count(page->out, idle, "file without activities was passed over.</p>\n",
                       "files without activities were passed over.</p>\n");
    }
    buffer_add_text(page->out, "</section>\n");
    return status;
}
