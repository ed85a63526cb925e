#include "store/receipts.h"

#include "base/civil.h"
#include "base/number.h"
#include "model/row_key.h"
#include "store/row_content.h"
#include "store/sql.h"
#include "store/store_file.h"

const char *const request_state_names[REQUEST_STATES] = {"ready", "sent", "confirmed", "failed", "unknown"};

static sqlite3 *db_of(struct store *store)
{
    return store_file_in(store)->db;
}

static enum status fail(struct store *store, int rc, struct error *error)
{
    return rc ? store_file_trouble(store_file_in(store), rc, error) : STATUS_OK;
}

static enum request_state state_of(struct view name)
{
    enum request_state state = REQUEST_READY;
    while (state < REQUEST_UNKNOWN && !view_is(name, request_state_names[state]))
        state++;
    return state;
}

enum status receipts_begin(struct store *store, struct error *error)
{
    return fail(store, sql_run(db_of(store), "BEGIN IMMEDIATE", ""), error);
}

enum status receipts_commit(struct store *store, struct error *error)
{
    return fail(store, sql_run(db_of(store), "COMMIT", ""), error);
}

void receipts_rollback(struct store *store)
{
    if (db_of(store) && !sqlite3_get_autocommit(db_of(store)))
        sql_run(db_of(store), "ROLLBACK", "");
}

/* ---- answers ---- */

enum status receipts_of_pack(struct store *store, int64_t pack_id, struct arena *arena, struct receipt_request **list,
                             size_t *count, struct error *error)
{
    sqlite3_stmt *st = NULL;
    int64_t most = 0;
    bool has_row = true;
    *count = 0;
    int rc = sql_number(db_of(store), &most, 0, "SELECT count(*) FROM request WHERE pack_id = ?", "i", pack_id);
    *list = arena_zero(arena, ((size_t)most + 1) * sizeof **list);
    rc = rc ? rc
            : sql_query(db_of(store), &st,
                        "SELECT request_id, participant_key, event_id, state, file, (SELECT count(*) FROM"
                        " request_activity AS ra WHERE ra.request_id = request.request_id), message"
                        " FROM request WHERE pack_id = ? ORDER BY request_id",
                        "i", pack_id);
    while (!rc && has_row && *count <= (size_t)most) {
        rc = sql_step(st, &has_row);
        if (!rc && has_row)
            (*list)[(*count)++] = (struct receipt_request){
                .id = sqlite3_column_int64(st, 0),
                .participant_key = sqlite3_column_int64(st, 1),
                .event_id = sqlite3_column_int64(st, 2),
                .state = state_of(sql_text(st, 3)),
                .file = arena_copy(arena, sql_text(st, 4)),
                .rows = sqlite3_column_int64(st, 5),
                .message = arena_copy(arena, sql_text(st, 6)),
            };
    }
    sqlite3_finalize(st);
    return fail(store, rc, error);
}

static int set_numbers(sqlite3 *db, int64_t request_id, const struct receipt_answer *answer)
{
    sqlite3_stmt *st;
    int rc = sql_query(db, &st,
                       "UPDATE activity SET tally_split_num = ? WHERE activity_key ="
                       " (SELECT activity_key FROM request_activity WHERE request_id = ? AND place = ?)",
                       "");
    for (size_t i = 0; !rc && i < answer->number_count; i++)
        rc = sql_again(st, "iii", answer->numbers[i], request_id, (int64_t)i);
    sqlite3_finalize(st);
    return rc;
}

/* The same answer given again is no news: it leaves no second receipt. */
static int put_down(sqlite3 *db, const struct receipt_request *r, const struct receipt_answer *a)
{
    char day[CIVIL_ISO_SIZE];
    civil_iso(day, a->as_of);
    int rc = sql_run(db, "UPDATE request SET state = ?, message = ?, touched = ? WHERE request_id = ?", "tvii",
                     request_state_names[a->state], a->message, a->touched, r->id);
    return rc ? rc
              : sql_run(db,
                        "INSERT INTO receipt (request_id, file, http_status, state, message, as_of)"
                        " VALUES (?, ?, ?, ?, ?, ?)",
                        "ivitvt", r->id, a->file, a->http_status, request_state_names[a->state], a->message, day);
}

