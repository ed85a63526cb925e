#include "output_case.h"

#include <cjson/cJSON.h>
#include <regex.h>
#include <stdio.h>

static struct column_info columns[] = {
    {.name = {"Date", 4}, .field = FIELD_DATE, .decision = {"month first", 11}, .evidence = {"line 5: 5/31/2026", 17}},
    {.name = {"", 0}, .field = FIELD_NONE, .decision = {"not used", 8}},
};
static struct source_info spring = {
    .source = {"spring.csv", 10},
    .format = {"csv", 3},
    .encoding = {"UTF-8", 5},
    .delimiter = ';',
    .header_line = 4,
    .columns = columns,
    .column_count = 2,
    .books = {.rows = 5, .accepted = 2, .rejected = 1, .skipped = 1, .blank = 1},
};
static struct source_info member = {
    .number = 1,
    .source = {"export.zip", 10},
    .member = {"a.fit", 5},
    .format = {"fit", 3},
    .profile = {"garmin", 6},
};
static struct source_info *sources[] = {&spring, &member};

static struct summary summary_of(size_t source_count)
{
    struct summary s = {.as_of = civil_day(2026, 6, 30), .sources = sources, .source_count = source_count};
    s.totals = spring.books;
    s.distance_mm = INT64_C(9007199254740993); /* no double holds it */
    s.elapsed_ms = 20271000;
    s.by_code[CODE_DATE_INVALID] = 2;
    s.by_code[CODE_TIME_MISSING] = 1;
    return s;
}

static void a_whole_report(void **state)
{
    (void)state;
    struct event event;
    event_init(&event);
    event.given = true;
    event.name = VIEW("Spring \"Miles\"");
    event.race_id = 90457;
    event.first_day = civil_day(2026, 5, 1);
    event.tally_unit = UNIT_MI;
    struct summary summary = summary_of(2);
    struct batch rows = {.source = &spring}, of_member = {.source = &member};
    struct finding *f = batch_note(&rows, NULL, CODE_DATE_INVALID, FIELD_DATE, VIEW("13/31/2026"));
    f->line = 2;
    struct activity *row = batch_add_row(&rows);
    row->index = 15;
    row->line = 17;
    row->bib = VIEW("0042");
    f = batch_note(&rows, row, CODE_DATE_INVALID, FIELD_DATE, VIEW("13/31/2026"));
    batch_hint(&rows, f, SLIP_DAY_MONTH, FIELD_DATE, arg_day(civil_day(2026, 12, 31)));
    batch_note(&of_member, batch_add_row(&of_member), CODE_TIME_MISSING, FIELD_NONE, VIEW(""));
    struct output_case c;
    output_case_open(&c, &report_json_ops, (struct output_options){.event = &event, .command = "check"});
    output_case_feed(&c, &rows);
    output_case_feed(&c, &of_member);
    assert_string_equal(
        output_case_text(&c, &summary),
        "{\n"
        "  \"report_version\": 1,\n"
        "  \"tool_version\": \"" TALLYPOST_VERSION "\",\n"
        "  \"command\": \"check\",\n"
        "  \"as_of\": \"2026-06-30\",\n"
        "  \"event\": {\"name\":\"Spring \\\"Miles\\\"\",\"race_id\":90457,\"event_id\":null,"
        "\"first_day\":\"2026-05-01\",\"last_day\":null,\"submit_until\":null,\"time_zone\":null,"
        "\"tally_unit\":\"mi\"},\n"
        "  \"inputs\": [\n"
        "    {\"source\":\"spring.csv\",\"member\":null,\"format\":\"csv\",\"profile\":null,\"encoding\":\"UTF-8\","
        "\"delimiter\":\";\",\"header_line\":4,\"columns\":[\n"
        "      {\"name\":\"Date\",\"field\":\"date\",\"decision\":\"month first\",\"evidence\":\"line 5: "
        "5/31/2026\"},\n"
        "      {\"name\":\"\",\"field\":null,\"decision\":\"not used\",\"evidence\":null}],\n"
        "     \"rows\":5,\"accepted\":2,\"rejected\":1,\"skipped\":1,\"blank\":1},\n"
        "    {\"source\":\"export.zip\",\"member\":\"a.fit\",\"format\":\"fit\",\"profile\":\"garmin\","
        "\"encoding\":null,\"delimiter\":null,\"header_line\":null,\"columns\":[],\n"
        "     \"rows\":0,\"accepted\":0,\"rejected\":0,\"skipped\":0,\"blank\":0}],\n"
        "  \"totals\": {\"rows\":5,\"accepted\":2,\"rejected\":1,\"skipped\":1,\"blank\":1,"
        "\"distance_mm\":9007199254740993,\"submitted_time_in_ms\":20271000},\n"
        "  \"by_code\": {\"date-invalid\":2,\"time-missing\":1},\n"
        "  \"findings\": [\n"
        "    {\"source\":\"spring.csv\",\"member\":null,\"line\":2,\"index\":null,\"bib_num\":null,"
        "\"code\":\"date-invalid\",\"severity\":\"error\",\"field\":\"date\",\"value\":\"13/31/2026\","
        "\"message\":\"Date \\\"13/31/2026\\\" is not a date\",\"hint\":null},\n"
        "    {\"source\":\"spring.csv\",\"member\":null,\"line\":17,\"index\":15,\"bib_num\":\"0042\","
        "\"code\":\"date-invalid\",\"severity\":\"error\",\"field\":\"date\",\"value\":\"13/31/2026\","
        "\"message\":\"Date \\\"13/31/2026\\\" is not a date\",\"hint\":{\"slip\":\"day-month\",\"field\":\"date\","
        "\"value\":\"2026-12-31\",\"text\":\"with day and month swapped it is 2026-12-31\",\"alternatives\":[]}},\n"
        "    {\"source\":\"export.zip\",\"member\":\"a.fit\",\"line\":null,\"index\":0,\"bib_num\":null,"
        "\"code\":\"time-missing\",\"severity\":\"warning\",\"field\":null,\"value\":null,\"message\":\"no time\","
        "\"hint\":null}\n"
        "  ],\n"
        "  \"findings_total\": 3,\n"
        "  \"findings_shown\": 3\n"
        "}\n");
    output_case_release(&c);
    batch_release(&rows);
    batch_release(&of_member);
    event_release(&event);
}

