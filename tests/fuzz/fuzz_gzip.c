/* Gzip and encodings: a source gives the same bytes and the same verdict, however many are asked for at a time. */
#include "base/buffer.h"
#include "fuzz_folder.h"
#include "input/source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PLAIN_LIMIT = 80 * 1024, DECODED_LIMIT = 8 * 1024 }; /* iconv into little room is slow */

static void read_all(struct source *source, size_t room, size_t limit, struct buffer *out)
{
    size_t got = 1;
    buffer_reset(out);
    while (got && out->len < limit) {
        got = source_read(source, buffer_room(out, room), room);
        fuzz_require(got <= room, "no more is read than there is room for");
        out->len += got;
    }
    out->len = out->len < limit ? out->len : limit;
}

static bool same_trouble(const struct source_trouble *a, const struct source_trouble *b)
{
    return a->status == b->status && a->code == b->code && strcmp(a->text, b->text) == 0;
}

static void compare(struct source *source, enum encoding encoding)
{
    static const size_t rooms[] = {65536, 16, 61, 4099};
    size_t limit = encoding == ENCODING_UTF8 ? PLAIN_LIMIT : DECODED_LIMIT;
    struct buffer first = {0}, again = {0};
    struct source_trouble trouble = {0};
    struct error error = {0};
    for (size_t i = 0; i < sizeof rooms / sizeof *rooms; i++) {
        fuzz_require(source_rewind(source, &error) == STATUS_OK, "a source can be rewound");
        source_decode(source, encoding);
        if (i % 2)
            source_peek(source, rooms[i]);
        read_all(source, rooms[i], limit, i ? &again : &first);
        if (i == 0)
            trouble = *source_trouble(source);
        else
            fuzz_require(view_equal(buffer_view(&first), buffer_view(&again)), "the bytes are the same");
        if (first.len < limit)
            fuzz_require(same_trouble(source_trouble(source), &trouble), "the trouble is the same");
        if (encoding != ENCODING_UTF8)
            fuzz_require(utf8_valid_until(buffer_view(&first), true) == first.len || first.len == limit,
                         "what was decoded is UTF-8");
    }
    buffer_release(&first);
    buffer_release(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const enum encoding encodings[] = {ENCODING_UTF8, ENCODING_UTF16LE, ENCODING_UTF16BE, ENCODING_UTF8_MENDED,
                                              ENCODING_WINDOWS_1252};
    char path[128];
    struct source *source;
    struct error error = {0};
    fuzz_require(source_open_file(&source, fuzz_file(path, "input.gz", data, size), &error) == STATUS_OK, error.text);
    for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++)
        compare(source, encodings[i]);
    source_close(source);
    return 0;
}
