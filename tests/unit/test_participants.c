#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "model/participants.h"

static struct participants *roster_of(const char *const *bibs, size_t count)
{
    struct participants *all = participants_new();
    for (size_t i = 0; i < count; i++)
        participants_add(all, &(struct participant){.bib = view_of(bibs[i]), .active = true});
    return all;
}

static void numbers(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"0042", "42"}, {"42", "42"},     {"000", "0"},   {"0", "0"},
        {"", ""},       {"A007", "A007"}, {"00A", "00A"}, {"-01", "-01"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_true(view_is(participant_number(view_of(cases[i][0])), cases[i][1]));
    assert_int_equal(participant_number((struct view){NULL, 0}).len, 0);
}

static void lookups(void **state)
{
    (void)state;
    struct participants *all = participants_new();
    char bib[] = "0042";
    participants_add(
        all, &(struct participant){
                 .bib = view_of(bib), .registration_id = VIEW("900"), .first_name = VIEW("Ann"), .active = true});
    participants_add(all, &(struct participant){.bib = VIEW("42"), .registration_id = VIEW("901")});
    participants_add(all, &(struct participant){.bib = VIEW("A7"), .registration_id = VIEW("0902")});
    participants_add(all, &(struct participant){.registration_id = VIEW("903")});
    participants_add(all, &(struct participant){.bib = VIEW("5")});
    bib[0] = 'x'; /* the texts were copied */
    assert_int_equal(participants_count(all), 5);
    const struct participant *ann = participants_by_bib(all, VIEW("42"));
    assert_ptr_equal(ann, participants_at(all, 0)); /* the first of two */
    assert_true(view_is(ann->bib, "0042"));
    assert_true(view_is(ann->first_name, "Ann"));
    assert_true(ann->active);
    assert_ptr_equal(participants_by_bib(all, VIEW("000042")), ann);
    assert_ptr_equal(participants_by_bib(all, VIEW("a7")), participants_at(all, 2));
    assert_ptr_equal(participants_by_registration(all, VIEW("901")), participants_at(all, 1));
    assert_ptr_equal(participants_by_registration(all, VIEW("902")), participants_at(all, 2));
    assert_ptr_equal(participants_by_registration(all, VIEW("903")), participants_at(all, 3));
    assert_null(participants_by_bib(all, VIEW("903")));
    assert_null(participants_by_bib(all, VIEW("4")));
    assert_null(participants_by_bib(all, VIEW("")));
    assert_null(participants_by_registration(all, (struct view){NULL, 0}));
    participants_free(all);
}

static void an_empty_roster(void **state)
{
    (void)state;
    struct participants *all = participants_new();
    assert_int_equal(participants_count(all), 0);
    assert_null(participants_by_bib(all, VIEW("1")));
    assert_null(participants_by_registration(all, VIEW("1")));
    assert_null(participants_one_edit(all, VIEW("1")));
    participants_free(all);
    participants_free(NULL);
}

static void many(void **state)
{
    (void)state;
    enum { MANY = 20000 };
    struct participants *all = participants_new();
    char bib[16], id[16];
    for (int i = 0; i < MANY; i++) {
        snprintf(bib, sizeof bib, "%05d", i);
        snprintf(id, sizeof id, "%d", 1000000 + i);
        participants_add(all, &(struct participant){.bib = view_of(bib), .registration_id = view_of(id)});
    }
    for (int i = 0; i < MANY; i++) {
        snprintf(bib, sizeof bib, "%d", i);
        snprintf(id, sizeof id, "%d", 1000000 + i);
        assert_ptr_equal(participants_by_bib(all, view_of(bib)), participants_at(all, (size_t)i));
        assert_ptr_equal(participants_by_registration(all, view_of(id)), participants_at(all, (size_t)i));
    }
    assert_null(participants_by_bib(all, VIEW("20000")));
    participants_free(all);
}

/* Bibs longer than any bib should be, and bytes of any sort. */
static void odd_bibs(void **state)
{
    (void)state;
    char a[200], b[200];
    memset(a, 'A', sizeof a);
    memset(b, 'A', sizeof b);
    b[199] = 'B';
    struct participants *all = participants_new();
    participants_add(all, &(struct participant){.bib = {a, sizeof a}});
    participants_add(all, &(struct participant){.bib = {b, sizeof b}});
    participants_add(all, &(struct participant){.bib = VIEW("1\0002")});
    participants_add(all, &(struct participant){.bib = VIEW("1\0003")});
    assert_ptr_equal(participants_by_bib(all, (struct view){a, sizeof a}), participants_at(all, 0));
    assert_ptr_equal(participants_by_bib(all, (struct view){b, sizeof b}), participants_at(all, 1));
    memset(a, 'a', sizeof a);
    assert_ptr_equal(participants_by_bib(all, (struct view){a, sizeof a}), participants_at(all, 0));
    assert_ptr_equal(participants_by_bib(all, VIEW("1\0003")), participants_at(all, 3));
    assert_null(participants_by_bib(all, VIEW("1")));
    participants_free(all);
}

static void one_edit(void **state)
{
    (void)state;
    static const char *const bibs[] = {"1234", "7890", "0555", "A12", "61", "62"};
    static const struct {
        const char *typed, *meant;
    } cases[] = {
        {"1235", "1234"},                                      /* changed */
        {"124", "1234"},                                       /* left out */
        {"234", "1234"},   {"12334", "1234"},                  /* added */
        {"12349", "1234"}, {"1324", "1234"},                   /* swapped */
        {"2134", "1234"},  {"1243", "1234"},  {"556", "0555"}, /* without its zero */
        {"A21", "A12"},    {"63", NULL},                       /* two fit */
        {"1234", NULL},                                        /* none is needed */
        {"4321", NULL},    {"12", NULL},      {"", NULL},
    };
    struct participants *all = roster_of(bibs, sizeof bibs / sizeof *bibs);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct participant *found = participants_one_edit(all, view_of(cases[i].typed));
        if (cases[i].meant ? !found || !view_is(found->bib, cases[i].meant) : found != NULL)
            fail_msg("\"%s\" finds \"%.*s\"", cases[i].typed, VIEW_ARG(found ? found->bib : VIEW("nobody")));
    }
    participants_free(all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers), cmocka_unit_test(lookups),  cmocka_unit_test(an_empty_roster),
        cmocka_unit_test(many),    cmocka_unit_test(odd_bibs), cmocka_unit_test(one_edit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
