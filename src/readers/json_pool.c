#include "readers/json_pool.h"

#include <cjson/cJSON.h>
#include <pthread.h>
#include <stdint.h>

#include "base/memory.h"

enum { BLOCK_BYTES = 64 * 1024, ALIGNMENT = 16 };

static _Thread_local struct json_pool *in_use;

static void *get(size_t size)
{
    struct json_pool *pool = in_use;
    if (pool && size <= BLOCK_BYTES - pool->used) {
        void *piece = pool->block + pool->used;
        pool->used += (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        return piece;
    }
    if (pool)
        pool->has_spilled = true;
    return memory_resize(NULL, size);
}

static bool is_inside(const struct json_pool *pool, const void *piece)
{
    return pool && (uintptr_t)piece - (uintptr_t)pool->block < BLOCK_BYTES;
}

static void give_back(void *piece)
{
    if (!is_inside(in_use, piece))
        memory_free(piece);
}

static void take_over(void)
{
    cJSON_Hooks hooks = {get, give_back};
    cJSON_InitHooks(&hooks);
}

void json_pool_init(struct json_pool *pool)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, take_over);
    *pool = (struct json_pool){.block = memory_get(BLOCK_BYTES)};
}

void json_pool_release(struct json_pool *pool)
{
    memory_free(pool->block);
    *pool = (struct json_pool){0};
}

void json_pool_use(struct json_pool *pool)
{
    in_use = pool;
    if (pool) {
        pool->used = 0;
        pool->has_spilled = false;
    }
}