static void an_empty_report(void **state)
{
    (void)state;
    struct summary summary = {.as_of = UNKNOWN_DAY};
    struct output_case c;
    output_case_open(&c, &report_json_ops, (struct output_options){.command = "import"});
    assert_string_equal(output_case_text(&c, &summary),
                        "{\n"
                        "  \"report_version\": 1,\n"
                        "  \"tool_version\": \"" TALLYPOST_VERSION "\",\n"
                        "  \"command\": \"import\",\n"
                        "  \"as_of\": null,\n"
                        "  \"event\": null,\n"
                        "  \"inputs\": [],\n"
                        "  \"totals\": {\"rows\":0,\"accepted\":0,\"rejected\":0,\"skipped\":0,\"blank\":0,"
                        "\"distance_mm\":0,\"submitted_time_in_ms\":0},\n"
                        "  \"by_code\": {},\n"
                        "  \"findings\": [],\n"
                        "  \"findings_total\": 0,\n"
                        "  \"findings_shown\": 0\n"
                        "}\n");
    output_case_release(&c);
}

static const cJSON *item(const cJSON *object, const char *name)
{
    const cJSON *found = cJSON_GetObjectItemCaseSensitive(object, name);
    if (!found)
        fail_msg("there is no %s", name);
    return found;
}

