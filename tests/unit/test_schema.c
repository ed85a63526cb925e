#include "store_case.h"

#include "model/kind.h"
#include "store/schema.h"
#include "store_v1.h"

static sqlite3 *fresh(void)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open("s.db", &db), SQLITE_OK);
    assert_int_equal(schema_create(db), SQLITE_OK);
    return db;
}

static void a_new_schema(void **state)
{
    struct store_case *c = *state;
    int version = 0;
    sqlite3 *db = fresh();
    assert_int_equal(schema_version(db, &version), SQLITE_OK);
    sqlite3_close(db);
    assert_int_equal(version, SCHEMA_VERSION);
    EXPECT_ANSWER(c, "s.db", "PRAGMA application_id; PRAGMA user_version", "1414550356\n2");
    EXPECT_ANSWER(c, "s.db", "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') ORDER BY type, name",
                  "activity\nbatch\nfinding\npack\nread_back\nreceipt\nrejected\nrequest\nrequest_"
                  "activity\nsource\ndaily\nleaderboard\nunposted");
    EXPECT_ANSWER(c, "s.db", "SELECT count(*) FROM pragma_table_list WHERE type = 'table' AND strict = 1", "10");
}

/* There is a step for every version but the last. */
static void no_step_is_missing(void **state)
{
    (void)state;
    int steps = 0;
    while (schema_steps[steps])
        steps++;
    assert_int_equal(steps, SCHEMA_VERSION - 1);
}

