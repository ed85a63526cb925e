/* summary: what a run has read and what became of it: the books. */
#ifndef MODEL_SUMMARY_H
#define MODEL_SUMMARY_H

#include <stdint.h>

#include "model/fields.h"
#include "model/findings.h"

/* rows = accepted + rejected + skipped + blank, always. */
struct books {
    uint64_t rows, accepted, rejected, skipped, blank;
};

/* What a column was taken for, and why. All texts live as long as the summary. */
struct column_info {
    struct view name;
    enum field field;
    struct view decision;  /* "date, month first", "distance in miles", "not used" */
    struct view evidence;  /* "line 14: 5/31/2026", "header", "profile" */
    struct view runner_up; /* what else it might have been, or which other column; empty when nothing */
};

struct source_info {
    uint32_t number;            /* 0-based, in the order of the run */
    struct view source, member; /* the file given; the member of a zip, else empty */
    struct view format, profile, encoding;
    char delimiter;       /* 0 when the format has none */
    uint64_t header_line; /* 0 when there is none */
    bool is_track;        /* recorded: its rows have no cells that somebody wrote */
    struct column_info *columns;
    size_t column_count;
    struct books books;
    uint64_t tracks; /* files that belong to its rows: no activities of their own */
    uint64_t by_code[CODE_COUNT];
    bool beside; /* no input but a file beside them, of which something is said */
};

struct summary {
    int32_t as_of; /* a day */
    struct source_info **sources;
    size_t source_count;
    struct books totals;
    uint64_t by_code[CODE_COUNT];
    uint64_t source_errors;          /* error findings about a source, not about a row */
    uint64_t *waiver_uses;           /* of each waiver, how many findings it covered; NULL: there are no waivers */
    int64_t distance_mm, elapsed_ms; /* sums over the accepted rows */
};

#endif
