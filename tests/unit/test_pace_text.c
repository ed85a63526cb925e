#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "model/pace_text.h"

struct value_case {
    const char *text;
    int64_t value; /* -1: refused */
};

static void run(const struct value_case *cases, size_t count, bool (*parse)(struct view, int64_t *))
{
    for (size_t i = 0; i < count; i++) {
        int64_t value = -1;
        if (!parse(view_of(cases[i].text), &value))
            value = -1;
        if (value != cases[i].value)
            fail_msg("\"%s\" gives %lld, not %lld", cases[i].text, (long long)value, (long long)cases[i].value);
    }
}

static void lengths(void **state)
{
    (void)state;
    static const struct value_case cases[] = {
        {"5 km", 5000000},
        {"5k", 5000000},
        {" 26.2 miles ", 42164813},
        {"10,000 m", 10000000},
        {"100yd", 91440},
        {"5", -1},
        {"", -1},
        {"km", -1},
        {"5,5 km", -1},
        {"0 km", -1},
        {"-5 km", -1},
        {"5 furlongs", -1},
        {"20 count", -1},
        {"100001 km", -1},
        {"999999999999999999 mi", -1},
    };
    run(cases, sizeof cases / sizeof *cases, pace_text_length);
}

static void paces(void **state)
{
    (void)state;
    static const struct value_case cases[] = {
        {"4:00/mi", 149129}, /* 240 s / 1.609344 */
        {"25:00/mi", 932057},
        {"2:30/km", 150000},
        {"2:30.5 / km", 150500},
        {"1:20/100m", 800000},
        {"1:20/100 m", 800000},
        {"1:20/100yd", 874891},
        {"1:05:00/mi", 2423348},
        {"4:00 min/mi", 149129},
        {"12 min/mi", 447387},
        {"7.5 min/km", 450000},
        {"28 mph", 79891},
        {"28MPH", 79891},
        {"45 km/h", 80000},
        {"45kmh", 80000},
        {"12.5 kph", 288000},
        {"3.5 m/s", 285714},
        {"4:00", -1},
        {"28", -1},
        {"", -1},
        {"/mi", -1},
        {"4:00/", -1},
        {"4/mi", -1},
        {"4:60/mi", -1},
        {"4:0/mi", -1},
        {"4:000/mi", -1},
        {"4.5:00/mi", -1},
        {"-4:00/mi", -1},
        {"4:-1/mi", -1},
        {"0:00/mi", -1},
        {"1:1:00:00/mi", -1},
        {"0 mph", -1},
        {"-3 mph", -1},
        {"4:00/m", -1},
        {"4:00/furlong", -1},
        {"4:00/0 m", -1},
        {"99999999999999999 mph", -1},
        {"25:00:00/mi", -1},
    };
    run(cases, sizeof cases / sizeof *cases, pace_text_parse);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lengths),
        cmocka_unit_test(paces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
