/* across_case: rows written in a line each, for the tests of the rules that look across rows. */
#ifndef TESTS_ACROSS_CASE_H
#define TESTS_ACROSS_CASE_H

#include "rule_case.h"

#include <stdio.h>

#include "rules/rule_note.h"

extern const struct sequence_rule_ops rule_across_ops;

/* "1:02:03" or "45:00" in ms. */
static inline int64_t across_case_ms(const char *clock)
{
    long parts[3] = {0};
    int n = sscanf(clock, "%ld:%ld:%ld", &parts[0], &parts[1], &parts[2]);
    return n == 3 ? (parts[0] * 3600 + parts[1] * 60 + parts[2]) * 1000 : (parts[0] * 60 + parts[1]) * 1000;
}

/* "BIB DAY KIND DISTANCE UNIT TIME START": the day of June 2026, the start as a clock of that day in UTC; "-" is
 * unknown. What is left out at the end is as in rule_case_row. */
static inline struct activity *across_case_row(struct rule_case *c, const char *text)
{
    static char bibs[64][16]; /* the views of the rows of a case point in here */
    static unsigned next;
    char kind[16] = "run", distance[16] = "", unit[16] = "mi", time[16] = "", start[16] = "-", *bib = bibs[next++ % 64];
    int day = 1;
    strcpy(bib, "7");
    sscanf(text, "%15s %d %15s %15s %15s %15s %15s", bib, &day, kind, distance, unit, time, start);
    struct activity *row = rule_case_row(c);
    row->bib = strcmp(bib, "-") == 0 ? VIEW("") : view_of(bib);
    row->day = civil_day(2026, 6, 1) + day - 1;
    row->kind = (uint8_t)kind_from_name(view_of(kind));
    if (strcmp(distance, "-") == 0)
        row->distance_mm = UNKNOWN;
    else if (*distance)
        rule_case_distance(row, distance, unit_from_word(view_of(unit)));
    if (*time)
        row->elapsed_ms = strcmp(time, "-") == 0 ? UNKNOWN : across_case_ms(time);
    if (strcmp(start, "-") != 0)
        row->start_ms = (int64_t)row->day * MS_PER_DAY + across_case_ms(start) * (strlen(start) > 5 ? 1 : 60);
    return row;
}

/* Judges the rows of the batch. */
static inline void across_case_judge(struct rule_case *c, void *rule)
{
    struct error error = {.text = ""};
    if (rule_across_ops.observe(rule, &c->batch, &error) != STATUS_OK)
        fail_msg("%s", error.text);
}

enum { ACROSS_ROWS = 14 };

struct across_table {
    const char *rows[ACROSS_ROWS]; /* up to NULL */
    const char *found;             /* about the last one; the others must be clean */
};

static inline void across_case_check(struct rule_case *c, const struct across_table *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        void *rule = rule_across_ops.open(&c->context);
        batch_reset(&c->batch);
        for (size_t j = 0; j < ACROSS_ROWS && cases[i].rows[j]; j++)
            across_case_row(c, cases[i].rows[j]);
        across_case_judge(c, rule);
        for (size_t j = 0; j < c->batch.row_count; j++) {
            const char *expected = j + 1 < c->batch.row_count ? "" : cases[i].found;
            if (strcmp(rule_case_found(c, &c->batch.rows[j]), expected) != 0)
                fail_msg("case %zu, \"%s\"\nexpected: %s\nfound:    %s", i, cases[i].rows[j], expected,
                         rule_case_found(c, &c->batch.rows[j]));
        }
        rule_across_ops.close(rule);
    }
}

static inline int across_case_set_up(void **state)
{
    static struct rule_case c;
    rule_case_open(&c);
    *state = &c;
    return 0;
}

static inline int across_case_tear_down(void **state)
{
    rule_case_close(*state);
    return 0;
}

#define ACROSS_CASE(f) cmocka_unit_test_setup_teardown(f, across_case_set_up, across_case_tear_down)
#define ACROSS_CHECK(c, cases) across_case_check(c, cases, sizeof(cases) / sizeof *(cases))

#endif
