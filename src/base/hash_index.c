#include "base/hash_index.h"

#include "base/memory.h"

/* 128 tables by the first 7 bits of the print. In each the next 22 bits are the tag, which leads to a bucket of
 * one cache line, filled from the left; a full one is continued in the next. With the tag stands the number of a piece
 * of the log, in 18 bits of which the last 8 stand apart: when these run out, two pieces become one.
 *
 * Tables grow one by one and not at the same time, so that there is little empty room. */
enum {
    TABLE_BITS = 7,
    TABLES = 1 << TABLE_BITS,
    TAG_BITS = 22,
    HIGH_BITS = 10, /* of the piece, beside the tag */
    LOW_BITS = 8,
    BUCKET = 12,
    CACHE_LINE = 64,
    PIECE_FIRST = 3, /* the binary logarithm of its entries */
    LARGE = 1024,    /* buckets, from which on room counts for more than time */
    PIECES_MOST = 1 << (HIGH_BITS + LOW_BITS),
};

static const uint64_t NO_PIECE = UINT64_MAX;

struct bucket {
    uint32_t slots[BUCKET];
    uint8_t lows[BUCKET];
    uint32_t used;
};

_Static_assert(sizeof(struct bucket) == CACHE_LINE, "a bucket is one cache line");

struct hash_table {
    struct bucket *buckets;
    void *memory;
    uint32_t count, used; /* buckets; slots */
};

struct hash_index {
    struct hash_table tables[TABLES];
    unsigned piece_bits; /* of places in the log, that make one piece */
};

static inline struct hash_table *table_of(const struct hash_index *index, uint64_t print)
{
    return (struct hash_table *)&index->tables[print >> (64 - TABLE_BITS)];
}

static inline uint32_t tag_of(uint64_t print)
{
    return (uint32_t)(print << TABLE_BITS >> (64 - TAG_BITS));
}

/* The bucket in which the tag should be. */
static inline uint32_t home_of(const struct hash_table *table, uint32_t tag)
{
    return (uint32_t)((uint64_t)tag * table->count >> TAG_BITS);
}

static inline uint32_t next_bucket(const struct hash_table *table, uint32_t bucket)
{
    return bucket + 1 < table->count ? bucket + 1 : 0;
}

static inline uint64_t piece_in(const struct bucket *bucket, uint32_t slot)
{
    return (uint64_t)(bucket->slots[slot] & ((1u << HIGH_BITS) - 1)) << LOW_BITS | bucket->lows[slot];
}

static inline void fill_slot(struct bucket *bucket, uint32_t slot, uint32_t tag, uint64_t piece)
{
    bucket->slots[slot] = tag << HIGH_BITS | (uint32_t)(piece >> LOW_BITS);
    bucket->lows[slot] = (uint8_t)piece;
}

/* Whether a slot of the bucket has the tag; one that is empty may have it too. In one sum, for vector instructions. */
static inline bool may_have(const struct bucket *bucket, uint32_t tag)
{
    uint32_t sum = 0;
    for (int i = 0; i < BUCKET; i++)
        sum += bucket->slots[i] >> HIGH_BITS == tag;
    return sum > 0;
}

static void make_table(struct hash_table *table, uint32_t count)
{
    *table = (struct hash_table){.count = count};
    table->memory = memory_get((size_t)count * sizeof *table->buckets + CACHE_LINE);
    size_t over = (uintptr_t)table->memory % CACHE_LINE;
    table->buckets = (struct bucket *)((char *)table->memory + (over ? CACHE_LINE - over : 0));
}

/* Copies all of `from` into the empty table. It starts behind a bucket with room, which no tag reaches beyond: so the
 * pieces of a tag stay in their order. */
static void copy_all(struct hash_table *to, const struct hash_table *from)
{
    uint32_t at = 0;
    while (from->buckets[at].used == BUCKET)
        at = next_bucket(from, at);
    for (uint32_t n = 0; n < from->count; n++) {
        at = next_bucket(from, at);
        const struct bucket *old = &from->buckets[at];
        for (uint32_t slot = 0; slot < old->used; slot++) {
            uint32_t home = home_of(to, old->slots[slot] >> HIGH_BITS);
            while (to->buckets[home].used == BUCKET)
                home = next_bucket(to, home);
            struct bucket *bucket = &to->buckets[home];
            bucket->slots[bucket->used] = old->slots[slot];
            bucket->lows[bucket->used++] = old->lows[slot];
        }
    }
    to->used = from->used;
}

