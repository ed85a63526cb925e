/* encoding: which of the encodings we know a text is in, and turning it into UTF-8 piece by piece. */
#ifndef INPUT_ENCODING_H
#define INPUT_ENCODING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/view.h"

/* How the bytes become UTF-8. */
enum encoding {
    ENCODING_UTF8,
    ENCODING_UTF8_MENDED, /* UTF-8 with bytes that are not: those are read as windows-1252 */
    ENCODING_UTF16LE,
    ENCODING_UTF16BE,
    ENCODING_WINDOWS_1252,
    ENCODING_COUNT
};

extern const char *const encoding_names[ENCODING_COUNT]; /* "UTF-8", ... for people and reports */

/* The encoding of that name ("utf-8", "latin1", "windows-1252", "utf-16le" ...), or ENCODING_COUNT. */
enum encoding encoding_from_name(struct view name);

/* The length of the byte order mark at the start; `encoding` is set when there is one. */
size_t encoding_bom(struct view head, enum encoding *encoding);

/* UTF-16 without a mark: at least two fifths of the bytes at even or at odd places are zero, hardly any of the others.
 */
bool encoding_looks_utf16(struct view head, enum encoding *encoding);

/* What a scan of bytes has seen; zero it, then feed pieces in order. */
struct encoding_census {
    uint64_t bytes, multibyte, bad; /* bytes seen, good characters beyond ASCII, bytes that are not UTF-8 */
    uint64_t first_bad;             /* offset of the first bad byte */
    char tail[4];                   /* the cut character at the end of the last piece */
    size_t tail_len;
};

void encoding_count(struct encoding_census *census, struct view piece);

/* UTF-8 when nothing is bad; with some bad bytes UTF-8 mended when most of the rest beyond ASCII is good; else
 * windows-1252. */
enum encoding encoding_decide(const struct encoding_census *census);

struct decoder;

struct decoder *decoder_new(enum encoding encoding);
void decoder_free(struct decoder *d); /* NULL is fine */

/* Decodes from the front of `in` into `out` (room for at least 8 bytes); returns the bytes given. What cannot be
 * decoded becomes U+FFFD. A character cut off by the end of `in` stays there unless `last`. */
size_t decoder_step(struct decoder *d, struct view *in, bool last, char *out, size_t room);

#endif
