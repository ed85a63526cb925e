#include "store_case.h"

#include "model/kind.h"

#define ALL_COLUMNS                                                                                                    \
    "SELECT batch_id, source_id, line, bib_num, registration_id, tally_split_num, tally_split_date, "                  \
    "result_split_tally_value, submitted_time_in_ms, split_elevation_gain_in_mm, virtual_race_activity_type_id, "      \
    "tally_split_comment, validated_pace, distance_mm, tally_count, activity_kind, activity_type, start_utc "          \
    "FROM activity ORDER BY line"

static struct store *opened(struct store_case *c, enum store_mode mode)
{
    struct store *store = NULL;
    EXPECT_OK(c, store_open(&store, "race.db", mode, &c->error));
    return store;
}

static void begin(struct store_case *c, struct store *store)
{
    EXPECT_OK(c, store_begin(store, &c->event, UNIT_MI, "import", &c->error));
}

static void add(struct store_case *c, struct store *store, const struct activity *row)
{
    EXPECT_OK(c, store_add(store, &c->source, row, &c->error));
}

static int64_t commit(struct store_case *c, struct store *store)
{
    int64_t batch_id = -1;
    EXPECT_OK(c, store_commit(store, &c->summary, &batch_id, &c->error));
    return batch_id;
}

static const char *where(struct store_case *c, struct store *store, const struct activity *row)
{
    struct view place;
    return store_has(store, row, &c->arena, &place) ? arena_string(&c->arena, place) : "nowhere";
}

static void every_column(void **state)
{
    struct store_case *c = *state;
    struct store *store = opened(c, STORE_WRITE);
    struct activity run = store_case_row(c, 0), count = activity_empty, bare = activity_empty, early = activity_empty;
    run.registration_id = VIEW("90001");
    run.type_text = VIEW("Trail Run");
    run.comment = VIEW("caf\xC3\xA9 | \"x\"");
    run.elevation_mm = -305;
    run.type_id = 37792;
    run.start_ms = (int64_t)civil_day(2026, 5, 1) * MS_PER_DAY + 27005007;
    run.distance_mm = 42325747;
    count.line = 3;
    count.registration_id = VIEW("0007");
    count.day = civil_day(2026, 2, 28);
    count.count = 120;
    bare.line = 4;
    bare.day = civil_day(1, 1, 1);
    bare.kind = KIND_SWIM;
    early = bare;
    early.line = 5;
    early.start_ms = -1000;
    early.distance_mm = INT64_MAX;
    early.key = 3;
    count.key = INT64_MAX;
    bare.key = 1;
    begin(c, store);
    add(c, store, &run);
    add(c, store, &count);
    add(c, store, &bare);
    add(c, store, &early);
    assert_int_equal(commit(c, store), 1);
    store_close(store);
    EXPECT_ANSWER(
        c, "race.db", ALL_COLUMNS,
        "1|1|2|7|90001|~|2026-05-01|26.3|600000|-305|37792|caf\xC3\xA9 | \"x\"|F|42325747|~|walk|Trail Run|"
        "2026-05-01T07:30:05.007Z\n"
        "1|1|3|~|0007|~|2026-02-28|120|~|~|~|~|F|~|120|other|~|~\n"
        "1|1|4|~|~|~|0001-01-01|~|~|~|~|~|F|~|~|swim|~|~\n"
        "1|1|5|~|~|~|0001-01-01|5731137678988.939473|~|~|~|~|F|9223372036854775807|~|swim|~|1969-12-31T23:59:59Z");
    EXPECT_ANSWER(c, "race.db", "SELECT activity_key FROM activity WHERE line > 2 ORDER BY line",
                  "9223372036854775807\n1\n3");
    store_case_sound(c, "race.db");
}

