#include "base/fingerprints.h"

#include "base/fingerprint_runs.h"
#include "base/memory.h"

/* In memory the prints stand in 256 tables by their first byte. Each is a sorted array with gaps: the home of a print
 * is where it would be if all were spread evenly, and it stands there or a little behind. So a search ends at the first
 * larger print, and a run is written without sorting. Small tables grow in small steps. */
enum {
    TABLES = 256,
    SLOTS_LEAST = 16,
    TAIL = 64, /* room behind the last home */
    DEFAULT_MOST = 512 * 1024,
};

struct table {
    struct fingerprint *slots; /* size + TAIL of them; print 0 is a gap */
    uint32_t size, used;
};

struct fingerprints {
    struct table tables[TABLES];
    size_t count, most;
    struct fingerprint_runs runs;
};

static inline struct table *table_of(const struct fingerprints *set, uint64_t print)
{
    return (struct table *)&set->tables[print >> 56];
}

static inline struct fingerprint *home_of(const struct table *table, uint64_t print)
{
    uint64_t part = print << 8 >> 32;
    return table->slots + (part * table->size >> 32);
}

/* The slot that holds the print, or before which it would be. */
static inline struct fingerprint *seek(const struct table *table, uint64_t print)
{
    struct fingerprint *slot = home_of(table, print);
    while (slot->print && slot->print < print)
        slot++;
    return slot;
}

/* Puts it at its slot and moves those behind it up to the next gap. False when there is no gap left. */
static bool insert_at(struct table *table, struct fingerprint *slot, const struct fingerprint *one)
{
    struct fingerprint *gap = slot, *end = table->slots + table->size + TAIL - 1; /* the last one stays a gap */
    while (gap < end && gap->print)
        gap++;
    if (gap == end)
        return false;
    memmove(slot + 1, slot, (size_t)(gap - slot) * sizeof *slot);
    *slot = *one;
    table->used++;
    return true;
}

static bool copy_all(struct table *to, const struct table *from)
{
    for (size_t i = 0; from->slots && i < from->size + (size_t)TAIL; i++)
        if (from->slots[i].print && !insert_at(to, seek(to, from->slots[i].print), &from->slots[i]))
            return false;
    return true;
}

static void grow(struct table *table)
{
    struct table larger = {.size = table->size};
    do {
        memory_free(larger.slots);
        larger.size = larger.size ? larger.size + larger.size / 4 : SLOTS_LEAST;
        larger.used = 0;
        larger.slots = memory_get((larger.size + (size_t)TAIL) * sizeof *larger.slots);
    } while (!copy_all(&larger, table));
    memory_free(table->slots);
    *table = larger;
}

static void insert(struct fingerprints *set, const struct fingerprint *one)
{
    struct table *table = table_of(set, one->print);
    set->count++;
    if ((uint64_t)(table->used + 1) * 5 > (uint64_t)table->size * 4)
        grow(table);
    while (!insert_at(table, seek(table, one->print), one))
        grow(table);
}

/* ---- over the bound ---- */

struct walk {
    const struct fingerprints *set;
    size_t table, slot;
};

static struct fingerprint next_of(void *context)
{
    struct walk *walk = context;
    for (;; walk->table++, walk->slot = 0) {
        const struct table *table = &walk->set->tables[walk->table];
        for (; table->slots && walk->slot < table->size + (size_t)TAIL; walk->slot++)
            if (table->slots[walk->slot].print)
                return table->slots[walk->slot++];
    }
}

static enum status spill(struct fingerprints *set, struct error *error)
{
    struct walk walk = {.set = set};
    enum status status = fingerprint_runs_add(&set->runs, set->count, next_of, &walk, error);
    for (size_t i = 0; status == STATUS_OK && i < TABLES; i++) {
        struct table *table = &set->tables[i];
        if (table->slots)
            memset(table->slots, 0, (table->size + (size_t)TAIL) * sizeof *table->slots);
        table->used = 0;
    }
    if (status == STATUS_OK)
        set->count = 0;
    return status;
}

/* ---- the set ---- */

struct fingerprints *fingerprints_new(size_t most_in_memory)
{
    struct fingerprints *set = memory_get(sizeof *set);
    set->most = most_in_memory ? most_in_memory : DEFAULT_MOST;
    for (size_t i = 0; i < TABLES; i++)
        grow(&set->tables[i]);
    return set;
}

void fingerprints_free(struct fingerprints *set)
{
    if (!set)
        return;
    for (size_t i = 0; i < TABLES; i++)
        memory_free(set->tables[i].slots);
    fingerprint_runs_release(&set->runs);
    memory_free(set);
}

void fingerprints_prefetch(const struct fingerprints *set, uint64_t print)
{
    const struct fingerprint *home = home_of(table_of(set, print), print);
    __builtin_prefetch(home);
    __builtin_prefetch(home + 4);
    fingerprint_runs_prefetch(&set->runs, print);
}

enum status fingerprints_find(struct fingerprints *set, uint64_t print, struct fingerprint *first, bool *is_there,
                              struct error *error)
{
    print += print == 0;
    const struct fingerprint *slot = seek(table_of(set, print), print);
    *is_there = slot->print == print;
    if (!*is_there)
        return fingerprint_runs_find(&set->runs, print, first, is_there, error);
    *first = *slot;
    return STATUS_OK;
}

enum status fingerprints_put(struct fingerprints *set, struct fingerprint one, struct fingerprint *first,
                             bool *was_there, struct error *error)
{
    one.print += one.print == 0;
    enum status status = fingerprints_find(set, one.print, first, was_there, error);
    if (status != STATUS_OK || *was_there)
        return status;
    if (set->count >= set->most)
        status = spill(set, error);
    if (status == STATUS_OK)
        insert(set, &one);
    return status;
}
