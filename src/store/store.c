#include "store/store.h"

#include <assert.h>

#include "base/civil.h"
#include "base/memory.h"
#include "model/row_key.h"
#include "store/known_rows.h"
#include "store/old_lines.h"
#include "store/rejected_rows.h"
#include "store/row_sorter.h"
#include "store/store_file.h"
#include "store/store_insert.h"

struct store {
    struct store_file file;
    char *name;
    const struct event *event; /* NULL: no batch is open */
    struct store_insert insert;
    struct known_rows known;
    struct old_lines old;
    struct rejected_rows rejected;
    struct row_sorter *sorter;
    struct buffer image;
    struct buffer place; /* "batch 1, spring.csv" of the source asked for last */
    int64_t place_source;
    uint64_t found;       /* the key that store_has found last */
    struct error trouble; /* met by store_has, which cannot tell */
};

enum status store_open(struct store **out, const char *path, enum store_mode mode, struct error *error)
{
    struct store *store = memory_get(sizeof *store);
    store->name = memory_get(strlen(path) + 1);
    strcpy(store->name, path);
    store_file_init(&store->file, store->name, mode != STORE_READ);
    bool exists = false;
    enum status status = store_file_look(&store->file, &exists, error);
    if (status == STATUS_OK && exists)
        status = store_file_open(&store->file, error);
    else if (status == STATUS_OK && mode != STORE_WRITE)
        status = error_set(error, STATUS_IO, "%s: there is no such store; tallypost import makes one", path);
    *out = store;
    if (status != STATUS_OK) {
        store_close(store);
        *out = NULL;
    }
    return status;
}

struct store_file *store_file_in(struct store *store)
{
    return &store->file;
}

void store_set_patience(struct store *store, int ms)
{
    store->file.patience_ms = ms;
    if (store->file.db)
        sqlite3_busy_timeout(store->file.db, ms);
}

static int run(struct store *store, const char *sql)
{
    return sqlite3_exec(store->file.db, sql, NULL, NULL, NULL);
}

static enum status fail(struct store *store, int rc, struct error *error)
{
    return rc ? store_file_trouble(&store->file, rc, error) : STATUS_OK;
}

static void forget_known(struct store *store)
{
    known_rows_release(&store->known);
    old_lines_release(&store->old);
    buffer_reset(&store->place);
    store->place_source = 0;
}

static int read_place(struct store *store, int64_t source_id)
{
    sqlite3_stmt *st;
    static const char sql[] = "SELECT 'batch ' || batch_id || ', ' || source || coalesce('/' || member, '')"
                              " FROM source WHERE source_id = ?";
    int rc = sqlite3_prepare_v2(store->file.db, sql, -1, &st, NULL);
    if (rc)
        return rc;
    sqlite3_bind_int64(st, 1, source_id);
    buffer_reset(&store->place);
    if (sqlite3_step(st) == SQLITE_ROW)
        buffer_add_text(&store->place, (const char *)sqlite3_column_text(st, 0));
    else
        buffer_add_text(&store->place, "an earlier import");
    store->place_source = source_id;
    return sqlite3_finalize(st);
}

/* Rows of one source come together, so its name is mostly at hand. */
static int tell_place(struct store *store, const struct row_place *place, struct arena *arena, struct view *where)
{
    int rc = store->place_source == place->source_id ? SQLITE_OK : read_place(store, place->source_id);
    if (rc)
        return rc;
    size_t len = store->place.len;
    if (place->line) {
        buffer_add_char(&store->place, ':');
        buffer_add_int(&store->place, (int64_t)place->line);
    }
    *where = arena_copy(arena, buffer_view(&store->place));
    store->place.len = len;
    return SQLITE_OK;
}

bool store_has(struct store *store, const struct activity *row, struct arena *arena, struct view *where)
{
    if (!store->file.db || store->file.part)
        return false;
    const struct participants *roster = store->event ? store->event->roster : NULL;
    struct row_content content = row_content_of(row, row_key_participant(roster, row));
    struct row_place place;
    bool is_there = false;
    int rc = store->known.db ? SQLITE_OK : known_rows_init(&store->known, store->file.db);
    rc = rc ? rc : known_rows_find(&store->known, row->key, &content, &place, &is_there);
    if (!rc && is_there) {
        store->found = place.key;
        rc = tell_place(store, &place, arena, where);
    }
    if (rc && store->trouble.status == STATUS_OK)
        fail(store, rc, &store->trouble);
    return !rc && is_there;
}

