/* The store as a file among others: what is no store, other processes, full disks, what killed ones leave. */
#include "store_case.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#define OURS "PRAGMA application_id = 1414550356;"

static void put(const char *path, const char *bytes, size_t size)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fwrite(bytes, 1, size, file) == size);
    assert_int_equal(fclose(file), 0);
}

/* In a child: SQL whose connection is never closed, as if it had been killed. */
static void run_and_die(const char *path, const char *sql)
{
    pid_t child = fork();
    int wait_status;
    if (child == 0) {
        sqlite3 *db;
        sqlite3_open(path, &db);
        _exit(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK ? 0 : 1);
    }
    assert_true(waitpid(child, &wait_status, 0) == child && wait_status == 0);
}

static void expect_refused(struct store_case *c, const char *path, const char *line)
{
    char wanted[400];
    uint64_t before = store_case_folder_hash(c);
    snprintf(wanted, sizeof wanted, "%s: %s", path, line);
    for (int mode = STORE_READ; mode <= STORE_WRITE; mode++) {
        struct store *store = (struct store *)c;
        assert_int_equal(store_open(&store, path, (enum store_mode)mode, &c->error), STATUS_IO);
        assert_null(store);
        assert_string_equal(c->error.text, wanted);
    }
    assert_true(before == store_case_folder_hash(c));
}

#define NO_STORE "not a store; it was not touched, give another name to --store"
#define FOREIGN "a SQLite file, but of another program; it was not touched, give another name to --store"

/* Whatever it is: one line, and not a byte of the folder is changed, a write-ahead log left behind included. */
static void not_ours(void **state)
{
    struct store_case *c = *state;
    put("text", "Date,Miles\n", 11);
    put("empty", "", 0);
    put("short", "SQLite format 3", 16);
    expect_refused(c, "text", NO_STORE);
    expect_refused(c, "short", NO_STORE);
    expect_refused(c, "empty", "not a store but an empty file; it was not touched, give another name to --store");
    run_and_die("other", "CREATE TABLE t (x)");
    expect_refused(c, "other", FOREIGN);
    run_and_die("other-id", "PRAGMA application_id = 7; PRAGMA user_version = 1; CREATE TABLE t (x)");
    expect_refused(c, "other-id", FOREIGN);
    run_and_die("no-version", OURS "CREATE TABLE t (x)");
    expect_refused(c, "no-version", FOREIGN);
    run_and_die("wal", "PRAGMA journal_mode = WAL; CREATE TABLE t (x); INSERT INTO t VALUES (1)");
    assert_int_equal(access("wal-wal", F_OK), 0);
    expect_refused(c, "wal", FOREIGN);
    run_and_die("newer", OURS "PRAGMA user_version = 3; CREATE TABLE t (x)");
    expect_refused(c, "newer",
                   "made by a newer tallypost (store version 3, this one knows 2); it was not touched, use the newer "
                   "program");
    assert_int_equal(mkdir("folder", 0777), 0);
    expect_refused(c, "folder", "not a file; --store takes the name of one");
    assert_int_equal(symlink("gone", "link"), 0);
    expect_refused(c, "link", "cannot be opened: No such file or directory");
    assert_int_equal(mkfifo("pipe", 0666), 0);
    expect_refused(c, "pipe", "not a file; --store takes the name of one");
}

/* A newer version that only the write-ahead log tells. */
static void newer_in_the_log(void **state)
{
    struct store_case *c = *state;
    struct store *store;
    store_case_fill(c, "race.db", 0, 3);
    run_and_die("race.db", "PRAGMA journal_mode = WAL; PRAGMA user_version = 3");
    assert_int_equal(store_open(&store, "race.db", STORE_WRITE, &c->error), STATUS_IO);
    assert_string_equal(c->error.text, "race.db: made by a newer tallypost; use the newer program");
}

