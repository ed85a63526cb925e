#include "store/undo.h"

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

/* Ends the transaction, whatever came before. */
static enum status end(struct store *store, int rc, struct error *error)
{
    rc = rc ? rc : sql_run(db_of(store), "COMMIT", "");
    enum status status = fail(store, rc, error);
    if (!sqlite3_get_autocommit(db_of(store)))
        sql_run(db_of(store), "ROLLBACK", "");
    return status;
}

/* ---- a batch ---- */

/* Where each activity of the batch stands, the worst of its requests counts: 1 packed, 2 maybe posted, 3 posted. */
static const char standing[] =
    "CREATE TEMP TABLE standing AS SELECT activity_key AS standing_key, max(CASE"
    " WHEN ra.request_id IS NULL OR state = 'failed' OR ra.landed = 0 THEN 0"
    " WHEN ra.landed = 1 OR state IN ('sent', 'confirmed') THEN 3"
    " WHEN state = 'unknown' THEN 2 ELSE 1 END) AS how, max(CASE WHEN state = 'ready' THEN pack_id END) AS pack_id"
    " FROM activity LEFT JOIN request_activity AS ra USING (activity_key) LEFT JOIN request USING (request_id)"
    " WHERE batch_id = ? GROUP BY activity_key";

static const char *const removal[] = {
    "DELETE FROM finding WHERE activity_key IN (SELECT standing_key FROM standing WHERE how = 0)",
    "DELETE FROM request_activity WHERE activity_key IN (SELECT standing_key FROM standing WHERE how = 0)",
    "DELETE FROM activity WHERE activity_key IN (SELECT standing_key FROM standing WHERE how = 0)",
};

static int count(sqlite3 *db, int64_t *out, int64_t how)
{
    return sql_number(db, out, 0, "SELECT count(*) FROM standing WHERE how = ?", "i", how);
}

static int remove_free_ones(sqlite3 *db, int64_t batch_id, struct undo_result *r)
{
    int rc = sql_run(db, standing, "i", batch_id);
    rc = rc ? rc : count(db, &r->removed, 0);
    rc = rc ? rc : count(db, &r->in_packs, 1);
    rc = rc ? rc : count(db, &r->unknown, 2);
    rc = rc ? rc : count(db, &r->posted, 3);
    rc = rc ? rc : sql_number(db, &r->pack_id, 0, "SELECT max(pack_id) FROM standing", "");
    for (size_t i = 0; !rc && i < sizeof removal / sizeof *removal; i++)
        rc = sql_run(db, removal[i], "");
    r->stored = r->removed + r->in_packs + r->unknown + r->posted;
    rc = rc ? rc
            : sql_run(db, "UPDATE batch SET taken_back = taken_back + ?, undone = ? WHERE batch_id = ?", "iii",
                      r->removed, (int64_t)(r->stored == r->removed), batch_id);
    if (!rc && r->stored == r->removed)
        rc = sql_run(db, "DELETE FROM rejected WHERE batch_id = ?", "i", batch_id);
    if (!rc)
        rc = sql_run(db, "UPDATE rejected SET cured_by = NULL WHERE cured_by = ?", "i",
                     r->stored == r->removed ? batch_id : 0);
    sql_run(db, "DROP TABLE IF EXISTS temp.standing", "");
    return rc;
}

static int add_text(sqlite3 *db, struct buffer *out, const char *sql, int64_t id)
{
    sqlite3_stmt *st;
    bool has_row = false;
    int rc = sql_query(db, &st, sql, "i", id);
    rc = rc ? rc : sql_step(st, &has_row);
    if (!rc && has_row)
        buffer_add(out, sql_text(st, 0));
    sqlite3_finalize(st);
    return rc;
}

static enum status no_such_batch(struct store *store, int64_t batch_id, struct error *error)
{
    int64_t last = 0;
    const char *name = store_file_in(store)->name;
    int rc = sql_number(db_of(store), &last, 0, "SELECT max(batch_id) FROM batch", "");
    if (rc)
        return fail(store, rc, error);
    return error_set(error, STATUS_USAGE, "%s: there is no batch %lld; %s%lld; tallypost report --store %s lists them",
                     name, (long long)batch_id, last ? "the last one is " : "batches so far: ", (long long)last, name);
}

enum status undo_batch(struct store *store, int64_t batch_id, struct undo_result *result, struct buffer *source,
                       struct buffer *folder, struct error *error)
{
    sqlite3 *db = db_of(store);
    int64_t undone = -1;
    *result = (struct undo_result){0};
    int rc = sql_run(db, "BEGIN IMMEDIATE", "");
    rc = rc ? rc : sql_number(db, &undone, -1, "SELECT undone FROM batch WHERE batch_id = ?", "i", batch_id);
    rc = rc ? rc : add_text(db, source, "SELECT source FROM source WHERE batch_id = ? ORDER BY source_id", batch_id);
    result->was_undone = undone == 1;
    if (!rc && undone == 0)
        rc = remove_free_ones(db, batch_id, result);
    if (!rc && result->pack_id)
        rc = add_text(db, folder, "SELECT folder FROM pack WHERE pack_id = ?", result->pack_id);
    enum status status = end(store, rc, error);
    return status == STATUS_OK && undone < 0 ? no_such_batch(store, batch_id, error) : status;
}

