/* pack_spool: brings the rows of a pack together by participant in bounded memory.
 *
 * Rows are collected in memory; whenever PACK_SPOOL_BOUND bytes are full they are sorted by participant and written to
 * an unlinked temporary file as one run. Reading merges the runs. A zeroed spool is valid and empty. STATUS_IO when
 * the temporary file cannot be written or read. One thread. */
#ifndef OUTPUTS_PACK_SPOOL_H
#define OUTPUTS_PACK_SPOOL_H

#include "base/error.h"
#include "outputs/pack_row.h"

enum { PACK_SPOOL_BOUND = 32 * 1024 * 1024 };

struct pack_spool {
    struct buffer rows; /* as they came, each padded to 8 bytes */
    size_t row_count;
    uint32_t person_limit; /* one more than the largest number seen */
    size_t bound;          /* 0: PACK_SPOOL_BOUND */
    bool spooled;          /* there is a file */
    int fd;
    uint64_t file_size;
    struct pack_run *runs;
    size_t run_count, run_capacity;
};

enum status pack_spool_add(struct pack_spool *spool, const struct pack_row *row, struct view comment,
                           struct error *error);

/* Call once, after the last row and before the first pack_spool_next. */
enum status pack_spool_finish(struct pack_spool *spool, struct error *error);

/* The next row of the participant in the order they were added, NULL when there is none. Ask for participants in rising
 * order. Row and comment are good until the next call. */
enum status pack_spool_next(struct pack_spool *spool, uint32_t person, const struct pack_row **row,
                            struct view *comment, struct error *error);

void pack_spool_release(struct pack_spool *spool);

#endif
