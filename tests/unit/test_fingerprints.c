#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "base/fingerprints.h"
#include "base/hash.h"

static struct fingerprint made(uint64_t number)
{
    return (struct fingerprint){.print = hash_mix(17, number),
                                .line = (uint32_t)number,
                                .source = (uint16_t)(number % 7),
                                .start = (uint16_t)number};
}

static bool is_the_one(const struct fingerprint *f, uint64_t number)
{
    struct fingerprint one = made(number);
    return f->print == one.print && f->line == one.line && f->source == one.source && f->start == one.start;
}

static void put_new(struct fingerprints *set, uint64_t number)
{
    struct error error;
    struct fingerprint first;
    bool was_there = true;
    fingerprints_prefetch(set, made(number).print);
    if (fingerprints_put(set, made(number), &first, &was_there, &error) != STATUS_OK)
        fail_msg("%s", error.text);
    if (was_there)
        fail_msg("%llu was there before it was put", (unsigned long long)number);
}

static void must_be_there(struct fingerprints *set, uint64_t number)
{
    struct error error;
    struct fingerprint first = {0}, again = made(number);
    bool is_there = false;
    again.line++; /* what was known first stays */
    fingerprints_prefetch(set, again.print);
    if (fingerprints_put(set, again, &first, &is_there, &error) != STATUS_OK)
        fail_msg("%s", error.text);
    if (!is_there || !is_the_one(&first, number))
        fail_msg("%llu is lost", (unsigned long long)number);
}

static void must_be_absent(struct fingerprints *set, uint64_t number)
{
    struct error error;
    struct fingerprint first;
    bool is_there = true;
    assert_int_equal(fingerprints_find(set, made(number).print, &first, &is_there, &error), STATUS_OK);
    if (is_there)
        fail_msg("%llu is there and was never put", (unsigned long long)number);
}

/* Everything put is found, nothing else, at every size around the bounds at which runs are written and merged. */
static void all_that_was_put_and_no_more(void **state)
{
    (void)state;
    static const struct {
        size_t most;
        uint64_t count;
    } cases[] = {{0, 100000}, {1, 30}, {2, 200}, {63, 63 * 20 + 5}, {64, 64 * 21}, {100, 9000}, {5000, 120000}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        struct fingerprints *set = fingerprints_new(cases[c].most);
        for (uint64_t i = 0; i < cases[c].count; i++) {
            put_new(set, i);
            must_be_there(set, i * 7919 % (i + 1));
        }
        for (uint64_t i = 0; i < cases[c].count; i++)
            must_be_there(set, i);
        for (uint64_t i = 0; i < cases[c].count; i++)
            must_be_absent(set, cases[c].count + i);
        fingerprints_free(set);
    }
}

/* Prints that are not spread at all cost time, never truth. */
static void crowded_prints(void **state)
{
    (void)state;
    static const uint64_t bases[] = {0, UINT64_MAX - 999, (uint64_t)0xAB << 56, ((uint64_t)0xAC << 56) - 500};
    for (size_t most = 0; most <= 100; most += 50) {
        struct fingerprints *set = fingerprints_new(most);
        struct fingerprint first;
        bool was_there;
        for (size_t b = 0; b < sizeof bases / sizeof *bases; b++)
            for (uint64_t i = 1; i < 1000; i++) {
                struct fingerprint one = {.print = bases[b] + i, .line = (uint32_t)i};
                assert_int_equal(fingerprints_put(set, one, &first, &was_there, NULL), STATUS_OK);
                assert_false(was_there);
            }
        for (size_t b = 0; b < sizeof bases / sizeof *bases; b++)
            for (uint64_t i = 1; i < 1000; i++) {
                assert_int_equal(fingerprints_find(set, bases[b] + i, &first, &was_there, NULL), STATUS_OK);
                assert_true(was_there && first.line == i);
            }
        fingerprints_free(set);
    }
}

static void zero_is_a_print_like_others(void **state)
{
    (void)state;
    struct fingerprints *set = fingerprints_new(0);
    struct fingerprint first;
    bool was_there;
    assert_int_equal(fingerprints_find(set, 0, &first, &was_there, NULL), STATUS_OK);
    assert_false(was_there);
    assert_int_equal(fingerprints_put(set, (struct fingerprint){.line = 3}, &first, &was_there, NULL), STATUS_OK);
    assert_false(was_there);
    assert_int_equal(fingerprints_put(set, (struct fingerprint){.line = 4}, &first, &was_there, NULL), STATUS_OK);
    assert_true(was_there && first.line == 3);
    fingerprints_free(set);
}

static void no_place_for_the_file(void **state)
{
    (void)state;
    struct error error = {.text = ""};
    const char *old = getenv("TMPDIR");
    char *kept = old ? strdup(old) : NULL;
    setenv("TMPDIR", "/nowhere/at/all", 1);
    struct fingerprints *set = fingerprints_new(10);
    struct fingerprint first;
    bool was_there;
    for (uint64_t i = 0; i < 10; i++)
        put_new(set, i);
    assert_int_equal(fingerprints_put(set, made(10), &first, &was_there, &error), STATUS_IO);
    assert_non_null(strstr(error.text, "/nowhere/at/all"));
    must_be_there(set, 5); /* what is in memory stays good */
    fingerprints_free(set);
    if (kept)
        setenv("TMPDIR", kept, 1);
    else
        unsetenv("TMPDIR");
    free(kept);
}

static void nothing_to_free(void **state)
{
    (void)state;
    fingerprints_free(NULL);
    fingerprints_free(fingerprints_new(1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_that_was_put_and_no_more),
        cmocka_unit_test(crowded_prints),
        cmocka_unit_test(zero_is_a_print_like_others),
        cmocka_unit_test(no_place_for_the_file),
        cmocka_unit_test(nothing_to_free),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
