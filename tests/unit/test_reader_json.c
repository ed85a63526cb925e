#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "readers/reader.h"

extern const struct reader_ops reader_json_ops;

static char path[64];

static void write_file(struct view text)
{
    snprintf(path, sizeof path, "/tmp/json-reader-test-XXXXXX");
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text.at, text.len), (ssize_t)text.len);
    close(fd);
}

static void add_findings(struct buffer *out, const struct finding *f)
{
    for (; f; f = f->next) {
        buffer_format(out, "[%s", code_table[f->code].name);
        if (f->line)
            buffer_format(out, " line %llu", (unsigned long long)f->line);
        if (f->args[0].type != ARG_NONE) {
            buffer_add_text(out, ": ");
            arg_text(out, &f->args[0]);
        }
        buffer_add_char(out, ']');
    }
}

/* One reader and its one parser over a file. */
struct bed {
    struct source *source;
    struct reader reader;
    struct parser parser;
    struct batch notes, batch;
    struct chunk chunk;
    struct error error;
};

static enum status open_bed(struct bed *bed, struct view text, bool whole)
{
    *bed = (struct bed){0};
    write_file(text);
    assert_int_equal(source_open_file(&bed->source, path, &bed->error), STATUS_OK);
    unlink(path);
    bed->reader = (struct reader){.ops = &reader_json_ops, .source = bed->source, .options.whole = whole};
    enum status status = reader_json_ops.open(&bed->reader, &bed->notes, &bed->error);
    assert_int_equal(source_rewind(bed->source, &bed->error), STATUS_OK);
    bed->parser.reader = &bed->reader;
    reader_json_ops.parser_init(&bed->parser);
    assert_int_equal(reader_json_ops.start(&bed->reader, &bed->error), STATUS_OK);
    return status;
}

static void close_bed(struct bed *bed)
{
    reader_json_ops.parser_release(&bed->parser);
    reader_json_ops.close(&bed->reader);
    arena_release(&bed->reader.arena);
    batch_release(&bed->notes);
    batch_release(&bed->batch);
    buffer_release(&bed->chunk.text);
    memory_free(bed->chunk.cuts);
    source_close(bed->source);
}

/* " | 17:cell,cell" a row, and what was found about it. */
static enum status add_row(struct bed *bed, struct buffer *out, const struct cut *cut)
{
    struct activity *row = batch_add_row(&bed->batch);
    struct record record;
    buffer_format(out, " | %llu:", (unsigned long long)bed->chunk.first_line + cut->line);
    if (cut->state == CUT_BAD) {
        buffer_format(out, "[%s: %s]", code_table[cut->code].name, cut->why);
        return STATUS_OK;
    }
    enum status status = reader_json_ops.parse(&bed->parser, &bed->chunk, cut, &bed->batch, row, &record);
    for (uint32_t i = 0; status == STATUS_OK && i < record.count; i++) {
        buffer_add_text(out, i ? "," : "");
        buffer_add_masked(out, record.cells[i]);
    }
    add_findings(out, row->findings);
    return status;
}

/* Format, path of the elements, columns, rows and findings as one string. */
static void read_all(struct buffer *out, struct view text)
{
    struct bed bed;
    buffer_reset(out);
    enum status status = open_bed(&bed, text, true);
    const struct table *table = &bed.reader.table;
    buffer_format(out, "%s", status == STATUS_REFUSED ? "refused" : table->format);
    add_findings(out, bed.notes.findings);
    if (status == STATUS_OK)
        buffer_format(out, " \"%.*s\" ", VIEW_ARG(table->items));
    for (uint32_t i = 0; i < table->column_count; i++)
        buffer_format(out, "%s%.*s", i ? "," : "", VIEW_ARG(table->columns[i]));
    while (status == STATUS_OK && reader_json_ops.cut(&bed.reader, &bed.chunk, &bed.error) == STATUS_OK &&
           bed.chunk.count)
        for (size_t i = 0; i < bed.chunk.count; i++)
            if (bed.chunk.cuts[i].state != CUT_BLANK)
                assert_int_equal(add_row(&bed, out, &bed.chunk.cuts[i]), STATUS_OK);
    close_bed(&bed);
}

