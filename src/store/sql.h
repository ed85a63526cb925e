/* sql: statements with their values in one call.
 *
 * `types` has a letter for each value: i int64_t (UNKNOWN: NULL) · t const char * (NULL: NULL) · v struct view (empty:
 * NULL). Texts must live until the statement ends. The functions return SQLite's result codes. */
#ifndef STORE_SQL_H
#define STORE_SQL_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/view.h"

/* A statement without rows, or whose rows nobody wants. */
int sql_run(sqlite3 *db, const char *text, const char *types, ...);

/* A statement ready to be stepped; finalize it whatever comes back. */
int sql_query(sqlite3 *db, sqlite3_stmt **out, const char *text, const char *types, ...);

/* New values for a statement that is used again, and a step; it is reset behind. For statements without rows. */
int sql_again(sqlite3_stmt *st, const char *types, ...);

/* The next row: SQLITE_OK with *has_row. */
int sql_step(sqlite3_stmt *st, bool *has_row);

/* A single number; `otherwise` when there is no row or NULL. */
int sql_number(sqlite3 *db, int64_t *out, int64_t otherwise, const char *text, const char *types, ...);

/* Columns of the row at hand. Views live until the next step. */
struct view sql_text(sqlite3_stmt *st, int column);
int64_t sql_int(sqlite3_stmt *st, int column); /* UNKNOWN for NULL */

#endif
