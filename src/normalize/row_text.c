#include "normalize/row_text.h"

#include <stdint.h>

enum { BIB_LIMIT = 20 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (unsigned char)c >= 0x80;
}

static bool all_digits(struct view v)
{
    for (size_t i = 0; i < v.len; i++)
        if (!is_digit(v.at[i]))
            return false;
    return v.len != 0;
}

static bool strip(struct view *v, struct view before, struct view after)
{
    if (v->len <= before.len + after.len || !view_starts(*v, before) || !view_ends(*v, after))
        return false;
    *v = (struct view){v->at + before.len, v->len - before.len - after.len};
    return true;
}

/* 123.0, 123,00: a number that a spreadsheet gave decimals. */
static bool strip_decimals(struct view *v)
{
    size_t zeros = 0;
    while (zeros < v->len && v->at[v->len - 1 - zeros] == '0')
        zeros++;
    if (!zeros || v->len < zeros + 2)
        return false;
    char mark = v->at[v->len - 1 - zeros];
    struct view whole = {v->at, v->len - 1 - zeros};
    if ((mark != '.' && mark != ',') || !all_digits(whole))
        return false;
    *v = whole;
    return true;
}

static bool looks_like_a_power(struct view v)
{
    bool mark = false;
    for (size_t i = 0; i < v.len; i++) {
        mark = mark || v.at[i] == '.' || v.at[i] == ',';
        if ((v.at[i] == 'E' || v.at[i] == 'e') && mark && i + 1 < v.len &&
            (v.at[i + 1] == '+' || is_digit(v.at[i + 1])))
            return true;
    }
    return false;
}

enum row_text row_text_bib(struct view written, bool digits_only, struct view *number)
{
    struct view v = written;
    *number = v;
    if (all_digits(v))
        return v.len <= BIB_LIMIT ? ROW_TEXT_PLAIN : ROW_TEXT_BAD;
    bool unwrapped = strip(&v, VIEW("=\""), VIEW("\""));
    unwrapped = strip(&v, VIEW("\""), VIEW("\"")) || unwrapped;
    unwrapped = strip(&v, VIEW("'"), VIEW("")) || unwrapped;
    unwrapped = strip(&v, VIEW("#"), VIEW("")) || unwrapped;
    v = view_trim(v);
    unwrapped = strip_decimals(&v) || unwrapped;
    *number = v;
    bool good = v.len != 0 && v.len <= BIB_LIMIT && !looks_like_a_power(v) && !(digits_only && !all_digits(v));
    bool any = false;
    for (size_t i = 0; good && i < v.len; i++) {
        good = is_digit(v.at[i]) || is_letter(v.at[i]) || v.at[i] == '-' || v.at[i] == '_' || v.at[i] == ' ' ||
               v.at[i] == '/';
        any = any || is_digit(v.at[i]) || is_letter(v.at[i]);
    }
    if (!good || !any || (v.len > 1 && v.at[0] == '-'))
        return ROW_TEXT_BAD;
    return unwrapped ? ROW_TEXT_UNWRAPPED : ROW_TEXT_PLAIN;
}

static bool is_control(const struct view text, size_t i)
{
    unsigned char c = (unsigned char)text.at[i];
    if (c < 0x20)
        return c != '\n' && c != '\r' && c != '\t';
    if (c == 0x7F)
        return true;
    return c == 0xC2 && i + 1 < text.len && (unsigned char)text.at[i + 1] < 0xA0 &&
           (unsigned char)text.at[i + 1] >= 0x80;
}

/* How far the text is plain ASCII from the blank on, eight bytes at a time: the common case. */
static size_t plain_length(struct view text)
{
    const uint64_t ones = 0x0101010101010101u, high = 0x8080808080808080u;
    size_t i = 0;
    for (uint64_t word; text.len - i >= sizeof word; i += sizeof word) {
        memcpy(&word, text.at + i, sizeof word);
        uint64_t below_blank = (word - ones * 0x20) & ~word, is_delete = (word ^ ones * 0x7F) - ones;
        if ((word | below_blank | is_delete) & high)
            break;
    }
    return i;
}

struct view row_text_clean(struct arena *arena, struct view text, bool *changed)
{
    size_t first = plain_length(text);
    while (first < text.len && !is_control(text, first))
        first++;
    *changed = first < text.len;
    if (!*changed)
        return text;
    char *clean = arena_get(arena, text.len);
    size_t n = first;
    memcpy(clean, text.at, first);
    for (size_t i = first; i < text.len; i++) {
        if (!is_control(text, i))
            clean[n++] = text.at[i];
        else if ((unsigned char)text.at[i] == 0xC2)
            i++;
    }
    return (struct view){clean, n};
}

struct view row_text_unguarded(struct view text)
{
    bool guarded = text.len > 1 && text.at[0] == '\'' && memchr("=+-@", text.at[1], 4) != NULL;
    return guarded ? view_skip(text, 1) : text;
}

bool row_text_is_total(struct view cell)
{
    static const char *const words[] = {"total",  "totals",  "sum",    "summe",    "gesamt", "somme",       "suma",
                                        "totale", "totaal",  "summa",  "razem",    "i alt",  "grand total", "subtotal",
                                        "totaux", "totales", "totalt", "yhteensa", "average"};
    cell = view_trim(cell);
    while (cell.len && (cell.at[cell.len - 1] == ':' || cell.at[cell.len - 1] == '='))
        cell.len--;
    cell = view_trim(cell);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (view_equal_fold(cell, view_of(words[i])))
            return true;
    return false;
}
