/* csv_cut: where the records of delimited text end, with their physical lines, and where their cells lie.
 *
 * A line without a quote is a record. In a line with one the cells are followed: a cell that begins with a quote ends
 * at the quote before a delimiter or line end, however many lines later. A quote that never closes, or closes only by
 * eating other rows, loses its own line and nothing else: reading goes on with the next line. */
#ifndef INPUT_CSV_CUT_H
#define INPUT_CSV_CUT_H

#include "base/error.h"
#include "input/chunk.h"
#include "input/source.h"

struct csv_dialect {
    char delimiter;
    char line_end;      /* '\n' (a '\r' before it is dropped), or '\r' for old Macintosh files */
    uint64_t last_line; /* where the table ends, 0: with the source */
    uint32_t columns;   /* of the header, 0: not known yet; a record over several lines must have as many */
};

struct csv_cutter {
    struct source *source;
    struct csv_dialect dialect;
    struct buffer carry;  /* the beginning of a record that the last chunk did not hold whole */
    uint64_t index, line; /* of the next record */
    uint64_t skip_lines;  /* records up to this line are not handed out: titles and header */
    bool ended;
    bool skipping; /* inside a line that was too long: on to its end */
};

/* One cell of a record. */
struct csv_cell {
    struct view text;   /* without its quotes; doubled quotes still doubled */
    bool quoted, stray; /* stray: a quote stands where none belongs, and is text */
};

/* Starts at the source's present place. */
void csv_cutter_start(struct csv_cutter *cutter, struct source *source, struct csv_dialect dialect);
void csv_cutter_release(struct csv_cutter *cutter);

/* The next chunk; chunk->count is 0 at the end. */
enum status csv_cut(struct csv_cutter *cutter, struct chunk *chunk, struct error *error);

/* Cuts the first cell off a record; false when `rest->at` is NULL: there is none left. */
bool csv_next_cell(struct view *rest, char delimiter, struct csv_cell *cell);

#endif
