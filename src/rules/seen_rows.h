/* seen_rows: the rows of a run that were accepted, as far as the rules that look across rows need to know them.
 *
 * 32 bytes each, in a temporary file beyond a bound; in memory stays an index by participant and day and, for the rows
 * for which it is asked, one by twin. The first SEEN_DAY_MOST rows of a participant's day can be had together. Days of
 * more are crowded: of them only equal rows are found. STATUS_IO for trouble with the file. One thread. */
#ifndef RULES_SEEN_ROWS_H
#define RULES_SEEN_ROWS_H

#include "base/error.h"
#include "base/hash_index.h"
#include "model/batch.h"

enum { SEEN_DAY_MOST = 32 };

/* What stands for a value that is not known. */
#define SEEN_UNKNOWN UINT32_MAX

struct seen_row {
    uint32_t person_day, content; /* the last bits of hashes */
    uint32_t distance_mm, elapsed_ms;
    uint32_t start_s; /* unix */
    uint32_t who;     /* of a participant how the bib is written, seen_rows_who; of nobody a hash of source and names */
    uint32_t line;    /* 0 when the format has none */
    uint16_t source;
    uint8_t kind_unit; /* four bits each */
    uint8_t elevation; /* a hash, 0 when there is none */
};

static inline enum kind seen_kind(const struct seen_row *row)
{
    return (enum kind)(row->kind_unit & 15);
}

static inline enum unit seen_unit(const struct seen_row *row)
{
    return (enum unit)(row->kind_unit >> 4);
}

/* The earlier rows of a participant and day, in the order of the input. */
struct seen_day {
    struct seen_row rows[SEEN_DAY_MOST];
    uint64_t places[SEEN_DAY_MOST];
    size_t count;
    bool crowded; /* there are more; then none is here */
    struct hash_search end;
};

struct seen_rows;

struct seen_rows *seen_rows_new(void);
void seen_rows_free(struct seen_rows *seen);

/* Fetch what will be looked at for these prints; call them some rows ahead. */
void seen_rows_prefetch_day(const struct seen_rows *seen, uint64_t person_day);
void seen_rows_prefetch_twin(const struct seen_rows *seen, uint64_t twin);

/* What is to be kept of the row but `person_day` and `content`; `is_nobody` has no participant. */
void seen_rows_note(struct seen_rows *seen, const struct batch *batch, const struct activity *row, bool is_nobody,
                    struct seen_row *own);

enum status seen_rows_day(const struct seen_rows *seen, uint64_t person_day, struct seen_day *day, struct error *error);

/* On a crowded day: how many rows have that content, and one that has it and does not start at another time. */
enum status seen_rows_crowd(const struct seen_rows *seen, uint64_t person_day, const struct seen_row *own,
                            uint64_t *count, struct seen_row *same, bool *is_there, struct error *error);

/* The first row with that twin print which `fits`; `search` stands at its end afterwards. */
enum status seen_rows_twin(const struct seen_rows *seen, uint64_t twin, const struct seen_row *own,
                           bool (*fits)(const struct seen_row *own, const struct seen_row *other),
                           struct hash_search *search, struct seen_row *found, bool *is_there, struct error *error);

/* Keeps the row. `day` is what seen_rows_day gave, `twin` and its search may be left out (NULL). */
enum status seen_rows_add(struct seen_rows *seen, uint64_t person_day, struct seen_day *day, uint64_t twin,
                          struct hash_search *twin_search, const struct seen_row *own, struct error *error);

/* Where it is: "spring.csv:17", or "line 17 of this file". */
struct view seen_rows_place(const struct seen_rows *seen, struct arena *arena, const struct seen_row *row,
                            const struct batch *here);

/* Whose it is: "bib 0042", "registration id 110430695", "another participant". */
struct view seen_rows_who(struct arena *arena, const struct seen_row *row);

/* Whether both have start times and these are more than so many seconds apart. */
static inline bool seen_apart(const struct seen_row *a, const struct seen_row *b, uint32_t seconds)
{
    uint32_t apart = a->start_s > b->start_s ? a->start_s - b->start_s : b->start_s - a->start_s;
    return a->start_s != SEEN_UNKNOWN && b->start_s != SEEN_UNKNOWN && apart > seconds;
}

#endif
