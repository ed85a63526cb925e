/* page: text for people in lines of at most PAGE_WIDTH characters, in colour when wanted. Nothing fails. */
#ifndef OUTPUTS_PAGE_H
#define OUTPUTS_PAGE_H

#include "base/buffer.h"

enum { PAGE_WIDTH = 80 };

enum page_color { PAGE_PLAIN, PAGE_BOLD, PAGE_RED, PAGE_YELLOW, PAGE_GREEN, PAGE_COLORS };

/* The words of the text, broken into lines at blanks. Each line starts with `indent` blanks, the first only with what
 * `column` leaves of them: as many characters stand in it already. A word that is too long gets a line of its own. */
void page_add_wrapped(struct buffer *out, struct view text, size_t indent, size_t column);

/* 1,234,567 */
void page_add_number(struct buffer *out, uint64_t number);

/* "1 row", "3 rows". */
void page_add_count(struct buffer *out, uint64_t number, const char *one, const char *many);

/* Digits grouped, right-aligned in so many characters. */
void page_add_aligned(struct buffer *out, uint64_t number, size_t width);

/* The text in colour, or plain when `color` is false. */
void page_add_colored(struct buffer *out, enum page_color which, bool color, const char *text);

#endif
