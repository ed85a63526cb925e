/* store_insert: the statements that put a batch into the tables.
 *
 * The functions return SQLite's result codes; the caller owns the transaction. */
#ifndef STORE_STORE_INSERT_H
#define STORE_STORE_INSERT_H

#include <sqlite3.h>

#include "model/event.h"
#include "model/summary.h"
#include "store/known_rows.h"
#include "store/row_image.h"

struct store_insert {
    sqlite3 *db;
    sqlite3_stmt *activity, *finding;
    enum unit tally_unit;
    int64_t batch_id;
    int64_t source_base; /* source_id of the run's source number 0 */
    uint64_t added;
    char text[3][NUMBER_TEXT_SIZE]; /* what is bound until the next row */
};

/* Begins a batch with a row of its own. A zeroed one can be released. */
int store_insert_begin(struct store_insert *insert, sqlite3 *db, const struct event *event, enum unit tally_unit,
                       const char *command);
void store_insert_release(struct store_insert *insert);

/* A row whose key is taken gets another, unless it is the same row: that is there already, and passed over. */
int store_insert_row(struct store_insert *insert, struct known_rows *known, uint64_t key, struct row_image *image);

/* The sources, and the books of the batch. */
int store_insert_end(struct store_insert *insert, const struct summary *summary);

#endif
