#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/civil.h"
#include "base/logarithm.h"
#include "outputs/html_days.h"
#include "outputs/html_scale.h"
#include "outputs/html_units.h"

/* ---- scales ---- */

static void even_places(void **state)
{
    (void)state;
    const struct html_scale up = {true, 0, 200, 1000, 0};
    assert_int_equal(html_scale_place(&up, 0), 1000);
    assert_int_equal(html_scale_place(&up, 50), 750);
    assert_int_equal(html_scale_place(&up, 200), 0);
    assert_int_equal(html_scale_place(&up, 999), 0);
    assert_int_equal(html_scale_place(&up, -5), 1000);
    assert_true(html_scale_holds(&up, 200));
    assert_false(html_scale_holds(&up, 201));
}

static void places_along_the_logarithm(void **state)
{
    (void)state;
    const struct html_scale four_octaves = {false, INT64_C(10) << LOGARITHM_BITS, INT64_C(14) << LOGARITHM_BITS, 100,
                                            500};
    static const struct {
        int64_t value;
        int place;
    } cases[] = {{1024, 100}, {2048, 200}, {4096, 300}, {16384, 500}, {1, 100}, {INT64_MAX, 500}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(html_scale_place(&four_octaves, cases[i].value), cases[i].place);
    assert_int_equal(html_scale_value(&four_octaves, 300), 4096);
    assert_false(html_scale_holds(&four_octaves, 1023));
}

static void ticks_keep_apart_and_the_better_wins(void **state)
{
    (void)state;
    const struct html_scale scale = {true, 0, 100, 0, 1000};
    static const int64_t values[] = {50, 55, 10, 90, 101, 42, 0};
    size_t taken[7];
    assert_int_equal(html_scale_ticks(&scale, values, 7, 80, taken, 7), 4);
    assert_int_equal(taken[0], 0); /* 50; 55 is 5 away */
    assert_int_equal(taken[1], 2);
    assert_int_equal(taken[2], 3);
    assert_int_equal(taken[3], 5); /* 42 is exactly 8 away */
    assert_int_equal(html_scale_ticks(&scale, values, 7, 81, taken, 7), 3);
    assert_int_equal(html_scale_ticks(&scale, values, 7, 80, taken, 2), 2);
}

static void steps_are_round(void **state)
{
    (void)state;
    static const struct {
        int64_t top, most, step;
    } cases[] = {{0, 5, 1},   {1, 5, 1},    {5, 5, 1},    {6, 5, 2},         {12, 5, 5},
                 {31, 5, 10}, {120, 5, 50}, {100, 5, 20}, {34999, 4, 10000}, {INT64_MAX / 1000, 5, 2000000000000000}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(html_scale_step(cases[i].top, cases[i].most), cases[i].step);
    assert_int_equal(html_scale_thousand(999999), 1);
    assert_int_equal(html_scale_thousand(1000000), 1000);
}

/* ---- units ---- */

static void assert_told(enum kind kind, bool metric, int64_t mm, int64_t ms, const char *expected)
{
    struct html_units units = html_units_of(kind, metric);
    struct buffer text = {0};
    html_units_add(&text, units, html_units_measure(units, mm, ms));
    buffer_add_char(&text, ' ');
    buffer_add_text(&text, html_units_name(units));
    assert_string_equal(buffer_string(&text), expected);
    buffer_release(&text);
}

static void measures(void **state)
{
    (void)state;
    assert_told(KIND_RUN, false, 1609344, 480000, "8:00 min/mi");
    assert_told(KIND_RUN, true, 5000000, 1500000, "5:00 min/km");
    assert_told(KIND_OTHER, true, 1000000, 3900000, "1:05:00 min/km");
    assert_told(KIND_RIDE, false, 1609344 * 20, 3600000, "20 mph");
    assert_told(KIND_RIDE, true, 30250000, 3600000, "30.3 km/h");
    assert_told(KIND_SWIM, false, 1500000, 1350000, "1:30 min/100 m");
    struct html_units run = html_units_of(KIND_RUN, true);
    assert_int_equal(html_units_measure(run, 1, INT64_MAX), INT64_MAX);
    assert_int_equal(html_units_measure(run, INT64_MAX, 1), 1);
}

static void paces_and_measures_are_inverse(void **state)
{
    (void)state;
    for (enum kind kind = 0; kind < KIND_COUNT; kind++)
        for (int metric = 0; metric < 2; metric++)
            for (int64_t pace = 50000; pace < 4000000; pace = pace * 3 / 2) {
                struct html_units units = html_units_of(kind, metric);
                int64_t again = html_units_to_pace(units, html_units_from_pace(units, pace));
                assert_in_range(again, pace - pace / 1000 - 1, pace + pace / 1000 + 1);
            }
}

static void assert_distance(enum unit unit, int64_t mm, const char *expected)
{
    struct buffer text = {0};
    html_units_add_distance(&text, unit, mm);
    assert_string_equal(buffer_string(&text), expected);
    buffer_release(&text);
}

static void distances(void **state)
{
    (void)state;
    assert_distance(UNIT_MI, 42195000, "26.2 mi");
    assert_distance(UNIT_MI, 1609344, "1 mi");
    assert_distance(UNIT_KM, 50000, "0.05 km");
    assert_distance(UNIT_KM, 1234000000, "1,234 km");
    assert_distance(UNIT_MI, 0, "0 mi");
}

static void ticks_are_all_there(void **state)
{
    (void)state;
    int64_t values[HTML_UNITS_TICKS];
    html_units_pace_ticks(html_units_of(KIND_RUN, true), values);
    assert_int_equal(values[0], 300000);
    html_units_distance_ticks(UNIT_MI, values);
    assert_int_equal(values[0], 1609344);
    for (size_t i = 0; i < HTML_UNITS_TICKS; i++)
        assert_true(values[i] > 0);
}

/* ---- periods ---- */

static int32_t day(int year, int month, int of_month)
{
    return civil_day(year, month, of_month);
}

static void periods(void **state)
{
    (void)state;
    int32_t monday = day(2026, 6, 1);
    assert_int_equal(html_days_index(PERIOD_WEEK, monday), html_days_index(PERIOD_WEEK, monday + 6));
    assert_int_equal(html_days_index(PERIOD_WEEK, monday - 1), html_days_index(PERIOD_WEEK, monday) - 1);
    assert_int_equal(html_days_index(PERIOD_WEEK, day(1969, 12, 29)), 0); /* a Monday */
    assert_int_equal(html_days_index(PERIOD_WEEK, day(1969, 12, 28)), -1);
    assert_int_equal(html_days_index(PERIOD_MONTH, day(2026, 1, 31)) + 1,
                     html_days_index(PERIOD_MONTH, day(2026, 2, 1)));
    assert_int_equal(html_days_index(PERIOD_YEAR, day(2026, 12, 31)), 2026);
    static const struct {
        int32_t days;
        enum html_period period;
    } cases[] = {{0, PERIOD_DAY},     {69, PERIOD_DAY},    {70, PERIOD_WEEK},       {366, PERIOD_WEEK},
                 {600, PERIOD_MONTH}, {3000, PERIOD_YEAR}, {40000, PERIOD_CENTURY}, {3652058, PERIOD_CENTURY}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(html_days_period(day(1, 1, 1), day(1, 1, 1) + cases[i].days), cases[i].period);
}

static void days_are_summed(void **state)
{
    (void)state;
    struct html_days days = {0};
    struct activity row = activity_empty;
    int32_t first, last;
    assert_false(html_days_span(&days, &first, &last));
    for (int i = 0; i < 9000; i++) {
        row.day = day(2000, 1, 1) + i % 3000;
        row.distance_mm = 1000;
        row.verdict = i < 6000 ? VERDICT_ACCEPTED : VERDICT_REJECTED;
        html_days_observe(&days, &row);
    }
    row.day = UNKNOWN_DAY;
    row.verdict = VERDICT_ACCEPTED;
    html_days_observe(&days, &row);
    assert_true(html_days_span(&days, &first, &last));
    assert_int_equal(first, day(2000, 1, 1));
    assert_int_equal(last, first + 2999);
    assert_int_equal(days.used, 3000);
    for (size_t i = 0; i < days.capacity; i++)
        if (days.slots[i].activities) {
            assert_int_equal(days.slots[i].activities, 2);
            assert_int_equal(days.slots[i].distance_mm, 2000);
        }
    html_days_release(&days);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(even_places),
        cmocka_unit_test(places_along_the_logarithm),
        cmocka_unit_test(ticks_keep_apart_and_the_better_wins),
        cmocka_unit_test(steps_are_round),
        cmocka_unit_test(measures),
        cmocka_unit_test(paces_and_measures_are_inverse),
        cmocka_unit_test(distances),
        cmocka_unit_test(ticks_are_all_there),
        cmocka_unit_test(periods),
        cmocka_unit_test(days_are_summed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
