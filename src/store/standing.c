#include "store/standing.h"

#include "store/sql.h"
#include "store/store_file.h"

static sqlite3 *db_of(struct store *store)
{
    return store_file_in(store)->db;
}

static enum status fail(struct store *store, int rc, struct error *error)
{
    return rc ? store_file_trouble(store_file_in(store), rc, error) : STATUS_OK;
}

/* Each activity with its last request, as `how`: one word for where it stands. What the view unposted holds is told by
 * the same rules here. */
#define STAND                                                                                                          \
    "WITH last AS MATERIALIZED (SELECT activity_key, max(request_id) AS request_id FROM request_activity GROUP BY"     \
    " activity_key), wrong AS MATERIALIZED (SELECT activity_key FROM read_back WHERE verdict = 'different'),"          \
    " stand AS (SELECT a.activity_key AS activity_key, a.batch_id AS batch_id, a.participant_key AS"                   \
    " participant_key, a.bib_num AS bib_num, a.registration_id AS registration_id, r.request_id AS request_id, CASE"   \
    " WHEN state = 'ready' THEN 'ready'"                                                                               \
    " WHEN ra.landed = 0 AND tally_split_num IS NOT NULL THEN 'gone'"                                                  \
    " WHEN ra.landed = 1 AND a.activity_key NOT IN wrong THEN 'confirmed'"                                             \
    " WHEN r.request_id IS NULL AND tally_split_num IS NOT NULL THEN 'elsewhere'"                                      \
    " WHEN r.request_id IS NULL OR (state = 'failed' AND ra.landed IS NULL) OR ra.landed = 0 THEN 'unposted'"          \
    " WHEN state = 'unknown' THEN 'unknown' WHEN state = 'confirmed' THEN 'confirmed' ELSE 'sent' END AS how,"         \
    " r.request_id IS NOT NULL AND (state = 'failed' OR ra.landed = 0) AS was_sent"                                    \
    " FROM activity AS a LEFT JOIN last USING (activity_key) LEFT JOIN request AS r ON r.request_id ="                 \
    " last.request_id LEFT JOIN request_activity AS ra ON ra.activity_key = a.activity_key AND ra.request_id ="        \
    " last.request_id) "
#define COUNTS                                                                                                         \
    "count(*), sum(how = 'unposted'), sum(how = 'ready'), sum(how = 'sent'), sum(how = 'confirmed'),"                  \
    " sum(how = 'unknown'), sum(how = 'gone'), sum(how = 'elsewhere')"

static struct standing_activities counts_at(sqlite3_stmt *st, int column)
{
    return (struct standing_activities){
        .stored = sqlite3_column_int64(st, column),
        .unposted = sqlite3_column_int64(st, column + 1),
        .ready = sqlite3_column_int64(st, column + 2),
        .sent = sqlite3_column_int64(st, column + 3),
        .confirmed = sqlite3_column_int64(st, column + 4),
        .unknown = sqlite3_column_int64(st, column + 5),
        .gone = sqlite3_column_int64(st, column + 6),
        .elsewhere = sqlite3_column_int64(st, column + 7),
    };
}

/* ---- the whole ---- */

static int read_activities(struct standing *out, sqlite3 *db)
{
    sqlite3_stmt *st;
    bool has_row = false;
    int rc = sql_query(db, &st, STAND "SELECT " COUNTS ", sum(how = 'unposted' AND was_sent) FROM stand", "");
    rc = rc ? rc : sql_step(st, &has_row);
    if (!rc && has_row) {
        out->activities = counts_at(st, 0);
        out->failed = sqlite3_column_int64(st, 8);
    }
    sqlite3_finalize(st);
    return rc;
}

static int read_requests(struct standing *out, sqlite3 *db)
{
    int rc = SQLITE_OK;
    for (enum request_state state = 0; !rc && state < REQUEST_STATES; state++)
        rc = sql_number(db, &out->requests[state], 0, "SELECT count(*) FROM request WHERE state = ?", "t",
                        request_state_names[state]);
    return rc;
}

