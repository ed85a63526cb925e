/* html_text: text that anybody may have written, made safe for a page, and the tags that every part of one needs.
 *
 * Nothing fails or keeps anything. */
#ifndef OUTPUTS_HTML_TEXT_H
#define OUTPUTS_HTML_TEXT_H

#include "outputs/output.h"

/* What every part of the page is made from. */
struct html_page {
    const struct output_options *options;
    const struct summary *summary;
    struct buffer *out;
    struct buffer *scratch; /* empty whenever somebody uses it */
    bool metric;            /* km where there is a choice, else miles */
};

/* Escaped for content and for attributes in quotes. What is no UTF-8, control characters and those that turn the
 * direction of writing become "?". */
void html_add(struct buffer *out, struct view text);

/* The text in the buffer, escaped; the buffer is empty then. */
void html_flush(struct buffer *out, struct buffer *scratch);

/* "<td>TEXT", and "<td class=n>1,234" for numbers. */
void html_cell(struct buffer *out, struct view text);
void html_number_cell(struct buffer *out, uint64_t number);

/* `<svg ...><title>..</title><desc>..</desc>`; `id` is unique in the page; the description is what the scratch of the
 * page holds. Lengths in a plot are tenths of a pixel. */
void html_svg_open(const struct html_page *page, const char *id, const char *title, int width, int height);

/* `<text class=CLASS x=X y=Y>TEXT</text>` */
void html_svg_text(struct buffer *out, const char *class, int x, int y, struct view text);

/* `<line class=CLASS .../>` */
void html_svg_line(struct buffer *out, const char *class, int x1, int y1, int x2, int y2);

#endif
