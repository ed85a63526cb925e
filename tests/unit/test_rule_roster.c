#include "rule_case.h"

extern const struct row_rule_ops rule_roster_ops;

static void add(struct rule_case *c, const char *bib, const char *id, bool active)
{
    struct participant one = {.bib = view_of(bib), .registration_id = view_of(id), .active = active};
    one.status = view_of(active ? "Active" : "Removed");
    participants_add(c->event.roster, &one);
}

static void add_named(struct rule_case *c, const char *bib, const char *first, const char *last)
{
    struct participant one = {.bib = view_of(bib), .active = true};
    one.first_name = view_of(first);
    one.last_name = view_of(last);
    participants_add(c->event.roster, &one);
}

static void names(void **state)
{
    struct rule_case *c = *state;
    c->event.roster = participants_new();
    add_named(c, "7", "Ada", "Quill");
    add_named(c, "12", "Ben", "Marsh");
    add_named(c, "13", "Jos\xC3\xA9", "\xC3\x8D\xC3\xB1iguez");
    add_named(c, "20", "Kim", "Park"); /* one person or two: nobody knows */
    add_named(c, "21", "Kim", "Park");
    add_named(c, "30", "", "Solo");
    static const struct {
        const char *bib, *first, *last, *name, *found;
    } cases[] = {
        {"7", "Ada", "Quill", "", ""},
        {"7", "ADA", "Marsh", "", ""}, /* married */
        {"7", "", "", "A. Quill-Jones", ""},
        {"7", "", "", "Bob Nobody", ""},
        {"7", "", "", "", ""},
        {"7", "Kim", "Park", "", ""},
        {"30", "Ada", "Quill", "", ""},
        {"12", "Ada", "Quill", "",
         "participant-mismatch error: bib 12 and the name in the row (A. Q.) belong to different participants in the "
         "roster <same-name bib: the roster has 7 for A. Q., whose name is in the row = 7>"},
        {"12", "", "", "iniguez, JOSE",
         "participant-mismatch error: bib 12 and the name in the row (J. \xC3\x8D.) belong to different participants "
         "in the roster <same-name bib: the roster has 13 for J. \xC3\x8D., whose name is in the row = 13>"},
        {"99", "", "", "Ada Quill",
         "participant-unknown error: bib \"99\" is not in the roster <same-name bib: the roster has 7 for A. Q., "
         "whose name is in the row = 7>"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        batch_reset(&c->batch);
        struct activity *row = rule_case_row(c);
        row->bib = view_of(cases[i].bib);
        row->first_name = view_of(cases[i].first);
        row->last_name = view_of(cases[i].last);
        row->name = view_of(cases[i].name);
        rule_roster_ops.check(&c->context, &c->batch, row);
        assert_string_equal(rule_case_found(c, row), cases[i].found);
    }
}

static void with_roster(struct rule_case *c)
{
    c->event.roster = participants_new();
    add(c, "0042", "900042", true);
    add(c, "117", "900117", true);
    add(c, "A07", "900007", true);
    add(c, "300", "900300", false);
    add(c, "", "900500", true);
    add(c, "88", "900088", false); /* handed over to the next */
    add(c, "88", "900089", true);
    add(c, "2001", "902001", true);
    add(c, "2002", "902002", true);
}

static void people(void **state)
{
    struct rule_case *c = *state;
    with_roster(c);
    static const struct {
        const char *bib, *id, *found;
    } cases[] = {
        {"42", "", ""},
        {"0042", "900042", ""},
        {"", "900117", ""},
        {"117", "900117", ""},
        {"a07", "", ""},
        {"", "900500", ""},
        {"88", "900089", ""},
        {"", "",
         "participant-missing error: neither a bib nor a registration id; give --bib when the whole file belongs "
         "to one participant"},
        {"999", "", "participant-unknown error: bib \"999\" is not in the roster"},
        {"118", "",
         "participant-unknown error: bib \"118\" is not in the roster"
         " <one-edit bib: the roster has 117, one character away = 117>"},
        {"A7", "",
         "participant-unknown error: bib \"A7\" is not in the roster"
         " <one-edit bib: the roster has A07, one character away = A07>"},
        {"0A07", "",
         "participant-unknown error: bib \"0A07\" is not in the roster"
         " <lost-zeros bib: the roster has A07: the zeros in front differ = A07> <one-edit bib: the roster has A07, "
         "one character away = A07>"},
        {"2003", "", "participant-unknown error: bib \"2003\" is not in the roster"}, /* two are one edit away */
        {"", "123", "participant-unknown error: registration id \"123\" is not in the roster"},
        {"117", "123", "participant-unknown error: registration id \"123\" is not in the roster"},
        {"999", "123", "participant-unknown error: bib \"999\" is not in the roster"},
        {"117", "900042",
         "participant-mismatch error: bib 117 and registration id 900042 belong to different participants in the "
         "roster"},
        {"117", "900500",
         "participant-mismatch error: bib 117 and registration id 900500 belong to different participants in the "
         "roster"},
        {"300", "", "participant-inactive error: bib \"300\" is in the roster but not active (Removed)"},
        {"", "900300",
         "participant-inactive error: registration id \"900300\" is in the roster but not active (Removed)"},
        {"300", "900300", "participant-inactive error: bib \"300\" is in the roster but not active (Removed)"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        batch_reset(&c->batch);
        struct activity *row = rule_case_row(c);
        row->bib = view_of(cases[i].bib);
        row->registration_id = view_of(cases[i].id);
        rule_roster_ops.check(&c->context, &c->batch, row);
        if (strcmp(rule_case_found(c, row), cases[i].found) != 0)
            fail_msg("\"%s\" \"%s\"\nexpected: %s\nfound:    %s", cases[i].bib, cases[i].id, cases[i].found,
                     rule_case_found(c, row));
        assert_true(view_is(row->bib, cases[i].bib) && view_is(row->registration_id, cases[i].id));
    }
}

static enum severity severity_of_nobody(struct rule_case *c)
{
    batch_reset(&c->batch);
    struct activity *row = rule_case_row(c);
    row->bib = VIEW("");
    rule_roster_ops.check(&c->context, &c->batch, row);
    enum severity severity = row_worst(row);
    assert_int_equal(row->verdict == VERDICT_REJECTED, severity == SEVERITY_ERROR);
    return severity;
}

static void how_bad_it_is_to_be_nobody(void **state)
{
    struct rule_case *c = *state;
    assert_int_equal(severity_of_nobody(c), SEVERITY_WARNING);
    c->context.participants_needed = true;
    assert_int_equal(severity_of_nobody(c), SEVERITY_ERROR);
    c->context.participants_needed = false;
    with_roster(c);
    assert_int_equal(severity_of_nobody(c), SEVERITY_ERROR);
    c->event.severity_set[CODE_PARTICIPANT_MISSING] = true; /* to what it was */
    assert_int_equal(severity_of_nobody(c), SEVERITY_WARNING);
    c->event.severities[CODE_PARTICIPANT_MISSING] = SEVERITY_OFF;
    assert_int_equal(severity_of_nobody(c), SEVERITY_OFF);
}

static void without_a_roster_all_are_known(void **state)
{
    struct rule_case *c = *state;
    struct activity *row = rule_case_row(c);
    rule_roster_ops.check(&c->context, &c->batch, row);
    assert_null(row->findings);
    row->bib = VIEW("");
    batch_note(&c->batch, row, CODE_BIB_INVALID, FIELD_BIB, VIEW("#REF!"));
    rule_roster_ops.check(&c->context, &c->batch, row);
    assert_null(row->findings->next); /* a bib that cannot be read is not missing */
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
    const struct CMUnitTest tests[] = {CASE(names), CASE(people), CASE(how_bad_it_is_to_be_nobody),
                                       CASE(without_a_roster_all_are_known)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
