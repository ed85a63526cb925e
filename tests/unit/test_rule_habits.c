#include "across_case.h"

static void streaks(void **state)
{
    static const struct across_table cases[] = {
        {{"7 1 run 3.1 mi 30:00", "7 2 run 3.1 mi 30:00", "7 3 run 3.1 mi 30:00", "7 4 run 3.1 mi 30:00",
          "7 5 run 3.1 mi 30:00", "7 6 run 3.1 mi 30:00", "7 7 run 3.1 mi 30:00"},
         "repeat-streak warning: 7 days in a row with exactly 3.1 mi in 30:00, from line 2 of this file on"},
        /* one day missing, one with another time or kind, without times, of two people */
        {{"7 1 run 3.1 mi 30:00", "7 2 run 3.1 mi 30:00", "7 3 run 3.1 mi 30:00", "7 5 run 3.1 mi 30:00",
          "7 6 run 3.1 mi 30:00", "7 7 run 3.1 mi 30:00", "7 8 run 3.1 mi 30:00"},
         ""},
        {{"7 1 run 3.1 mi 30:00", "7 2 run 3.1 mi 30:00", "7 3 run 3.1 mi 30:00", "7 4 run 3.1 mi 30:01",
          "7 5 run 3.1 mi 30:00", "7 6 run 3.1 mi 30:00", "7 7 run 3.1 mi 30:00", "7 8 run 3.1 mi 30:00"},
         ""},
        {{"7 1 run 3.1 mi 30:00", "7 2 run 3.1 mi 30:00", "7 3 run 3.1 mi 30:00", "7 4 walk 3.1 mi 30:00",
          "7 5 run 3.1 mi 30:00", "7 6 run 3.1 mi 30:00", "7 7 run 3.1 mi 30:00"},
         ""},
        {{"7 1 run 3.1 mi -", "7 2 run 3.1 mi -", "7 3 run 3.1 mi -", "7 4 run 3.1 mi -", "7 5 run 3.1 mi -",
          "7 6 run 3.1 mi -", "7 7 run 3.1 mi -"},
         ""},
        {{"7 1 run 3.1 mi 30:00", "7 2 run 3.1 mi 30:00", "7 3 run 3.1 mi 30:00", "8 4 run 3.1 mi 30:00",
          "8 5 run 3.1 mi 30:00", "8 6 run 3.1 mi 30:00", "8 7 run 3.1 mi 30:00"},
         ""},
        /* in no order, with other activities between */
        {{"7 4 run 3.1 mi 30:00", "7 6 run 3.1 mi 30:00", "7 2 run 3.1 mi 30:00", "7 3 walk 5 mi 90:00",
          "7 7 run 3.1 mi 30:00", "7 1 run 3.1 mi 30:00", "7 3 run 3.1 mi 30:00", "7 5 run 3.1 mi 30:00"},
         "repeat-streak warning: 7 days in a row with exactly 3.1 mi in 30:00, from line 7 of this file on"},
        {{"7 2 run 3.1 mi 30:00", "7 3 run 3.1 mi 30:00", "7 4 run 3.1 mi 30:00", "7 5 run 3.1 mi 30:00",
          "7 6 run 3.1 mi 30:00", "7 7 run 3.1 mi 30:00", "7 1 run 3.1 mi 30:00"},
         "repeat-streak warning: 7 days in a row with exactly 3.1 mi in 30:00, from line 7 of this file on"},
        /* rows of nobody, from one source */
        {{"- 1 run 3.1 mi 30:00", "- 2 run 3.1 mi 30:00", "- 3 run 3.1 mi 30:00", "- 4 run 3.1 mi 30:00",
          "- 5 run 3.1 mi 30:00", "- 6 run 3.1 mi 30:00", "- 7 run 3.1 mi 30:00"},
         "repeat-streak warning: 7 days in a row with exactly 3.1 mi in 30:00, from line 2 of this file on"},
    };
    ACROSS_CHECK(*state, cases);
}

/* However long it is, and however many participants do the same. */
static void each_streak_is_told_once(void **state)
{
    struct rule_case *c = *state;
    void *rule = rule_across_ops.open(&c->context);
    for (int day = 0; day < 40; day++)
        for (int bib = 0; bib < 3; bib++) {
            struct activity *row = rule_case_row(c);
            row->bib = bib == 0 ? VIEW("7") : bib == 1 ? VIEW("8") : VIEW("9");
            row->day += day;
        }
    across_case_judge(c, rule);
    for (size_t i = 0; i < c->batch.row_count; i++)
        assert_int_equal(rule_noted(&c->batch.rows[i], CODE_REPEAT_STREAK), i / 3 == 6);
    rule_across_ops.close(rule);
}

int main(void)
{
    const struct CMUnitTest tests[] = {ACROSS_CASE(streaks), ACROSS_CASE(each_streak_is_told_once)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
