/* track_join: the rows of a log and the files of their tracks, which lie beside it, as one set of activities.
 *
 * Where a log names the file of a row's track (Strava's activities.csv, Runkeeper's cardioActivities.csv), the row
 * wins; the track fills what the row leaves empty, and is compared with it. It is no activity of its own then. Used by
 * many threads at once. */
#ifndef RUN_TRACK_JOIN_H
#define RUN_TRACK_JOIN_H

#include "model/record.h"
#include "run/table_input.h"

struct track_join;

struct track_join *track_join_new(const struct origins *origins, const struct recognition *recognition);
void track_join_free(struct track_join *join); /* NULL is fine */

/* Whether a row read so far named that file. */
bool track_join_has(const struct track_join *join, const struct origin *origin);

/* STATUS_IO when that file could not be read when a row needed it. */
enum status track_join_trouble(struct track_join *join, const struct origin *origin, struct error *error);

/* What the track of a row says; UNKNOWN where it says nothing. */
struct joined_track {
    const struct origin *origin; /* NULL: the row has no track here */
    struct view why;             /* it could not be used; empty: it could */
    int64_t start_ms, elapsed_ms, distance_mm;
};

/* Reads the track that the record names, and puts what it says into the empty cells of a copy of the record. */
struct joined_track track_join_fill(struct track_join *join, const struct table_input *input, struct batch *batch,
                                    struct record *record);

/* Notes where the finished row and its track contradict each other. */
void track_join_compare(const struct joined_track *track, struct batch *batch, struct activity *row);

#endif
