#include "base/utf8.h"

#include <stdint.h>
#include <stdlib.h>
#include <utf8proc.h>

#include "base/memory.h"

static bool is_tail(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

size_t utf8_length(const char *at, size_t left)
{
    if (!left)
        return 0;
    const unsigned char *p = (const unsigned char *)at;
    if (p[0] < 0x80)
        return 1;
    if (p[0] >= 0xC2 && p[0] <= 0xDF)
        return left >= 2 && is_tail(at[1]) ? 2 : 0;
    if (p[0] >= 0xE0 && p[0] <= 0xEF) {
        bool good = left >= 3 && is_tail(at[1]) && is_tail(at[2]);
        bool overlong = p[0] == 0xE0 && left >= 2 && p[1] < 0xA0;
        bool surrogate = p[0] == 0xED && left >= 2 && p[1] >= 0xA0;
        return good && !overlong && !surrogate ? 3 : 0;
    }
    if (p[0] >= 0xF0 && p[0] <= 0xF4) {
        bool good = left >= 4 && is_tail(at[1]) && is_tail(at[2]) && is_tail(at[3]);
        bool outside = left >= 2 && ((p[0] == 0xF0 && p[1] < 0x90) || (p[0] == 0xF4 && p[1] > 0x8F));
        return good && !outside ? 4 : 0;
    }
    return 0;
}

/* Whether the bytes up to the end may be the beginning of one character. */
static bool is_cut_character(const char *at, size_t left)
{
    char padded[4] = {(char)0x80, (char)0x80, (char)0x80, (char)0x80};
    if (left >= 4)
        return false;
    memcpy(padded, at, left);
    if (left == 1) /* E0, ED, F0 and F4 bound their second byte; 0x80 or 0x9F..0xBF fits one of them */
        return (unsigned char)at[0] >= 0xC2 && (unsigned char)at[0] <= 0xF4;
    return utf8_length(padded, 4) > left;
}

size_t utf8_valid_until(struct view text, bool open_end)
{
    size_t i = 0;
    while (i < text.len) {
        uint64_t word;
        if (text.len - i >= sizeof word) {
            memcpy(&word, text.at + i, sizeof word);
            if ((word & 0x8080808080808080u) == 0) {
                i += sizeof word;
                continue;
            }
        }
        size_t n = utf8_length(text.at + i, text.len - i);
        if (n == 0)
            return open_end && is_cut_character(text.at + i, text.len - i) ? text.len : i;
        i += n;
    }
    return text.len;
}

static bool is_word_character(utf8proc_int32_t c)
{
    utf8proc_category_t category = utf8proc_category(c);
    return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) ||
           (category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO);
}

struct view utf8_fold(struct arena *arena, struct view text)
{
    utf8proc_uint8_t *mapped = NULL;
    utf8proc_ssize_t len = utf8proc_map((const utf8proc_uint8_t *)text.at, (utf8proc_ssize_t)text.len, &mapped,
                                        UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK | UTF8PROC_CASEFOLD |
                                            UTF8PROC_IGNORE | UTF8PROC_STRIPNA);
    if (len == UTF8PROC_ERROR_NOMEM)
        memory_exhausted();
    if (len < 0 || !text.len) {
        free(mapped);
        return arena_copy(arena, text);
    }
    char *out = arena_get(arena, (size_t)len + 1);
    size_t n = 0;
    bool gap = false;
    for (utf8proc_ssize_t i = 0; i < len;) {
        utf8proc_int32_t c;
        utf8proc_ssize_t step = utf8proc_iterate(mapped + i, len - i, &c);
        step = step < 1 ? 1 : step;
        if (is_word_character(c)) {
            if (gap && n)
                out[n++] = ' ';
            gap = false;
            memcpy(out + n, mapped + i, (size_t)step);
            n += (size_t)step;
        } else {
            gap = true;
        }
        i += step;
    }
    free(mapped);
    return (struct view){out, n};
}
