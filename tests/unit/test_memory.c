#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"

static void growth(void **state)
{
    (void)state;
    size_t capacity = 0, moves = 0;
    int *items = NULL;
    for (size_t n = 1; n <= 100000; n++) {
        size_t before = capacity;
        items = memory_grow(items, &capacity, n, sizeof *items);
        assert_true(capacity >= n);
        moves += capacity != before;
        items[n - 1] = (int)n;
    }
    assert_true(moves < 40); /* amortised */
    for (int i = 0; i < 100000; i++)
        assert_int_equal(items[i], i + 1);
    items = memory_grow(items, &capacity, 10000000, sizeof *items); /* far at once */
    assert_true(capacity >= 10000000);
    memory_free(items);
}

static void nothing_is_something(void **state)
{
    (void)state;
    void *p = memory_get(0);
    assert_non_null(p);
    p = memory_resize(p, 0);
    assert_non_null(p);
    memory_free(p);
    memory_free(NULL);
    char *zeroed = memory_get(1000);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(zeroed[i], 0);
    memory_free(zeroed);
}

static void leave(void)
{
    _exit(4);
}

/* More than any machine has, and a size that does not fit in a size_t: the handler ends the program. */
static void exhaustion_calls_the_handler(void **state)
{
    (void)state;
    for (int way = 0; way < 2; way++) {
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            size_t capacity = 0;
            memory_on_exhaustion(leave);
            if (way == 0)
                memory_get(SIZE_MAX / 4);
            else
                memory_grow(NULL, &capacity, SIZE_MAX / 4, 16);
            _exit(0);
        }
        int status;
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), 4);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(growth),
        cmocka_unit_test(nothing_is_something),
        cmocka_unit_test(exhaustion_calls_the_handler),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
