/* output: what is done with the rows: a report, converted rows, the store, a pack.
 *
 * An output gets the batches in the order of the input, from one thread, and the summary at the end. Until close it
 * shows nothing that could not be taken back. Adding an output is one file with a `const struct output_ops`. */
#ifndef OUTPUTS_OUTPUT_H
#define OUTPUTS_OUTPUT_H

#include "base/error.h"
#include "base/fileio.h"
#include "model/batch.h"
#include "model/event.h"
#include "model/summary.h"
#include "rules/limits.h"

struct pack_ledger;

struct output_options {
    const struct event *event;
    const char *path;                 /* where to write; NULL: standard output */
    bool to_stderr;                   /* without a path: standard error instead of standard output */
    const char *command;              /* "check", "convert", ... for the report's first line */
    enum unit tally_unit;             /* --tally-unit or the event's; UNIT_NONE when neither is given */
    bool all;                         /* --all: rejected and skipped rows too */
    int per_request;                  /* --per-request */
    bool verbose;                     /* remarks (info) are named one by one too */
    bool color;                       /* reports as text */
    const char *store;                /* --store */
    bool show_names;                  /* --show-names: names in full where initials are shown */
    const struct limits *limits;      /* what rows were judged by; reports draw it */
    bool probe;                       /* --probe: a pack of one activity */
    const struct pack_ledger *ledger; /* who keeps the books of a pack, or NULL */
};

struct output {
    const struct output_ops *ops;
    struct output_options options;
    void *state;
};

struct output_ops {
    const char *name; /* "text", "json", "ndjson", "csv", "store", "pack" */
    enum status (*open)(struct output *output, struct error *error);
    /* The rows of a batch with all their findings, and the findings about its source. */
    enum status (*batch)(struct output *output, const struct batch *batch, struct error *error);
    /* All is well: write the rest and make it visible. The output is released whatever comes back. */
    enum status (*close)(struct output *output, const struct summary *summary, struct error *error);
    /* Something failed, or --strict: leave no trace, and release. */
    void (*abort)(struct output *output);
};

/* For open: opens the writer, which is part of `state`, where the options say, and hands `state` to the output. What
 * was allocated is freed again when that fails. */
enum status output_start(struct output *output, void *state, struct writer *writer, struct error *error);

/* For close: commits what was written when all went well, else drops it; then `release`, which frees the state. */
enum status output_end(struct output *output, struct writer *writer, enum status status,
                       void (*release)(struct output *output), struct error *error);

/* For abort. `writer` is NULL where nothing was opened. */
void output_drop(struct output *output, struct writer *writer, void (*release)(struct output *output));

extern const struct output_ops report_text_ops, report_json_ops, report_csv_ops, report_html_ops, rejects_ops,
    convert_ndjson_ops, convert_csv_ops, convert_own_ops, store_ops, pack_ops;

#endif
