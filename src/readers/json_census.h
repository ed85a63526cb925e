/* json_census: what a JSON document is made of: how often an object, a list or a plain value stands behind each path of
 * keys. Lists are gone through: their elements count at the list's own path. */
#ifndef READERS_JSON_CENSUS_H
#define READERS_JSON_CENSUS_H

#include "input/json_cut.h"
#include "readers/json_names.h"

/* Of one path; as the names of the tree, number 0 is the document itself. */
struct json_place {
    uint64_t objects;       /* that stand there */
    uint64_t listed;        /* of them, in lists */
    uint64_t lists;         /* lists that are no elements of lists */
    uint64_t values, loose; /* plain values; of them, in lists */
    uint32_t depth;         /* keys that lead to it */
    uint32_t first, next;   /* the first place below it, and the next one beside it; 0: none */
    uint32_t last;          /* the last place below it */
};

struct json_census {
    struct json_names names;
    struct json_place *places;
    size_t capacity;
    struct json_scan scan;
    uint32_t at[JSON_DEPTH + 1]; /* the place of the array or object at that depth; JSON_NO_NAME: not followed */
    uint32_t next;               /* the place of the next value */
    uint64_t line;               /* of what is to be read next */
    bool after_cr;
    bool is_broken, is_complete;
};

void json_census_start(struct json_census *census);
void json_census_release(struct json_census *census);

/* Takes in the next piece; returns how much of it was used, the rest is to come again in front of the next one. With
 * `final` all is used. After is_broken or is_complete nothing more is taken. */
size_t json_census_take(struct json_census *census, struct view piece, bool final);

#endif
