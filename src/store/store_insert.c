#include "store/store_insert.h"

#include "base/civil.h"
#include "model/kind.h"

/* COLUMN(name, how its value is bound, which number or text of the image) */
#define COLUMNS(COLUMN)                                                                                                \
    COLUMN(source_id, source, ROW_SOURCE)                                                                              \
    COLUMN(line, number, ROW_LINE)                                                                                     \
    COLUMN(participant_key, number, ROW_PARTICIPANT)                                                                   \
    COLUMN(bib_num, text, ROW_BIB)                                                                                     \
    COLUMN(registration_id, text, ROW_REGISTRATION)                                                                    \
    COLUMN(tally_split_date, day, ROW_DAY)                                                                             \
    COLUMN(result_split_tally_value, tally, ROW_DISTANCE)                                                              \
    COLUMN(submitted_time_in_ms, number, ROW_TIME)                                                                     \
    COLUMN(split_elevation_gain_in_mm, number, ROW_ELEVATION)                                                          \
    COLUMN(virtual_race_activity_type_id, number, ROW_TYPE_ID)                                                         \
    COLUMN(tally_split_comment, text, ROW_COMMENT)                                                                     \
    COLUMN(validated_pace, flag, ROW_VALIDATED)                                                                        \
    COLUMN(distance_mm, number, ROW_DISTANCE)                                                                          \
    COLUMN(tally_count, number, ROW_COUNT)                                                                             \
    COLUMN(activity_kind, kind, ROW_KIND)                                                                              \
    COLUMN(activity_type, text, ROW_TYPE)                                                                              \
    COLUMN(start_utc, instant, ROW_START)

enum { AT_KEY = 1, AT_BATCH, AT_COLUMNS };

static int bind_text(sqlite3_stmt *st, int at, struct view text)
{
    return text.len ? sqlite3_bind_text64(st, at, text.at, text.len, SQLITE_STATIC, SQLITE_UTF8)
                    : sqlite3_bind_null(st, at);
}

static int bind_known(sqlite3_stmt *st, int at, int64_t n)
{
    return n == UNKNOWN ? sqlite3_bind_null(st, at) : sqlite3_bind_int64(st, at, n);
}

static int number(struct store_insert *insert, int at, const struct row_image *image, int which)
{
    return bind_known(insert->activity, at, image->numbers[which]);
}

static int text(struct store_insert *insert, int at, const struct row_image *image, int which)
{
    return bind_text(insert->activity, at, image->texts[which]);
}

static int source(struct store_insert *insert, int at, const struct row_image *image, int which)
{
    return sqlite3_bind_int64(insert->activity, at, insert->source_base + image->numbers[which]);
}

static int flag(struct store_insert *insert, int at, const struct row_image *image, int which)
{
    return sqlite3_bind_text(insert->activity, at, image->numbers[which] ? "T" : "F", 1, SQLITE_STATIC);
}

static int kind(struct store_insert *insert, int at, const struct row_image *image, int which)
{
    return sqlite3_bind_text(insert->activity, at, kind_table[image->numbers[which]].name, -1, SQLITE_STATIC);
}

static int day(struct store_insert *insert, int at, const struct row_image *image, int which)
{
    size_t len = civil_iso(insert->text[0], (int32_t)image->numbers[which]);
    return sqlite3_bind_text(insert->activity, at, insert->text[0], (int)len, SQLITE_STATIC);
}

/* A count as it is; a distance in the event's unit, and nothing when there is none. */
static int tally(struct store_insert *insert, int at, const struct row_image *image, int which)
{
    int64_t mm = image->numbers[which], count = image->numbers[ROW_COUNT];
    bool has_unit = insert->tally_unit != UNIT_NONE && insert->tally_unit != UNIT_COUNT;
    if (count == UNKNOWN && (mm == UNKNOWN || !has_unit))
        return sqlite3_bind_null(insert->activity, at);
    struct decimal value = count != UNKNOWN ? (struct decimal){count, 0} : unit_from_mm(mm, insert->tally_unit);
    size_t len = number_text(insert->text[1], value);
    return sqlite3_bind_text(insert->activity, at, insert->text[1], (int)len, SQLITE_STATIC);
}

static char *put_digits(char *p, int value, int width)
{
    for (int i = width; i-- > 0; value /= 10)
        p[i] = (char)('0' + value % 10);
    return p + width;
}

/* "2026-05-01T07:30:00Z", with milliseconds only when there are any. */
static int instant(struct store_insert *insert, int at, const struct row_image *image, int which)
{
    int64_t ms = image->numbers[which];
    if (ms == UNKNOWN)
        return sqlite3_bind_null(insert->activity, at);
    int64_t day_of = ms / MS_PER_DAY - (ms % MS_PER_DAY < 0);
    int rest = (int)(ms - day_of * MS_PER_DAY);
    char *start = insert->text[2], *p = start;
    bool in_calendar = day_of >= civil_day(0, 1, 1) && day_of <= civil_day(9999, 12, 31);
    if (!in_calendar)
        return sqlite3_bind_null(insert->activity, at);
    p += civil_iso(p, (int32_t)day_of);
    *p++ = 'T';
    p = put_digits(p, rest / 3600000, 2);
    *p++ = ':';
    p = put_digits(p, rest / 60000 % 60, 2);
    *p++ = ':';
    p = put_digits(p, rest / 1000 % 60, 2);
    if (rest % 1000) {
        *p++ = '.';
        p = put_digits(p, rest % 1000, 3);
    }
    *p++ = 'Z';
    return sqlite3_bind_text(insert->activity, at, start, (int)(p - start), SQLITE_STATIC);
}

