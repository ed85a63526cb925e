#include "across_case.h"

static void nearly_the_same(void **state)
{
    static const struct across_table cases[] = {
        {{"7 1 walk 3.13 mi 45:10", "7 1 run 3.13 mi 45:10"},
         "duplicate-near warning: nearly the same activity as line 2 of this file: there as walk"},
        {{"7 1 run 5 km 31:05", "7 1 run 3.11 mi 31:05"},
         "duplicate-near warning: nearly the same activity as line 2 of this file: there 5 km"},
        {{"7 1 run 5 km 31:05", "7 1 run 3.107 mi 31:07"},
         "duplicate-near warning: nearly the same activity as line 2 of this file: there 5 km, in 31:05"},
        {{"7 1 run 5 km 31:05", "7 1 run 3.11 mi 31:08"}, ""},
        {{"7 1 run 5 km 31:05", "7 1 run 3.13 mi 31:05"}, ""}, /* 0.7 % */
        {{"7 1 walk 1.00 mi 20:00", "7 1 walk 1.01 mi 20:00"},
         "duplicate-near warning: nearly the same activity as line 2 of this file: there 1 mi"},
        {{"7 1 walk 1.00 mi 20:00", "7 1 walk 1.02 mi 20:00"}, ""},
        {{"7 1 run 20 mi 3:00:00", "7 1 run 20.1 mi 3:00:00"},
         "duplicate-near warning: nearly the same activity as line 2 of this file: there 20 mi"},
        {{"7 1 run 20 mi 3:00:00", "7 1 run 20.11 mi 3:00:00"}, ""},
        {{"7 1 run 20 mi -", "7 1 run 20 mi 3:00:00"},
         "duplicate-near warning: nearly the same activity as line 2 of this file: there without a time"},
        {{"7 1 run 20 mi 3:00:00", "7 1 run 20 mi -"},
         "duplicate-near warning: nearly the same activity as line 2 of this file: there in 3:00:00"},
        /* without any time only equal distances are near */
        {{"7 1 run 2.68 mi -", "7 1 walk 2.69 mi -"}, ""},
        {{"7 1 run 2.68 mi -", "7 1 walk 2.68 mi -"},
         "duplicate-near warning: nearly the same activity as line 2 of this file: there as run"},
        {{"7 1 run 5 km -", "7 1 run 3.11 mi -"},
         "duplicate-near warning: nearly the same activity as line 2 of this file: there 5 km"},
        /* of others, on other days, at other times */
        {{"8 1 run 5 km 31:05", "7 1 run 3.11 mi 31:05"}, ""},
        {{"7 2 run 5 km 31:05", "7 1 run 3.11 mi 31:05"}, ""},
        {{"7 1 run 5 km 31:05 07:00", "7 1 run 3.11 mi 31:05 17:00"}, ""},
        {{"7 1 run 5 km 31:05 07:00:00", "7 1 run 3.11 mi 31:05 07:01:00"},
         "duplicate-near warning: nearly the same activity as line 2 of this file: there 5 km"},
        {{"7 1 run 5 km 31:05 07:00", "7 1 run 3.11 mi 31:05"},
         "duplicate-near warning: nearly the same activity as line 2 of this file: there 5 km"},
        /* two equal walks a day and a third like none of them */
        {{"7 1 walk 2 mi 40:00 07:00", "7 1 walk 2 mi 40:00 17:00", "7 1 walk 2 mi 41:00"}, ""},
    };
    ACROSS_CHECK(*state, cases);
}

/* What was told as the same is not told as nearly the same too. */
static void a_duplicate_is_told_once(void **state)
{
    struct rule_case *c = *state;
    static const enum severity severities[] = {SEVERITY_ERROR, SEVERITY_WARNING};
    for (size_t i = 0; i < 2; i++) {
        c->event.severities[CODE_DUPLICATE_EXACT] = severities[i];
        void *rule = rule_across_ops.open(&c->context);
        batch_reset(&c->batch);
        across_case_row(c, "7 1 run 5 km 31:05");
        across_case_row(c, "7 1 run 5 km 31:05");
        across_case_judge(c, rule);
        const struct finding *f = c->batch.rows[1].findings;
        assert_int_equal(f ? (int)f->code : -1, CODE_DUPLICATE_EXACT);
        assert_null(f->next);
        rule_across_ops.close(rule);
    }
}

