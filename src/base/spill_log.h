/* spill_log: records of one size, kept in the order in which they came and read again by number.
 *
 * Beyond a bound they go to an unlinked temporary file. STATUS_IO when that cannot be made, written or read. One thread
 * at a time. */
#ifndef BASE_SPILL_LOG_H
#define BASE_SPILL_LOG_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct spill_log {
    uint64_t count, filed; /* the first `filed` ones are in the file */
    size_t record_size, most, capacity;
    char *recent; /* the others */
    int fd;       /* -1: there is no file yet */
};

/* At most `most` records, above zero, are kept in memory. */
void spill_log_init(struct spill_log *log, size_t record_size, size_t most);
void spill_log_release(struct spill_log *log);

/* Room for one more record, to be filled at once; NULL after trouble. */
void *spill_log_add(struct spill_log *log, struct error *error);

/* `count` records from `first` on, all of which must be there: in place, or read into `scratch`, which has room for
 * them. Good until the next one is added. NULL after trouble. */
const void *spill_log_read(const struct spill_log *log, uint64_t first, size_t count, void *scratch,
                           struct error *error);

#endif
