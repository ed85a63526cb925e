#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/civil.h"
#include "rules/limits.h"
#include "rules/limits_file.h"

static struct limits *builtin(void)
{
    struct limits *limits;
    struct error error = {.text = ""};
    if (limits_open(&limits, NULL, &error) != STATUS_OK)
        fail_msg("%s", error.text);
    return limits;
}

static char path[64];

/* Opens the table with `text` in a file over it. */
static enum status open_over(struct limits **limits, const char *text, struct error *error)
{
    snprintf(path, sizeof path, "/tmp/limits-XXXXXX");
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
    enum status status = limits_open(limits, path, error);
    unlink(path);
    return status;
}

static void the_built_in_table_is_whole(void **state)
{
    (void)state;
    struct limits *limits = builtin();
    assert_true(limits->as_of > civil_day(2026, 1, 1));
    assert_int_equal(limits->day_activities, 8);
    for (enum kind kind = KIND_OTHER + 1; kind < KIND_COUNT; kind++) {
        const struct kind_limits *k = &limits->kinds[kind];
        assert_true(k->record_count > 0);
        assert_true(k->fast_percent > 0 || k->fast_ms_per_km > 0);
        assert_true(k->slow_ms_per_km > limits_fast(limits, kind, 5000000));
        assert_true(k->day_distance_high >= k->distance_high && k->distance_high > 0);
        for (size_t i = 1; i < k->record_count; i++) {
            assert_true(k->curve[i - 1].distance_mm < k->curve[i].distance_mm);
            assert_true(k->curve[i - 1].speed > k->curve[i].speed);
        }
        /* What is usual is no record. */
        for (int64_t mm = 100000; mm < 1000000000; mm *= 2)
            assert_false(limits_beats_record(limits, kind, mm, limits_fast(limits, kind, mm) * mm / 1000000 + 1));
    }
    assert_int_equal(limits->kinds[KIND_OTHER].record_count, 0);
    assert_int_equal(limits->kinds[KIND_OTHER].slow_ms_per_km, UNKNOWN);
    limits_close(limits);
    limits_close(NULL);
}

/* Every line with a value says where it is from. */
static void every_line_has_a_source(void **state)
{
    (void)state;
    struct view rest = {builtin_limits_ini, builtin_limits_ini_size};
    bool of_kind = false;
    while (rest.at) {
        struct view line = view_cut(&rest, '\n');
        if (line.len && line.at[0] == '[')
            of_kind = !view_starts(line, VIEW("[limits]"));
        if (!of_kind || !line.len || line.at[0] == '[')
            continue;
        struct view source = line;
        view_cut(&source, ';');
        if (!source.at || view_trim(source).len < 4)
            fail_msg("no source: %.*s", VIEW_ARG(line));
    }
}

/* Half way in the logarithm the speed is half way between. */
static void between_the_records(void **state)
{
    (void)state;
    struct limits *limits;
    struct error error;
    assert_int_equal(open_over(&limits, "[run]\nrecord = 1 km in 1:40\nrecord = 100 km in 5:33:20\n", &error),
                     STATUS_OK);
    const struct kind_limits *k = &limits->kinds[KIND_RUN];
    assert_int_equal(k->record_count, 2);
    static const struct {
        int64_t mm, speed; /* mm in 1000 s */
    } cases[] = {
        {1, 10000000},         {1000000, 10000000}, {10000000, 7500000}, {100000000, 5000000},
        {1000000000, 5000000}, {3162278, 8750000},  {31622777, 6250000},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t pace = limits_fast(limits, KIND_RUN, cases[i].mm); /* at 80 % of it */
        int64_t speed = 1000000000000 / pace * 100 / 80;
        if (llabs(speed - cases[i].speed) > cases[i].speed / 10000)
            fail_msg("%lld mm: %lld", (long long)cases[i].mm, (long long)speed);
    }
    limits_close(limits);
}

