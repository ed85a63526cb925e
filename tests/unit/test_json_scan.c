#include "input/json_scan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/buffer.h"

/* The tokens as one string, with the end: "." complete, "~" more text is needed, "!reason" broken. */
static void scan_all(struct buffer *out, struct json_scan *scan)
{
    static const char marks[] = "~!.{[)ksnw";
    struct view text;
    enum json_token token;
    do {
        token = json_scan_next(scan, &text);
        if (token == JSON_MORE || token == JSON_BROKEN)
            break;
        buffer_add_char(out, marks[token]);
        buffer_add(out, text);
    } while (token != JSON_END);
    buffer_add_text(out, token == JSON_BROKEN ? "!" : token == JSON_MORE ? "~" : "");
    buffer_add_text(out, token == JSON_BROKEN ? scan->why : "");
}

static void tokens(void **state)
{
    static const struct {
        const char *text, *tokens;
    } cases[] = {
        {"{\"a\": [1, -0.5e+3, true], \"b\\\"\": {}}", "{ka[n1n-0.5e+3wtrue)kb\\\"{))."},
        {" \t\r\n[]\n", "[)."},
        {"\"x\"", "sx."},
        {"0", "n0."},
        {"", "!the text ends before all brackets are closed"},
        {"[1", "[n1!the text ends before all brackets are closed"},
        {"[1}", "[n1!a } closes what a [ opened"},
        {"{\"a\":1]", "{kan1!a ] closes what a { opened"},
        {"[1,]", "[n1!a value is missing"},
        {"[,1]", "[!a value is missing"},
        {"{\"a\":1,}", "{kan1!a name in quotes is missing"},
        {"{a:1}", "{!a name in quotes is missing"},
        {"{\"a\" 1}", "{!a colon is missing behind a name"},
        {"[1 2]", "[n1!a comma or a closing bracket is missing"},
        {"[01]", "[!a number is malformed"},
        {"[1.]", "[!a number is malformed"},
        {"[.5]", "[!what stands here is no value"},
        {"[+1]", "[!what stands here is no value"},
        {"[-]", "[!a number is malformed"},
        {"[1e]", "[!a number is malformed"},
        {"[1.5.2]", "[!a number is malformed"},
        {"[0x1F]", "[!a number is malformed"},
        {"[NaN]", "[!what stands here is no value"},
        {"[tru]", "[!what stands here is no value"},
        {"[truth]", "[!what stands here is no value"},
        {"['a']", "[!what stands here is no value"},
        {"[\"a\nb\"]", "[!a string is not closed in its line"},
        {"[\"a\tb\"]", "[!a control character stands in a string"},
        {"[\"\\x\"]", "[!a string holds a backslash with no meaning"},
        {"[\"\\u12G4\"]", "[!a \\u is not followed by four hexadecimal digits"},
        {"[\"\\ud83d\\u0041\"]", "[!a \\u escape is one half of a character"},
        {"[\"\\ude00\"]", "[!a \\u escape is one half of a character"},
        {"[\"\\ud83d\\ude00\"]", "[s\\ud83d\\ude00)."},
        {"[\"abc", "[!the text ends inside a string"},
        {"[] x", "[)!there is more text behind the end of the document"},
        {"{} {}", "{)!there is more text behind the end of the document"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer out = {0};
        struct json_scan scan;
        json_scan_start(&scan, view_of(cases[i].text), true);
        scan_all(&out, &scan);
        assert_string_equal(buffer_string(&out), cases[i].tokens);
        buffer_release(&out);
    }
}

/* Wherever a good text is cut in two, the tokens are the same, and the first half is never called broken. */
static void pieces_do_not_matter(void **state)
{
    static const char text[] =
        "{\"key\": [12.5, \"a\\u00e9\\ud83d\\ude00b\", false, null], \"b\" : {\"c\":[-1e5 ,2]} }";
    struct buffer whole = {0};
    struct json_scan scan;
    (void)state;
    json_scan_start(&scan, view_of(text), true);
    scan_all(&whole, &scan);
    for (size_t cut = 0; cut <= sizeof text - 1; cut++) {
        struct buffer out = {0};
        json_scan_start(&scan, (struct view){text, cut}, false);
        scan_all(&out, &scan);
        assert_int_equal(out.at[out.len - 1], '~');
        out.len--;
        scan.end = text + sizeof text - 1;
        scan.final = true;
        scan_all(&out, &scan);
        assert_string_equal(buffer_string(&out), buffer_string(&whole));
        buffer_release(&out);
    }
    buffer_release(&whole);
}

static void depth_is_limited(void **state)
{
    char text[JSON_DEPTH + 1];
    struct json_scan scan;
    struct json_skim skim = {0};
    struct view piece;
    const char *broke = NULL;
    (void)state;
    memset(text, '[', sizeof text);
    json_scan_start(&scan, (struct view){text, sizeof text}, false);
    for (int i = 0; i < JSON_DEPTH; i++)
        assert_int_equal(json_scan_next(&scan, &piece), JSON_ARRAY);
    assert_int_equal(json_scan_next(&scan, &piece), JSON_BROKEN);
    assert_null(json_skim_on(&skim, text, text + sizeof text, &broke));
    assert_ptr_equal(broke, text + JSON_DEPTH);
}

static void skims_to_the_end(void **state)
{
    static const struct {
        const char *text;
        int end; /* what comes behind, -1: not there, -2: broken */
    } cases[] = {
        {"{\"a\":[1,{}]},", 12},
        {"[\"]\"]", 5},
        {"[\"\\\"]\", \"\\\\\"]", 13},
        {"{\"a\":1", -1},
        {"[\"a]", -1},
        {"{\"a\":1]", -2},
        {"[{]}", -2},
        {"[\"Y_y\"]", 7},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (size_t cut = 0; cut <= strlen(cases[i].text); cut++) {
            const char *text = cases[i].text, *end = text + strlen(text), *broke = NULL;
            struct json_skim skim = {0};
            const char *next = json_skim_on(&skim, text, text + cut, &broke);
            if (!next && !skim.why)
                next = json_skim_on(&skim, text + cut, end, &broke);
            assert_int_equal(next ? next - text : skim.why ? -2 : -1, cases[i].end);
        }
}

/* A leap lands where the tokens would have gone. */
static void leaps_over_values(void **state)
{
    struct json_scan scan;
    struct view text;
    (void)state;
    json_scan_start(&scan, VIEW("[{\"a\":[1,2]},7]"), true);
    assert_int_equal(json_scan_next(&scan, &text), JSON_ARRAY);
    assert_int_equal(json_scan_next(&scan, &text), JSON_OBJECT);
    assert_int_equal(json_scan_leap(&scan), JSON_CLOSE);
    assert_int_equal(json_scan_next(&scan, &text), JSON_NUMBER);
    assert_true(view_is(text, "7"));
    json_scan_start(&scan, VIEW("[[1,2"), true);
    assert_int_equal(json_scan_next(&scan, &text), JSON_ARRAY);
    assert_int_equal(json_scan_next(&scan, &text), JSON_ARRAY);
    assert_int_equal(json_scan_leap(&scan), JSON_BROKEN);
}

static void measures_decoded_strings(void **state)
{
    (void)state;
    assert_int_equal(json_scan_decoded_len(VIEW("")), 0);
    assert_int_equal(json_scan_decoded_len(VIEW("a\\n\\\"b")), 4);
    assert_int_equal(json_scan_decoded_len(VIEW("\\u0000\\u0041\\u00e9\\u20AC\\ud83d\\ude00.")), 1 + 1 + 2 + 3 + 4 + 1);
}

static void counts_lines(void **state)
{
    static const char text[] = "a\nb\r\nc\rd\n\r\n\r";
    (void)state;
    for (size_t cut = 0; cut <= sizeof text - 1; cut++) {
        bool after_cr = false;
        uint64_t lines = json_scan_lines((struct view){text, cut}, &after_cr);
        lines += json_scan_lines((struct view){text + cut, sizeof text - 1 - cut}, &after_cr);
        assert_int_equal(lines, 6);
        assert_true(after_cr);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens),
        cmocka_unit_test(pieces_do_not_matter),
        cmocka_unit_test(depth_is_limited),
        cmocka_unit_test(skims_to_the_end),
        cmocka_unit_test(leaps_over_values),
        cmocka_unit_test(measures_decoded_strings),
        cmocka_unit_test(counts_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
