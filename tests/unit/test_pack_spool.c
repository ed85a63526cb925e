#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "outputs/pack_checksum.h"
#include "outputs/pack_spool.h"

/* Row n belongs to person n * n % people, and its comment has n % 97 characters. */
static void add_rows(struct pack_spool *spool, unsigned rows, unsigned people)
{
    static const char comment[] =
        "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234"
        "56789012345678901234567890";
    for (unsigned n = 0; n < rows; n++) {
        const struct pack_row row = {.person = n * n % people, .comment_len = n % 97, .line = n};
        assert_int_equal(pack_spool_add(spool, &row, (struct view){comment, n % 97}, NULL), STATUS_OK);
    }
    assert_int_equal(pack_spool_finish(spool, NULL), STATUS_OK);
}

static void expect_rows(struct pack_spool *spool, unsigned rows, unsigned people)
{
    const struct pack_row *row;
    struct view comment;
    for (unsigned person = 0; person < people; person++) {
        for (unsigned n = 0; n < rows; n++) {
            if (n * n % people != person)
                continue;
            assert_int_equal(pack_spool_next(spool, person, &row, &comment, NULL), STATUS_OK);
            assert_non_null(row);
            assert_int_equal(row->line, n);
            assert_int_equal(comment.len, n % 97);
            if (comment.len)
                assert_int_equal(comment.at[comment.len - 1], '0' + (n % 97 - 1) % 10);
        }
        assert_int_equal(pack_spool_next(spool, person, &row, &comment, NULL), STATUS_OK);
        assert_null(row);
    }
}

/* In memory, and in runs of one row, of a few, of many (larger than the window they are read through). */
static void order(void **state)
{
    (void)state;
    static const struct {
        size_t bound;
        unsigned rows, people;
    } cases[] = {{0, 0, 3}, {0, 1000, 7}, {1, 50, 5}, {1000, 1000, 7}, {200000, 5000, 311}, {5000, 2000, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pack_spool spool = {.bound = cases[i].bound};
        add_rows(&spool, cases[i].rows, cases[i].people);
        assert_int_equal(spool.spooled, cases[i].bound != 0);
        expect_rows(&spool, cases[i].rows, cases[i].people);
        pack_spool_release(&spool);
    }
}

static void no_room(void **state)
{
    (void)state;
    struct error error = {0};
    setenv("TMPDIR", "/no/such/folder", 1);
    struct pack_spool spool = {.bound = 1};
    const struct pack_row row = {.person = 0};
    assert_int_equal(pack_spool_add(&spool, &row, (struct view){"", 0}, &error), STATUS_IO);
    assert_non_null(strstr(error.text, "TMPDIR"));
    pack_spool_release(&spool);
    unsetenv("TMPDIR");
}

/* Expected values from the command cksum. */
static void checksums(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint32_t sum;
    } cases[] = {{"", 4294967295u},
                 {"a", 1220704766u},
                 {"12345678", 2796357287u},
                 {"123456789", 930766865u},
                 {"{\"activities\":[{\"tally_split_date\":\"2026-05-01\"}]}", 1227593650u}};
    struct pack_checksum tables;
    pack_checksum_init(&tables);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(pack_checksum_of(&tables, view_of(cases[i].text)), cases[i].sum);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(order),
        cmocka_unit_test(no_room),
        cmocka_unit_test(checksums),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
