#include "input/json_cut.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

/* A source that gives a text, so many bytes at a time, and takes the place of the real one. */
struct source {
    struct view text;
    size_t step;
    struct source_trouble trouble;
};

size_t source_read(struct source *source, char *to, size_t room)
{
    size_t len = source->text.len < room ? source->text.len : room;
    len = len < source->step ? len : source->step;
    memcpy(to, source->text.at, len);
    source->text = view_skip(source->text, len);
    return len;
}

const struct source_trouble *source_trouble(const struct source *source)
{
    return &source->trouble;
}

/* "activities" and "data.runs" become the steps of a shape; "-" is NDJSON, "\r" the same with that line end. */
static struct json_shape shape_of(const char *items)
{
    struct json_shape shape = {.lines = *items == '-' || *items == '\r', .line_end = *items == '\r' ? '\r' : '\n'};
    for (struct view rest = view_of(items); !shape.lines && rest.len;)
        shape.steps[shape.step_count++] = view_cut(&rest, '.');
    return shape;
}

/* Every cut as "line-last:state:text" with '|' between. */
static void cut_all(struct buffer *out, struct source source, const char *items)
{
    struct error error;
    struct json_cutter cutter = {0};
    struct chunk chunk = {0};
    struct json_shape shape = shape_of(items);
    uint64_t index = 0;
    json_cutter_start(&cutter, &source, &shape);
    while (json_cut(&cutter, &chunk, &error) == STATUS_OK && chunk.count) {
        assert_int_equal(chunk.first_index, index);
        for (size_t i = 0; i < chunk.count; i++) {
            const struct cut *c = &chunk.cuts[i];
            const char *state = c->state == CUT_RECORD ? "r" : c->state == CUT_BLANK ? "b" : code_table[c->code].name;
            index += c->state != CUT_BLANK;
            buffer_format(out, "%s%llu-%llu:%s:", out->len ? "|" : "", (unsigned long long)chunk.first_line + c->line,
                          (unsigned long long)chunk.first_line + c->last_line, state);
            buffer_add_masked(out, chunk_text(&chunk, c));
        }
    }
    json_cutter_release(&cutter);
    buffer_release(&chunk.text);
    memory_free(chunk.cuts);
}

struct cut_case {
    const char *items, *text, *cuts;
};

