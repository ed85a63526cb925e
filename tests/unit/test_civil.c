#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/civil.h"

static void every_day_of_eight_centuries(void **state)
{
    (void)state;
    int32_t day = civil_day(1600, 1, 1);
    char iso[CIVIL_ISO_SIZE];
    for (int year = 1600; year <= 2400; year++)
        for (int month = 1; month <= 12; month++)
            for (int d = 1; d <= civil_days_in_month(year, month); d++, day++) {
                struct civil c = civil_from_day(day);
                int32_t back;
                if (civil_day(year, month, d) != day || c.year != year || c.month != month || c.day != d)
                    fail_msg("%04d-%02d-%02d is not day %d", year, month, d, day);
                if (civil_iso(iso, day) != 10 || !civil_parse_iso(view_of(iso), &back) || back != day)
                    fail_msg("%s does not read back", iso);
            }
    assert_int_equal(day, civil_day(2401, 1, 1));
}

static void known_days(void **state)
{
    (void)state;
    static const struct {
        int year, month, day;
        int32_t number;
    } cases[] = {
        {1970, 1, 1, 0},      {1969, 12, 31, -1}, {2000, 2, 29, 11016},    {2026, 5, 1, 20574},
        {1900, 3, 1, -25508}, {1, 1, 1, -719162}, {9999, 12, 31, 2932896}, {1899, 12, 30, -25569},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct civil c = civil_from_day(cases[i].number);
        assert_int_equal(civil_day(cases[i].year, cases[i].month, cases[i].day), cases[i].number);
        assert_int_equal(c.year, cases[i].year);
        assert_int_equal(c.month, cases[i].month);
        assert_int_equal(c.day, cases[i].day);
    }
}

static void validity(void **state)
{
    (void)state;
    static const struct {
        int year, month, day;
        bool valid;
    } cases[] = {
        {2024, 2, 29, true},  {2023, 2, 29, false}, {1900, 2, 29, false}, {2000, 2, 29, true},  {2026, 4, 31, false},
        {2026, 12, 31, true}, {2026, 13, 1, false}, {2026, 0, 1, false},  {2026, 1, 0, false},  {2026, 1, 32, false},
        {0, 1, 1, false},     {10000, 1, 1, false}, {1, 1, 1, true},      {9999, 12, 31, true}, {2026, -1, -1, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(civil_is_valid(cases[i].year, cases[i].month, cases[i].day), cases[i].valid);
}

static void iso_refuses_the_rest(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",           "2026-5-1",      "2026-02-30", "2026-02-3x", "2026/05/01", "2026-05-01 ", " 2026-05-01",
        "2026-13-01", "2026-00-01",    "0000-01-01", "20260501",   "+026-05-01", "2026-05-011", "2026-0501-",
        "-026-05-01", "2026-05-\xB2z",
    };
    int32_t day = 7;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(civil_parse_iso(view_of(bad[i]), &day));
    assert_false(civil_parse_iso((struct view){NULL, 0}, &day));
    assert_int_equal(day, 7);
}

/* Any int32 may come, e.g. the one that stands for an unknown day. */
static void days_out_of_all_calendars(void **state)
{
    (void)state;
    static const int32_t days[] = {INT32_MIN, INT32_MIN + 1, INT32_MAX, INT32_MAX - 700000, 2932897, -719529};
    char iso[CIVIL_ISO_SIZE];
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        assert_int_equal(civil_iso(iso, days[i]), 1);
        assert_string_equal(iso, "?");
    }
    assert_int_equal(civil_iso(iso, -719528), 10);
    assert_string_equal(iso, "0000-01-01");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_of_eight_centuries),
        cmocka_unit_test(known_days),
        cmocka_unit_test(validity),
        cmocka_unit_test(iso_refuses_the_rest),
        cmocka_unit_test(days_out_of_all_calendars),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
