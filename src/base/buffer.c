#include "base/buffer.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/utf8.h"

void buffer_add_text(struct buffer *b, const char *text)
{
    buffer_add(b, view_of(text));
}

void buffer_add_padded(struct buffer *b, int64_t number, int width)
{
    char digits[24];
    int n = 0;
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    do
        digits[n++] = (char)('0' + rest % 10);
    while ((rest /= 10) != 0);
    while (n < width && n < (int)sizeof digits)
        digits[n++] = '0';
    if (number < 0)
        buffer_add_char(b, '-');
    char *out = buffer_room(b, (size_t)n);
    for (int i = 0; i < n; i++)
        out[i] = digits[n - 1 - i];
    b->len += (size_t)n;
}

void buffer_add_int(struct buffer *b, int64_t number)
{
    buffer_add_padded(b, number, 1);
}

void buffer_format(struct buffer *b, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    char *out = buffer_room(b, 200);
    size_t room = b->capacity - b->len;
    int len = vsnprintf(out, room, format, args);
    size_t size = len < 0 ? 0 : (size_t)len;
    if (size >= room)
        vsnprintf(buffer_room(b, size + 1), size + 1, format, again);
    b->len += size;
    va_end(again);
    va_end(args);
}

/* The escapes of JSON (RFC 8259, section 7); the others below 0x20 are written \u00XX. */
static char json_escape(unsigned char c)
{
    switch (c) {
    case '"': return '"';
    case '\\': return '\\';
    case '\n': return 'n';
    case '\r': return 'r';
    case '\t': return 't';
    case '\b': return 'b';
    case '\f': return 'f';
    default: return 0;
    }
}

static bool json_plain(unsigned char c)
{
    return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
}

/* Adds the one character at `at` that is not plain; returns its length. */
static size_t add_json_special(struct buffer *b, const char *at, size_t left)
{
    unsigned char c = (unsigned char)*at;
    char escape = json_escape(c);
    size_t n = 1;
    if (escape) {
        char pair[] = {'\\', escape};
        buffer_add(b, (struct view){pair, 2});
    } else if (c < 0x20) {
        buffer_format(b, "\\u%04x", c);
    } else if ((n = utf8_length(at, left)) != 0) {
        buffer_add(b, (struct view){at, n});
    } else {
        buffer_add_text(b, "\xEF\xBF\xBD");
        n = 1;
    }
    return n;
}

void buffer_add_json(struct buffer *b, struct view text)
{
    buffer_room(b, text.len + 2);
    buffer_add_char(b, '"');
    for (size_t i = 0; i < text.len;) {
        size_t run = i;
        while (run < text.len && json_plain((unsigned char)text.at[run]))
            run++;
        buffer_add(b, (struct view){text.at + i, run - i});
        i = run;
        if (i < text.len)
            i += add_json_special(b, text.at + i, text.len - i);
    }
    buffer_add_char(b, '"');
}

static bool csv_needs_quotes(struct view text, char delimiter)
{
    if (!text.len)
        return false;
    if (text.at[0] == ' ' || text.at[text.len - 1] == ' ' || text.at[0] == '\t')
        return true;
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] == delimiter || text.at[i] == '"' || text.at[i] == '\n' || text.at[i] == '\r')
            return true;
    return false;
}

void buffer_add_csv(struct buffer *b, struct view text, char delimiter)
{
    if (!csv_needs_quotes(text, delimiter)) {
        buffer_add(b, text);
        return;
    }
    buffer_add_char(b, '"');
    for (struct view rest = text; rest.at;) {
        buffer_add(b, view_cut(&rest, '"'));
        if (rest.at)
            buffer_add_text(b, "\"\"");
    }
    buffer_add_char(b, '"');
}

void buffer_add_masked(struct buffer *b, struct view text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        size_t n = c < 0x80 ? 1 : utf8_length(text.at + i, text.len - i);
        bool control = c < 0x20 || c == 0x7F || (c == 0xC2 && n == 2 && (unsigned char)text.at[i + 1] < 0xA0);
        if (control || n == 0)
            buffer_add_char(b, '?');
        else
            buffer_add(b, (struct view){text.at + i, n});
        i += n > 1 ? n - 1 : 0;
    }
}

const char *buffer_string(struct buffer *b)
{
    *buffer_room(b, 1) = '\0';
    return b->at;
}

void buffer_reset(struct buffer *b)
{
    b->len = 0;
}

void buffer_release(struct buffer *b)
{
    memory_free(b->at);
    *b = (struct buffer){0};
}
