/* work: one batch on its way: a chunk of a source, and the rows that are made of it. */
#ifndef RUN_WORK_H
#define RUN_WORK_H

#include "normalize/normalize.h"
#include "rules/rule.h"
#include "run/table_input.h"

struct work {
    struct chunk chunk;
    struct batch batch;
    enum status status; /* of process: STATUS_OK or STATUS_AGAIN */
    struct work *next;  /* for whoever keeps a queue of them */
};

/* What one worker needs; not shared. */
struct worker {
    const struct table_input *input;
    struct parser parser;
    struct normalizer normalizer;
    const struct rule_context *rules;
    bool keep_cells; /* an output wants the rows as they were written */
    bool check_utf8; /* the reader looked at the beginning only: bytes that are not UTF-8 mean STATUS_AGAIN */
};

void worker_init(struct worker *worker, const struct table_input *input, const struct rule_context *rules,
                 bool keep_cells);
void worker_release(struct worker *worker);

/* Makes the reader ready for the first record. */
enum status work_start(struct table_input *input, struct error *error);

/* Cuts the next chunk of the input; work->chunk.count is 0 at the end. */
enum status work_cut(struct work *work, struct table_input *input, struct error *error);

/* Parses, normalizes and judges every record of the chunk into the batch. */
void work_process(struct work *work, struct worker *worker);
void work_release(struct work *work);

#endif
