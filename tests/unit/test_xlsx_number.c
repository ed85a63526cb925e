#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "readers/xlsx_number.h"

static void formats_are_told_apart(void **state)
{
    (void)state;
    static const struct {
        int id;
        const char *code;
        enum xlsx_format format;
    } cases[] = {
        {0, "", XLSX_PLAIN},
        {2, "", XLSX_PLAIN},
        {14, "", XLSX_DATE},
        {20, "", XLSX_TIME},
        {22, "", XLSX_DATE},
        {46, "", XLSX_DURATION},
        {164, "yyyy-mm-dd", XLSX_DATE},
        {164, "[$-409]d-mmm-yy;@", XLSX_DATE},
        {164, "mmm", XLSX_DATE},
        {164, "[h]:mm:ss", XLSX_DURATION},
        {164, "h:mm:ss AM/PM", XLSX_TIME},
        {164, "mm:ss.0", XLSX_TIME},
        {164, "0.00\" mi\"", XLSX_PLAIN},
        {164, "[Red]0.0", XLSX_PLAIN},
        {164, "General", XLSX_PLAIN},
        {164, "\"day \"0", XLSX_PLAIN},
        {164, "#,##0\\ \"m\"", XLSX_PLAIN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (xlsx_format_of(cases[i].id, view_of(cases[i].code)) != cases[i].format)
            fail_msg("format %d \"%s\"", cases[i].id, cases[i].code);
}

static void numbers_are_as_the_sheet_shows_them(void **state)
{
    (void)state;
    static const struct {
        const char *number;
        enum xlsx_format format;
        bool epoch_1904;
        const char *text;
    } cases[] = {
        {"26.3", XLSX_PLAIN, false, "26.3"},
        {"26.300000000000001", XLSX_PLAIN, false, "26.3"},
        {"5.0999999999999996", XLSX_PLAIN, false, "5.1"},
        {"1.0E-2", XLSX_PLAIN, false, "0.01"},
        {"-3", XLSX_PLAIN, false, "-3"},
        {"#N/A", XLSX_PLAIN, false, "#N/A"},
        {"46143", XLSX_DATE, false, "2026-05-01"},
        {"44681", XLSX_DATE, true, "2026-05-01"},
        {"46143.291666666664", XLSX_DATE, false, "2026-05-01 07:00:00"},
        {"1", XLSX_DATE, false, "1900-01-01"},
        {"61", XLSX_DATE, false, "1900-03-01"},
        {"0.017476851851851851", XLSX_TIME, false, "0:25:10"},
        {"1.0486111111111112", XLSX_TIME, false, "25:10:00"},
        {"1.0486111111111112", XLSX_DURATION, false, "25:10:00"},
        {"46143.5", XLSX_TIME, false, "2026-05-01 12:00:00"},
        {"0.5", XLSX_DATE, false, "12:00:00"},
        {"0.00010416667", XLSX_DURATION, false, "0:00:09"},
        {"0.000109953703703704", XLSX_DURATION, false, "0:00:09.500"},
        {"-1", XLSX_DATE, false, "-1"},
        {"99999999", XLSX_DATE, false, "99999999"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer out = {0};
        xlsx_add_number(&out, view_of(cases[i].number), cases[i].format, cases[i].epoch_1904);
        assert_string_equal(buffer_string(&out), cases[i].text);
        buffer_release(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(formats_are_told_apart),
        cmocka_unit_test(numbers_are_as_the_sheet_shows_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
