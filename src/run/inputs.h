/* inputs: all inputs of a run, each through recognition and pipeline, in their order.
 *
 * Many small files are read ahead by several threads, each file by one; a large table is read by the calling thread
 * when its turn comes, and worked on by several. What the functions below are called with, and in which order, does not
 * depend on the number of jobs; they are called in the calling thread. */
#ifndef RUN_INPUTS_H
#define RUN_INPUTS_H

#include "run/pipeline.h"

struct input_reading {
    const struct origins *origins;
    const struct recognition *recognition;
    const struct rule_context *rules;
    unsigned jobs;
    bool keep_cells;
    struct source_info *infos; /* one for each origin */

    /* An input is open, or could not be opened (then input->source is NULL); its notes and rows follow. */
    void (*begin)(void *context, struct table_input *input);
    commit_fn *commit;
    /* It is done with. STATUS_OK: on to the next; what comes back ends the reading. `status` is STATUS_IO when the
     * input could not be read, and the error says why. */
    enum status (*end)(void *context, struct table_input *input, enum status status, struct error *error);
    void *context;
};

enum status inputs_read(const struct input_reading *reading, struct error *error);

#endif
