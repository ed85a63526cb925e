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

/* Without ".gpx", ".fit.gz" or ".zip" behind it; numbers behind a dot are part of the name. */
static struct view without_extension(struct view name)
{
    if (view_ends(name, VIEW(".gz")))
        name.len -= 3;
    for (size_t i = name.len; i-- > 1;)
        if (name.at[i] == '.')
            return i + 1 < name.len && is_digit(name.at[i + 1]) ? name : (struct view){name.at, i};
    return name;
}

/* The folder of the path; that of an export where the file lies in its "activities". */
static struct view folder_of(struct view path)
{
    struct view folder = parent_name(path);
    if (!view_equal_fold(folder, VIEW("activities")))
        return folder;
    return parent_name(view_between(path.at, folder.at + folder.len));
}

struct view bib_from_text(const struct origin *origin, enum bib_from from)
{
    if (from == BIB_FROM_NAME)
        return without_extension(origin_file_name(origin));
    struct view folder = folder_of(view_of(origin->member ? origin->member : origin->path));
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

static int number_at(struct view text, size_t i, size_t n)
{
    int value = 0;
    for (; n > 0; n--, i++)
        value = value * 10 + (text.at[i] - '0');
    return value;
}

/* "-0700" or "_070000" behind a date: how long it is, 0 when it is no time of day. */
static size_t clock_at(struct view text, size_t i)
{
    if (i >= text.len || !is_joint(text.at[i]))
        return 0;
    size_t n = digits_at(text, i + 1);
    bool is_time = (n == 4 || n == 6) && number_at(text, i + 1, 2) < 24 && number_at(text, i + 3, 2) < 60 &&
                   (n == 4 || number_at(text, i + 5, 2) < 60);
    return is_time ? n + 1 : 0;
}

/* 2026-05-01, with a clock time behind it or not: how long it is, 0 when it is none. */
static size_t spelled_date_at(struct view text, size_t i)
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

/* That, or 20260501, with what tells the time behind it. */
static size_t date_at(struct view text, size_t i)
{
    size_t len = spelled_date_at(text, i);
    if (!len && digits_at(text, i) == 8)
        len = 8;
    return len ? len + clock_at(text, i + len) : 0;
}

/* "5k", "10km", "2nd": a number that counts something. */
static bool is_counted(struct view text, size_t end)
{
    static const struct view words[] = {{"k", 1}, {"km", 2},  {"m", 1},  {"mi", 2}, {"mile", 4}, {"miles", 5},
                                        {"h", 1}, {"min", 3}, {"st", 2}, {"nd", 2}, {"rd", 2},   {"th", 2}};
    size_t n = 0;
    while (end + n < text.len && ((text.at[end + n] | 32) >= 'a' && (text.at[end + n] | 32) <= 'z'))
        n++;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (view_equal_fold((struct view){text.at + end, n}, words[i]))
            return true;
    return false;
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
        if (n && !date && n <= LONGEST_BIB && !is_counted(text, i + n)) {
            only = (struct view){text.at + i, n};
            found++;
        }
        i += date ? date : n ? n : 1;
    }
    return found == 1 ? only : (struct view){"", 0};
}
