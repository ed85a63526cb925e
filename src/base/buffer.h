/* buffer: text that grows at its end. A zeroed buffer is valid and empty. One thread at a time. */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include <stdint.h>

#include "base/memory.h"
#include "base/view.h"

struct buffer {
    char *at;
    size_t len, capacity;
};

/* Room for n more bytes; returns where they go. The caller adds to len what it wrote. */
static inline char *buffer_room(struct buffer *b, size_t n)
{
    if (b->capacity - b->len < n)
        b->at = memory_grow(b->at, &b->capacity, b->len + n, 1);
    return b->at + b->len;
}

static inline void buffer_add(struct buffer *b, struct view text)
{
    if (text.len)
        memcpy(buffer_room(b, text.len), text.at, text.len);
    b->len += text.len;
}

static inline void buffer_add_char(struct buffer *b, char c)
{
    *buffer_room(b, 1) = c;
    b->len++;
}

static inline struct view buffer_view(const struct buffer *b)
{
    return (struct view){b->at ? b->at : "", b->len};
}

void buffer_add_text(struct buffer *b, const char *text);
void buffer_add_int(struct buffer *b, int64_t number);
void buffer_add_padded(struct buffer *b, int64_t number, int width); /* zeros in front */
void buffer_format(struct buffer *b, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A JSON string with its quotes. Bytes that are not UTF-8 become U+FFFD. */
void buffer_add_json(struct buffer *b, struct view text);

/* A CSV field: quoted only where it must be (delimiter, quote, line end, blank at an end). */
void buffer_add_csv(struct buffer *b, struct view text, char delimiter);

/* Text for people: control characters are masked as "?" so that a terminal is safe. */
void buffer_add_masked(struct buffer *b, struct view text);

const char *buffer_string(struct buffer *b); /* with a NUL behind, not counted in len */
void buffer_reset(struct buffer *b);
void buffer_release(struct buffer *b);

#endif
