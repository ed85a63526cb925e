#include "store/rejected_rows.h"

#include "store/sql.h"

enum { MOST_REASON = 300 };

static int begin(struct rejected_rows *r, sqlite3 *db)
{
    r->db = db;
    int rc =
        sql_run(db,
                "CREATE TEMP TABLE outcome (source INTEGER, line INTEGER, origin INTEGER, is_ok INTEGER, codes TEXT,"
                " reason TEXT)",
                "");
    return rc ? rc : sql_query(db, &r->insert, "INSERT INTO temp.outcome VALUES (?, ?, ?, ?, ?, ?)", "");
}

/* The codes of what refused the row, and the first one's sentence. */
static void tell_why(struct rejected_rows *r, const struct activity *row)
{
    struct buffer sentence = {0};
    r->codes.len = r->reason.len = 0;
    for (const struct finding *f = row->findings; f; f = f->next) {
        if (f->severity != SEVERITY_ERROR)
            continue;
        if (!r->codes.len)
            finding_text(&sentence, f);
        buffer_format(&r->codes, "%s%s", r->codes.len ? " " : "", code_table[f->code].name);
    }
    if (sentence.len > MOST_REASON)
        for (sentence.len = MOST_REASON; ((unsigned char)sentence.at[sentence.len] & 0xC0) == 0x80;)
            sentence.len--;
    buffer_add_masked(&r->reason, buffer_view(&sentence));
    buffer_release(&sentence);
}

int rejected_rows_add(struct rejected_rows *r, sqlite3 *db, const struct source_info *source,
                      const struct activity *row)
{
    bool is_ok = row->verdict != VERDICT_REJECTED;
    int rc = r->insert ? SQLITE_OK : begin(r, db);
    if (rc || !row->line || row->line > INT64_MAX)
        return rc;
    tell_why(r, row);
    r->count++;
    return sql_again(r->insert, "iiiitt", (int64_t)source->number, (int64_t)row->line, (int64_t)row->mended_line,
                     (int64_t)is_ok, buffer_string(&r->codes), buffer_string(&r->reason));
}

static const char cure_same_name[] =
    "UPDATE rejected SET cured_by = ?1 WHERE cured_by IS NULL AND EXISTS (SELECT 1 FROM source AS p JOIN source AS s ON"
    " s.source = p.source AND s.member IS p.member WHERE p.source_id = rejected.source_id AND p.batch_id <> ?1 AND"
    " s.source_id >= ?2 AND rejected.line IN (SELECT line FROM activity WHERE activity.batch_id = ?1 AND"
    " activity.source_id = s.source_id))";

/* Each step uses ?1, the batch, and ?2, the number of its first source. A row of `origin` is a pair of lines: of the
 * new batch's source and of the rejected row it goes back to. */
static const char *const steps[] = {
    /* by the lines that a rejects file names */
    "CREATE TEMP TABLE origin AS WITH best AS (SELECT batch_id FROM rejected WHERE batch_id <> ?1 AND line IN (SELECT"
    " origin FROM temp.outcome WHERE origin > 0) GROUP BY batch_id ORDER BY count(*) DESC, batch_id DESC LIMIT 1)"
    " SELECT o.source AS source, o.line AS line, o.is_ok AS is_ok, o.codes AS codes, o.reason AS reason,"
    " x.source_id AS old_source, x.line AS old_line FROM temp.outcome AS o JOIN rejected AS x ON x.line = o.origin AND"
    " x.batch_id = (SELECT batch_id FROM best) WHERE o.origin > 0 AND ?2 > 0",
    /* by the lines of a file of the same name */
    "INSERT INTO temp.origin SELECT o.source, o.line, o.is_ok, o.codes, o.reason, x.source_id, x.line FROM temp.outcome"
    " AS o JOIN source AS s ON s.source_id = ?2 + o.source JOIN source AS p ON p.source = s.source AND p.member IS"
    " s.member AND p.batch_id <> ?1 JOIN rejected AS x ON x.source_id = p.source_id AND x.line = o.line"
    " WHERE o.origin = 0 AND x.cured_by IS NULL",
    "UPDATE rejected SET cured_by = ?1 WHERE cured_by IS NULL AND ?2 > 0 AND (source_id, line) IN (SELECT old_source,"
    " old_line FROM temp.origin WHERE is_ok)",
    "UPDATE rejected SET is_new = rejected.codes <> o.codes, codes = o.codes, reason = o.reason FROM temp.origin AS o "
    "WHERE NOT"
    " o.is_ok AND rejected.source_id = o.old_source AND rejected.line = o.old_line AND ?1 > 0 AND ?2 > 0",
    "INSERT OR IGNORE INTO rejected (batch_id, source_id, line, codes, reason) SELECT ?1, ?2 + source, line, codes,"
    " reason FROM temp.outcome AS o WHERE NOT is_ok AND NOT EXISTS (SELECT 1 FROM temp.origin AS g WHERE g.source ="
    " o.source AND g.line = o.line) ORDER BY source, line",
};

/* A file that was mended in place may have no rejected row left. */
static int cure_by_name(sqlite3 *db, int64_t batch_id, int64_t source_base)
{
    int64_t is_any = 0;
    int rc = sql_number(db, &is_any, 0, "SELECT 1 FROM rejected WHERE cured_by IS NULL LIMIT 1", "");
    return rc || !is_any ? rc : sql_run(db, cure_same_name, "ii", batch_id, source_base);
}

int rejected_rows_settle(struct rejected_rows *r, sqlite3 *db, int64_t batch_id, int64_t source_base)
{
    int rc = SQLITE_OK;
    sqlite3_finalize(r->insert);
    r->insert = NULL;
    for (size_t i = 0; r->db && !rc && i < sizeof steps / sizeof *steps; i++)
        rc = sql_run(db, steps[i], "ii", batch_id, source_base);
    return rc ? rc : cure_by_name(db, batch_id, source_base);
}

void rejected_rows_release(struct rejected_rows *r)
{
    sqlite3_finalize(r->insert);
    if (r->db) {
        sql_run(r->db, "DROP TABLE IF EXISTS temp.outcome", "");
        sql_run(r->db, "DROP TABLE IF EXISTS temp.origin", "");
    }
    buffer_release(&r->codes);
    buffer_release(&r->reason);
    *r = (struct rejected_rows){0};
}
