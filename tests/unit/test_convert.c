#include "output_case.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <sys/stat.h>

#include "normalize/parse_distance.h"
#include "normalize/parse_duration.h"

static struct source_info spring = {.source = {"spring.csv", 10}};
static struct source_info member = {.number = 1, .source = {"a \"b\".zip", 9}, .member = {"in.csv", 6}};

static struct activity *add_run(struct batch *batch)
{
    struct activity *row = batch_add_row(batch);
    row->index = 15;
    row->line = 17;
    row->last_line = 18;
    row->bib = VIEW("0042");
    row->registration_id = VIEW("900100201");
    row->first_name = VIEW("Ada");
    row->last_name = VIEW("Quill");
    row->event_name = VIEW("GVRAT 26  R3");
    row->day = civil_day(2026, 5, 1);
    row->distance_mm = 42325747;
    row->distance_unit = UNIT_MI;
    row->elapsed_ms = 20271000;
    row->elevation_mm = 36576;
    row->type_text = VIEW("Jog");
    row->kind = KIND_RUN;
    row->type_id = 37792;
    row->comment = VIEW("wet, \"slow\"");
    row->validated_pace = true;
    return row;
}

static void assert_written(const struct output_ops *ops, struct output_options options, const struct batch *batch,
                           const char *expected)
{
    struct output_case c;
    assert_string_equal(output_case_run(&c, ops, options, batch, NULL), expected);
    output_case_release(&c);
}

/* ---- ndjson ---- */

static void a_whole_row(void **state)
{
    (void)state;
    struct batch batch = {.source = &spring};
    struct activity *row = add_run(&batch);
    row->start_ms = INT64_C(1777617000000);
    row->moving_ms = 20000000;
    assert_written(&convert_ndjson_ops, (struct output_options){.tally_unit = UNIT_MI}, &batch,
                   "{\"source\":\"spring.csv\",\"member\":null,\"line\":17,\"last_line\":18,\"index\":15,"
                   "\"status\":\"accepted\",\"bib_num\":\"0042\",\"registration_id\":\"900100201\","
                   "\"tally_split_date\":\"2026-05-01\",\"start_utc\":\"2026-05-01T06:30:00Z\","
                   "\"distance_mm\":42325747,\"tally_count\":null,\"result_split_tally_value\":26.3,"
                   "\"submitted_time_in_ms\":20271000,\"moving_time_in_ms\":20000000,"
                   "\"split_elevation_gain_in_mm\":36576,\"activity_type\":\"Jog\",\"activity_kind\":\"run\","
                   "\"virtual_race_activity_type_id\":37792,\"tally_split_comment\":\"wet, \\\"slow\\\"\","
                   "\"validated_pace\":\"T\",\"findings\":[]}\n");
    batch_release(&batch);
}

static void nothing_known(void **state)
{
    (void)state;
    struct batch batch = {.source = &member};
    batch_add_row(&batch);
    assert_written(&convert_ndjson_ops, (struct output_options){0}, &batch,
                   "{\"source\":\"a \\\"b\\\".zip\",\"member\":\"in.csv\",\"line\":null,\"last_line\":null,"
                   "\"index\":0,\"status\":\"accepted\",\"bib_num\":null,\"registration_id\":null,"
                   "\"tally_split_date\":null,\"start_utc\":null,\"distance_mm\":null,\"tally_count\":null,"
                   "\"result_split_tally_value\":null,\"submitted_time_in_ms\":null,\"moving_time_in_ms\":null,"
                   "\"split_elevation_gain_in_mm\":null,\"activity_type\":null,\"activity_kind\":null,"
                   "\"virtual_race_activity_type_id\":null,\"tally_split_comment\":null,"
                   "\"validated_pace\":\"F\",\"findings\":[]}\n");
    batch_release(&batch);
}

