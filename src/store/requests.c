#include "store/requests.h"

#include "base/civil.h"
#include "model/activity.h"
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

enum status requests_begin(struct store *store, int64_t *pack_id, struct error *error)
{
    int rc = sql_run(db_of(store), "BEGIN IMMEDIATE", "");
    rc = rc ? rc : sql_number(db_of(store), pack_id, 1, "SELECT coalesce(max(pack_id), 0) + 1 FROM pack", "");
    if (rc) {
        enum status status = fail(store, rc, error);
        requests_rollback(store);
        return status;
    }
    return STATUS_OK;
}

void requests_rollback(struct store *store)
{
    if (db_of(store) && !sqlite3_get_autocommit(db_of(store)))
        sql_run(db_of(store), "ROLLBACK", "");
}

static int add_activities(sqlite3 *db, int64_t request_id, const uint64_t *keys, size_t count)
{
    sqlite3_stmt *st;
    int rc = sql_query(db, &st, "INSERT INTO request_activity (activity_key, request_id, place) VALUES (?, ?, ?)", "");
    for (size_t i = 0; !rc && i < count; i++)
        rc = sql_again(st, "iii", (int64_t)keys[i], request_id, (int64_t)i);
    sqlite3_finalize(st);
    return rc;
}

static const char *day_text(char *room, int32_t day)
{
    if (day == UNKNOWN_DAY)
        return NULL;
    civil_iso(room, day);
    return room;
}

enum status requests_add(struct store *store, int64_t pack_id, const struct pack_entry *pack,
                         const struct request_entry *r, const uint64_t *keys, size_t count, struct error *error)
{
    char day[CIVIL_ISO_SIZE];
    sqlite3 *db = db_of(store);
    int rc =
        sql_run(db,
                "INSERT INTO request (state, pack_id, file, race_id, event_id, participant_key, bib_num,"
                " registration_id, tally_unit, crc32, as_of) VALUES ('ready', ?, ?, ?, ?,"
                " (SELECT participant_key FROM activity WHERE activity_key = ?), ?, ?, ?, ?, ?)",
                "iviiivvtit", pack_id, r->file, (int64_t)r->race_id, (int64_t)r->event_id, (int64_t)keys[0], r->bib,
                r->registration_id, unit_table[pack->tally_unit].name, (int64_t)r->crc32, day_text(day, pack->as_of));
    rc = rc ? rc : add_activities(db, sqlite3_last_insert_rowid(db), keys, count);
    return fail(store, rc, error);
}

enum status requests_seal(struct store *store, int64_t pack_id, const struct pack_entry *pack, struct error *error)
{
    char day[CIVIL_ISO_SIZE];
    int rc = sql_run(db_of(store),
                     "INSERT INTO pack (pack_id, folder, temporary, content, tally_unit, probe, as_of)"
                     " VALUES (?, ?, ?, ?, ?, ?, ?)",
                     "ivvvtit", pack_id, pack->folder, pack->temporary, pack->content,
                     unit_table[pack->tally_unit].name, (int64_t)pack->is_probe, day_text(day, pack->as_of));
    rc = rc ? rc : sql_run(db_of(store), "COMMIT", "");
    return fail(store, rc, error);
}

enum status requests_placed(struct store *store, int64_t pack_id, struct error *error)
{
    return fail(store, sql_run(db_of(store), "UPDATE pack SET temporary = NULL WHERE pack_id = ?", "i", pack_id),
                error);
}

enum status requests_revoke(struct store *store, int64_t pack_id, struct error *error)
{
    static const char *const steps[] = {
        "DELETE FROM request_activity WHERE request_id IN (SELECT request_id FROM request WHERE pack_id = ?)",
        "DELETE FROM receipt WHERE request_id IN (SELECT request_id FROM request WHERE pack_id = ?)",
        "DELETE FROM request WHERE pack_id = ?",
        "DELETE FROM pack WHERE pack_id = ?",
    };
    sqlite3 *db = db_of(store);
    int rc = sql_run(db, "BEGIN IMMEDIATE", "");
    for (size_t i = 0; !rc && i < sizeof steps / sizeof *steps; i++)
        rc = sql_run(db, steps[i], "i", pack_id);
    rc = rc ? rc : sql_run(db, "COMMIT", "");
    enum status status = fail(store, rc, error);
    requests_rollback(store);
    return status;
}

/* The first pack behind `after` that the query finds: its number, folder and temporary name. */
static enum status next_pack(struct store *store, const char *sql, int64_t after, int64_t *pack_id,
                             struct buffer *folder, struct buffer *temporary, struct error *error)
{
    sqlite3_stmt *st;
    bool has_row = false;
    *pack_id = 0;
    int rc = sql_query(db_of(store), &st, sql, "i", after);
    rc = rc ? rc : sql_step(st, &has_row);
    if (!rc && has_row) {
        *pack_id = sqlite3_column_int64(st, 0);
        folder->len = temporary->len = 0;
        buffer_add(folder, sql_text(st, 1));
        buffer_add(temporary, sql_text(st, 2));
    }
    sqlite3_finalize(st);
    return fail(store, rc, error);
}

enum status requests_unplaced(struct store *store, int64_t after, int64_t *pack_id, struct buffer *folder,
                              struct buffer *temporary, struct error *error)
{
    static const char sql[] = "SELECT pack_id, folder, temporary FROM pack WHERE temporary IS NOT NULL AND pack_id > ?"
                              " ORDER BY pack_id LIMIT 1";
    return next_pack(store, sql, after, pack_id, folder, temporary, error);
}

enum status requests_ready(struct store *store, int64_t after, int64_t *pack_id, struct buffer *folder,
                           struct error *error)
{
    static const char sql[] = "SELECT pack_id, folder, temporary FROM pack WHERE pack_id > ? AND pack_id IN (SELECT"
                              " pack_id FROM request WHERE state = 'ready') ORDER BY pack_id LIMIT 1";
    struct buffer none = {0};
    enum status status = next_pack(store, sql, after, pack_id, folder, &none, error);
    buffer_release(&none);
    return status;
}

enum status requests_count(struct store *store, struct request_counts *counts, struct error *error)
{
    sqlite3 *db = db_of(store);
    int rc = sql_number(db, &counts->stored, 0, "SELECT count(*) FROM activity", "");
    rc = rc ? rc : sql_number(db, &counts->unposted, 0, "SELECT count(*) FROM unposted", "");
    rc = rc ? rc
            : sql_number(db, &counts->unknown, 0,
                         "SELECT count(*) FROM request_activity JOIN request USING (request_id)"
                         " WHERE state = 'unknown' AND landed IS NULL",
                         "");
    return fail(store, rc, error);
}
