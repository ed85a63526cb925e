#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "normalize/parse_distance.h"

static const char *const result_names[] = {"ok", "empty", "bad", "negative", "no unit"};

struct good {
    const char *text;
    enum unit unit;
    enum number_style style;
    int64_t mm, slack_mm;
    enum unit used;
    bool in_cell;
};

typedef enum distance_result parse_fn(struct view, enum unit, enum number_style, struct distance *);

static void check(parse_fn *parse, const struct good *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct distance d;
        enum distance_result result = parse(view_of(cases[i].text), cases[i].unit, cases[i].style, &d);
        if (result != DISTANCE_OK)
            fail_msg("\"%s\" is %s", cases[i].text, result_names[result]);
        if (d.mm != cases[i].mm || d.slack_mm != cases[i].slack_mm)
            fail_msg("\"%s\" gives %lld give or take %lld", cases[i].text, (long long)d.mm, (long long)d.slack_mm);
        if (d.unit != cases[i].used || d.unit_in_cell != cases[i].in_cell)
            fail_msg("\"%s\" is in %s", cases[i].text, unit_table[d.unit].name);
    }
}

static void distances(void **state)
{
    (void)state;
    static const struct good cases[] = {
        {"26.3 miles", UNIT_NONE, NUMBER_POINT, 42325747, 80467, UNIT_MI, true},
        {"26.3", UNIT_MI, NUMBER_POINT, 42325747, 80467, UNIT_MI, false},
        {"5.33 mi", UNIT_NONE, NUMBER_POINT, 8577804, 8047, UNIT_MI, true},
        {"5.33", UNIT_MI, NUMBER_POINT, 8577804, 8047, UNIT_MI, false},
        {"12 miles", UNIT_KM, NUMBER_POINT, 19312128, 804672, UNIT_MI, true},
        {"5 km", UNIT_MI, NUMBER_POINT, 5000000, 500000, UNIT_KM, true},
        {"5k", UNIT_MI, NUMBER_POINT, 5000000, 500000, UNIT_KM, true},
        {"10 K", UNIT_NONE, NUMBER_POINT, 10000000, 500000, UNIT_KM, true},
        {"3.1mi", UNIT_KM, NUMBER_POINT, 4988966, 80467, UNIT_MI, true},
        {"5,000 m", UNIT_NONE, NUMBER_POINT, 5000000, 500, UNIT_M, true},
        {"5000m", UNIT_NONE, NUMBER_POINT, 5000000, 500, UNIT_M, true},
        {"1 234,5 km", UNIT_NONE, NUMBER_COMMA, 1234500000, 50000, UNIT_KM, true},
        {"7,50", UNIT_KM, NUMBER_COMMA, 7500000, 5000, UNIT_KM, false},
        {"1.234", UNIT_M, NUMBER_COMMA, 1234000, 500, UNIT_M, false},
        {"1.234", UNIT_KM, NUMBER_POINT, 1234000, 500, UNIT_KM, false},
        {"\xC2\xA0"
         "26.3\xC2\xA0Miles\xC2\xA0",
         UNIT_NONE, NUMBER_POINT, 42325747, 80467, UNIT_MI, true},
        {" 6.2 ", UNIT_MI, NUMBER_POINT, 9977933, 80467, UNIT_MI, false},
        {"2.317167236328125", UNIT_KM, NUMBER_POINT, 2317167, 0, UNIT_KM, false},
        {"0.1", UNIT_MM, NUMBER_POINT, 0, 0, UNIT_MM, false},
        {"0.5", UNIT_MM, NUMBER_POINT, 1, 0, UNIT_MM, false},
        {".5", UNIT_KM, NUMBER_POINT, 500000, 50000, UNIT_KM, false},
        {"5.", UNIT_KM, NUMBER_POINT, 5000000, 500000, UNIT_KM, false},
        {"+5", UNIT_KM, NUMBER_POINT, 5000000, 500000, UNIT_KM, false},
        {"0.00", UNIT_MI, NUMBER_POINT, 0, 8047, UNIT_MI, false},
        {"-0.0", UNIT_MI, NUMBER_POINT, 0, 80467, UNIT_MI, false},
        {"1.5e3", UNIT_M, NUMBER_POINT, 1500000, 500, UNIT_M, false},
        {"100", UNIT_COUNT, NUMBER_POINT, 100, 1, UNIT_COUNT, false},
        {"100 reps", UNIT_MI, NUMBER_POINT, 100, 1, UNIT_COUNT, true},
        {"1 mile", UNIT_NONE, NUMBER_POINT, 1609344, 804672, UNIT_MI, true},
        {"5 Kilometer", UNIT_NONE, NUMBER_POINT, 5000000, 500000, UNIT_KM, true},
        {"100000 km", UNIT_NONE, NUMBER_POINT, 100000000000, 500000, UNIT_KM, true},
        {"half marathon", UNIT_NONE, NUMBER_POINT, 21097500, 50, UNIT_KM, true},
        {"Marathon", UNIT_MI, NUMBER_POINT, 42195000, 500, UNIT_KM, true},
        {"Halbmarathon", UNIT_NONE, NUMBER_POINT, 21097500, 50, UNIT_KM, true},
    };
    check(distance_parse, cases, sizeof cases / sizeof *cases);
}

