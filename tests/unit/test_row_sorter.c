#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <signal.h>

#include "base/hash.h"
#include "base/memory.h"
#include "store/row_sorter.h"

/* Piece i: its number, and as many further bytes as it takes to have all sizes. */
static struct view piece(char *room, uint32_t i, size_t most)
{
    size_t size = sizeof i + hash_mix(5, i) % (most + 1);
    memset(room, (int)(i & 0x7F), size);
    memcpy(room, &i, sizeof i);
    return (struct view){room, size};
}

static uint64_t key_of(uint32_t i, uint64_t keys)
{
    return hash_mix(3, i) % keys;
}

static void check_order(struct row_sorter *sorter, uint32_t count, uint64_t keys, size_t most)
{
    char *room = memory_get(most + 8);
    bool *seen = memory_get(count * sizeof *seen + 1), ended = false;
    uint64_t key, last_key = 0;
    uint32_t last = 0, given = 0;
    struct error error;
    struct view bytes;
    assert_int_equal(row_sorter_end(sorter, &error), STATUS_OK);
    for (; row_sorter_next(sorter, &key, &bytes, &ended, &error) == STATUS_OK && !ended; given++) {
        uint32_t i;
        memcpy(&i, bytes.at, sizeof i);
        assert_true(i < count && !seen[i]);
        seen[i] = true;
        assert_true(key == key_of(i, keys) && view_equal(bytes, piece(room, i, most)));
        assert_true(given == 0 || key > last_key || (key == last_key && i > last));
        last_key = key;
        last = i;
    }
    assert_true(ended);
    assert_int_equal(given, count);
    assert_int_equal(row_sorter_next(sorter, &key, &bytes, &ended, &error), STATUS_OK);
    assert_true(ended);
    memory_free(room);
    memory_free(seen);
}

/* All come back, by key and then as they came, however many fit in memory. */
static void sorted_at_every_size(void **state)
{
    (void)state;
    static const struct {
        size_t memory;
        uint32_t count;
        uint64_t keys; /* how many different ones */
        size_t most;   /* bytes of a piece */
    } cases[] = {
        {0, 0, 1, 0},          {0, 1, 1, 0},          {0, 20000, UINT64_MAX, 90},    {0, 3000, 1, 9},
        {1, 50, 10, 100},      {100, 2000, 50, 30},   {5000, 30000, UINT64_MAX, 60}, {5000, 30000, 7, 60},
        {64, 10, 100, 300000}, {40000, 9000, 300, 0}, {0, 600000, UINT64_MAX, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct row_sorter *sorter = row_sorter_new(cases[i].memory);
        char *room = memory_get(cases[i].most + 8);
        struct error error;
        for (uint32_t n = 0; n < cases[i].count; n++)
            assert_int_equal(row_sorter_add(sorter, key_of(n, cases[i].keys), piece(room, n, cases[i].most), &error),
                             STATUS_OK);
        check_order(sorter, cases[i].count, cases[i].keys, cases[i].most);
        memory_free(room);
        row_sorter_free(sorter);
    }
    row_sorter_free(NULL);
}

/* No room for the temporary file: one line that says what to do. */
static void no_room(void **state)
{
    (void)state;
    struct rlimit before, small;
    struct error error = {.text = ""};
    char room[200];
    struct row_sorter *sorter = row_sorter_new(1000);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = (struct rlimit){5000, before.rlim_max};
    void (*old)(int) = signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    enum status status = STATUS_OK;
    for (uint32_t n = 0; status == STATUS_OK && n < 1000; n++)
        status = row_sorter_add(sorter, n, piece(room, n, 100), &error);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, old);
    row_sorter_free(sorter);
    assert_int_equal(status, STATUS_IO);
    assert_string_equal(error.text, "temporary file: cannot write (set TMPDIR to a folder with room): File too large");
}

/* No folder for it. */
static void no_folder(void **state)
{
    (void)state;
    struct error error = {.text = ""};
    char room[200];
    struct row_sorter *sorter = row_sorter_new(100);
    const char *old = getenv("TMPDIR");
    setenv("TMPDIR", "/nowhere/at/all", 1);
    enum status status = STATUS_OK;
    for (uint32_t n = 0; status == STATUS_OK && n < 10; n++)
        status = row_sorter_add(sorter, n, piece(room, n, 100), &error);
    if (old)
        setenv("TMPDIR", old, 1);
    else
        unsetenv("TMPDIR");
    row_sorter_free(sorter);
    assert_int_equal(status, STATUS_IO);
    assert_non_null(strstr(error.text, "/nowhere/at/all"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sorted_at_every_size),
        cmocka_unit_test(no_room),
        cmocka_unit_test(no_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
