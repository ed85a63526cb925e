#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "model/units.h"

static void words(void **state)
{
    (void)state;
    static const struct {
        const char *word;
        enum unit unit;
    } cases[] = {
        {"mi", UNIT_MI},         {"Miles", UNIT_MI},     {" mi. ", UNIT_MI},
        {"MILLAS", UNIT_MI},     {"km", UNIT_KM},        {"K", UNIT_KM},
        {"kilometers", UNIT_KM}, {"Kilometer", UNIT_KM}, {"kilom\xC3\xA8tres", UNIT_KM},
        {"chilometri", UNIT_KM}, {"m", UNIT_M},          {"metri", UNIT_M},
        {"ft", UNIT_FT},         {"'", UNIT_FT},         {"yds", UNIT_YD},
        {"mm", UNIT_MM},         {"cm", UNIT_CM},        {"reps", UNIT_COUNT},
        {"\xC2\xA0km", UNIT_KM}, {"", UNIT_NONE},        {".", UNIT_NONE},
        {"min", UNIT_NONE},      {"mil es", UNIT_NONE},  {"kmh", UNIT_NONE},
        {"mi..", UNIT_NONE},     {"s", UNIT_NONE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (unit_from_word(view_of(cases[i].word)) != cases[i].unit)
            fail_msg("\"%s\" gives unit %d", cases[i].word, (int)unit_from_word(view_of(cases[i].word)));
    assert_int_equal(unit_from_word((struct view){NULL, 0}), UNIT_NONE);
}

static void every_unit_knows_its_name(void **state)
{
    (void)state;
    for (enum unit unit = UNIT_NONE + 1; unit < UNIT_COUNT_OF; unit++) {
        assert_int_equal(unit_from_word(view_of(unit_table[unit].name)), unit);
        assert_true(unit_table[unit].words[0] != '\0');
        assert_true(unit_table[unit].numerator > 0 && unit_table[unit].denominator > 0);
    }
}

static void millimetres(void **state)
{
    (void)state;
    static const struct {
        struct decimal value;
        enum unit unit;
        int64_t mm;
    } cases[] = {
        {{1, 0}, UNIT_MI, 1609344},
        {{263, 1}, UNIT_MI, 42325747},
        {{1, 0}, UNIT_FT, 305},
        {{10, 0}, UNIT_FT, 3048},
        {{1, 0}, UNIT_YD, 914},
        {{5, 0}, UNIT_YD, 4572},
        {{42195, 3}, UNIT_KM, 42195000},
        {{15, 1}, UNIT_CM, 15},
        {{4, 1}, UNIT_MM, 0},
        {{5, 1}, UNIT_MM, 1},
        {{100, 0}, UNIT_COUNT, 100},
        {{-1, 0}, UNIT_MI, -1609344},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t mm;
        assert_true(unit_to_mm(cases[i].value, cases[i].unit, &mm));
        assert_true(mm == cases[i].mm);
    }
    int64_t mm;
    assert_false(unit_to_mm((struct decimal){999999999999999999, 0}, UNIT_MI, &mm));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words),
        cmocka_unit_test(every_unit_knows_its_name),
        cmocka_unit_test(millimetres),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
