/* pipeline: the rows of one source, in batches: cut, worked on by several threads, committed in their order.
 *
 * With one job everything happens inline in the calling thread, by the same code. The commit function runs in the
 * calling thread only, so what comes out does not depend on the number of jobs. */
#ifndef RUN_PIPELINE_H
#define RUN_PIPELINE_H

#include "run/table_input.h"
#include "run/work.h"

/* Takes a finished batch; the next one comes when it returns. */
typedef enum status commit_fn(void *context, struct batch *batch, struct error *error);

struct pipeline {
    struct table_input *input;
    const struct rule_context *rules;
    unsigned jobs;
    bool keep_cells;
    commit_fn *commit;
    void *context;
};

/* Until the end of the source, or the first status that is not STATUS_OK: STATUS_AGAIN, STATUS_IO, or the commit's. */
enum status pipeline_run(const struct pipeline *pipeline, struct error *error);

#endif