static void custom_types_are_told_apart(void **state)
{
    struct rule_case *c = *state;
    void *rule = rule_across_ops.open(&c->context);
    across_case_row(c, "7 1 other 5 km 31:05")->type_text = VIEW("skate");
    across_case_row(c, "7 1 other 5 km 31:05")->type_text = VIEW("scooter");
    across_case_judge(c, rule);
    assert_string_equal(rule_case_found(c, &c->batch.rows[1]),
                        "duplicate-near warning: nearly the same activity as line 2 of this file: only the activity "
                        "type differs");
    rule_across_ops.close(rule);
}

static void at_the_same_time(void **state)
{
    static const struct across_table cases[] = {
        {{"7 1 run 6.2 mi 1:00:00 07:00", "7 1 walk 3.1 mi 1:00:00 07:30"},
         "overlap warning: 07:30 UTC to 08:30 UTC overlaps line 2 of this file, 07:00 UTC to 08:00 UTC"},
        {{"7 1 walk 3.1 mi 1:00:00 07:30", "7 1 run 6.2 mi 1:00:00 07:00"},
         "overlap warning: 07:00 UTC to 08:00 UTC overlaps line 2 of this file, 07:30 UTC to 08:30 UTC"},
        {{"7 1 run 6.2 mi 1:00:00 07:00:00", "7 1 walk 3.1 mi 1:00:00 07:59:00"}, ""}, /* starts may lack seconds */
        {{"7 1 run 6.2 mi 1:00:00 07:00:00", "7 1 walk 3.1 mi 1:00:00 07:58:59"},
         "overlap warning: 07:58 UTC to 08:58 UTC overlaps line 2 of this file, 07:00 UTC to 08:00 UTC"},
        {{"7 1 run 6.2 mi 1:00:00 07:00", "8 1 walk 3.1 mi 1:00:00 07:30"}, ""},
        {{"7 1 run 6.2 mi 1:00:00 07:00", "7 2 walk 3.1 mi 1:00:00 07:30"}, ""},
        {{"7 1 run 6.2 mi 1:00:00", "7 1 walk 3.1 mi 1:00:00 07:30"}, ""},
        {{"7 1 run 6.2 mi - 07:00", "7 1 walk 3.1 mi 1:00:00 07:00"}, ""},
        /* over midnight, in either order */
        {{"7 1 walk 9 mi 3:00:00 22:00", "7 2 run 3.1 mi 30:00 00:30"},
         "overlap warning: 00:30 UTC to 01:00 UTC overlaps line 2 of this file, 22:00 UTC to 01:00 UTC"},
        {{"7 2 run 3.1 mi 30:00 00:30", "7 1 walk 9 mi 3:00:00 22:00"},
         "overlap warning: 22:00 UTC to 01:00 UTC overlaps line 2 of this file, 00:30 UTC to 01:00 UTC"},
        {{"7 1 walk 9 mi 2:00:00 22:00", "7 2 run 3.1 mi 30:00 00:00"}, ""},
        /* one that is told as nearly the same is not told twice, but a third is */
        {{"7 1 run 5 km 31:05 07:00", "7 1 run 3.11 mi 31:05 07:00"},
         "duplicate-near warning: nearly the same activity as line 2 of this file: there 5 km"},
    };
    ACROSS_CHECK(*state, cases);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ACROSS_CASE(nearly_the_same),
        ACROSS_CASE(a_duplicate_is_told_once),
        ACROSS_CASE(custom_types_are_told_apart),
        ACROSS_CASE(at_the_same_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