/* More text than the spool keeps in memory, and more findings of a code and source than are shown. */
static void very_many_findings(void **state)
{
    (void)state;
    enum { SHOWN = 10000, OVER = 50, VALUE = 1000 };
    static char value[VALUE];
    memset(value, 'x', sizeof value);
    struct summary summary = summary_of(2);
    struct batch batch = {.source = &spring};
    struct output_case c;
    output_case_open(&c, &report_json_ops, (struct output_options){.command = "check"});
    for (uint64_t i = 0; i < SHOWN + OVER; i++) {
        struct activity *row = batch_add_row(&batch);
        row->index = i;
        batch_note(&batch, row, CODE_DATE_INVALID, FIELD_DATE, (struct view){value, sizeof value});
        if (i % 500 != 499 && i + 1 != SHOWN + OVER)
            continue;
        output_case_feed(&c, &batch);
        batch_reset(&batch);
    }
    batch.source = &member; /* counts for itself */
    batch_note(&batch, NULL, CODE_DATE_INVALID, FIELD_DATE, VIEW("last"));
    output_case_feed(&c, &batch);
    const char *text = output_case_text(&c, &summary);
    assert_true(strlen(text) > (size_t)SHOWN * VALUE);
    cJSON *report = cJSON_ParseWithOpts(text, NULL, 1);
    assert_non_null(report);
    assert_true(item(report, "findings_total")->valuedouble == SHOWN + OVER + 1);
    assert_true(item(report, "findings_shown")->valuedouble == SHOWN + 1);
    const cJSON *finding = item(report, "findings")->child;
    for (int i = 0; i < SHOWN; i++, finding = finding->next) {
        assert_true(item(finding, "index")->valuedouble == i);
        assert_int_equal(strlen(item(finding, "value")->valuestring), VALUE);
    }
    assert_string_equal(item(finding, "value")->valuestring, "last");
    assert_null(finding->next);
    cJSON_Delete(report);
    output_case_release(&c);
    batch_release(&batch);
}

/* ---- the schema ---- */

static void assert_valid(const cJSON *root, const cJSON *schema, const cJSON *value, const char *name);

static bool has_type(const cJSON *value, const char *type)
{
    return (strcmp(type, "object") == 0 && cJSON_IsObject(value)) ||
           (strcmp(type, "array") == 0 && cJSON_IsArray(value)) ||
           (strcmp(type, "string") == 0 && cJSON_IsString(value)) ||
           (strcmp(type, "null") == 0 && cJSON_IsNull(value)) ||
           (strcmp(type, "integer") == 0 && cJSON_IsNumber(value) &&
            value->valuedouble == (double)(int64_t)value->valuedouble);
}

static void assert_type(const cJSON *type, const cJSON *value, const char *name)
{
    bool good = cJSON_IsString(type) && has_type(value, type->valuestring);
    for (const cJSON *one = cJSON_IsArray(type) ? type->child : NULL; one; one = one->next)
        good = good || has_type(value, one->valuestring);
    if (!good)
        fail_msg("%s has the wrong type", name);
}

static void assert_enum(const cJSON *values, const cJSON *value, const char *name)
{
    bool good = false;
    for (const cJSON *one = values->child; one; one = one->next)
        good = good || cJSON_Compare(one, value, 1);
    if (!good)
        fail_msg("%s is none of the values allowed", name);
}

static void assert_pattern(const char *pattern, const cJSON *value, const char *name)
{
    regex_t regex;
    if (!cJSON_IsString(value))
        return;
    assert_int_equal(regcomp(&regex, pattern, REG_EXTENDED | REG_NOSUB), 0);
    if (regexec(&regex, value->valuestring, 0, NULL, 0) != 0)
        fail_msg("%s does not match %s", name, pattern);
    regfree(&regex);
}

/* Every member must be told by the schema: what is written and what is documented stay the same. */
static void assert_members(const cJSON *root, const cJSON *schema, const cJSON *value)
{
    const cJSON *properties = cJSON_GetObjectItemCaseSensitive(schema, "properties");
    const cJSON *others = cJSON_GetObjectItemCaseSensitive(schema, "additionalProperties");
    const cJSON *required = cJSON_GetObjectItemCaseSensitive(schema, "required");
    for (const cJSON *one = required ? required->child : NULL; one; one = one->next)
        item(value, one->valuestring);
    for (const cJSON *one = value->child; one; one = one->next)
        assert_valid(root, others ? others : item(properties, one->string), one, one->string);
}

