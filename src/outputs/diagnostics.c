#include "outputs/diagnostics.h"

#include "outputs/place.h"

/* Colours are known only at the end: until then a control character, which masked text never holds, stands for each. */
enum { MARK_END = 1, MARK_HINT, MARK_FIRST_SEVERITY, MARK_COUNT = MARK_FIRST_SEVERITY + SEVERITY_ERROR + 1 };

static const char *const mark_colors[MARK_COUNT] = {
    [MARK_END] = "\033[0m",
    [MARK_HINT] = "\033[32m",
    [MARK_FIRST_SEVERITY + SEVERITY_INFO] = "\033[36m",
    [MARK_FIRST_SEVERITY + SEVERITY_WARNING] = "\033[1;35m",
    [MARK_FIRST_SEVERITY + SEVERITY_ERROR] = "\033[1;31m",
};

static void add_word(struct buffer *out, int mark, const char *word)
{
    buffer_add_text(out, ": ");
    buffer_add_char(out, (char)mark);
    buffer_add_text(out, word);
    buffer_add_text(out, (const char[]){':', MARK_END, ' ', '\0'});
}

/* Says what of the source at hand was not shown. */
static void end_source(struct diagnostics *d)
{
    for (enum code code = 0; d->source && code < CODE_COUNT; code++) {
        if (d->found[code] <= DIAGNOSTICS_SHOWN)
            continue;
        place_source(&d->lines, d->source);
        buffer_add_text(&d->lines, ": ");
        buffer_add_int(&d->lines, (int64_t)(d->found[code] - DIAGNOSTICS_SHOWN));
        buffer_add_text(&d->lines, " more with [");
        buffer_add_text(&d->lines, code_table[code].name);
        buffer_add_text(&d->lines, "]\n");
    }
    memset(d->found, 0, sizeof d->found);
    d->source = NULL;
}

static void add_place(struct diagnostics *d, const struct activity *row, const struct finding *finding)
{
    if (row)
        place_row(&d->lines, d->source, row);
    else
        place_finding(&d->lines, d->source, finding);
}

static void add_lines(struct diagnostics *d, const struct activity *row, const struct finding *finding)
{
    struct buffer *out = &d->lines;
    const struct waiver *waiver = finding->waiver;
    add_place(d, row, finding);
    if (waiver)
        add_word(out, MARK_HINT, "waived");
    else
        add_word(out, MARK_FIRST_SEVERITY + (int)finding->severity, severity_names[finding->severity]);
    finding_text(out, finding);
    buffer_add_text(out, " [");
    buffer_add_text(out, code_table[finding->code].name);
    buffer_add_text(out, "]\n");
    if (!waiver && !finding->hint)
        return;
    add_place(d, row, finding);
    add_word(out, MARK_HINT, waiver ? "note" : "hint");
    if (waiver)
        waiver_text(out, waiver);
    else
        hint_text(out, finding->hint);
    buffer_add_char(out, '\n');
}

/* Once the text is full the counting by source ends too, so that the lines that say it stay few. */
static void add_findings(struct diagnostics *d, const struct activity *row, const struct finding *first)
{
    for (const struct finding *f = first; f; f = f->next) {
        if (f->severity == SEVERITY_INFO && !d->verbose)
            continue;
        if (d->lines.len >= DIAGNOSTICS_BYTES)
            d->left_out++;
        else if (++d->found[f->code] <= DIAGNOSTICS_SHOWN)
            add_lines(d, row, f);
    }
}

void diagnostics_batch(struct diagnostics *d, const struct batch *batch)
{
    if (d->source != batch->source) {
        end_source(d);
        d->source = batch->source;
    }
    add_findings(d, NULL, batch->findings);
    for (size_t i = 0; i < batch->row_count; i++)
        if (batch->rows[i].findings)
            add_findings(d, &batch->rows[i], batch->rows[i].findings);
}

void diagnostics_write(struct diagnostics *d, struct buffer *out, bool color)
{
    end_source(d);
    for (struct view rest = buffer_view(&d->lines); rest.len;) {
        size_t plain = 0;
        while (plain < rest.len && (unsigned char)rest.at[plain] >= MARK_COUNT)
            plain++;
        buffer_add(out, (struct view){rest.at, plain});
        if (color && plain < rest.len)
            buffer_add_text(out, mark_colors[(unsigned char)rest.at[plain]]);
        rest = view_skip(rest, plain + 1);
    }
    if (d->left_out)
        buffer_format(out, "tallypost: %llu more findings; --report json=FILE lists them\n",
                      (unsigned long long)d->left_out);
}

void diagnostics_release(struct diagnostics *d)
{
    buffer_release(&d->lines);
    *d = (struct diagnostics){.verbose = d->verbose};
}
