#include "base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/memory.h"

enum { BLOCK_SIZE = 64 * 1024 };

struct arena_block {
    struct arena_block *next;
    size_t size, used;
    alignas(max_align_t) char bytes[];
};

static struct arena_block *block_new(size_t size)
{
    size = size < BLOCK_SIZE ? BLOCK_SIZE : size;
    struct arena_block *block = memory_resize(NULL, sizeof *block + size);
    *block = (struct arena_block){.size = size};
    return block;
}

/* A block with room for `size` bytes, put behind the current one. */
static struct arena_block *next_block(struct arena *arena, size_t size)
{
    struct arena_block *current = arena->current;
    if (current && current->next && current->next->size >= size) {
        current->next->used = 0;
        return current->next;
    }
    struct arena_block *block = block_new(size);
    if (current) {
        block->next = current->next;
        current->next = block;
    } else {
        arena->first = block;
    }
    return block;
}

void *arena_get(struct arena *arena, size_t size)
{
    size = (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
    struct arena_block *block = arena->current;
    if (!block || block->size - block->used < size)
        block = arena->current = next_block(arena, size);
    void *p = block->bytes + block->used;
    block->used += size;
    return p;
}

void *arena_zero(struct arena *arena, size_t size)
{
    return memset(arena_get(arena, size), 0, size);
}

struct view arena_copy(struct arena *arena, struct view text)
{
    if (!text.len)
        return (struct view){"", 0};
    return (struct view){memcpy(arena_get(arena, text.len), text.at, text.len), text.len};
}

char *arena_string(struct arena *arena, struct view text)
{
    char *copy = arena_get(arena, text.len + 1);
    if (text.len)
        memcpy(copy, text.at, text.len);
    copy[text.len] = '\0';
    return copy;
}

struct view arena_format(struct arena *arena, const char *format, ...)
{
    char small[256];
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(small, sizeof small, format, args);
    size_t size = len < 0 ? 0 : (size_t)len;
    char *text = arena_get(arena, size + 1);
    vsnprintf(text, size + 1, format, again);
    va_end(again);
    va_end(args);
    return (struct view){text, size};
}

void arena_reset(struct arena *arena)
{
    arena->current = arena->first;
    if (arena->first)
        arena->first->used = 0;
}

void arena_release(struct arena *arena)
{
    for (struct arena_block *block = arena->first, *next; block; block = next) {
        next = block->next;
        memory_free(block);
    }
    *arena = (struct arena){0};
}
