#include "base/fingerprints.h"

#include <errno.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/memory.h"

/* What is known stands in a log, in the order in which it came. The index says in which piece of the log a print must
 * be looked for: 512 small tables by its first 9 bits, in each the next 32 bits in buckets of one cache line, filled
 * from the left; a full one is continued in the next. A print that is not there is nearly always known not to be from
 * the index alone, with one look. Pieces are numbered in 16 bits: when these run out, two become one.
 *
 * Tables grow one by one and not at the same time, so that there is little empty room. */
enum {
    TABLE_BITS = 9,
    TABLES = 1 << TABLE_BITS,
    BUCKET = 16,
    CACHE_LINE = BUCKET * sizeof(uint32_t),
    PIECE_FIRST = 16, /* log entries */
    PIECES_MOST = 1 << 16,
    DEFAULT_MOST = 512 * 1024,
    READ_AT_ONCE = 64,
};

struct table {
    uint32_t *hashes; /* 0 is a gap */
    uint16_t *pieces;
    void *memory;
    uint32_t buckets, used;
};

struct entry {
    uint32_t low, line; /* the last bits of the print; the first ones led here */
    uint16_t source, start;
};

struct fingerprints {
    struct table tables[TABLES];
    uint64_t count, piece; /* all of them; how many log entries make a piece */
    struct entry *recent;  /* the end of the log, behind the `filed` ones in the file */
    size_t recent_most, capacity;
    uint64_t filed;
    int fd; /* -1: there is no file yet */
};

static inline struct table *table_of(const struct fingerprints *set, uint64_t print)
{
    return (struct table *)&set->tables[print >> (64 - TABLE_BITS)];
}

static inline uint32_t hash_of(uint64_t print)
{
    uint32_t hash = (uint32_t)(print << TABLE_BITS >> 32);
    return hash + (hash == 0);
}

/* The first slot of the bucket in which the hash should be. */
static inline uint32_t home_of(const struct table *table, uint32_t hash)
{
    return (uint32_t)((uint64_t)hash * table->buckets >> 32) * BUCKET;
}

static inline uint32_t next_bucket(const struct table *table, uint32_t bucket)
{
    return bucket + BUCKET < table->buckets * BUCKET ? bucket + BUCKET : 0;
}

/* How many slots of the bucket are in use, and whether one of them has the hash: in one sum, for vector instructions.
 */
static inline uint32_t look_at(const uint32_t *hashes, uint32_t hash, bool *has)
{
    uint32_t sum = 0;
    for (int i = 0; i < BUCKET; i++)
        sum += (uint32_t)(hashes[i] != 0) + (hashes[i] == hash ? BUCKET * 2u : 0);
    *has = sum >= BUCKET * 2;
    return sum % (BUCKET * 2);
}

static void make_table(struct table *table, uint32_t buckets)
{
    size_t slots = (size_t)buckets * BUCKET;
    *table = (struct table){.buckets = buckets};
    table->memory = memory_get(slots * (sizeof *table->hashes + sizeof *table->pieces) + CACHE_LINE);
    size_t over = (uintptr_t)table->memory % CACHE_LINE;
    table->hashes = (uint32_t *)((char *)table->memory + (over ? CACHE_LINE - over : 0));
    table->pieces = (uint16_t *)(table->hashes + slots);
}

static inline void fill_slot(struct table *table, uint32_t slot, uint32_t hash, uint16_t piece)
{
    table->hashes[slot] = hash;
    table->pieces[slot] = piece;
    table->used++;
}

/* Copies all of `from` into the empty table; `fill` counts what is in its buckets. */
static void copy_all(struct table *to, const struct table *from, uint8_t *fill)
{
    for (uint32_t i = 0; i < from->buckets * BUCKET; i++) {
        if (!from->hashes[i])
            continue;
        uint32_t bucket = home_of(to, from->hashes[i]);
        while (fill[bucket / BUCKET] == BUCKET)
            bucket = next_bucket(to, bucket);
        fill_slot(to, bucket + fill[bucket / BUCKET]++, from->hashes[i], from->pieces[i]);
    }
}

/* Half as many buckets more; at first not the same number in all tables. */
static void grow(struct table *table, size_t number)
{
    struct table larger;
    make_table(&larger, table->buckets + (table->buckets == 1 ? 2 + (uint32_t)number % 4 : table->buckets / 2));
    uint8_t *fill = memory_get(larger.buckets);
    copy_all(&larger, table, fill);
    memory_free(fill);
    memory_free(table->memory);
    *table = larger;
}

/* ---- the log ---- */

