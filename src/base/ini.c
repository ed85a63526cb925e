#include "base/ini.h"

enum { NEAR_EDITS = 3, NEAR_LENGTH = 60 };

void ini_open(struct ini *ini, struct view text)
{
    static const char mark[] = "\xEF\xBB\xBF";
    if (text.len >= 3 && memcmp(text.at, mark, 3) == 0)
        text = view_skip(text, 3);
    *ini = (struct ini){.rest = text};
}

static bool opens_comment(char c)
{
    return c == ';' || c == '#';
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static struct view without_comment(struct view text)
{
    for (size_t i = 0; i < text.len; i++)
        if (opens_comment(text.at[i]) && (i == 0 || is_blank(text.at[i - 1])))
            return view_trim((struct view){text.at, i});
    return view_trim(text);
}

/* The value without its comment, and without the quotes it stands in: only a comment may follow those. False when the
 * quote is never closed. */
static bool read_value(struct view text, struct view *value)
{
    *value = without_comment(text);
    text = view_trim(text);
    if (!text.len || text.at[0] != '"')
        return true;
    struct view rest = view_skip(text, 1), inside = view_cut(&rest, '"');
    if (rest.at && without_comment(rest).len == 0)
        *value = inside;
    return rest.at;
}

static enum ini_result read_section(struct ini *ini, struct view line, struct ini_entry *entry)
{
    struct view rest = view_skip(line, 1), name = view_trim(view_cut(&rest, ']'));
    if (!rest.at || !name.len || without_comment(rest).len)
        return INI_BAD;
    ini->section = name;
    entry->section = name;
    return INI_SECTION;
}

static enum ini_result read_entry(struct view line, struct ini_entry *entry)
{
    struct view rest = line, key = view_cut(&rest, '=');
    if (!rest.at || !view_trim(key).len || without_comment(key).len < view_trim(key).len)
        return INI_BAD;
    entry->key = view_trim(key);
    return read_value(rest, &entry->value) ? INI_ENTRY : INI_BAD;
}

enum ini_result ini_next(struct ini *ini, struct ini_entry *entry)
{
    while (ini->rest.len) {
        struct view line = view_trim(view_cut(&ini->rest, '\n'));
        ini->line++;
        if (!line.len || opens_comment(line.at[0]))
            continue;
        *entry = (struct ini_entry){.section = ini->section, .line = ini->line};
        enum ini_result result = line.at[0] == '[' ? read_section(ini, line, entry) : read_entry(line, entry);
        if (result == INI_BAD)
            entry->key = line;
        return result;
    }
    return INI_END;
}

static char folded(char c)
{
    if (c == '_' || c == ' ')
        return '-';
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Edits (a character changed, added, left out, or two swapped) from one word to the other. Three rows of the usual
 * table are enough, as a swap looks back two. */
static size_t edits_between(struct view a, struct view b)
{
    size_t rows[3][NEAR_LENGTH + 1];
    size_t *before = rows[0], *above = rows[1], *row = rows[2];
    for (size_t j = 0; j <= b.len; j++)
        above[j] = before[j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            char from = folded(a.at[i - 1]), to = folded(b.at[j - 1]);
            row[j] = least(least(above[j], row[j - 1]) + 1, above[j - 1] + (from != to));
            if (i > 1 && j > 1 && from == folded(b.at[j - 2]) && to == folded(a.at[i - 2]))
                row[j] = least(row[j], before[j - 2] + 1);
        }
        size_t *oldest = before;
        before = above;
        above = row;
        row = oldest;
    }
    return above[b.len];
}

/* More than half of the letters must stay, or any short word would be near to any other. */
const char *ini_nearest(struct view word, const char *const known[], size_t count)
{
    const char *nearest = NULL;
    size_t fewest = NEAR_EDITS + 1;
    for (size_t i = 0; i < count && word.len && word.len <= NEAR_LENGTH; i++) {
        struct view other = view_of(known[i]);
        if (!other.len || other.len > NEAR_LENGTH)
            continue;
        size_t edits = edits_between(word, other);
        size_t longer = word.len > other.len ? word.len : other.len;
        if (edits < fewest && edits * 2 < longer) {
            fewest = edits;
            nearest = known[i];
        }
    }
    return nearest;
}
