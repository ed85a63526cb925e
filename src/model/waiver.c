#include "model/waiver.h"

#include <stdlib.h>

/* ---- which findings ---- */

static const char of_reading[] = "it is about how the file is read, not about one activity; mend the file or give an "
                                 "option (tallypost explain tells which)";
static const char leaves_a_hole[] = "without it there is nothing to post; mend the row";
static const char no_complaint[] = "it only says why the row is skipped";
static const char about_no_row[] = "it is about no single row; --rule switches it off";

static const struct {
    enum code first, last;
    const char *why;
} refusals[] = {
    {CODE_CSV_OPEN_QUOTE, CODE_FIX_APPLIED, of_reading},
    {CODE_DATE_MISSING, CODE_DATE_INVALID, leaves_a_hole},
    {CODE_DISTANCE_MISSING, CODE_DISTANCE_MISSING, leaves_a_hole},
    {CODE_TYPE_MISSING, CODE_TYPE_UNKNOWN,
     "the row needs a type to be posted; mend it, or give the word to a [type] "
     "of the event file under names"},
    {CODE_BIB_INVALID, CODE_BIB_INVALID, leaves_a_hole},
    {CODE_PARTICIPANT_MISSING, CODE_PARTICIPANT_MISSING, leaves_a_hole},
    {CODE_ROW_NOT_ACTIVITY, CODE_ROW_NOT_ACTIVITY, no_complaint},
    {CODE_ALREADY_IMPORTED, CODE_ALREADY_POSTED, no_complaint},
    {CODE_COUNT_LOW, CODE_COUNT_LOW, about_no_row},
    {CODE_WAIVER_EXPIRED, CODE_WAIVER_UNUSED, about_no_row},
};

const char *waiver_refusal(enum code code)
{
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++)
        if (code >= refusals[i].first && code <= refusals[i].last)
            return refusals[i].why;
    return NULL;
}

/* ---- the order ---- */

static int by_number(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

/* By target, row and code. */
static int compare(const struct waiver *a, const struct waiver *b)
{
    int order = by_number(a->target, b->target);
    order = order ? order : by_number(a->row, b->row);
    return order ? order : by_number(a->code, b->code);
}

static int compare_all(const void *left, const void *right)
{
    const struct waiver *a = *(const struct waiver *const *)left, *b = *(const struct waiver *const *)right;
    int order = compare(a, b);
    return order ? order : by_number(a->number, b->number);
}

void waivers_sort(struct waivers *w, int32_t as_of, struct arena *arena)
{
    w->sorted = arena_get(arena, (w->count + 1) * sizeof *w->sorted);
    w->sorted_count = 0;
    for (size_t i = 0; i < w->count; i++) {
        struct waiver *one = &w->list[i];
        one->expired = one->until != UNKNOWN_DAY && as_of != UNKNOWN_DAY && one->until < as_of;
        if (!one->expired)
            w->sorted[w->sorted_count++] = one;
    }
    qsort(w->sorted, w->sorted_count, sizeof *w->sorted, compare_all);
}

/* ---- finding one ---- */

static bool is_end_of(struct view end, struct view path)
{
    return view_ends(path, end) && path.len > end.len && path.at[path.len - end.len - 1] == '/';
}

bool waiver_same_file(struct view a, struct view b)
{
    return a.len && b.len && (view_equal(a, b) || is_end_of(a, b) || is_end_of(b, a));
}

/* The member of an archive is named with its archive. */
static bool is_of_source(const struct waiver *waiver, const struct source_info *source)
{
    struct view name = waiver->source;
    if (!source->member.len)
        return waiver_same_file(name, source->source);
    if (!is_end_of(source->member, name))
        return false;
    name.len -= source->member.len + 1;
    return waiver_same_file(name, source->source);
}

static const struct waiver *find(const struct waivers *w, const struct source_info *source, const struct waiver *wanted)
{
    size_t low = 0, high = w->sorted_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare(w->sorted[middle], wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < w->sorted_count && compare(w->sorted[low], wanted) == 0; low++)
        if (wanted->target == WAIVER_KEY || is_of_source(w->sorted[low], source))
            return w->sorted[low];
    return NULL;
}

const struct waiver *waivers_find(const struct waivers *w, const struct source_info *source, const struct activity *row,
                                  enum code code)
{
    const struct waiver by_key = {.target = WAIVER_KEY, .row = row->key, .code = code};
    const struct waiver by_line = {.target = WAIVER_LINE, .row = row->line, .code = code};
    const struct waiver by_record = {.target = WAIVER_RECORD, .row = row->index, .code = code};
    if (waiver_refusal(code))
        return NULL;
    if (code == CODE_DISTANCE_INVALID && row->distance_mm == UNKNOWN && row->count == UNKNOWN)
        return NULL;
    const struct waiver *found = row->key ? find(w, source, &by_key) : NULL;
    if (!found && row->line)
        found = find(w, source, &by_line);
    return found ? found : find(w, source, &by_record);
}

void waiver_text(struct buffer *out, const struct waiver *waiver)
{
    buffer_add_text(out, "waived by ");
    buffer_add_masked(out, waiver->by);
    buffer_add_text(out, ": ");
    buffer_add_masked(out, waiver->reason);
    if (waiver->until == UNKNOWN_DAY)
        return;
    struct arg until = arg_day(waiver->until);
    buffer_add_text(out, ", until ");
    arg_text(out, &until);
}