/* ---- a pack ---- */

enum status undo_find_pack(struct store *store, int64_t number, struct view folder, struct view content,
                           int64_t *pack_id, struct buffer *place, struct error *error)
{
    int rc = sql_number(db_of(store), pack_id, 0,
                        "SELECT pack_id FROM pack WHERE (pack_id = ?1 AND content = coalesce(?3, content))"
                        " OR (?1 < 0 AND folder = ?2 AND NOT taken_back) ORDER BY pack_id DESC",
                        "ivv", number, folder, content);
    if (!rc && *pack_id)
        rc = add_text(db_of(store), place, "SELECT folder FROM pack WHERE pack_id = ?", *pack_id);
    if (rc || *pack_id)
        return fail(store, rc, error);
    return error_set(
        error, STATUS_USAGE,
        "%s: knows no such pack; give the folder of one of its packs, or pack-N as tallypost report --store "
        "%s lists them",
        store_file_in(store)->name, store_file_in(store)->name);
}

enum status undo_ready_files(struct store *store, int64_t pack_id, struct buffer *files, struct error *error)
{
    sqlite3_stmt *st;
    bool has_row = true;
    int rc =
        sql_query(db_of(store), &st, "SELECT file FROM request WHERE pack_id = ? AND state = 'ready'", "i", pack_id);
    while (!rc && has_row) {
        rc = sql_step(st, &has_row);
        if (!rc && has_row) {
            buffer_add(files, sql_text(st, 0));
            buffer_add_char(files, '\n');
        }
    }
    sqlite3_finalize(st);
    return fail(store, rc, error);
}

enum status undo_pack(struct store *store, int64_t pack_id, int64_t *requests, int64_t *activities, struct error *error)
{
#define READY "(SELECT request_id FROM request WHERE pack_id = ? AND state = 'ready')"
    sqlite3 *db = db_of(store);
    int rc = sql_run(db, "BEGIN IMMEDIATE", "");
    rc = rc ? rc : sql_number(db, requests, 0, "SELECT count(*) FROM " READY, "i", pack_id);
    rc = rc ? rc
            : sql_number(db, activities, 0, "SELECT count(*) FROM request_activity WHERE request_id IN " READY, "i",
                         pack_id);
    rc = rc ? rc : sql_run(db, "DELETE FROM request_activity WHERE request_id IN " READY, "i", pack_id);
    rc = rc ? rc : sql_run(db, "DELETE FROM receipt WHERE request_id IN " READY, "i", pack_id);
    rc = rc ? rc : sql_run(db, "DELETE FROM request WHERE request_id IN " READY, "i", pack_id);
    rc = rc ? rc : sql_run(db, "UPDATE pack SET taken_back = 1 WHERE pack_id = ?", "i", pack_id);
    return end(store, rc, error);
#undef READY
}

/* ---- the way back from RunSignup ---- */

enum status undo_list_calls(struct store *store, int64_t batch_id, struct buffer *out, int64_t *calls,
                            int64_t *numberless, struct error *error)
{
    sqlite3_stmt *st;
    bool has_row = true;
    *calls = *numberless = 0;
    int rc = sql_query(db_of(store), &st,
                       "SELECT race_id, request.event_id, request.registration_id, request.bib_num, tally_split_num"
                       " FROM activity JOIN request_activity AS ra USING (activity_key) JOIN request USING (request_id)"
                       " WHERE batch_id = ? AND ra.landed IS NOT 0 AND (ra.landed = 1 OR state <> 'failed')"
                       " AND (tally_split_num IS NOT NULL OR state <> 'ready')"
                       " ORDER BY request_id, place",
                       "i", batch_id);
    while (!rc && has_row) {
        rc = sql_step(st, &has_row);
        if (rc || !has_row)
            break;
        bool has_registration = sqlite3_column_type(st, 2) != SQLITE_NULL;
        bool has_number = sqlite3_column_type(st, 4) != SQLITE_NULL;
        *calls += has_number;
        *numberless += !has_number;
        if (has_number)
            buffer_format(out,
                          "DELETE https://runsignup.com/rest/v2/vr-activities.json?race_id=%lld&event_id=%lld&%s=%s"
                          "&tally_split_num=%lld&format=json\n",
                          (long long)sqlite3_column_int64(st, 0), (long long)sqlite3_column_int64(st, 1),
                          has_registration ? "registration_id" : "bib_num",
                          (const char *)sqlite3_column_text(st, has_registration ? 2 : 3),
                          (long long)sqlite3_column_int64(st, 4));
    }
    sqlite3_finalize(st);
    return fail(store, rc, error);
}
