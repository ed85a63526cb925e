#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "normalize/placeholder.h"

static void nothing_is_meant(void **state)
{
    (void)state;
    static const char *const texts[] = {"",     "-",  "--",   "---",  "--:--",        "--:--:--",     "n/a",
                                        "N/A",  "NA", "n.a.", "#N/A", "\xE2\x80\x93", "\xE2\x80\x94", "null",
                                        "None", "nil"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (!placeholder_is(view_of(texts[i])))
            fail_msg("\"%s\" is no placeholder", texts[i]);
    assert_true(placeholder_is((struct view){NULL, 0}));
}

static void something_is_meant(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "?", "TBD", "####", "#VALUE!", "#REF!", "0", ":", "::", "-5", "- -", "x", "nan", "n/a?", "no", ".", "\xE2\x80"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (placeholder_is(view_of(texts[i])))
            fail_msg("\"%s\" is a placeholder", texts[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_meant),
        cmocka_unit_test(something_is_meant),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
