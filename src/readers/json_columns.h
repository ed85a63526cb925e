/* json_columns: which column a key of an element belongs to. A column is a path of keys, "summary.distance".
 *
 * Filled by json_row while the table is decided, const from then on; any thread may look. */
#ifndef READERS_JSON_COLUMNS_H
#define READERS_JSON_COLUMNS_H

#include "readers/json_names.h"

enum { JSON_COLUMN_LIMIT = 1000 };

struct json_columns {
    struct json_names names;
    int32_t *column_of; /* of each name; -1: none */
    size_t column_room;
    struct view *paths; /* of each column; the texts live in the names' arena */
    size_t path_room;
    struct view *prefixes; /* of each name: its path with a point behind it, made when first needed */
    size_t prefix_room;
    uint32_t count; /* of columns */
    bool is_full;   /* there are more keys than can be kept: one that is not there may be left out */
};

void json_columns_release(struct json_columns *columns);

/* The number of the key below `parent` (0: the element itself). JSON_NO_NAME when there are too many. */
uint32_t json_columns_add(struct json_columns *columns, uint32_t parent, struct view quoted);

/* Makes the name a column, when it is none yet. `key` is the key without quotes and escapes. */
void json_columns_give(struct json_columns *columns, uint32_t name, struct view key);

/* Sets the path that the columns below the name begin with. */
void json_columns_open(struct json_columns *columns, uint32_t name, struct view key);

#endif
