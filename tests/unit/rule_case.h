/* rule_case: an event, a batch and one row in it, for the tests of the rules; and all that was found, as one text. */
#ifndef TESTS_RULE_CASE_H
#define TESTS_RULE_CASE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/civil.h"
#include "rules/limits.h"
#include "rules/rule.h"

struct rule_case {
    struct event event;
    struct limits *limits;
    struct rule_context context;
    struct source_info source;
    struct batch batch;
    struct buffer found;
};

/* An event from May to September 2026, checked on the 1st of July; no types, no roster. */
static inline void rule_case_open(struct rule_case *c)
{
    struct error error = {.text = ""};
    *c = (struct rule_case){.source = {.source = VIEW("spring.csv")}};
    event_init(&c->event);
    c->event.first_day = civil_day(2026, 5, 1);
    c->event.last_day = civil_day(2026, 9, 30);
    c->event.as_of = civil_day(2026, 7, 1);
    if (limits_open(&c->limits, NULL, &error) != STATUS_OK)
        fail_msg("%s", error.text);
    c->context = (struct rule_context){.event = &c->event, .limits = c->limits};
    c->batch.source = &c->source;
    c->batch.severities = c->event.severities;
}

static inline void rule_case_close(struct rule_case *c)
{
    limits_close(c->limits);
    event_release(&c->event);
    batch_release(&c->batch);
    buffer_release(&c->found);
}

/* One more row: bib 7 on the 1st of June; a run of a mile in ten minutes, in miles. */
static inline struct activity *rule_case_row(struct rule_case *c)
{
    struct activity *row = batch_add_row(&c->batch);
    row->line = c->batch.row_count + 1;
    row->bib = VIEW("7");
    row->day = civil_day(2026, 6, 1);
    row->kind = KIND_RUN;
    row->distance_unit = UNIT_MI;
    row->distance_mm = 1609344;
    row->elapsed_ms = 600000;
    return row;
}

/* A distance as it is written, with what its last digit hides. */
static inline void rule_case_distance(struct activity *row, const char *number, enum unit unit)
{
    struct decimal d;
    assert_true(number_parse(view_of(number), NUMBER_POINT, &d));
    row->distance_unit = (uint8_t)unit;
    assert_true(unit_to_mm(d, unit, &row->distance_mm));
    assert_true(unit_to_mm((struct decimal){5, d.scale + 1}, unit, &row->distance_slack_mm));
}

/* "code severity: sentence <slip field: sentence = value>..." for each finding, a line each. */
static inline const char *rule_case_found(struct rule_case *c, const struct activity *row)
{
    struct buffer *out = &c->found;
    buffer_reset(out);
    for (const struct finding *f = row->findings; f; f = f->next) {
        buffer_format(out, "%s%s %s: ", out->len ? "\n" : "", code_table[f->code].name, severity_names[f->severity]);
        finding_text(out, f);
        for (const struct hint *h = f->hint; h; h = h->next) {
            buffer_format(out, " <%s %s: ", slip_name(h->slip), field_table[h->field].name);
            hint_text(out, h);
            buffer_add_text(out, " = ");
            arg_text(out, &h->value);
            buffer_add_char(out, '>');
        }
    }
    return buffer_string(out);
}

#endif
