#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/spill_log.h"

struct record {
    uint32_t number, twice;
};

static void add(struct spill_log *log, uint32_t number)
{
    struct error error = {.text = ""};
    struct record *room = spill_log_add(log, &error);
    if (!room)
        fail_msg("%s", error.text);
    *room = (struct record){number, number * 2};
}

static void must_hold(const struct spill_log *log, uint32_t first, size_t count)
{
    struct error error = {.text = ""};
    struct record scratch[100];
    const struct record *records = spill_log_read(log, first, count, scratch, &error);
    if (!records)
        fail_msg("%s", error.text);
    for (size_t i = 0; i < count; i++)
        assert_true(records[i].number == first + i && records[i].twice == records[i].number * 2);
}

/* Whatever stretch is read, before and after the file was made, across its end too. */
static void all_come_back(void **state)
{
    (void)state;
    static const size_t bounds[] = {1, 2, 7, 64, 100, 5000};
    for (size_t b = 0; b < sizeof bounds / sizeof *bounds; b++) {
        struct spill_log log;
        spill_log_init(&log, sizeof(struct record), bounds[b]);
        for (uint32_t i = 0; i < 2000; i++) {
            add(&log, i);
            size_t count = i + 1 < 100 ? i + 1 : 100;
            must_hold(&log, i + 1 - (uint32_t)count, count);
            must_hold(&log, i * 7919u % (i + 1), 1);
        }
        assert_int_equal(log.count, 2000);
        assert_true(log.count - log.filed <= bounds[b]);
        spill_log_release(&log);
    }
}

static void no_place_for_the_file(void **state)
{
    (void)state;
    struct error error = {.text = ""};
    struct spill_log log;
    const char *old = getenv("TMPDIR");
    char *kept = old ? strdup(old) : NULL;
    setenv("TMPDIR", "/nowhere/at/all", 1);
    spill_log_init(&log, sizeof(struct record), 10);
    for (uint32_t i = 0; i < 10; i++)
        add(&log, i);
    assert_null(spill_log_add(&log, &error));
    assert_int_equal(error.status, STATUS_IO);
    assert_non_null(strstr(error.text, "/nowhere/at/all"));
    must_hold(&log, 0, 10); /* what is in memory stays good */
    spill_log_release(&log);
    if (kept)
        setenv("TMPDIR", kept, 1);
    else
        unsetenv("TMPDIR");
    free(kept);
}

static void nothing_to_release(void **state)
{
    (void)state;
    struct spill_log log = {0};
    spill_log_release(&log);
    spill_log_init(&log, 8, 1);
    spill_log_release(&log);
    spill_log_release(&log);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_come_back),
        cmocka_unit_test(no_place_for_the_file),
        cmocka_unit_test(nothing_to_release),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
