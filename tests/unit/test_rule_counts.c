#include "across_case.h"

static struct event_type types[] = {
    {.text = {"run", 3}, .kind = KIND_RUN, .max_activities = 2},
    {.text = {"walk", 4}, .kind = KIND_WALK, .max_activities = UNKNOWN},
    {.text = {"ride", 4}, .kind = KIND_RIDE, .max_activities = 0},
};

/* The verdicts of the rows, a letter each: a or r. */
static const char *verdicts_of(struct rule_case *c, const char *const *rows, size_t count)
{
    static char text[64];
    void *rule = rule_across_ops.open(&c->context);
    batch_reset(&c->batch);
    for (size_t i = 0; i < count; i++) {
        struct activity *row = across_case_row(c, rows[i]);
        row->type = row->kind == KIND_RUN ? 0 : row->kind == KIND_WALK ? 1 : row->kind == KIND_RIDE ? 2 : -1;
    }
    across_case_judge(c, rule);
    for (size_t i = 0; i < count; i++)
        text[i] = c->batch.rows[i].verdict == VERDICT_ACCEPTED ? 'a' : 'r';
    text[count] = '\0';
    rule_across_ops.close(rule);
    return text;
}

static void too_many(void **state)
{
    struct rule_case *c = *state;
    static const char *const rows[] = {
        "7 1 run 3.1 mi 30:00",  "7 2 run 3.1 mi 31:00",   "7 2 run 3.1 mi 31:00", /* a duplicate counts for nothing */
        "7 3 walk 3.1 mi 50:00", "7 4 run 3.1 mi 32:00",   "7 5 run 3.1 mi 33:00",  "8 4 run 3.1 mi 30:00",
        "7 6 walk 3.1 mi 50:00", "7 6 ride 10 mi 1:00:00", "7 6 hike 10 mi 3:00:00"};
    c->event.types = types;
    c->event.type_count = sizeof types / sizeof *types;
    assert_string_equal(verdicts_of(c, rows, 10), "aararraara");
    assert_string_equal(rule_case_found(c, &c->batch.rows[4]),
                        "count-high error: activities of type run: 3; the event allows at most 2");
    assert_string_equal(rule_case_found(c, &c->batch.rows[5]), /* the refused one was not counted */
                        "count-high error: activities of type run: 3; the event allows at most 2");
    assert_string_equal(rule_case_found(c, &c->batch.rows[8]),
                        "count-high error: activities of type ride: 1; the event allows at most 0");
    c->event.type_count = 0;
    c->event.types = NULL;
}

/* Many participants, so that the table grows. */
static void everybody_is_counted(void **state)
{
    struct rule_case *c = *state;
    static char bibs[500][16];
    c->event.types = types;
    c->event.type_count = 1;
    void *rule = rule_across_ops.open(&c->context);
    for (int round = 0; round < 3; round++) {
        batch_reset(&c->batch);
        for (int i = 0; i < 500; i++) {
            snprintf(bibs[i], sizeof bibs[i], "%d", i + 1);
            struct activity *row = rule_case_row(c);
            row->bib = view_of(bibs[i]);
            row->day += round * 3;
            row->type = 0;
        }
        across_case_judge(c, rule);
        for (size_t i = 0; i < 500; i++)
            assert_int_equal(rule_noted(&c->batch.rows[i], CODE_COUNT_HIGH), round == 2);
    }
    rule_across_ops.close(rule);
    c->event.type_count = 0;
    c->event.types = NULL;
}

/* What is said at the end of the run, a line each. */
static void expect_end(struct rule_case *c, const char *const *rows, size_t count, const char *expected)
{
    void *rule = rule_across_ops.open(&c->context);
    struct batch notes = {.source = &c->source, .severities = c->event.severities};
    batch_reset(&c->batch);
    for (size_t i = 0; i < count; i++) {
        struct activity *row = across_case_row(c, rows[i]);
        row->type = row->kind == KIND_RUN ? 0 : 1;
    }
    across_case_judge(c, rule);
    rule_across_ops.finish(rule, &notes);
    buffer_reset(&c->found);
    for (const struct finding *f = notes.findings; f; f = f->next) {
        buffer_format(&c->found, "%llu %s: ", (unsigned long long)f->line, severity_names[f->severity]);
        finding_text(&c->found, f);
        buffer_add_char(&c->found, '\n');
    }
    assert_string_equal(buffer_string(&c->found), expected);
    rule_across_ops.close(rule);
    batch_release(&notes);
}

static void too_few(void **state)
{
    struct rule_case *c = *state;
    static struct event_type least[] = {
        {.text = {"run", 3}, .kind = KIND_RUN, .min_activities = 2, .max_activities = UNKNOWN},
        {.text = {"walk", 4}, .kind = KIND_WALK, .min_activities = UNKNOWN, .max_activities = UNKNOWN},
    };
    static const char *const rows[] = {"8 1 run 3.1 mi 30:00",  "A7 1 run 3.1 mi 30:30", "A7 1 run 3.1 mi 30:30",
                                       "9 2 walk 3.1 mi 50:00", "8 3 run 3.1 mi 30:00",  "- 4 run 3.1 mi 30:00"};
    c->event.types = least;
    c->event.type_count = 2;
    expect_end(c, rows, 6, /* the event goes on; a duplicate counts for nothing */
               "3 info: bib A7 has 1 of type run; the event asks for at least 2\n"
               "7 info: a participant without a bib has 1 of type run; the event asks for at least 2\n");
    c->event.as_of = c->event.last_day;
    expect_end(c, rows, 2,
               "2 info: bib 8 has 1 of type run; the event asks for at least 2\n"
               "3 info: bib A7 has 1 of type run; the event asks for at least 2\n");
    c->event.as_of++;
    expect_end(c, rows, 1, "2 warning: bib 8 has 1 of type run; the event asks for at least 2\n");
    c->event.types = NULL;
    c->event.type_count = 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {ACROSS_CASE(too_many), ACROSS_CASE(everybody_is_counted), ACROSS_CASE(too_few)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
