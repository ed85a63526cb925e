#include "rule_case.h"

extern const struct row_rule_ops rule_entries_ops;

static struct event_type types[2];

/* Type 0, a run without wishes; the test changes it. */
static struct activity *row_of_type(struct rule_case *c)
{
    types[0] = (struct event_type){.text = VIEW("trail run"), .kind = KIND_RUN, .max_tally = UNKNOWN};
    c->event.types = types;
    c->event.type_count = 1;
    batch_reset(&c->batch);
    struct activity *row = rule_case_row(c);
    row->type = 0;
    return row;
}

static const char *judged(struct rule_case *c, struct activity *row)
{
    rule_entries_ops.check(&c->context, &c->batch, row);
    return rule_case_found(c, row);
}

static void times(void **state)
{
    struct rule_case *c = *state;
    static const struct {
        enum entry entry;
        int64_t ms;
        const char *found;
    } cases[] = {
        {ENTRY_OPTIONAL, 600000, ""},
        {ENTRY_OPTIONAL, UNKNOWN, "time-missing warning: no time"},
        {ENTRY_REQUIRED, 600000, ""},
        {ENTRY_REQUIRED, UNKNOWN,
         "time-required error: the event asks for a time with every activity of type trail run"},
        {ENTRY_NOT_ALLOWED, UNKNOWN, ""},
        {ENTRY_NOT_ALLOWED, 600000,
         "time-not-allowed error: the event takes no time with activities of type trail run; leave it empty"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct activity *row = row_of_type(c);
        types[0].time = cases[i].entry;
        row->elapsed_ms = cases[i].ms;
        assert_string_equal(judged(c, row), cases[i].found);
    }
}

/* What could not be read was told when it was read. */
static void a_bad_time_is_told_once(void **state)
{
    struct rule_case *c = *state;
    for (enum entry entry = ENTRY_OPTIONAL; entry <= ENTRY_REQUIRED; entry++) {
        struct activity *row = row_of_type(c);
        types[0].time = entry;
        row->elapsed_ms = UNKNOWN;
        batch_note(&c->batch, row, CODE_TIME_INVALID, FIELD_TIME, VIEW("x"));
        rule_entries_ops.check(&c->context, &c->batch, row);
        assert_null(row->findings->next);
    }
    /* But when the event forgives what could not be read, the time is still missing. */
    c->event.severities[CODE_TIME_INVALID] = SEVERITY_WARNING;
    struct activity *row = row_of_type(c);
    types[0].time = ENTRY_REQUIRED;
    row->elapsed_ms = UNKNOWN;
    batch_note(&c->batch, row, CODE_TIME_INVALID, FIELD_TIME, VIEW("x"));
    rule_entries_ops.check(&c->context, &c->batch, row);
    assert_int_equal(row->findings->next->code, CODE_TIME_REQUIRED);
}

static void without_a_type(void **state)
{
    struct rule_case *c = *state;
    struct activity *row = rule_case_row(c);
    row->elapsed_ms = UNKNOWN;
    assert_string_equal(judged(c, row), "time-missing warning: no time");
    row = rule_case_row(c);
    assert_string_equal(judged(c, row), "");
    row = rule_case_row(c); /* push-ups take no time */
    row->distance_mm = row->elapsed_ms = UNKNOWN;
    row->count = 40;
    assert_string_equal(judged(c, row), "");
}

static void elevations(void **state)
{
    struct rule_case *c = *state;
    static const struct {
        enum entry entry;
        int64_t mm;
        const char *found;
    } cases[] = {
        {ENTRY_OPTIONAL, UNKNOWN, ""},
        {ENTRY_OPTIONAL, 5000, ""},
        {ENTRY_REQUIRED, 0, ""},
        {ENTRY_REQUIRED, UNKNOWN,
         "elevation-required error: the event asks for the elevation gain of every activity of type trail run"},
        {ENTRY_NOT_ALLOWED, UNKNOWN, ""},
        {ENTRY_NOT_ALLOWED, 5000,
         "elevation-not-allowed error: the event takes no elevation gain with activities of type trail run; leave it "
         "empty"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct activity *row = row_of_type(c);
        types[0].elevation = cases[i].entry;
        row->elevation_mm = cases[i].mm;
        assert_string_equal(judged(c, row), cases[i].found);
    }
}

static void tallies(void **state)
{
    struct rule_case *c = *state;
    struct activity *row = row_of_type(c);
    types[0].max_tally = 1609344;
    assert_string_equal(judged(c, row), "");
    row->distance_mm += 16093;
    assert_string_equal(
        judged(c, row),
        "tally-over-max error: 1.01 mi is more than the event's limit of 1 mi for one activity of type trail run");
    row = row_of_type(c);
    types[0].max_tally = 100;
    row->distance_mm = UNKNOWN;
    row->count = 100;
    assert_string_equal(judged(c, row), "");
    row->count = 101;
    assert_string_equal(
        judged(c, row),
        "tally-over-max error: 101 is more than the event's limit of 100 for one activity of type trail run");
    row = row_of_type(c);
    types[0].max_tally = 100;
    row->distance_mm = UNKNOWN;
    assert_string_equal(judged(c, row), "");
}

static void a_fixed_distance(void **state)
{
    struct rule_case *c = *state;
    c->event.fixed_distance_mm = 5000000;
    static const struct {
        const char *distance;
        enum unit unit;
        bool is_enough;
    } cases[] = {{"5", UNIT_KM, true},      {"5.00", UNIT_KM, true}, {"4.98", UNIT_KM, false}, {"4.9", UNIT_KM, false},
                 {"4.999", UNIT_KM, false}, {"3.1", UNIT_MI, true},  {"3.11", UNIT_MI, true},  {"3.10", UNIT_MI, false},
                 {"3.0", UNIT_MI, false},   {"12", UNIT_KM, true},   {"4", UNIT_KM, false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        batch_reset(&c->batch);
        struct activity *row = rule_case_row(c);
        rule_case_distance(row, cases[i].distance, cases[i].unit);
        rule_entries_ops.check(&c->context, &c->batch, row);
        if ((row->findings == NULL) != cases[i].is_enough)
            fail_msg("%s %s", cases[i].distance, unit_table[cases[i].unit].name);
        assert_int_equal(row->verdict, cases[i].is_enough ? VERDICT_ACCEPTED : VERDICT_REJECTED);
    }
    struct activity *row = rule_case_row(c);
    rule_case_distance(row, "4.98", UNIT_KM);
    assert_non_null(
        strstr(judged(c, row), "Distance \"4.98 km\" is not a distance of this event, which asks for at least 5 km"));
}

static int set_up(void **state)
{
    static struct rule_case c;
    rule_case_open(&c);
    *state = &c;
    return 0;
}

static int tear_down(void **state)
{
    rule_case_close(*state);
    return 0;
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {CASE(times),          CASE(a_bad_time_is_told_once),
                                       CASE(without_a_type), CASE(elevations),
                                       CASE(tallies),        CASE(a_fixed_distance)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