/* Half as many buckets more, later a quarter; at first not the same number in all tables. */
static void grow(struct hash_table *table, size_t number)
{
    struct hash_table larger;
    uint32_t more = table->count == 1 ? 2 + (uint32_t)number % 4 : table->count / (table->count < LARGE ? 2 : 4);
    make_table(&larger, table->count + more);
    copy_all(&larger, table);
    memory_free(table->memory);
    *table = larger;
}

static void merge_in(struct bucket *bucket)
{
    for (uint32_t slot = 0; slot < bucket->used; slot++)
        fill_slot(bucket, slot, bucket->slots[slot] >> HIGH_BITS, piece_in(bucket, slot) / 2);
}

static void merge_pieces(struct hash_index *index)
{
    index->piece_bits++;
    for (size_t i = 0; i < TABLES; i++)
        for (uint32_t at = 0; at < index->tables[i].count; at++)
            merge_in(&index->tables[i].buckets[at]);
}

struct hash_index *hash_index_new(void)
{
    struct hash_index *index = memory_get(sizeof *index);
    index->piece_bits = PIECE_FIRST;
    for (size_t i = 0; i < TABLES; i++)
        make_table(&index->tables[i], 1);
    return index;
}

void hash_index_free(struct hash_index *index)
{
    for (size_t i = 0; index && i < TABLES; i++)
        memory_free(index->tables[i].memory);
    memory_free(index);
}

void hash_index_prefetch(const struct hash_index *index, uint64_t print)
{
    const struct hash_table *table = table_of(index, print);
    __builtin_prefetch(table->buckets + home_of(table, tag_of(print)), 1);
}

bool hash_index_search(const struct hash_index *index, uint64_t print, struct hash_search *search)
{
    const struct hash_table *table = table_of(index, print);
    search->table = table;
    search->tag = tag_of(print);
    search->bucket = home_of(table, search->tag);
    search->next = 0;
    search->piece = NO_PIECE;
    const struct bucket *bucket = &table->buckets[search->bucket];
    return may_have(bucket, search->tag) || bucket->used == BUCKET;
}

/* The next slot with the tag, or false when the bucket has no more. */
static bool next_in_bucket(const struct bucket *bucket, struct hash_search *search)
{
    while (search->next < bucket->used) {
        uint32_t slot = search->next++;
        if (bucket->slots[slot] >> HIGH_BITS != search->tag || piece_in(bucket, slot) == search->piece)
            continue;
        search->piece = piece_in(bucket, slot);
        return true;
    }
    return false;
}

bool hash_index_next(const struct hash_index *index, struct hash_search *search, uint64_t *from, uint64_t *to)
{
    const struct bucket *bucket = &search->table->buckets[search->bucket];
    while (!(may_have(bucket, search->tag) && next_in_bucket(bucket, search))) {
        if (bucket->used < BUCKET)
            return false;
        search->bucket = next_bucket(search->table, search->bucket);
        search->next = 0;
        bucket = &search->table->buckets[search->bucket];
    }
    *from = search->piece << index->piece_bits;
    *to = (search->piece + 1) << index->piece_bits;
    return true;
}

static void search_to_the_end(const struct hash_index *index, uint64_t print, struct hash_search *search)
{
    uint64_t from, to;
    hash_index_search(index, print, search);
    while (hash_index_next(index, search, &from, &to))
        ;
}

void hash_index_add(struct hash_index *index, uint64_t print, struct hash_search *search, uint64_t place)
{
    struct hash_table *table = table_of(index, print);
    uint64_t piece = place >> index->piece_bits;
    bool is_full = table->used * 6 >= table->count * BUCKET * 5;
    if (is_full || piece >= PIECES_MOST) {
        for (; piece >= PIECES_MOST; piece = place >> index->piece_bits)
            merge_pieces(index);
        if (is_full)
            grow(table, (size_t)(table - index->tables));
        search_to_the_end(index, print, search);
    }
    if (search->piece == piece)
        return;
    struct bucket *bucket = &table->buckets[search->bucket];
    fill_slot(bucket, bucket->used++, search->tag, piece);
    table->used++;
}
