#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/number.h"
#include "model/units.h"

static void parsing(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum number_style style;
        bool good;
        int64_t digits;
        int scale;
    } cases[] = {
        {"0", NUMBER_POINT, true, 0, 0},
        {"26.3", NUMBER_POINT, true, 263, 1},
        {"+26.30", NUMBER_POINT, true, 2630, 2},
        {"-1.5", NUMBER_POINT, true, -15, 1},
        {".5", NUMBER_POINT, true, 5, 1},
        {"5.", NUMBER_POINT, true, 5, 0},
        {"007", NUMBER_POINT, true, 7, 0},
        {"26,3", NUMBER_COMMA, true, 263, 1},
        {",5", NUMBER_COMMA, true, 5, 1},
        /* thousands */
        {"1,234.5", NUMBER_POINT, true, 12345, 1},
        {"1.234,5", NUMBER_COMMA, true, 12345, 1},
        {"1,234,567", NUMBER_POINT, true, 1234567, 0},
        {"1 234 567", NUMBER_POINT, true, 1234567, 0},
        {"1'234", NUMBER_POINT, true, 1234, 0},
        {"1\xC2\xA0"
         "234,5",
         NUMBER_COMMA, true, 12345, 1},
        {"12\xE2\x80\xAF"
         "345",
         NUMBER_COMMA, true, 12345, 0},
        {"-1,234", NUMBER_POINT, true, -1234, 0},
        {"1,23", NUMBER_POINT, false, 0, 0},
        {"1,2345", NUMBER_POINT, false, 0, 0},
        {"1234,567", NUMBER_POINT, false, 0, 0},
        {"12,34,567", NUMBER_POINT, false, 0, 0},
        {"1,234 567", NUMBER_POINT, false, 0, 0},
        {",123", NUMBER_POINT, false, 0, 0},
        {"1,,234", NUMBER_POINT, false, 0, 0},
        {"1,234,", NUMBER_POINT, false, 0, 0},
        {"1.5,000", NUMBER_POINT, false, 0, 0},
        /* exponents */
        {"1e3", NUMBER_POINT, true, 1000, 0},
        {"1.5E+2", NUMBER_POINT, true, 150, 0},
        {"15e-1", NUMBER_POINT, true, 15, 1},
        {"1.2E+07", NUMBER_POINT, true, 12000000, 0},
        {"-2e17", NUMBER_POINT, true, -200000000000000000, 0},
        {"1e18", NUMBER_POINT, true, 1000000000000000000, 0},
        {"1e19", NUMBER_POINT, false, 0, 0},
        {"1e37", NUMBER_POINT, false, 0, 0},
        {"0e30", NUMBER_POINT, true, 0, 0},
        {"1e", NUMBER_POINT, false, 0, 0},
        {"1e+", NUMBER_POINT, false, 0, 0},
        {"1e99999999999999999999", NUMBER_POINT, false, 0, 0},
        {"1e1.5", NUMBER_POINT, false, 0, 0},
        /* length */
        {"999999999999999999", NUMBER_POINT, true, 999999999999999999, 0},
        {"9999999999999999999", NUMBER_POINT, false, 0, 0}, /* 19 digits */
        {"1234567890123456789", NUMBER_POINT, false, 0, 0},
        {"000000000000000000000000000001", NUMBER_POINT, true, 1, 0},
        {"0.1234567890123456784", NUMBER_POINT, true, 123456789012345678, 18}, /* the 19th digit rounds */
        {"0.1234567890123456785", NUMBER_POINT, true, 123456789012345679, 18},
        {"0.12345678901234567849", NUMBER_POINT, true, 123456789012345678, 18}, /* once */
        {"1.00000000000000000000000000000000000001", NUMBER_POINT, true, 100000000000000000, 17},
        /* no numbers */
        {"", NUMBER_POINT, false, 0, 0},
        {"-", NUMBER_POINT, false, 0, 0},
        {".", NUMBER_POINT, false, 0, 0},
        {"-.", NUMBER_POINT, false, 0, 0},
        {"1.2.3", NUMBER_POINT, false, 0, 0},
        {"1,2,3", NUMBER_COMMA, false, 0, 0},
        {"NaN", NUMBER_POINT, false, 0, 0},
        {"inf", NUMBER_POINT, false, 0, 0},
        {"0x10", NUMBER_POINT, false, 0, 0},
        {"--1", NUMBER_POINT, false, 0, 0},
        {"+-1", NUMBER_POINT, false, 0, 0},
        {"1-", NUMBER_POINT, false, 0, 0},
        {" 1", NUMBER_POINT, false, 0, 0},
        {"1 ", NUMBER_POINT, false, 0, 0},
        {"26.3 mi", NUMBER_POINT, false, 0, 0},
        {"\xD9\xA1", NUMBER_POINT, false, 0, 0}, /* an Arabic digit */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct decimal d = {-99, -99};
        bool good = number_parse(view_of(cases[i].text), cases[i].style, &d);
        if (good != cases[i].good || (good && (d.digits != cases[i].digits || d.scale != cases[i].scale)))
            fail_msg("\"%s\": %d, %lld / 10^%d", cases[i].text, good, (long long)d.digits, d.scale);
    }
    struct decimal d;
    assert_false(number_parse((struct view){NULL, 0}, NUMBER_POINT, &d));
}

