/* json_names: the keys of a document as a tree: each name stands under the name of the object that has it.
 *
 * Keys are compared as written. A zeroed tree is empty but for the root, which is number 0. Full is full: beyond
 * JSON_NAMES_LIMIT nothing is added. Const once it is filled; any thread may look up. */
#ifndef READERS_JSON_NAMES_H
#define READERS_JSON_NAMES_H

#include <stdint.h>

#include "base/arena.h"

enum { JSON_NAMES_LIMIT = 4000 };
#define JSON_NO_NAME UINT32_MAX

struct json_name {
    uint32_t parent;
    struct view quoted; /* the key with its quotes, as written */
};

struct json_names {
    struct arena arena; /* owns the texts */
    struct json_name *names;
    size_t count, capacity; /* of the names, the root included */
    uint32_t *slots;        /* open addressing, twice as many as names may be; 0: empty */
};

void json_names_release(struct json_names *all);

/* `quoted` is the key with its quotes. JSON_NO_NAME when it is not there, or cannot be added any more. */
uint32_t json_names_find(const struct json_names *all, uint32_t parent, struct view quoted);
uint32_t json_names_add(struct json_names *all, uint32_t parent, struct view quoted);

#endif
