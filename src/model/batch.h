/* batch: the rows of one stretch of a source, with all that was noticed about them.
 *
 * A batch owns its arena; every view in its rows and findings lives until batch_reset. It is filled by one
 * worker, then read and completed by the committer: never by two threads at once. */
#ifndef MODEL_BATCH_H
#define MODEL_BATCH_H

#include "base/arena.h"
#include "model/activity.h"
#include "model/findings.h"
#include "model/summary.h"
#include "model/waiver.h"

struct batch {
    struct arena arena;
    struct source_info *source;      /* which source the rows are from; counted in by the committer */
    const enum severity *severities; /* of each code, the event's */
    const struct waivers *waivers;   /* the event's; NULL: none */
    struct activity *rows;
    size_t row_count, row_capacity;
    uint64_t blank;                          /* blank records, that are no rows */
    uint64_t tracks;                         /* rows that were compared with the file of their track */
    struct finding *findings, *last_finding; /* about the source, not about one row */
};

/* A new activity_empty at the end; the pointer is good until the next one is added. */
struct activity *batch_add_row(struct batch *batch);
void batch_reset(struct batch *batch);
void batch_release(struct batch *batch);

/* Notes a finding about `row`, or about the source when row is NULL. An error makes the row rejected, unless a
 * waiver for the row's place, or its key as far as that is known, lets it pass. Returns the finding, to be given
 * arguments and a hint, or NULL when the code is switched off. `value` must live as long as the batch. */
struct finding *batch_note(struct batch *batch, struct activity *row, enum code code, enum field field,
                           struct view value);

/* A hint in the batch's arena, put behind those the finding has. `finding` may be NULL (then NULL comes back). */
struct hint *batch_hint(struct batch *batch, struct finding *finding, enum slip slip, enum field field,
                        struct arg value);

/* The worst severity among the row's findings, those that are waived left out. */
enum severity row_worst(const struct activity *row);

#endif
