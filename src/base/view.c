#include "base/view.h"

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

/* Not strncasecmp, which ends at a NUL and asks the locale. */
bool view_equal_fold(struct view a, struct view b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (lower(a.at[i]) != lower(b.at[i]))
            return false;
    return true;
}

bool view_starts(struct view v, struct view prefix)
{
    return v.len >= prefix.len && view_equal_fold((struct view){v.at, prefix.len}, prefix);
}

bool view_ends(struct view v, struct view suffix)
{
    return v.len >= suffix.len && view_equal_fold(view_skip(v, v.len - suffix.len), suffix);
}

bool view_contains(struct view v, struct view needle)
{
    for (; v.len >= needle.len; v = view_skip(v, 1)) {
        if (view_starts(v, needle))
            return true;
        if (v.len == 0)
            break;
    }
    return false;
}

/* The length of the white space that starts at p, 0 if none does. */
static size_t space_at(const char *p, size_t len)
{
    static const struct view wide[] = {
        {"\xC2\xA0", 2},     {"\xE2\x80\x89", 3}, {"\xE2\x80\xAF", 3},
        {"\xE2\x80\x8B", 3}, {"\xEF\xBB\xBF", 3}, {"\xE3\x80\x80", 3},
    };
    unsigned char c = (unsigned char)*p;
    if (c == ' ' || (c >= '\t' && c <= '\r'))
        return 1;
    if (c < 0xC2)
        return 0;
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (len >= wide[i].len && memcmp(p, wide[i].at, wide[i].len) == 0)
            return wide[i].len;
    return 0;
}

/* The length of the white space that ends at v's end, 0 if none does. */
static size_t space_before_end(struct view v)
{
    for (size_t n = 1; n <= 3 && n <= v.len; n++)
        if (space_at(v.at + v.len - n, n) == n)
            return n;
    return 0;
}

struct view view_trim(struct view v)
{
    size_t n;
    while (v.len && (n = space_at(v.at, v.len)) != 0)
        v = view_skip(v, n);
    while (v.len && (n = space_before_end(v)) != 0)
        v.len -= n;
    return v;
}

struct view view_cut(struct view *rest, char separator)
{
    struct view head = *rest;
    const char *found = rest->len ? memchr(rest->at, separator, rest->len) : NULL;
    if (!found) {
        *rest = (struct view){NULL, 0};
        return head;
    }
    head.len = (size_t)(found - head.at);
    *rest = view_skip(*rest, head.len + 1);
    return head;
}

/* Whether b is a with one character left out. */
static bool one_left_out(struct view a, struct view b)
{
    size_t same = 0;
    while (same < b.len && a.at[same] == b.at[same])
        same++;
    return view_equal(view_skip(a, same + 1), view_skip(b, same));
}

bool view_one_edit(struct view a, struct view b)
{
    if (a.len == b.len + 1)
        return one_left_out(a, b);
    if (b.len == a.len + 1)
        return one_left_out(b, a);
    if (a.len != b.len)
        return false;
    size_t i = 0;
    while (i < a.len && a.at[i] == b.at[i])
        i++;
    if (i == a.len)
        return false;
    bool changed = view_equal(view_skip(a, i + 1), view_skip(b, i + 1));
    bool swapped = i + 1 < a.len && a.at[i] == b.at[i + 1] && a.at[i + 1] == b.at[i] &&
                   view_equal(view_skip(a, i + 2), view_skip(b, i + 2));
    return changed || swapped;
}
