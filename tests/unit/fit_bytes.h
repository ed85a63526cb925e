/* fit_bytes: FIT files made byte by byte, right or wrong, for the tests of their readers. Its checksum is worked out
 * bit by bit, not by what is tested. */
#ifndef TESTS_UNIT_FIT_BYTES_H
#define TESTS_UNIT_FIT_BYTES_H

#include <stdlib.h>
#include <unistd.h>

#include "base/buffer.h"
#include "input/source.h"

/* The base types of fields. */
enum {
    FB_ENUM = 0x00,
    FB_SINT8 = 0x01,
    FB_UINT8 = 0x02,
    FB_SINT16 = 0x83,
    FB_UINT16 = 0x84,
    FB_SINT32 = 0x85,
    FB_UINT32 = 0x86,
    FB_STRING = 0x07,
    FB_FLOAT32 = 0x88,
    FB_FLOAT64 = 0x89,
    FB_UINT8Z = 0x0A,
    FB_UINT16Z = 0x8B,
    FB_UINT32Z = 0x8C,
    FB_BYTE = 0x0D,
    FB_SINT64 = 0x8E,
    FB_UINT64 = 0x8F,
    FB_UINT64Z = 0x90,
};

/* A field and its value: a number of `size` bytes, or a text with its NUL. */
struct fb_field {
    uint8_t number, size, type;
    int64_t value;
    const char *text;
};

#define FB_FIELDS(...)                                                                                                 \
    (const struct fb_field[]){__VA_ARGS__}, sizeof((struct fb_field[]){__VA_ARGS__}) / sizeof(struct fb_field)

static inline void fb_byte(struct buffer *b, unsigned byte)
{
    buffer_add_char(b, (char)byte);
}

static inline void fb_integer(struct buffer *b, int64_t value, unsigned size, bool big)
{
    for (unsigned i = 0; i < size; i++) {
        unsigned place = big ? size - 1 - i : i;
        fb_byte(b, place < 8 ? (uint64_t)value >> 8 * place & 0xFF : 0);
    }
}

static inline void fb_define(struct buffer *b, unsigned local, unsigned global, bool big, const struct fb_field *fields,
                             size_t count)
{
    fb_byte(b, 0x40 | local);
    fb_byte(b, 0);
    fb_byte(b, big);
    fb_integer(b, global, 2, big);
    fb_byte(b, (unsigned)count);
    for (size_t i = 0; i < count; i++) {
        fb_byte(b, fields[i].number);
        fb_byte(b, fields[i].size);
        fb_byte(b, fields[i].type);
    }
}

static inline void fb_values(struct buffer *b, bool big, const struct fb_field *fields, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (fields[i].text)
            buffer_add(b, (struct view){fields[i].text, fields[i].size});
        else
            fb_integer(b, fields[i].value, fields[i].size, big);
}

/* A definition and one data message. */
static inline void fb_message(struct buffer *b, unsigned local, unsigned global, bool big,
                              const struct fb_field *fields, size_t count)
{
    fb_define(b, local, global, big, fields, count);
    fb_byte(b, local);
    fb_values(b, big, fields, count);
}

static inline unsigned fb_crc(struct view data, unsigned crc)
{
    for (size_t i = 0; i < data.len; i++) {
        crc ^= (unsigned char)data.at[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? 0xA001u : 0);
    }
    return crc;
}

/* Adds the file of these messages: its header, them, its checksum. */
static inline void fb_file(struct buffer *out, struct view messages, unsigned header)
{
    size_t start = out->len;
    fb_byte(out, header);
    fb_byte(out, 0x20);
    fb_integer(out, 2132, 2, false);
    fb_integer(out, (int64_t)messages.len, 4, false);
    buffer_add_text(out, ".FIT");
    if (header >= 14)
        fb_integer(out, fb_crc((struct view){out->at + start, 12}, 0), 2, false);
    buffer_add(out, messages);
    fb_integer(out, fb_crc((struct view){out->at + start, out->len - start}, 0), 2, false);
}

/* A source that reads these bytes. */
static inline struct source *fb_source(struct view bytes)
{
    char path[] = "/tmp/fit-test-XXXXXX";
    struct source *source = NULL;
    struct error error;
    int fd = mkstemp(path);
    if (fd < 0 || write(fd, bytes.at, bytes.len) != (ssize_t)bytes.len)
        abort();
    close(fd);
    if (source_open_file(&source, path, &error) != STATUS_OK)
        abort();
    unlink(path);
    return source;
}

#endif
