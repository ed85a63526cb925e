#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/hash.h"
#include "rules/seen_rows.h"

static struct error error;

static uint64_t print_of(uint64_t day)
{
    return hash_mix(11, day);
}

static struct seen_row made(uint64_t day, uint32_t number)
{
    return (struct seen_row){
        .person_day = (uint32_t)print_of(day), .content = number * 7, .line = number, .start_s = SEEN_UNKNOWN};
}

static void add(struct seen_rows *seen, uint64_t day, struct seen_row row)
{
    struct seen_day rows;
    assert_int_equal(seen_rows_day(seen, print_of(day), &rows, &error), STATUS_OK);
    assert_int_equal(seen_rows_add(seen, print_of(day), &rows, 0, NULL, &row, &error), STATUS_OK);
}

/* Days of up to SEEN_DAY_MOST rows come back whole, however the rows are mixed. */
static void days_come_back(void **state)
{
    (void)state;
    enum { DAYS = 1000 };
    struct seen_rows *seen = seen_rows_new();
    struct seen_day rows;
    for (uint32_t i = 0; i < SEEN_DAY_MOST; i++)
        for (uint64_t day = 0; day < DAYS; day++)
            if (i <= day % SEEN_DAY_MOST)
                add(seen, day, made(day, i));
    for (uint64_t day = 0; day < DAYS; day++) {
        assert_int_equal(seen_rows_day(seen, print_of(day), &rows, &error), STATUS_OK);
        assert_false(rows.crowded);
        assert_int_equal(rows.count, day % SEEN_DAY_MOST + 1);
        for (uint32_t i = 0; i < rows.count; i++)
            assert_int_equal(rows.rows[i].line, i);
    }
    assert_int_equal(seen_rows_day(seen, print_of(DAYS), &rows, &error), STATUS_OK);
    assert_int_equal(rows.count, 0);
    seen_rows_free(seen);
    seen_rows_free(NULL);
}

static void must_count(const struct seen_rows *seen, uint64_t day, struct seen_row row, uint64_t count, uint32_t line)
{
    struct seen_row same;
    uint64_t is = 99;
    bool is_there = true;
    assert_int_equal(seen_rows_crowd(seen, print_of(day), &row, &is, &same, &is_there, &error), STATUS_OK);
    assert_int_equal(is, count);
    assert_int_equal(is_there, line > 0);
    assert_true(!line || same.line == line);
}

/* Of a crowded day equal rows are still found and counted, those from before it was crowded too. */
static void crowds(void **state)
{
    (void)state;
    struct seen_rows *seen = seen_rows_new();
    struct seen_day rows;
    for (uint32_t i = 1; i <= 100; i++)
        add(seen, 1, made(1, i));
    for (uint32_t i = 0; i < 50; i++)
        add(seen, 1, made(1, 3));
    add(seen, 2, made(2, 3));
    assert_int_equal(seen_rows_day(seen, print_of(1), &rows, &error), STATUS_OK);
    assert_true(rows.crowded && rows.count == 0);
    assert_int_equal(seen_rows_day(seen, print_of(2), &rows, &error), STATUS_OK);
    assert_true(!rows.crowded && rows.count == 1);
    must_count(seen, 1, made(1, 1), 1, 1);
    must_count(seen, 1, made(1, 3), 51, 3);
    must_count(seen, 1, made(1, 100), 1, 100);
    must_count(seen, 1, made(1, 101), 0, 0);
    seen_rows_free(seen);
}

static struct seen_row starting(uint32_t line, uint32_t start_s)
{
    struct seen_row row = made(1, 5);
    row.line = line;
    row.start_s = start_s;
    return row;
}

/* Start times tell equal rows apart in a crowd as well. */
static void starts_in_a_crowd(void **state)
{
    (void)state;
    struct seen_rows *seen = seen_rows_new();
    for (uint32_t i = 100; i < 140; i++)
        add(seen, 1, made(1, i));
    add(seen, 1, starting(1, 700));
    add(seen, 1, starting(2, 800));
    must_count(seen, 1, starting(3, 700), 2, 1);
    must_count(seen, 1, starting(3, 800), 2, 2);
    must_count(seen, 1, starting(3, 900), 2, 0);
    must_count(seen, 1, starting(3, SEEN_UNKNOWN), 2, 1);
    seen_rows_free(seen);
}

static void many_crowded_days(void **state)
{
    (void)state;
    struct seen_rows *seen = seen_rows_new();
    for (uint32_t i = 0; i < 40; i++)
        for (uint64_t day = 0; day < 300; day++)
            add(seen, day, made(day, i + 1));
    for (uint64_t day = 0; day < 300; day++)
        must_count(seen, day, made(day, 1 + (uint32_t)(day % 40)), 1, 1 + (uint32_t)(day % 40));
    seen_rows_free(seen);
}

static void whose_it_is(void **state)
{
    (void)state;
    static const struct {
        const char *bib, *registration, *words;
    } cases[] = {
        {"7", "", "bib 7"},
        {"0042", "5", "bib 0042"},
        {"000000000", "", "bib 000000000"},
        {"134217727", "", "bib 134217727"},
        {"134217728", "9", "registration id 9"},
        {"1234567890", "", "another participant"},
        {"A12", "", "another participant"},
        {"", "110430695", "registration id 110430695"},
    };
    struct arena arena = {0};
    struct batch batch = {0};
    struct seen_rows *seen = seen_rows_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct activity row = activity_empty;
        struct seen_row own;
        row.bib = view_of(cases[i].bib);
        row.registration_id = view_of(cases[i].registration);
        seen_rows_note(seen, &batch, &row, false, &own);
        assert_true(view_is(seen_rows_who(&arena, &own), cases[i].words));
    }
    seen_rows_free(seen);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_come_back),    cmocka_unit_test(crowds),      cmocka_unit_test(starts_in_a_crowd),
        cmocka_unit_test(many_crowded_days), cmocka_unit_test(whose_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
