#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/view.h"

static void literals_and_strings(void **state)
{
    (void)state;
    const char *text = "between";
    assert_int_equal(VIEW("").len, 0);
    assert_int_equal(VIEW("a\0b").len, 3);
    assert_int_equal(view_of(NULL).len, 0);
    assert_int_equal(view_of(text).len, 7);
    assert_true(view_is(view_between(text, text + 2), "be"));
    assert_false(view_is(VIEW("a\0b"), "a"));
}

static void equality(void **state)
{
    (void)state;
    static const struct {
        struct view a, b;
        bool equal, folded;
    } cases[] = {
        {{"", 0}, {NULL, 0}, true, true},
        {{NULL, 0}, {NULL, 0}, true, true},
        {{"abc", 3}, {"abc", 3}, true, true},
        {{"abc", 3}, {"abd", 3}, false, false},
        {{"abc", 3}, {"ab", 2}, false, false},
        {{"ABZ", 3}, {"abz", 3}, false, true},
        {{"a\0c", 3}, {"a\0d", 3}, false, false}, /* a NUL is no end */
        {{"A\0D", 3}, {"a\0d", 3}, false, true},
        {{"[", 1}, {"{", 1}, false, false}, /* 0x20 apart, but no letters */
        {{"@", 1}, {"`", 1}, false, false},
        {{"\xC3\x84", 2}, {"\xC3\xA4", 2}, false, false}, /* Ä and ä: ASCII only */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(view_equal(cases[i].a, cases[i].b), cases[i].equal);
        assert_int_equal(view_equal_fold(cases[i].a, cases[i].b), cases[i].folded);
        assert_int_equal(view_equal_fold(cases[i].b, cases[i].a), cases[i].folded);
    }
}

static void parts(void **state)
{
    (void)state;
    static const struct {
        struct view text, part;
        bool starts, ends, contains;
    } cases[] = {
        {{"Distance (km)", 13}, {"dist", 4}, true, false, true},
        {{"Distance (km)", 13}, {"(KM)", 4}, false, true, true},
        {{"Distance (km)", 13}, {"ance", 4}, false, false, true},
        {{"Distance (km)", 13}, {"mi", 2}, false, false, false},
        {{"abc", 3}, {"", 0}, true, true, true},
        {{NULL, 0}, {NULL, 0}, true, true, true},
        {{NULL, 0}, {"a", 1}, false, false, false},
        {{"ab", 2}, {"abc", 3}, false, false, false},
        {{"aab", 3}, {"ab", 2}, false, true, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(view_starts(cases[i].text, cases[i].part), cases[i].starts);
        assert_int_equal(view_ends(cases[i].text, cases[i].part), cases[i].ends);
        assert_int_equal(view_contains(cases[i].text, cases[i].part), cases[i].contains);
    }
}

static void skipping(void **state)
{
    (void)state;
    assert_true(view_is(view_skip(VIEW("abc"), 1), "bc"));
    assert_int_equal(view_skip(VIEW("abc"), 3).len, 0);
    assert_int_equal(view_skip(VIEW("abc"), 99).len, 0);
    assert_null(view_skip((struct view){NULL, 0}, 5).at);
}

static void trim(void **state)
{
    (void)state;
    static const struct {
        const char *text, *trimmed;
    } cases[] = {
        {"", ""},
        {" ", ""},
        {" \t\r\n\v\f ", ""},
        {"  a b  ", "a b"},
        {"\xC2\xA0 12 \xC2\xA0", "12"}, /* NBSP */
        {"\xEF\xBB\xBF"
         "bib",
         "bib"},                             /* BOM */
        {"\xE2\x80\x8B\xE2\x80\xAF x", "x"}, /* zero width, narrow NBSP */
        {"x\xE2\x80\x89\xE3\x80\x80", "x"},  /* thin, ideographic */
        {"\xC3\xA0", "\xC3\xA0"},            /* à ends in A0, but is a letter */
        {"\xC2", "\xC2"},                    /* half a character */
        {"\xE2\x80", "\xE2\x80"},
        {"a\xA0", "a\xA0"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_true(view_is(view_trim(view_of(cases[i].text)), cases[i].trimmed));
    assert_int_equal(view_trim((struct view){NULL, 0}).len, 0);
}

static void cut(void **state)
{
    (void)state;
    static const char *const expected[] = {"a", "", "bc", ""};
    struct view rest = VIEW("a,,bc,");
    size_t n = 0;
    while (rest.at) {
        assert_true(n < 4);
        assert_true(view_is(view_cut(&rest, ','), expected[n++]));
    }
    assert_int_equal(n, 4);
    assert_int_equal(view_cut(&rest, ',').len, 0);
    assert_null(rest.at);
    rest = VIEW("no separator");
    assert_true(view_is(view_cut(&rest, ','), "no separator"));
    assert_null(rest.at);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(literals_and_strings),
        cmocka_unit_test(equality),
        cmocka_unit_test(parts),
        cmocka_unit_test(skipping),
        cmocka_unit_test(trim),
        cmocka_unit_test(cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