static void damaged(void **state)
{
    struct store_case *c = *state;
    struct store *store;
    struct view bytes;
    store_case_fill(c, "race.db", 0, 500);
    EXPECT_OK(c, fileio_read("race.db", 1u << 30, &c->arena, &bytes, &c->error));
    char *copy = arena_string(&c->arena, bytes);
    memset(copy + 4096, 0x5A, bytes.len - 4096);
    put("race.db", copy, bytes.len);
    uint64_t before = store_case_folder_hash(c);
    enum status status = store_open(&store, "race.db", STORE_WRITE, &c->error);
    if (status == STATUS_OK)
        status = store_begin(store, &c->event, UNIT_MI, "import", &c->error);
    assert_int_equal(status, STATUS_IO);
    assert_string_equal(c->error.text, "race.db: the store is damaged; nothing was changed, go back to a copy of it");
    store_close(store);
    assert_true(before == store_case_folder_hash(c));
}

static void no_such_place(void **state)
{
    struct store_case *c = *state;
    struct store *store;
    assert_int_equal(store_open(&store, "race.db", STORE_READ, &c->error), STATUS_IO);
    assert_string_equal(c->error.text, "race.db: there is no such store; tallypost import makes one");
    EXPECT_OK(c, store_open(&store, "gone/race.db", STORE_WRITE, &c->error));
    assert_int_equal(store_begin(store, &c->event, UNIT_MI, "import", &c->error), STATUS_IO);
    assert_string_equal(c->error.text, "gone/race.db: cannot be made: No such file or directory");
    store_close(store);
    assert_int_equal(store_case_files(), 0);
}

/* Names that SQLite would take for something else. */
static void odd_names(void **state)
{
    struct store_case *c = *state;
    static const char *const names[] = {":memory:", "file:x?mode=memory", "a b#%41.db", "-"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_int_equal(store_case_fill(c, names[i], 0, 5), 0);
        assert_int_equal(store_case_fill(c, names[i], 0, 5), 5);
        assert_int_equal(unlink(names[i]), 0);
        assert_int_equal(store_case_files(), 0);
    }
}

/* A child that has begun an import, and waits for a byte before it goes on to commit. */
struct other {
    pid_t pid;
    int go;
};

