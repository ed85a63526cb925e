/* row_sorter: takes in pieces of bytes with a key and gives them back by rising key, those of one key in the order they
 * came.
 *
 * A block of them is kept in memory; full blocks go, sorted, to an unlinked temporary file and are merged at the end.
 * Memory is bounded, however many there are: the block while they come (24 MiB), 16 MiB while they go. STATUS_IO when
 * the file cannot be made, written or read. One thread at a time. */
#ifndef STORE_ROW_SORTER_H
#define STORE_ROW_SORTER_H

#include <stdint.h>

#include "base/error.h"
#include "base/view.h"

struct row_sorter;

/* At most that many bytes in memory; 0 is the default. */
struct row_sorter *row_sorter_new(size_t most_in_memory);
void row_sorter_free(struct row_sorter *sorter); /* NULL is fine */

enum status row_sorter_add(struct row_sorter *sorter, uint64_t key, struct view bytes, struct error *error);

/* No more will come. Then `next` gives one after the other, good until the next call; *ended after the last. */
enum status row_sorter_end(struct row_sorter *sorter, struct error *error);
enum status row_sorter_next(struct row_sorter *sorter, uint64_t *key, struct view *bytes, bool *ended,
                            struct error *error);

#endif
