#include "output_case.h"

#include <stdio.h>

static struct column_info columns[] = {
    {.name = {"Date", 4}, .field = FIELD_DATE, .decision = {"month first", 11}, .evidence = {"line 5: 5/31/2026", 17}},
    {.name = {"Bib", 3}, .field = FIELD_BIB, .decision = {"as text", 7}, .evidence = {"header", 6}},
    {.name = {"Miles", 5}, .field = FIELD_DISTANCE, .decision = {"miles", 5}, .evidence = {"profile", 7}},
    {.name = {"Time", 4}, .field = FIELD_TIME, .decision = {"clock times", 11}},
};
static const struct source_info spring = {
    .source = {"spring.csv", 10},
    .format = {"csv", 3},
    .encoding = {"UTF-8", 5},
    .delimiter = ',',
    .header_line = 1,
    .books = {.rows = 228, .accepted = 225, .rejected = 3},
};

static struct summary summary_of(struct source_info **sources, size_t count)
{
    struct summary s = {.as_of = civil_day(2026, 6, 30), .sources = sources, .source_count = count};
    for (size_t i = 0; i < count; i++) {
        sources[i]->number = (uint32_t)i;
        s.totals.rows += sources[i]->books.rows;
        s.totals.accepted += sources[i]->books.accepted;
        s.totals.rejected += sources[i]->books.rejected;
        s.totals.skipped += sources[i]->books.skipped;
        s.totals.blank += sources[i]->books.blank;
    }
    return s;
}

static void assert_report(struct output_options options, const struct batch *batch, const struct summary *summary,
                          const char *expected)
{
    struct output_case c;
    options.command = "check";
    assert_string_equal(output_case_run(&c, &report_text_ops, options, batch, summary), expected);
    output_case_release(&c);
}

static struct activity *add_row(struct batch *batch, uint64_t line)
{
    struct activity *row = batch_add_row(batch);
    row->line = line;
    row->index = batch->row_count - 1;
    row->first_name = VIEW("Zebulon");
    row->last_name = VIEW("Quill");
    return row;
}

static void nothing_wrong(void **state)
{
    (void)state;
    struct source_info source = spring, *sources[] = {&source};
    source.books = (struct books){.rows = 1228, .accepted = 1228};
    source.profile = VIEW("runsignup-activities");
    struct summary summary = summary_of(sources, 1);
    struct batch batch = {.source = &source};
    summary.distance_mm = INT64_C(1986672768); /* 1234.461 mi */
    summary.elapsed_ms = 756900999;
    struct event event;
    event_init(&event);
    event.name = VIEW("Spring\x1B Mileage Challenge");
    add_row(&batch, 2);
    assert_report((struct output_options){.event = &event, .tally_unit = UNIT_MI}, &batch, &summary,
                  "tallypost check: Spring? Mileage Challenge, as of 2026-06-30\n\n"
                  "spring.csv\n"
                  "  read as csv, profile runsignup-activities, UTF-8, comma, header in line 1\n"
                  "  1,228 rows: 1,228 accepted, 0 rejected\n\n"
                  "accepted: 1,234.5 mi (1,986.7 km) in 210:15:00 (h:mm:ss)\n\n"
                  "1,228 of 1,228 rows are ready\n");
    event_release(&event);
    batch_release(&batch);
}