static struct other start_other(struct store_case *c, int from, int to)
{
    int ready[2], go[2];
    char byte = 0;
    struct store *store;
    assert_true(pipe(ready) == 0 && pipe(go) == 0);
    struct other other = {fork(), go[1]};
    if (other.pid == 0) {
        bool good = store_open(&store, "race.db", STORE_WRITE, &c->error) == STATUS_OK &&
                    store_begin(store, &c->event, UNIT_MI, "import", &c->error) == STATUS_OK;
        for (int i = from; good && i < to; i++) {
            struct activity row = store_case_row(c, i);
            good = store_add(store, &c->source, &row, &c->error) == STATUS_OK;
        }
        good = good && write(ready[1], &byte, 1) == 1 && read(go[0], &byte, 1) == 1 &&
               store_commit(store, &c->summary, NULL, &c->error) == STATUS_OK;
        _exit(good ? 0 : 1);
    }
    close(go[0]);
    close(ready[1]);
    assert_int_equal(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    return other;
}

static void end_other(struct other other, bool kill_it)
{
    int wait_status;
    if (kill_it)
        kill(other.pid, SIGKILL);
    else
        assert_int_equal(write(other.go, "", 1), 1);
    assert_true(waitpid(other.pid, &wait_status, 0) == other.pid);
    assert_true(kill_it ? WIFSIGNALED(wait_status) : wait_status == 0);
    close(other.go);
}

/* Whoever comes second waits, and then says why it gives up; once the first is done, it sees what that has added. */
static void a_second_process(void **state)
{
    struct store_case *c = *state;
    static const char *const lines[] = {
        "race.db: another process is making this store; nothing was changed, try again when it is done",
        "race.db: another process is using the store; nothing was changed, try again when it is done",
    };
    for (int old = 0; old < 2; old++) {
        int known;
        struct store *store;
        struct other other = start_other(c, old * 10, old * 10 + 10);
        EXPECT_OK(c, store_open(&store, "race.db", STORE_WRITE, &c->error));
        store_set_patience(store, 50);
        assert_int_equal(store_begin(store, &c->event, UNIT_MI, "import", &c->error), STATUS_IO);
        assert_string_equal(c->error.text, lines[old]);
        end_other(other, false);
        assert_int_equal(store_case_import(c, store, old * 10, old * 10 + 1, &known), 0);
        assert_int_equal(known, 1);
        store_close(store);
        assert_int_equal(store_case_files(), 1);
        store_case_sound(c, "race.db");
    }
}

/* The second only had to wait a little. */
static void patience_pays(void **state)
{
    struct store_case *c = *state;
    for (int old = 0; old < 2; old++) {
        int known;
        struct store *store;
        struct other other = start_other(c, old * 20, old * 20 + 10);
        pid_t helper = fork();
        if (helper == 0) {
            usleep(200000);
            _exit(write(other.go, "", 1) == 1 ? 0 : 1);
        }
        EXPECT_OK(c, store_open(&store, "race.db", STORE_WRITE, &c->error));
        assert_int_equal(store_case_import(c, store, old * 20 + 5, old * 20 + 20, &known), old * 2 + 2);
        assert_int_equal(known, 5);
        store_close(store);
        assert_true(waitpid(helper, NULL, 0) == helper && waitpid(other.pid, NULL, 0) == other.pid);
        close(other.go);
        store_case_sound(c, "race.db");
    }
    EXPECT_ANSWER(c, "race.db", "SELECT count(*) FROM activity", "40");
}

/* A reader does not wait for an import, and sees what was there before. */
static void a_reader_meanwhile(void **state)
{
    struct store_case *c = *state;
    struct store *store;
    struct view where;
    store_case_fill(c, "race.db", 0, 10);
    struct other other = start_other(c, 10, 20);
    EXPECT_OK(c, store_open(&store, "race.db", STORE_READ, &c->error));
    struct activity first = store_case_row(c, 0), last = store_case_row(c, 19);
    assert_true(store_has(store, &first, &c->arena, &where));
    assert_false(store_has(store, &last, &c->arena, &where));
    end_other(other, false);
    store_close(store);
    EXPECT_OK(c, store_open(&store, "race.db", STORE_READ, &c->error));
    assert_true(store_has(store, &last, &c->arena, &where));
    store_close(store);
}

/* Killed before the end: the next import neither waits for it nor finds anything of it. */
static void a_killed_one(void **state)
{
    struct store_case *c = *state;
    for (int old = 0; old < 2; old++) {
        end_other(start_other(c, old * 10, old * 10 + 10), true);
        assert_int_equal(access("race.db", F_OK), old ? 0 : -1);
        assert_int_equal(store_case_fill(c, "race.db", old * 10, old * 10 + 10), 0);
        assert_int_equal(store_case_files(), 1);
        store_case_sound(c, "race.db");
    }
}

/* A journal with half a transaction behind it is taken back, also by one who only reads. */
static void a_journal_left_behind(void **state)
{
    struct store_case *c = *state;
    struct store *store;
    struct view where;
    struct activity row = store_case_row(c, 0);
    store_case_fill(c, "race.db", 0, 2000);
    run_and_die("race.db", "PRAGMA cache_size = 5; BEGIN; DELETE FROM activity; UPDATE batch SET added = 0; "
                           "CREATE TABLE t (x); INSERT INTO t SELECT zeroblob(9000) FROM finding, batch");
    assert_int_equal(access("race.db-journal", F_OK), 0);
    EXPECT_OK(c, store_open(&store, "race.db", STORE_READ, &c->error));
    assert_true(store_has(store, &row, &c->arena, &where));
    store_close(store);
    assert_int_equal(store_case_files(), 1);
    EXPECT_ANSWER(c, "race.db", "SELECT count(*) FROM activity", "2000");
    store_case_sound(c, "race.db");
}

/* A store that another tool switched to a write-ahead log is read with it, and an import makes one file of it. */
static void a_log_left_behind(void **state)
{
    struct store_case *c = *state;
    struct store *store;
    struct view where;
    struct activity row = store_case_row(c, 0);
    store_case_fill(c, "race.db", 0, 10);
    run_and_die("race.db", "PRAGMA journal_mode = WAL; UPDATE source SET source = 'renamed.csv'");
    assert_int_equal(access("race.db-wal", F_OK), 0);
    EXPECT_OK(c, store_open(&store, "race.db", STORE_READ, &c->error));
    assert_true(store_has(store, &row, &c->arena, &where));
    assert_true(view_is(where, "batch 1, renamed.csv:2"));
    store_close(store);
    run_and_die("race.db", "UPDATE batch SET command = 'import'");
    assert_int_equal(store_case_fill(c, "race.db", 5, 15), 5);
    assert_int_equal(store_case_files(), 1);
    EXPECT_ANSWER(c, "race.db", "PRAGMA journal_mode", "delete");
}

static void limit_file_size(rlim_t bytes)
{
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = bytes;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/* The disk fills up at each of many points: one line, and all is as before. */
static void no_room(void **state)
{
    struct store_case *c = *state;
    signal(SIGXFSZ, SIG_IGN);
    for (int old = 0; old < 2; old++) {
        if (old)
            store_case_fill(c, "race.db", 0, 300);
        struct stat st = {0};
        stat("race.db", &st); /* its own room remains to it */
        uint64_t before = store_case_folder_hash(c);
        for (rlim_t bytes = (rlim_t)st.st_size; bytes < 260000; bytes += 13000) {
            struct store *store;
            EXPECT_OK(c, store_open(&store, "race.db", STORE_WRITE, &c->error));
            limit_file_size(bytes);
            enum status status = store_begin(store, &c->event, UNIT_MI, "import", &c->error);
            for (int i = 300; status == STATUS_OK && i < 3300; i++) {
                struct activity row = store_case_row(c, i);
                status = store_add(store, &c->source, &row, &c->error);
            }
            if (status == STATUS_OK)
                status = store_commit(store, &c->summary, NULL, &c->error);
            limit_file_size(RLIM_INFINITY);
            assert_int_equal(status, STATUS_IO);
            assert_non_null(strstr(c->error.text, "race.db: "));
            store_close(store);
            assert_true(before == store_case_folder_hash(c));
        }
    }
    assert_int_equal(store_case_fill(c, "race.db", 300, 3300), 0);
    store_case_sound(c, "race.db");
    signal(SIGXFSZ, SIG_DFL);
}

/* Only where file modes mean something, that is not for root. */
static void not_allowed(void **state)
{
    struct store_case *c = *state;
    struct store *store;
    store_case_fill(c, "race.db", 0, 3);
    uid_t user = geteuid();
    if (user == 0) { /* rights do not hold root back: be nobody for a while */
        assert_int_equal(chown(".", 65534, 65534), 0);
        assert_int_equal(chown("race.db", 65534, 65534), 0);
        assert_int_equal(seteuid(65534), 0);
    }
    assert_int_equal(chmod("race.db", 0444), 0);
    assert_int_equal(store_open(&store, "race.db", STORE_WRITE, &c->error), STATUS_IO);
    assert_string_equal(c->error.text,
                        "race.db: the store, or the folder it is in, cannot be written; nothing was changed");
    EXPECT_OK(c, store_open(&store, "race.db", STORE_READ, &c->error));
    store_close(store);
    assert_int_equal(chmod("race.db", 0), 0);
    assert_int_equal(store_open(&store, "race.db", STORE_READ, &c->error), STATUS_IO);
    assert_string_equal(c->error.text, "race.db: cannot be opened: Permission denied");
    assert_int_equal(seteuid(user), 0);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, store_case_open, store_case_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(not_ours),     CASE(newer_in_the_log),      CASE(damaged),           CASE(no_such_place),
        CASE(odd_names),    CASE(a_second_process),      CASE(patience_pays),     CASE(a_reader_meanwhile),
        CASE(a_killed_one), CASE(a_journal_left_behind), CASE(a_log_left_behind), CASE(no_room),
        CASE(not_allowed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