bool store_has_posted(struct store *store)
{
    bool is_posted = false;
    int rc = known_rows_posted(&store->known, store->found, &is_posted);
    if (rc && store->trouble.status == STATUS_OK)
        fail(store, rc, &store->trouble);
    return is_posted;
}

/* "3.1 mi in 31:00, batch 1" */
static struct view tell_old(const struct old_line *old, const struct activity *row, struct arena *arena)
{
    struct buffer text = {0};
    const struct row_content *c = &old->content;
    enum unit unit = row->distance_unit == UNIT_NONE ? UNIT_MI : (enum unit)row->distance_unit;
    struct arg distance = c->count != UNKNOWN ? arg_number(c->count) : arg_distance(c->distance_mm, unit);
    struct arg time = arg_time(c->elapsed_ms);
    if (c->count != UNKNOWN || c->distance_mm != UNKNOWN)
        arg_text(&text, &distance);
    if (c->elapsed_ms != UNKNOWN) {
        buffer_add_text(&text, text.len ? " in " : "");
        arg_text(&text, &time);
    }
    buffer_format(&text, ", batch %lld", (long long)old->batch_id);
    struct view told = arena_copy(arena, buffer_view(&text));
    buffer_release(&text);
    return told;
}

bool store_had(struct store *store, const struct source_info *source, const struct activity *row, struct arena *arena,
               uint64_t *key, struct view *was)
{
    struct old_line old;
    bool is_there = false;
    if (!store->file.db || store->file.part || !store->event || !row->line)
        return false;
    int rc =
        old_lines_find(&store->old, store->file.db, source, store->insert.feed.source_base, row->line, &old, &is_there);
    if (rc && store->trouble.status == STATUS_OK)
        fail(store, rc, &store->trouble);
    if (rc || !is_there)
        return false;
    struct row_content now = row_content_of(row, row_key_participant(store->event->roster, row));
    bool is_same_work = old.content.distance_mm == now.distance_mm && old.content.count == now.count &&
                        old.content.elapsed_ms == now.elapsed_ms && now.elapsed_ms != UNKNOWN;
    if (old.content.day != now.day || (old.content.participant != now.participant && !is_same_work))
        return false;
    *key = old.key;
    *was = tell_old(&old, row, arena);
    return true;
}

void store_expect(const struct store *store, uint64_t key)
{
    known_rows_expect(&store->known, key);
}

/* The lock is taken and the first row written here, before anything is read: what will not work later fails now. */
static enum status begin_transaction(struct store *store, enum unit tally_unit, const char *command,
                                     struct error *error)
{
    int rc = run(store, "BEGIN IMMEDIATE");
    rc = rc ? rc : store_insert_begin(&store->insert, store->file.db, store->event, tally_unit, command);
    rc = rc ? rc : known_rows_init(&store->known, store->file.db);
    return fail(store, rc, error);
}

/* A store that somebody else's tool switched to a write-ahead log goes back to being a single file, if nobody else has
 * it open. */
static void leave_wal(struct store *store)
{
    sqlite3_busy_timeout(store->file.db, 0);
    run(store, "PRAGMA journal_mode = DELETE");
    sqlite3_busy_timeout(store->file.db, store->file.patience_ms);
}

enum status store_begin(struct store *store, const struct event *event, enum unit tally_unit, const char *command,
                        struct error *error)
{
    assert(!store->event && store->file.must_write);
    forget_known(store);
    bool exists = store->file.db != NULL;
    enum status status = exists ? STATUS_OK : store_file_look(&store->file, &exists, error);
    if (status == STATUS_OK && !store->file.db)
        status = exists ? store_file_open(&store->file, error) : store_file_make(&store->file, error);
    if (status != STATUS_OK)
        return status;
    if (!store->file.part)
        leave_wal(store);
    store->event = event;
    store->trouble.status = STATUS_OK;
    store->sorter = row_sorter_new(0);
    status = begin_transaction(store, tally_unit, command, error);
    if (status != STATUS_OK)
        store_rollback(store);
    return status;
}

/* What no rule should have let pass: what the checks of the table would refuse. NULL: nothing. */
static const char *what_is_wrong(const struct activity *row)
{
    if (row->day < civil_day(0, 1, 1) || row->day > civil_day(9999, 12, 31))
        return "a row without a date";
    if (row->distance_mm != UNKNOWN && (row->distance_mm < 0 || row->count != UNKNOWN))
        return row->count != UNKNOWN ? "a row with both a distance and a count" : "a distance below zero";
    if (row->count != UNKNOWN && row->count < 0)
        return "a count below zero";
    return row->elapsed_ms != UNKNOWN && row->elapsed_ms < 0 ? "a time below zero" : NULL;
}

