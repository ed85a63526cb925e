#include "readers/fit_names.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "model/activity.h"

static void file_types(void **state)
{
    (void)state;
    assert_string_equal(fit_file_type_name(2), "settings");
    assert_string_equal(fit_file_type_name(6), "a course");
    assert_null(fit_file_type_name(77));
    assert_null(fit_file_type_name(UNKNOWN));
    assert_int_equal(fit_file_holds(4), FIT_HOLDS_RECORDS);
    assert_int_equal(fit_file_holds(UNKNOWN), FIT_HOLDS_RECORDS);
    assert_int_equal(fit_file_holds(6), FIT_HOLDS_NONE);
    assert_int_equal(fit_file_holds(77), FIT_HOLDS_SESSIONS);
}

static void sport_words(void **state)
{
    static const struct {
        int64_t sport, sub_sport;
        const char *words;
    } cases[] = {
        {1, UNKNOWN, "running"},
        {1, 0, "running"},
        {1, 3, "trail running"},
        {1, 1, "treadmill running"},
        {11, 1, "treadmill walking"},
        {2, 6, "indoor cycling"},
        {2, 8, "mountain cycling"},
        {2, 28, "e-bike fitness"},
        {5, 17, "lap swimming"},
        {5, 18, "open water swimming"},
        {2, 58, "virtual cycling"},
        {4, 14, "indoor rowing"},
        {12, 42, "cross country skiing"},
        {0, 0, "generic"},
        {55, 0, "sport 55"},
        {200, UNKNOWN, "sport 200"},
        {-1, -1, "sport -1"},
        {1, 5000, "running"},
        {UNKNOWN, UNKNOWN, ""},
        {UNKNOWN, 17, "lap swimming"},
        {UNKNOWN, 3, ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char room[FIT_SPORT_WORDS];
        struct view words = fit_sport_words(cases[i].sport, cases[i].sub_sport, room);
        assert_int_equal(words.len, strlen(cases[i].words));
        assert_memory_equal(words.at, cases[i].words, words.len);
    }
}

static void all_words_fit(void **state)
{
    char room[FIT_SPORT_WORDS];
    (void)state;
    for (int64_t sport = 0; sport < 300; sport++)
        for (int64_t sub_sport = 0; sub_sport < 300; sub_sport++)
            assert_in_range(fit_sport_words(sport, sub_sport, room).len, 1, FIT_SPORT_WORDS - 1);
    assert_in_range(fit_sport_words(INT64_MAX, 3, room).len, 1, FIT_SPORT_WORDS - 1);
}

static void manufacturers(void **state)
{
    (void)state;
    assert_string_equal(fit_manufacturer_name(1), "Garmin");
    assert_null(fit_manufacturer_name(0));
    assert_null(fit_manufacturer_name(UNKNOWN));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(file_types),
        cmocka_unit_test(sport_words),
        cmocka_unit_test(all_words_fit),
        cmocka_unit_test(manufacturers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