static const struct {
    int (*bind)(struct store_insert *insert, int at, const struct row_image *image, int which);
    int which;
} columns[] = {
#define COLUMN(name, how, which) {how, which},
    COLUMNS(COLUMN)
#undef COLUMN
};

enum { COLUMN_COUNT = sizeof columns / sizeof *columns };

static const char insert_activity[] = "INSERT INTO activity (activity_key, batch_id"
#define COLUMN(name, how, which) ", " #name
    COLUMNS(COLUMN)
#undef COLUMN
        ") VALUES (?, ?"
#define COLUMN(name, how, which) ", ?"
    COLUMNS(COLUMN)
#undef COLUMN
        ")";

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
    bind_text(st, 6, view_of(unit_table[insert->tally_unit].name));
    rc = finish(st);
    insert->batch_id = sqlite3_last_insert_rowid(insert->db);
    return rc;
}

static int find_source_base(struct store_insert *insert)
{
    sqlite3_stmt *st;
    int rc = prepare(insert->db, "SELECT coalesce(max(source_id), 0) + 1 FROM source", &st);
    if (rc)
        return rc;
    if (sqlite3_step(st) == SQLITE_ROW)
        insert->source_base = sqlite3_column_int64(st, 0);
    return sqlite3_finalize(st);
}

int store_insert_begin(struct store_insert *insert, sqlite3 *db, const struct event *event, enum unit tally_unit,
                       const char *command)
{
    *insert = (struct store_insert){.db = db, .tally_unit = tally_unit};
    int rc = begin_batch(insert, event, command);
    rc = rc ? rc : find_source_base(insert);
    rc = rc ? rc : prepare(db, insert_activity, &insert->activity);
    rc = rc ? rc
            : prepare(db,
                      "INSERT INTO finding (activity_key, number, batch_id, code, severity, field, value, message)"
                      " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                      &insert->finding);
    if (rc)
        return rc;
    sqlite3_bind_int64(insert->finding, 3, insert->batch_id);
    return sqlite3_bind_int64(insert->activity, AT_BATCH, insert->batch_id);
}

void store_insert_release(struct store_insert *insert)
{
    sqlite3_finalize(insert->activity);
    sqlite3_finalize(insert->finding);
    *insert = (struct store_insert){0};
}

static int insert_findings(struct store_insert *insert, uint64_t key, struct row_image *image)
{
    sqlite3_stmt *st = insert->finding;
    struct finding_image f;
    int rc = SQLITE_OK;
    for (int i = 1; !rc && row_image_finding(image, &f); i++) {
        sqlite3_bind_int64(st, 1, (int64_t)key);
        sqlite3_bind_int(st, 2, i);
        sqlite3_bind_text(st, 4, code_table[f.code].name, -1, SQLITE_STATIC);
        sqlite3_bind_text(st, 5, severity_names[f.severity], -1, SQLITE_STATIC);
        bind_text(st, 6, view_of(field_table[f.field].name));
        bind_text(st, 7, f.value);
        sqlite3_bind_text(st, 8, f.message.len ? f.message.at : "", (int)f.message.len, SQLITE_STATIC);
        sqlite3_step(st);
        rc = sqlite3_reset(st);
    }
    return rc;
}

static bool is_taken(int rc)
{
    return rc == SQLITE_CONSTRAINT_PRIMARYKEY || rc == SQLITE_CONSTRAINT_ROWID;
}

int store_insert_row(struct store_insert *insert, struct known_rows *known, uint64_t key, struct row_image *image)
{
    sqlite3_stmt *st = insert->activity;
    for (int i = 0; i < COLUMN_COUNT; i++)
        columns[i].bind(insert, AT_COLUMNS + i, image, columns[i].which);
    for (;; key = row_content_next_key(key)) {
        sqlite3_bind_int64(st, AT_KEY, (int64_t)key);
        sqlite3_step(st);
        int rc = sqlite3_reset(st);
        insert->added += rc == SQLITE_OK;
        if (!is_taken(rc))
            return rc ? rc : insert_findings(insert, key, image);
        struct row_content own = row_image_content(image), stored;
        struct row_place place;
        bool is_there;
        rc = known_rows_read(known, key, &stored, &place, &is_there);
        if (rc || (is_there && row_content_equal(&own, &stored)))
            return rc;
    }
}

static void bind_books(sqlite3_stmt *st, int at, const struct books *books)
{
    const uint64_t numbers[] = {books->rows, books->accepted, books->rejected, books->skipped, books->blank};
    for (int i = 0; i < 5; i++)
        sqlite3_bind_int64(st, at + i, (int64_t)numbers[i]);
}

static int insert_source(sqlite3_stmt *st, const struct store_insert *insert, const struct source_info *info)
{
    sqlite3_bind_int64(st, 1, insert->source_base + info->number);
    sqlite3_bind_int64(st, 2, insert->batch_id);
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
    sqlite3_bind_int64(st, 7, insert->batch_id);
    return finish(st);
}
