#include "rules/rule.h"

#include "base/memory.h"

extern const struct row_rule_ops rule_roster_ops, rule_window_ops, rule_pace_ops, rule_size_ops, rule_entries_ops,
    rule_waived_ops;
extern const struct sequence_rule_ops rule_across_ops, rule_stored_ops;

/* The last looks at what the others found. */
static const struct row_rule_ops *const row_rules[] = {
    &rule_roster_ops, &rule_window_ops, &rule_pace_ops, &rule_size_ops, &rule_entries_ops, &rule_waived_ops,
};

/* The first sets the key that the others ask for. */
static const struct sequence_rule_ops *const sequence_rules[] = {
    &rule_across_ops,
    &rule_stored_ops,
};

enum {
    ROW_RULES = sizeof row_rules / sizeof *row_rules,
    SEQUENCE_RULES = sizeof sequence_rules / sizeof *sequence_rules,
};

struct sequence_rules {
    void *states[SEQUENCE_RULES];
};

/* A damaged record has been told already; what it lacks is no news. */
static bool is_unread(const struct activity *row)
{
    return row->verdict == VERDICT_REJECTED && row->day == UNKNOWN_DAY && row->distance_mm == UNKNOWN &&
           row->count == UNKNOWN && row->elapsed_ms == UNKNOWN && !row->bib.len && !row->registration_id.len;
}

void rules_check_row(const struct rule_context *context, struct batch *batch, struct activity *row)
{
    if (row->verdict == VERDICT_SKIPPED || is_unread(row))
        return;
    for (size_t i = 0; i < ROW_RULES; i++)
        row_rules[i]->check(context, batch, row);
}

struct sequence_rules *sequence_rules_open(const struct rule_context *context)
{
    struct sequence_rules *rules = memory_get(sizeof *rules);
    for (size_t i = 0; i < SEQUENCE_RULES; i++)
        rules->states[i] = sequence_rules[i]->open(context);
    return rules;
}

enum status sequence_rules_observe(struct sequence_rules *rules, struct batch *batch, struct error *error)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < SEQUENCE_RULES; i++)
        status = sequence_rules[i]->observe(rules->states[i], batch, error);
    return status;
}

void sequence_rules_finish(struct sequence_rules *rules, struct batch *notes)
{
    for (size_t i = 0; i < SEQUENCE_RULES; i++)
        if (sequence_rules[i]->finish)
            sequence_rules[i]->finish(rules->states[i], notes);
}

void sequence_rules_close(struct sequence_rules *rules)
{
    if (!rules)
        return;
    for (size_t i = 0; i < SEQUENCE_RULES; i++)
        sequence_rules[i]->close(rules->states[i]);
    memory_free(rules);
}