static void assert_valid(const cJSON *root, const cJSON *schema, const cJSON *value, const char *name)
{
    const cJSON *ref = cJSON_GetObjectItemCaseSensitive(schema, "$ref");
    if (ref)
        schema = item(item(root, "$defs"), strrchr(ref->valuestring, '/') + 1);
    for (const cJSON *rule = schema->child; rule; rule = rule->next) {
        if (strcmp(rule->string, "type") == 0)
            assert_type(rule, value, name);
        else if (strcmp(rule->string, "enum") == 0)
            assert_enum(rule, value, name);
        else if (strcmp(rule->string, "const") == 0)
            assert_true(cJSON_Compare(rule, value, 1));
        else if (strcmp(rule->string, "minimum") == 0)
            assert_true(!cJSON_IsNumber(value) || value->valuedouble >= rule->valuedouble);
        else if (strcmp(rule->string, "pattern") == 0)
            assert_pattern(rule->valuestring, value, name);
        else if (strcmp(rule->string, "items") == 0)
            for (const cJSON *one = value->child; one; one = one->next)
                assert_valid(root, rule, one, name);
    }
    if (cJSON_IsObject(value))
        assert_members(root, schema, value);
}

/* A finding of every code, with hints of every slip. */
static void add_everything(struct batch *batch)
{
    for (enum code code = 0; code < CODE_COUNT; code++) {
        struct activity *row = batch_add_row(batch);
        row->index = row->line = code;
        row->bib = VIEW("7");
        enum field field = (enum field)(code % FIELD_COUNT);
        struct finding *f = batch_note(batch, code % 2 ? row : NULL, code, field, VIEW("\xC3\xA4\xFF\x01"));
        for (enum slip slip = 0; slip < SLIP_COUNT && code % 3 == 0; slip++)
            batch_hint(batch, f, slip, field, arg_time(1000));
    }
}

static void the_schema_tells_all(void **state)
{
    (void)state;
    const char *source = getenv("TALLYPOST_SOURCE");
    struct arena arena = {0};
    struct error error = {0};
    struct view schema_text;
    char path[4096];
    snprintf(path, sizeof path, "%s/docs/report.schema.json", source ? source : ".");
    if (fileio_read(path, 1000000, &arena, &schema_text, &error) != STATUS_OK)
        skip();
    struct event event;
    event_init(&event);
    event.given = true;
    struct summary summary = summary_of(2);
    struct batch batch = {.source = &spring};
    add_everything(&batch);
    for (int with_event = 0; with_event <= 1; with_event++) {
        struct output_options options = {.event = with_event ? &event : NULL, .command = "check"};
        struct output_case c;
        cJSON *schema = cJSON_ParseWithLength(schema_text.at, schema_text.len);
        cJSON *report = cJSON_ParseWithOpts(output_case_run(&c, &report_json_ops, options, &batch, &summary), NULL, 1);
        assert_non_null(schema);
        assert_non_null(report);
        assert_int_equal(cJSON_GetArraySize(item(report, "findings")), CODE_COUNT);
        assert_valid(schema, schema, report, "the report");
        cJSON_Delete(report);
        cJSON_Delete(schema);
        output_case_release(&c);
    }
    batch_release(&batch);
    event_release(&event);
    arena_release(&arena);
}

static void aborted_and_refused(void **state)
{
    (void)state;
    struct output_case c;
    struct batch batch = {.source = &spring};
    struct arena arena = {0};
    struct error error = {0};
    struct view text;
    add_everything(&batch);
    output_case_open(&c, &report_json_ops, (struct output_options){.command = "check"});
    output_case_feed(&c, &batch);
    report_json_ops.abort(&c.output);
    assert_int_equal(fileio_read(c.path, 1000000, &arena, &text, &error), STATUS_OK);
    assert_int_equal(text.len, 0);
    output_case_release(&c);
    c.output.options.path = "/nowhere/at/all";
    assert_int_equal(report_json_ops.open(&c.output, &error), STATUS_IO);
    batch_release(&batch);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_report),      cmocka_unit_test(an_empty_report),
        cmocka_unit_test(very_many_findings),  cmocka_unit_test(the_schema_tells_all),
        cmocka_unit_test(aborted_and_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
