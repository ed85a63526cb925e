#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "base/ini.h"

/* What a text gives, as "line:[section]" and "line:section/key=value", "line:!bad line", joined by "|". */
static void told(char *out, size_t size, struct view text)
{
    struct ini ini;
    struct ini_entry e;
    enum ini_result result;
    size_t len = 0;
    out[0] = 0;
    ini_open(&ini, text);
    while ((result = ini_next(&ini, &e)) != INI_END) {
        const char *bar = len ? "|" : "";
        if (result == INI_SECTION)
            len += (size_t)snprintf(out + len, size - len, "%s%d:[%.*s]", bar, e.line, VIEW_ARG(e.section));
        else if (result == INI_ENTRY)
            len += (size_t)snprintf(out + len, size - len, "%s%d:%.*s/%.*s=%.*s", bar, e.line, VIEW_ARG(e.section),
                                    VIEW_ARG(e.key), VIEW_ARG(e.value));
        else
            len += (size_t)snprintf(out + len, size - len, "%s%d:!%.*s", bar, e.line, VIEW_ARG(e.key));
    }
}

static void lines(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"", ""},
        {"\n\n  \n", ""},
        {"; a\n# b\n  ; c\n", ""},
        {"[event]\nname = Spring", "1:[event]|2:event/name=Spring"},
        {"\xEF\xBB\xBF[event]\r\nname=Spring\r\n", "1:[event]|2:event/name=Spring"},
        {"[ type  run ] ; comment\n", "1:[type  run]"},
        {"[type a;b]\n[ type c ; d ]\n", "1:[type a;b]|2:[type c ; d]"},
        {"a = 1\n[x]\n\nb = 2\n[y]\nc = 3", "1:/a=1|2:[x]|4:x/b=2|5:[y]|6:y/c=3"},
        {"a = b = c\n", "1:/a=b = c"},
        {"a =\nb = ;\nc = # x\n", "1:/a=|2:/b=|3:/c="},
        {"a = 1 ; one\na = 1\t# one\na = 1;2#3\n", "1:/a=1|2:/a=1|3:/a=1;2#3"},
        {"a = \" x ; y # z \" ; said\n", "1:/a= x ; y # z "},
        {"a = \"\"\n", "1:/a="},
        {"a = \"b\" and \"c\" ; d\n", "1:/a=\"b\" and \"c\""},
        {"a = say \"b ; c\"\n", "1:/a=say \"b"},
        {"a = \"b ; c\nd = 1\n", "1:!a = \"b ; c|2:/d=1"},
        {"name Spring\n", "1:!name Spring"},
        {"= 3\n", "1:!= 3"},
        {"a ; b = c\n", "1:!a ; b = c"},
        {"[event\n[]\n[ ]\n[a] b\n[a]\n", "1:![event|2:![]|3:![ ]|4:![a] b|5:[a]"},
        {"[a]\n[b\nc = 1\n", "1:[a]|2:![b|3:a/c=1"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char out[500];
        told(out, sizeof out, view_of(cases[i][0]));
        assert_string_equal(out, cases[i][1]);
    }
}

static void bytes_of_any_value(void **state)
{
    (void)state;
    char out[100];
    told(out, sizeof out, VIEW("a\0b = \xFF\0c\n"));
    assert_string_equal(out, "1:/a=\xFF");
    told(out, sizeof out, (struct view){NULL, 0});
    assert_string_equal(out, "");
}

static void a_line_has_no_limit(void **state)
{
    (void)state;
    size_t len = 1000 * 1000;
    char *text = malloc(len);
    memset(text, 'x', len);
    text[0] = 'k';
    text[1] = '=';
    struct ini ini;
    struct ini_entry e;
    ini_open(&ini, (struct view){text, len});
    assert_int_equal(ini_next(&ini, &e), INI_ENTRY);
    assert_int_equal(e.value.len, len - 2);
    assert_int_equal(ini_next(&ini, &e), INI_END);
    assert_int_equal(ini_next(&ini, &e), INI_END);
    free(text);
}

static void nearest(void **state)
{
    (void)state;
    static const char *const known[] = {"name", "race_id", "tally_unit", "first_day", "id", "", NULL};
    static const char *const cases[][2] = {
        {"nam", "name"},
        {"Name", "name"},
        {"anme", "name"},
        {"naame", "name"},
        {"tally-unt", "tally_unit"},
        {"firstday", "first_day"},
        {"first_date", "first_day"},
        {"race", "race_id"},
        {"ids", "id"},
        {"di", NULL},
        {"window", NULL},
        {"distance_unit", NULL},
        {"", NULL},
        {"tally_unit_tally_unit_tally_unit_tally_unit_tally_unit_tally_unit", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *near = ini_nearest(view_of(cases[i][0]), known, 6);
        if (cases[i][1])
            assert_string_equal(near ? near : "(none)", cases[i][1]);
        else
            assert_null(near);
    }
    assert_null(ini_nearest(VIEW("name"), known, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines),
        cmocka_unit_test(bytes_of_any_value),
        cmocka_unit_test(a_line_has_no_limit),
        cmocka_unit_test(nearest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
