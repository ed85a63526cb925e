/* reader: turns the bytes of one format into records.
 *
 * open decides the table (dialect, columns); cut finds record ends, in one thread; parse makes a record of a cut, in
 * any thread, with state of its own. Adding a format is one file with a `const struct reader_ops` and one row in
 * reader.c. */
#ifndef READERS_READER_H
#define READERS_READER_H

#include "base/arena.h"
#include "base/error.h"
#include "input/chunk.h"
#include "input/source.h"
#include "model/batch.h"
#include "model/record.h"

struct reader_options {
    const char *from;     /* --from, or NULL */
    const char *encoding; /* --encoding, or NULL */
    char delimiter;       /* --delimiter, or 0 */
    const char *sheet;    /* --sheet, or NULL */
    /* How well these column names fit a table of activities, 0 not at all: tells headers from titles, and delimiters
     * apart. */
    uint32_t (*known_names)(const void *context, const struct view *names, uint32_t count);
    const void *context;
    bool whole; /* look at the whole source before deciding, not only at its beginning */
};

/* One per source. The ops' own state hangs on `state`. */
struct reader {
    const struct reader_ops *ops;
    struct source *source;
    struct reader_options options;
    struct table table;
    struct arena arena; /* owns the texts of the table */
    void *state;
};

/* One per worker. */
struct parser {
    const struct reader *reader;
    void *state;        /* the ops' own, e.g. a libcsv parser */
    struct view *cells; /* room for the cells of one record */
    size_t capacity;
};

struct reader_ops {
    const char *name;       /* for --from and formats: "csv" */
    const char *title;      /* for people: "CSV and other delimited text" */
    const char *extensions; /* "csv tsv txt" */
    bool settled;           /* what the columns mean is the format's own: nothing is to be proved by the rows */

    /* How sure the format is of these first bytes: 0 not mine .. 100 surely. */
    int (*bid)(struct view head, struct view path);

    /* Decides the table; notes findings about the source in `notes`. STATUS_REFUSED: no activities can be in it, a
     * finding says so. The source is afterwards rewound by the caller. */
    enum status (*open)(struct reader *reader, struct batch *notes, struct error *error);

    /* Makes ready to cut from the first record on; called after each rewind of the source. */
    enum status (*start)(struct reader *reader, struct error *error);

    /* The next stretch of records; chunk->count == 0 is the end. chunk->text is kept between calls for its capacity. */
    enum status (*cut)(struct reader *reader, struct chunk *chunk, struct error *error);

    /* Notes what only the end of the source tells; called once after the last cut. May be NULL. */
    void (*finish)(struct reader *reader, struct batch *notes);

    void (*parser_init)(struct parser *parser);
    void (*parser_release)(struct parser *parser);

    /* One record (a cut whose state is CUT_RECORD). Findings about it are noted at `row`; when it cannot be read at all
     * one of them is an error and out->count is 0. STATUS_AGAIN: it has something that open did not see, e.g. an
     * unknown key, and options.whole was not set. Cells live in chunk->text or batch->arena. */
    enum status (*parse)(struct parser *parser, const struct chunk *chunk, const struct cut *cut, struct batch *batch,
                         struct activity *row, struct record *out);

    void (*close)(struct reader *reader);
};

/* The registry, in the order in which bids that tie are decided. */
extern const struct reader_ops *const reader_registry[];
extern const size_t reader_count;

/* The reader whose extension a file of that name has, "1.fit.gz" as well; NULL when it is nobody's. */
const struct reader_ops *reader_of_name(struct view file_name);

/* The reader for these first bytes (or of options->from); NULL when none bids. */
const struct reader_ops *reader_choose(struct view head, struct view path, const char *from);

#endif
