/* arena: memory that is given out piece by piece and taken back all at once.
 *
 * Nothing is freed one by one. A zeroed arena is valid and empty. One thread at a time. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/view.h"

struct arena {
    struct arena_block *first, *current;
};

void *arena_get(struct arena *arena, size_t size);  /* aligned for any type, not zeroed */
void *arena_zero(struct arena *arena, size_t size); /* the same, zeroed */
struct view arena_copy(struct arena *arena, struct view text);
char *arena_string(struct arena *arena, struct view text); /* a copy that ends in NUL */
struct view arena_format(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
void arena_reset(struct arena *arena); /* empty, the blocks are kept */
void arena_release(struct arena *arena);

#endif