struct read_case {
    const char *text, *read;
};

static void check(const struct read_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct buffer out = {0};
        read_all(&out, view_of(cases[i].text));
        assert_string_equal(buffer_string(&out), cases[i].read);
        buffer_release(&out);
    }
}

static void finds_the_activities(void **state)
{
    static const struct read_case cases[] = {
        {"{\"activities\":[{\"bib\":7,\"date\":\"d\",\"km\":1.50}]}", "json \"activities\" bib,date,km | 1:7,d,1.50"},
        {"[{\"date\":\"d\",\"km\":1},\n{\"km\":2}]", "json \"\" date,km | 1:d,1 | 2:,2"},
        {"{\"data\":{\"n\":1,\"workouts\":[{\"date\":\"d\",\"km\":1}]}}",
         "json \"data.workouts\" parent.n,date,km | 1:1,d,1"},
        {"{\"runners\":[{\"bib\":1,\"activities\":[{\"date\":\"d\",\"km\":1}]},{\"bib\":2,\"activities\":[]}]}",
         "json \"runners.activities\" parent.bib,date,km | 1:1,d,1"},
        {"[{\"export\":[{\"startTime\":1,\"distance\":2}]}]", "json \"export\" startTime,distance | 1:1,2"},
        /* one activity */
        {"{\"start_time\":\"s\",\"distance\":5,\"points\":[{\"time\":1,\"distance\":2},{\"time\":2,\"distance\":3}]}",
         "json \"\" start_time,distance | 1:s,5"},
        {"{\"date\":\"d\",\"distance\":5,\"laps\":[{\"date\":\"d\",\"distance\":2},{\"date\":\"d\",\"distance\":3}]}",
         "json \"\" date,distance | 1:d,5"},
        {"{\"date\":\"d\",\"distance\":5,\"data\":[{\"start\":1,\"distance\":2}]}", "json \"\" date,distance | 1:d,5"},
        {"{\"date\":\"d\",\"distance\":5,\"data\":[]}", "json \"\" date,distance | 1:d,5"},
        {"{\"workout\":{\"date\":\"d\",\"km\":5}}", "json \"workout\" date,km | 1:d,5"},
        {"[{\"activity\":{\"date\":\"d\",\"km\":5}},{\"activity\":{\"date\":\"e\",\"km\":6}}]",
         "json \"activity\" date,km | 1:d,5 | 1:e,6"},
        /* of several lists the one that looks like activities, or bears their name */
        {"{\"types\":[{\"id\":1},{\"id\":2}],\"list\":[{\"date\":\"d\",\"km\":1}]}", "json \"list\" date,km | 1:d,1"},
        {"{\"people\":[{\"start\":1,\"miles\":2,\"activities\":[{\"day\":3,\"miles\":4}]}]}",
         "json \"people.activities\" parent.start,parent.miles,day,miles | 1:1,2,3,4"},
        {"{\"a\":[{\"x\":1}],\"b\":[{\"x\":1,\"dist\":2}]}", "json \"b\" x,dist | 1:1,2"},
        {"{\"a\":[{\"x\":1}],\"b\":[{\"x\":1},{\"x\":2}]}", "json \"b\" x | 1:1 | 1:2"},
        /* lines */
        {"{\"date\":\"d\",\"km\":1}\n\n{\"date\":\"e\",\"km\":2}\n", "ndjson \"\" date,km | 1:d,1 | 3:e,2"},
        {"{\"date\":\"d\"}\rx\r{\"date\":\"e\"}\r{\"date\":\"f\"}",
         "ndjson \"\" date | 1:d | 2:[json-syntax: this line is no object in braces] | 3:e | 4:f"},
        {"{\n \"date\": \"d\"\n}\n", "json \"\" date | 1:d"},
        {"[\n{\"date\":\"d\"}\n,\n{\"date\":\"e\"}\n]\n", "json \"\" date | 2:d | 4:e"},
    };
    (void)state;
    check(cases, sizeof cases / sizeof *cases);
}

