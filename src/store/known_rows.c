#include "store/known_rows.h"

#include <stdlib.h>

#include "base/civil.h"
#include "base/memory.h"
#include "store/sql.h"

/* The table is read once the questions are this many, and a sixteenth of its rows: about then it pays. */
enum { FEW_QUESTIONS = 1000, ROWS_A_QUESTION = 16, PER_BUCKET = 4 };

/* All that a question looks at stands together; the key in two halves, so that nothing is lost to alignment. */
struct known_row {
    uint32_t upper, lower;
    uint32_t check, source_id, line;
};

/* An aggregate is handed a row's values in one call: that is half the price of stepping from row to row. */
#define SELECT                                                                                                         \
    "SELECT known_row(activity_key, participant_key, tally_split_date, activity_kind, distance_mm, tally_count, "      \
    "submitted_time_in_ms, source_id, line) FROM activity "

static uint64_t key_of(const struct known_row *row)
{
    return (uint64_t)row->upper << 32 | row->lower;
}

static int prepare(sqlite3 *db, const char *sql, sqlite3_stmt **out)
{
    return sqlite3_prepare_v2(db, sql, -1, out, NULL);
}

static int64_t number_at(sqlite3_value *value)
{
    return sqlite3_value_type(value) == SQLITE_NULL ? UNKNOWN : sqlite3_value_int64(value);
}

static struct view text_at(sqlite3_value *value)
{
    const char *text = (const char *)sqlite3_value_text(value);
    return (struct view){text, text ? (size_t)sqlite3_value_bytes(value) : 0};
}

static void remember(struct known_rows *known, uint64_t key)
{
    known->rows = memory_grow(known->rows, &known->capacity, known->count + 1, sizeof *known->rows);
    known->rows[known->count++] = (struct known_row){
        .upper = (uint32_t)(key >> 32),
        .lower = (uint32_t)key,
        .check = row_content_check(&known->content),
        .source_id = (uint32_t)known->place.source_id,
        .line = known->place.line <= UINT32_MAX ? (uint32_t)known->place.line : 0,
    };
}

static void take_row(sqlite3_context *context, int argc, sqlite3_value **argv)
{
    struct known_rows *known = sqlite3_user_data(context);
    int32_t day;
    (void)argc;
    known->content = (struct row_content){
        .participant = sqlite3_value_int64(argv[1]),
        .day = civil_parse_iso(text_at(argv[2]), &day) ? day : UNKNOWN,
        .kind = kind_from_name(text_at(argv[3])),
        .distance_mm = number_at(argv[4]),
        .count = number_at(argv[5]),
        .elapsed_ms = number_at(argv[6]),
    };
    known->place = (struct row_place){(uint64_t)sqlite3_value_int64(argv[0]), sqlite3_value_int64(argv[7]),
                                      (uint64_t)sqlite3_value_int64(argv[8])};
    known->is_met = true;
    if (known->is_reading && known->count < UINT32_MAX)
        remember(known, (uint64_t)sqlite3_value_int64(argv[0]));
}

static void take_end(sqlite3_context *context)
{
    sqlite3_result_null(context);
}

static int count_rows(struct known_rows *known)
{
    sqlite3_stmt *count;
    int rc = prepare(known->db, "SELECT coalesce(sum(added), 0) FROM batch WHERE NOT undone", &count);
    if (rc)
        return rc;
    if (sqlite3_step(count) == SQLITE_ROW)
        known->table_rows = (uint64_t)sqlite3_column_int64(count, 0);
    return sqlite3_finalize(count);
}

int known_rows_init(struct known_rows *known, sqlite3 *db)
{
    *known = (struct known_rows){.db = db};
    int rc = count_rows(known);
    rc = rc ? rc
            : sqlite3_create_function(db, "known_row", 9, SQLITE_UTF8 | SQLITE_DIRECTONLY, known, NULL, take_row,
                                      take_end);
    return rc ? rc : prepare(db, SELECT "WHERE activity_key = ?", &known->select);
}

void known_rows_release(struct known_rows *known)
{
    sqlite3_finalize(known->select);
    memory_free(known->rows);
    memory_free(known->first);
    memory_free(known->posted);
    *known = (struct known_rows){0};
}

int known_rows_read(struct known_rows *known, uint64_t key, struct row_content *content, struct row_place *place,
                    bool *is_there)
{
    known->is_met = false;
    sqlite3_bind_int64(known->select, 1, (int64_t)key);
    sqlite3_step(known->select);
    *is_there = known->is_met;
    *content = known->content;
    *place = known->place;
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
        while (key < known->count && key_of(&known->rows[key]) >> known->shift < i)
            key++;
        known->first[i] = (uint32_t)key;
    }
}

/* In the order of the table, which is that of the keys. */
static int read_table(struct known_rows *known)
{
    sqlite3_stmt *all;
    int rc = prepare(known->db, SELECT "NOT INDEXED", &all);
    if (rc)
        return rc;
    known->is_reading = true;
    sqlite3_step(all);
    known->is_reading = false;
    known->is_read = true;
    index_keys(known);
    return sqlite3_finalize(all);
}

/* The row of that key, or NULL. */
static const struct known_row *look_up(const struct known_rows *known, uint64_t key)
{
    size_t from = known->first[key >> known->shift], to = known->first[(key >> known->shift) + 1];
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        uint64_t found = key_of(&known->rows[middle]);
        if (found == key)
            return &known->rows[middle];
        if (found < key)
            from = middle + 1;
        else
            to = middle;
    }
    return NULL;
}

void known_rows_expect(const struct known_rows *known, uint64_t key)
{
    if (known->is_read && known->count)
        __builtin_prefetch(&known->rows[known->first[key >> known->shift]]);
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
    const struct known_row *row = look_up(known, key);
    *is_taken = row != NULL;
    *is_same = row && row->check == row_content_check(content);
    if (*is_same)
        *place = (struct row_place){key, row->source_id, row->line};
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

static int read_posted(struct known_rows *known)
{
    sqlite3_stmt *st;
    bool has_row = true;
    int rc = sql_query(known->db, &st,
                       "SELECT activity_key FROM activity WHERE tally_split_num IS NOT NULL ORDER BY activity_key", "");
    while (!rc && has_row) {
        rc = sql_step(st, &has_row);
        if (rc || !has_row)
            break;
        known->posted = memory_grow(known->posted, &known->posted_room, known->posted_count + 1, sizeof *known->posted);
        known->posted[known->posted_count++] = (uint64_t)sqlite3_column_int64(st, 0);
    }
    known->is_posted_read = true;
    sqlite3_finalize(st);
    return rc;
}

static int by_key(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

int known_rows_posted(struct known_rows *known, uint64_t key, bool *is_posted)
{
    int rc = known->is_posted_read ? SQLITE_OK : read_posted(known);
    *is_posted =
        known->posted_count && bsearch(&key, known->posted, known->posted_count, sizeof *known->posted, by_key) != NULL;
    return rc;
}
