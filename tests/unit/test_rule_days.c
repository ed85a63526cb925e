#include "across_case.h"

static void times(void **state)
{
    static const struct across_table cases[] = {
        {{"7 1 walk 45 mi 24:00:00"}, ""},
        {{"7 1 walk 45 mi 24:00:01"}, "day-time-over-24h error: 24:00:01 on 2026-06-01: a day has 24 hours"},
        {{"7 1 walk 20 mi 14:00:00", "7 1 walk 21 mi 10:00:00"}, ""},
        {{"7 1 walk 20 mi 14:00:00", "7 1 walk 21 mi 10:00:01"},
         "day-time-over-24h error: 24:00:01 on 2026-06-01 in 2 activities, from line 2 of this file on: a day has 24 "
         "hours"},
        {{"7 1 walk 9 mi 9:00:00", "8 1 walk 21 mi 20:00:00", "7 1 ride 50 mi 9:00:00", "7 2 walk 9 mi 9:00:00",
          "7 1 swim 1 km 6:00:01"},
         "day-time-over-24h error: 24:00:01 on 2026-06-01 in 3 activities, from line 2 of this file on: a day has 24 "
         "hours"},
        {{"7 1 walk 20 mi 23:00:00", "7 1 walk 3 mi -"}, ""},
        /* What comes after midnight is not of this day. */
        {{"7 1 walk 20 mi 14:00:00 04:00", "7 1 walk 10 mi 8:00:00 20:00"}, ""},
        {{"7 1 walk 20 mi 14:00:00 -", "7 1 walk 21 mi 11:00:00 02:00"},
         "day-time-over-24h error: 25:00:00 on 2026-06-01 in 2 activities, from line 2 of this file on: a day has 24 "
         "hours"},
        {{"7 1 walk 45 mi 24:00:01 20:00"}, "day-time-over-24h error: 24:00:01 on 2026-06-01: a day has 24 hours"},
    };
    ACROSS_CHECK(*state, cases);
}

/* A row that was refused does not count for those after it. */
static void refused_rows_leave_no_trace(void **state)
{
    struct rule_case *c = *state;
    static const char *const rows[] = {"7 1 walk 20 mi 14:00:00", "7 1 walk 21 mi 11:00:00", "7 1 walk 9 mi 10:00:00",
                                       "7 1 walk 1 mi 00:01"};
    static const enum verdict verdicts[] = {VERDICT_ACCEPTED, VERDICT_REJECTED, VERDICT_ACCEPTED, VERDICT_REJECTED};
    void *rule = rule_across_ops.open(&c->context);
    for (size_t i = 0; i < 4; i++)
        across_case_row(c, rows[i]);
    across_case_judge(c, rule);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(c->batch.rows[i].verdict, verdicts[i]);
        assert_int_equal(rule_noted(&c->batch.rows[i], CODE_DAY_TIME_OVER_24H), i % 2);
    }
    rule_across_ops.close(rule);
}

static void distances(void **state)
{
    static const struct across_table cases[] = {
        {{"7 1 run 40 mi 8:00:00", "7 1 walk 20 mi 8:00:00"}, ""},
        {{"7 1 run 40 mi 8:00:00", "7 1 walk 20.1 mi 8:00:00"},
         "day-distance-high warning: 60.1 mi on 2026-06-01 in 2 activities, from line 2 of this file on; usual is up "
         "to 60 mi a day"},
        {{"7 1 ride 100 mi 8:00:00", "7 1 run 31 mi 7:00:00", "7 1 hike 30 mi 8:00:00"},
         "day-distance-high warning: 61 mi on 2026-06-01 in 2 activities, from line 3 of this file on; usual is up to "
         "60 mi a day"},
        {{"7 1 run 61 mi 9:00:00"}, ""}, /* that one activity is far has a finding of its own */
        {{"7 1 run 61 mi 9:00:00", "7 1 run 1 mi 09:00"}, ""},
        {{"7 1 run 40 mi 8:00:00", "7 2 run 21 mi 4:00:00", "8 1 run 22 mi 4:00:00"}, ""},
        {{"7 1 swim 15 km 4:00:00", "7 1 swim 100 m 02:00"},
         "day-distance-high warning: 15100 m on 2026-06-01 in 2 activities, from line 2 of this file on; usual is up "
         "to 15000 m a day"},
    };
    ACROSS_CHECK(*state, cases);
}

static void numbers(void **state)
{
    static const struct across_table cases[] = {
        {{"7 1 run 1.1 mi 12:00", "7 1 run 1.2 mi 12:00", "7 1 run 1.3 mi 12:00", "7 1 run 1.4 mi 12:00",
          "7 1 run 1.5 mi 12:00", "7 1 run 1.6 mi 12:00", "7 1 run 1.7 mi 12:00", "7 1 run 1.8 mi 12:00"},
         ""},
        {{"7 1 run 1.1 mi 12:00", "7 1 run 1.2 mi 12:00", "7 1 run 1.3 mi 12:00", "7 1 run 1.4 mi 12:00",
          "7 1 run 1.5 mi 12:00", "8 1 run 1.6 mi 12:00", "7 1 run 1.7 mi 12:00", "7 1 run 1.8 mi 12:00",
          "7 1 walk 1.9 mi -", "7 1 other - mi 12:00"},
         "day-count-high warning: 9 activities on 2026-06-01, from line 2 of this file on; usual is up to 8 a day"},
    };
    ACROSS_CHECK(*state, cases);
}

/* The tenth activity is no news after the ninth. */
static void a_full_day_is_told_once(void **state)
{
    struct rule_case *c = *state;
    void *rule = rule_across_ops.open(&c->context);
    for (int i = 0; i < 60; i++)
        rule_case_row(c)->distance_mm += i * 1000000;
    c->batch.severities = NULL;
    across_case_judge(c, rule);
    for (size_t i = 0; i < 60; i++)
        assert_int_equal(rule_noted(&c->batch.rows[i], CODE_DAY_COUNT_HIGH), i == 8);
    rule_across_ops.close(rule);
}

/* Rows of nobody stand together when they are from one source and of one name. */
static void nobody(void **state)
{
    struct rule_case *c = *state;
    struct source_info other = {.number = 1, .source = VIEW("fall.csv")};
    static const struct {
        bool other_source;
        const char *name;
        bool told;
    } cases[] = {{false, "", true}, {true, "", false}, {false, "Ana", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        void *rule = rule_across_ops.open(&c->context);
        c->batch.source = &c->source;
        batch_reset(&c->batch);
        across_case_row(c, "- 1 walk 20 mi 14:00:00");
        across_case_judge(c, rule);
        batch_reset(&c->batch);
        c->batch.source = cases[i].other_source ? &other : &c->source;
        across_case_row(c, "- 1 walk 21 mi 11:00:00")->first_name = view_of(cases[i].name);
        across_case_judge(c, rule);
        assert_int_equal(rule_noted(&c->batch.rows[0], CODE_DAY_TIME_OVER_24H), cases[i].told);
        rule_across_ops.close(rule);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ACROSS_CASE(times),   ACROSS_CASE(refused_rows_leave_no_trace), ACROSS_CASE(distances),
        ACROSS_CASE(numbers), ACROSS_CASE(a_full_day_is_told_once),     ACROSS_CASE(nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