enum status store_add(struct store *store, const struct source_info *source, const struct activity *row,
                      struct error *error)
{
    assert(store->event && row->key && row->key <= INT64_MAX);
    if (store->trouble.status != STATUS_OK)
        return error_set(error, store->trouble.status, "%s", store->trouble.text);
    const char *lack = what_is_wrong(row);
    if (lack)
        return error_set(
            error, STATUS_USAGE,
            "%.*s:%llu: %s, which the store never takes; the rule that refuses such rows must stay an error",
            VIEW_ARG(source->source), (unsigned long long)row->line, lack);
    buffer_reset(&store->image);
    row_image_write(&store->image, row, source, store->event);
    return row_sorter_add(store->sorter, row->key, buffer_view(&store->image), error);
}

enum status store_outcome(struct store *store, const struct source_info *source, const struct activity *row,
                          struct error *error)
{
    assert(store->event);
    return fail(store, rejected_rows_add(&store->rejected, store->file.db, source, row), error);
}

/* The checks of the tables would take a third of the time, and store_add has made sure of what they say. */
static enum status insert_rows(struct store *store, struct error *error)
{
    run(store, "PRAGMA ignore_check_constraints = ON");
    int rc = store_insert_rows(&store->insert, &store->known, store->sorter);
    const struct error *trouble = &store->insert.trouble;
    enum status status =
        trouble->status == STATUS_OK ? fail(store, rc, error) : error_set(error, trouble->status, "%s", trouble->text);
    run(store, "PRAGMA ignore_check_constraints = OFF");
    return status;
}

/* Ends the batch: what was prepared for it is released, the transaction is over. */
static void end_batch(struct store *store)
{
    store_insert_release(&store->insert);
    rejected_rows_release(&store->rejected);
    forget_known(store);
    row_sorter_free(store->sorter);
    store->sorter = NULL;
    store->event = NULL;
}

/* With nothing added there is no batch; a new store is made all the same, an old one not written. */
static enum status commit(struct store *store, struct error *error)
{
    bool is_new = store->file.part, is_empty = store->insert.added == 0;
    int rc = SQLITE_OK;
    if (is_empty && !is_new) {
        store_rollback(store);
        return STATUS_OK;
    }
    if (is_empty)
        rc = run(store, "DELETE FROM rejected; DELETE FROM source; DELETE FROM batch");
    rc = rc ? rc : run(store, "COMMIT");
    enum status status = fail(store, rc, error);
    if (status != STATUS_OK)
        return status;
    end_batch(store);
    if (is_new)
        status = store_file_finish(&store->file, error);
    if (is_new && status == STATUS_OK)
        store_file_open(&store->file, &store->trouble); /* for questions still to come; the batch is safe already */
    return status;
}

enum status store_commit(struct store *store, const struct summary *summary, int64_t *batch_id, struct error *error)
{
    assert(store->event);
    enum status status = STATUS_OK;
    if (store->trouble.status != STATUS_OK)
        status = error_set(error, store->trouble.status, "%s", store->trouble.text);
    if (status == STATUS_OK)
        status = insert_rows(store, error);
    if (status == STATUS_OK)
        status = fail(store, store_insert_end(&store->insert, summary), error);
    if (status == STATUS_OK && (store->insert.added || store->file.part))
        status = fail(store,
                      rejected_rows_settle(&store->rejected, store->file.db, store->insert.feed.batch_id,
                                           store->insert.feed.source_base),
                      error);
    int64_t id = store->insert.added ? store->insert.feed.batch_id : 0;
    if (status == STATUS_OK)
        status = commit(store, error);
    if (status != STATUS_OK)
        store_rollback(store);
    else if (batch_id)
        *batch_id = id;
    return status;
}

void store_rollback(struct store *store)
{
    if (!store->event)
        return;
    end_batch(store);
    if (!store->file.part) {
        run(store, "ROLLBACK");
        return;
    }
    store_file_release(&store->file);
    store_file_init(&store->file, store->name, true);
}

void store_close(struct store *store)
{
    if (!store)
        return;
    store_rollback(store);
    forget_known(store);
    store_file_release(&store->file);
    buffer_release(&store->image);
    buffer_release(&store->place);
    memory_free(store->name);
    memory_free(store);
}
