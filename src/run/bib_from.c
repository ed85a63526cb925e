#include "run/bib_from.h"

enum { LONGEST_BIB = 6 }; /* digits; longer ones are ids of activities, or dates */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static struct view parent_name(struct view path)
{
    const char *end = path.at, *last = NULL;
    for (size_t i = 0; i < path.len; i++)
        if (path.at[i] == '/') {
            last = end;
            end = path.at + i + 1;
        }
    return last ? view_between(last, end - 1) : (struct view){"", 0};
}

/* Without ".zip" and the like behind it. */
static struct view without_extension(struct view name)
{
    for (size_t i = 1; i < name.len; i++)
        if (name.at[i] == '.' && !is_digit(name.at[i - 1] == '.' ? '0' : name.at[i - 1]))
            return (struct view){name.at, i};
    const char *dot = memchr(name.at, '.', name.len);
    return dot ? view_between(name.at, dot) : name;
}

struct view bib_from_text(const struct origin *origin, enum bib_from from)
{
    if (from == BIB_FROM_NAME)
        return without_extension(origin_file_name(origin));
    struct view folder = origin->member ? parent_name(view_of(origin->member)) : parent_name(view_of(origin->path));
    if (folder.len || !origin->member)
        return folder;
    const char *slash = strrchr(origin->path, '/'); /* the archive is the folder */
    return without_extension(view_of(slash ? slash + 1 : origin->path));
}

/* The digits from there on. */
static size_t digits_at(struct view text, size_t i)
{
    size_t n = 0;
    while (i + n < text.len && is_digit(text.at[i + n]))
        n++;
    return n;
}

static bool is_joint(char c)
{
    return c == '-' || c == '_' || c == '.' || c == ':' || c == 'T' || c == ' ';
}

/* 2026-05-01, with a clock time behind it or not: how long it is, 0 when it is none. */
static size_t date_at(struct view text, size_t i)
{
    size_t year = digits_at(text, i), at = i + year, parts = 1;
    bool has_year = year == 4 && (text.at[i] == '1' || text.at[i] == '2');
    while (at + 1 < text.len && is_joint(text.at[at])) {
        size_t n = digits_at(text, at + 1);
        if (n == 0 || n > 2)
            break;
        at += n + 1;
        parts++;
    }
    return has_year && parts >= 3 ? at - i : 0;
}

static bool follows_bib(struct view text, size_t i)
{
    while (i > 0 && (is_joint(text.at[i - 1]) || text.at[i - 1] == '#'))
        i--;
    return i >= 3 && view_equal_fold((struct view){text.at + i - 3, 3}, VIEW("bib"));
}

struct view bib_from_origin(const struct origin *origin, enum bib_from from)
{
    struct view text = bib_from_text(origin, from), only = {"", 0};
    size_t found = 0;
    for (size_t i = 0; i < text.len;) {
        size_t n = digits_at(text, i), date = n ? date_at(text, i) : 0;
        if (n && follows_bib(text, i))
            return (struct view){text.at + i, n};
        if (n && !date && n <= LONGEST_BIB) {
            only = (struct view){text.at + i, n};
            found++;
        }
        i += date ? date : n ? n : 1;
    }
    return found == 1 ? only : (struct view){"", 0};
}