static void heights(void **state)
{
    (void)state;
    static const struct good cases[] = {
        {"120 ft", UNIT_M, NUMBER_POINT, 36576, 152, UNIT_FT, true},
        {"120'", UNIT_M, NUMBER_POINT, 36576, 152, UNIT_FT, true},
        {"120\xE2\x80\xB2", UNIT_M, NUMBER_POINT, 36576, 152, UNIT_FT, true},
        {"36 m", UNIT_FT, NUMBER_POINT, 36000, 500, UNIT_M, true},
        {"1,204", UNIT_FT, NUMBER_POINT, 366979, 152, UNIT_FT, false},
        {"1.204", UNIT_M, NUMBER_COMMA, 1204000, 500, UNIT_M, false},
        {"39.8", UNIT_M, NUMBER_POINT, 39800, 50, UNIT_M, false},
        {"0", UNIT_M, NUMBER_POINT, 0, 500, UNIT_M, false},
        {"100 km", UNIT_M, NUMBER_POINT, 100000000, 500000, UNIT_KM, true},
    };
    check(elevation_parse, cases, sizeof cases / sizeof *cases);
}

struct other {
    const char *text;
    enum unit unit;
    enum distance_result result;
};

static void check_others(parse_fn *parse, const struct other *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct distance d;
        enum distance_result result = parse(view_of(cases[i].text), cases[i].unit, NUMBER_POINT, &d);
        if (result != cases[i].result)
            fail_msg("\"%s\" is %s", cases[i].text, result_names[result]);
    }
}

