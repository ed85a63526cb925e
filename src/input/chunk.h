/* chunk: a stretch of a source that ends at a record's end, and where its records lie.
 *
 * Cutters fill chunks in the splitter's thread; readers turn each cut into a record in a worker's thread. */
#ifndef INPUT_CHUNK_H
#define INPUT_CHUNK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "model/findings.h"

enum cut_state {
    CUT_RECORD, /* a record */
    CUT_BLANK,  /* an empty line or one of delimiters only: counted, no row */
    CUT_BAD,    /* lost: `code` and `why` say what is wrong with it */
};

struct cut {
    uint32_t from, len;       /* bytes of chunk->text, without the line end */
    uint32_t line, last_line; /* physical, counted from chunk->first_line */
    uint8_t state;            /* enum cut_state */
    bool quoted;              /* csv: there is a quote in it */
    bool stray;               /* csv: there is a quote where none belongs */
    uint16_t code;            /* enum code, for CUT_BAD */
    const char *why;          /* for CUT_BAD: a string that lives for ever, or NULL */
};

struct chunk {
    struct buffer text;
    struct cut *cuts;
    size_t count, capacity;
    uint64_t first_index; /* of the first record that is no blank one, 0-based in the source */
    uint64_t first_line;  /* added to a cut's line gives the physical line, from 1 */
};

enum { CHUNK_BYTES = 256 * 1024, RECORD_LIMIT = 1024 * 1024, RECORD_LINE_LIMIT = 1000 };

static inline struct view chunk_text(const struct chunk *chunk, const struct cut *cut)
{
    return cut->len ? (struct view){chunk->text.at + cut->from, cut->len} : (struct view){"", 0};
}

static inline struct cut *chunk_add(struct chunk *chunk)
{
    chunk->cuts = memory_grow(chunk->cuts, &chunk->capacity, chunk->count + 1, sizeof *chunk->cuts);
    struct cut *cut = &chunk->cuts[chunk->count++];
    *cut = (struct cut){0};
    return cut;
}

#endif
