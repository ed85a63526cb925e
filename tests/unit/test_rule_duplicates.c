#include "rule_case.h"

#include <stdlib.h>

#include "model/row_key.h"
#include "rules/rule_note.h"

extern const struct sequence_rule_ops rule_across_ops, rule_stored_ops;

static void *rule; /* the rule under test, one a test */

static void observe(struct rule_case *c)
{
    struct error error;
    assert_int_equal(rule_across_ops.observe(rule, &c->batch, &error), STATUS_OK);
}

static void start(struct rule_case *c)
{
    rule = rule_across_ops.open(&c->context);
}

static void stop(void)
{
    rule_across_ops.close(rule);
}

static void the_second_is_refused_and_the_first_named(void **state)
{
    struct rule_case *c = *state;
    struct source_info other = {.number = 3, .source = VIEW("export.zip"), .member = VIEW("june.csv")};
    start(c);
    rule_case_row(c);
    rule_case_row(c);
    observe(c);
    assert_int_equal(c->batch.rows[0].verdict, VERDICT_ACCEPTED);
    assert_null(c->batch.rows[0].findings);
    assert_int_equal(c->batch.rows[1].verdict, VERDICT_REJECTED);
    assert_string_equal(
        rule_case_found(c, &c->batch.rows[1]),
        "duplicate-exact error: entered twice: line 2 of this file has the same participant, day, kind, "
        "distance and time");
    c->batch.source = &other;
    batch_reset(&c->batch);
    rule_case_row(c);
    rule_case_row(c)->day++;
    observe(c);
    assert_string_equal(
        rule_case_found(c, &c->batch.rows[0]),
        "duplicate-exact error: entered twice: spring.csv:2 has the same participant, day, kind, distance and time");
    assert_null(c->batch.rows[1].findings);
    c->batch.source = &c->source;
    batch_reset(&c->batch);
    rule_case_row(c)->day++;
    observe(c);
    assert_non_null(strstr(rule_case_found(c, &c->batch.rows[0]), "entered twice: export.zip/june.csv:3 has"));
    stop();
}

static void one_second(struct activity *row)
{
    row->elapsed_ms += 1000;
}
static void one_millimetre(struct activity *row)
{
    row->distance_mm++;
}
static void next_day(struct activity *row)
{
    row->day++;
}
static void other_kind(struct activity *row)
{
    row->kind = KIND_WALK;
}
static void other_bib(struct activity *row)
{
    row->bib = VIEW("8");
}
static void a_registration(struct activity *row)
{
    row->registration_id = VIEW("7");
}
static void a_count(struct activity *row)
{
    row->count = row->distance_mm;
    row->distance_mm = UNKNOWN;
}
static void no_time(struct activity *row)
{
    row->elapsed_ms = UNKNOWN;
}
static void padded_bib(struct activity *row)
{
    row->bib = VIEW("007");
}
static void much_padded_bib(struct activity *row)
{
    row->bib = VIEW("00000000000000000000007");
}
static void a_comment(struct activity *row)
{
    row->comment = VIEW("again");
    row->elevation_mm = 3000;
    row->distance_unit = UNIT_KM;
}

