#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/civil.h"
#include "outputs/diagnostics.h"

static struct source_info spring = {.source = {"spring.csv", 10}};
static struct source_info member = {.number = 1, .source = {"export.zip", 10}, .member = {"activities.csv", 14}};

static struct activity *add_row(struct batch *batch, uint64_t line)
{
    struct activity *row = batch_add_row(batch);
    row->index = batch->row_count - 1;
    row->line = row->last_line = line;
    return row;
}

static void add_bad_date(struct batch *batch, uint64_t line)
{
    batch_note(batch, add_row(batch, line), CODE_DATE_INVALID, FIELD_DATE, VIEW("13/31/2026"));
}

static void assert_lines(struct diagnostics *d, bool color, const char *expected)
{
    struct buffer out = {0};
    diagnostics_write(d, &out, color);
    assert_string_equal(buffer_string(&out), expected);
    buffer_release(&out);
    diagnostics_release(d);
}

static void a_finding_and_its_hint(void **state)
{
    (void)state;
    struct diagnostics d = {0};
    struct batch batch = {.source = &spring};
    add_bad_date(&batch, 17);
    struct finding *f = batch_note(&batch, add_row(&batch, 41), CODE_DATE_BEFORE_WINDOW, FIELD_DATE, VIEW("5/1/2025"));
    f->args[0] = arg_day(civil_day(2025, 5, 1));
    f->args[1] = arg_day(civil_day(2026, 5, 1));
    batch_hint(&batch, f, SLIP_OTHER_YEAR, FIELD_DATE, arg_day(civil_day(2026, 5, 1)));
    batch_hint(&batch, f, SLIP_DAY_MONTH, FIELD_DATE, arg_day(civil_day(2025, 1, 5)));
    diagnostics_batch(&d, &batch);
    assert_lines(&d, false,
                 "spring.csv:17: error: Date \"13/31/2026\" is not a date [date-invalid]\n"
                 "spring.csv:41: error: 2025-05-01 is before the event's first day, 2026-05-01 [date-before-window]\n"
                 "spring.csv:41: hint: the year may be mistyped; 2026-05-01 would fit\n");
    batch_release(&batch);
}

static void places(void **state)
{
    (void)state;
    struct diagnostics d = {0};
    struct batch of_source = {.source = &spring}, of_member = {.source = &member};
    batch_note(&of_source, NULL, CODE_CSV_OPEN_QUOTE, FIELD_NONE, VIEW(""));
    batch_note(&of_source, NULL, CODE_CSV_STRAY_QUOTE, FIELD_NONE, VIEW(""))->line = 9;
    add_bad_date(&of_member, 17);
    add_bad_date(&of_member, 0);
    diagnostics_batch(&d, &of_source);
    diagnostics_batch(&d, &of_member);
    assert_lines(&d, false,
                 "spring.csv: error: a quote opens in this line and is never closed; only this line is lost, reading "
                 "goes on with the next [csv-open-quote]\n"
                 "spring.csv:9: warning: a quote stands inside a cell; it was read as part of the text "
                 "[csv-stray-quote]\n"
                 "export.zip/activities.csv:17: error: Date \"13/31/2026\" is not a date [date-invalid]\n"
                 "export.zip/activities.csv: record 2: error: Date \"13/31/2026\" is not a date [date-invalid]\n");
    batch_release(&of_source);
    batch_release(&of_member);
}

/* So many of a code and source are shown; each source counts for itself, whatever batches it came in. */
static void the_rest_is_counted(void **state)
{
    (void)state;
    struct diagnostics d = {0};
    struct buffer expected = {0};
    struct batch batch = {.source = &spring};
    for (uint64_t line = 2; line < 2 + 996; line++) {
        add_bad_date(&batch, line);
        if (line < 2 + DIAGNOSTICS_SHOWN)
            buffer_format(&expected, "spring.csv:%d: error: Date \"13/31/2026\" is not a date [date-invalid]\n",
                          (int)line);
        if (line % 100 != 0)
            continue;
        diagnostics_batch(&d, &batch);
        batch_reset(&batch);
    }
    diagnostics_batch(&d, &batch);
    batch_reset(&batch);
    batch.source = &member;
    for (uint64_t line = 2; line < 2 + DIAGNOSTICS_SHOWN; line++)
        add_bad_date(&batch, line);
    diagnostics_batch(&d, &batch);
    buffer_add_text(&expected, "spring.csv: 976 more with [date-invalid]\n");
    for (int line = 2; line < 2 + DIAGNOSTICS_SHOWN; line++)
        buffer_format(&expected,
                      "export.zip/activities.csv:%d: error: Date \"13/31/2026\" is not a date [date-invalid]\n", line);
    assert_lines(&d, false, buffer_string(&expected));
    buffer_release(&expected);
    batch_release(&batch);
}