static int read_folder(struct view *out, sqlite3 *db, struct arena *arena, const char *state)
{
    sqlite3_stmt *st;
    bool has_row = false;
    int rc = sql_query(db, &st,
                       "SELECT folder FROM pack WHERE EXISTS (SELECT 1 FROM request WHERE request.pack_id ="
                       " pack.pack_id AND state = ?) ORDER BY pack_id LIMIT 1",
                       "t", state);
    rc = rc ? rc : sql_step(st, &has_row);
    *out = !rc && has_row ? arena_copy(arena, sql_text(st, 0)) : (struct view){"", 0};
    sqlite3_finalize(st);
    return rc;
}

static int read_oddities(struct standing *out, sqlite3 *db)
{
    const struct {
        int64_t *count;
        const char *sql;
    } questions[] = {
        {&out->different, "SELECT count(*) FROM read_back WHERE verdict = 'different'"},
        {&out->extra, "SELECT count(*) FROM read_back WHERE verdict = 'extra'"},
        {&out->unplaced, "SELECT count(*) FROM pack WHERE temporary IS NOT NULL"},
        {&out->twice, "SELECT count(*) FROM (SELECT 1 FROM request_activity AS ra JOIN request USING (request_id)"
                      " WHERE state IN ('sent', 'confirmed', 'unknown') AND landed IS NOT 0 GROUP BY activity_key"
                      " HAVING count(*) > 1)"},
        {&out->already_pack, "SELECT min(pack_id) FROM read_back JOIN request_activity USING (activity_key)"
                             " JOIN request USING (request_id) WHERE state = 'ready'"},
        {&out->already_in_pack, "SELECT count(*) FROM read_back JOIN request_activity USING (activity_key)"
                                " JOIN request USING (request_id) WHERE state = 'ready'"},
    };
    int rc = SQLITE_OK;
    for (size_t i = 0; !rc && i < sizeof questions / sizeof *questions; i++)
        rc = sql_number(db, questions[i].count, 0, questions[i].sql, "");
    return rc;
}

enum status standing_read(struct standing *out, struct store *store, struct arena *arena, struct error *error)
{
    *out = (struct standing){0};
    sqlite3 *db = db_of(store);
    int rc = read_activities(out, db);
    rc = rc ? rc : read_requests(out, db);
    rc = rc ? rc : read_oddities(out, db);
    rc = rc ? rc : read_folder(&out->ready_pack, db, arena, "ready");
    rc = rc ? rc : read_folder(&out->unknown_pack, db, arena, "unknown");
    rc = rc ? rc : read_folder(&out->sent_pack, db, arena, "sent");
    return fail(store, rc, error);
}

/* ---- rows of the report ---- */

enum status standing_batches(struct store *store, bool (*take)(void *context, const struct standing_batch *batch),
                             void *context, struct error *error)
{
    sqlite3_stmt *st;
    bool has_row = true, wants_more = true;
    int rc = sql_query(
        db_of(store), &st,
        STAND "SELECT " COUNTS ", b.batch_id, rows, accepted, rejected, skipped, added, taken_back, undone,"
              " as_of, (SELECT source FROM source AS s WHERE s.batch_id = b.batch_id ORDER BY source_id),"
              " (SELECT count(*) FROM source AS s WHERE s.batch_id = b.batch_id),"
              " (SELECT count(*) FROM rejected AS x WHERE x.batch_id = b.batch_id AND cured_by IS NOT NULL),"
              " (SELECT count(*) FROM rejected AS x WHERE x.batch_id = b.batch_id AND cured_by IS NULL),"
              " (SELECT count(*) FROM rejected AS x WHERE x.batch_id = b.batch_id AND cured_by IS NULL AND is_new),"
              " count(stand.activity_key) FROM batch AS b LEFT JOIN stand USING (batch_id) GROUP BY b.batch_id"
              " ORDER BY b.batch_id",
        "");
    while (!rc && has_row && wants_more) {
        rc = sql_step(st, &has_row);
        if (rc || !has_row)
            break;
        struct standing_batch batch = {
            .activities = counts_at(st, 0),
            .id = sqlite3_column_int64(st, 8),
            .rows = sqlite3_column_int64(st, 9),
            .accepted = sqlite3_column_int64(st, 10),
            .rejected = sqlite3_column_int64(st, 11),
            .skipped = sqlite3_column_int64(st, 12),
            .added = sqlite3_column_int64(st, 13),
            .taken_back = sqlite3_column_int64(st, 14),
            .undone = sqlite3_column_int(st, 15) == 1,
            .as_of = sql_text(st, 16),
            .sources = sql_text(st, 17),
            .source_count = sqlite3_column_int64(st, 18),
            .cured = sqlite3_column_int64(st, 19),
            .open = sqlite3_column_int64(st, 20),
        };
        batch.open_anew = sqlite3_column_int64(st, 21);
        batch.activities.stored = sqlite3_column_int64(st, 22);
        wants_more = take(context, &batch);
    }
    sqlite3_finalize(st);
    return fail(store, rc, error);
}