static void prefixes(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum number_style style;
        size_t length;
        int64_t digits;
        int scale;
    } cases[] = {
        {"26.3 mi", NUMBER_POINT, 4, 263, 1},   {"5k", NUMBER_POINT, 1, 5, 0},
        {"5,000 m", NUMBER_POINT, 5, 5000, 0},  {"1 234,5 km", NUMBER_COMMA, 7, 12345, 1},
        {"10 000", NUMBER_POINT, 6, 10000, 0},  {"10 00", NUMBER_POINT, 2, 10, 0},
        {"3 miles", NUMBER_POINT, 1, 3, 0},     {"1.2.3", NUMBER_POINT, 3, 12, 1},
        {"5.mi", NUMBER_POINT, 2, 5, 0},        {"-3x", NUMBER_POINT, 2, -3, 0},
        {"mi", NUMBER_POINT, 0, 0, 0},          {"-x", NUMBER_POINT, 0, 0, 0},
        {".mi", NUMBER_POINT, 0, 0, 0},         {"2e3", NUMBER_POINT, 1, 2, 0},
        {"1,234,56", NUMBER_POINT, 5, 1234, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct decimal d = {0, 0};
        assert_int_equal(number_prefix(view_of(cases[i].text), cases[i].style, &d), cases[i].length);
        assert_true(d.digits == cases[i].digits);
        assert_int_equal(d.scale, cases[i].scale);
    }
}

static void scaling(void **state)
{
    (void)state;
    static const struct {
        struct decimal d;
        int64_t numerator, denominator;
        bool fits;
        int64_t result;
    } cases[] = {
        {{263, 1}, 1609344, 1, true, 42325747}, /* 26.3 mi is 42325747.2 mm */
        {{12, 0}, 1609344, 1, true, 19312128},
        {{533, 2}, 1609344, 1, true, 8577804}, /* 8577803.52 */
        {{1, 0}, 3048, 10, true, 305},         /* 304.8 */
        {{5, 1}, 1, 1, true, 1},               /* half goes away from zero */
        {{-5, 1}, 1, 1, true, -1},
        {{49, 2}, 1, 1, true, 0},
        {{-49, 2}, 1, 1, true, 0},
        {{25, 1}, 1, 1, true, 3},
        {{15, 1}, 1, 1, true, 2},
        {{0, 0}, 1609344, 1, true, 0},
        {{999999999999999999, 0}, 1609344, 1, false, 0},
        {{999999999999999999, 0}, 9, 1, true, 8999999999999999991},
        {{INT64_MAX, 0}, 1, 1, true, INT64_MAX},
        {{INT64_MAX, 0}, 2, 1, false, 0},
        {{-INT64_MAX, 0}, 2, 1, false, 0},
        {{123456789012345678, 30}, 1000000, 1, true, 0},
        {{1, 1000000}, 1000000, 1, true, 0}, /* 0.000...1 with a million zeros */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t result = 0;
        bool fits = number_scale(cases[i].d, cases[i].numerator, cases[i].denominator, &result);
        if (fits != cases[i].fits || result != cases[i].result)
            fail_msg("case %zu: %d, %lld", i, fits, (long long)result);
    }
}

