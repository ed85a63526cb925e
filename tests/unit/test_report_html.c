#include "output_case.h"

#include <stdio.h>

static struct source_info spring = {.source = {"spring.csv", 10}, .format = {"csv", 3}};

static struct activity *add_row(struct batch *batch)
{
    struct activity *row = batch_add_row(batch);
    row->line = batch->row_count + 1;
    return row;
}

static size_t count_of(const char *text, const char *part)
{
    size_t n = 0;
    for (; (text = strstr(text, part)); text += strlen(part))
        n++;
    return n;
}

static struct summary summary_of(struct source_info **source, const struct batch *batch)
{
    struct summary s = {.as_of = civil_day(2026, 6, 30), .sources = source, .source_count = 1};
    s.totals.rows = s.totals.rejected = batch->row_count;
    return s;
}

/* Remarks leave room for errors, and one code leaves room for another that comes late. */
static void the_list_is_a_sample_with_some_of_each(void **state)
{
    (void)state;
    struct source_info *source = &spring;
    struct event event;
    event_init(&event);
    struct batch batch = {.source = source};
    for (int i = 0; i < 3000; i++) {
        struct activity *row = add_row(&batch);
        batch_note(&batch, row, CODE_TEXT_CONTROL, FIELD_COMMENT, VIEW("x"));
        batch_note(&batch, row, CODE_DATE_INVALID, FIELD_DATE, VIEW("13/31/2026"));
    }
    for (int i = 0; i < 30; i++)
        batch_note(&batch, add_row(&batch), CODE_DATE_MISSING, FIELD_DATE, VIEW(""));
    struct summary summary = summary_of(&source, &batch);
    struct output_case c;
    const struct output_options options = {.event = &event, .command = "check"};
    const char *page = output_case_run(&c, &report_html_ops, options, &batch, &summary);
    assert_int_equal(count_of(page, "<td class=s-info>info<td><a href"), 100);
    assert_int_equal(count_of(page, "<a href=\"#c-date-invalid-error\">date-invalid</a>"), 500);
    assert_int_equal(count_of(page, "<a href=\"#c-date-missing-error\">date-missing</a>"), 20);
    assert_non_null(strstr(page, "<b>3,000 times</b> <code>date-invalid</code>"));
    assert_non_null(strstr(page, "<b>30 times</b> <code>date-missing</code>"));
    assert_non_null(strstr(page, "See 20 of the 30 in the list"));
    assert_non_null(strstr(page, "620 of 6,030 findings are shown"));
    output_case_release(&c);
    batch_release(&batch);
    event_release(&event);
}

/* Sums of what nobody covers do not overflow, and no axis breaks. */
static void extremes(void **state)
{
    (void)state;
    struct source_info *source = &spring;
    struct event event;
    struct limits *limits;
    struct error error;
    event_init(&event);
    assert_int_equal(limits_open(&limits, NULL, &error), STATUS_OK);
    struct batch batch = {.source = source};
    static const int64_t values[] = {1, 1000, INT64_C(4000000000000), INT64_MAX - 1};
    for (int i = 0; i < 64; i++) {
        struct activity *row = add_row(&batch);
        row->distance_mm = values[i % 4];
        row->elapsed_ms = values[i / 4 % 4];
        row->count = values[i / 16];
        row->kind = (uint8_t)(i % KIND_COUNT);
        row->day = i % 2 ? civil_day(1, 1, 1) + i : civil_day(9999, 12, 31) - i;
        row->bib = VIEW("7");
    }
    struct summary summary = summary_of(&source, &batch);
    struct output_case c;
    const struct output_options options = {.event = &event, .command = "check", .limits = limits};
    const char *page = output_case_run(&c, &report_html_ops, options, &batch, &summary);
    assert_non_null(strstr(page, "per century"));
    assert_int_equal(count_of(page, "<svg"), 2 * KIND_COUNT + 3);
    assert_int_equal(count_of(page, "\"-"), 0); /* no place is negative */
    output_case_release(&c);
    batch_release(&batch);
    limits_close(limits);
    event_release(&event);
}

static void aborted(void **state)
{
    (void)state;
    struct event event;
    event_init(&event);
    struct output_case c;
    struct batch batch = {.source = &spring};
    batch_note(&batch, add_row(&batch), CODE_DATE_MISSING, FIELD_DATE, VIEW(""));
    output_case_open(&c, &report_html_ops, (struct output_options){.event = &event, .command = "check"});
    output_case_feed(&c, &batch);
    c.output.ops->abort(&c.output);
    c.output.ops->abort(&c.output);
    assert_null(c.output.state);
    struct view text;
    struct error error;
    assert_int_equal(fileio_read(c.path, 1000, &c.arena, &text, &error), STATUS_OK);
    assert_int_equal(text.len, 0);
    output_case_release(&c);
    batch_release(&batch);
    event_release(&event);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_list_is_a_sample_with_some_of_each),
        cmocka_unit_test(extremes),
        cmocka_unit_test(aborted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
