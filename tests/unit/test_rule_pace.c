#include "rule_case.h"

extern const struct row_rule_ops rule_pace_ops;

struct pace_row {
    enum kind kind;
    const char *distance;
    enum unit unit;
    int hours, minutes, seconds;
    const char *found;
};

static struct activity *judge(struct rule_case *c, const struct pace_row *p)
{
    batch_reset(&c->batch);
    struct activity *row = rule_case_row(c);
    row->kind = (uint8_t)p->kind;
    rule_case_distance(row, p->distance, p->unit);
    row->elapsed_ms = (p->hours * 3600 + p->minutes * 60 + p->seconds) * 1000;
    row->elapsed_slack_ms = 500;
    rule_pace_ops.check(&c->context, &c->batch, row);
    return row;
}

static void check_all(struct rule_case *c, const struct pace_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct activity *row = judge(c, &rows[i]);
        const char *found = rule_case_found(c, row);
        if (strcmp(found, rows[i].found) != 0)
            fail_msg("%s %s in %d:%02d:%02d\nexpected: %s\nfound:    %s", rows[i].distance,
                     kind_table[rows[i].kind].past, rows[i].hours, rows[i].minutes, rows[i].seconds, rows[i].found,
                     found);
        assert_true(row->pace_checked);
        assert_int_equal(row->validated_pace, rows[i].found[0] == '\0');
    }
}

#define CHECK(c, rows) check_all(c, rows, sizeof(rows) / sizeof *(rows))