static void whole_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool good;
        uint64_t number;
    } cases[] = {
        {"0", true, 0},   {"0042", true, 42}, {"999999999999999999", true, 999999999999999999},
        {"", false, 0},   {"-1", false, 0},   {"1234567890123456789", false, 0},
        {"1 ", false, 0}, {"1.0", false, 0},  {"+1", false, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint64_t number = 0;
        assert_int_equal(number_parse_uint(view_of(cases[i].text), &number), cases[i].good);
        assert_true(number == cases[i].number);
    }
}

static void texts(void **state)
{
    (void)state;
    static const struct {
        struct decimal d;
        const char *text;
    } cases[] = {
        {{0, 0}, "0"},
        {{0, 5}, "0"},
        {{263, 1}, "26.3"},
        {{2630, 2}, "26.3"},
        {{5, 1}, "0.5"},
        {{-5, 3}, "-0.005"},
        {{1000, 0}, "1000"},
        {{1000, 3}, "1"},
        {{-263, 1}, "-26.3"},
        {{1, 9}, "0.000000001"},
        {{INT64_MAX, 0}, "9223372036854775807"},
        {{INT64_MIN, 0}, "-9223372036854775808"},
        {{INT64_MAX, 18}, "9.223372036854775807"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[NUMBER_TEXT_SIZE];
        assert_int_equal(number_text(text, cases[i].d), strlen(cases[i].text));
        assert_string_equal(text, cases[i].text);
    }
}

/* What is written reads back to the same millimetre, with as few digits as do. */
static void shortest_reads_back(void **state)
{
    (void)state;
    static const enum unit units[] = {UNIT_MM, UNIT_CM, UNIT_M, UNIT_KM, UNIT_FT, UNIT_YD, UNIT_MI};
    uint64_t random = 12345;
    for (int i = 0; i < 20000; i++) {
        random = random * 6364136223846793005u + 1442695040888963407u;
        int64_t mm = (int64_t)(random >> 33) % (i % 2 ? 100000000 : 20000), back;
        enum unit unit = units[i % 7];
        const struct unit_info *info = &unit_table[unit];
        struct decimal d = number_shortest(mm, info->numerator, info->denominator);
        assert_true(unit_to_mm(d, unit, &back) && back == mm);
        if (d.scale > 0) { /* one decimal less, up or down, is another millimetre */
            struct decimal less = {d.digits / 10, d.scale - 1};
            assert_true(unit_to_mm(less, unit, &back) && back != mm);
            less.digits++;
            assert_true(unit_to_mm(less, unit, &back) && back != mm);
        }
    }
}

static void shortest_of_known_values(void **state)
{
    (void)state;
    static const struct {
        int64_t mm;
        enum unit unit;
        const char *text;
    } cases[] = {
        {42325747, UNIT_MI, "26.3"},   {19312128, UNIT_MI, "12"}, {8577804, UNIT_MI, "5.33"},
        {42195000, UNIT_KM, "42.195"}, {1, UNIT_KM, "0.000001"},  {0, UNIT_MI, "0"},
        {100, UNIT_COUNT, "100"},      {12345, UNIT_MM, "12345"}, {36576, UNIT_FT, "120"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[NUMBER_TEXT_SIZE];
        number_text(text, unit_from_mm(cases[i].mm, cases[i].unit));
        assert_string_equal(text, cases[i].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parsing),
        cmocka_unit_test(prefixes),
        cmocka_unit_test(scaling),
        cmocka_unit_test(whole_numbers),
        cmocka_unit_test(texts),
        cmocka_unit_test(shortest_reads_back),
        cmocka_unit_test(shortest_of_known_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
