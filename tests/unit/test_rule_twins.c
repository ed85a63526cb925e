#include "across_case.h"

static void twins(void **state)
{
    static const struct across_table cases[] = {
        {{"7 1 run 6.37 mi 1:02:41", "12 1 run 6.37 mi 1:02:41"},
         "duplicate-other-participant warning: the same day, distance and time as line 2 of this file, which belongs "
         "to bib 7"},
        {{"0042 1 run 6.37 mi 1:02:41", "12 1 walk 6.37 mi 1:02:41"}, /* whatever the kind */
         "duplicate-other-participant warning: the same day, distance and time as line 2 of this file, which belongs "
         "to bib 0042"},
        {{"A7 1 run 6.37 mi 1:02:41", "12 1 run 6.37 mi 1:02:41"},
         "duplicate-other-participant warning: the same day, distance and time as line 2 of this file, which belongs "
         "to another participant"},
        /* one of the two values may be round, not both */
        {{"7 1 run 6.37 mi 1:02:00", "12 1 run 6.37 mi 1:02:00"},
         "duplicate-other-participant warning: the same day, distance and time as line 2 of this file, which belongs "
         "to bib 7"},
        {{"7 1 run 6.5 mi 1:02:41", "12 1 run 6.5 mi 1:02:41"},
         "duplicate-other-participant warning: the same day, distance and time as line 2 of this file, which belongs "
         "to bib 7"},
        {{"7 1 run 6.5 mi 1:02:00", "12 1 run 6.5 mi 1:02:00"}, ""},
        {{"7 1 run 10.25 km 1:02:00", "12 1 run 10.25 km 1:02:00"}, ""},
        {{"7 1 run 5000 m 31:00", "12 1 run 5000 m 31:00"}, ""},
        /* all must be the same */
        {{"7 1 run 6.37 mi 1:02:41", "12 1 run 6.37 mi 1:02:42"}, ""},
        {{"7 1 run 6.37 mi 1:02:41", "12 1 run 6.38 mi 1:02:41"}, ""},
        {{"7 1 run 6.37 mi 1:02:41", "12 2 run 6.37 mi 1:02:41"}, ""},
        {{"7 1 run 6.37 mi -", "12 1 run 6.37 mi -"}, ""},
        {{"7 1 run 6.37 mi 1:02:41 07:00", "12 1 run 6.37 mi 1:02:41 17:00"}, ""},
        /* rows of nobody are nobody's twins */
        {{"- 1 run 6.37 mi 1:02:41", "12 1 run 6.37 mi 1:02:41"}, ""},
        {{"7 1 run 6.37 mi 1:02:41", "- 1 run 6.37 mi 1:02:41"}, ""},
    };
    ACROSS_CHECK(*state, cases);
}

static void registration_ids_are_named(void **state)
{
    struct rule_case *c = *state;
    void *rule = rule_across_ops.open(&c->context);
    across_case_row(c, "- 1 run 6.37 mi 1:02:41")->registration_id = VIEW("110430695");
    across_case_row(c, "7 1 run 6.37 mi 1:02:41");
    across_case_judge(c, rule);
    assert_string_equal(rule_case_found(c, &c->batch.rows[1]),
                        "duplicate-other-participant warning: the same day, distance and time as line 2 of this file, "
                        "which belongs to registration id 110430695");
    rule_across_ops.close(rule);
}

static void climbs_tell_apart(void **state)
{
    struct rule_case *c = *state;
    static const int64_t climbs[][2] = {{90000, 90000}, {90000, UNKNOWN}, {UNKNOWN, 90000}, {90000, 120000}};
    for (size_t i = 0; i < 4; i++) {
        void *rule = rule_across_ops.open(&c->context);
        batch_reset(&c->batch);
        across_case_row(c, "7 1 run 6.37 mi 1:02:41")->elevation_mm = climbs[i][0];
        across_case_row(c, "12 1 run 6.37 mi 1:02:41")->elevation_mm = climbs[i][1];
        across_case_judge(c, rule);
        assert_int_equal(c->batch.rows[1].findings != NULL, i < 3);
        rule_across_ops.close(rule);
    }
}

/* How many of `count` rows, of a participant each, come before a pair that is still told. */
static bool is_told_behind(struct rule_case *c, int count, bool same_distance, const char *text)
{
    static char bibs[2000][8];
    void *rule = rule_across_ops.open(&c->context);
    batch_reset(&c->batch);
    for (int i = 0; i < count; i++) {
        struct activity *row = across_case_row(c, text);
        snprintf(bibs[i], sizeof bibs[i], "%d", 1000 + i);
        row->bib = view_of(bibs[i]);
        row->elapsed_ms += 60000 * (i + 1);
        row->distance_mm += same_distance ? 0 : 1000 * (i + 1);
    }
    for (int i = 0; i < 2; i++)
        across_case_row(c, text)->bib = i ? VIEW("7") : VIEW("12");
    across_case_judge(c, rule);
    bool told = rule_noted(&c->batch.rows[c->batch.row_count - 1], CODE_DUPLICATE_OTHER_PARTICIPANT);
    rule_across_ops.close(rule);
    return told;
}

/* On a day with many rows, or of a distance that many had, a match is no news. */
static void chance(void **state)
{
    static const struct {
        int count;
        bool same_distance;
        const char *text;
        bool told;
    } cases[] = {
        {1022, false, "7 1 run 6.37 mi 1:02:41", true}, {1023, false, "7 1 run 6.37 mi 1:02:41", false},
        {254, false, "7 1 run 6.5 mi 1:02:41", true},   {255, false, "7 1 run 6.5 mi 1:02:41", false},
        {6, true, "7 1 run 6.37 mi 1:02:41", true},     {7, true, "7 1 run 6.37 mi 1:02:41", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (is_told_behind(*state, cases[i].count, cases[i].same_distance, cases[i].text) != cases[i].told)
            fail_msg("case %zu", i);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ACROSS_CASE(twins),
        ACROSS_CASE(registration_ids_are_named),
        ACROSS_CASE(climbs_tell_apart),
        ACROSS_CASE(chance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
