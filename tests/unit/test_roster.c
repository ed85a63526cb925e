#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/memory.h"
#include "event/roster.h"

static char folder[] = "/tmp/test_roster-XXXXXX", path[100];

static int set_up(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/p.csv", folder);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(folder);
}

static enum status read_text(struct view text, struct participants **out, struct error *error)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(text.at, 1, text.len, f), text.len);
    assert_int_equal(fclose(f), 0);
    return roster_read(out, path, error);
}

/* The roster as "bib/registration/first/last/event/status+" with "+" for active and "-" for not, joined by "|". */
static void assert_roster(struct view text, const char *expected)
{
    struct participants *all;
    struct error error = {0};
    char out[2000] = "";
    size_t len = 0;
    if (read_text(text, &all, &error) != STATUS_OK)
        fail_msg("%s", error.text);
    for (size_t i = 0; i < participants_count(all); i++) {
        const struct participant *p = participants_at(all, i);
        len += (size_t)snprintf(out + len, sizeof out - len, "%s%.*s/%.*s/%.*s/%.*s/%.*s/%.*s%c", i ? "|" : "",
                                VIEW_ARG(p->bib), VIEW_ARG(p->registration_id), VIEW_ARG(p->first_name),
                                VIEW_ARG(p->last_name), VIEW_ARG(p->event_name), VIEW_ARG(p->status),
                                p->active ? '+' : '-');
    }
    participants_free(all);
    assert_string_equal(out, expected);
}

static void forms(void **state)
{
    (void)state;
    static const struct {
        struct view text;
        const char *expected;
    } cases[] = {
        {VIEW("Registration ID,First Name,Middle Name,Last Name,Status,Bib,Email Address,Event\n"
              "900,Ann,M,Lee,Active,0042,a@example.com,Spring  Challenge\n"),
         "0042/900/Ann/Lee/Spring  Challenge/Active+"},
        {VIEW("\xEF\xBB\xBF\"Bib No.\",Status\r\n7,\r\n8,Active\r\n"), "7/////+|8/////Active+"},
        {VIEW("BIB NUMBER;registration_id\n7;900"), "7/900////+"},
        {VIEW("Bib\tEvent\n7\tA, B\n"), "7////A, B/+"},
        {VIEW("\n\nBib\n7\n\n\n8\n"), "7/////+|8/////+"},
        {VIEW("Address,Bib\n\"1 Road\nApt 2\",7\n\"a \"\"b\"\"\n\n\",8\n"), "7/////+|8/////+"},
        {VIEW("Bib,Status\n1, active \n2,Inactive\n3,Transferred\n4,ACTIVE\n5,Active?\n"),
         "1/////active+|4/////ACTIVE+|2/////Inactive-|3/////Transferred-|5/////Active?-"},
        {VIEW("Bib,First Name\n7,J\xF6rg\n"), "7//J\xC3\xB6rg///+"},
        {VIEW("\xFF\xFE"
              "B\0i\0b\0\n\0"
              "7\0\n\0"),
         "7/////+"},
        {VIEW("Bib,Registration ID,Last Name\n,,Nobody\n7\n,901\n8,902,Lee,\n"), "7/////+|/901////+|8/902//Lee//+"},
        {VIEW("Bib No.,Bib\n1,2\n"), "2/////+"},
        {VIEW("Bib,Bib\n1,2\n"), "1/////+"},
        {VIEW("Bib\n"), ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_roster(cases[i].text, cases[i].expected);
}

static void shared_bibs(void **state)
{
    (void)state;
    struct participants *all;
    struct view text =
        VIEW("Bib,Registration ID,Status\n5,1,Cancelled\n05,2,\n5,3,\n05,2,\n6,4,Cancelled\n6,5,Dropped\n");
    assert_int_equal(read_text(text, &all, NULL), STATUS_OK);
    assert_int_equal(participants_count(all), 5); /* the second row of registration 2 says nothing new */
    assert_true(view_is(participants_by_bib(all, VIEW("5"))->registration_id, "2"));
    assert_true(view_is(participants_by_bib(all, VIEW("6"))->registration_id, "4"));
    assert_true(participants_by_registration(all, VIEW("3"))->active);
    assert_false(participants_by_registration(all, VIEW("1"))->active);
    participants_free(all);
}

static void refused(void **state)
{
    (void)state;
    static const struct {
        struct view text;
        const char *expected; /* behind the path */
    } cases[] = {
        {VIEW(""), ": is empty; the roster is RunSignup's participants export with its header"},
        {VIEW("\n \n,,\n"), ": is empty; the roster is RunSignup's participants export with its header"},
        {VIEW("\nName,City\nAnn,X\n"), ":2: no column is called Bib or Registration ID; the roster is RunSignup's "
                                       "participants export with its header"},
        {VIEW("Registration ID,Bib No.,Activity Date,Tally Value\n1,2,2026-05-01,3 miles\n"),
         ":1: is an export of activities; the roster is RunSignup's participants export"},
        {VIEW("Bib,City\n1,\"a\nb\"\n2,X,Y\n"),
         ":4: more cells than the header has; save the participants export again"},
        {VIEW("Bib,City\n1,A\n2,\"B\n3,C\n"), ":3: a quote opens in this line and is never closed"},
        {VIEW("\"Bib"), ":1: a quote opens in this line and is never closed"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct participants *all;
        struct error error = {0};
        assert_int_equal(read_text(cases[i].text, &all, &error), STATUS_USAGE);
        assert_int_equal(strncmp(error.text, path, strlen(path)), 0);
        assert_string_equal(error.text + strlen(path), cases[i].expected);
    }
}

static void a_quote_that_swallows(void **state)
{
    (void)state;
    size_t len = 0;
    char *text = memory_get(100000);
    len += (size_t)sprintf(text, "Bib,City\n1,\"A\n");
    for (int i = 0; i < 5000; i++)
        len += (size_t)sprintf(text + len, "%d,X\n", i);
    len += (size_t)sprintf(text + len, "9,\"A\n");
    struct participants *all;
    struct error error = {0};
    assert_int_equal(read_text((struct view){text, len}, &all, &error), STATUS_USAGE);
    assert_non_null(strstr(error.text, ":2: a quote opens in this line and is not closed"));
    memory_free(text);
}

static void not_there(void **state)
{
    (void)state;
    struct participants *all;
    struct error error;
    assert_int_equal(roster_read(&all, "/tmp/no-such-folder/p.csv", &error), STATUS_IO);
    assert_string_equal(error.text, "/tmp/no-such-folder/p.csv: cannot open: No such file or directory");
    assert_int_equal(roster_read(&all, folder, &error), STATUS_IO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forms),     cmocka_unit_test(shared_bibs),
        cmocka_unit_test(refused),   cmocka_unit_test(a_quote_that_swallows),
        cmocka_unit_test(not_there),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
