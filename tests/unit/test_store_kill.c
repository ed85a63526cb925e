/* Imports that are killed at many instants: the store holds all of such an import or nothing, and goes on from there.
 */
#include "store_case.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>

enum { OLD_ROWS = 800, NEW_ROWS = 6000, ROUNDS = 20 };

static int64_t now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* The child that imports; it ends by itself, or by SIGKILL after so long. Returns how long it ran. */
static int64_t import_in_child(struct store_case *c, int64_t kill_after_us, bool *was_killed)
{
    int64_t start = now_us();
    int wait_status;
    pid_t child = fork();
    if (child == 0) {
        store_case_fill(c, "race.db", OLD_ROWS, OLD_ROWS + NEW_ROWS);
        _exit(0);
    }
    if (kill_after_us >= 0) {
        usleep((useconds_t)kill_after_us);
        kill(child, SIGKILL);
    }
    assert_true(waitpid(child, &wait_status, 0) == child);
    *was_killed = WIFSIGNALED(wait_status);
    return now_us() - start;
}

/* A start from nothing, or from the store kept aside. */
static void set_up(bool old)
{
    assert_int_equal(system("rm -f race.db*"), 0);
    assert_int_equal(old ? system("cp kept race.db") : 0, 0);
}

static void expect_all_or_none(struct store_case *c, bool old)
{
    struct store *store;
    int before = old ? OLD_ROWS : 0;
    if (access("race.db", F_OK) != 0) {
        assert_false(old);
        return;
    }
    EXPECT_OK(c, store_open(&store, "race.db", STORE_READ, &c->error));
    store_close(store);
    int count = atoi(store_case_ask(c, "race.db", "SELECT count(*) FROM activity"));
    if (count != before && count != before + NEW_ROWS)
        fail_msg("%d rows, neither %d nor %d", count, before, before + NEW_ROWS);
    EXPECT_ANSWER(c, "race.db", "SELECT sum(added) - (SELECT count(*) FROM activity) FROM batch", "0");
    store_case_sound(c, "race.db");
}

static void killed_at_many_instants(void **state)
{
    struct store_case *c = *state;
    int killed = 0, ended = 0;
    store_case_fill(c, "kept", 0, OLD_ROWS);
    for (int old = 0; old < 2; old++) {
        bool was_killed;
        set_up(old);
        int64_t whole_us = import_in_child(c, -1, &was_killed);
        assert_false(was_killed);
        for (int round = 0; round < ROUNDS; round++) {
            set_up(old);
            import_in_child(c, whole_us * round * 5 / (ROUNDS * 4), &was_killed);
            killed += was_killed;
            ended += !was_killed;
            expect_all_or_none(c, old);
            int known = store_case_fill(c, "race.db", OLD_ROWS, OLD_ROWS + NEW_ROWS);
            assert_true(known == 0 || known == NEW_ROWS);
            store_case_sound(c, "race.db");
            assert_int_equal(store_case_files(), 2);
        }
    }
    assert_true(killed > 0);
    print_message("# %d were killed, %d had ended before\n", killed, ended);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(killed_at_many_instants, store_case_open, store_case_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
