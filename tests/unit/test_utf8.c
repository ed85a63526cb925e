#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/utf8.h"

static void lengths(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t left, length;
    } cases[] = {
        {"a", 1, 1},
        {"\0", 1, 1},
        {"\x7F", 1, 1},
        {"\x80", 1, 0},     /* a tail alone */
        {"\xC0\x80", 2, 0}, /* overlong */
        {"\xC1\xBF", 2, 0},
        {"\xC2\x80", 2, 2},
        {"\xDF\xBF", 2, 2},
        {"\xC2", 1, 0}, /* cut off */
        {"\xC2z", 2, 0},
        {"\xE0\x9F\xBF", 3, 0}, /* overlong */
        {"\xE0\xA0\x80", 3, 3},
        {"\xED\x9F\xBF", 3, 3},
        {"\xED\xA0\x80", 3, 0}, /* surrogates */
        {"\xED\xBF\xBF", 3, 0},
        {"\xEE\x80\x80", 3, 3},
        {"\xEF\xBF\xBF", 3, 3},
        {"\xE2\x82", 2, 0},
        {"\xE2\x82z", 3, 0},
        {"\xF0\x8F\xBF\xBF", 4, 0}, /* overlong */
        {"\xF0\x90\x80\x80", 4, 4},
        {"\xF4\x8F\xBF\xBF", 4, 4},
        {"\xF4\x90\x80\x80", 4, 0}, /* over U+10FFFF */
        {"\xF5\x80\x80\x80", 4, 0},
        {"\xF0\x9F\x8F", 3, 0},
        {"\xFF", 1, 0},
        {"", 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (utf8_length(cases[i].bytes, cases[i].left) != cases[i].length)
            fail_msg("case %zu gives %zu", i, utf8_length(cases[i].bytes, cases[i].left));
}

static void first_bad_byte(void **state)
{
    (void)state;
    static const struct {
        struct view text;
        size_t closed, open;
    } cases[] = {
        {{"", 0}, 0, 0},
        {{"plain ascii, longer than a word", 31}, 31, 31},
        {{"0123456\xFF"
          "89abcdef",
          16},
         7,
         7},
        {{"01234567\xFF"
          "9abcdef",
          16},
         8,
         8},
        {{"H\xC3\xB6he", 5}, 5, 5},
        {{"H\xF6he", 4}, 1, 1},
        {{"a\xC3", 2}, 1, 2}, /* cut off: good when more follows */
        {{"a\xE2\x82", 3}, 1, 3},
        {{"a\xE0\xA0", 3}, 1, 3},
        {{"a\xE0\x80", 3}, 1, 1}, /* no good end can follow */
        {{"a\xED\xA0", 3}, 1, 1},
        {{"a\xF0\x9F\x8F", 4}, 1, 4},
        {{"a\xF4\x90", 3}, 1, 1},
        {{"a\xC1", 2}, 1, 1},
        {{"a\x80", 2}, 1, 1},
        {{"a\xF5", 2}, 1, 1},
        {{"\xC3\xA4\xC3\xA4\xC3\xA4\xC3\xA4z", 9}, 9, 9},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(utf8_valid_until(cases[i].text, false), cases[i].closed);
        assert_int_equal(utf8_valid_until(cases[i].text, true), cases[i].open);
    }
}

/* With an open end a text may be cut anywhere without a complaint. */
static void every_cut_of_a_good_text(void **state)
{
    (void)state;
    struct view text = VIEW("a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x8F\x83 0123456789 \xED\x9F\xBF\xF4\x8F\xBF\xBF");
    for (size_t n = 0; n <= text.len; n++)
        assert_int_equal(utf8_valid_until((struct view){text.at, n}, true), n);
}

static void folding(void **state)
{
    (void)state;
    static const struct {
        const char *text, *folded;
    } cases[] = {
        {"", ""},
        {"Distance", "distance"},
        {"  Avg Pace (min/mi) ", "avg pace min mi"},
        {"H\xC3\x96HENMETER", "hohenmeter"},
        {"Ho\xCC\x88henmeter", "hohenmeter"}, /* o and a combining mark */
        {"Stra\xC3\x9F"
         "e",
         "strasse"},
        {"--", ""},
        {"activity_type-ID", "activity type id"},
        {"\xEF\xBB\xBF"
         "bib",
         "bib"},
        {"\xEF\xBC\xA2\xEF\xBD\x89\xEF\xBD\x82", "bib"}, /* full width */
        {"km\xC2\xB2", "km2"},
        {"\xE6\x97\xA5\xE6\x9C\xAC", "\xE6\x97\xA5\xE6\x9C\xAC"},
    };
    struct arena arena = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct view folded = utf8_fold(&arena, view_of(cases[i].text));
        if (!view_is(folded, cases[i].folded))
            fail_msg("\"%s\" gives \"%.*s\"", cases[i].text, VIEW_ARG(folded));
    }
    arena_release(&arena);
}

/* Bytes that are no UTF-8 come back as they are. */
static void folding_what_is_no_text(void **state)
{
    (void)state;
    struct arena arena = {0};
    assert_true(view_is(utf8_fold(&arena, VIEW("H\xF6he")), "H\xF6he"));
    assert_int_equal(utf8_fold(&arena, (struct view){NULL, 0}).len, 0);
    assert_true(view_is(utf8_fold(&arena, VIEW("a\0b")), "a b"));
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lengths),
        cmocka_unit_test(first_bad_byte),
        cmocka_unit_test(every_cut_of_a_good_text),
        cmocka_unit_test(folding),
        cmocka_unit_test(folding_what_is_no_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