enum status receipts_answer(struct store *store, const struct receipt_request *r, const struct receipt_answer *a,
                            bool *changed, struct error *error)
{
    sqlite3 *db = db_of(store);
    int64_t same = 0;
    *changed = false;
    if (r->state == REQUEST_CONFIRMED)
        return STATUS_OK;
    int rc = sql_number(db, &same, 0,
                        "SELECT 1 FROM receipt WHERE request_id = ? AND file = ? AND state = ? AND message IS ?"
                        " AND http_status IS ?",
                        "ivtvi", r->id, a->file, request_state_names[a->state], a->message, a->http_status);
    if (!rc && !same)
        rc = put_down(db, r, a);
    if (!rc && !same)
        rc = set_numbers(db, r->id, a);
    *changed = !rc && !same;
    return fail(store, rc, error);
}

/* ---- read back ---- */

enum status receipts_participant(struct store *store, struct view registration_id, struct view bib, int64_t *key,
                                 int64_t *event_id, struct error *error)
{
    struct activity row = activity_empty;
    int64_t events = 0;
    row.registration_id = registration_id;
    row.bib = bib;
    *key = row_content_participant(row_key_participant(NULL, &row));
    sqlite3 *db = db_of(store);
    int rc = sql_number(db, key, 0,
                        "SELECT participant_key FROM activity WHERE participant_key = ?1 UNION ALL"
                        " SELECT participant_key FROM activity WHERE ltrim(coalesce(nullif(?2, ''), '-'), '0') ="
                        " ltrim(registration_id, '0') LIMIT 1",
                        "iv", *key, registration_id);
    rc =
        rc ? rc
           : sql_number(db, &events, 0,
                        "SELECT CASE WHEN count(DISTINCT e) = 1 THEN max(e) END FROM (SELECT event_id AS e FROM request"
                        " WHERE participant_key = ?1 UNION SELECT coalesce(activity.event_id, batch.event_id)"
                        " FROM activity JOIN batch USING (batch_id) WHERE participant_key = ?1)",
                        "i", *key);
    *event_id = events;
    return fail(store, rc, error);
}

#define OWN                                                                                                            \
    " FROM activity AS a JOIN batch AS b USING (batch_id) LEFT JOIN request_activity AS ra"                            \
    " ON ra.activity_key = a.activity_key AND ra.request_id = (SELECT max(request_id) FROM request_activity AS x"      \
    " WHERE x.activity_key = a.activity_key) LEFT JOIN request AS r ON r.request_id = ra.request_id"                   \
    " LEFT JOIN pack USING (pack_id)"                                                                                  \
    " WHERE a.participant_key = ?1 AND coalesce(r.event_id, a.event_id, b.event_id, ?2) = ?2"

static void fill_own(struct receipt_own *own, sqlite3_stmt *st)
{
    int32_t day = UNKNOWN_DAY;
    civil_parse_iso(sql_text(st, 5), &day);
    *own = (struct receipt_own){
        .key = sqlite3_column_int64(st, 0),
        .number = sql_int(st, 1),
        .value = sql_int(st, 2),
        .elapsed_ms = sql_int(st, 3),
        .type_id = sql_int(st, 4),
        .day = day,
        .request_id = sql_int(st, 6),
        .has_request = sqlite3_column_type(st, 6) != SQLITE_NULL,
        .state = state_of(sql_text(st, 7)),
        .touched = sql_int(st, 8),
        .is_probe = sqlite3_column_int(st, 9) == 1,
    };
}

enum status receipts_own(struct store *store, int64_t participant_key, int64_t event_id, struct arena *arena,
                         struct receipt_own **list, size_t *count, struct error *error)
{
    sqlite3_stmt *st = NULL;
    int64_t most = 0;
    bool has_row = true;
    *count = 0;
    int rc = sql_number(db_of(store), &most, 0, "SELECT count(*)" OWN, "ii", participant_key, event_id);
    *list = arena_zero(arena, ((size_t)most + 1) * sizeof **list);
    rc = rc ? rc
            : sql_query(db_of(store), &st,
                        "SELECT a.activity_key, a.tally_split_num, coalesce(a.distance_mm, a.tally_count),"
                        " a.submitted_time_in_ms, a.virtual_race_activity_type_id, a.tally_split_date, r.request_id,"
                        " r.state, r.touched, pack.probe" OWN
                        " ORDER BY a.batch_id, a.source_id, a.line, a.activity_key",
                        "ii", participant_key, event_id);
    while (!rc && has_row && *count < (size_t)most) {
        rc = sql_step(st, &has_row);
        if (!rc && has_row)
            fill_own(&(*list)[(*count)++], st);
    }
    sqlite3_finalize(st);
    return fail(store, rc, error);
}

