#include "store/unposted.h"

#include "base/civil.h"
#include "base/memory.h"
#include "store/sql.h"
#include "store/store_file.h"

struct unposted {
    struct store *store;
    sqlite3_stmt *rows;
    int64_t *source_ids; /* by number */
    size_t source_count, source_room;
    uint32_t last; /* the source found last: rows of one source come together */
};

static sqlite3 *db_of(struct store *store)
{
    return store_file_in(store)->db;
}

static enum status fail(struct store *store, int rc, struct error *error)
{
    return rc ? store_file_trouble(store_file_in(store), rc, error) : STATUS_OK;
}

/* ---- the event ---- */

/* What a batch says of the event against what is known of it so far. `what` and the two numbers on disagreement. */
static enum status agree(const char *store_name, int64_t batch, const char *what, int64_t told, uint64_t *known,
                         struct error *error)
{
    if (told == UNKNOWN)
        return STATUS_OK;
    if (*known && *known != (uint64_t)told)
        return error_set(error, STATUS_USAGE,
                         "%s: batch %lld was imported for %s %lld, but this pack is for %s %llu; keep a store for each "
                         "race, or give the --event FILE that the batch was imported with",
                         store_name, (long long)batch, what, (long long)told, what, (unsigned long long)*known);
    *known = (uint64_t)told;
    return STATUS_OK;
}

static enum status agree_on_unit(const char *store_name, int64_t batch, struct view told, struct event *event,
                                 struct error *error)
{
    enum unit unit = unit_from_word(told);
    if (unit == UNIT_NONE)
        return STATUS_OK;
    if (event->tally_unit != UNIT_NONE && event->tally_unit != unit)
        return error_set(error, STATUS_USAGE,
                         "%s: batch %lld was imported with tally_unit %s, another one with %s; say with --tally-unit "
                         "which one is to be posted",
                         store_name, (long long)batch, unit_table[unit].name, unit_table[event->tally_unit].name);
    event->tally_unit = unit;
    return STATUS_OK;
}

static enum status take_batch(struct store *store, sqlite3_stmt *st, struct event *event, bool take_unit,
                              struct error *error)
{
    const char *name = store_file_in(store)->name;
    int64_t batch = sqlite3_column_int64(st, 0);
    enum status status = agree(name, batch, "race", sql_int(st, 1), &event->race_id, error);
    if (status == STATUS_OK)
        status = agree(name, batch, "event", sql_int(st, 2), &event->event_id, error);
    if (status == STATUS_OK && take_unit)
        status = agree_on_unit(name, batch, sql_text(st, 4), event, error);
    if (!event->name.len)
        event->name = arena_copy(&event->arena, sql_text(st, 3));
    return status;
}

enum status unposted_event(struct store *store, struct event *event, struct error *error)
{
    sqlite3_stmt *st;
    bool has_row = true, take_unit = event->tally_unit == UNIT_NONE;
    int rc = sql_query(db_of(store), &st,
                       "SELECT batch_id, race_id, event_id, event_name, tally_unit FROM batch"
                       " WHERE batch_id IN (SELECT DISTINCT batch_id FROM unposted) ORDER BY batch_id",
                       "");
    enum status status = STATUS_OK;
    while (!rc && has_row && status == STATUS_OK) {
        rc = sql_step(st, &has_row);
        if (!rc && has_row)
            status = take_batch(store, st, event, take_unit, error);
    }
    sqlite3_finalize(st);
    return rc ? fail(store, rc, error) : status;
}

/* ---- the sources ---- */

enum status unposted_sources(struct store *store, struct summary *summary, struct arena *arena, struct error *error)
{
    sqlite3_stmt *st;
    int64_t count = 0;
    bool has_row = true;
    int rc = sql_number(db_of(store), &count, 0, "SELECT count(*) FROM source", "");
    rc = rc ? rc : sql_query(db_of(store), &st, "SELECT source, member, format FROM source ORDER BY source_id", "");
    if (rc)
        return fail(store, rc, error);
    summary->sources = arena_zero(arena, (size_t)count * sizeof *summary->sources + 1);
    while (!rc && has_row) {
        rc = sql_step(st, &has_row);
        if (rc || !has_row || summary->source_count == (size_t)count)
            break;
        struct source_info *info = arena_zero(arena, sizeof *info);
        info->number = (uint32_t)summary->source_count;
        info->source = arena_copy(arena, sql_text(st, 0));
        info->member = arena_copy(arena, sql_text(st, 1));
        info->format = arena_copy(arena, sql_text(st, 2));
        summary->sources[summary->source_count++] = info;
    }
    sqlite3_finalize(st);
    return fail(store, rc, error);
}