static void no_distances(void **state)
{
    (void)state;
    static const struct other cases[] = {
        {"", UNIT_MI, DISTANCE_EMPTY},
        {"--", UNIT_MI, DISTANCE_EMPTY},
        {"-", UNIT_MI, DISTANCE_EMPTY},
        {"n/a", UNIT_MI, DISTANCE_EMPTY},
        {"five", UNIT_MI, DISTANCE_BAD},
        {"long one", UNIT_MI, DISTANCE_BAD},
        {"3 or 4", UNIT_MI, DISTANCE_BAD},
        {"3-4", UNIT_MI, DISTANCE_BAD},
        {"x", UNIT_MI, DISTANCE_BAD},
        {"?", UNIT_MI, DISTANCE_BAD},
        {"miles", UNIT_MI, DISTANCE_BAD},
        {"5:00", UNIT_MI, DISTANCE_BAD},
        {"1:05:10", UNIT_MI, DISTANCE_BAD},
        {"5/1/2026", UNIT_MI, DISTANCE_BAD},
        {"5km/8km/6km", UNIT_MI, DISTANCE_BAD},
        {"####", UNIT_MI, DISTANCE_BAD},
        {"#VALUE!", UNIT_MI, DISTANCE_BAD},
        {"#REF!", UNIT_MI, DISTANCE_BAD},
        {"NaN", UNIT_MI, DISTANCE_BAD},
        {"Infinity", UNIT_MI, DISTANCE_BAD},
        {"7,5", UNIT_KM, DISTANCE_BAD},
        {"1.2.3", UNIT_KM, DISTANCE_BAD},
        {"5 furlongs", UNIT_KM, DISTANCE_BAD},
        {"5 km/h", UNIT_KM, DISTANCE_BAD},
        {"5 km easy", UNIT_KM, DISTANCE_BAD},
        {"100000.001 km", UNIT_NONE, DISTANCE_BAD},
        {"999999999999", UNIT_MI, DISTANCE_BAD},
        {"999999999999999999", UNIT_MI, DISTANCE_BAD},
        {"9999999999999999999999", UNIT_MI, DISTANCE_BAD},
        {"1e30", UNIT_MI, DISTANCE_BAD},
        {"1e999", UNIT_MI, DISTANCE_BAD},
        {"-5", UNIT_MI, DISTANCE_NEGATIVE},
        {"-26.3 miles", UNIT_NONE, DISTANCE_NEGATIVE},
        {"\xE2\x88\x92"
         "5 km",
         UNIT_NONE, DISTANCE_NEGATIVE},
        {"-x", UNIT_MI, DISTANCE_BAD},
        {"5", UNIT_NONE, DISTANCE_NO_UNIT},
        {" 5.25 ", UNIT_NONE, DISTANCE_NO_UNIT},
    };
    check_others(distance_parse, cases, sizeof cases / sizeof *cases);
    struct distance d;
    assert_int_equal(distance_parse(VIEW("5.25"), UNIT_NONE, NUMBER_POINT, &d), DISTANCE_NO_UNIT);
    assert_true(d.digits.digits == 525 && d.digits.scale == 2);
    assert_int_equal(distance_parse((struct view){NULL, 0}, UNIT_MI, NUMBER_POINT, &d), DISTANCE_EMPTY);
    assert_int_equal(distance_parse((struct view){"5\0", 2}, UNIT_MI, NUMBER_POINT, &d), DISTANCE_BAD);
}

static void no_heights(void **state)
{
    (void)state;
    static const struct other cases[] = {
        {"--", UNIT_M, DISTANCE_EMPTY},        {"hilly", UNIT_M, DISTANCE_BAD},
        {"#VALUE!", UNIT_M, DISTANCE_BAD},     {"a lot", UNIT_M, DISTANCE_BAD},
        {"marathon", UNIT_M, DISTANCE_BAD},    {"120 x", UNIT_M, DISTANCE_BAD},
        {"100001 m", UNIT_M, DISTANCE_BAD},    {"-9.9", UNIT_M, DISTANCE_NEGATIVE},
        {"-1e-05", UNIT_M, DISTANCE_NEGATIVE}, {"120", UNIT_NONE, DISTANCE_NO_UNIT},
    };
    check_others(elevation_parse, cases, sizeof cases / sizeof *cases);
}

/* The fast path and number_scale agree to the millimetre. */
static void both_roads_agree(void **state)
{
    (void)state;
    static const char *const words[] = {"mm", "cm", "m", "km", "ft", "yd", "mi"};
    for (enum unit unit = UNIT_MM; unit <= UNIT_MI; unit++)
        for (int64_t digits = 1; digits < 1000000000; digits = digits * 7 + 3)
            for (int scale = 0; scale <= 4; scale++) {
                char number[NUMBER_TEXT_SIZE], text[64];
                number_text(number, (struct decimal){digits, scale});
                snprintf(text, sizeof text, "\t%s %s", number, words[unit - UNIT_MM]);
                struct distance plain, slow;
                enum distance_result result = distance_parse(view_of(number), unit, NUMBER_POINT, &plain);
                assert_int_equal(distance_parse(view_of(text), UNIT_NONE, NUMBER_POINT, &slow), result);
                assert_true(result == DISTANCE_BAD || (plain.mm == slow.mm && plain.slack_mm == slow.slack_mm));
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(distances),  cmocka_unit_test(heights),          cmocka_unit_test(no_distances),
        cmocka_unit_test(no_heights), cmocka_unit_test(both_roads_agree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
