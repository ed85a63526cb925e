#include "model/participants.h"

#include "base/hash.h"
#include "base/memory.h"
#include "base/utf8.h"

/* An open-addressing index from a number to a place in `list`; slots hold place + 1. */
struct index {
    uint32_t *slots;
    size_t mask, used;
};

struct participants {
    struct arena arena;
    struct participant *list;
    size_t count, capacity;
    struct index by_bib, by_registration, by_name;
};

struct view participant_number(struct view written)
{
    struct view number = written;
    for (size_t i = 0; i < written.len; i++)
        if (written.at[i] < '0' || written.at[i] > '9')
            return written;
    while (number.len > 1 && number.at[0] == '0')
        number = view_skip(number, 1);
    return number;
}

/* The hash without regard to ASCII case, as lookups compare. */
static uint64_t hash_of(struct view number)
{
    char lower[64];
    uint64_t hash = 0;
    while (number.len) {
        size_t n = number.len < sizeof lower ? number.len : sizeof lower;
        for (size_t i = 0; i < n; i++)
            lower[i] = number.at[i] >= 'A' && number.at[i] <= 'Z' ? (char)(number.at[i] | 0x20) : number.at[i];
        hash = hash_mix(hash, hash_bytes(lower, n));
        number = view_skip(number, n);
    }
    return hash;
}

static struct view number_in(const struct participants *all, const struct index *index, size_t place)
{
    const struct participant *one = &all->list[place];
    if (index == &all->by_name)
        return one->folded_name;
    return participant_number(index == &all->by_bib ? one->bib : one->registration_id);
}

static const struct participant *find(const struct participants *all, const struct index *index, struct view written)
{
    struct view number = participant_number(written);
    if (!number.len || !index->slots)
        return NULL;
    for (size_t i = hash_of(number) & index->mask; index->slots[i]; i = (i + 1) & index->mask)
        if (view_equal_fold(number_in(all, index, index->slots[i] - 1), number))
            return &all->list[index->slots[i] - 1];
    return NULL;
}

static void put(const struct participants *all, struct index *index, size_t place)
{
    size_t i = hash_of(number_in(all, index, place)) & index->mask;
    while (index->slots[i])
        i = (i + 1) & index->mask;
    index->slots[i] = (uint32_t)place + 1;
    index->used++;
}

static void grow(const struct participants *all, struct index *index)
{
    uint32_t *old = index->slots;
    size_t old_size = old ? index->mask + 1 : 0, size = old_size ? old_size * 2 : 64;
    index->slots = memory_get(size * sizeof *index->slots);
    index->mask = size - 1;
    index->used = 0;
    for (size_t i = 0; i < old_size; i++)
        if (old[i])
            put(all, index, old[i] - 1);
    memory_free(old);
}

static void add_to(const struct participants *all, struct index *index, size_t place)
{
    struct view number = number_in(all, index, place);
    if (!number.len || find(all, index, number))
        return;
    if (!index->slots || index->used * 2 > index->mask)
        grow(all, index);
    put(all, index, place);
}

static struct view fold_name(struct arena *arena, const struct participant *one)
{
    if (!one->first_name.len || !one->last_name.len)
        return (struct view){"", 0};
    return utf8_fold(arena, arena_format(arena, "%.*s %.*s", VIEW_ARG(one->first_name), VIEW_ARG(one->last_name)));
}

/* One person may have several registrations; these are several people to us. */
static void add_name(struct participants *all, size_t place)
{
    const struct participant *first = find(all, &all->by_name, all->list[place].folded_name);
    if (first)
        all->list[first - all->list].shares_name = true;
    else
        add_to(all, &all->by_name, place);
}

struct participants *participants_new(void)
{
    return memory_get(sizeof(struct participants));
}

void participants_add(struct participants *all, const struct participant *one)
{
    all->list = memory_grow(all->list, &all->capacity, all->count + 1, sizeof *all->list);
    all->list[all->count++] = (struct participant){
        .bib = arena_copy(&all->arena, one->bib),
        .registration_id = arena_copy(&all->arena, one->registration_id),
        .first_name = arena_copy(&all->arena, one->first_name),
        .last_name = arena_copy(&all->arena, one->last_name),
        .event_name = arena_copy(&all->arena, one->event_name),
        .status = arena_copy(&all->arena, one->status),
        .folded_name = fold_name(&all->arena, one),
        .active = one->active,
    };
    add_to(all, &all->by_bib, all->count - 1);
    add_to(all, &all->by_registration, all->count - 1);
    add_name(all, all->count - 1);
}

void participants_free(struct participants *all)
{
    if (!all)
        return;
    arena_release(&all->arena);
    memory_free(all->list);
    memory_free(all->by_bib.slots);
    memory_free(all->by_registration.slots);
    memory_free(all->by_name.slots);
    memory_free(all);
}

size_t participants_count(const struct participants *all)
{
    return all->count;
}

const struct participant *participants_at(const struct participants *all, size_t i)
{
    return &all->list[i];
}

const struct participant *participants_by_bib(const struct participants *all, struct view bib)
{
    return find(all, &all->by_bib, bib);
}

const struct participant *participants_by_registration(const struct participants *all, struct view registration_id)
{
    return find(all, &all->by_registration, registration_id);
}

const struct participant *participants_by_name(const struct participants *all, struct view folded)
{
    const struct participant *one = find(all, &all->by_name, folded);
    return one && !one->shares_name ? one : NULL;
}

const struct participant *participants_one_edit(const struct participants *all, struct view bib)
{
    const struct participant *only = NULL;
    struct view number = participant_number(bib);
    for (size_t i = 0; number.len && i < all->count; i++) {
        if (!view_one_edit(number, participant_number(all->list[i].bib)))
            continue;
        if (only)
            return NULL;
        only = &all->list[i];
    }
    return only;
}