enum status standing_packs(struct store *store, bool (*take)(void *context, const struct standing_pack *pack),
                           void *context, struct error *error)
{
    sqlite3_stmt *st;
    bool has_row = true, wants_more = true;
    int rc = sql_query(db_of(store), &st,
                       "SELECT pack_id, folder, pack.tally_unit, probe, taken_back, temporary IS NOT NULL,"
                       " (SELECT count(*) FROM request_activity JOIN request AS x USING (request_id) WHERE x.pack_id ="
                       " pack.pack_id), sum(state IS 'ready'), sum(state IS 'sent'), sum(state IS 'confirmed'),"
                       " sum(state IS 'failed'), sum(state IS 'unknown')"
                       " FROM pack LEFT JOIN request USING (pack_id) GROUP BY pack_id ORDER BY pack_id",
                       "");
    while (!rc && has_row && wants_more) {
        rc = sql_step(st, &has_row);
        if (rc || !has_row)
            break;
        struct standing_pack pack = {
            .id = sqlite3_column_int64(st, 0),
            .folder = sql_text(st, 1),
            .unit = sql_text(st, 2),
            .is_probe = sqlite3_column_int(st, 3) == 1,
            .taken_back = sqlite3_column_int(st, 4) == 1,
            .is_unplaced = sqlite3_column_int(st, 5) == 1,
            .activities = sqlite3_column_int64(st, 6),
        };
        for (int state = 0; state < REQUEST_STATES; state++)
            pack.requests[state] = sqlite3_column_int64(st, 7 + state);
        wants_more = take(context, &pack);
    }
    sqlite3_finalize(st);
    return fail(store, rc, error);
}

enum status standing_people(struct store *store, bool (*take)(void *context, const struct standing_person *person),
                            void *context, struct error *error)
{
    sqlite3_stmt *st;
    bool has_row = true, wants_more = true;
    int rc = sql_query(db_of(store), &st,
                       STAND ", back AS (SELECT participant_key, sum(verdict = 'different') AS different,"
                             " sum(verdict = 'extra') AS extra FROM read_back GROUP BY participant_key) SELECT " COUNTS
                             ", max(bib_num), max(registration_id), coalesce(max(different), 0),"
                             " coalesce(max(extra), 0) FROM stand LEFT JOIN back USING (participant_key)"
                             " GROUP BY participant_key ORDER BY coalesce(max(different), 0) + coalesce(max(extra), 0)"
                             " + sum(how = 'unknown') + sum(how = 'gone') DESC, length(max(bib_num)), max(bib_num),"
                             " length(max(registration_id)), max(registration_id)",
                       "");
    while (!rc && has_row && wants_more) {
        rc = sql_step(st, &has_row);
        if (rc || !has_row)
            break;
        struct standing_person person = {
            .activities = counts_at(st, 0),
            .bib = sql_text(st, 8),
            .registration_id = sql_text(st, 9),
            .different = sqlite3_column_int64(st, 10),
            .extra = sqlite3_column_int64(st, 11),
        };
        wants_more = take(context, &person);
    }
    sqlite3_finalize(st);
    return fail(store, rc, error);
}