/* In which unit a distance is told, and that a count is none. */
static void tally_units(void **state)
{
    struct store_case *c = *state;
    static const struct {
        enum unit unit;
        const char *expected;
    } cases[] = {{UNIT_MI, "1"}, {UNIT_KM, "1.609344"}, {UNIT_MM, "1609344"}, {UNIT_NONE, "~"}, {UNIT_COUNT, "~"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct store *store = opened(c, STORE_WRITE);
        struct activity row = store_case_row(c, 0);
        EXPECT_OK(c, store_begin(store, &c->event, cases[i].unit, "import", &c->error));
        add(c, store, &row);
        assert_int_equal(commit(c, store), 1);
        store_close(store);
        EXPECT_ANSWER(c, "race.db", "SELECT result_split_tally_value FROM activity", cases[i].expected);
        assert_int_equal(unlink("race.db"), 0);
    }
}

static void findings_from_warning_on(void **state)
{
    struct store_case *c = *state;
    struct store *store = opened(c, STORE_WRITE);
    struct activity *row = batch_add_row(&c->batch);
    char value[2000];
    *row = store_case_row(c, 0);
    memset(value, 'x', sizeof value);
    memcpy(value + 499, "\xC3\xA9", 2); /* a character across the cut */
    batch_note(&c->batch, row, CODE_DATE_SERIAL, FIELD_DATE, VIEW("45000"));
    batch_note(&c->batch, row, CODE_TIME_MISSING, FIELD_NONE, VIEW(""));
    batch_note(&c->batch, row, CODE_TYPE_UNKNOWN, FIELD_TYPE, VIEW("ru\nn"));
    batch_note(&c->batch, row, CODE_ELEVATION_INVALID, FIELD_ELEVATION, (struct view){value, sizeof value});
    begin(c, store);
    add(c, store, row);
    assert_int_equal(commit(c, store), 1);
    store_close(store);
    EXPECT_ANSWER(c, "race.db",
                  "SELECT number, batch_id, code, severity, field, value, message FROM finding WHERE number < 3",
                  "1|1|time-missing|warning|~|~|no time\n"
                  "2|1|type-unknown|warning|type|ru?n|activity type \"ru?n\" is not known");
    EXPECT_ANSWER(c, "race.db",
                  "SELECT length(value), rtrim(value, 'x'), length(message) < 501 FROM finding WHERE number = 3",
                  "499||1");
    EXPECT_ANSWER(c, "race.db", "SELECT count(*) FROM finding JOIN activity USING (activity_key)", "3");
    store_case_sound(c, "race.db");
}

static void the_books(void **state)
{
    struct store_case *c = *state;
    c->event.race_id = 90457;
    c->event.event_id = 1142660;
    c->event.name = VIEW("Spring Challenge");
    c->source.member = VIEW("may.csv");
    assert_int_equal(store_case_fill(c, "race.db", 0, 3), 0);
    assert_int_equal(store_case_fill(c, "race.db", 2, 5), 1);
    EXPECT_ANSWER(c, "race.db", "SELECT * FROM batch",
                  "1|import|2026-07-01|90457|1142660|Spring Challenge|mi|3|3|0|0|0|3|0|0\n"
                  "2|import|2026-07-01|90457|1142660|Spring Challenge|mi|3|2|0|1|0|2|0|0");
    EXPECT_ANSWER(c, "race.db", "SELECT * FROM source",
                  "1|1|spring.csv|may.csv|csv|~|UTF-8|3|3|0|0|0\n2|2|spring.csv|may.csv|csv|~|UTF-8|3|2|0|1|0");
    EXPECT_ANSWER(c, "race.db", "SELECT batch_id, source_id, line FROM activity ORDER BY line",
                  "1|1|2\n1|1|3\n1|1|4\n2|2|5\n2|2|6");
}

/* The second time nothing is added, nothing is written, and the store says where the rows are from. */
static void importing_twice(void **state)
{
    struct store_case *c = *state;
    static const int sizes[] = {1, 50, 1500, 5000}; /* beyond 1000 questions the table is read at once */
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        int known;
        assert_int_equal(store_case_fill(c, "race.db", 0, sizes[i]), 0);
        uint64_t before = store_case_folder_hash(c);
        struct store *store = opened(c, STORE_WRITE);
        assert_int_equal(store_case_import(c, store, 0, sizes[i], &known), 0);
        assert_int_equal(known, sizes[i]);
        store_close(store);
        assert_true(before == store_case_folder_hash(c));
        assert_int_equal(store_case_fill(c, "race.db", 0, sizes[i] + 10), sizes[i]);
        EXPECT_ANSWER(c, "race.db",
                      "SELECT count(*) = sum(added) FROM activity, (SELECT sum(added) AS added FROM batch) "
                      "GROUP BY added HAVING count(*) <> added",
                      "");
        store_case_sound(c, "race.db");
        assert_int_equal(unlink("race.db"), 0);
    }
}