static const struct cut_case cases[] = {
    {"", "[{\"a\":1},{\"a\":2}]", "1-1:r:{\"a\":1}|1-1:r:{\"a\":2}"},
    {"", "[\n{\"a\":\n1}\n,\r\n{\"a\":2}\r]", "2-3:r:{\"a\":?1}|5-5:r:{\"a\":2}"},
    {"", "{\"a\":1}", "1-1:r:{\"a\":1}"},
    {"", "[]", ""},
    {"", "[[{\"a\":1}],[{\"a\":2}]]", "1-1:r:{\"a\":1}|1-1:r:{\"a\":2}"},
    {"activities", "{\"activities\":[{\"a\":\"}]\\\"\"},\n{}]}", "1-1:r:{\"a\":\"}]\\\"\"}|2-2:r:{}"},
    {"data.runs", "{\"x\":[{\"runs\":[{}]}],\"data\":{\"y\":{\"runs\":[{}]},\"runs\":[{\"a\":1}]}}", "1-1:r:{\"a\":1}"},
    {"data.runs", "{\"data\":{\"runs\":{\"a\":1}}}", "1-1:r:{\"a\":1}"},
    {"data.runs", "{\"data\":null,\"runs\":[{}]}", ""},
    /* what the objects around say of the elements, also behind them */
    {"runs", "{\"bib\":7,\"n\":{\"x\":\"y\"},\"runs\":[{\"a\":1},{}],\"z\":true}",
     "1-1:r:{\"parent.bib\":7,\"parent.n.x\":\"y\",\"parent.z\":true,\"a\":1}"
     "|1-1:r:{\"parent.bib\":7,\"parent.n.x\":\"y\",\"parent.z\":true}"},
    {"runs", "[{\"bib\":1,\"runs\":[{\"a\":1},{\"a\":2}]},\n{\"runs\":[{\"a\":3}],\"bib\":2},{\"runs\":[{\"a\":4}]}]",
     "1-1:r:{\"parent.bib\":1,\"a\":1}|1-1:r:{\"parent.bib\":1,\"a\":2}"
     "|2-2:r:{\"parent.bib\":2,\"a\":3}|2-2:r:{\"a\":4}"},
    {"all.runs", "{\"race\":5,\"all\":[{\"bib\":1,\"runs\":[{\"a\":1}]},{\"runs\":[{ }]}]}",
     "1-1:r:{\"parent.race\":5,\"parent.bib\":1,\"a\":1}|1-1:r:{\"parent.race\":5 }"},
    /* what stands in the list and is no object */
    {"", "[{},null,5,\"x\",{}]", "1-1:r:{}|1-1:b:null|1-1:not-activities:5|1-1:not-activities:x|1-1:r:{}"},
    /* rows before the break are kept */
    {"", "[{\"a\":1},\n{\"a\":2]", "1-1:r:{\"a\":1}|2-2:json-syntax:]"},
    {"", "[{\"a\":1},\n{\"a\":", "1-1:r:{\"a\":1}|2-2:json-syntax:{\"a\":"},
    {"", "[{\"a\":1}\n{\"a\":2}]", "1-1:r:{\"a\":1}|2-2:json-syntax:{\"a\":2}]"},
    {"", "[{\"a\":1},\n]", "1-1:r:{\"a\":1}|2-2:json-syntax:]"},
    {"", "[{\"a\":1}", "1-1:r:{\"a\":1}|1-1:json-syntax:"},
    {"", "[{\"a\":1}]\n\nmore\n", "1-1:r:{\"a\":1}|3-3:json-syntax:more"},
    {"", "", "1-1:json-syntax:"},
    {"runs", "{\"x\":01,\"runs\":[{}]}", "1-1:json-syntax:01,\"runs\":[{}]}"},
    {"runs", "{\"runs\":[{}],\"x\":tru", "1-1:r:{}|1-1:json-syntax:tru"},
    /* what is inside an element is for the reader to judge */
    {"", "[{a:NaN},{\"a\":2}]", "1-1:r:{a:NaN}|1-1:r:{\"a\":2}"},
    /* lines */
    {"-", "{\"a\":1}\n{\"a\":2}", "1-1:r:{\"a\":1}|2-2:r:{\"a\":2}"},
    {"-", "{\"a\":1}\r\n\r\n \n[1]\n{\"a\":2}\r\n",
     "1-1:r:{\"a\":1}|2-2:b:|3-3:b:|4-4:json-syntax:[1]|5-5:r:{\"a\":2}"},
    {"\r", "{\"a\":1}\r\r{\"a\":2}\r", "1-1:r:{\"a\":1}|2-2:b:|3-3:r:{\"a\":2}"},
    {"-", "", ""},
};

static void cuts_elements(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (size_t step = 1; step < 12; step++) {
            struct buffer out = {0};
            cut_all(&out, (struct source){.text = view_of(cases[i].text), .step = step, .trouble.code = CODE_COUNT},
                    cases[i].items);
            assert_string_equal(buffer_string(&out), cases[i].cuts);
            buffer_release(&out);
        }
}

/* With blanks in front so that a chunk's end falls at every place of the text. */
static void chunks_do_not_matter(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t len = strlen(cases[i].text);
        char *text = memory_get(CHUNK_BYTES + len);
        memset(text, ' ', CHUNK_BYTES + len);
        for (size_t in_first = 0; in_first <= len && *cases[i].items != '-' && *cases[i].items != '\r'; in_first++) {
            struct buffer out = {0};
            struct view padded = {text, CHUNK_BYTES + len - in_first};
            memcpy(text + CHUNK_BYTES - in_first, cases[i].text, len);
            cut_all(&out, (struct source){.text = padded, .step = SIZE_MAX, .trouble.code = CODE_COUNT},
                    cases[i].items);
            assert_string_equal(buffer_string(&out), cases[i].cuts);
            buffer_release(&out);
        }
        memory_free(text);
    }
}