static void causes(void **state)
{
    (void)state;
    struct source_info source = spring, *sources[] = {&source};
    source.columns = columns;
    source.column_count = 4;
    struct summary summary = summary_of(sources, 1);
    struct batch batch = {.source = &source};
    struct finding *f = batch_note(&batch, add_row(&batch, 9), CODE_DATE_BEFORE_WINDOW, FIELD_DATE, VIEW("5/1/2025"));
    f->args[0] = arg_day(civil_day(2025, 5, 1));
    f->args[1] = arg_day(civil_day(2026, 5, 1));
    batch_hint(&batch, f, SLIP_OTHER_YEAR, FIELD_DATE, arg_day(civil_day(2026, 5, 1)));
    for (uint64_t line = 17; line < 19; line++)
        batch_note(&batch, add_row(&batch, line), CODE_DATE_INVALID, FIELD_DATE, VIEW("13/31/2026"));
    for (uint64_t line = 20; line < 1220; line++)
        batch_note(&batch, add_row(&batch, line), CODE_TIME_MISSING, FIELD_TIME, VIEW(""));
    batch_note(&batch, NULL, CODE_COLUMN_UNMAPPED, FIELD_NONE, VIEW("Shoe"));
    f = batch_note(&batch, batch.rows, CODE_ROW_NOT_ACTIVITY, FIELD_NONE, VIEW(""));
    f->args[0] = arg_word("it is a line of totals");
    assert_report((struct output_options){0}, &batch, &summary,
                  "tallypost check, as of 2026-06-30\n\n"
                  "spring.csv\n"
                  "  read as csv, UTF-8, comma, header in line 1\n"
                  "  date: month first (line 5: 5/31/2026); time: clock times\n"
                  "  228 rows: 225 accepted, 3 rejected\n\n"
                  "1,200 accepted rows have a warning\n\n"
                  "    count  severity what\n"
                  "        2  error    date-invalid\n"
                  "           first in line 17: Date \"13/31/2026\" is not a date\n"
                  "        1  error    date-before-window\n"
                  "           line 9: 2025-05-01 is before the event's first day, 2026-05-01\n"
                  "           hint: the year may be mistyped; 2026-05-01 would fit\n"
                  "    1,200  warning  time-missing\n"
                  "           first in line 20: no time\n"
                  "        1  info     row-not-activity\n"
                  "           line 9: not an activity, skipped: it is a line of totals\n\n"
                  "tallypost explain CODE tells what a code means and how to mend it.\n"
                  "1 remark is not shown; --verbose shows it.\n\n"
                  "225 of 228 rows are ready; 3 need attention\n");
    batch_release(&batch);
}

/* A code that a rule softened for some rows is told once for each severity. */
static void one_code_two_severities(void **state)
{
    (void)state;
    struct source_info source = spring, *sources[] = {&source};
    struct summary summary = summary_of(sources, 1);
    struct batch batch = {.source = &source};
    batch_note(&batch, add_row(&batch, 2), CODE_TIME_MISSING, FIELD_TIME, VIEW(""))->severity = SEVERITY_ERROR;
    batch_note(&batch, add_row(&batch, 3), CODE_TIME_MISSING, FIELD_TIME, VIEW(""));
    struct output_case c;
    const char *text =
        output_case_run(&c, &report_text_ops, (struct output_options){.command = "check"}, &batch, &summary);
    assert_non_null(strstr(text, "        1  error    time-missing\n           line 2: no time\n"
                                 "        1  warning  time-missing\n           line 3: no time\n"));
    output_case_release(&c);
    batch_release(&batch);
}

static void several_inputs_and_one_in_trouble(void **state)
{
    (void)state;
    struct source_info good = spring, photo = {.source = VIEW("photo.csv")}, gone = {.source = VIEW("gone.csv")},
                       counts = spring, *sources[] = {&good, &photo, &gone, &counts};
    counts.source = VIEW("export.zip");
    counts.member = VIEW("push-ups.csv");
    counts.delimiter = '\t';
    counts.books = (struct books){.rows = 4, .accepted = 1, .rejected = 0, .skipped = 2, .blank = 1};
    struct summary summary = summary_of(sources, 4);
    summary.distance_mm = 5000000;
    struct batch of_photo = {.source = &photo}, of_counts = {.source = &counts};
    batch_note(&of_photo, NULL, CODE_NOT_ACTIVITIES, FIELD_NONE, VIEW(""))->args[0] =
        arg_word("the file is a PNG picture");
    add_row(&of_counts, 2)->count = 1250;
    for (int i = 0; i < 2; i++)
        batch_note(&of_counts, add_row(&of_counts, 0), CODE_TIME_INVALID, FIELD_TIME, VIEW("x"));
    struct output_case c;
    output_case_open(&c, &report_text_ops, (struct output_options){.command = "import", .tally_unit = UNIT_KM});
    output_case_feed(&c, &of_photo);
    output_case_feed(&c, &of_counts);
    assert_string_equal(output_case_text(&c, &summary),
                        "tallypost import, as of 2026-06-30\n\n"
                        "spring.csv\n"
                        "  read as csv, UTF-8, comma, header in line 1\n"
                        "  228 rows: 225 accepted, 3 rejected\n\n"
                        "photo.csv\n"
                        "  error: the file is a PNG picture\n\n"
                        "gone.csv\n"
                        "  error: could not be read\n\n"
                        "export.zip/push-ups.csv\n"
                        "  read as csv, UTF-8, tab, header in line 1\n"
                        "  4 rows: 1 accepted, 0 rejected, 2 skipped, 1 blank\n\n"
                        "4 inputs, 232 rows: 226 accepted, 3 rejected, 2 skipped, 1 blank\n"
                        "accepted: 5.0 km (3.1 mi) and a count of 1,250\n\n"
                        "    count  severity what\n"
                        "        2  error    time-invalid\n"
                        "           first in export.zip/push-ups.csv: record 2: Time \"x\" is not a\n"
                        "           duration\n"
                        "        1  error    not-activities\n"
                        "           photo.csv: the file is a PNG picture\n\n"
                        "tallypost explain CODE tells what a code means and how to mend it.\n\n"
                        "226 of 229 rows are ready; 3 rows and 2 inputs need attention\n");
    output_case_release(&c);
    batch_release(&of_photo);
    batch_release(&of_counts);
}