static enum status transfer(int fd, void *bytes, size_t count, uint64_t at, bool is_write, struct error *error)
{
    size_t size = count * sizeof(struct entry), done = 0;
    off_t from = (off_t)(at * sizeof(struct entry));
    while (done < size) {
        char *place = (char *)bytes + done;
        ssize_t n = is_write ? pwrite(fd, place, size - done, from + (off_t)done)
                             : pread(fd, place, size - done, from + (off_t)done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return error_errno(error, STATUS_IO, "the temporary file cannot be %s", is_write ? "written" : "read");
        if (n == 0)
            return error_set(error, STATUS_IO, "the temporary file is shorter than what was written to it");
        done += (size_t)n;
    }
    return STATUS_OK;
}

/* The first time all that the bound allows goes to the file, then smaller lots. */
static enum status file_recent(struct fingerprints *set, struct error *error)
{
    size_t count = (size_t)(set->count - set->filed);
    if (set->fd < 0 && (set->fd = fileio_temporary(error)) < 0)
        return STATUS_IO;
    enum status status = transfer(set->fd, set->recent, count, set->filed, true, error);
    if (status != STATUS_OK)
        return status;
    if (set->filed == 0) {
        set->recent_most = set->recent_most / 8 + 1;
        set->capacity = 0;
        memory_free(set->recent);
        set->recent = NULL;
    }
    set->filed = set->count;
    return STATUS_OK;
}

static void merge_pieces(struct fingerprints *set)
{
    set->piece *= 2;
    for (size_t i = 0; i < TABLES; i++)
        for (uint32_t slot = 0; slot < set->tables[i].buckets * BUCKET; slot++)
            set->tables[i].pieces[slot] /= 2;
}

/* Adds to the log, and to the index at `slot`, where the search for it ended. */
static enum status append(struct fingerprints *set, const struct fingerprint *one, uint32_t slot, struct error *error)
{
    enum status status = STATUS_OK;
    if (set->count - set->filed >= set->recent_most)
        status = file_recent(set, error);
    if (status != STATUS_OK)
        return status;
    if (set->count / set->piece >= PIECES_MOST)
        merge_pieces(set);
    size_t place = (size_t)(set->count - set->filed);
    set->recent = memory_grow(set->recent, &set->capacity, place + 1, sizeof *set->recent);
    set->recent[place] = (struct entry){(uint32_t)one->print, one->line, one->source, one->start};
    fill_slot(table_of(set, one->print), slot, hash_of(one->print), (uint16_t)(set->count / set->piece));
    set->count++;
    return STATUS_OK;
}

static bool search(const struct entry *entries, size_t count, uint64_t print, struct fingerprint *first)
{
    for (size_t i = 0; i < count; i++)
        if (entries[i].low == (uint32_t)print) {
            *first = (struct fingerprint){print, entries[i].line, entries[i].source, entries[i].start};
            return true;
        }
    return false;
}

/* Looks through one piece, of which the beginning may be in the file and the end in memory. */
static enum status search_piece(const struct fingerprints *set, uint64_t piece, uint64_t print,
                                struct fingerprint *first, bool *is_there, struct error *error)
{
    uint64_t at = piece * set->piece, end = at + set->piece < set->count ? at + set->piece : set->count;
    while (at < end && at < set->filed && !*is_there) {
        struct entry some[READ_AT_ONCE];
        uint64_t left = (end < set->filed ? end : set->filed) - at;
        size_t count = left < READ_AT_ONCE ? (size_t)left : READ_AT_ONCE;
        enum status status = transfer(set->fd, some, count, at, false, error);
        if (status != STATUS_OK)
            return status;
        *is_there = search(some, count, print, first);
        at += count;
    }
    if (at < end && !*is_there)
        *is_there = search(set->recent + (at - set->filed), (size_t)(end - at), print, first);
    return STATUS_OK;
}

/* ---- the set ---- */

struct fingerprints *fingerprints_new(size_t most_in_memory)
{
    struct fingerprints *set = memory_get(sizeof *set);
    set->recent_most = most_in_memory ? most_in_memory : DEFAULT_MOST;
    set->piece = PIECE_FIRST;
    set->fd = -1;
    for (size_t i = 0; i < TABLES; i++)
        make_table(&set->tables[i], 1);
    return set;
}

void fingerprints_free(struct fingerprints *set)
{
    if (!set)
        return;
    for (size_t i = 0; i < TABLES; i++)
        memory_free(set->tables[i].memory);
    memory_free(set->recent);
    if (set->fd >= 0)
        close(set->fd);
    memory_free(set);
}

void fingerprints_prefetch(const struct fingerprints *set, uint64_t print)
{
    const struct table *table = table_of(set, print);
    uint32_t home = home_of(table, hash_of(print));
    __builtin_prefetch(table->hashes + home);
    __builtin_prefetch(table->pieces + home);
}

/* Looks for the print; when it is not there, `slot` is where it belongs. */
static enum status look_up(const struct fingerprints *set, uint64_t print, uint32_t *slot, struct fingerprint *first,
                           bool *is_there, struct error *error)
{
    const struct table *table = table_of(set, print);
    uint32_t hash = hash_of(print), bucket = home_of(table, hash), used;
    enum status status = STATUS_OK;
    *is_there = false;
    for (;; bucket = next_bucket(table, bucket)) {
        bool has;
        used = look_at(table->hashes + bucket, hash, &has);
        for (uint32_t i = bucket; has && i < bucket + used && status == STATUS_OK && !*is_there; i++)
            if (table->hashes[i] == hash)
                status = search_piece(set, table->pieces[i], print, first, is_there, error);
        if (used < BUCKET || status != STATUS_OK || *is_there)
            break;
    }
    *slot = bucket + used;
    return status;
}

enum status fingerprints_find(const struct fingerprints *set, uint64_t print, struct fingerprint *first, bool *is_there,
                              struct error *error)
{
    uint32_t slot;
    return look_up(set, print, &slot, first, is_there, error);
}

enum status fingerprints_put(struct fingerprints *set, struct fingerprint one, struct fingerprint *first,
                             bool *was_there, struct error *error)
{
    uint32_t slot;
    struct table *table = table_of(set, one.print);
    if (table->used * 8 >= table->buckets * BUCKET * 7)
        grow(table, (size_t)(table - set->tables));
    enum status status = look_up(set, one.print, &slot, first, was_there, error);
    return status == STATUS_OK && !*was_there ? append(set, &one, slot, error) : status;
}
