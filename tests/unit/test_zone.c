#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/zone.h"

static void existing(void **state)
{
    (void)state;
    if (!zone_exists(VIEW("America/New_York")))
        skip(); /* a machine without tzdata */
    assert_true(zone_exists(VIEW("UTC")));
    static const char *const none[] = {
        "", "Mars/Olympus", "America", "America/", "zone.tab", "/usr/share/zoneinfo/UTC", "../zoneinfo/UTC", "EST\x01",
    };
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_false(zone_exists(view_of(none[i])));
}

static void offsets(void **state)
{
    (void)state;
    if (!zone_use(VIEW("America/New_York")))
        skip();
    assert_int_equal(zone_offset(1767268800), -5 * 3600); /* 2026-01-01 12:00 UTC */
    assert_int_equal(zone_offset(1782907200), -4 * 3600); /* 2026-07-01 12:00 UTC */
    assert_true(zone_to_utc(1782892800000) == 1782907200000);
    assert_false(zone_use(VIEW("Mars/Olympus")));
    assert_int_equal(zone_offset(1782907200), -4 * 3600);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(existing),
        cmocka_unit_test(offsets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
