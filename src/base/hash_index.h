/* hash_index: where in a log to look for what has a 64-bit print.
 *
 * Made for millions: five bytes and a quarter of empty room for each thing, and one line of cache to look at. It knows
 * stretches of the log, not places, and may name a stretch in vain (about once in a hundred times among five million);
 * a stretch that holds the thing is never left out. A search stays good until something is added. One thread at a time.
 */
#ifndef BASE_HASH_INDEX_H
#define BASE_HASH_INDEX_H

#include <stdbool.h>
#include <stdint.h>

struct hash_index;

struct hash_search {
    const struct hash_table *table;
    uint32_t tag, bucket, next;
    uint64_t piece; /* the last one named */
};

struct hash_index *hash_index_new(void);
void hash_index_free(struct hash_index *index); /* NULL is fine */

/* Fetches what a search for that print will look at; call it some rows ahead. */
void hash_index_prefetch(const struct hash_index *index, uint64_t print);

/* The print must be well mixed in its first 29 bits. False when nothing has it: the search is at its end already. */
bool hash_index_search(const struct hash_index *index, uint64_t print, struct hash_search *search);

/* The next stretch of the log, from `from` to before `to`; they come in the order of the log. False at the end. */
bool hash_index_next(const struct hash_index *index, struct hash_search *search, uint64_t *from, uint64_t *to);

/* Adds the print of that search, which must have come to its end. Places of one print must not fall. */
void hash_index_add(struct hash_index *index, uint64_t print, struct hash_search *search, uint64_t place);

#endif
