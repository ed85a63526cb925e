/* word_table: a small table of text that people keep beside an event, whose columns are found by the words over them:
 * the roster, the waivers.
 *
 * Separated by comma, semicolon or tab; UTF-8 with or without a BOM, windows-1252, or UTF-16, as spreadsheets write.
 * Case and punctuation of a header do not count, nor the order of the columns; cells may hold line breaks. Only the
 * columns that are asked for are kept. Texts go to the caller's arena. One thread. */
#ifndef EVENT_WORD_TABLE_H
#define EVENT_WORD_TABLE_H

#include "base/arena.h"
#include "base/error.h"

enum { WORD_TABLE_COLUMNS = 8 };

/* A header, as utf8_fold makes it. Of several in one table the one that is first in the list counts. */
struct word_header {
    const char *folded;
    int column; /* below WORD_TABLE_COLUMNS */
};

struct word_row {
    int line;                              /* the first one, from 1 */
    struct view cells[WORD_TABLE_COLUMNS]; /* trimmed */
};

struct word_table {
    const char *path;
    int header_line;
    bool has[WORD_TABLE_COLUMNS]; /* a header for the column was found */
    struct word_row *rows;
    size_t count, capacity;
};

struct word_form {
    const struct word_header *headers;
    size_t header_count;
    const char *again; /* "save the participants export again" */
    const char *empty; /* what an empty file should have been */
    enum status (*check)(const struct word_table *table, struct error *error); /* of the header, before any row */
};

/* STATUS_IO: it cannot be read. STATUS_USAGE: it is damaged, or its header was refused; the error names file and line.
 * Rows without text in any column that is kept are left out. Release the table whatever came back. */
enum status word_table_read(struct word_table *table, const struct word_form *form, const char *path,
                            struct arena *arena, struct error *error);
void word_table_release(struct word_table *table);

#endif
