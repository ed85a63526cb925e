#include "normalize/date_words.h"

#include <stdint.h>

enum { LONGEST_WORD = 15 };

static const struct {
    char word[LONGEST_WORD + 1];
    enum date_role role;
    int value;
} date_words[] = {
#define DATE_WORD(word, role, value) {word, DATE_ROLE_##role, value},
#include "normalize/date_words.def"
#undef DATE_WORD
};

/* The base letters of U+00C0 to U+017F. */
static const char base_letters[] = "aaaaaaaceeeeiiiidnooooo*ouuuuytsaaaaaaaceeeeiiiidnooooo*ouuuuyty"
                                   "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll"
                                   "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

/* Adds the letter at `at` to the word: its base letter, or nothing for a combining mark; returns its length. */
static size_t take_letter(const char *at, size_t left, char *word, size_t *n)
{
    unsigned char c = (unsigned char)at[0];
    char base;
    if ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') {
        base = (char)(c | 0x20);
    } else if (left >= 2 && c >= 0xC3 && c <= 0xC5 && (at[1] & 0xC0) == 0x80) {
        base = base_letters[(c - 0xC3) * 64 + (at[1] & 0x3F)];
        if (base == '*')
            return 0;
    } else {
        bool is_mark = left >= 2 && (c == 0xCC || (c == 0xCD && (unsigned char)at[1] < 0xB0));
        return is_mark && *n ? 2 : 0;
    }
    if (*n < LONGEST_WORD)
        word[*n] = base;
    ++*n;
    return c < 0x80 ? 1 : 2;
}

struct date_word date_word_at(struct view text)
{
    char word[LONGEST_WORD + 1] = {0};
    size_t n = 0, len = 0, step;
    while (len < text.len && (step = take_letter(text.at + len, text.len - len, word, &n)) != 0)
        len += step;
    struct date_word found = {DATE_ROLE_NONE, 0, len};
    if (n == 0 || n > LONGEST_WORD)
        return found;
    size_t low = 0, high = sizeof date_words / sizeof *date_words;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(word, date_words[middle].word);
        if (order == 0) {
            found.role = date_words[middle].role;
            found.value = date_words[middle].value;
            return found;
        }
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return found;
}