static void what_makes_rows_equal(void **state)
{
    struct rule_case *c = *state;
    static const struct {
        void (*change)(struct activity *row);
        bool same;
    } cases[] = {
        {one_second, false}, {one_millimetre, false}, {next_day, false}, {other_kind, false},
        {other_bib, false},  {a_registration, false}, {a_count, false},  {no_time, false},
        {padded_bib, true},  {much_padded_bib, true}, {a_comment, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        start(c);
        batch_reset(&c->batch);
        rule_case_row(c);
        cases[i].change(rule_case_row(c));
        observe(c);
        if (rule_noted(&c->batch.rows[1], CODE_DUPLICATE_EXACT) != cases[i].same)
            fail_msg("case %zu", i);
        assert_true(cases[i].same || c->batch.rows[0].key != c->batch.rows[1].key);
        stop();
    }
}

/* Custom kinds are told apart by their type. */
static void custom_types(void **state)
{
    struct rule_case *c = *state;
    start(c);
    for (int i = 0; i < 4; i++) {
        struct activity *row = rule_case_row(c);
        row->kind = KIND_OTHER;
        row->type_text = i < 2 ? VIEW("push-ups") : VIEW("Squats");
        row->type_id = i == 1 ? 9 : UNKNOWN;
    }
    c->batch.rows[3].type_text = VIEW("squats");
    observe(c);
    for (int i = 0; i < 4; i++)
        assert_int_equal(rule_noted(&c->batch.rows[i], CODE_DUPLICATE_EXACT), i == 3);
    stop();
}

static void starts_tell_rows_apart(void **state)
{
    struct rule_case *c = *state;
    static const struct {
        int64_t starts[4];
        const char *refused; /* "x" where a row is a duplicate */
    } cases[] = {
        {{1000, 2000, 3000, 2000}, "---x"},
        {{1000, 1000, 2000, 1000}, "-x-x"},
        {{UNKNOWN, 1000, 2000, UNKNOWN}, "-xxx"},
        {{1000, UNKNOWN, 2000, 2000}, "-x-x"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        start(c);
        batch_reset(&c->batch);
        for (int j = 0; j < 4; j++)
            rule_case_row(c)->start_ms = cases[i].starts[j];
        observe(c);
        for (int j = 0; j < 4; j++)
            assert_int_equal(rule_noted(&c->batch.rows[j], CODE_DUPLICATE_EXACT), cases[i].refused[j] == 'x');
        stop();
    }
}

static void bib_and_registration_meet_in_the_roster(void **state)
{
    struct rule_case *c = *state;
    for (int with_roster = 0; with_roster < 2; with_roster++) {
        if (with_roster) {
            c->event.roster = participants_new();
            participants_add(c->event.roster,
                             &(struct participant){.bib = VIEW("0007"), .registration_id = VIEW("900")});
        }
        start(c);
        batch_reset(&c->batch);
        rule_case_row(c);
        struct activity *row = rule_case_row(c);
        row->bib = VIEW("");
        row->registration_id = VIEW("900");
        observe(c);
        assert_int_equal(row->findings != NULL, with_roster);
        stop();
    }
}

static void refused_rows_are_nobodys_twin(void **state)
{
    struct rule_case *c = *state;
    start(c);
    rule_case_row(c)->verdict = VERDICT_REJECTED;
    rule_case_row(c)->verdict = VERDICT_SKIPPED;
    rule_case_row(c);
    observe(c);
    assert_null(c->batch.rows[2].findings);
    assert_int_equal(c->batch.rows[0].key, 0);
    assert_int_not_equal(c->batch.rows[2].key, 0);
    stop();
}

enum { MANY = 3000 };

/* The keys of MANY rows, of which many are alike, in batches of `size`. */
static void keys_of(struct rule_case *c, size_t size, uint64_t keys[MANY])
{
    start(c);
    for (size_t done = 0; done < MANY; done += c->batch.row_count) {
        batch_reset(&c->batch);
        for (size_t i = 0; i < size && done + i < MANY; i++) {
            struct activity *row = rule_case_row(c);
            row->day += (int)((done + i) % 7 % 3);
        }
        observe(c);
        for (size_t i = 0; i < c->batch.row_count; i++)
            keys[done + i] = c->batch.rows[i].key;
    }
    stop();
}

static int by_number(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

/* When equal rows are accepted each has a key of its own, whatever the batches. */
static void keys_are_one_for_each_and_steady(void **state)
{
    struct rule_case *c = *state;
    static uint64_t whole[MANY], pieces[MANY];
    c->event.severities[CODE_DUPLICATE_EXACT] = SEVERITY_WARNING;
    keys_of(c, MANY, whole);
    keys_of(c, 7, pieces);
    assert_memory_equal(whole, pieces, sizeof whole);
    c->event.severities[CODE_DUPLICATE_EXACT] = SEVERITY_OFF;
    keys_of(c, 1, pieces);
    assert_memory_equal(whole, pieces, sizeof whole);
    qsort(whole, MANY, sizeof *whole, by_number);
    for (size_t i = 0; i < MANY; i++)
        assert_true(whole[i] > 0 && whole[i] <= INT64_MAX && (i == 0 || whole[i] != whole[i - 1]));
}

/* A store keeps these: they may never change. */
static void keys_stay_what_they_are(void **state)
{
    struct rule_case *c = *state;
    struct activity *row = rule_case_row(c);
    uint64_t content = row_key_content(row_key_participant(NULL, row), row);
    assert_int_equal(row_key_number(content, 0), 0x6f2c3e70802d39a6);
    assert_int_equal(row_key_number(content, 1), 0x7b56ff0696f90ca0);
    row->registration_id = VIEW("900A");
    row->kind = KIND_OTHER;
    row->type_text = VIEW("Squats");
    content = row_key_content(row_key_participant(NULL, row), row);
    assert_int_equal(row_key_number(content, 0), 0x1c095875d44914c6);
}

static bool knows(void *store, const struct activity *row, struct arena *arena, struct view *where)
{
    if (row->key != *(uint64_t *)store)
        return false;
    *where = arena_format(arena, "batch 1, spring.csv:%d", 17);
    return true;
}

static void rows_in_the_store_are_skipped(void **state)
{
    struct rule_case *c = *state;
    struct error error;
    uint64_t known = 11;
    c->context.stored = knows;
    c->context.store = &known;
    for (uint64_t key = 10; key < 13; key++)
        rule_case_row(c)->key = key;
    rule_case_row(c)->key = 11;
    c->batch.rows[3].verdict = VERDICT_REJECTED;
    void *stored = rule_stored_ops.open(&c->context);
    assert_int_equal(rule_stored_ops.observe(stored, &c->batch, &error), STATUS_OK);
    static const enum verdict verdicts[] = {VERDICT_ACCEPTED, VERDICT_SKIPPED, VERDICT_ACCEPTED, VERDICT_REJECTED};
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(c->batch.rows[i].verdict, verdicts[i]);
        assert_string_equal(rule_case_found(c, &c->batch.rows[i]),
                            i == 1 ? "already-imported info: already in the store, from batch 1, spring.csv:17" : "");
    }
    c->context.stored = NULL;
    assert_int_equal(rule_stored_ops.observe(stored, &c->batch, &error), STATUS_OK);
    rule_stored_ops.close(stored);
}

/* All the rules together, as a run uses them. */
static void the_registry_runs_them_all(void **state)
{
    struct rule_case *c = *state;
    struct error error;
    struct activity *row = rule_case_row(c);
    row->day = civil_day(2027, 1, 1);
    row->elapsed_ms = 60000;
    row->elevation_mm = 2000000;
    row->bib = VIEW("");
    rules_check_row(&c->context, &c->batch, row);
    static const enum code codes[] = {CODE_PARTICIPANT_MISSING, CODE_DATE_AFTER_WINDOW, CODE_PACE_IMPOSSIBLE,
                                      CODE_ELEVATION_IMPLAUSIBLE};
    const struct finding *f = row->findings;
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++, f = f->next)
        assert_int_equal(f ? (int)f->code : -1, codes[i]);
    assert_null(f);
    row = batch_add_row(&c->batch); /* damaged beyond reading: enough was said */
    row->verdict = VERDICT_REJECTED;
    rules_check_row(&c->context, &c->batch, row);
    assert_null(row->findings);
    row = rule_case_row(c);
    row->verdict = VERDICT_SKIPPED;
    row->elapsed_ms = 1;
    rules_check_row(&c->context, &c->batch, row);
    assert_null(row->findings);
    batch_reset(&c->batch);
    rule_case_row(c);
    rule_case_row(c);
    struct sequence_rules *rules = sequence_rules_open(&c->context);
    assert_int_equal(sequence_rules_observe(rules, &c->batch, &error), STATUS_OK);
    assert_int_equal(c->batch.rows[1].verdict, VERDICT_REJECTED);
    sequence_rules_close(rules);
    sequence_rules_close(NULL);
}

static int set_up(void **state)
{
    static struct rule_case c;
    rule_case_open(&c);
    *state = &c;
    return 0;
}

static int tear_down(void **state)
{
    rule_case_close(*state);
    return 0;
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(the_second_is_refused_and_the_first_named),
        CASE(what_makes_rows_equal),
        CASE(custom_types),
        CASE(starts_tell_rows_apart),
        CASE(bib_and_registration_meet_in_the_roster),
        CASE(refused_rows_are_nobodys_twin),
        CASE(keys_are_one_for_each_and_steady),
        CASE(keys_stay_what_they_are),
        CASE(rows_in_the_store_are_skipped),
        CASE(the_registry_runs_them_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
