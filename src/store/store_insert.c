#include "store/store_insert.h"

#include "base/civil.h"

static int bind_text(sqlite3_stmt *st, int at, struct view text)
{
    return text.len ? sqlite3_bind_text64(st, at, text.at, text.len, SQLITE_STATIC, SQLITE_UTF8)
                    : sqlite3_bind_null(st, at);
}

static int prepare(sqlite3 *db, const char *sql, sqlite3_stmt **out)
{
    return sqlite3_prepare_v2(db, sql, -1, out, NULL);
}

/* Takes a statement that gives no rows to its end. */
static int finish(sqlite3_stmt *st)
{
    sqlite3_step(st);
    return sqlite3_finalize(st);
}

static int begin_batch(struct store_insert *insert, const struct event *event, const char *command)
{
    sqlite3_stmt *st;
    char as_of[CIVIL_ISO_SIZE];
    int rc = prepare(insert->db,
                     "INSERT INTO batch (command, as_of, race_id, event_id, event_name, tally_unit)"
                     " VALUES (?, ?, nullif(?, 0), nullif(?, 0), ?, ?)",
                     &st);
    if (rc)
        return rc;
    bool has_day = event->as_of != UNKNOWN_DAY;
    bind_text(st, 1, view_of(command));
    bind_text(st, 2, has_day ? (struct view){as_of, civil_iso(as_of, event->as_of)} : VIEW(""));
    sqlite3_bind_int64(st, 3, (int64_t)event->race_id);
    sqlite3_bind_int64(st, 4, (int64_t)event->event_id);
    bind_text(st, 5, event->name);
    bind_text(st, 6, view_of(unit_table[insert->feed.tally_unit].name));
    rc = finish(st);
    insert->feed.batch_id = sqlite3_last_insert_rowid(insert->db);
    return rc;
}

static int find_source_base(struct store_insert *insert)
{
    sqlite3_stmt *st;
    int rc = prepare(insert->db, "SELECT coalesce(max(source_id), 0) + 1 FROM source", &st);
    if (rc)
        return rc;
    if (sqlite3_step(st) == SQLITE_ROW)
        insert->feed.source_base = sqlite3_column_int64(st, 0);
    return sqlite3_finalize(st);
}