static void findings_and_hints(void **state)
{
    (void)state;
    struct batch batch = {.source = &spring};
    struct activity *row = add_run(&batch);
    struct finding *f = batch_note(&batch, row, CODE_DATE_INVALID, FIELD_DATE, VIEW("13/31/2026"));
    batch_hint(&batch, f, SLIP_DAY_MONTH, FIELD_DATE, arg_day(civil_day(2026, 12, 31)));
    batch_hint(&batch, f, SLIP_LOST_ZEROS, FIELD_BIB, arg_quoted(VIEW("0\"7")));
    batch_hint(&batch, f, SLIP_ONE_EDIT, FIELD_NONE, (struct arg){0});
    batch_note(&batch, row, CODE_TIME_MISSING, FIELD_NONE, VIEW(""));
    struct output_case c;
    const char *text = output_case_run(&c, &convert_ndjson_ops, (struct output_options){.all = true}, &batch, NULL);
    assert_non_null(strstr(text, "\"status\":\"rejected\""));
    assert_string_equal(
        strstr(text, "\"findings\":"),
        "\"findings\":[{\"code\":\"date-invalid\",\"severity\":\"error\",\"field\":\"date\",\"value\":\"13/31/2026\","
        "\"message\":\"Date \\\"13/31/2026\\\" is not a date\",\"hint\":{\"slip\":\"day-month\",\"field\":\"date\","
        "\"value\":\"2026-12-31\",\"text\":\"with day and month swapped it is 2026-12-31\",\"alternatives\":["
        "{\"slip\":\"lost-zeros\",\"field\":\"bib\",\"value\":\"0\\\"7\",\"text\":\"the roster has \\\"0\\\"7\\\": the "
        "zeros in front differ\"},"
        "{\"slip\":\"one-edit\",\"field\":null,\"value\":null,\"text\":\"the roster has , one character away\"}]}},"
        "{\"code\":\"time-missing\",\"severity\":\"warning\",\"field\":null,\"value\":null,\"message\":\"no time\","
        "\"hint\":null}]}\n");
    output_case_release(&c);
    batch_release(&batch);
}

/* The member of a row that has the name, as raw text. */
static void assert_member(const struct batch *batch, struct output_options options, const char *member_text)
{
    struct output_case c;
    const char *text = output_case_run(&c, &convert_ndjson_ops, options, batch, NULL);
    if (!strstr(text, member_text))
        fail_msg("%s is not in %s", member_text, text);
    output_case_release(&c);
}

