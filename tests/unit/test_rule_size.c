#include "rule_case.h"

extern const struct row_rule_ops rule_size_ops;

struct size_row {
    enum kind kind;
    const char *distance;
    enum unit unit;
    const char *elevation;
    enum unit elevation_unit;
    const char *found;
};

static void sizes(void **state)
{
    struct rule_case *c = *state;
    static const struct size_row cases[] = {
        {KIND_RUN, "0", UNIT_MI, "0", UNIT_M, "distance-zero error: the distance is zero"},
        {KIND_RUN, "0.001", UNIT_M, "0", UNIT_M, ""},
        {KIND_RUN, "50", UNIT_MI, "0", UNIT_M, ""},
        {KIND_RUN, "50.1", UNIT_MI, "0", UNIT_M,
         "distance-high warning: 50.1 mi is unusually far: a usual run is up to 50 mi"},
        {KIND_WALK, "81", UNIT_KM, "0", UNIT_M,
         "distance-high warning: 81 km is unusually far: a usual walk is up to 80.467 km"},
        {KIND_RIDE, "100", UNIT_MI, "0", UNIT_M, ""},
        {KIND_SWIM, "10.5", UNIT_KM, "0", UNIT_M,
         "distance-high warning: 10.5 km is unusually far: a usual swim is up to 10 km"},
        {KIND_OTHER, "5000", UNIT_MI, "0", UNIT_M, ""},
        {KIND_RUN, "5", UNIT_KM, "1500", UNIT_M, ""},
        {KIND_RUN, "5", UNIT_KM, "1501", UNIT_M,
         "elevation-implausible warning: 1501 m of climb over 5 km is a grade of 30 %; check the elevation gain and "
         "its unit"
         " <metres-feet elevation: 1501 m may be feet: 1501 ft = 1501 ft>"
         " <millimetres elevation: 1501 m may be a thousand times too much: 1.501 m = 1.501 m>"},
        {KIND_RUN, "5", UNIT_KM, "42000", UNIT_M,
         "elevation-implausible warning: 42000 m of climb over 5 km is a grade of 840 %; check the elevation gain and "
         "its unit"
         " <millimetres elevation: 42000 m may be a thousand times too much: 42 m = 42 m>"},
        {KIND_RUN, "3.1", UNIT_MI, "150001", UNIT_FT,
         "elevation-implausible warning: 150001 ft of climb over 3.1 mi is a grade of 916 %; check the elevation gain "
         "and its unit"
         " <millimetres elevation: 150001 ft may be a thousand times too much: 150 ft = 150 ft>"},
        {KIND_RUN, "3.1", UNIT_MI, "400", UNIT_FT, ""},
        {KIND_RUN, "0.00005", UNIT_KM, "40", UNIT_M,
         "elevation-implausible warning: 40 m of climb over 0 km is a grade of 80000 %; check the elevation gain and "
         "its unit"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        batch_reset(&c->batch);
        struct activity *row = rule_case_row(c);
        rule_case_distance(row, cases[i].elevation, cases[i].elevation_unit);
        row->elevation_mm = row->distance_mm;
        row->elevation_unit = (uint8_t)cases[i].elevation_unit;
        rule_case_distance(row, cases[i].distance, cases[i].unit);
        row->kind = (uint8_t)cases[i].kind;
        rule_size_ops.check(&c->context, &c->batch, row);
        if (strcmp(rule_case_found(c, row), cases[i].found) != 0)
            fail_msg("case %zu\nexpected: %s\nfound:    %s", i, cases[i].found, rule_case_found(c, row));
    }
}

static void counts_and_unknown_values(void **state)
{
    struct rule_case *c = *state;
    struct activity *row = rule_case_row(c);
    row->distance_mm = UNKNOWN;
    row->elevation_mm = 100000;
    rule_size_ops.check(&c->context, &c->batch, row);
    assert_null(row->findings);
    row->count = 30;
    rule_size_ops.check(&c->context, &c->batch, row);
    assert_null(row->findings);
    row->count = 0;
    rule_size_ops.check(&c->context, &c->batch, row);
    assert_int_equal(row->findings->code, CODE_DISTANCE_ZERO);
    assert_int_equal(row->verdict, VERDICT_REJECTED);
}

static void extremes_do_no_harm(void **state)
{
    struct rule_case *c = *state;
    static const int64_t values[] = {0, 1, 99, 100, 101, 1000000, 100000000000, INT64_MAX / 1000000};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        for (size_t j = 0; j < sizeof values / sizeof *values; j++) {
            batch_reset(&c->batch);
            struct activity *row = rule_case_row(c);
            row->distance_mm = values[i];
            row->elevation_mm = values[j];
            rule_size_ops.check(&c->context, &c->batch, row);
            assert_non_null(rule_case_found(c, row));
        }
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
    const struct CMUnitTest tests[] = {CASE(sizes), CASE(counts_and_unknown_values), CASE(extremes_do_no_harm)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