static void flattens(void **state)
{
    static const struct read_case cases[] = {
        /* as written, never through a double */
        {"[{\"date\":12345678901234567890,\"n\":1.10,\"e\":-1E+2,\"z\":0}]",
         "json \"\" date,n,e,z | 1:12345678901234567890,1.10,-1E+2,0"},
        {"[{\"date\":\"d\",\"t\":true,\"f\":false,\"n\":null,\"s\":\"\"}]",
         "json \"\" date,t,f,n,s | 1:d,true,false,,"},
        {"[{\"date\":\"a\\\"\\u00e9\\/\\ud83d\\ude00\"}]", "json \"\" date | 1:a\"é/😀"},
        {"[{\"date\":\"a\\u0000b\\nc\"}]", "json \"\" date | 1:a?b?c"},
        {"[{\"da\\u0074e\":\"d\"}]", "json \"\" date | 1:d"},
        {"[{\"date\":\"a\",\"date\":\"b\"}]", "json \"\" date | 1:b"},
        {"[{\"date\":{\"a\":{\"b\":{\"c\":1,\"d\":{\"e\":2}}}},\"x\":[1,{\"y\":2}],\"z\":{}}]",
         "json \"\" date.a.b.c | 1:1"},
        /* an order of its own in every element */
        {"[{\"date\":1,\"b\":2,\"c\":{\"d\":3}},{\"c\":{\"d\":6},\"b\":5,\"date\":4},{\"b\":7}]",
         "json \"\" date,b,c.d | 1:1,2,3 | 1:4,5,6 | 1:,7,"},
        /* what is an object here and a value there */
        {"[{\"date\":1,\"b\":2},{\"date\":{\"x\":3},\"b\":[4]}]", "json \"\" date,b,date.x | 1:1,2, | 1:,,3"},
        {"{\"start\":1,\"summaries\":[{\"metric\":\"distance\",\"value\":5.06},{\"value\":7,\"metric\":\"steps\"}]}",
         "json \"\" start,summaries.distance,summaries.steps | 1:1,5.06,7"},
    };
    (void)state;
    check(cases, sizeof cases / sizeof *cases);
}

