#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "model/batch.h"

static void rows_begin_empty(void **state)
{
    (void)state;
    struct batch batch = {0};
    for (int round = 0; round < 2; round++) {
        for (uint64_t i = 0; i < 1000; i++) {
            struct activity *row = batch_add_row(&batch);
            assert_true(row->distance_mm == UNKNOWN && row->elapsed_ms == UNKNOWN && row->start_ms == UNKNOWN);
            assert_true(row->day == UNKNOWN_DAY && row->type == -1 && row->type_id == UNKNOWN);
            assert_int_equal(row->verdict, VERDICT_ACCEPTED);
            assert_null(row->findings);
            row->index = i;
            row->distance_mm = 5;
            batch_note(&batch, row, CODE_DATE_INVALID, FIELD_DATE, VIEW("x"));
        }
        for (uint64_t i = 0; i < 1000; i++)
            assert_true(batch.rows[i].index == i);
        batch_reset(&batch);
        assert_int_equal(batch.row_count, 0);
    }
    batch_release(&batch);
    batch_release(&batch);
}

static void an_error_rejects(void **state)
{
    (void)state;
    static const struct {
        enum code code;
        enum verdict verdict;
        enum severity worst;
    } cases[] = {
        {CODE_DATE_SERIAL, VERDICT_ACCEPTED, SEVERITY_INFO},
        {CODE_TIME_MISSING, VERDICT_ACCEPTED, SEVERITY_WARNING},
        {CODE_DATE_INVALID, VERDICT_REJECTED, SEVERITY_ERROR},
    };
    struct batch batch = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct activity *row = batch_add_row(&batch);
        assert_int_equal(row_worst(row), SEVERITY_OFF);
        assert_non_null(batch_note(&batch, row, cases[i].code, FIELD_NONE, VIEW("")));
        assert_int_equal(row->verdict, cases[i].verdict);
        assert_int_equal(row_worst(row), cases[i].worst);
        /* what comes later makes it no better */
        batch_note(&batch, row, CODE_DATE_SERIAL, FIELD_NONE, VIEW(""));
        assert_int_equal(row->verdict, cases[i].verdict);
        assert_int_equal(row_worst(row), cases[i].worst);
    }
    batch_release(&batch);
}

static void findings_keep_their_order(void **state)
{
    (void)state;
    static const enum code codes[] = {CODE_TIME_MISSING, CODE_DATE_INVALID, CODE_DATE_SERIAL, CODE_DATE_INVALID};
    struct batch batch = {0};
    struct activity *row = batch_add_row(&batch);
    for (size_t i = 0; i < 4; i++) {
        batch_note(&batch, row, codes[i], FIELD_DATE, VIEW("row"));
        batch_note(&batch, NULL, codes[i], FIELD_TIME, VIEW("source"));
    }
    const struct finding *of_row = row->findings, *of_source = batch.findings;
    for (size_t i = 0; i < 4; i++, of_row = of_row->next, of_source = of_source->next) {
        assert_int_equal(of_row->code, codes[i]);
        assert_int_equal(of_row->field, FIELD_DATE);
        assert_true(view_is(of_row->value, "row"));
        assert_int_equal(of_source->code, codes[i]);
        assert_true(view_is(of_source->value, "source"));
    }
    assert_null(of_row);
    assert_null(of_source);
    batch_reset(&batch);
    assert_null(batch.findings);
    batch_note(&batch, NULL, CODE_DATE_INVALID, FIELD_NONE, VIEW("after"));
    assert_non_null(batch.findings);
    assert_null(batch.findings->next);
    batch_release(&batch);
}

static void severities_of_the_event(void **state)
{
    (void)state;
    enum severity severities[CODE_COUNT];
    for (enum code code = 0; code < CODE_COUNT; code++)
        severities[code] = SEVERITY_WARNING;
    severities[CODE_DATE_INVALID] = SEVERITY_OFF;
    severities[CODE_TIME_MISSING] = SEVERITY_ERROR;
    struct batch batch = {.severities = severities};
    struct activity *row = batch_add_row(&batch);
    assert_null(batch_note(&batch, row, CODE_DATE_INVALID, FIELD_DATE, VIEW("")));
    assert_null(batch_note(&batch, NULL, CODE_DATE_INVALID, FIELD_DATE, VIEW("")));
    assert_null(row->findings);
    assert_null(batch.findings);
    assert_int_equal(row->verdict, VERDICT_ACCEPTED);
    assert_null(batch_hint(&batch, NULL, SLIP_DAY_MONTH, FIELD_DATE, arg_day(1)));
    batch_note(&batch, row, CODE_TIME_MISSING, FIELD_TIME, VIEW(""));
    assert_int_equal(row->verdict, VERDICT_REJECTED);
    batch_release(&batch);
}

static void hints_are_put_behind(void **state)
{
    (void)state;
    struct batch batch = {0};
    struct finding *finding = batch_note(&batch, batch_add_row(&batch), CODE_DATE_INVALID, FIELD_DATE, VIEW(""));
    assert_null(finding->hint);
    struct hint *first = batch_hint(&batch, finding, SLIP_DAY_MONTH, FIELD_DATE, arg_day(1));
    struct hint *second = batch_hint(&batch, finding, SLIP_OTHER_YEAR, FIELD_DATE, arg_day(2));
    assert_ptr_equal(finding->hint, first);
    assert_ptr_equal(first->next, second);
    assert_null(second->next);
    assert_int_equal(second->slip, SLIP_OTHER_YEAR);
    assert_int_equal(second->value.number, 2);
    batch_release(&batch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_begin_empty),          cmocka_unit_test(an_error_rejects),
        cmocka_unit_test(findings_keep_their_order), cmocka_unit_test(severities_of_the_event),
        cmocka_unit_test(hints_are_put_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
