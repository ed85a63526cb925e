#include "readers/fit_message.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "fit_bytes.h"

enum { SESSION = 18 };

static void base_types(void **state)
{
    static const struct {
        struct fb_field field;
        int64_t number;
    } cases[] = {
        {{0, 1, FB_ENUM, 4, NULL}, 4},
        {{0, 1, FB_ENUM, 0xFF, NULL}, UNKNOWN},
        {{0, 1, FB_SINT8, -3, NULL}, -3},
        {{0, 1, FB_SINT8, 0x7F, NULL}, UNKNOWN},
        {{0, 1, FB_SINT8, -128, NULL}, -128},
        {{0, 1, FB_UINT8, 0, NULL}, 0},
        {{0, 1, FB_UINT8, 0xFF, NULL}, UNKNOWN},
        {{0, 1, FB_UINT8Z, 0, NULL}, UNKNOWN},
        {{0, 1, FB_UINT8Z, 0xFF, NULL}, 0xFF},
        {{0, 1, FB_BYTE, 7, NULL}, 7},
        {{0, 2, FB_SINT16, -2, NULL}, -2},
        {{0, 2, FB_SINT16, 0x7FFF, NULL}, UNKNOWN},
        {{0, 2, FB_UINT16, 0x1234, NULL}, 0x1234},
        {{0, 2, FB_UINT16, 0xFFFF, NULL}, UNKNOWN},
        {{0, 2, FB_UINT16Z, 0, NULL}, UNKNOWN},
        {{0, 4, FB_SINT32, INT32_MIN, NULL}, INT32_MIN},
        {{0, 4, FB_SINT32, INT32_MAX, NULL}, UNKNOWN},
        {{0, 4, FB_UINT32, 0xFFFFFFFE, NULL}, 0xFFFFFFFE},
        {{0, 4, FB_UINT32, 0xFFFFFFFF, NULL}, UNKNOWN},
        {{0, 4, FB_UINT32Z, 0, NULL}, UNKNOWN},
        {{0, 8, FB_SINT64, -5, NULL}, -5},
        {{0, 8, FB_SINT64, INT64_MAX, NULL}, UNKNOWN},
        {{0, 8, FB_UINT64, INT64_MAX, NULL}, INT64_MAX},
        {{0, 8, FB_UINT64, -2, NULL}, UNKNOWN}, /* more than we count to */
        {{0, 8, FB_UINT64Z, 0, NULL}, UNKNOWN},
        {{0, 4, FB_FLOAT32, 0x3F800000, NULL}, UNKNOWN},
        {{0, 8, FB_FLOAT64, 0, NULL}, UNKNOWN},
        {{0, 2, FB_STRING, 0, "7"}, UNKNOWN},
        {{0, 6, FB_UINT16, 0x777700020001, NULL}, UNKNOWN}, /* see below: the first of an array */
        {{0, 3, FB_UINT16, 1, NULL}, UNKNOWN},              /* no whole number of them */
        {{0, 1, FB_UINT32, 1, NULL}, UNKNOWN},
        {{0, 1, 0x1F, 1, NULL}, UNKNOWN}, /* there is no such type */
        {{1, 1, FB_UINT8, 1, NULL}, UNKNOWN},
    };
    (void)state;
    for (size_t i = 0; i < 2 * sizeof cases / sizeof *cases; i++) {
        const struct fb_field *field = &cases[i / 2].field;
        bool big = i % 2;
        struct buffer values = {0};
        struct fit_definition definition = {.is_known = true, .is_big_endian = big};
        fb_values(&values, big, field, 1);
        definition.fields[field->number] = (struct fit_field){field->size, field->type, 0};
        struct fit_message message = {SESSION, &definition, (const unsigned char *)values.at, UNKNOWN};
        int64_t number = cases[i / 2].number;
        if (field->size == 6)
            number = big ? 0x7777 : 1;
        assert_int_equal(fit_number(&message, 0), number);
        buffer_release(&values);
    }
}

static void texts(void **state)
{
    static const struct {
        struct fb_field field;
        const char *text;
    } cases[] = {
        {{0, 5, FB_STRING, 0, "Run\0x"}, "Run"},  {{0, 3, FB_STRING, 0, "Run"}, "Run"}, /* without its NUL */
        {{0, 6, FB_STRING, 0, " Run \0"}, "Run"}, {{0, 1, FB_STRING, 0, "\0"}, ""},
        {{0, 3, FB_STRING, 0, "R\xFFn"}, ""},     {{0, 3, FB_UINT8, 0, "Run"}, ""},
        {{1, 3, FB_STRING, 0, "Run"}, ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct fb_field *field = &cases[i].field;
        struct fit_definition definition = {.is_known = true};
        definition.fields[field->number] = (struct fit_field){field->size, field->type, 0};
        struct fit_message message = {SESSION, &definition, (const unsigned char *)field->text, UNKNOWN};
        assert_true(view_is(fit_text(&message, 0), cases[i].text));
        assert_true(fit_bytes(&message, field->number, field->size) == (const unsigned char *)field->text);
        assert_null(fit_bytes(&message, field->number, (uint8_t)(field->size + 1)));
    }
}

static void times(void **state)
{
    (void)state;
    assert_int_equal(fit_unix_ms(1100000000), 1731065600000);
    assert_int_equal(fit_unix_ms(0x10000000), 899501056000);
    assert_int_equal(fit_unix_ms(0x0FFFFFFF), UNKNOWN);
    assert_int_equal(fit_unix_ms(0), UNKNOWN);
    assert_int_equal(fit_unix_ms(0xFFFFFFFF), UNKNOWN);
    assert_int_equal(fit_unix_ms(INT64_MAX), UNKNOWN);
    assert_int_equal(fit_unix_ms(UNKNOWN), UNKNOWN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(base_types),
        cmocka_unit_test(texts),
        cmocka_unit_test(times),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
