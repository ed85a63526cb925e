#include "rule_case.h"

extern const struct row_rule_ops rule_window_ops;

static int32_t day_of(const char *iso)
{
    int32_t day = UNKNOWN_DAY;
    if (*iso)
        assert_true(civil_parse_iso(view_of(iso), &day));
    return day;
}

/* What is found of each day, in an event from 2026-05-01 to 2026-09-30 checked on 2026-07-01. */
static void days(void **state)
{
    struct rule_case *c = *state;
    static const struct {
        const char *day, *found;
    } cases[] = {
        {"", ""},
        {"2026-05-01", ""},
        {"2026-07-01", ""},
        {"2026-04-30", "date-before-window error: 2026-04-30 is before the event's first day, 2026-05-01"},
        {"2025-06-14", "date-before-window error: 2025-06-14 is before the event's first day, 2026-05-01"
                       " <other-year date: the year may be mistyped; 2026-06-14 would fit = 2026-06-14>"},
        {"2026-02-06", "date-before-window error: 2026-02-06 is before the event's first day, 2026-05-01"
                       " <day-month date: with day and month swapped it is 2026-06-02 = 2026-06-02>"},
        {"2026-10-01", "date-after-window error: 2026-10-01 is after the event's last day, 2026-09-30"},
        {"2027-06-14", "date-after-window error: 2027-06-14 is after the event's last day, 2026-09-30"
                       " <other-year date: the year may be mistyped; 2026-06-14 would fit = 2026-06-14>"},
        {"2026-07-02", "date-future warning: 2026-07-02 lies after 2026-07-01, the day of this check"},
        {"2026-07-03", "date-future error: 2026-07-03 lies after 2026-07-01, the day of this check"},
        {"2026-08-06", "date-future error: 2026-08-06 lies after 2026-07-01, the day of this check"
                       " <day-month date: with day and month swapped it is 2026-06-08 = 2026-06-08>"},
        {"2024-02-29", "date-before-window error: 2024-02-29 is before the event's first day, 2026-05-01"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        batch_reset(&c->batch);
        struct activity *row = rule_case_row(c);
        row->day = day_of(cases[i].day);
        rule_window_ops.check(&c->context, &c->batch, row);
        if (strcmp(rule_case_found(c, row), cases[i].found) != 0)
            fail_msg("%s\nexpected: %s\nfound:    %s", cases[i].day, cases[i].found, rule_case_found(c, row));
        bool is_error = strstr(cases[i].found, " error: ") != NULL;
        assert_int_equal(row->verdict, is_error ? VERDICT_REJECTED : VERDICT_ACCEPTED);
    }
}

static void lateness(void **state)
{
    struct rule_case *c = *state;
    static const struct {
        const char *as_of, *until, *day, *found;
        int64_t most;
    } cases[] = {
        {"2026-07-01", "", "2026-06-21", "", 10},
        {"2026-07-01", "", "2026-06-20",
         "date-late error: 2026-06-20 is 11 days before 2026-07-01; the event takes at most 10", 10},
        {"2026-07-01", "", "2026-07-01", "", 0},
        {"2026-10-04", "2026-10-04", "2026-09-30", "", UNKNOWN},
        {"2026-10-05", "2026-10-04", "2026-09-30",
         "date-late error: 2026-09-30 comes too late: rows were taken until 2026-10-04, and this check is of "
         "2026-10-05",
         UNKNOWN},
        {"2026-10-05", "2026-10-04", "2026-10-01", /* outside the window is enough said */
         "date-after-window error: 2026-10-01 is after the event's last day, 2026-09-30", 10},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        batch_reset(&c->batch);
        c->event.as_of = day_of(cases[i].as_of);
        c->event.submit_until = day_of(cases[i].until);
        c->event.max_age_days = cases[i].most;
        struct activity *row = rule_case_row(c);
        row->day = day_of(cases[i].day);
        rule_window_ops.check(&c->context, &c->batch, row);
        assert_string_equal(rule_case_found(c, row), cases[i].found);
    }
}

/* Over the turn of a year the same day may fit once only. */
static void a_window_over_new_year(void **state)
{
    struct rule_case *c = *state;
    c->event.first_day = day_of("2025-11-01");
    c->event.last_day = day_of("2026-02-28");
    c->event.as_of = day_of("2026-03-01");
    static const struct {
        const char *day, *hint;
    } cases[] = {{"2024-12-05", "2025-12-05"}, {"2025-01-20", "2026-01-20"}, {"2026-12-05", "2025-12-05"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        batch_reset(&c->batch);
        struct activity *row = rule_case_row(c);
        row->day = day_of(cases[i].day);
        rule_window_ops.check(&c->context, &c->batch, row);
        assert_non_null(row->findings->hint);
        assert_null(row->findings->hint->next);
        assert_int_equal(row->findings->hint->value.number, day_of(cases[i].hint));
    }
}

static void severities_may_be_set(void **state)
{
    struct rule_case *c = *state;
    c->event.severities[CODE_DATE_AFTER_WINDOW] = SEVERITY_OFF;
    struct activity *row = rule_case_row(c);
    row->day = day_of("2026-10-05"); /* not refused as outside: then it still lies in the future */
    rule_window_ops.check(&c->context, &c->batch, row);
    assert_int_equal(row->findings->code, CODE_DATE_FUTURE);
    c->event.severities[CODE_DATE_FUTURE] = SEVERITY_ERROR;
    c->event.severity_set[CODE_DATE_FUTURE] = true;
    row = rule_case_row(c);
    row->day = day_of("2026-07-02");
    rule_window_ops.check(&c->context, &c->batch, row);
    assert_int_equal(row->verdict, VERDICT_REJECTED);
}

static void without_an_event(void **state)
{
    struct rule_case *c = *state;
    event_init(&c->event);
    struct activity *row = rule_case_row(c);
    row->day = day_of("1990-01-01");
    rule_window_ops.check(&c->context, &c->batch, row);
    assert_null(row->findings);
    c->event.as_of = day_of("2026-07-01");
    row = rule_case_row(c);
    row->day = day_of("2027-03-02");
    rule_window_ops.check(&c->context, &c->batch, row);
    assert_string_equal(rule_case_found(c, row),
                        "date-future error: 2027-03-02 lies after 2026-07-01, the day of this check"
                        " <other-year date: the year may be mistyped; 2026-03-02 would fit = 2026-03-02>");
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
        CASE(days), CASE(lateness), CASE(a_window_over_new_year), CASE(severities_may_be_set), CASE(without_an_event),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
