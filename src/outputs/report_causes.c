#include "outputs/report_causes.h"

#include "outputs/page.h"
#include "outputs/place.h"
#include "outputs/report_cures.h"

enum { COUNT_WIDTH = 9, SEVERITY_WIDTH = 9, TEXT_INDENT = COUNT_WIDTH + 2 };

static struct view kept(struct report_causes *s)
{
    struct view text = arena_copy(&s->arena, buffer_view(&s->scratch));
    buffer_reset(&s->scratch);
    return text;
}

static void keep_first(struct report_causes *s, struct report_cause *cause, const struct source_info *source,
                       const struct activity *row, const struct finding *f)
{
    cause->code = f->code;
    cause->severity = report_slot(f);
    if (row)
        place_row(&s->scratch, source, row);
    else
        place_finding(&s->scratch, source, f);
    cause->place = kept(s);
    place_source(&s->scratch, source);
    cause->source = kept(s);
    place_within(&s->scratch, row, f);
    cause->line = kept(s);
    finding_text(&s->scratch, f);
    cause->text = kept(s);
    cause->beside = source->beside;
    if (f->waiver)
        waiver_text(&s->scratch, f->waiver);
    cause->waived = kept(s);
    if (f->hint && !f->waiver)
        hint_text(&s->scratch, f->hint);
    cause->hint = kept(s);
}

/* Words that an event may not know: a few of them are often most of the rows. */
static void count_value(struct report_causes *s, struct report_cause *cause, const struct finding *f)
{
    if (f->code != CODE_TYPE_UNKNOWN)
        return;
    if (!cause->values)
        cause->values = arena_zero(&s->arena, REPORT_VALUES * sizeof *cause->values);
    size_t i = 0;
    while (i < REPORT_VALUES && cause->values[i].count && !view_equal(cause->values[i].text, f->value))
        i++;
    if (i == REPORT_VALUES)
        return;
    if (!cause->values[i].count++)
        cause->values[i].text = arena_copy(&s->arena, f->value);
}

static void note_doubted(struct report_causes *s, const struct source_info *source)
{
    if (s->doubted_count && s->doubted[s->doubted_count - 1] == source)
        return;
    s->doubted = memory_grow(s->doubted, &s->doubted_capacity, s->doubted_count + 1, sizeof *s->doubted);
    s->doubted[s->doubted_count++] = source;
}

void report_causes_observe(struct report_causes *s, const struct source_info *source, const struct activity *row,
                           const struct finding *first)
{
    for (const struct finding *f = first; f; f = f->next) {
        struct report_cause *cause = &s->table[(int)f->code * REPORT_SEVERITIES + (int)report_slot(f)];
        if (!cause->count++)
            keep_first(s, cause, source, row, f);
        if (f->hint && !f->waiver)
            cause->slips[f->hint->slip]++;
        count_value(s, cause, f);
        if (f->code == CODE_UNIT_SUSPECT)
            note_doubted(s, source);
    }
}

/* What may explain all the others stands before them; what was waived comes after what was not, before the remarks. */
static int weight(const struct report_cause *cause)
{
    if (cause->code == CODE_UNIT_SUSPECT && cause->severity > SEVERITY_INFO)
        return 2 * SEVERITY_ERROR + 1;
    return cause->severity == (enum severity)REPORT_WAIVED ? 3 : 2 * (int)cause->severity;
}

/* The worst first, then the most. */
static bool comes_before(const struct report_cause *a, const struct report_cause *b)
{
    if (weight(a) != weight(b))
        return weight(a) > weight(b);
    return a->count != b->count ? a->count > b->count : a->code < b->code;
}

/* Remarks are told only on demand, but for those that say why rows were skipped or what was mended. */
static bool is_told(const struct report_cause *cause, bool verbose)
{
    static const enum code always[] = {CODE_ROW_NOT_ACTIVITY, CODE_ALREADY_IMPORTED, CODE_ALREADY_POSTED,
                                       CODE_FIX_APPLIED};
    for (size_t i = 0; i < sizeof always / sizeof *always; i++)
        verbose = verbose || cause->code == always[i];
    return verbose || weight(cause) > weight(&(struct report_cause){.severity = SEVERITY_INFO});
}

/* In the order in which they are told; returns how many. */
static size_t collect(const struct report_causes *s, bool verbose, const struct report_cause *list[], uint64_t *untold)
{
    size_t n = 0;
    for (const struct report_cause *cause = s->table; cause < s->table + REPORT_CAUSES; cause++) {
        if (!cause->count || !is_told(cause, verbose)) {
            *untold += cause->count;
            continue;
        }
        size_t at = n++;
        for (; at > 0 && comes_before(cause, list[at - 1]); at--)
            list[at] = list[at - 1];
        list[at] = cause;
    }
    return n;
}

size_t report_causes_list(const struct report_causes *causes, const struct report_cause *list[REPORT_CAUSES])
{
    uint64_t untold = 0;
    return collect(causes, true, list, &untold);
}