static void where_a_row_is_from(void **state)
{
    struct store_case *c = *state;
    store_case_fill(c, "race.db", 0, 2);
    c->source.member = VIEW("may.fit");
    c->source.source = VIEW("watch.zip");
    struct store *store = opened(c, STORE_WRITE);
    struct activity row = store_case_row(c, 7);
    row.line = 0;
    begin(c, store);
    add(c, store, &row);
    assert_int_equal(commit(c, store), 2);
    for (int i = 0; i < 3000; i += 1000) { /* asked one by one, and of the table as a whole */
        struct activity other = store_case_row(c, 1);
        assert_string_equal(where(c, store, &row), "batch 2, watch.zip/may.fit");
        assert_string_equal(where(c, store, &other), "batch 1, spring.csv:3");
        other = store_case_row(c, 2);
        for (int n = 0; n < 1000; n++)
            assert_string_equal(where(c, store, &other), "nowhere");
    }
    store_close(store);
    store = opened(c, STORE_READ);
    assert_string_equal(where(c, store, &row), "batch 2, watch.zip/may.fit");
    store_close(store);
}

/* A key that another row has: each part of what makes a row is looked at, and both rows are kept and found. */
static void forged_keys(void **state)
{
    struct store_case *c = *state;
    struct activity rows[6];
    for (size_t i = 0; i < 6; i++) {
        rows[i] = store_case_row(c, 1);
        rows[i].line = i + 2;
    }
    rows[1].bib = VIEW("43");
    rows[2].day++;
    rows[3].kind = KIND_HIKE;
    rows[4].distance_mm++;
    rows[5].elapsed_ms++;
    for (int round = 0; round < 3; round++) /* one by one, then all in one batch, then with the table read at once */
    {
        struct store *store = opened(c, STORE_WRITE);
        struct activity strange = store_case_row(c, 99);
        for (size_t i = 0; i < 6; i++) {
            if (round == 0 || i == 0)
                begin(c, store);
            for (int n = 0; round == 2 && n < 1100; n++)
                assert_string_equal(where(c, store, &strange), "nowhere");
            assert_string_equal(where(c, store, &rows[i]), "nowhere");
            add(c, store, &rows[i]);
            if (round == 0 || i == 5)
                assert_int_equal(commit(c, store), round == 0 ? (int)i + 1 : 1);
        }
        for (int n = 0; round == 2 && n < 1100; n++)
            assert_string_equal(where(c, store, &strange), "nowhere");
        for (size_t i = 0; i < 6; i++)
            assert_string_not_equal(where(c, store, &rows[i]), "nowhere");
        store_close(store);
        EXPECT_ANSWER(c, "race.db", "SELECT group_concat(line) FROM (SELECT line FROM activity ORDER BY line)",
                      "2,3,4,5,6,7");
        store_case_sound(c, "race.db");
        assert_int_equal(unlink("race.db"), 0);
    }
}

/* A row that is added without having been asked for is stored once all the same. */
static void added_twice(void **state)
{
    struct store_case *c = *state;
    struct store *store = opened(c, STORE_WRITE);
    struct activity row = store_case_row(c, 0);
    begin(c, store);
    add(c, store, &row);
    add(c, store, &row);
    assert_int_equal(commit(c, store), 1);
    begin(c, store);
    add(c, store, &row);
    assert_int_equal(commit(c, store), 0);
    store_close(store);
    EXPECT_ANSWER(c, "race.db", "SELECT count(*), (SELECT added FROM batch) FROM activity", "1|1");
}

