#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <string.h>

#include "base/error.h"

static void one_line_of_text(void **state)
{
    (void)state;
    struct error error = {0};
    assert_int_equal(error_set(&error, STATUS_USAGE, "%s:%d: unknown key \"%s\"", "event.ini", 7, "kye"), STATUS_USAGE);
    assert_int_equal(error.status, STATUS_USAGE);
    assert_string_equal(error.text, "event.ini:7: unknown key \"kye\"");
    assert_int_equal(error_set(NULL, STATUS_IO, "%d", 1), STATUS_IO);
}

static void with_the_reason(void **state)
{
    (void)state;
    struct error error = {0};
    errno = ENOENT;
    assert_int_equal(error_errno(&error, STATUS_IO, "%s: cannot open", "a.csv"), STATUS_IO);
    assert_string_equal(error.text, "a.csv: cannot open: No such file or directory");
    errno = EACCES;
    assert_int_equal(error_errno(NULL, STATUS_IO, "x"), STATUS_IO);
}

static void too_long_is_cut(void **state)
{
    (void)state;
    struct error error = {0};
    char path[5000];
    memset(path, 'p', sizeof path - 1);
    path[sizeof path - 1] = '\0';
    error_set(&error, STATUS_IO, "%s", path);
    assert_int_equal(strlen(error.text), sizeof error.text - 1);
    errno = ENOENT;
    error_errno(&error, STATUS_IO, "%s", path);
    assert_int_equal(strlen(error.text), sizeof error.text - 1);
}

static void only_text_is_shown(void **state)
{
    (void)state;
    struct error error = {0};
    error_set(&error, STATUS_USAGE, "a\x1B[31m\n\x7F b\xFF caf\xC3\xA9 \xC2\x9B");
    assert_string_equal(error.text, "a?[31m?? b? caf\xC3\xA9 ??");
    char name[sizeof error.text + 3];
    for (size_t odd = 0; odd < 2; odd++) { /* the cut falls between two characters, then inside one */
        memset(name, 'p', sizeof name);
        for (size_t i = odd; i + 1 < sizeof name - 1; i += 2)
            memcpy(name + i, "\xC3\xA9", 2);
        name[sizeof name - 1] = '\0';
        error_set(&error, STATUS_IO, "%s", name);
        assert_true(strlen(error.text) >= sizeof error.text - 2);
        assert_null(strchr(error.text, '?'));
        assert_int_equal((unsigned char)error.text[strlen(error.text) - 1], 0xA9);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_line_of_text),
        cmocka_unit_test(with_the_reason),
        cmocka_unit_test(too_long_is_cut),
        cmocka_unit_test(only_text_is_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
