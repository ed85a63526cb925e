/* known_rows: which activities a store holds already.
 *
 * The first questions are asked of the table, row by row. Once there are many, the keys of the whole table are read
 * once, in their order, with a check of each row's content and its place (21 bytes a row), and asked instead.
 *
 * The functions return SQLite's result codes. What is known is a snapshot: reset it when the table may have changed. */
#ifndef STORE_KNOWN_ROWS_H
#define STORE_KNOWN_ROWS_H

#include <sqlite3.h>

#include "store/row_content.h"

struct row_place {
    uint64_t key; /* under which it is stored */
    int64_t source_id;
    uint64_t line; /* 0: none */
};

struct known_rows {
    sqlite3 *db;
    sqlite3_stmt *select; /* one row by its key */
    uint64_t table_rows;  /* about how many there are */
    uint64_t questions;
    bool is_reading, is_read; /* the whole table */
    bool is_met;              /* the row asked for, and what it says */
    struct row_content content;
    struct row_place place;
    uint64_t *posted; /* keys of those that RunSignup has, sorted; read when first asked for */
    size_t posted_count, posted_room;
    bool is_posted_read;
    struct known_row *rows; /* by key */
    size_t count, capacity;
    uint32_t *first; /* for each value of the keys' upper bits, where such keys begin */
    unsigned shift;
};

/* It must stay where it is until it is released. A zeroed one can be released. */
int known_rows_init(struct known_rows *known, sqlite3 *db);
void known_rows_release(struct known_rows *known);

/* Fetches the memory that a question for that key will look at; call it some questions ahead. */
void known_rows_expect(const struct known_rows *known, uint64_t key);

/* Whether the row of that key is stored, be it under one of the keys that follow because the first was taken. */
int known_rows_find(struct known_rows *known, uint64_t key, const struct row_content *content, struct row_place *place,
                    bool *is_there);

/* Whether RunSignup has the activity of that key. */
int known_rows_posted(struct known_rows *known, uint64_t key, bool *is_posted);

/* The row under that very key, as the table has it now. */
int known_rows_read(struct known_rows *known, uint64_t key, struct row_content *content, struct row_place *place,
                    bool *is_there);

#endif