/* Bib and registration id of one participant meet in the roster; the store keeps both. */
static void a_roster(void **state)
{
    struct store_case *c = *state;
    struct store *store = opened(c, STORE_WRITE);
    struct activity by_bib = store_case_row(c, 0), by_id = by_bib, stranger = by_bib;
    c->event.roster = participants_new();
    participants_add(c->event.roster, &(struct participant){.bib = VIEW("7"), .registration_id = VIEW("90001")});
    by_id.bib = VIEW("");
    by_id.registration_id = VIEW("90001");
    stranger.bib = VIEW("8");
    store_case_key(c, &by_id);
    store_case_key(c, &stranger);
    assert_true(by_bib.key != by_id.key); /* the one was made without the roster */
    store_case_key(c, &by_bib);
    assert_true(by_bib.key == by_id.key);
    begin(c, store);
    add(c, store, &by_bib);
    add(c, store, &stranger);
    assert_int_equal(commit(c, store), 1);
    begin(c, store);
    assert_string_equal(where(c, store, &by_id), "batch 1, spring.csv:2");
    store_rollback(store);
    store_close(store);
    participants_free(c->event.roster);
    c->event.roster = NULL;
    EXPECT_ANSWER(c, "race.db", "SELECT bib_num, registration_id FROM activity ORDER BY bib_num", "7|90001\n8|~");
}

/* The event's label is told rather than how somebody wrote it. */
static void labels_of_types(void **state)
{
    struct store_case *c = *state;
    struct store *store = opened(c, STORE_WRITE);
    struct event_type type = {.id = 9, .text = VIEW("Push-ups")};
    struct activity row = store_case_row(c, 0);
    c->event.types = &type;
    c->event.type_count = 1;
    row.type = 0;
    row.type_text = VIEW("pushups!!");
    begin(c, store);
    add(c, store, &row);
    assert_int_equal(commit(c, store), 1);
    store_close(store);
    c->event.types = NULL;
    EXPECT_ANSWER(c, "race.db", "SELECT activity_type FROM activity", "Push-ups");
}

static void views(void **state)
{
    struct store_case *c = *state;
    struct store *store = opened(c, STORE_WRITE);
    static const struct {
        const char *bib;
        int day;
        int64_t distance_mm, count, elapsed_ms;
    } rows[] = {
        {"7", 1, 1609344, UNKNOWN, 600000}, {"0007", 2, 1609344, UNKNOWN, UNKNOWN}, {"8", 2, 4828032, UNKNOWN, 3661000},
        {"9", 2, UNKNOWN, 50, UNKNOWN},     {"10", 2, 3218688, UNKNOWN, 0},         {"", 3, 99000000, UNKNOWN, 1},
    };
    begin(c, store);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct activity row = activity_empty;
        row.line = i + 2;
        row.kind = KIND_RUN;
        row.bib = view_of(rows[i].bib);
        row.day = civil_day(2026, 5, rows[i].day);
        row.distance_mm = rows[i].distance_mm;
        row.count = rows[i].count;
        row.elapsed_ms = rows[i].elapsed_ms;
        store_case_key(c, &row);
        add(c, store, &row);
    }
    assert_int_equal(commit(c, store), 1);
    store_close(store);
    EXPECT_ANSWER(c, "race.db",
                  "SELECT place, bib_num, activities, active_days, miles, km, tally_count, time, last_day "
                  "FROM leaderboard",
                  "1|8|1|1|3.0|4.83|0|1:01:01|2026-05-02\n"
                  "2|10|1|1|2.0|3.22|0|0:00:00|2026-05-02\n"
                  "2|7|2|2|2.0|3.22|0|0:10:00|2026-05-02\n"
                  "4|9|1|1|0.0|0.0|50|0:00:00|2026-05-02");
    EXPECT_ANSWER(c, "race.db",
                  "SELECT tally_split_date, activities, participants, miles, tally_count, time FROM daily",
                  "2026-05-01|1|1|1.0|0|0:10:00\n"
                  "2026-05-02|4|4|6.0|50|1:01:01\n"
                  "2026-05-03|1|1|61.52|0|0:00:00");
    EXPECT_ANSWER(c, "race.db", "SELECT count(*) FROM unposted", "6");
}