int store_insert_begin(struct store_insert *insert, sqlite3 *db, const struct event *event, enum unit tally_unit,
                       const char *command)
{
    *insert = (struct store_insert){.db = db, .feed = {.context = insert, .tally_unit = tally_unit}};
    int rc = row_feed_attach(&insert->feed, db);
    rc = rc ? rc : begin_batch(insert, event, command);
    rc = rc ? rc : find_source_base(insert);
    rc = rc ? rc
            : prepare(db,
                      "INSERT INTO finding (activity_key, number, batch_id, code, severity, field, value, message)"
                      " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                      &insert->finding);
    return rc ? rc : sqlite3_bind_int64(insert->finding, 3, insert->feed.batch_id);
}

void store_insert_release(struct store_insert *insert)
{
    sqlite3_finalize(insert->finding);
    row_sorter_free(insert->aside);
    if (insert->db)
        row_feed_detach(insert->db);
    *insert = (struct store_insert){0};
}

static int insert_findings(struct store_insert *insert)
{
    sqlite3_stmt *st = insert->finding;
    struct finding_image f;
    int rc = SQLITE_OK;
    for (int i = 1; !rc && row_image_finding(&insert->feed.image, &f); i++) {
        sqlite3_bind_int64(st, 1, (int64_t)insert->feed.key);
        sqlite3_bind_int(st, 2, i);
        bind_text(st, 4, view_of(code_table[f.code].name));
        bind_text(st, 5, view_of(severity_names[f.severity]));
        bind_text(st, 6, view_of(field_table[f.field].name));
        bind_text(st, 7, f.value);
        sqlite3_bind_text64(st, 8, f.message.len ? f.message.at : "", f.message.len, SQLITE_STATIC, SQLITE_UTF8);
        sqlite3_step(st);
        rc = sqlite3_reset(st);
    }
    return rc;
}

/* The row that was given is in the table if its key was the last to be inserted; if not, it is put aside. */
static int settle_given(struct store_insert *insert)
{
    bool is_inserted = sqlite3_last_insert_rowid(insert->db) == (int64_t)insert->feed.key;
    sqlite3_set_last_insert_rowid(insert->db, 0);
    insert->added += is_inserted;
    if (is_inserted)
        return insert_findings(insert);
    insert->aside = insert->aside ? insert->aside : row_sorter_new(0);
    enum status status = row_sorter_add(insert->aside, insert->feed.key, insert->bytes, &insert->trouble);
    return status == STATUS_OK ? SQLITE_OK : SQLITE_ABORT;
}

static int next_row(void *context)
{
    struct store_insert *insert = context;
    struct row_feed *feed = &insert->feed;
    int rc = insert->is_given ? settle_given(insert) : SQLITE_OK;
    if (rc)
        return rc;
    if (row_sorter_next(insert->rows, &feed->key, &insert->bytes, &feed->ended, &insert->trouble) != STATUS_OK)
        return SQLITE_ABORT;
    insert->is_given = !feed->ended;
    if (insert->is_given)
        row_image_read(&feed->image, insert->bytes);
    return SQLITE_OK;
}

static int prepare_insert(struct store_insert *insert, const char *how, sqlite3_stmt **out)
{
    struct buffer sql = {0};
    buffer_format(&sql, "%s INTO activity (%s) SELECT * FROM row_feed", how, row_feed_columns);
    int rc = prepare(insert->db, buffer_string(&sql), out);
    buffer_release(&sql);
    return rc;
}

static int insert_all(struct store_insert *insert)
{
    sqlite3_stmt *st;
    if (row_sorter_end(insert->rows, &insert->trouble) != STATUS_OK)
        return SQLITE_ABORT;
    insert->feed.next = next_row;
    sqlite3_set_last_insert_rowid(insert->db, 0);
    int rc = prepare_insert(insert, "INSERT OR IGNORE", &st);
    return rc ? rc : finish(st);
}

/* The one row at hand, and then the end. */
static int one_row(void *context)
{
    struct store_insert *insert = context;
    insert->feed.ended = !insert->is_given;
    insert->is_given = false;
    return SQLITE_OK;
}

static bool is_taken(int rc)
{
    return rc == SQLITE_CONSTRAINT_PRIMARYKEY || rc == SQLITE_CONSTRAINT_ROWID;
}

/* Under the first key that is free; or not at all, when it meets itself. */
static int insert_elsewhere(struct store_insert *insert, struct known_rows *known, sqlite3_stmt *st)
{
    struct row_content own = row_image_content(&insert->feed.image), stored;
    struct row_place place;
    for (bool is_there = false;; insert->feed.key = row_content_next_key(insert->feed.key)) {
        insert->is_given = true;
        sqlite3_step(st);
        int rc = sqlite3_reset(st);
        insert->added += rc == SQLITE_OK;
        if (!is_taken(rc))
            return rc ? rc : insert_findings(insert);
        rc = known_rows_read(known, insert->feed.key, &stored, &place, &is_there);
        if (rc || (is_there && row_content_equal(&own, &stored)))
            return rc;
    }
}

static int insert_aside(struct store_insert *insert, struct known_rows *known)
{
    sqlite3_stmt *st;
    struct row_feed *feed = &insert->feed;
    bool ended = false;
    if (row_sorter_end(insert->aside, &insert->trouble) != STATUS_OK)
        return SQLITE_ABORT;
    feed->next = one_row;
    int rc = prepare_insert(insert, "INSERT", &st);
    while (!rc) {
        if (row_sorter_next(insert->aside, &feed->key, &insert->bytes, &ended, &insert->trouble) != STATUS_OK)
            rc = SQLITE_ABORT;
        if (rc || ended)
            break;
        row_image_read(&feed->image, insert->bytes);
        rc = insert_elsewhere(insert, known, st);
    }
    sqlite3_finalize(st);
    return rc;
}

int store_insert_rows(struct store_insert *insert, struct known_rows *known, struct row_sorter *rows)
{
    insert->rows = rows;
    int rc = insert_all(insert);
    return rc || !insert->aside ? rc : insert_aside(insert, known);
}

static void bind_books(sqlite3_stmt *st, int at, const struct books *books)
{
    const uint64_t numbers[] = {books->rows, books->accepted, books->rejected, books->skipped, books->blank};
    for (int i = 0; i < 5; i++)
        sqlite3_bind_int64(st, at + i, (int64_t)numbers[i]);
}

static int insert_source(sqlite3_stmt *st, const struct store_insert *insert, const struct source_info *info)
{
    sqlite3_bind_int64(st, 1, insert->feed.source_base + info->number);
    sqlite3_bind_int64(st, 2, insert->feed.batch_id);
    sqlite3_bind_text64(st, 3, info->source.len ? info->source.at : "", info->source.len, SQLITE_STATIC, SQLITE_UTF8);
    bind_text(st, 4, info->member);
    bind_text(st, 5, info->format);
    bind_text(st, 6, info->profile);
    bind_text(st, 7, info->encoding);
    bind_books(st, 8, &info->books);
    sqlite3_step(st);
    return sqlite3_reset(st);
}

int store_insert_end(struct store_insert *insert, const struct summary *summary)
{
    sqlite3_stmt *st;
    int rc = prepare(insert->db, "INSERT INTO source VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", &st);
    for (size_t i = 0; !rc && i < summary->source_count; i++)
        rc = insert_source(st, insert, summary->sources[i]);
    sqlite3_finalize(st);
    rc = rc ? rc
            : prepare(insert->db,
                      "UPDATE batch SET added = ?, rows = ?, accepted = ?, rejected = ?, skipped = ?, blank = ?"
                      " WHERE batch_id = ?",
                      &st);
    if (rc)
        return rc;
    sqlite3_bind_int64(st, 1, (int64_t)insert->added);
    bind_books(st, 2, &summary->totals);
    sqlite3_bind_int64(st, 7, insert->feed.batch_id);
    return finish(st);
}
