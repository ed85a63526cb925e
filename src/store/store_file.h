/* store_file: the store as a file: whether it is one of ours, opening it, making a new one, and what SQLite's troubles
 * are called.
 *
 * A file that is no store, or one of a newer version, is looked at and left alone; it never comes into SQLite's hands.
 * A new store is built in PATH.tallypost-part and renamed when whole: killed before, there is no store. The lock on
 * that part makes a second process wait, and what a killed one left of it is used again.
 *
 * One thread at a time. In one process a file may be opened once only: its locks belong to the process. */
#ifndef STORE_STORE_FILE_H
#define STORE_STORE_FILE_H

#include <sqlite3.h>
#include <stdbool.h>

#include "base/error.h"

struct store_file {
    const char *name; /* as the user gave it */
    char *path;       /* the same, such that SQLite takes it for a file */
    sqlite3 *db;      /* NULL: not open */
    char *part;       /* a store in the making; NULL: none */
    int part_fd;
    int patience_ms; /* how long to wait for another process */
    bool must_write;
};

/* `name` is not copied. */
void store_file_init(struct store_file *file, const char *name, bool must_write);
void store_file_release(struct store_file *file); /* a store in the making is dropped */

/* Whether there is a store at all. STATUS_IO when there is something else, or a store of a newer version. */
enum status store_file_look(const struct store_file *file, bool *exists, struct error *error);

/* Opens the store that is there, and brings an older one up to date. */
enum status store_file_open(struct store_file *file, struct error *error);

/* Begins a new store: an empty one with all tables, in the making, without journal. When another process made the store
 * in the meantime, that one is opened instead and `part` stays NULL. */
enum status store_file_make(struct store_file *file, struct error *error);

/* Closes the store in the making and puts it in place, safe on the disk; store_file_open opens it. */
enum status store_file_finish(struct store_file *file, struct error *error);

/* The line for a result code that the connection has just given. */
enum status store_file_trouble(const struct store_file *file, int rc, struct error *error);

#endif
