#include "readers/json_names.h"

#include "base/hash.h"
#include "base/memory.h"

enum { SLOTS = 8192 };

void json_names_release(struct json_names *all)
{
    arena_release(&all->arena);
    memory_free(all->names);
    memory_free(all->slots);
    *all = (struct json_names){0};
}

/* The slot that holds the name, or the empty one where it belongs. */
static size_t slot_of(const struct json_names *all, uint32_t parent, struct view quoted)
{
    size_t i = hash_mix(hash_view(quoted), parent) % SLOTS;
    for (; all->slots[i]; i = (i + 1) % SLOTS) {
        const struct json_name *name = &all->names[all->slots[i]];
        if (name->parent == parent && view_equal(name->quoted, quoted))
            break;
    }
    return i;
}

uint32_t json_names_find(const struct json_names *all, uint32_t parent, struct view quoted)
{
    uint32_t name = all->slots ? all->slots[slot_of(all, parent, quoted)] : 0;
    return name ? name : JSON_NO_NAME;
}

uint32_t json_names_add(struct json_names *all, uint32_t parent, struct view quoted)
{
    if (!all->slots) {
        all->slots = memory_get(SLOTS * sizeof *all->slots);
        all->names = memory_grow(NULL, &all->capacity, 1, sizeof *all->names);
        all->names[all->count++] = (struct json_name){JSON_NO_NAME, {"", 0}};
    }
    size_t slot = slot_of(all, parent, quoted);
    if (all->slots[slot])
        return all->slots[slot];
    if (all->count > JSON_NAMES_LIMIT)
        return JSON_NO_NAME;
    all->names = memory_grow(all->names, &all->capacity, all->count + 1, sizeof *all->names);
    all->names[all->count] = (struct json_name){parent, arena_copy(&all->arena, quoted)};
    all->slots[slot] = (uint32_t)all->count;
    return (uint32_t)all->count++;
}
