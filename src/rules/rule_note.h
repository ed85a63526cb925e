/* rule_note: what the row rules share: noting a finding about a cell, and the words for values. */
#ifndef RULES_RULE_NOTE_H
#define RULES_RULE_NOTE_H

#include "rules/rule.h"

/* The row's cell in the column that was taken for the field; empty when the record was not kept or has none. */
struct view rule_cell(const struct batch *batch, const struct activity *row, enum field field);

/* batch_note with that cell as the value. */
struct finding *rule_note(struct batch *batch, struct activity *row, enum code code, enum field field);

/* The same where the usual severity depends on the row: `severity` holds unless the event or an option set one. */
struct finding *rule_note_as(const struct rule_context *context, struct batch *batch, struct activity *row,
                             enum code code, enum field field, enum severity severity);

/* Whether the row has a finding with that code. */
bool rule_noted(const struct activity *row, enum code code);

/* The unit in which to speak of the row's distance: the one it was written in if people use it, else the event's. */
enum unit rule_unit(const struct rule_context *context, const struct activity *row);

/* The row's type in the event, NULL when it has none. */
static inline const struct event_type *rule_type(const struct rule_context *context, const struct activity *row)
{
    return row->type >= 0 ? &context->event->types[row->type] : NULL;
}

#endif