static void a_weak_record_does_not_dent_the_curve(void **state)
{
    (void)state;
    struct limits *limits;
    struct error error;
    const char *text = "[run]\nrecord = 10 km in 50:00\nrecord = 42.195 km in 2:06:35.1\nrecord = 20 km in 59:00\n"
                       "record = 20 km in 60:00\nrecord = 5 km in 14:00\n";
    assert_int_equal(open_over(&limits, text, &error), STATUS_OK);
    const struct kind_limits *k = &limits->kinds[KIND_RUN];
    assert_int_equal(k->record_count, 3);
    assert_int_equal(k->curve[0].distance_mm, 5000000);
    assert_int_equal(k->curve[1].distance_mm, 20000000);
    assert_int_equal(k->curve[1].speed, 20000000000000 / 3540000);
    limits_close(limits);
}

static void an_own_file_lies_over_it(void **state)
{
    (void)state;
    struct limits *limits, *plain = builtin();
    struct error error;
    const char *text =
        "\xEF\xBB\xBF; ours\r\n[limits]\r\nday_activities = 3\r\n[walk]\r\nfast = 10:00/mi\r\n[run]\r\n"
        "fast = 5:00/mi\r\n[swim]\r\nslow = 6:40/100 m\r\ndistance_high = 5000 yd\r\n[ride]\r\nfast = 90 %\r\n"
        "slow = 10 km/h\r\nmargin = 0 %\r\n";
    enum status status = open_over(&limits, text, &error);
    if (status != STATUS_OK)
        fail_msg("%s", error.text);
    assert_int_equal(limits->day_activities, 3);
    assert_int_equal(limits->kinds[KIND_WALK].fast_ms_per_km, 372823); /* 10:00 x 1000000 / 1609344 */
    assert_int_equal(limits->kinds[KIND_WALK].slow_ms_per_km, plain->kinds[KIND_WALK].slow_ms_per_km);
    assert_int_equal(limits->kinds[KIND_WALK].record_count, plain->kinds[KIND_WALK].record_count);
    assert_int_equal(limits_fast(limits, KIND_RUN, 5000000), 186411);
    assert_int_equal(limits->kinds[KIND_SWIM].slow_ms_per_km, 4000000);
    assert_int_equal(limits->kinds[KIND_SWIM].distance_high, 4572000);
    assert_int_equal(limits->kinds[KIND_RIDE].slow_ms_per_km, 360000);
    assert_int_equal(limits_fast(limits, KIND_RIDE, 56792000), 70432);
    assert_true(limits_beats_record(limits, KIND_RIDE, 56792000, 3600000 * 10 / 11));
    limits_close(limits);
    limits_close(plain);
}

