#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/logarithm.h"

static void powers_are_exact(void **state)
{
    (void)state;
    for (int i = 0; i < 62; i++) {
        assert_int_equal(logarithm_2(INT64_C(1) << i, 0), i);
        assert_int_equal(logarithm_2(INT64_C(1) << i, LOGARITHM_BITS), (int64_t)i << LOGARITHM_BITS);
    }
}

/* log2(3) = 1.5849625007, log2(1609344) = 20.6180366 */
static void others_are_rounded_down(void **state)
{
    (void)state;
    static const struct {
        int64_t number;
        int bits;
        int64_t log;
    } cases[] = {
        {3, 0, 1}, {3, 1, 3}, {3, 5, 50}, {3, 24, 26591258}, {1609344, 0, 20}, {1609344, 5, 659},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(logarithm_2(cases[i].number, cases[i].bits), cases[i].log);
}

static void never_falls(void **state)
{
    (void)state;
    int64_t last = -1;
    for (int64_t number = 1; number < 100000; number++) {
        int64_t log = logarithm_2(number, LOGARITHM_BITS);
        assert_true(log >= last);
        last = log;
    }
}

static void the_inverse_is_the_first_with_that_logarithm(void **state)
{
    (void)state;
    static const int64_t numbers[] = {1, 2, 3, 1000, 1609344, 42195000, INT64_C(1) << 50};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        int64_t log = logarithm_2(numbers[i], LOGARITHM_BITS), first = logarithm_2_inverse(log);
        assert_true(first <= numbers[i]);
        assert_int_equal(logarithm_2(first, LOGARITHM_BITS), log);
        assert_true(first == 1 || logarithm_2(first - 1, LOGARITHM_BITS) < log);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(powers_are_exact),
        cmocka_unit_test(others_are_rounded_down),
        cmocka_unit_test(never_falls),
        cmocka_unit_test(the_inverse_is_the_first_with_that_logarithm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
