#include "store/known_rows.h"

#include "base/civil.h"
#include "base/memory.h"

/* The table is read once the questions are this many, and a sixteenth of its rows: about then it pays. */
enum { FEW_QUESTIONS = 1000, ROWS_A_QUESTION = 16, PER_BUCKET = 4 };

struct known_row {
    uint32_t check, source_id, line;
};

#define COLUMNS                                                                                                        \
    "activity_key, participant_key, tally_split_date, activity_kind, distance_mm, tally_count, submitted_time_in_ms, " \
    "source_id, line FROM activity "

static int prepare(sqlite3 *db, const char *sql, sqlite3_stmt **out)
{
    return sqlite3_prepare_v2(db, sql, -1, out, NULL);
}

int known_rows_init(struct known_rows *known, sqlite3 *db)
{
    *known = (struct known_rows){.db = db};
    sqlite3_stmt *count;
    int rc = prepare(db, "SELECT coalesce(sum(added), 0) FROM batch WHERE NOT undone", &count);
    if (!rc && sqlite3_step(count) == SQLITE_ROW)
        known->table_rows = (uint64_t)sqlite3_column_int64(count, 0);
    int ended = sqlite3_finalize(count);
    rc = rc ? rc : ended;
    return rc ? rc : prepare(db, "SELECT " COLUMNS "WHERE activity_key = ?", &known->select);
}

void known_rows_release(struct known_rows *known)
{
    sqlite3_finalize(known->select);
    memory_free(known->keys);
    memory_free(known->rows);
    memory_free(known->first);
    *known = (struct known_rows){0};
}

static int64_t number_at(sqlite3_stmt *row, int column)
{
    return sqlite3_column_type(row, column) == SQLITE_NULL ? UNKNOWN : sqlite3_column_int64(row, column);
}

static struct view text_at(sqlite3_stmt *row, int column)
{
    const char *text = (const char *)sqlite3_column_text(row, column);
    return (struct view){text, text ? (size_t)sqlite3_column_bytes(row, column) : 0};
}

static void read_content(sqlite3_stmt *row, struct row_content *content, struct row_place *place)
{
    int32_t day;
    *content = (struct row_content){
        .participant = sqlite3_column_int64(row, 1),
        .day = civil_parse_iso(text_at(row, 2), &day) ? day : UNKNOWN,
        .kind = kind_from_name(text_at(row, 3)),
        .distance_mm = number_at(row, 4),
        .count = number_at(row, 5),
        .elapsed_ms = number_at(row, 6),
    };
    place->source_id = sqlite3_column_int64(row, 7);
    place->line = (uint64_t)sqlite3_column_int64(row, 8);
}

int known_rows_read(struct known_rows *known, uint64_t key, struct row_content *content, struct row_place *place,
                    bool *is_there)
{
    sqlite3_bind_int64(known->select, 1, (int64_t)key);
    *is_there = sqlite3_step(known->select) == SQLITE_ROW;
    if (*is_there)
        read_content(known->select, content, place);
    return sqlite3_reset(known->select);
}

/* Where the keys with each value of their upper bits begin; some four keys share one. */
static void index_keys(struct known_rows *known)
{
    unsigned bits = 0;
    while (bits < 30 && (known->count >> bits) > PER_BUCKET)
        bits++;
    known->shift = 63 - bits;
    size_t buckets = (size_t)1 << bits, key = 0;
    known->first = memory_get((buckets + 1) * sizeof *known->first);
    for (size_t i = 0; i <= buckets; i++) {
        while (key < known->count && known->keys[key] >> known->shift < i)
            key++;
        known->first[i] = (uint32_t)key;
    }
}

static void add_known(struct known_rows *known, sqlite3_stmt *row, size_t *key_room, size_t *row_room)
{
    struct row_content content;
    struct row_place place;
    read_content(row, &content, &place);
    known->keys = memory_grow(known->keys, key_room, known->count + 1, sizeof *known->keys);
    known->rows = memory_grow(known->rows, row_room, known->count + 1, sizeof *known->rows);
    known->keys[known->count] = (uint64_t)sqlite3_column_int64(row, 0);
    known->rows[known->count++] = (struct known_row){
        .check = row_content_check(&content),
        .source_id = (uint32_t)place.source_id,
        .line = place.line <= UINT32_MAX ? (uint32_t)place.line : 0,
    };
}

static int read_table(struct known_rows *known)
{
    sqlite3_stmt *all;
    size_t key_room = 0, row_room = 0;
    int rc = prepare(known->db, "SELECT " COLUMNS "ORDER BY activity_key", &all);
    if (rc)
        return rc;
    while (sqlite3_step(all) == SQLITE_ROW && known->count < UINT32_MAX)
        add_known(known, all, &key_room, &row_room);
    index_keys(known);
    known->is_read = true;
    return sqlite3_finalize(all);
}

/* The position of the key, or count. */
static size_t position_of(const struct known_rows *known, uint64_t key)
{
    size_t from = known->first[key >> known->shift], to = known->first[(key >> known->shift) + 1];
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (known->keys[middle] == key)
            return middle;
        if (known->keys[middle] < key)
            from = middle + 1;
        else
            to = middle;
    }
    return known->count;
}

/* Whether the key is taken, and by this very row. */
static int ask(struct known_rows *known, uint64_t key, const struct row_content *content, struct row_place *place,
               bool *is_taken, bool *is_same)
{
    if (!known->is_read) {
        struct row_content stored;
        int rc = known_rows_read(known, key, &stored, place, is_taken);
        *is_same = !rc && *is_taken && row_content_equal(&stored, content);
        return rc;
    }
    size_t at = position_of(known, key);
    *is_taken = at < known->count;
    *is_same = *is_taken && known->rows[at].check == row_content_check(content);
    if (*is_same)
        *place = (struct row_place){known->rows[at].source_id, known->rows[at].line};
    return SQLITE_OK;
}

int known_rows_find(struct known_rows *known, uint64_t key, const struct row_content *content, struct row_place *place,
                    bool *is_there)
{
    bool is_taken = true;
    int rc = SQLITE_OK;
    *is_there = false;
    if (!known->is_read && ++known->questions > FEW_QUESTIONS &&
        known->questions > known->table_rows / ROWS_A_QUESTION && known->table_rows < UINT32_MAX)
        rc = read_table(known);
    for (; !rc && is_taken && !*is_there; key = row_content_next_key(key))
        rc = ask(known, key, content, place, &is_taken, is_there);
    return rc;
}