static void what_is_wrong_is_named(void **state)
{
    (void)state;
    static const struct {
        const char *text, *error; /* behind the path */
    } cases[] = {
        {"[run]\nfast = quick\n", ":2: fast = \"quick\": give a pace such as 4:00/mi"},
        {"[run]\nfast = 0 %\n", ":2: fast = \"0 %\": give"},
        {"[run]\nfast = 0:00/mi\n", ":2: fast"},
        {"[run]\nslow = 80 %\n", ":2: slow = \"80 %\": give a pace such as 25:00/mi"},
        {"[run]\nslow = 25:00\n", ":2: slow"},
        {"[run]\n\nrecord = 5 km\n", ":3: record = \"5 km\": give a distance and a time such as 5 km in 12:35.36"},
        {"[run]\nrecord = 5 km in 0\n", ":2: record"},
        {"[run]\nrecord = 5 in 12:00\n", ":2: record"},
        {"[run]\nrecord = 5 km in 1:2:3:4\n", ":2: record"},
        {"[run]\nrecord = 100000 km in 0.001\n", ":2: record"},
        {"[run]\nrecord = -5 km in 12:00\n", ":2: record"},
        {"[limits]\nas_of = 2026-02-30\n", ":2: as_of = \"2026-02-30\": give a day"},
        {"[limits]\ngrade_high = 0 %\n", ":2: grade_high"},
        {"[limits]\ntolerance = 2\n", ":2: tolerance"},
        {"[limits]\nday_activities = 0\n", ":2: day_activities"},
        {"[run]\nfats = 4:00/mi\n", ":2: \"fats\" is no key here"},
        {"[limits]\nfast = 4:00/mi\n", ":2: \"fast\" is no key here"},
        {"[rum]\n", ":1: \"rum\" is no section here"},
        {"fast = 4:00/mi\n", ":1: \"fast\" stands before the first section"},
        {"[run]\nnonsense\n", ":2: \"nonsense\" is neither a section nor key = value"},
        {"[walk]\nfast = 50:00/mi\n", ": [walk]: fast must be faster than slow"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct limits *limits;
        struct error error = {.text = ""};
        char expected[400];
        enum status status = open_over(&limits, cases[i].text, &error);
        snprintf(expected, sizeof expected, "%s%s", path, cases[i].error);
        if (status != STATUS_USAGE || strncmp(error.text, expected, strlen(expected)) != 0)
            fail_msg("%s\nexpected: %s\ngot:      %s", cases[i].text, expected, error.text);
        assert_null(limits);
    }
    struct limits *limits;
    struct error error = {.text = ""};
    assert_int_equal(limits_open(&limits, "/nowhere/limits.ini", &error), STATUS_IO);
    assert_non_null(strstr(error.text, "/nowhere/limits.ini"));
}

static void too_many_records(void **state)
{
    (void)state;
    static char text[LIMITS_RECORDS * 64 + 64];
    struct limits *limits;
    struct error error = {.text = ""};
    size_t length = (size_t)snprintf(text, sizeof text, "[run]\n");
    for (int i = 0; i <= LIMITS_RECORDS; i++)
        length += (size_t)snprintf(text + length, sizeof text - length, "record = %d km in %d:%02d:00\n", i + 1,
                                   (i + 1) / 12, i % 60);
    assert_int_equal(open_over(&limits, text, &error), STATUS_USAGE);
    assert_non_null(strstr(error.text, "at most 40"));
}

static void what_looks_usual(void **state)
{
    (void)state;
    struct limits *limits = builtin();
    static const struct {
        enum kind kind;
        int64_t mm, ms;
        int looks;
    } cases[] = {
        {KIND_RUN, 5000000, 1500000, 0},   {KIND_RUN, 5000000, 150000, -1},
        {KIND_RUN, 5000000, 15000000, 1},  {KIND_WALK, 1609344, 720000, 0},
        {KIND_WALK, 1609344, 719000, -1},  {KIND_WALK, 1609344, 2701000, 1},
        {KIND_RIDE, 45000000, 3600000, 0}, {KIND_RIDE, 45000000, 3590000, -1},
        {KIND_OTHER, 1, INT64_MAX, 0},     {KIND_RUN, 0, 1000, 0},
        {KIND_RUN, UNKNOWN, UNKNOWN, 0},   {KIND_RUN, INT64_MAX, 1, -1},
        {KIND_RUN, 1, INT64_MAX, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (limits_plausible(limits, cases[i].kind, cases[i].mm, cases[i].ms) != cases[i].looks)
            fail_msg("case %zu", i);
    limits_close(limits);
}

/* A bucket holds the distances from its own first to that of the next, in order. */
static void buckets_are_in_order(void **state)
{
    (void)state;
    unsigned last = 0;
    for (int64_t mm = 1; mm < 100000; mm++) {
        unsigned bucket = limits_bucket(mm);
        assert_true(bucket >= last && bucket < LIMITS_BUCKETS);
        last = bucket;
    }
    assert_true(limits_bucket(INT64_MAX) < LIMITS_BUCKETS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_built_in_table_is_whole),
        cmocka_unit_test(every_line_has_a_source),
        cmocka_unit_test(between_the_records),
        cmocka_unit_test(a_weak_record_does_not_dent_the_curve),
        cmocka_unit_test(an_own_file_lies_over_it),
        cmocka_unit_test(what_is_wrong_is_named),
        cmocka_unit_test(too_many_records),
        cmocka_unit_test(what_looks_usual),
        cmocka_unit_test(buckets_are_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
