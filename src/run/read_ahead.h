/* read_ahead: inputs that are read by other threads before their turn comes, each by one thread.
 *
 * A window of inputs ahead of the one whose turn it is, and a few batches of each, are held: memory is bounded. The
 * functions are for the calling thread, which takes the inputs in their order. */
#ifndef RUN_READ_AHEAD_H
#define RUN_READ_AHEAD_H

#include "run/inputs.h"
#include "run/track_join.h"

struct read_ahead;

/* One input that is read ahead. */
struct ahead {
    struct table_input input;
    struct error error;        /* of either status */
    enum status opened;        /* STATUS_OK: notes and rows follow */
    enum status status;        /* of the rows, good after the last batch */
    bool has_endings;          /* input.endings has notes */
    struct work *first, *last; /* batches that wait */
    unsigned waiting;
    bool is_ended, is_unwanted;
};

/* NULL when there is nothing to be gained by threads, or none could be started. */
struct read_ahead *read_ahead_start(const struct input_reading *reading, struct track_join *join);
void read_ahead_stop(struct read_ahead *r); /* waits for the threads; NULL is fine */

/* The input of that number once it was read, or as far as may wait; NULL: the caller is to read it itself. Then its
 * batches, NULL at the end; each is the caller's, to be released and freed. finish waits for its thread, whether or not
 * all batches were taken. Then it is done, and the window moves on. */
struct ahead *read_ahead_take(struct read_ahead *r, size_t number);
struct work *read_ahead_next(struct read_ahead *r, struct ahead *input);
void read_ahead_finish(struct read_ahead *r, struct ahead *input);
void read_ahead_done(struct read_ahead *r, size_t number); /* of any input, also those the caller read; r may be NULL */

#endif
