/* schema: the tables and views of a store, and how an older store becomes one of today.
 *
 * The functions return SQLite's result codes; the connection has the message. They leave no transaction open. */
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

#include <sqlite3.h>

enum {
    SCHEMA_APPLICATION_ID = 0x54505354, /* "TPST": what tells a store from any other SQLite file */
    SCHEMA_VERSION = 2,                 /* raised with each step in schema_steps */
};

/* schema_steps[v - 1] is the SQL that takes a store from version v to v + 1; NULL at the end. */
extern const char *const schema_steps[];

/* All tables and views, into an empty database. */
int schema_create(sqlite3 *db);

int schema_version(sqlite3 *db, int *version);

/* The steps that are still missing, in one transaction: all of them or none. */
int schema_upgrade(sqlite3 *db, const char *const *steps);

#endif
