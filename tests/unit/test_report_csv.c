#include "output_case.h"

static struct source_info spring = {.source = {"spring.csv", 10}};
static struct source_info member = {.number = 1, .source = {"all, of it.zip", 14}, .member = {"in.csv", 6}};

#define HEADER "source,member,line,index,bib_num,code,severity,field,value,message,hint,waived\n"

static void assert_written(const struct batch *batch, const char *expected)
{
    struct output_case c;
    assert_string_equal(output_case_run(&c, &report_csv_ops, (struct output_options){0}, batch, NULL), expected);
    output_case_release(&c);
}

static struct activity *add_row(struct batch *batch)
{
    struct activity *row = batch_add_row(batch);
    row->line = 17;
    row->index = 15;
    row->bib = VIEW("0042");
    row->first_name = VIEW("Zebulon");
    row->last_name = VIEW("Quill");
    return row;
}

static void nothing_found(void **state)
{
    (void)state;
    struct batch batch = {.source = &spring};
    add_row(&batch);
    assert_written(&batch, HEADER);
    batch_release(&batch);
}

static void about_a_row_and_about_a_source(void **state)
{
    (void)state;
    struct batch batch = {.source = &member};
    batch_note(&batch, NULL, CODE_CSV_STRAY_QUOTE, FIELD_NONE, VIEW("Shoe, left"));
    struct activity *row = add_row(&batch);
    batch_note(&batch, row, CODE_DATE_INVALID, FIELD_DATE, VIEW("13/31/2026"));
    struct finding *f = batch_note(&batch, row, CODE_DATE_MISSING, FIELD_DATE, VIEW(""));
    batch_hint(&batch, f, SLIP_OTHER_YEAR, FIELD_DATE, arg_day(civil_day(2026, 6, 1)));
    assert_written(
        &batch, HEADER
        "\"all, of it.zip\",in.csv,,,,csv-stray-quote,warning,,\"Shoe, left\",a quote stands inside a cell; it was "
        "read as part of the text,,\n"
        "\"all, of it.zip\",in.csv,17,15,0042,date-invalid,error,date,13/31/2026,\"Date \"\"13/31/2026\"\" is "
        "not a date\",,\n"
        "\"all, of it.zip\",in.csv,17,15,0042,date-missing,error,date,,no date,the year may be mistyped; "
        "2026-06-01 would fit,\n");
    batch_release(&batch);
}

static void hostile_cells_stay_in_their_line(void **state)
{
    (void)state;
    struct batch batch = {.source = &spring};
    struct activity *row = add_row(&batch);
    row->bib = VIEW("=HYPERLINK(1)");
    row->line = 0;
    batch_note(&batch, row, CODE_DATE_INVALID, FIELD_DATE, VIEW("@a\nb\r\xFF\0c"));
    assert_written(&batch, HEADER "spring.csv,,,15,'=HYPERLINK(1),date-invalid,error,date,'@a?b???c,\"Date "
                                  "\"\"@a?b???c\"\" is not a date\",,\n");
    batch_release(&batch);
}

/* More than fits into the spool's memory: nothing is cut, and nothing is left when it is aborted. */
static void all_of_many(void **state)
{
    (void)state;
    enum { BATCHES = 30, ROWS = 4000 };
    struct batch batch = {.source = &spring};
    for (int i = 0; i < ROWS; i++)
        batch_note(&batch, add_row(&batch), CODE_DATE_INVALID, FIELD_DATE, VIEW("13/31/2026"));
    struct output_case c;
    output_case_open(&c, &report_csv_ops, (struct output_options){0});
    for (int i = 0; i < BATCHES; i++)
        output_case_feed(&c, &batch);
    const char *text = output_case_text(&c, NULL);
    size_t lines = 0;
    for (const char *at = text; (at = strchr(at, '\n')); at++)
        lines++;
    assert_int_equal(lines, 1 + BATCHES * ROWS);
    output_case_release(&c);
    output_case_open(&c, &report_csv_ops, (struct output_options){0});
    output_case_feed(&c, &batch);
    c.output.ops->abort(&c.output);
    c.output.ops->abort(&c.output);
    assert_null(c.output.state);
    output_case_release(&c);
    batch_release(&batch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_found),
        cmocka_unit_test(about_a_row_and_about_a_source),
        cmocka_unit_test(hostile_cells_stay_in_their_line),
        cmocka_unit_test(all_of_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
