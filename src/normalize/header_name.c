#include "normalize/header_name.h"

#include "base/utf8.h"

static bool is_camel_break(const char *p)
{
    return p[0] >= 'a' && p[0] <= 'z' && p[1] >= 'A' && p[1] <= 'Z';
}

struct view header_fold(struct arena *arena, struct view header)
{
    char *apart = arena_get(arena, header.len * 2 + 1);
    size_t n = 0;
    for (size_t i = 0; i < header.len; i++) {
        apart[n++] = header.at[i];
        if (i + 1 < header.len && is_camel_break(header.at + i))
            apart[n++] = ' ';
    }
    return utf8_fold(arena, (struct view){apart, n});
}

int header_find(const struct view *folded, size_t count, const struct header_ref *ref)
{
    int nth = 0;
    for (size_t i = 0; i < count; i++)
        if (view_equal(folded[i], ref->folded) && ++nth == ref->nth)
            return (int)i;
    return -1;
}
