#include "store/old_lines.h"

#include "base/civil.h"
#include "store/sql.h"

/* Of several imports the last one counts. */
static int read_lines(sqlite3 *db, const struct source_info *source, int64_t before)
{
    int rc =
        sql_run(db,
                "CREATE TEMP TABLE IF NOT EXISTS old_line (line INTEGER PRIMARY KEY, activity_key INTEGER, batch_id"
                " INTEGER, participant_key INTEGER, day TEXT, kind TEXT, distance_mm INTEGER, tally_count INTEGER,"
                " time_ms INTEGER)",
                "");
    rc = rc ? rc : sql_run(db, "DELETE FROM temp.old_line", "");
    return rc ? rc
              : sql_run(db,
                        "INSERT OR REPLACE INTO temp.old_line SELECT line, activity_key, activity.batch_id,"
                        " participant_key, tally_split_date, activity_kind, distance_mm, tally_count,"
                        " submitted_time_in_ms FROM activity JOIN source USING (source_id) WHERE source = ? AND member"
                        " IS ? AND source_id < ? AND line IS NOT NULL ORDER BY source_id",
                        "vvi", source->source, source->member, before);
}

static int begin_source(struct old_lines *old, sqlite3 *db, const struct source_info *source, int64_t before)
{
    int64_t known = 0;
    old->db = db;
    old->source = source->number + 1;
    int rc =
        sql_number(db, &known, 0, "SELECT 1 FROM source WHERE source = ? AND member IS ? AND source_id < ? LIMIT 1",
                   "vvi", source->source, source->member, before);
    old->has_any = !rc && known;
    if (!old->has_any)
        return rc;
    rc = read_lines(db, source, before);
    if (!rc && !old->find)
        rc = sql_query(db, &old->find, "SELECT * FROM temp.old_line WHERE line = ?", "");
    return rc;
}

static void fill(struct old_line *out, sqlite3_stmt *st)
{
    int32_t day;
    *out = (struct old_line){
        .key = (uint64_t)sqlite3_column_int64(st, 1),
        .batch_id = sqlite3_column_int64(st, 2),
        .content = {.participant = sqlite3_column_int64(st, 3),
                    .day = civil_parse_iso(sql_text(st, 4), &day) ? day : UNKNOWN,
                    .kind = kind_from_name(sql_text(st, 5)),
                    .distance_mm = sql_int(st, 6),
                    .count = sql_int(st, 7),
                    .elapsed_ms = sql_int(st, 8)},
    };
}

int old_lines_find(struct old_lines *old, sqlite3 *db, const struct source_info *source, int64_t before, uint64_t line,
                   struct old_line *out, bool *is_there)
{
    *is_there = false;
    int rc = old->source == source->number + 1 ? SQLITE_OK : begin_source(old, db, source, before);
    if (rc || !old->has_any)
        return rc;
    sqlite3_bind_int64(old->find, 1, (int64_t)line);
    rc = sql_step(old->find, is_there);
    if (!rc && *is_there)
        fill(out, old->find);
    int ended = sqlite3_reset(old->find);
    return rc ? rc : ended;
}

void old_lines_release(struct old_lines *old)
{
    sqlite3_finalize(old->find);
    if (old->db && old->has_any)
        sql_run(old->db, "DROP TABLE IF EXISTS temp.old_line", "");
    *old = (struct old_lines){0};
}
