/* run: a whole run: every input through recognition and pipeline, into the rules across rows, the books and the
 * outputs.
 *
 * Outputs are opened, fed, and closed or aborted here. When a later row contradicts what the beginning of a source
 * said, all of them are aborted and the run starts over with surveys of every row: nothing was visible yet. */
#ifndef RUN_RUN_H
#define RUN_RUN_H

#include "base/error.h"
#include "model/summary.h"
#include "outputs/output.h"
#include "run/table_input.h"
#include "rules/rule.h"

/* How many rejected rows are too many. */
struct reject_limit {
    bool given, percent;
    uint64_t most; /* rows, or hundredths of a percent of all rows that are not blank */
};

struct run {
    const struct origins *origins;
    struct recognition recognition;
    const struct rule_context *rules;
    unsigned jobs;
    bool keep_cells; /* an output wants the rows as they were written */
    struct reject_limit rejects;
    struct output *products; /* what the command writes: nothing of it stays when rejects are over their limit */
    size_t product_count;
    bool products_stream; /* they cannot be taken back: with a limit the rows are counted in a run of their own first */
    struct output *reports; /* written whatever the verdict */
    size_t report_count;
    /* Or NULL. `inputs`: how many there are in all; summary->source_count of them were begun. */
    void (*progress)(void *context, const struct source *source, const struct summary *summary, size_t inputs);
    void *progress_context;
};

struct run_result {
    struct summary summary;
    struct arena arena;    /* owns the texts of the summary */
    enum status worst;     /* of inputs that could not be read: STATUS_IO */
    bool over_limit;       /* rejected rows over the limit: no product was written */
    struct buffer trouble; /* a line for each input that could not be read */
};

/* STATUS_OK: the reports are written, and the products unless over_limit. Anything else: an option did not fit the
 * table, or an output failed; nothing was written, and the error says why. */
enum status run_all(const struct run *run, int32_t as_of, struct run_result *result, struct error *error);
void run_result_release(struct run_result *result);

#endif
