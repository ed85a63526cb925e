#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "readers/fixed_number.h"

#define REFUSED INT64_MIN

static void numbers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int places;
        int64_t value;
    } cases[] = {
        {"48.1234567", 7, 481234567},
        {"48.12345674", 7, 481234567},
        {"48.12345675", 7, 481234568},
        {"-48.12345675", 7, -481234568},
        {"-0.00000005", 7, -1},
        {"48.999999950000000000001", 7, 490000000},
        {"48", 7, 480000000},
        {"48.", 3, 48000},
        {".5", 3, 500},
        {"-.5", 3, -500},
        {"+5", 3, 5000},
        {"007.25", 3, 7250},
        {"123456789.9999999995", 9, 123456789999999999 + 1},
        {"1234567890", 3, 1234567890000},
        {"0.4999", 0, 0},
        {"0.5", 0, 1},
        {"1e3", 3, 1000000},
        {"1.5E-2", 3, 15},
        {"48,5", 3, 48500},
        {" 12.5\n", 3, 12500},
        {"", 3, REFUSED},
        {"-", 3, REFUSED},
        {".", 3, REFUSED},
        {"NaN", 3, REFUSED},
        {"inf", 3, REFUSED},
        {"0x10", 3, REFUSED},
        {"1.2.3", 3, REFUSED},
        {"12m", 3, REFUSED},
        {"1e300", 3, REFUSED},
        {"9999999999999999999", 3, REFUSED},
        {"99999999999999999", 3, REFUSED}, /* does not fit with its places */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t value = REFUSED;
        if (!fixed_number_parse(view_of(cases[i].text), cases[i].places, &value))
            value = REFUSED;
        if (value != cases[i].value)
            fail_msg("\"%s\" to %d places gives %lld", cases[i].text, cases[i].places, (long long)value);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(numbers)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
