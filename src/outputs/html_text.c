#include "outputs/html_text.h"

#include "base/utf8.h"
#include "outputs/page.h"

static const char *entity(char c)
{
    static const struct {
        char c;
        const char *entity;
    } table[] = {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&#39;"}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (table[i].c == c)
            return table[i].entity;
    return NULL;
}

/* U+0080 to U+009F control; U+202A to U+202E and U+2066 to U+2069 turn the direction of all that follows. */
static bool is_masked(const unsigned char *c, size_t n)
{
    if (n == 2)
        return c[0] == 0xC2 && c[1] < 0xA0;
    if (n != 3 || c[0] != 0xE2)
        return n == 0 || (n == 1 && (c[0] < 0x20 || c[0] == 0x7F));
    return (c[1] == 0x80 && c[2] >= 0xAA && c[2] <= 0xAE) || (c[1] == 0x81 && c[2] >= 0xA6 && c[2] <= 0xA9);
}

void html_add(struct buffer *out, struct view text)
{
    for (size_t i = 0; i < text.len;) {
        const unsigned char *c = (const unsigned char *)text.at + i;
        size_t n = *c < 0x80 ? 1 : utf8_length(text.at + i, text.len - i);
        const char *escaped = n == 1 ? entity(text.at[i]) : NULL;
        if (escaped)
            buffer_add_text(out, escaped);
        else if (is_masked(c, n))
            buffer_add_char(out, '?');
        else
            buffer_add(out, (struct view){text.at + i, n});
        i += n ? n : 1;
    }
}

void html_flush(struct buffer *out, struct buffer *scratch)
{
    html_add(out, buffer_view(scratch));
    buffer_reset(scratch);
}

void html_cell(struct buffer *out, struct view text)
{
    buffer_add_text(out, "<td>");
    html_add(out, text);
}

void html_number_cell(struct buffer *out, uint64_t number)
{
    buffer_add_text(out, "<td class=n>");
    page_add_number(out, number);
}

void html_svg_open(const struct html_page *page, const char *id, const char *title, int width, int height)
{
    struct buffer *out = page->out;
    buffer_format(out, "<svg viewBox=\"0 0 %d %d\" role=img aria-labelledby=\"%s-t %s-d\"><title id=%s-t>", width,
                  height, id, id, id);
    html_add(out, view_of(title));
    buffer_format(out, "</title><desc id=%s-d>", id);
    html_flush(out, page->scratch);
    buffer_add_text(out, "</desc>\n");
}

void html_svg_text(struct buffer *out, const char *class, int x, int y, struct view text)
{
    buffer_format(out, "<text class=\"%s\" x=\"%d\" y=\"%d\">", class, x, y);
    html_add(out, text);
    buffer_add_text(out, "</text>\n");
}

void html_svg_line(struct buffer *out, const char *class, int x1, int y1, int x2, int y2)
{
    buffer_format(out, "<line class=\"%s\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>\n", class, x1, y1, x2, y2);
}
