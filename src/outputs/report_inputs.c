#include "outputs/report_inputs.h"

#include "outputs/page.h"
#include "outputs/place.h"

void report_inputs_books(struct buffer *out, const struct books *books)
{
    page_add_count(out, books->rows, "row: ", "rows: ");
    page_add_number(out, books->accepted);
    buffer_add_text(out, " accepted, ");
    page_add_number(out, books->rejected);
    buffer_add_text(out, " rejected");
    if (books->skipped) {
        buffer_add_text(out, ", ");
        page_add_number(out, books->skipped);
        buffer_add_text(out, " skipped");
    }
    if (books->blank) {
        buffer_add_text(out, ", ");
        page_add_number(out, books->blank);
        buffer_add_text(out, " blank");
    }
}

static const char *delimiter_word(char delimiter)
{
    static const struct {
        char delimiter;
        const char *word;
    } words[] = {{',', "comma"}, {';', "semicolon"}, {'\t', "tab"}, {'|', "bar"}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (words[i].delimiter == delimiter)
            return words[i].word;
    return NULL;
}

void report_inputs_recognition(struct buffer *text, const struct source_info *info)
{
    buffer_add_text(text, "read as ");
    buffer_add_masked(text, info->format);
    if (info->profile.len) {
        buffer_add_text(text, ", profile ");
        buffer_add_masked(text, info->profile);
    }
    if (info->encoding.len) {
        buffer_add_text(text, ", ");
        buffer_add_masked(text, info->encoding);
    }
    const char *word = delimiter_word(info->delimiter);
    if (word) {
        buffer_add_text(text, ", ");
        buffer_add_text(text, word);
    } else if (info->delimiter) {
        buffer_add_text(text, ", delimiter ");
        buffer_add_masked(text, (struct view){&info->delimiter, 1});
    }
    if (info->header_line) {
        buffer_add_text(text, ", header in line ");
        page_add_number(text, info->header_line);
    }
}

void report_inputs_decisions(struct buffer *text, const struct source_info *info)
{
    for (size_t i = 0; i < info->column_count; i++) {
        const struct column_info *column = &info->columns[i];
        bool matters = column->field == FIELD_DATE || column->field == FIELD_DISTANCE || column->field == FIELD_TIME;
        if (!matters || !column->decision.len || view_is(column->evidence, "profile"))
            continue;
        buffer_add_text(text, text->len ? "; " : "");
        buffer_add_text(text, field_table[column->field].name);
        buffer_add_text(text, ": ");
        buffer_add_masked(text, column->decision);
        if (!column->evidence.len)
            continue;
        buffer_add_text(text, " (");
        buffer_add_masked(text, column->evidence);
        buffer_add_char(text, ')');
    }
}

struct view report_inputs_trouble(const struct report_inputs *r, const struct source_info *info)
{
    return info->number < r->count ? r->troubles[info->number] : VIEW("");
}

static bool is_unread(const struct source_info *info)
{
    return info->format.len == 0;
}

static void flush_wrapped(struct report_inputs *r, struct buffer *out)
{
    if (r->scratch.len)
        page_add_wrapped(out, buffer_view(&r->scratch), 2, 0);
    buffer_reset(&r->scratch);
}

static void add_block(struct report_inputs *r, struct buffer *out, const struct source_info *info, bool color)
{
    struct view trouble = report_inputs_trouble(r, info);
    place_source(out, info);
    buffer_add_char(out, '\n');
    if (!is_unread(info)) {
        report_inputs_recognition(&r->scratch, info);
        flush_wrapped(r, out);
        report_inputs_decisions(&r->scratch, info);
        flush_wrapped(r, out);
        if (info->books.rows || !trouble.len) {
            buffer_add_text(out, "  ");
            report_inputs_books(out, &info->books);
            buffer_add_char(out, '\n');
        }
        if (info->tracks) {
            buffer_add_text(out, "  ");
            page_add_count(out, info->tracks, "row was compared with its track",
                           "rows were compared with their tracks");
            buffer_add_char(out, '\n');
        }
    }
    if (trouble.len || is_unread(info)) {
        buffer_add_text(out, "  ");
        page_add_colored(out, PAGE_RED, color, "error:");
        page_add_wrapped(out, trouble.len ? trouble : VIEW("could not be read"), 9, 8);
    }
    buffer_add_char(out, '\n');
}

bool report_inputs_idle(const struct report_inputs *r, const struct source_info *info)
{
    return !info->books.rows && info->by_code[CODE_NOT_ACTIVITIES] && !report_inputs_trouble(r, info).len;
}

/* It could not be used as it should. */
static bool is_in_trouble(const struct report_inputs *r, const struct source_info *info)
{
    return report_inputs_trouble(r, info).len || (is_unread(info) && !report_inputs_idle(r, info));
}

bool report_inputs_bad(const struct report_inputs *r, const struct source_info *info)
{
    return info->books.rejected || is_in_trouble(r, info);
}

static void add_rest(struct buffer *out, uint64_t count, const char *one, const char *many)
{
    if (!count)
        return;
    page_add_count(out, count, one, many);
    buffer_add_text(out, "\n\n");
}

enum status report_inputs_write(struct report_inputs *r, const struct summary *summary, struct writer *writer,
                                bool verbose, bool color, struct error *error)
{
    bool all = verbose || summary->source_count <= REPORT_INPUTS_ALL;
    uint64_t told = 0, good = 0, bad = 0, idle = 0;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < summary->source_count && status == STATUS_OK; i++) {
        const struct source_info *info = summary->sources[i];
        bool is_one_of_bad = report_inputs_bad(r, info);
        if (report_inputs_idle(r, info)) {
            idle++;
        } else if (all || (is_one_of_bad && told < REPORT_INPUTS_BAD)) {
            add_block(r, &writer->pending, info, color);
            told++;
        } else {
            bad += is_one_of_bad;
            good += !is_one_of_bad;
        }
        status = writer_flush_full(writer, error);
    }
    add_rest(&writer->pending, bad, "more input with rejected rows; --verbose names it",
             "more inputs with rejected rows; --verbose names them");
    add_rest(&writer->pending, good, "input with nothing rejected", "inputs with nothing rejected");
    add_rest(&writer->pending, idle,
             verbose ? "file without activities was passed over"
                     : "file without activities was passed over; --verbose says what it is",
             verbose ? "files without activities were passed over"
                     : "files without activities were passed over; --verbose says what they are");
    return status;
}

uint64_t report_inputs_in_trouble(const struct report_inputs *r, const struct summary *summary)
{
    uint64_t n = 0;
    for (size_t i = 0; i < summary->source_count; i++)
        n += is_in_trouble(r, summary->sources[i]);
    return n;
}

void report_inputs_observe(struct report_inputs *r, const struct batch *batch)
{
    size_t number = batch->source->number;
    const struct finding *f = batch->findings;
    while (f && f->severity != SEVERITY_ERROR)
        f = f->next;
    if (!f)
        return;
    r->troubles = memory_grow(r->troubles, &r->capacity, number + 1, sizeof *r->troubles);
    while (r->count <= number)
        r->troubles[r->count++] = VIEW("");
    if (r->troubles[number].len)
        return;
    finding_text(&r->scratch, f);
    r->troubles[number] = arena_copy(&r->arena, buffer_view(&r->scratch));
    buffer_reset(&r->scratch);
}

void report_inputs_release(struct report_inputs *r)
{
    arena_release(&r->arena);
    buffer_release(&r->scratch);
    memory_free(r->troubles);
    *r = (struct report_inputs){0};
}