static void flush_wrapped(struct report_causes *s, struct buffer *out)
{
    page_add_wrapped(out, buffer_view(&s->scratch), TEXT_INDENT, 0);
    buffer_reset(&s->scratch);
}

enum { MANY = 10, MOST_PERCENT = 80 };

/* One slip in nearly all of many rows is one mistake: what mends them at once. */
static void add_shared_slip(struct report_causes *s, struct buffer *out, const struct report_cause *cause)
{
    enum slip top = 0;
    for (enum slip slip = 0; slip < SLIP_COUNT; slip++)
        top = cause->slips[slip] > cause->slips[top] ? slip : top;
    if (cause->count < MANY || cause->slips[top] * 100 < cause->count * MOST_PERCENT || !report_cure(top))
        return;
    buffer_add_text(&s->scratch, "the same slip fits ");
    page_add_number(&s->scratch, cause->slips[top]);
    buffer_add_text(&s->scratch, " of ");
    page_add_number(&s->scratch, cause->count);
    buffer_add_text(&s->scratch, ": ");
    buffer_add_text(&s->scratch, report_cure(top));
    flush_wrapped(s, out);
}

static void add_values(struct report_causes *s, struct buffer *out, const struct report_cause *cause)
{
    uint64_t told = 0;
    if (!cause->values || cause->count < 2)
        return;
    for (size_t i = 0; i < REPORT_VALUES && cause->values[i].count; i++) {
        struct arg quoted = arg_quoted(cause->values[i].text);
        buffer_add_text(&s->scratch, i ? ", " : "");
        arg_text(&s->scratch, &quoted);
        buffer_add_char(&s->scratch, ' ');
        page_add_number(&s->scratch, cause->values[i].count);
        told += cause->values[i].count;
    }
    if (told < cause->count) {
        buffer_add_text(&s->scratch, ", others ");
        page_add_number(&s->scratch, cause->count - told);
    }
    flush_wrapped(s, out);
}

/* The rows beneath it. */
static void add_consequences(struct report_causes *s, struct buffer *out)
{
    for (size_t i = 0; i < report_consequence_count; i++) {
        uint64_t rows = 0;
        for (size_t j = 0; j < s->doubted_count; j++)
            rows += s->doubted[j]->by_code[report_consequences[i]];
        if (!rows)
            continue;
        buffer_add_text(&s->scratch, s->scratch.len ? ", " : "it may explain ");
        page_add_number(&s->scratch, rows);
        buffer_add_char(&s->scratch, ' ');
        buffer_add_text(&s->scratch, code_table[report_consequences[i]].name);
    }
    if (s->scratch.len)
        flush_wrapped(s, out);
}

static void add_cause(struct report_causes *s, struct buffer *out, const struct report_cause *cause, struct view place,
                      bool color)
{
    static const enum page_color colors[] = {PAGE_PLAIN, PAGE_PLAIN, PAGE_YELLOW, PAGE_RED};
    const char *word = report_slot_name(cause->severity);
    page_add_aligned(out, cause->count, COUNT_WIDTH);
    buffer_add_text(out, "  ");
    page_add_colored(out, colors[cause->severity], color, word);
    buffer_format(out, "%*s%s\n", (int)(SEVERITY_WIDTH - strlen(word)), "", code_table[cause->code].name);
    if (place.len) {
        buffer_add_text(&s->scratch, cause->count > 1 ? "first in " : "");
        buffer_add(&s->scratch, place);
        buffer_add_text(&s->scratch, ": ");
    }
    buffer_add(&s->scratch, cause->text);
    flush_wrapped(s, out);
    if (cause->hint.len || cause->waived.len) {
        buffer_add_text(&s->scratch, cause->hint.len ? "hint: " : "");
        buffer_add(&s->scratch, cause->hint.len ? cause->hint : cause->waived);
        flush_wrapped(s, out);
    }
    add_shared_slip(s, out, cause);
    add_values(s, out, cause);
    if (cause->code == CODE_UNIT_SUSPECT)
        add_consequences(s, out);
}

void report_causes_write(struct report_causes *s, struct buffer *out, bool one_source, bool verbose, bool color)
{
    const struct report_cause *list[REPORT_CAUSES];
    uint64_t untold = 0;
    size_t n = collect(s, verbose, list, &untold);
    if (n)
        page_add_colored(out, PAGE_BOLD, color, "    count  severity what");
    buffer_add_text(out, n ? "\n" : "");
    for (size_t i = 0; i < n; i++)
        add_cause(s, out, list[i], one_source && !list[i]->beside ? list[i]->line : list[i]->place, color);
    if (n)
        buffer_add_text(out, "\ntallypost explain CODE tells what a code means and how to mend it.\n");
    if (untold)
        page_add_count(out, untold, "remark is not shown; --verbose shows it.\n",
                       "remarks are not shown; --verbose shows them.\n");
    buffer_add_text(out, n || untold ? "\n" : "");
}

void report_causes_release(struct report_causes *s)
{
    arena_release(&s->arena);
    buffer_release(&s->scratch);
    memory_free(s->doubted);
    *s = (struct report_causes){0};
}
