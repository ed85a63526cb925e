/* rule: looks at an activity, or at all of them in order, and notes findings.
 *
 * Row rules see one row and run in any thread. Sequence rules see every batch in the order of the input, in the
 * committer's thread, after the row rules; they keep state of their own. Adding a rule is one file and one row in
 * rule.c. */
#ifndef RULES_RULE_H
#define RULES_RULE_H

#include "base/error.h"
#include "model/batch.h"
#include "model/event.h"

struct limits; /* record curves and usual ranges, limits.h */

/* Const for the whole run, shared by all threads. */
struct rule_context {
    const struct event *event;
    const struct limits *limits;
    bool participants_needed; /* payload: a row that belongs to nobody is an error */

    /* Was this activity stored before? Fills `where` (a text that lives as long as the batch). NULL: nobody to ask. */
    bool (*stored)(void *store, const struct activity *row, struct arena *arena, struct view *where);
    /* Whether the one found last was posted. May be NULL. */
    bool (*posted)(void *store);
    /* Did another activity stand in this line of a source of that name? Its key, and what it was. May be NULL. */
    bool (*had)(void *store, const struct source_info *source, const struct activity *row, struct arena *arena,
                uint64_t *key, struct view *was);
    /* Says that this row will be asked for soon, so that its memory can be fetched ahead. May be NULL. */
    void (*expect)(void *store, const struct activity *row);
    void *store;
};

struct row_rule_ops {
    const char *name;
    void (*check)(const struct rule_context *context, struct batch *batch, struct activity *row);
};

struct sequence_rule_ops {
    const char *name;
    void *(*open)(const struct rule_context *context); /* the context outlives the rule */
    enum status (*observe)(void *state, struct batch *batch, struct error *error);
    void (*finish)(void *state, struct batch *notes); /* what is known only at the end; may be NULL */
    void (*close)(void *state);
};

/* All row rules, in the order of the registry. A row that was skipped, or of which nothing could be read, is passed
 * over. */
void rules_check_row(const struct rule_context *context, struct batch *batch, struct activity *row);

/* All sequence rules. */
struct sequence_rules;
struct sequence_rules *sequence_rules_open(const struct rule_context *context);
enum status sequence_rules_observe(struct sequence_rules *rules, struct batch *batch, struct error *error);

/* At the end of the run, for each source in turn: notes about it what could not be known before. */
void sequence_rules_finish(struct sequence_rules *rules, struct batch *notes);
void sequence_rules_close(struct sequence_rules *rules);

#endif
