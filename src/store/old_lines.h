/* old_lines: what stood in the lines of a source when one of that name was imported before.
 *
 * Asked for rows that are not stored: a row whose line held another activity of that day was changed since. Where no
 * source of that name is known nothing is read. The functions return SQLite's result codes. One thread at a time. */
#ifndef STORE_OLD_LINES_H
#define STORE_OLD_LINES_H

#include <sqlite3.h>

#include "model/summary.h"
#include "store/row_content.h"

struct old_line {
    uint64_t key;
    int64_t batch_id;
    struct row_content content;
};

struct old_lines {
    sqlite3 *db;
    sqlite3_stmt *find;
    uint32_t source; /* number of the source asked about, + 1; 0: none yet */
    bool has_any;    /* one of that name was imported before */
};

/* A zeroed one can be released. `before`: sources from that id on are of this run. */
int old_lines_find(struct old_lines *old, sqlite3 *db, const struct source_info *source, int64_t before, uint64_t line,
                   struct old_line *out, bool *is_there);
void old_lines_release(struct old_lines *old);

#endif
