/* rejected_rows: the rows that an import refused, and what became of them later.
 *
 * A row of a rejects file says from which line it came; the import it came from is the one that refused most of these
 * lines. A file of the same name that was mended in place says it by its own lines. A row that is stored now is cured;
 * one that was refused again is still open, with its new reason.
 *
 * The functions return SQLite's result codes. One thread at a time. */
#ifndef STORE_REJECTED_ROWS_H
#define STORE_REJECTED_ROWS_H

#include <sqlite3.h>

#include "base/buffer.h"
#include "model/activity.h"
#include "model/summary.h"

struct rejected_rows {
    sqlite3 *db;
    sqlite3_stmt *insert;
    struct buffer codes, reason;
    uint64_t count; /* of the rows put down */
};

/* A zeroed one is fine, and can be released. Call it for rejected rows, and for all rows that have a mended_line. */
int rejected_rows_add(struct rejected_rows *rejected, sqlite3 *db, const struct source_info *source,
                      const struct activity *row);

/* At the end of the batch, when its activities and sources are in the tables. */
int rejected_rows_settle(struct rejected_rows *rejected, sqlite3 *db, int64_t batch_id, int64_t source_base);
void rejected_rows_release(struct rejected_rows *rejected);

#endif