static void says_what_is_wrong(void **state)
{
    static const char missing[] = "a list of activities is missing, such as "
                                  "{\"activities\": [{\"date\": \"2026-05-01\", \"distance\": 3.1}]}]";
    static const struct read_case refused[] = {
        {"", "the file is empty]"},
        {" \n", "the file is empty]"},
        {"{}", "the objects in the document are empty; "},
        {"{\"a\":{}}", "the objects in the document are empty; "},
        {"[]", "the list is empty; "},
        {"{\"bib\":1,\"activities\":[]}", "the list \"activities\" is empty; "},
        {"{\"lastDate\":\"d\",\"miles\":0,\"activities\":[]}", "the list \"activities\" is empty; "},
        {"7", "the document is a single plain value; "},
        {"\"x\"", "the document is a single plain value; "},
        {"{\"a\":[1,2],\"b\":[]}", "the lists in the document hold plain values, no objects; "},
    };
    static const struct read_case broken[] = {
        {"[1,]", "refused[json-syntax line 1: a value is missing]"},
        {"[\n\n{]", "refused[json-syntax line 3: a name in quotes is missing]"},
        {"nope", "refused[json-syntax line 1: what stands here is no value]"},
        {"[{\"date\":1},{\"date\":2,}]",
         "json \"\" date | 1:1 | 1:[json-syntax: a name in quotes is missing at \"}\"]"},
        {"[{\"date\":1},{\"date\":NaN},{\"date\":3}]",
         "json \"\" date | 1:1 | 1:[json-syntax: what stands here is no value at \"NaN}\"] | 1:3"},
        {"[{\"date\":1},\n{\"date\":\n012},{\"date\":3}]",
         "json \"\" date | 1:1 | 2:[json-syntax: a number is malformed at \"012}\" in line 3] | 3:3"},
        {"[{\"date\":1},{\"x\":[01]},{\"x\":{\"y\":{\"z\":{\"u\":{\"v\":01}}}}}]",
         "json \"\" date | 1:1 | 1:[json-syntax: a number is malformed at \"01]}\"]"
         " | 1:[json-syntax: a number is malformed at \"01}}}}}\"]"},
        {"[{\"date\":1},{\"date\":\"a\tb\"},{\"da\tte\":1},{\"date\":\"\\x\"},{\"date\":\"\\ud800\"}]",
         "json \"\" date | 1:1 | 1:[json-syntax: a control character stands in a string at \"\"a?b\"}\"]"
         " | 1:[json-syntax: a control character stands in a string at \"\"da?te\":1}\"]"
         " | 1:[json-syntax: a string holds a backslash with no meaning at \"\"\\x\"}\"]"
         " | 1:[json-syntax: a \\u escape is one half of a character at \"\"\\ud800\"}\"]"},
        {"[{\"date\":1}\f,{\"date\":\f2}]",
         "json \"\" date | 1:1 | 1:[json-syntax: a comma or a closing bracket is missing]"},
        {"[{\"date\":1},{\"date\":\f2}]",
         "json \"\" date | 1:1 | 1:[json-syntax: what stands here is no value at \"?2}\"]"},
        {"[{\"date\":1}", "json \"\" date | 1:1 | 1:[json-syntax: the text ends before all brackets are closed]"},
        {"[{\"date\":1},{\"da", "json \"\" date | 1:1 | 1:[json-syntax: the file ends inside an element]"},
        {"[{\"date\":1}]\n]",
         "json \"\" date | 1:1 | 2:[json-syntax: there is more text behind the end of the document]"},
        {"{\"date\":1}\n{\"date\":2} x\n",
         "ndjson \"\" date | 1:1 | 2:[json-syntax: there is more text behind the end of the document at \"x\"]"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct buffer out = {0}, wanted = {0};
        bool is_empty = view_starts(view_of(refused[i].read), VIEW("the file"));
        read_all(&out, view_of(refused[i].text));
        buffer_format(&wanted, "refused[not-activities: %s%s", refused[i].read, is_empty ? "" : missing);
        assert_string_equal(buffer_string(&out), buffer_string(&wanted));
        buffer_release(&out);
        buffer_release(&wanted);
    }
    check(broken, sizeof broken / sizeof *broken);
}

static void decodes(void **state)
{
    static const char utf8[] = "[{\"date\":\"\xC3\xA9\"}]";
    struct buffer text = {0}, out = {0};
    (void)state;
    read_all(&out, VIEW("\xEF\xBB\xBF[{\"date\":\"\xC3\xA9\"}]"));
    assert_string_equal(buffer_string(&out), "json \"\" date | 1:\xC3\xA9");
    read_all(&out, VIEW("[{\"date\":\"\xE9\"}]"));
    assert_true(view_ends(buffer_view(&out), VIEW("\"\" date | 1:\xC3\xA9")));
    assert_true(view_starts(buffer_view(&out), VIEW("json[encoding-guessed")));
    for (int mark = 0; mark < 2; mark++) { /* UTF-16 with and without its mark */
        buffer_reset(&text);
        buffer_add(&text, (struct view){"\xFF\xFE", mark ? 2 : 0});
        for (size_t i = 0; i + 1 < sizeof utf8; i++) {
            bool is_accented = utf8[i] == '\xC3';
            buffer_add_char(&text, is_accented ? '\xE9' : utf8[i]);
            buffer_add_char(&text, '\0');
            i += is_accented;
        }
        assert_true(reader_json_ops.bid(buffer_view(&text), VIEW("x")) >= 60);
        read_all(&out, buffer_view(&text));
        assert_true(view_ends(buffer_view(&out), VIEW("\"\" date | 1:\xC3\xA9")));
    }
    buffer_release(&text);
    buffer_release(&out);
}

/* A key that the beginning did not have asks for a whole survey; one without a value does not. */
static void unknown_keys(void **state)
{
    static const char *const tails[] = {"{\"date\":1,\"late\":2}]", "{\"date\":1,\"late\":{\"x\":1}}]",
                                        "{\"date\":1,\"late\":null,\"later\":[1]}]"};
    (void)state;
    for (size_t t = 0; t < 3; t++) {
        struct buffer text = {0}, out = {0};
        struct bed bed;
        buffer_add_text(&text, "[");
        for (int i = 0; i < 60000; i++)
            buffer_add_text(&text, "{\"date\":12345,\"note\":\"so that the sample ends before the end\"},");
        buffer_add_text(&text, tails[t]);
        assert_int_equal(open_bed(&bed, buffer_view(&text), false), STATUS_OK);
        assert_int_equal(bed.reader.table.column_count, 2);
        enum status status = STATUS_OK;
        while (status == STATUS_OK && reader_json_ops.cut(&bed.reader, &bed.chunk, &bed.error) == STATUS_OK &&
               bed.chunk.count)
            for (size_t i = 0; status == STATUS_OK && i < bed.chunk.count; i++)
                status = add_row(&bed, &out, &bed.chunk.cuts[i]);
        assert_int_equal(status, t < 2 ? STATUS_AGAIN : STATUS_OK);
        close_bed(&bed);
        assert_int_equal(open_bed(&bed, buffer_view(&text), true), STATUS_OK);
        assert_int_equal(bed.reader.table.column_count, 3);
        close_bed(&bed);
        buffer_release(&text);
        buffer_release(&out);
    }
}

/* One activity with a long track in it, and measures that are kept. */
static void long_activities(void **state)
{
    struct buffer text = {0}, out = {0};
    (void)state;
    buffer_add_text(&text, "{\"start\":1,\"track\":[");
    for (int i = 0; i < 300000; i++)
        buffer_add_text(&text, "[1,2],");
    buffer_add_text(&text, "[]],\"summaries\":[{\"metric\":\"distance\",\"value\":5.06}],\"duration\":2}");
    read_all(&out, buffer_view(&text));
    assert_string_equal(buffer_string(&out), "json \"\" start,summaries.distance,duration | 1:1,5.06,2");
    text.at[30] = 'x';
    read_all(&out, buffer_view(&text));
    assert_true(view_contains(buffer_view(&out), VIEW("json-syntax")));
    buffer_release(&text);
    buffer_release(&out);
}

static void bids(void **state)
{
    static const struct {
        const char *head, *path;
        int low, high;
    } cases[] = {
        {"{\"a\":1}", "x", 60, 60}, {" \n[ {", "x.txt", 60, 60},  {"{\"a\":1}", "x.JSON", 90, 90},
        {"[]", "x", 60, 60},        {"{", "x", 60, 60},           {"{name}, {date}", "x.csv", 1, 9},
        {"[x],y", "x.csv", 1, 9},   {"[1,2", "x.csv", 1, 9},      {"Date,Distance", "x", 0, 0},
        {"Date,Dist", "x", 0, 0},   {"nope", "x.ndjson", 40, 40}, {"\x89PNG\x0D\x0A\x1A", "x.json", 0, 0},
        {"<gpx>", "x.gpx", 0, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_in_range(reader_json_ops.bid(view_of(cases[i].head), view_of(cases[i].path)), cases[i].low,
                        cases[i].high);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_the_activities),
        cmocka_unit_test(flattens),
        cmocka_unit_test(says_what_is_wrong),
        cmocka_unit_test(decodes),
        cmocka_unit_test(unknown_keys),
        cmocka_unit_test(long_activities),
        cmocka_unit_test(bids),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
