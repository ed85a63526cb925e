/* store_insert: the statements that put a batch into the tables.
 *
 * The caller owns the transaction. */
#ifndef STORE_STORE_INSERT_H
#define STORE_STORE_INSERT_H

#include <sqlite3.h>

#include "base/error.h"
#include "model/summary.h"
#include "store/known_rows.h"
#include "store/row_feed.h"
#include "store/row_sorter.h"

struct store_insert {
    sqlite3 *db;
    sqlite3_stmt *finding;
    struct row_feed feed;
    struct row_sorter *rows, *aside; /* aside: those whose key is taken */
    struct view bytes;               /* of the row that is given */
    bool is_given;
    struct error trouble; /* of the sorters */
    uint64_t added;
};

/* Begins a batch with a row of its own; a result code of SQLite. A zeroed one can be released. */
int store_insert_begin(struct store_insert *insert, sqlite3 *db, const struct event *event, enum unit tally_unit,
                       const char *command);
void store_insert_release(struct store_insert *insert);

/* All rows, which have been added to the sorter as images. A row whose key is taken gets another, unless it is the same
 * row: that is there already, and passed over. A result code of SQLite; SQLITE_ABORT with `trouble` set when a
 * temporary file failed. */
int store_insert_rows(struct store_insert *insert, struct known_rows *known, struct row_sorter *rows);

/* The sources, and the books of the batch; a result code of SQLite. */
int store_insert_end(struct store_insert *insert, const struct summary *summary);

#endif
