#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/hash.h"
#include "model/event.h"
#include "model/fields.h"
#include "model/kind.h"

/* Keys in stores of yesterday must be found tomorrow: these values may never change. */
static void hashes_are_for_ever(void **state)
{
    (void)state;
    assert_true(hash_view((struct view){NULL, 0}) == 0x2D06800538D394C2u);
    assert_true(hash_view(VIEW("")) == 0x2D06800538D394C2u);
    assert_true(hash_view(VIEW("tallypost")) == 0xC92829AFFBA04CBCu);
    assert_true(hash_mix(1, 2) == 0xF68CBD0D7C7C04B1u);
    assert_true(hash_mix(1, 2) != hash_mix(2, 1));
}

static void an_event_without_a_file(void **state)
{
    (void)state;
    struct event event;
    event_init(&event);
    assert_false(event.given);
    assert_int_equal(event.first_day, UNKNOWN_DAY);
    assert_int_equal(event.tally_unit, UNIT_NONE);
    assert_true(event.fixed_distance_mm == UNKNOWN && event.max_age_days == UNKNOWN);
    for (enum code code = 0; code < CODE_COUNT; code++) {
        assert_int_equal(event.severities[code], code_table[code].severity);
        assert_false(event.severity_set[code]);
    }
    event_release(&event);
    event_release(&event);
}

static void bundles(void **state)
{
    (void)state;
    struct event_map map[] = {{1142660, VIEW("GVRAT 26 NON-USA")}, {1142661, VIEW("GVRAT 26")}};
    struct event event = {.event_id = 5, .map = map, .map_count = 2};
    assert_int_equal(event_id_for(&event, VIEW("GVRAT 26 NON-USA")), 1142660);
    assert_int_equal(event_id_for(&event, VIEW("gvrat 26")), 1142661);
    assert_int_equal(event_id_for(&event, VIEW(" GVRAT  26")), 1142661);
    assert_int_equal(event_id_for(&event, VIEW("GVRAT 2 6")), 5);
    assert_int_equal(event_id_for(&event, VIEW("GVRAT")), 5);
    assert_int_equal(event_id_for(&event, VIEW("")), 5);
}

static void names_lead_back(void **state)
{
    (void)state;
    for (enum field field = FIELD_NONE + 1; field < FIELD_COUNT; field++)
        assert_int_equal(field_from_name(view_of(field_table[field].name)), field);
    assert_int_equal(field_from_name(VIEW("")), FIELD_NONE);
    assert_int_equal(field_from_name(VIEW("Bib")), FIELD_NONE);
    for (enum kind kind = 0; kind < KIND_COUNT; kind++)
        assert_int_equal(kind_from_name(view_of(kind_table[kind].name)), kind);
    assert_int_equal(kind_from_name(VIEW("Run")), KIND_COUNT);
    assert_int_equal(kind_from_name(VIEW("")), KIND_COUNT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hashes_are_for_ever),
        cmocka_unit_test(an_event_without_a_file),
        cmocka_unit_test(bundles),
        cmocka_unit_test(names_lead_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
