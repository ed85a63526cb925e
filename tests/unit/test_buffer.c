#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <limits.h>
#include <stdio.h>

#include "base/buffer.h"

static void grows_from_nothing(void **state)
{
    (void)state;
    struct buffer b = {0};
    assert_string_equal(buffer_view(&b).at, "");
    for (int i = 0; i < 100000; i++)
        buffer_add_char(&b, (char)('a' + i % 26));
    assert_int_equal(b.len, 100000);
    for (int i = 0; i < 100000; i++)
        assert_int_equal(b.at[i], 'a' + i % 26);
    buffer_reset(&b);
    assert_int_equal(buffer_view(&b).len, 0);
    buffer_add(&b, (struct view){NULL, 0});
    assert_string_equal(buffer_string(&b), "");
    buffer_add_text(&b, "x");
    assert_string_equal(buffer_string(&b), "x");
    assert_int_equal(b.len, 1);
    buffer_release(&b);
    buffer_release(&b);
}

static void integers(void **state)
{
    (void)state;
    static const struct {
        int64_t number;
        int width;
        const char *text;
    } cases[] = {
        {0, 1, "0"},
        {0, 2, "00"},
        {7, 2, "07"},
        {123, 2, "123"},
        {-7, 3, "-007"},
        {INT64_MAX, 1, "9223372036854775807"},
        {INT64_MIN, 1, "-9223372036854775808"},
        {1, 24, "000000000000000000000001"},
    };
    struct buffer b = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        buffer_reset(&b);
        buffer_add_padded(&b, cases[i].number, cases[i].width);
        assert_string_equal(buffer_string(&b), cases[i].text);
    }
    buffer_reset(&b);
    buffer_add_int(&b, -42);
    assert_string_equal(buffer_string(&b), "-42");
    buffer_release(&b);
}

static void format_of_any_length(void **state)
{
    (void)state;
    struct buffer b = {0};
    for (int width = 1; width < 1000; width += 7) {
        buffer_reset(&b);
        buffer_add_text(&b, "begin");
        buffer_format(&b, "%0*d", width, 5);
        assert_int_equal(b.len, width + 5);
        assert_memory_equal(b.at, "begin", 5);
        assert_int_equal(b.at[b.len - 1], '5');
    }
    buffer_release(&b);
}

static void json_strings(void **state)
{
    (void)state;
    static const struct {
        struct view text;
        const char *json;
    } cases[] = {
        {{NULL, 0}, "\"\""},
        {{"plain", 5}, "\"plain\""},
        {{"a\"b\\c/", 6}, "\"a\\\"b\\\\c/\""},
        {{"\n\r\t\b\f", 5}, "\"\\n\\r\\t\\b\\f\""},
        {{"\0\x01\x1F", 3}, "\"\\u0000\\u0001\\u001f\""},
        {{"\x7F", 1}, "\"\x7F\""},
        {{"H\xC3\xB6he \xE2\x82\xAC \xF0\x9F\x8F\x83", 14}, "\"H\xC3\xB6he \xE2\x82\xAC \xF0\x9F\x8F\x83\""},
        {{"\xFF"
          "a\xC3",
          3},
         "\"\xEF\xBF\xBD"
         "a\xEF\xBF\xBD\""},                                               /* alone, and cut off */
        {{"\xED\xA0\x80", 3}, "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""}, /* a surrogate */
        {{"\xC0\xAF", 2}, "\"\xEF\xBF\xBD\xEF\xBF\xBD\""},                 /* overlong */
    };
    struct buffer b = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        buffer_reset(&b);
        buffer_add_json(&b, cases[i].text);
        assert_string_equal(buffer_string(&b), cases[i].json);
    }
    buffer_release(&b);
}

static void csv_fields(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        char delimiter;
        const char *field;
    } cases[] = {
        {"", ',', ""},           {"plain", ',', "plain"},
        {"a,b", ',', "\"a,b\""}, {"a,b", ';', "a,b"},
        {"a;b", ';', "\"a;b\""}, {"say \"hi\"", ',', "\"say \"\"hi\"\"\""},
        {"\"", ',', "\"\"\"\""}, {"two\nlines", ',', "\"two\nlines\""},
        {"a\r", ',', "\"a\r\""}, {" a", ',', "\" a\""},
        {"a ", ',', "\"a \""},   {"a b", ',', "a b"},
        {"\ta", ',', "\"\ta\""},
    };
    struct buffer b = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        buffer_reset(&b);
        buffer_add_csv(&b, view_of(cases[i].text), cases[i].delimiter);
        assert_string_equal(buffer_string(&b), cases[i].field);
    }
    buffer_release(&b);
}

static void masked_text(void **state)
{
    (void)state;
    static const struct {
        struct view text;
        const char *masked;
    } cases[] = {
        {{NULL, 0}, ""},
        {{"ok \xC3\xA4", 5}, "ok \xC3\xA4"},
        {{"\x1B[31mred", 8}, "?[31mred"}, /* a terminal's escape */
        {{"a\0b\n\x7F", 5}, "a?b??"},
        {{"\xC2\x9B"
          "31m",
          5},
         "?31m"},                      /* the same as one C1 character */
        {{"\xC2\xA0", 2}, "\xC2\xA0"}, /* the first that is no control */
        {{"\x9B\xC2", 2}, "??"},       /* no UTF-8 */
    };
    struct buffer b = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        buffer_reset(&b);
        buffer_add_masked(&b, cases[i].text);
        assert_string_equal(buffer_string(&b), cases[i].masked);
    }
    buffer_release(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(grows_from_nothing), cmocka_unit_test(integers),   cmocka_unit_test(format_of_any_length),
        cmocka_unit_test(json_strings),       cmocka_unit_test(csv_fields), cmocka_unit_test(masked_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
