/* view: a piece of text that somebody else owns, as pointer and length.
 *
 * A view never owns memory and need not end in NUL. Views into a batch live until the batch is
 * reset. An empty view has length 0; its pointer may be NULL. Nothing here fails. */
#ifndef BASE_VIEW_H
#define BASE_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct view {
    const char *at;
    size_t len;
};

/* The view of a string literal, usable as an initialiser. */
#define VIEW(literal) ((struct view){(literal), sizeof(literal) - 1})

/* For printf("%.*s", VIEW_ARG(v)). */
#define VIEW_ARG(v) (int)(v).len, ((v).at ? (v).at : "")

static inline struct view view_of(const char *text)
{
    return (struct view){text, text ? strlen(text) : 0};
}

static inline struct view view_between(const char *from, const char *to)
{
    return (struct view){from, (size_t)(to - from)};
}

static inline bool view_equal(struct view a, struct view b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

static inline bool view_is(struct view v, const char *text)
{
    return view_equal(v, view_of(text));
}

/* The view without its first n bytes (all of it when it is shorter). */
static inline struct view view_skip(struct view v, size_t n)
{
    n = n < v.len ? n : v.len;
    return n ? (struct view){v.at + n, v.len - n} : v;
}

bool view_equal_fold(struct view a, struct view b);    /* ASCII case is ignored */
bool view_starts(struct view v, struct view prefix);   /* ASCII case is ignored */
bool view_ends(struct view v, struct view suffix);     /* ASCII case is ignored */
bool view_one_edit(struct view a, struct view b);      /* a byte changed, added or left out, or two swapped */
bool view_contains(struct view v, struct view needle); /* ASCII case is ignored */

/* Without white space at both ends: ASCII blanks, NBSP, BOM, thin and zero-width spaces in UTF-8. */
struct view view_trim(struct view v);

/* Cuts off and returns what stands before the first `separator`; `rest` becomes what follows, or an
 * empty view with at == NULL when there was no separator. */
struct view view_cut(struct view *rest, char separator);

#endif