/* A watch that ran on through a pause: slow by the clock only. Near misses: no pause known, slow on foot too. */
static void pauses_are_no_slowness(void **state)
{
    struct rule_case *c = *state;
    static const struct {
        int64_t moving_minutes;
        bool is_slow;
    } cases[] = {{30, false}, {0, true}, {80, true}, {3, true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        batch_reset(&c->batch);
        struct activity *row = rule_case_row(c);
        row->kind = KIND_RUN;
        rule_case_distance(row, "3", UNIT_MI);
        row->elapsed_ms = 84 * 60000;
        row->elapsed_slack_ms = 500;
        row->moving_ms = cases[i].moving_minutes ? cases[i].moving_minutes * 60000 : UNKNOWN;
        rule_pace_ops.check(&c->context, &c->batch, row);
        struct view found = view_of(rule_case_found(c, row));
        assert_int_equal(view_starts(found, VIEW("pace-slow warning")), cases[i].is_slow);
        assert_int_equal(found.len == 0, !cases[i].is_slow);
    }
}

/* Honest and usual: neither fast nor slow, up to the edges. */
static void usual_rows_are_silent(void **state)
{
    struct rule_case *c = *state;
    static const struct pace_row rows[] = {
        {KIND_RUN, "5.02", UNIT_MI, 0, 54, 13, ""}, {KIND_RUN, "0.6", UNIT_MI, 0, 4, 27, ""},
        {KIND_RUN, "31", UNIT_MI, 3, 49, 24, ""},   {KIND_RUN, "3", UNIT_MI, 1, 15, 0, ""},
        {KIND_RUN, "5", UNIT_KM, 0, 15, 50, ""},    {KIND_RUN, "26.2", UNIT_MI, 2, 30, 0, ""},
        {KIND_WALK, "3.33", UNIT_MI, 1, 3, 16, ""}, {KIND_WALK, "0.5", UNIT_MI, 0, 6, 18, ""},
        {KIND_WALK, "20", UNIT_MI, 12, 40, 0, ""},  {KIND_WALK, "1", UNIT_MI, 0, 12, 0, ""},
        {KIND_WALK, "1", UNIT_MI, 0, 45, 0, ""},    {KIND_RIDE, "12", UNIT_MI, 0, 42, 0, ""},
        {KIND_RIDE, "45", UNIT_MI, 5, 15, 0, ""},   {KIND_SWIM, "1500", UNIT_M, 0, 30, 0, ""},
        {KIND_SWIM, "1650", UNIT_YD, 0, 28, 0, ""}, {KIND_HIKE, "6", UNIT_MI, 5, 0, 0, ""},
        {KIND_ROW, "5", UNIT_KM, 0, 22, 0, ""},     {KIND_PADDLE, "4", UNIT_MI, 1, 10, 0, ""},
        {KIND_SKI, "15", UNIT_KM, 1, 10, 0, ""},    {KIND_WHEELCHAIR, "5", UNIT_KM, 0, 12, 0, ""},
        {KIND_RUN, "100", UNIT_M, 0, 0, 15, ""},    {KIND_RUN, "50", UNIT_MI, 12, 0, 0, ""},
    };
    CHECK(c, rows);
}

/* A whole number may stand for somewhat less, but not for half a mile. */
static void whole_numbers_are_rounded_a_little(void **state)
{
    struct rule_case *c = *state;
    static const struct {
        struct pace_row row;
        enum code code;
    } cases[] = {
        {{KIND_WALK, "3", UNIT_MI, 0, 14, 37, ""}, CODE_PACE_IMPOSSIBLE},
        {{KIND_WALK, "3", UNIT_MI, 0, 15, 30, ""}, CODE_PACE_FAST},
        {{KIND_WALK, "3.0", UNIT_MI, 0, 15, 30, ""}, CODE_PACE_IMPOSSIBLE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(judge(c, &cases[i].row)->findings->code, cases[i].code);
}

/* The clean activities of a season, all corners of them. */
static void a_grid_of_clean_rows_is_silent(void **state)
{
    struct rule_case *c = *state;
    static const struct {
        enum kind kind;
        int least, most, fast, slow; /* hundredths of a mile; seconds a mile */
    } ranges[] = {{KIND_RUN, 60, 3100, 444, 1200}, {KIND_WALK, 50, 2000, 756, 2280}, {KIND_RIDE, 300, 4500, 210, 420}};
    for (size_t i = 0; i < 3; i++)
        for (int miles = ranges[i].least; miles <= ranges[i].most; miles += 7)
            for (int pace = ranges[i].fast; pace <= ranges[i].slow; pace += 12) {
                batch_reset(&c->batch);
                struct activity *row = rule_case_row(c);
                row->kind = (uint8_t)ranges[i].kind;
                row->distance_mm = (int64_t)miles * 1609344 / 100;
                row->elapsed_ms = (int64_t)pace * miles * 10;
                rule_pace_ops.check(&c->context, &c->batch, row);
                if (row->findings || !row->validated_pace)
                    fail_msg("%d.%02d mi at %d s/mi: %s", miles / 100, miles % 100, pace, rule_case_found(c, row));
            }
}

static void the_record_is_the_limit(void **state)
{
    struct rule_case *c = *state;
    static const struct {
        enum kind kind;
        int64_t mm, ms; /* a record */
    } records[] = {
        {KIND_RUN, 5000000, 755360},    {KIND_RUN, 42195000, 7170000}, {KIND_RUN, 1609344, 223130},
        {KIND_WALK, 20000000, 4570000}, {KIND_SWIM, 100000, 46400},    {KIND_RUN, 400000000, 108126000},
        {KIND_ROW, 2000000, 318680},    {KIND_RUN, 50000, 4790},
    };
    for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
        assert_false(limits_beats_record(c->limits, records[i].kind, records[i].mm, records[i].ms));
        assert_false(limits_beats_record(c->limits, records[i].kind, records[i].mm, records[i].ms * 982 / 1000));
        if (!limits_beats_record(c->limits, records[i].kind, records[i].mm, records[i].ms * 979 / 1000))
            fail_msg("record %zu may be beaten by more than 2 %%", i);
    }
    /* Rides may be a tenth faster: 56.792 km in an hour is 62.5 km/h and the tolerance. */
    assert_false(limits_beats_record(c->limits, KIND_RIDE, 56792000, 3600000 * 10 / 11));
    assert_true(limits_beats_record(c->limits, KIND_RIDE, 56792000, 3600000 * 10 / 11 * 97 / 100));
}

static void slips_are_named(void **state)
{
    struct rule_case *c = *state;
    static const struct pace_row rows[] = {
        {KIND_RUN, "4.5", UNIT_MI, 0, 9, 20,
         "pace-impossible error: 4.5 mi run in 9:20 is 2:04/mi, faster than any record"
         " <pace-as-time time: 9:20 looks like the pace; 4.5 mi at 9:20/mi takes 42:00 = 42:00>"
         " <decimal-point distance: 4.5 mi may be 0.45 mi with the decimal point lost: in 9:20 that is 20:44/mi = 0.45 "
         "mi>"},
        {KIND_RUN, "8.05", UNIT_KM, 0, 5, 50,
         "pace-impossible error: 8.05 km run in 5:50 is 1:10/mi, faster than any record"
         " <pace-as-time time: 5:50 looks like the pace; 8.05 km at 5:50/km takes 46:58 = 46:58>"
         " <decimal-point distance: 8.05 km may be 0.805 km with the decimal point lost: in 5:50 that is 11:40/mi = "
         "0.805 km>"},
        {KIND_RUN, "11.2", UNIT_MI, 0, 42, 0,
         "pace-impossible error: 11.2 mi run in 42:00 is 3:45/mi, faster than any record"
         " <miles-km distance: 11.2 mi may be in the other unit: 11.2 km in 42:00 is 6:02/mi = 11.2 km>"
         " <other-kind type: 3:45/mi fits a ride, not a run = ride>"},
        {KIND_RUN, "6.2", UNIT_MI, 0, 1, 6,
         "pace-impossible error: 6.2 mi run in 1:06 is 0:11/mi, faster than any record"
         " <minutes-hours time: 1:06 may mean 1:06:00: 6.2 mi in that time is 10:39/mi = 1:06:00>"},
        {KIND_RUN, "1.4", UNIT_MI, 17, 47, 0,
         "pace-slow error: 1.4 mi run in 17:47:00 is 12:42:09/mi, slower than the usual 25:00/mi"
         " <minutes-hours time: 17:47:00 may mean 17:47: 1.4 mi in that time is 12:42/mi = 17:47>"},
        {KIND_WALK, "41.3", UNIT_MI, 1, 10, 0,
         "pace-impossible error: 41.3 mi walked in 1:10:00 is 1:42/mi, faster than any record"
         " <decimal-point distance: 41.3 mi may be 4.13 mi with the decimal point lost: in 1:10:00 that is 16:57/mi = "
         "4.13 mi>"},
        {KIND_RUN, "8080", UNIT_KM, 0, 54, 0,
         "pace-impossible error: 8080 km run in 54:00 is 0:01/mi, faster than any record"
         " <metres-as-km distance: 8080 km may be metres: 8080 m in 54:00 is 10:45/mi = 8080 m>"},
        {KIND_WALK, "8.2", UNIT_MI, 0, 56, 0,
         "pace-fast warning: 8.2 mi walked in 56:00 is 6:50/mi, faster than the usual 12:00/mi"
         " <other-kind type: 6:50/mi fits a run, not a walk = run> <other-kind type: 6:50/mi fits a ride, not a walk = "
         "ride>\n"
         "kind-suspect warning: 8.2 mi in 56:00 is 6:50/mi: that looks like a run, not a walk"},
        {KIND_RUN, "15", UNIT_MI, 0, 42, 30,
         "pace-impossible error: 15 mi run in 42:30 is 2:50/mi, faster than any record"
         " <other-kind type: 2:50/mi fits a ride, not a run = ride>\n"
         "kind-suspect warning: 15 mi in 42:30 is 2:50/mi: that looks like a ride, not a run"},
        {KIND_RUN, "3", UNIT_MI, 1, 24, 0,
         "pace-slow warning: 3 mi run in 1:24:00 is 28:00/mi, slower than the usual 25:00/mi"
         " <other-kind type: 28:00/mi fits a walk, not a run = walk> <other-kind type: 28:00/mi fits a hike, not a run "
         "= hike>"},                       /* no kind-suspect: people stop */
        {KIND_ROW, "2", UNIT_KM, 0, 6, 10, /* nor is a fast boat a run */
         "pace-fast warning: 2 km rowed in 6:10 is 4:58/mi, faster than the usual 5:05/mi"
         " <pace-as-time time: 6:10 looks like the pace; 2 km at 6:10/km takes 12:20 = 12:20>"},
        {KIND_SWIM, "1500", UNIT_M, 0, 1, 45,
         "pace-impossible error: 1500 m swum in 1:45 is 0:07/100 m, faster than any record"
         " <pace-as-time time: 1:45 looks like the pace; 1500 m at 1:45/100 m takes 26:15 = 26:15>"},
        {KIND_WALK, "5830", UNIT_M, 0, 10, 22, /* only swimmers speak of metres */
         "pace-impossible error: 5.83 km walked in 10:22 is 2:52/mi, faster than any record"
         " <pace-as-time time: 10:22 looks like the pace; 5.83 km at 10:22/km takes 1:00:26 = 1:00:26>"
         " <decimal-point distance: 5.83 km may be 0.583 km with the decimal point lost: in 10:22 that is 28:37/mi = "
         "0.583 "
         "km>"
         " <other-kind type: 2:52/mi fits a ride, not a walk = ride>"},
        {KIND_RIDE, "30", UNIT_MI, 1, 4, 0,
         "pace-fast warning: 30 mi ridden in 1:04:00 is 28.1 mph, faster than the usual 28.0 mph"
         " <miles-km distance: 30 mi may be in the other unit: 30 km in 1:04:00 is 17.5 mph = 30 km>"},
    };
    CHECK(c, rows);
}

/* Inside the rounding of what was written the most favourable value counts. */
static void rounding_is_forgiven(void **state)
{
    struct rule_case *c = *state;
    struct activity *row = judge(c, &(struct pace_row){KIND_RUN, "1", UNIT_MI, 0, 3, 30, NULL});
    assert_int_equal(row->findings->code, CODE_PACE_FAST); /* it may have been 0.9 */
    row = judge(c, &(struct pace_row){KIND_RUN, "1.00", UNIT_MI, 0, 3, 30, NULL});
    assert_int_equal(row->findings->code, CODE_PACE_IMPOSSIBLE);
}

static void the_types_range_comes_first(void **state)
{
    struct rule_case *c = *state;
    struct event_type types[] = {{.text = VIEW("trail"),
                                  .kind = KIND_RUN,
                                  .fast_ms_per_km = limits_pace(1609344, 360000),
                                  .slow_ms_per_km = limits_pace(1609344, 1800000)},
                                 {.text = VIEW("stairs"),
                                  .kind = KIND_OTHER,
                                  .fast_ms_per_km = UNKNOWN,
                                  .slow_ms_per_km = limits_pace(1609344, 600000)}};
    c->event.types = types;
    c->event.type_count = 2;
    static const struct {
        int type;
        int64_t ms;
        int code;
    } cases[] = {
        {0, 360000, -1},
        {0, 359000, CODE_PACE_FAST},
        {0, 1800000, -1},
        {0, 1801000, CODE_PACE_SLOW},
        {0, 100000, CODE_PACE_IMPOSSIBLE},
        {1, 600000, -1},
        {1, 601000, CODE_PACE_SLOW},
        {1, 1000, -1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        batch_reset(&c->batch);
        struct activity *row = rule_case_row(c);
        row->type = (int16_t)cases[i].type;
        row->kind = (uint8_t)types[cases[i].type].kind;
        row->elapsed_ms = cases[i].ms;
        rule_pace_ops.check(&c->context, &c->batch, row);
        assert_true(row->pace_checked);
        assert_int_equal(row->findings ? (int)row->findings->code : -1, cases[i].code);
    }
}

/* A kind that the event does not have explains nothing. */
static void only_the_events_kinds_explain(void **state)
{
    struct rule_case *c = *state;
    struct event_type types[] = {
        {.kind = KIND_WALK, .fast_ms_per_km = UNKNOWN, .slow_ms_per_km = UNKNOWN},
        {.kind = KIND_RUN, .deleted = true, .fast_ms_per_km = UNKNOWN, .slow_ms_per_km = UNKNOWN},
    };
    c->event.types = types;
    c->event.type_count = 2;
    c->event.lists_types = true;
    struct activity *row = judge(c, &(struct pace_row){KIND_WALK, "8.2", UNIT_MI, 0, 56, 0, NULL});
    assert_string_equal(rule_case_found(c, row),
                        "pace-fast warning: 8.2 mi walked in 56:00 is 6:50/mi, faster than the usual 12:00/mi");
}

/* Slow is a warning, for people forget to stop their watch; whole hours and minutes that are usual as minutes and
 * seconds are a wrong time. */
static void minutes_as_hours(void **state)
{
    struct rule_case *c = *state;
    struct activity *row = judge(c, &(struct pace_row){KIND_RUN, "1.4", UNIT_MI, 18, 23, 7, NULL});
    assert_int_equal(row->findings->severity, SEVERITY_WARNING);
    row = judge(c, &(struct pace_row){KIND_RUN, "0.1", UNIT_MI, 18, 23, 0, NULL}); /* too slow as minutes too */
    assert_int_equal(row->findings->severity, SEVERITY_WARNING);
    row = judge(c, &(struct pace_row){KIND_RUN, "1.4", UNIT_MI, 18, 23, 0, NULL});
    assert_int_equal(row->findings->severity, SEVERITY_ERROR);
    assert_int_equal(row->verdict, VERDICT_REJECTED);
    c->event.severity_set[CODE_PACE_SLOW] = true; /* to what it was */
    row = judge(c, &(struct pace_row){KIND_RUN, "1.4", UNIT_MI, 18, 23, 0, NULL});
    assert_int_equal(row->verdict, VERDICT_ACCEPTED);
}

static void severities_decide_about_validated(void **state)
{
    struct rule_case *c = *state;
    const struct pace_row fast = {KIND_RUN, "5", UNIT_KM, 0, 14, 30, NULL};
    assert_false(judge(c, &fast)->validated_pace);
    c->event.severities[CODE_PACE_FAST] = SEVERITY_INFO;
    assert_true(judge(c, &fast)->validated_pace);
    c->event.severities[CODE_PACE_FAST] = SEVERITY_OFF;
    assert_true(judge(c, &fast)->validated_pace);
    c->event.severities[CODE_PACE_FAST] = SEVERITY_ERROR;
    assert_int_equal(judge(c, &fast)->verdict, VERDICT_REJECTED);
    c->event.severities[CODE_PACE_FAST] = SEVERITY_OFF;
    struct activity *row = judge(c, &(struct pace_row){KIND_WALK, "8.2", UNIT_MI, 0, 56, 0, NULL});
    assert_false(row->validated_pace);
    assert_int_equal(row->findings->code, CODE_KIND_SUSPECT);
    assert_int_equal(row->findings->hint->slip, SLIP_OTHER_KIND);
}

static void rows_without_a_pace_rule(void **state)
{
    struct rule_case *c = *state;
    struct activity *row = rule_case_row(c);
    row->kind = KIND_OTHER;
    row->elapsed_ms = 1;
    rule_pace_ops.check(&c->context, &c->batch, row);
    assert_false(row->pace_checked || row->validated_pace || row->findings);
    row = rule_case_row(c);
    row->elapsed_ms = UNKNOWN;
    rule_pace_ops.check(&c->context, &c->batch, row);
    assert_false(row->pace_checked || row->validated_pace || row->findings);
    row = rule_case_row(c);
    row->distance_mm = UNKNOWN;
    row->count = 40;
    rule_pace_ops.check(&c->context, &c->batch, row);
    assert_false(row->pace_checked || row->validated_pace || row->findings);
    row = rule_case_row(c);
    row->distance_mm = 0;
    rule_pace_ops.check(&c->context, &c->batch, row);
    assert_false(row->pace_checked || row->validated_pace || row->findings);
}

/* The tables that let most rows pass must never let one pass that the exact look refuses. */
static void the_short_cut_agrees_with_the_long_way(void **state)
{
    struct rule_case *c = *state;
    uint64_t random = 1;
    for (int i = 0; i < 200000; i++) {
        random = random * 6364136223846793005u + 1442695040888963407u;
        int64_t mm = (int64_t)(random >> 33) % ((int64_t)1 << (10 + random % 20)) + 1;
        enum kind kind = KIND_RUN + (enum kind)(random >> 20) % (KIND_COUNT - KIND_RUN);
        random = random * 6364136223846793005u + 1442695040888963407u;
        int64_t ms = mm * (int64_t)(random >> 40) % 3000 / 1000 + 1;
        batch_reset(&c->batch);
        struct activity *row = rule_case_row(c);
        row->kind = (uint8_t)kind;
        row->distance_mm = mm;
        row->elapsed_ms = ms;
        rule_pace_ops.check(&c->context, &c->batch, row);
        bool beats = limits_beats_record(c->limits, kind, mm, ms);
        int looks = beats ? -1 : limits_plausible(c->limits, kind, mm, ms);
        assert_int_equal(row->findings == NULL, looks == 0);
        assert_int_equal(row->findings && row->findings->code == CODE_PACE_IMPOSSIBLE, beats);
    }
}

static void extremes_do_no_harm(void **state)
{
    struct rule_case *c = *state;
    static const int64_t values[] = {1, 2, 7, 1000, 86400000, 2678400000, 100000000000}; /* 31 days, 100,000 km */
    enum { VALUES = sizeof values / sizeof *values };
    for (size_t i = 0; i < VALUES; i++)
        for (size_t j = 0; j + 1 < VALUES; j++)
            for (enum kind kind = 0; kind < KIND_COUNT; kind++) {
                batch_reset(&c->batch);
                struct activity *row = rule_case_row(c);
                row->kind = (uint8_t)kind;
                row->distance_mm = values[i];
                row->elapsed_ms = values[j];
                rule_pace_ops.check(&c->context, &c->batch, row);
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
    const struct CMUnitTest tests[] = {
        CASE(usual_rows_are_silent),
        CASE(pauses_are_no_slowness),
        CASE(whole_numbers_are_rounded_a_little),
        CASE(a_grid_of_clean_rows_is_silent),
        CASE(the_record_is_the_limit),
        CASE(slips_are_named),
        CASE(rounding_is_forgiven),
        CASE(the_types_range_comes_first),
        CASE(only_the_events_kinds_explain),
        CASE(minutes_as_hours),
        CASE(severities_decide_about_validated),
        CASE(rows_without_a_pace_rule),
        CASE(the_short_cut_agrees_with_the_long_way),
        CASE(extremes_do_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
