#include "base/memory.h"

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>

static void (*exhausted)(void) = abort;

void memory_on_exhaustion(void (*handler)(void))
{
    exhausted = handler;
}

void memory_keep_freed(void)
{
#ifdef M_TRIM_THRESHOLD
    mallopt(M_TRIM_THRESHOLD, 32 * 1024 * 1024);
    mallopt(M_MMAP_THRESHOLD, 1024 * 1024);
#endif
}

void memory_exhausted(void)
{
    exhausted();
}

void *memory_get(size_t size)
{
    void *p = calloc(1, size ? size : 1);
    if (!p)
        exhausted();
    return p;
}

void *memory_resize(void *old, size_t size)
{
    void *p = realloc(old, size ? size : 1);
    if (!p)
        exhausted();
    return p;
}

void *memory_grow(void *old, size_t *capacity, size_t needed, size_t item_size)
{
    if (needed <= *capacity)
        return old;
    size_t room = *capacity + *capacity / 2 + 16;
    room = room < needed ? needed : room;
    if (room > SIZE_MAX / item_size)
        exhausted();
    *capacity = room;
    return memory_resize(old, room * item_size);
}

void memory_free(void *p)
{
    free(p);
}