static int read_source_ids(struct unposted *u)
{
    sqlite3_stmt *st;
    bool has_row = true;
    int rc = sql_query(db_of(u->store), &st, "SELECT source_id FROM source ORDER BY source_id", "");
    while (!rc && has_row) {
        rc = sql_step(st, &has_row);
        if (rc || !has_row)
            break;
        u->source_ids = memory_grow(u->source_ids, &u->source_room, u->source_count + 1, sizeof *u->source_ids);
        u->source_ids[u->source_count++] = sqlite3_column_int64(st, 0);
    }
    sqlite3_finalize(st);
    return rc;
}

static uint32_t number_of_source(struct unposted *u, int64_t id)
{
    for (size_t tried = 0; tried < u->source_count; tried++, u->last = (u->last + 1) % (uint32_t)u->source_count)
        if (u->source_ids[u->last] == id)
            break;
    return u->last;
}

/* ---- the rows ---- */

#define COLUMNS                                                                                                        \
    "SELECT activity_key, source_id, line, bib_num, registration_id, tally_split_date, distance_mm, tally_count,"      \
    " submitted_time_in_ms, split_elevation_gain_in_mm, virtual_race_activity_type_id, tally_split_comment,"           \
    " validated_pace, activity_kind, activity_type, event_id FROM unposted "

enum status unposted_open(struct unposted **out, struct store *store, bool probe, struct error *error)
{
    struct unposted *u = memory_get(sizeof *u);
    *out = u;
    u->store = store;
    int rc = read_source_ids(u);
    rc = rc ? rc
            : sql_query(db_of(store), &u->rows,
                        probe ? COLUMNS "WHERE distance_mm > 0 AND (bib_num IS NOT NULL OR registration_id IS NOT NULL)"
                                        " ORDER BY distance_mm, activity_key LIMIT 1"
                              : COLUMNS "ORDER BY batch_id, source_id, line, activity_key",
                        "");
    return fail(store, rc, error);
}

static void fill(struct activity *row, sqlite3_stmt *st, struct arena *arena)
{
    int32_t day = UNKNOWN_DAY;
    *row = activity_empty;
    row->key = (uint64_t)sqlite3_column_int64(st, 0);
    row->line = row->last_line = (uint64_t)sqlite3_column_int64(st, 2);
    row->bib = arena_copy(arena, sql_text(st, 3));
    row->registration_id = arena_copy(arena, sql_text(st, 4));
    civil_parse_iso(sql_text(st, 5), &day);
    row->day = day;
    row->distance_mm = sql_int(st, 6);
    row->count = sql_int(st, 7);
    row->elapsed_ms = sql_int(st, 8);
    row->elevation_mm = sql_int(st, 9);
    row->type_id = sql_int(st, 10);
    row->comment = arena_copy(arena, sql_text(st, 11));
    row->validated_pace = view_is(sql_text(st, 12), "T");
    row->kind = (uint8_t)kind_from_name(sql_text(st, 13));
    row->type_text = arena_copy(arena, sql_text(st, 14));
    row->event_id = (uint64_t)sqlite3_column_int64(st, 15);
    row->verdict = VERDICT_ACCEPTED;
}

enum status unposted_next(struct unposted *u, struct arena *arena, struct activity *row, uint32_t *source, bool *ended,
                          struct error *error)
{
    bool has_row;
    int rc = sql_step(u->rows, &has_row);
    *ended = rc || !has_row;
    if (!*ended) {
        *source = number_of_source(u, sqlite3_column_int64(u->rows, 1));
        fill(row, u->rows, arena);
    }
    return fail(u->store, rc, error);
}

void unposted_close(struct unposted *u)
{
    if (!u)
        return;
    sqlite3_finalize(u->rows);
    memory_free(u->source_ids);
    memory_free(u);
}
