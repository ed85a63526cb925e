#include "rules/roster_names.h"

#include "base/utf8.h"

/* The row's name as it was written; empty when it has none. */
static struct view whole_name(struct arena *arena, const struct activity *row)
{
    if (row->first_name.len && row->last_name.len)
        return arena_format(arena, "%.*s %.*s", VIEW_ARG(row->first_name), VIEW_ARG(row->last_name));
    return row->name;
}

/* The common case, without folding. */
static bool is_plainly_same(const struct participant *one, const struct activity *row)
{
    if (row->last_name.len)
        return view_equal_fold(row->last_name, one->last_name);
    return one->last_name.len && view_contains(row->name, one->last_name);
}

static bool has_word(struct view words, struct view word)
{
    while (words.at) {
        struct view other = view_cut(&words, ' ');
        if (other.len && view_equal(other, word))
            return true;
    }
    return false;
}

bool roster_names_agree(struct arena *arena, const struct participant *one, const struct activity *row)
{
    if (is_plainly_same(one, row) || !one->folded_name.len)
        return true;
    struct view words = utf8_fold(arena, whole_name(arena, row));
    if (!words.len)
        return true;
    while (words.at) {
        struct view word = view_cut(&words, ' ');
        if (word.len > 1 && has_word(one->folded_name, word))
            return true;
    }
    return false;
}

/* "quill ada" for "Quill, Ada". */
static struct view turned(struct arena *arena, struct view written)
{
    struct view rest = written, last = view_cut(&rest, ',');
    if (!rest.at)
        return (struct view){"", 0};
    return utf8_fold(arena, arena_format(arena, "%.*s %.*s", VIEW_ARG(rest), VIEW_ARG(last)));
}

const struct participant *roster_names_find(struct arena *arena, const struct participants *roster,
                                            const struct activity *row)
{
    struct view written = whole_name(arena, row);
    if (!written.len)
        return NULL;
    const struct participant *one = participants_by_name(roster, utf8_fold(arena, written));
    return one ? one : participants_by_name(roster, turned(arena, written));
}

struct view roster_names_initials(struct arena *arena, const struct participant *one)
{
    size_t first = utf8_length(one->first_name.at, one->first_name.len);
    size_t last = utf8_length(one->last_name.at, one->last_name.len);
    return arena_format(arena, "%.*s. %.*s.", (int)first, one->first_name.at, (int)last, one->last_name.at);
}

void roster_names_hint(struct batch *batch, const struct activity *row, struct finding *finding,
                       const struct participant *named)
{
    if (!named || !named->bib.len || view_equal(named->bib, row->bib))
        return;
    struct hint *hint = batch_hint(batch, finding, SLIP_SAME_NAME, FIELD_BIB, arg_view(named->bib));
    if (hint)
        hint->args[0] = arg_view(roster_names_initials(&batch->arena, named));
}