static void instants(void **state)
{
    (void)state;
    static const struct {
        int64_t ms;
        const char *member;
    } cases[] = {
        {0, "\"start_utc\":\"1970-01-01T00:00:00Z\","},
        {-1, "\"start_utc\":\"1969-12-31T23:59:59.999Z\","},
        {-86400000, "\"start_utc\":\"1969-12-31T00:00:00Z\","},
        {INT64_C(1777617000050), "\"start_utc\":\"2026-05-01T06:30:00.050Z\","},
        {INT64_C(253402300799999), "\"start_utc\":\"9999-12-31T23:59:59.999Z\","},
        {INT64_C(253402300800000), "\"start_utc\":null,"},
        {INT64_MAX, "\"start_utc\":null,"},
        {INT64_MIN + 1, "\"start_utc\":null,"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct batch batch = {.source = &spring};
        add_run(&batch)->start_ms = cases[i].ms;
        assert_member(&batch, (struct output_options){0}, cases[i].member);
        assert_member(&batch, (struct output_options){0}, "\"tally_split_date\":\"2026-05-01\",");
        batch_release(&batch);
    }
}

static void values_in_the_tally_unit(void **state)
{
    (void)state;
    static const struct {
        int64_t mm, count;
        enum unit written, tally;
        const char *ndjson, *csv;
    } cases[] = {
        {42325747, UNKNOWN, UNIT_MI, UNIT_MI, "26.3", "26.3 miles"},
        {42325747, UNKNOWN, UNIT_MI, UNIT_NONE, "26.3", "26.3 miles"},
        {8577804, UNKNOWN, UNIT_NONE, UNIT_NONE, "5.33", "5.33 miles"},
        {5000000, UNKNOWN, UNIT_KM, UNIT_NONE, "5", "5 km"},
        {5000000, UNKNOWN, UNIT_KM, UNIT_MI, "3.106856", "3.106856 miles"},
        {5000000, UNKNOWN, UNIT_MI, UNIT_KM, "5", "5 km"},
        {1500000, UNKNOWN, UNIT_M, UNIT_NONE, "1500", "1500 m"},
        {91440, UNKNOWN, UNIT_YD, UNIT_YD, "100", "100 yd"},
        {42325747, UNKNOWN, UNIT_MI, UNIT_MM, "42325747", "42325747 mm"},
        {0, UNKNOWN, UNIT_MI, UNIT_MI, "0", "0 miles"},
        {UNKNOWN, 250, UNIT_COUNT, UNIT_COUNT, "250", "250"},
        {UNKNOWN, 250, UNIT_COUNT, UNIT_MI, "250", "250"},
        {5000000, UNKNOWN, UNIT_KM, UNIT_COUNT, "5", "5 km"}, /* a distance is no count */
        {5000000, UNKNOWN, UNIT_COUNT, UNIT_NONE, "3.106856", "3.106856 miles"},
        {UNKNOWN, UNKNOWN, UNIT_MI, UNIT_MI, "null", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct batch batch = {.source = &spring};
        struct output_options options = {.tally_unit = cases[i].tally};
        struct activity *row = add_run(&batch);
        row->distance_mm = cases[i].mm;
        row->count = cases[i].count;
        row->distance_unit = (uint8_t)cases[i].written;
        row->elevation_mm = UNKNOWN;
        char text[100];
        snprintf(text, sizeof text, "\"result_split_tally_value\":%s,", cases[i].ndjson);
        assert_member(&batch, options, text);
        struct output_case c;
        snprintf(text, sizeof text, ",2026-05-01,%s,,5:37:51,", cases[i].csv);
        const char *csv = output_case_run(&c, &convert_csv_ops, options, &batch, NULL);
        if (!strstr(csv, text))
            fail_msg("%s is not in %s", text, csv);
        output_case_release(&c);
        batch_release(&batch);
    }
}

/* The event's label of the type goes before the word in the file. */
static void types_and_kinds(void **state)
{
    (void)state;
    struct event event;
    event_init(&event);
    struct event_type types[] = {{.text = VIEW("running")}, {.text = VIEW("")}};
    event.types = types;
    event.type_count = 2;
    struct output_options options = {.event = &event};
    static const struct {
        int16_t type;
        struct view text;
        enum kind kind;
        const char *members;
    } cases[] = {
        {0, {"Jog", 3}, KIND_RUN, "\"activity_type\":\"running\",\"activity_kind\":\"run\","},
        {1, {"Jog", 3}, KIND_RUN, "\"activity_type\":\"Jog\",\"activity_kind\":\"run\","},
        {-1, {"Juggling", 8}, KIND_OTHER, "\"activity_type\":\"Juggling\",\"activity_kind\":\"other\","},
        {-1, {"", 0}, KIND_WALK, "\"activity_type\":null,\"activity_kind\":\"walk\","},
        {-1, {"", 0}, KIND_OTHER, "\"activity_type\":null,\"activity_kind\":null,"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct batch batch = {.source = &spring};
        struct activity *row = add_run(&batch);
        row->type = cases[i].type;
        row->type_text = cases[i].text;
        row->kind = (uint8_t)cases[i].kind;
        assert_member(&batch, options, cases[i].members);
        batch_release(&batch);
    }
    event.types = NULL;
    event.type_count = 0;
    event_release(&event);
}

/* Whatever stands in the cells, each line is JSON and gives the text back. */
static void any_text_is_json(void **state)
{
    (void)state;
    static const struct view comments[] = {
        {"plain", 5},
        {"\"\\/\b\f\n\r\t\x01\x1f\x7f", 11},
        {"\xC3\xA4\xF0\x9F\x8F\x83", 6},
        {"\xE2\x80\xA8", 3},
    };
    for (size_t i = 0; i < sizeof comments / sizeof *comments; i++) {
        struct batch batch = {.source = &spring};
        add_run(&batch)->comment = comments[i];
        struct output_case c;
        const char *text = output_case_run(&c, &convert_ndjson_ops, (struct output_options){0}, &batch, NULL);
        assert_ptr_equal(strchr(text, '\n'), text + strlen(text) - 1);
        cJSON *object = cJSON_ParseWithOpts(text, NULL, 1);
        assert_non_null(object);
        const char *back = cJSON_GetObjectItemCaseSensitive(object, "tally_split_comment")->valuestring;
        assert_true(view_is(comments[i], back));
        cJSON_Delete(object);
        output_case_release(&c);
        batch_release(&batch);
    }
}

/* ---- csv ---- */

#define CSV_HEADER                                                                                                     \
    "Registration ID,Bib No.,First Name,Last Name,Event Name,Activity Date,Tally Value,Elevation Gain,Time,Comment,"   \
    "Activity Type\n"

static void the_layout(void **state)
{
    (void)state;
    struct batch batch = {.source = &spring};
    add_run(&batch);
    struct activity *row = batch_add_row(&batch);
    row->comment = VIEW("two\nlines");
    row->type_text = VIEW(" walk");
    assert_written(&convert_csv_ops, (struct output_options){.tally_unit = UNIT_MI}, &batch,
                   CSV_HEADER "900100201,0042,Ada,Quill,GVRAT 26  R3,2026-05-01,26.3 miles,120 ft,5:37:51,"
                              "\"wet, \"\"slow\"\"\",Jog\n"
                              ",,,,,,,,,\"two\nlines\",\" walk\"\n");
    batch_reset(&batch);
    assert_written(&convert_csv_ops, (struct output_options){0}, &batch, CSV_HEADER);
    batch_release(&batch);
}

static void times_and_heights(void **state)
{
    (void)state;
    static const struct {
        int64_t ms;
        const char *time;
        int64_t mm;
        enum unit tally;
        const char *height;
    } cases[] = {
        {597000, "9:57", 36500, UNIT_NONE, "36.5 m"},
        {1620000, "27:00", 36500, UNIT_KM, "36.5 m"},
        {7200000, "2:00:00", 36576, UNIT_MI, "120 ft"},
        {38271000, "10:37:51", 36576, UNIT_YD, "120 ft"},
        {3599999, "59:59.999", 305, UNIT_FT, "1 ft"},
        {3600000, "1:00:00", 1, UNIT_MM, "0.001 m"},
        {7500, "0:07.5", 0, UNIT_M, "0 m"},
        {60, "0:00.06", 1, UNIT_MI, "0.003 ft"},
        {0, "0:00", UNKNOWN, UNIT_MI, ""},
        {UNKNOWN, "", UNKNOWN, UNIT_MI, ""},
        {INT64_C(360000000), "100:00:00", 1002000, UNIT_NONE, "1002 m"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct batch batch = {.source = &spring};
        struct activity *row = add_run(&batch);
        row->elapsed_ms = cases[i].ms;
        row->elevation_mm = cases[i].mm;
        row->distance_mm = UNKNOWN;
        row->comment = VIEW("");
        char text[200];
        snprintf(text, sizeof text, CSV_HEADER "900100201,0042,Ada,Quill,GVRAT 26  R3,2026-05-01,,%s,%s,,Jog\n",
                 cases[i].height, cases[i].time);
        assert_written(&convert_csv_ops, (struct output_options){.tally_unit = cases[i].tally}, &batch, text);
        batch_release(&batch);
    }
}

/* Cell number n of the last line; no quotes in it. */
static struct view last_cell(struct view csv, int n)
{
    struct view line = csv, cell = csv;
    csv.len--;
    while (csv.at)
        line = view_cut(&csv, '\n');
    for (; n >= 0; n--)
        cell = view_cut(&line, ',');
    return cell;
}

static void assert_reads_back(const struct activity *row, struct view csv)
{
    struct distance distance, height;
    int64_t ms;
    struct duration_style style = {0};
    assert_int_equal(distance_parse(last_cell(csv, 6), UNIT_NONE, NUMBER_POINT, &distance), DISTANCE_OK);
    assert_int_equal(distance.mm, row->distance_mm);
    assert_int_equal(elevation_parse(last_cell(csv, 7), UNIT_NONE, NUMBER_POINT, &height), DISTANCE_OK);
    assert_int_equal(height.mm, row->elevation_mm);
    assert_int_equal(duration_parse(last_cell(csv, 8), &style, &ms, NULL), DURATION_OK);
    assert_int_equal(ms, row->elapsed_ms);
}

/* Reading it again gives the same millimetres and milliseconds, in whatever unit. */
static void csv_reads_back(void **state)
{
    (void)state;
    static const enum unit units[] = {UNIT_NONE, UNIT_MI, UNIT_KM, UNIT_M, UNIT_YD, UNIT_FT, UNIT_MM};
    uint64_t random = 1;
    for (int i = 0; i < 700; i++) {
        struct batch batch = {.source = &spring};
        struct activity *row = add_run(&batch);
        random = random * 6364136223846793005u + 1442695040888963407u;
        row->distance_mm = (int64_t)(random >> 33) % (i % 2 ? 50000000 : 2000000000);
        row->elevation_mm = (int64_t)(random >> 20) % 3000000;
        row->elapsed_ms = (int64_t)(random >> 10) % 90000000 + 1;
        row->comment = VIEW("");
        struct output_case c;
        struct output_options options = {.tally_unit = units[i % 7]};
        assert_reads_back(row, view_of(output_case_run(&c, &convert_csv_ops, options, &batch, NULL)));
        output_case_release(&c);
        batch_release(&batch);
    }
}

/* ---- both ---- */

static size_t lines_in(const char *text)
{
    size_t n = 0;
    for (; *text; text++)
        n += *text == '\n';
    return n;
}

static void only_accepted_rows_unless_all(void **state)
{
    (void)state;
    static const struct {
        const struct output_ops *ops;
        size_t header;
    } cases[] = {{&convert_ndjson_ops, 0}, {&convert_csv_ops, 1}};
    struct batch batch = {.source = &spring};
    for (int i = 0; i < 6; i++)
        batch_add_row(&batch)->verdict = (uint8_t)(i % 3);
    batch.rows[0].comment = VIEW("first");
    for (size_t i = 0; i < 2; i++)
        for (int all = 0; all <= 1; all++) {
            struct output_case c;
            const char *text =
                output_case_run(&c, cases[i].ops, (struct output_options){.all = all != 0}, &batch, NULL);
            assert_int_equal(lines_in(text), cases[i].header + (all ? 6 : 2));
            assert_non_null(strstr(text, "first"));
            assert_true(i || !!strstr(text, "\"status\":\"skipped\"") == !!all);
            assert_true(i || !!strstr(text, "\"status\":\"rejected\"") == !!all);
            output_case_release(&c);
        }
    batch_release(&batch);
}

/* Many batches of several sources: every row once, in order, under its own source. */
static void many_batches(void **state)
{
    (void)state;
    enum { BATCHES = 40, ROWS = 100 };
    struct batch batch = {0};
    struct output_case c;
    output_case_open(&c, &convert_ndjson_ops, (struct output_options){0});
    for (uint64_t b = 0; b < BATCHES; b++) {
        batch_reset(&batch);
        batch.source = b < BATCHES / 2 ? &spring : &member;
        for (uint64_t i = 0; i < ROWS; i++)
            add_run(&batch)->index = b * ROWS + i;
        output_case_feed(&c, &batch);
    }
    const char *text = output_case_text(&c, NULL);
    for (uint64_t i = 0; i < BATCHES * ROWS; i++) {
        char start[100];
        snprintf(start, sizeof start, "{\"source\":%s,\"line\":17,\"last_line\":18,\"index\":%llu,",
                 i < BATCHES * ROWS / 2 ? "\"spring.csv\",\"member\":null"
                                        : "\"a \\\"b\\\".zip\",\"member\":\"in.csv\"",
                 (unsigned long long)i);
        assert_memory_equal(text, start, strlen(start));
        text = strchr(text, '\n') + 1;
    }
    assert_string_equal(text, "");
    output_case_release(&c);
    batch_release(&batch);
}

/* An aborted one leaves what was there; one that cannot be opened says so and needs no more. */
static void aborted_and_refused(void **state)
{
    (void)state;
    static const struct output_ops *const all[] = {&convert_ndjson_ops, &convert_csv_ops};
    for (size_t i = 0; i < 2; i++) {
        struct batch batch = {.source = &spring};
        struct output_case c;
        struct stat st;
        add_run(&batch);
        output_case_open(&c, all[i], (struct output_options){0});
        output_case_feed(&c, &batch);
        all[i]->abort(&c.output);
        assert_int_equal(stat(c.path, &st), 0);
        assert_int_equal(st.st_size, 0);
        output_case_release(&c);
        struct error error = {0};
        c.output.options.path = "/nowhere/at/all";
        assert_int_equal(all[i]->open(&c.output, &error), STATUS_IO);
        assert_non_null(strstr(error.text, "/nowhere/at/all"));
        batch_release(&batch);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_row),
        cmocka_unit_test(nothing_known),
        cmocka_unit_test(findings_and_hints),
        cmocka_unit_test(instants),
        cmocka_unit_test(values_in_the_tally_unit),
        cmocka_unit_test(types_and_kinds),
        cmocka_unit_test(any_text_is_json),
        cmocka_unit_test(the_layout),
        cmocka_unit_test(times_and_heights),
        cmocka_unit_test(csv_reads_back),
        cmocka_unit_test(only_accepted_rows_unless_all),
        cmocka_unit_test(many_batches),
        cmocka_unit_test(aborted_and_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