/* Many elements over many chunks, with what is around them. */
static void long_documents(void **state)
{
    enum { ELEMENTS = 30000 };
    static const struct view front = VIEW("{\"parent.bib\":\"0042\",\"n\":");
    struct buffer text = {0};
    struct error error;
    struct json_cutter cutter = {0};
    struct chunk chunk = {0};
    struct json_shape shape = shape_of("runs");
    (void)state;
    buffer_add_text(&text, "{\"bib\":\"0042\",\"runs\":[\n");
    for (int i = 0; i < ELEMENTS; i++)
        buffer_format(&text, "{\"n\":%d,\n\"text\":\"%*s\\\"]}\"},\n", i, i % 41, "");
    buffer_add_text(&text, "{}]}");
    struct source source = {.text = buffer_view(&text), .step = 1000, .trouble.code = CODE_COUNT};
    json_cutter_start(&cutter, &source, &shape);
    uint64_t n = 0, chunks = 0;
    for (; json_cut(&cutter, &chunk, &error) == STATUS_OK && chunk.count; chunks++) {
        assert_int_equal(chunk.first_index, n);
        for (size_t i = 0; i < chunk.count && n < ELEMENTS; i++, n++) {
            struct view element = chunk_text(&chunk, &chunk.cuts[i]);
            assert_int_equal(chunk.first_line + chunk.cuts[i].line, 2 + 2 * n);
            assert_true(view_starts(element, front));
            assert_int_equal(atoi(element.at + front.len), n);
        }
    }
    assert_int_equal(n, ELEMENTS);
    assert_true(chunks > 3);
    json_cutter_release(&cutter);
    buffer_release(&chunk.text);
    memory_free(chunk.cuts);
    buffer_release(&text);
}

/* An element over the limit is lost, the next one is not; in a document that is one object there is more room. */
static void long_elements(void **state)
{
    struct buffer text = {0}, out = {0};
    (void)state;
    buffer_add_text(&text, "[{\"a\":1},\n{\"a\":\"");
    memset(buffer_room(&text, RECORD_LIMIT), 'x', RECORD_LIMIT);
    text.len += RECORD_LIMIT;
    buffer_add_text(&text, "\"},\n{\"a\":3}]");
    struct source source = {.text = buffer_view(&text), .step = 5000, .trouble.code = CODE_COUNT};
    cut_all(&out, source, "");
    assert_string_equal(buffer_string(&out), "1-1:r:{\"a\":1}|2-2:record-too-long:|3-3:r:{\"a\":3}");
    for (size_t i = 0; i < text.len; i++) /* as lines */
        text.at[i] = text.at[i] == '[' || text.at[i] == ']' || text.at[i] == ',' ? ' ' : text.at[i];
    buffer_reset(&out);
    cut_all(&out, source, "-");
    assert_string_equal(buffer_string(&out), "1-1:r: {\"a\":1} |2-2:record-too-long:|3-3:r:{\"a\":3} ");

    struct json_shape shape = {.sole = true};
    struct json_cutter cutter = {0};
    struct chunk chunk = {0};
    source.text = VIEW("");
    json_cutter_start(&cutter, &source, &shape);
    buffer_add_text(&cutter.carry, "{\"a\":\"");
    memset(buffer_room(&cutter.carry, 2 * RECORD_LIMIT), 'x', 2 * RECORD_LIMIT);
    cutter.carry.len += 2 * RECORD_LIMIT;
    buffer_add_text(&cutter.carry, "\"}");
    assert_int_equal(json_cut(&cutter, &chunk, NULL), STATUS_OK);
    assert_int_equal(chunk.count, 1);
    assert_int_equal(chunk.cuts[0].state, CUT_RECORD);
    json_cutter_release(&cutter);
    buffer_release(&chunk.text);
    memory_free(chunk.cuts);
    buffer_release(&text);
    buffer_release(&out);
}

/* What the source has broken off is not called bad JSON. */
static void broken_sources(void **state)
{
    struct source source = {.text = VIEW("[{\"a\":1},{\"a"), .step = 3, .trouble.code = CODE_INPUT_TRUNCATED};
    struct buffer out = {0};
    (void)state;
    cut_all(&out, source, "");
    assert_string_equal(buffer_string(&out), "1-1:r:{\"a\":1}|1-1:input-truncated:{\"a");
    buffer_reset(&out);
    source.text = VIEW("{\"a\":1}\n{\"a");
    cut_all(&out, source, "-");
    assert_string_equal(buffer_string(&out), "1-1:r:{\"a\":1}|2-2:input-truncated:{\"a");
    buffer_release(&out);

    struct json_cutter cutter = {0};
    struct chunk chunk = {0};
    struct error error;
    struct json_shape shape = {0};
    source.trouble = (struct source_trouble){.status = STATUS_IO, .code = CODE_COUNT, .text = "disk on fire"};
    json_cutter_start(&cutter, &source, &shape);
    assert_int_equal(json_cut(&cutter, &chunk, &error), STATUS_IO);
    assert_string_equal(error.text, "cannot read: disk on fire");
    json_cutter_release(&cutter);
    buffer_release(&chunk.text);
    memory_free(chunk.cuts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cuts_elements), cmocka_unit_test(chunks_do_not_matter), cmocka_unit_test(long_documents),
        cmocka_unit_test(long_elements), cmocka_unit_test(broken_sources),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
