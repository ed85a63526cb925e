/* record: one raw row, not yet understood: cells and where they stood. */
#ifndef MODEL_RECORD_H
#define MODEL_RECORD_H

#include <stdint.h>

#include "base/view.h"

/* What can be said of a whole table before its rows are read. Texts live as long as the reader. */
struct table {
    const char *format; /* "csv", "json", "ndjson" */
    const char *encoding;
    char delimiter;       /* 0 when the format has none */
    uint64_t header_line; /* 0 when there is none */
    struct view items;    /* json: where the elements stand, "activities" or "" for the document itself */
    struct view *columns; /* names as written; of json, paths such as "distance" or "summary.distance" */
    uint32_t column_count;
};

/* Cells are empty views where the row has none. They live as long as the chunk and the arena they were read into. */
struct record {
    const struct view *cells;
    uint32_t count;
    uint64_t index;           /* 0-based */
    uint64_t line, last_line; /* physical, from 1 */
};

#endif
