#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "base/hash.h"
#include "base/hash_index.h"

/* Adds the print at that place and returns how many stretches were looked at before. */
static size_t add(struct hash_index *index, uint64_t print, uint64_t place)
{
    struct hash_search search;
    uint64_t from, to;
    size_t stretches = 0;
    hash_index_prefetch(index, print);
    if (hash_index_search(index, print, &search))
        while (hash_index_next(index, &search, &from, &to))
            stretches++;
    hash_index_add(index, print, &search, place);
    return stretches;
}

/* Whether a stretch holds the place; they must rise. */
static bool holds(const struct hash_index *index, uint64_t print, uint64_t place)
{
    struct hash_search search;
    uint64_t from, to, last = 0;
    bool found = false;
    if (!hash_index_search(index, print, &search))
        return false;
    while (hash_index_next(index, &search, &from, &to)) {
        assert_true(from < to && from >= last);
        found = found || (place >= from && place < to);
        last = to;
    }
    return found;
}

static void what_was_added_is_found(void **state)
{
    (void)state;
    static const struct {
        uint64_t count, kinds, step; /* prints, how many of them differ, places between two */
    } cases[] = {{1, 1, 1},         {13, 13, 1},        {20000, 20000, 1}, {200000, 200000, 1},
                 {20000, 5000, 17}, {20000, 400, 1000}, {3000, 1, 9},      {40000, 40000, 100}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        struct hash_index *index = hash_index_new();
        for (uint64_t i = 0; i < cases[c].count; i++)
            add(index, hash_mix(5, i % cases[c].kinds), i * cases[c].step);
        for (uint64_t i = 0; i < cases[c].count; i++)
            if (!holds(index, hash_mix(5, i % cases[c].kinds), i * cases[c].step))
                fail_msg("case %zu: %llu is lost", c, (unsigned long long)i);
        hash_index_free(index);
    }
}

/* What is not there is seldom looked for. */
static void in_vain_seldom(void **state)
{
    (void)state;
    struct hash_index *index = hash_index_new();
    size_t in_vain = 0;
    for (uint64_t i = 0; i < 300000; i++)
        in_vain += add(index, hash_mix(5, i), i);
    assert_true(in_vain < 3000);
    hash_index_free(index);
}

/* Two of one print in one piece of the log take one slot and give one stretch. */
static void neighbours_share(void **state)
{
    (void)state;
    struct hash_index *index = hash_index_new();
    size_t stretches = 0;
    for (uint64_t i = 0; i < 8; i++)
        stretches = add(index, 17, i);
    assert_int_equal(stretches, 1);
    assert_int_equal(add(index, 17, 8), 1);
    assert_int_equal(add(index, 17, 9), 2);
    hash_index_free(index);
}

/* Places so far apart that pieces are put together, again and again. */
static void pieces_grow(void **state)
{
    (void)state;
    struct hash_index *index = hash_index_new();
    uint64_t place = 0, places[200];
    for (size_t i = 0; i < 200; i++, place += 1 + place / 8)
        add(index, hash_mix(5, i % 100), places[i] = place);
    for (size_t i = 0; i < 200; i++)
        assert_true(holds(index, hash_mix(5, i % 100), places[i]));
    hash_index_free(index);
}

/* Prints that are not spread at all cost time, never truth. */
static void crowded_prints(void **state)
{
    (void)state;
    static const uint64_t bases[] = {0, UINT64_MAX - 999, (uint64_t)0xAB << 56, ((uint64_t)0xAC << 56) - 500};
    struct hash_index *index = hash_index_new();
    uint64_t place = 0;
    for (size_t b = 0; b < 4; b++)
        for (uint64_t i = 0; i < 1000; i++)
            add(index, bases[b] + i, place++);
    for (size_t b = 0; b < 4; b++)
        for (uint64_t i = 0; i < 1000; i++)
            assert_true(holds(index, bases[b] + i, b * 1000 + i));
    hash_index_free(index);
    hash_index_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_added_is_found), cmocka_unit_test(in_vain_seldom),
        cmocka_unit_test(neighbours_share),        cmocka_unit_test(pieces_grow),
        cmocka_unit_test(crowded_prints),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
