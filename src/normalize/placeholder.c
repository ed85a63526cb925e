#include "normalize/placeholder.h"

static const char *const words[] = {"n/a", "na", "n.a.", "#n/a", "none", "null", "nil"};

/* Nothing but dashes and colons: "-", "--", "--:--", an en or em dash. */
static bool is_dashes(struct view text)
{
    static const struct view dashes[] = {{"-", 1}, {":", 1}, {"\xE2\x80\x93", 3}, {"\xE2\x80\x94", 3}};
    bool any = false;
    while (text.len) {
        size_t i = 0;
        while (i < sizeof dashes / sizeof *dashes && !view_starts(text, dashes[i]))
            i++;
        if (i == sizeof dashes / sizeof *dashes)
            return false;
        any = any || i != 1;
        text = view_skip(text, dashes[i].len);
    }
    return any;
}

bool placeholder_is(struct view trimmed)
{
    if (!trimmed.len)
        return true;
    if (trimmed.at[0] >= '0' && trimmed.at[0] <= '9')
        return false;
    if (is_dashes(trimmed))
        return true;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (view_equal_fold(trimmed, view_of(words[i])))
            return true;
    return false;
}
