/* survey: what the cells of the columns that need proof look like, gathered before the first row goes out.
 *
 * Of dates every row counts that the survey is shown; of distances and times the first SURVEY_SAMPLES. One thread. */
#ifndef NORMALIZE_SURVEY_H
#define NORMALIZE_SURVEY_H

#include "normalize/mapping.h"
#include "normalize/unused.h"

enum { SURVEY_SAMPLES = 2000, SURVEY_RECORDS = 1000 };

/* A cell that proves something: its row's line and its text. */
struct proof {
    uint64_t count, line;
    struct view text;
};

struct date_survey {
    uint64_t iso, slashed, dotted, others;
    struct proof day_first, month_first;   /* rows that can be read in one way only: as day first, month first */
    struct proof day_inside, month_inside; /* rows of which only that reading lies in the event's window */
    struct proof open;                     /* rows that can be read both ways, to different days */
};

struct distance_sample {
    struct decimal digits;
    enum unit unit;         /* in the cell, or told beside it for this row */
    struct view time, pace; /* cells of the same row */
    enum kind kind;
};

struct survey {
    const struct mapping *mapping;
    struct arena arena; /* texts of proofs and samples */
    struct date_survey dates;
    uint64_t comma_proofs, point_proofs; /* numbers with a decimal comma, with a decimal point, beyond doubt */
    struct proof comma, bare_distance;
    struct distance_sample *samples;
    size_t sample_count;
    uint64_t pointed, pointed_over_59,
        pointed_odd; /* times such as 22.14; with 60 or more behind the point; others bare */
    uint64_t rows;
    struct unused unused;
    uint64_t dated_times[4]; /* without a date column: cells of the time columns that are dates with a clock time */
};

void survey_init(struct survey *survey, const struct mapping *mapping);
void survey_release(struct survey *survey);
void survey_observe(struct survey *survey, const struct record *record);

/* Whether the dates met so far can only be settled by looking at every row. */
bool survey_needs_all(const struct survey *survey);

#endif