static void remarks_only_when_verbose(void **state)
{
    (void)state;
    struct batch batch = {.source = &spring};
    for (int i = 0; i < DIAGNOSTICS_SHOWN + 5; i++)
        batch_note(&batch, NULL, CODE_TYPE_MISSING, FIELD_NONE, VIEW("Shoe"));
    struct diagnostics d = {0};
    diagnostics_batch(&d, &batch);
    assert_lines(&d, false, "");
    struct buffer expected = {0};
    for (int i = 0; i < DIAGNOSTICS_SHOWN; i++)
        buffer_add_text(&expected, "spring.csv: info: no activity type [type-missing]\n");
    buffer_add_text(&expected, "spring.csv: 5 more with [type-missing]\n");
    d.verbose = true;
    diagnostics_batch(&d, &batch);
    assert_lines(&d, false, buffer_string(&expected));
    buffer_release(&expected);
    batch_release(&batch);
}

static void severities_in_color(void **state)
{
    (void)state;
    struct diagnostics d = {.verbose = true};
    struct batch batch = {.source = &spring};
    add_bad_date(&batch, 17);
    batch_hint(&batch, batch.rows[0].findings, SLIP_DAY_MONTH, FIELD_DATE, arg_day(civil_day(2026, 12, 31)));
    batch_note(&batch, add_row(&batch, 18), CODE_TIME_MISSING, FIELD_TIME, VIEW(""));
    diagnostics_batch(&d, &batch);
    assert_lines(&d, true,
                 "spring.csv:17: \033[1;31merror:\033[0m Date \"13/31/2026\" is not a date [date-invalid]\n"
                 "spring.csv:17: \033[32mhint:\033[0m with day and month swapped it is 2026-12-31\n"
                 "spring.csv:18: \033[1;35mwarning:\033[0m no time [time-missing]\n");
    batch_release(&batch);
}

/* What a terminal would obey never reaches it: not from names, not from cells; nor does it become a colour. */
static void control_characters_are_masked(void **state)
{
    (void)state;
    struct source_info evil = {.source = VIEW("a\033[2Jb\001.csv"), .member = VIEW("\002c")};
    for (int color = 0; color <= 1; color++) {
        struct diagnostics d = {0};
        struct batch batch = {.source = &evil};
        batch_note(&batch, add_row(&batch, 3), CODE_DISTANCE_INVALID, FIELD_DISTANCE, VIEW("\0015\007\n\xFF"));
        diagnostics_batch(&d, &batch);
        assert_lines(&d, color != 0,
                     color ? "a?[2Jb?.csv/?c:3: \033[1;31merror:\033[0m Distance \"?5???\" is not a distance "
                             "[distance-invalid]\n"
                           : "a?[2Jb?.csv/?c:3: error: Distance \"?5???\" is not a distance [distance-invalid]\n");
        batch_release(&batch);
    }
}

/* Very many sources, each with few findings: the text is bounded, and what is left out is said. */
static void the_text_is_bounded(void **state)
{
    (void)state;
    enum { SOURCES = 12000 };
    struct diagnostics d = {0};
    struct source_info *sources = memory_get(SOURCES * sizeof *sources);
    struct batch batch = {0};
    for (uint64_t line = 1; line <= DIAGNOSTICS_SHOWN; line++)
        add_bad_date(&batch, line);
    for (size_t i = 0; i < SOURCES; i++) {
        sources[i].source = VIEW("one/of/many.csv");
        batch.source = &sources[i];
        diagnostics_batch(&d, &batch);
    }
    struct buffer out = {0};
    diagnostics_write(&d, &out, false);
    assert_in_range(out.len, DIAGNOSTICS_BYTES / 20 * 19, DIAGNOSTICS_BYTES + 1000);
    uint64_t lines = 0;
    for (size_t i = 0; i < out.len; i++)
        lines += out.at[i] == '\n';
    struct buffer last = {0};
    buffer_format(&last, "\ntallypost: %llu more findings; --report json=FILE lists them\n",
                  (unsigned long long)(SOURCES * DIAGNOSTICS_SHOWN - (lines - 1)));
    assert_true(view_ends(buffer_view(&out), buffer_view(&last)));
    buffer_release(&last);
    buffer_release(&out);
    diagnostics_release(&d);
    memory_free(sources);
    batch_release(&batch);
}

static void nothing_found(void **state)
{
    (void)state;
    struct diagnostics d = {0};
    assert_lines(&d, true, "");
    struct batch batch = {.source = &spring};
    add_row(&batch, 2);
    diagnostics_batch(&d, &batch);
    assert_lines(&d, true, "");
    batch_release(&batch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_finding_and_its_hint), cmocka_unit_test(places),
        cmocka_unit_test(the_rest_is_counted),    cmocka_unit_test(remarks_only_when_verbose),
        cmocka_unit_test(severities_in_color),    cmocka_unit_test(control_characters_are_masked),
        cmocka_unit_test(the_text_is_bounded),    cmocka_unit_test(nothing_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
