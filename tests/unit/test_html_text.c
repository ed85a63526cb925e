#include "output_case.h"

#include "outputs/html_people.h"
#include "outputs/html_text.h"
#include "outputs/safe_cell.h"

static void assert_escaped(struct view text, const char *expected)
{
    struct buffer out = {0};
    html_add(&out, text);
    assert_string_equal(buffer_string(&out), expected);
    buffer_release(&out);
}

static void escapes(void **state)
{
    (void)state;
    assert_escaped(VIEW(""), "");
    assert_escaped(VIEW("Ada & Ben"), "Ada &amp; Ben");
    assert_escaped(VIEW("</script><img src=x onerror='a()'>"),
                   "&lt;/script&gt;&lt;img src=x onerror=&#39;a()&#39;&gt;");
    assert_escaped(VIEW("5\" of rain"), "5&quot; of rain");
    assert_escaped(VIEW("&lt;"), "&amp;lt;");
}

static void masks(void **state)
{
    (void)state;
    assert_escaped(VIEW("a\0b\r\n\t\x1B[31m\x7F"), "a?b????[31m?");
    assert_escaped(VIEW("\xC2\x85\xC2\xA0"), "?\xC2\xA0");
    assert_escaped(VIEW("\xE2\x80\xAE"
                        "txt\xE2\x81\xA9"),
                   "?txt?"); /* turns the direction */
    assert_escaped(VIEW("\xE2\x80\x93\xE2\x81\xAA"), "\xE2\x80\x93\xE2\x81\xAA");
    assert_escaped(VIEW("\xFFM\xFCller \xC3"), "?M?ller ?");
    assert_escaped(VIEW("\xC5\x81ukasz \xF0\x9F\x8F\x83"), "\xC5\x81ukasz \xF0\x9F\x8F\x83");
}

static void assert_name(struct view first, struct view last, bool show_names, const char *expected)
{
    struct buffer out = {0};
    html_people_name(&out, first, last, show_names);
    assert_string_equal(buffer_string(&out), expected);
    buffer_release(&out);
}

static void names_are_cut(void **state)
{
    (void)state;
    assert_name(VIEW("Ada"), VIEW("Quill"), false, "A. Q.");
    assert_name(VIEW("Ada"), VIEW("Quill"), true, "Ada Quill");
    assert_name(VIEW(" Mary Ann "), VIEW("van  Lee"), false, "M. A. v. L.");
    assert_name(VIEW("\xC5\x81ukasz"), VIEW(""), false, "\xC5\x81.");
    assert_name(VIEW(""), VIEW("Quill"), true, "Quill");
    assert_name(VIEW(""), VIEW(""), false, "");
    assert_name(VIEW("\xFF"), VIEW("Q"), false, "Q.");
}

static void assert_safe(struct view text, const char *expected)
{
    struct buffer scratch = {0};
    struct view safe = safe_cell(&scratch, text);
    assert_int_equal(safe.len, strlen(expected));
    assert_memory_equal(safe.at, expected, safe.len);
    buffer_release(&scratch);
}

static void formulas_are_made_safe(void **state)
{
    (void)state;
    assert_safe(VIEW("=1+1"), "'=1+1");
    assert_safe(VIEW("@SUM(A1)"), "'@SUM(A1)");
    assert_safe(VIEW("+cmd"), "'+cmd");
    assert_safe(VIEW("-x"), "'-x");
    assert_safe(VIEW("\tx"), "'\tx");
    assert_safe(VIEW("-4.5"), "-4.5");
    assert_safe(VIEW("+3"), "+3");
    assert_safe(VIEW("4=4"), "4=4");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(escapes),
        cmocka_unit_test(masks),
        cmocka_unit_test(names_are_cut),
        cmocka_unit_test(formulas_are_made_safe),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