/* An abandoned import leaves an old store as it was, and no trace of a new one; the next goes on from there. */
static void taken_back(void **state)
{
    struct store_case *c = *state;
    for (int old = 0; old < 2; old++) {
        int known;
        uint64_t before = store_case_folder_hash(c);
        struct store *store = opened(c, STORE_WRITE);
        struct activity row = store_case_row(c, 50);
        begin(c, store);
        add(c, store, &row);
        store_rollback(store);
        assert_true(before == store_case_folder_hash(c));
        begin(c, store);
        add(c, store, &row);
        store_close(store);
        assert_true(before == store_case_folder_hash(c));
        store = opened(c, STORE_WRITE);
        store_close(store);
        assert_true(before == store_case_folder_hash(c));
        store = opened(c, STORE_WRITE);
        begin(c, store);
        add(c, store, &row);
        store_rollback(store);
        assert_int_equal(store_case_import(c, store, old * 5, old * 5 + 5, &known), old + 1);
        assert_string_equal(where(c, store, &row), "nowhere");
        store_close(store);
        assert_int_equal(store_case_files(), 1);
        store_case_sound(c, "race.db");
    }
    store_close(NULL);
}

/* When there was nothing to add, a new store is there, and empty. */
static void nothing_to_add(void **state)
{
    struct store_case *c = *state;
    struct store *store = opened(c, STORE_WRITE);
    begin(c, store);
    assert_int_equal(commit(c, store), 0);
    store_close(store);
    EXPECT_ANSWER(c, "race.db", "SELECT count(*) FROM batch; SELECT count(*) FROM source", "0\n0");
    store = opened(c, STORE_READ);
    store_close(store);
    assert_int_equal(store_case_fill(c, "race.db", 0, 5), 0);
    EXPECT_ANSWER(c, "race.db", "SELECT batch_id FROM batch", "1");
}

static void refused_rows(void **state)
{
    struct store_case *c = *state;
    struct store *store = opened(c, STORE_WRITE);
    struct activity rows[6];
    static const char *const expected[] = {"a row without a date",        "a row without a date",
                                           "a distance below zero",       "a count below zero",
                                           "both a distance and a count", "a time below zero"};
    for (size_t i = 0; i < 6; i++)
        rows[i] = store_case_row(c, 3);
    rows[0].day = UNKNOWN_DAY;
    rows[1].day = civil_day(9999, 12, 31) + 1;
    rows[2].distance_mm = -1;
    rows[3].distance_mm = UNKNOWN;
    rows[3].count = -1;
    rows[4].count = 1;
    rows[5].elapsed_ms = -1;
    begin(c, store);
    for (size_t i = 0; i < 6; i++) {
        assert_int_equal(store_add(store, &c->source, &rows[i], &c->error), STATUS_USAGE);
        if (!strstr(c->error.text, expected[i]) || !strstr(c->error.text, "spring.csv:5: "))
            fail_msg("%s", c->error.text);
    }
    store_close(store);
    assert_int_equal(store_case_files(), 0);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, store_case_open, store_case_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(every_column),    CASE(tally_units),     CASE(findings_from_warning_on),
        CASE(the_books),       CASE(importing_twice), CASE(where_a_row_is_from),
        CASE(forged_keys),     CASE(added_twice),     CASE(a_roster),
        CASE(labels_of_types), CASE(views),           CASE(taken_back),
        CASE(nothing_to_add),  CASE(refused_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