static int set_landed(sqlite3 *db, int64_t key, int64_t request_id, int64_t landed)
{
    return sql_run(db, "UPDATE request_activity SET landed = ? WHERE activity_key = ? AND request_id = ?", "iii",
                   landed, key, request_id);
}

enum status receipts_missing(struct store *store, const struct receipt_own *own, struct error *error)
{
    int rc = set_landed(db_of(store), own->key, own->request_id, 0);
    if (!rc && own->is_probe)
        rc = sql_run(db_of(store), "UPDATE activity SET tally_split_num = NULL WHERE activity_key = ?", "i", own->key);
    return fail(store, rc, error);
}

enum status receipts_forget(struct store *store, int64_t participant_key, int64_t event_id, struct error *error)
{
    return fail(store,
                sql_run(db_of(store), "DELETE FROM read_back WHERE participant_key = ? AND event_id = ?", "ii",
                        participant_key, event_id),
                error);
}

static const char *verdict_of(const struct receipt_back *back)
{
    return back->key == UNKNOWN ? "extra" : back->is_different ? "different" : "confirmed";
}

enum status receipts_back(struct store *store, int64_t participant_key, int64_t event_id,
                          const struct receipt_back *back, struct error *error)
{
    char day[CIVIL_ISO_SIZE];
    bool has_day = back->day != UNKNOWN_DAY && civil_iso(day, back->day);
    sqlite3 *db = db_of(store);
    int rc = sql_run(db,
                     "INSERT OR REPLACE INTO read_back (participant_key, event_id, tally_split_num, tally_split_date,"
                     " result_split_tally_value, submitted_time_in_ms, split_elevation_gain_in_mm,"
                     " virtual_race_activity_type_id, activity_key, verdict, message)"
                     " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                     "iiitiiiiitv", participant_key, event_id, back->number, has_day ? day : NULL, back->value,
                     back->elapsed_ms, back->elevation_mm, back->type_id, back->key, verdict_of(back), back->message);
    if (!rc && back->key != UNKNOWN)
        rc = sql_run(db,
                     "UPDATE request_activity SET landed = 1 WHERE activity_key = ?1 AND request_id = (SELECT"
                     " max(request_id) FROM request_activity AS x JOIN request USING (request_id)"
                     " WHERE x.activity_key = ?1 AND state <> 'ready')",
                     "i", back->key);
    if (!rc && back->key != UNKNOWN)
        rc = sql_run(db, "UPDATE activity SET tally_split_num = ? WHERE activity_key = ?", "ii", back->number,
                     back->key);
    return fail(store, rc, error);
}

/* A request is confirmed when of each of its activities it is known whether RunSignup has it, it has some, and all of
 * these as they were sent; failed when it has none. */
enum status receipts_judge(struct store *store, int64_t participant_key, int64_t event_id, struct error *error)
{
    static const char sql[] =
        "WITH known AS (SELECT r.request_id AS id, count(*) AS n, sum(landed IS 1) AS there, sum(landed IS 0) AS "
        "missing,"
        " sum(EXISTS (SELECT 1 FROM read_back AS b WHERE b.activity_key = ra.activity_key AND verdict = 'different'))"
        " AS different FROM request AS r JOIN request_activity AS ra USING (request_id)"
        " WHERE r.participant_key = ?1 AND r.event_id = ?2 AND r.state <> 'ready' GROUP BY r.request_id)"
        " UPDATE request SET state = CASE WHEN there = 0 THEN 'failed' WHEN different > 0 THEN 'sent' ELSE 'confirmed'"
        " END, message = CASE WHEN there = 0 THEN 'read back: RunSignup has none of it' WHEN different > 0 THEN"
        " 'read back: RunSignup has other values' WHEN missing > 0 THEN 'read back: RunSignup has only some of it' END"
        " FROM known WHERE request_id = known.id AND n = there + missing";
    return fail(store, sql_run(db_of(store), sql, "ii", participant_key, event_id), error);
}
