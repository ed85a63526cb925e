#include "outputs/page.h"

static size_t characters(struct view text)
{
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++)
        n += ((unsigned char)text.at[i] & 0xC0) != 0x80;
    return n;
}

static void add_blanks(struct buffer *out, size_t n)
{
    memset(buffer_room(out, n), ' ', n);
    out->len += n;
}

void page_add_wrapped(struct buffer *out, struct view text, size_t indent, size_t column)
{
    if (column < indent) {
        add_blanks(out, indent - column);
        column = indent;
    }
    for (bool first = true; text.at; first = false) {
        struct view word = view_cut(&text, ' ');
        size_t width = characters(word);
        if (!first && column + 1 + width > PAGE_WIDTH) {
            buffer_add_char(out, '\n');
            add_blanks(out, indent);
            column = indent;
        } else if (!first) {
            buffer_add_char(out, ' ');
            column++;
        }
        buffer_add(out, word);
        column += width;
    }
    buffer_add_char(out, '\n');
}

void page_add_number(struct buffer *out, uint64_t number)
{
    if (number < 1000) {
        buffer_add_int(out, (int64_t)number);
        return;
    }
    page_add_number(out, number / 1000);
    buffer_add_char(out, ',');
    buffer_add_padded(out, (int64_t)(number % 1000), 3);
}

void page_add_count(struct buffer *out, uint64_t number, const char *one, const char *many)
{
    page_add_number(out, number);
    buffer_add_char(out, ' ');
    buffer_add_text(out, number == 1 ? one : many);
}

void page_add_aligned(struct buffer *out, uint64_t number, size_t width)
{
    struct buffer digits = {0};
    page_add_number(&digits, number);
    if (digits.len < width)
        add_blanks(out, width - digits.len);
    buffer_add(out, buffer_view(&digits));
    buffer_release(&digits);
}

void page_add_colored(struct buffer *out, enum page_color which, bool color, const char *text)
{
    static const char *const starts[PAGE_COLORS] = {
        [PAGE_PLAIN] = "",          [PAGE_BOLD] = "\033[1m",     [PAGE_RED] = "\033[1;31m",
        [PAGE_YELLOW] = "\033[33m", [PAGE_GREEN] = "\033[1;32m",
    };
    if (color)
        buffer_add_text(out, starts[which]);
    buffer_add_text(out, text);
    if (color && which != PAGE_PLAIN)
        buffer_add_text(out, "\033[0m");
}
