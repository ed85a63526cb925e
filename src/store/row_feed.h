/* row_feed: the rows of an import as a table "row_feed" that SQL can select from, so that one INSERT takes them all.
 * That is a quarter cheaper than a statement for each row.
 *
 * Its columns are those of row_feed_columns, in that order. One thread at a time. */
#ifndef STORE_ROW_FEED_H
#define STORE_ROW_FEED_H

#include <sqlite3.h>

#include "store/row_image.h"

struct row_feed {
    int (*next)(void *context); /* sets key and image to the next row, or ended; a result code of SQLite */
    void *context;
    int64_t batch_id;
    int64_t source_base; /* source_id of the run's source number 0 */
    enum unit tally_unit;
    bool ended;
    uint64_t key;
    struct row_image image;
    char day[NUMBER_TEXT_SIZE], tally[NUMBER_TEXT_SIZE], start[NUMBER_TEXT_SIZE];
};

/* Makes the table known to the connection. The feed must stay where it is until it is detached. */
int row_feed_attach(struct row_feed *feed, sqlite3 *db);
int row_feed_detach(sqlite3 *db);

extern const char row_feed_columns[]; /* "activity_key, batch_id, ..." */

#endif