static void an_older_one_goes_all_the_way(void **state)
{
    struct store_case *c = *state;
    static const char *const steps[] = {"ALTER TABLE batch ADD COLUMN mood TEXT", "CREATE TABLE more (x INTEGER)",
                                        NULL};
    sqlite3 *db = fresh();
    assert_int_equal(sqlite3_exec(db, "PRAGMA user_version = 1", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(schema_upgrade(db, steps), SQLITE_OK);
    assert_int_equal(schema_upgrade(db, steps), SQLITE_OK); /* nothing is left to do */
    sqlite3_close(db);
    EXPECT_ANSWER(c, "s.db", "PRAGMA user_version; SELECT count(mood) FROM batch; SELECT count(*) FROM more",
                  "3\n0\n0");
}

/* A store of version 1 becomes what a new one is, with its rows. */
static void from_version_1(void **state)
{
    static const char names[] = "SELECT type, name FROM sqlite_schema WHERE name NOT IN ('leaderboard', 'daily')"
                                " ORDER BY type, name";
    struct store_case *c = *state;
    sqlite3 *db;
    sqlite3_close(fresh());
    char *wanted = strdup(store_case_ask(c, "s.db", names));
    assert_int_equal(sqlite3_open("old.db", &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, store_v1, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db,
                                  "INSERT INTO batch (batch_id, command) VALUES (1, 'import');"
                                  "INSERT INTO source VALUES (1, 1, 'a.csv', NULL, 'csv', NULL, NULL, 1, 1, 0, 0, 0);"
                                  "INSERT INTO activity (activity_key, batch_id, source_id, participant_key,"
                                  " tally_split_date, validated_pace, activity_kind)"
                                  " VALUES (5, 1, 1, 9, '2026-05-01', 'T', 'run')",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    assert_int_equal(schema_upgrade(db, schema_steps), SQLITE_OK);
    sqlite3_close(db);
    EXPECT_ANSWER(c, "old.db", names, wanted);
    EXPECT_ANSWER(c, "old.db", "PRAGMA user_version; SELECT taken_back FROM batch; SELECT activity_key FROM unposted",
                  "2\n0\n5");
    store_case_sound(c, "old.db");
    free(wanted);
}

/* A step that fails takes those before it back too. */
static void all_steps_or_none(void **state)
{
    struct store_case *c = *state;
    static const char *const steps[] = {"CREATE TABLE more (x INTEGER)", "CREATE TABLE batch (x INTEGER)", NULL};
    sqlite3 *db = fresh();
    assert_int_equal(sqlite3_exec(db, "PRAGMA user_version = 1", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(schema_upgrade(db, steps), SQLITE_ERROR);
    assert_true(sqlite3_get_autocommit(db));
    sqlite3_close(db);
    EXPECT_ANSWER(c, "s.db", "PRAGMA user_version; SELECT count(*) FROM sqlite_schema WHERE name = 'more'", "1\n0");
}

#define GOOD                                                                                                           \
    "INSERT INTO batch (batch_id, command) VALUES (1, 'import');"                                                      \
    "INSERT INTO source VALUES (1, 1, 'a.csv', NULL, 'csv', NULL, NULL, 1, 1, 0, 0, 0);"                               \
    "INSERT INTO activity (activity_key, batch_id, source_id, participant_key, tally_split_date, validated_pace,"      \
    " activity_kind) VALUES (5, 1, 1, 9, '2026-05-01', 'T', 'run');"                                                   \
    "INSERT INTO pack (pack_id, folder, content, tally_unit) VALUES (1, '/out', '0', 'mi');"                           \
    "INSERT INTO request (request_id, state, pack_id, file, race_id, event_id, participant_key, bib_num, tally_unit,"  \
    " crc32) VALUES (1, 'ready', 1, '0001-bib-7.json', 1, 2, 9, '7', 'mi', 0);"

/* What other hands must not write. */
static void checks(void **state)
{
    struct store_case *c = *state;
    static const char *const wrong[] = {
        "UPDATE activity SET tally_split_date = '2026-02-30'",
        "UPDATE activity SET tally_split_date = '5/1/2026'",
        "UPDATE activity SET tally_split_date = NULL",
        "UPDATE activity SET tally_split_date = '2026-05-01 00:00'",
        "UPDATE activity SET activity_key = 0",
        "UPDATE activity SET bib_num = ''",
        "UPDATE activity SET line = 0",
        "UPDATE activity SET distance_mm = -1",
        "UPDATE activity SET distance_mm = 'far'",
        "UPDATE activity SET distance_mm = 1.5",
        "UPDATE activity SET distance_mm = 1, tally_count = 1",
        "UPDATE activity SET submitted_time_in_ms = -1",
        "UPDATE activity SET validated_pace = 'Y'",
        "UPDATE activity SET start_utc = 'noon'",
        "UPDATE batch SET rows = 3",
        "UPDATE batch SET as_of = '2026-13-01'",
        "UPDATE request SET state = 'lost'",
        "UPDATE request SET bib_num = NULL",
        "INSERT INTO finding VALUES (5, 1, 1, 'pace-fast', 'info', NULL, NULL, 'x')",
        "INSERT INTO receipt (request_id, file, state) VALUES (1, 'a', 'ready')",
    };
    sqlite3_close(fresh());
    EXPECT_ANSWER(c, "s.db", GOOD, "");
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (!strstr(store_case_ask(c, "s.db", wrong[i]), "error: ") || !strstr(c->answer.at, "constraint failed"))
            if (!strstr(c->answer.at, "cannot store"))
                fail_msg("%s: %s", wrong[i], c->answer.at);
    store_case_sound(c, "s.db");
}

/* Only a request that the API refused leaves its rows to be posted. */
static void what_is_unposted(void **state)
{
    struct store_case *c = *state;
    static const struct {
        const char *request, *unposted;
    } cases[] = {{"ready", "0"}, {"sent", "0"}, {"confirmed", "0"}, {"unknown", "0"}, {"failed", "1"}};
    sqlite3_close(fresh());
    EXPECT_ANSWER(c, "s.db", GOOD "SELECT count(*) FROM unposted", "1");
    EXPECT_ANSWER(c, "s.db", "INSERT INTO request_activity VALUES (5, 1, 0, NULL)", "");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char sql[100];
        snprintf(sql, sizeof sql, "UPDATE request SET state = '%s'; SELECT count(*) FROM unposted", cases[i].request);
        EXPECT_ANSWER(c, "s.db", sql, cases[i].unposted);
    }
    EXPECT_ANSWER(
        c, "s.db",
        "UPDATE request SET state = 'confirmed'; UPDATE request_activity SET landed = 0;"
        " SELECT count(*) FROM unposted; UPDATE request_activity SET landed = 1; SELECT count(*) FROM unposted",
        "1\n0");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, store_case_open, store_case_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_new_schema),      CASE(no_step_is_missing), CASE(an_older_one_goes_all_the_way),
        CASE(all_steps_or_none), CASE(from_version_1),     CASE(checks),
        CASE(what_is_unposted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
