/* json_row: turns one element into cells, in the order of the columns.
 *
 * cJSON reads the element and decodes its strings; the text is followed beside its tree, which gives numbers as they
 * are written and finds what cJSON lets pass. Plain values become cells, also of objects inside (up to four levels);
 * arrays are left out, but for lists of measures ([{"metric": "distance", "value": 5.06}], as Nike's export has them),
 * which become cells "summaries.distance". Of a key that occurs twice the last counts. One thread at a time. */
#ifndef READERS_JSON_ROW_H
#define READERS_JSON_ROW_H

#include "readers/json_columns.h"
#include "readers/json_pool.h"

enum json_row_result {
    JSON_ROW_OK,
    JSON_ROW_BROKEN, /* `why` says what is wrong at byte `offset` */
    JSON_ROW_UNKNOWN /* it has a key that no column was made for */
};

/* Elements mostly have the same keys in the same order. */
struct json_guess {
    uint32_t behind; /* the name that came behind this one the last time */
    uint32_t first;  /* the name that came first in this object */
};

struct json_row {
    const struct json_columns *columns;
    struct json_columns *learning; /* the same when new keys become columns, else NULL */
    struct arena *arena;           /* for strings with escapes */
    struct view *cells;            /* one for each column; empty ones stay so */
    uint32_t *touched;             /* columns that have a value, to be emptied for the next element */
    size_t touched_count, touched_room, cell_room;
    struct json_pool pool;
    struct json_guess *guesses; /* for each name */
    size_t guess_room;
    const char *why;
    size_t offset;
};

void json_row_init(struct json_row *row, const struct json_columns *columns, struct json_columns *learning);
void json_row_release(struct json_row *row);

/* Cells are views into `element`, the arena, or texts that live for ever, until the next call. */
enum json_row_result json_row_read(struct json_row *row, struct view element, struct arena *arena);

#endif