static void verdicts(void **state)
{
    (void)state;
    static const struct {
        struct books books;
        const char *format, *last;
    } cases[] = {
        {{.rows = 228, .accepted = 225, .rejected = 3}, "csv", "225 of 228 rows are ready; 3 need attention\n"},
        {{.rows = 3, .accepted = 2, .rejected = 1}, "csv", "2 of 3 rows are ready; 1 needs attention\n"},
        {{.rows = 3, .accepted = 1, .rejected = 2}, "csv", "1 of 3 rows is ready; 2 need attention\n"},
        {{.rows = 1, .accepted = 1}, "csv", "1 of 1 row is ready\n"},
        {{.rows = 2, .rejected = 2}, "csv", "0 of 2 rows are ready; 2 need attention\n"},
        {{.rows = 5, .accepted = 2, .skipped = 2, .blank = 1}, "csv", "2 of 2 rows are ready\n"},
        {{.rows = 3, .skipped = 2, .blank = 1}, "csv", "nothing new to do: every row was skipped\n"},
        {{.rows = 3, .blank = 3}, "csv", "there are no rows\n"},
        {{0}, "", "there are no rows; 1 input needs attention\n"},
        {{.rows = 2000000, .accepted = 1000000, .rejected = 1000000},
         "csv",
         "1,000,000 of 2,000,000 rows are ready; 1,000,000 need attention\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct source_info source = spring, *sources[] = {&source};
        struct batch batch = {.source = &source};
        source.books = cases[i].books;
        source.format = view_of(cases[i].format);
        struct summary summary = summary_of(sources, 1);
        struct output_case c;
        struct view text = view_of(
            output_case_run(&c, &report_text_ops, (struct output_options){.command = "check"}, &batch, &summary));
        size_t start = text.len - 1;
        while (start && text.at[start - 1] != '\n')
            start--;
        assert_string_equal(text.at + start, cases[i].last);
        output_case_release(&c);
    }
}

static void in_color(void **state)
{
    (void)state;
    struct source_info source = spring, *sources[] = {&source};
    struct batch batch = {.source = &source};
    struct summary summary = summary_of(sources, 1);
    batch_note(&batch, add_row(&batch, 2), CODE_DATE_MISSING, FIELD_DATE, VIEW(""));
    assert_report((struct output_options){.color = true}, &batch, &summary,
                  "\033[1mtallypost check, as of 2026-06-30\033[0m\n\n"
                  "spring.csv\n"
                  "  read as csv, UTF-8, comma, header in line 1\n"
                  "  228 rows: 225 accepted, 3 rejected\n\n"
                  "\033[1m    count  severity what\033[0m\n"
                  "        1  \033[1;31merror\033[0m    date-missing\n"
                  "           line 2: no date\n\n"
                  "tallypost explain CODE tells what a code means and how to mend it.\n\n"
                  "\033[33m225 of 228 rows are ready; 3 need attention\033[0m\n");
    batch_release(&batch);
}

/* The characters of the longest line. */
static size_t widest(const char *text)
{
    size_t most = 0, width = 0;
    for (; *text; text++) {
        if (*text == '\n')
            width = 0;
        else
            width += ((unsigned char)*text & 0xC0) != 0x80;
        most = width > most ? width : most;
    }
    return most;
}

static void add_everything(struct batch *batch)
{
    static const char umlauts[] =
        "\xC3\xA4\xC3\xB6 \xC3\xBC\xC3\x9F \xC3\xA4\xC3\xB6 \xC3\xBC\xC3\x9F \xC3\xA4\xC3\xB6";
    for (enum code code = 0; code < CODE_COUNT; code++) {
        struct finding *f = batch_note(batch, add_row(batch, code + 2), code, FIELD_ELEVATION, VIEW(umlauts));
        for (size_t i = 0; i < sizeof f->args / sizeof *f->args; i++)
            f->args[i] = arg_distance(21097500, UNIT_KM);
        struct hint *hint = batch_hint(batch, f, (enum slip)(code % SLIP_COUNT), FIELD_TIME, arg_time(3723000));
        for (size_t i = 0; i < sizeof hint->args / sizeof *hint->args; i++)
            hint->args[i] = arg_quoted(VIEW(umlauts));
    }
}

/* Every code, told in lines of at most 80 characters, and nobody's name among them. */
static void fits_the_page_and_names_nobody(void **state)
{
    (void)state;
    struct source_info source = spring, *sources[] = {&source};
    source.columns = columns;
    source.column_count = 4;
    source.profile = VIEW("a-profile-whose-name-takes-some-room");
    struct summary summary = summary_of(sources, 1);
    struct batch batch = {.source = &source};
    add_everything(&batch);
    struct output_options options = {.command = "check", .verbose = true};
    struct output_case c;
    const char *text = output_case_run(&c, &report_text_ops, options, &batch, &summary);
    assert_in_range(widest(text), 75, 80);
    for (enum code code = 0; code < CODE_COUNT; code++)
        assert_non_null(strstr(text, code_table[code].name));
    assert_null(strstr(text, "Zebulon"));
    assert_null(strstr(text, "Quill"));
    assert_null(strstr(text, "not shown"));
    output_case_release(&c);
    batch_release(&batch);
}

/* A folder of many files: those with something wrong are told one by one, up to a limit, the others are counted. */
static void many_inputs(void **state)
{
    (void)state;
    enum { SOURCES = 200, EVERY = 3 }; /* 67 of them are bad */
    static struct source_info all[SOURCES];
    static struct source_info *sources[SOURCES];
    static char names[SOURCES][16];
    for (size_t i = 0; i < SOURCES; i++) {
        sources[i] = &all[i];
        all[i] = spring;
        snprintf(names[i], sizeof names[i], "run-%zu.csv", i);
        all[i].source = view_of(names[i]);
        all[i].books = (struct books){.rows = 1, .accepted = i % EVERY != 0, .rejected = i % EVERY == 0};
    }
    struct summary summary = summary_of(sources, SOURCES);
    struct batch batch = {.source = &all[0]};
    for (int verbose = 0; verbose <= 1; verbose++) {
        struct output_options options = {.command = "check", .verbose = verbose != 0};
        struct output_case c;
        const char *text = output_case_run(&c, &report_text_ops, options, &batch, &summary);
        assert_non_null(strstr(text, "run-147.csv\n"));
        assert_true(!strstr(text, "run-150.csv\n") == !verbose);
        assert_true(!strstr(text, "run-1.csv\n") == !verbose);
        assert_true(!strstr(text, "17 more inputs with rejected rows; --verbose names them\n\n"
                                  "133 inputs with nothing rejected\n\n") == !!verbose);
        assert_non_null(strstr(text, "200 inputs, 200 rows: 133 accepted, 67 rejected\n"));
        output_case_release(&c);
    }
}

static void aborted_and_refused(void **state)
{
    (void)state;
    struct source_info source = spring;
    struct batch batch = {.source = &source};
    struct arena arena = {0};
    struct error error = {0};
    struct view text;
    struct output_case c;
    add_everything(&batch);
    output_case_open(&c, &report_text_ops, (struct output_options){.command = "check"});
    output_case_feed(&c, &batch);
    report_text_ops.abort(&c.output);
    assert_int_equal(fileio_read(c.path, 1000000, &arena, &text, &error), STATUS_OK);
    assert_int_equal(text.len, 0);
    output_case_release(&c);
    c.output.options.path = "/nowhere/at/all";
    assert_int_equal(report_text_ops.open(&c.output, &error), STATUS_IO);
    arena_release(&arena);
    batch_release(&batch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_wrong),
        cmocka_unit_test(causes),
        cmocka_unit_test(one_code_two_severities),
        cmocka_unit_test(several_inputs_and_one_in_trouble),
        cmocka_unit_test(verdicts),
        cmocka_unit_test(in_color),
        cmocka_unit_test(fits_the_page_and_names_nobody),
        cmocka_unit_test(many_inputs),
        cmocka_unit_test(aborted_and_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
