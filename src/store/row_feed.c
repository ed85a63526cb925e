#include "store/row_feed.h"

#include "base/civil.h"

/* COLUMN(name, how its value is told, which number or text of the image) */
#define COLUMNS(FIRST, COLUMN)                                                                                         \
    FIRST(activity_key, key, 0)                                                                                        \
    COLUMN(batch_id, batch, 0)                                                                                         \
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
    COLUMN(start_utc, instant, ROW_START)                                                                              \
    COLUMN(event_id, number, ROW_EVENT)

/* A value that is not told is NULL. */
static void tell(sqlite3_context *out, const char *at, size_t len)
{
    if (len)
        sqlite3_result_text64(out, at, len, SQLITE_STATIC, SQLITE_UTF8);
}

static void key(struct row_feed *feed, sqlite3_context *out, int which)
{
    (void)which;
    sqlite3_result_int64(out, (int64_t)feed->key);
}

static void batch(struct row_feed *feed, sqlite3_context *out, int which)
{
    (void)which;
    sqlite3_result_int64(out, feed->batch_id);
}

static void source(struct row_feed *feed, sqlite3_context *out, int which)
{
    sqlite3_result_int64(out, feed->source_base + feed->image.numbers[which]);
}

static void number(struct row_feed *feed, sqlite3_context *out, int which)
{
    if (feed->image.numbers[which] != UNKNOWN)
        sqlite3_result_int64(out, feed->image.numbers[which]);
}

static void text(struct row_feed *feed, sqlite3_context *out, int which)
{
    tell(out, feed->image.texts[which].at, feed->image.texts[which].len);
}

static void flag(struct row_feed *feed, sqlite3_context *out, int which)
{
    tell(out, feed->image.numbers[which] ? "T" : "F", 1);
}

static void kind(struct row_feed *feed, sqlite3_context *out, int which)
{
    const char *name = kind_table[feed->image.numbers[which]].name;
    tell(out, name, strlen(name));
}

static void day(struct row_feed *feed, sqlite3_context *out, int which)
{
    tell(out, feed->day, civil_iso(feed->day, (int32_t)feed->image.numbers[which]));
}

/* A count as it is; a distance in the event's unit, and nothing when there is none. */
static void tally(struct row_feed *feed, sqlite3_context *out, int which)
{
    int64_t mm = feed->image.numbers[which], count = feed->image.numbers[ROW_COUNT];
    bool has_unit = feed->tally_unit != UNIT_NONE && feed->tally_unit != UNIT_COUNT;
    if (count == UNKNOWN && (mm == UNKNOWN || !has_unit))
        return;
    struct decimal value = count != UNKNOWN ? (struct decimal){count, 0} : unit_from_mm(mm, feed->tally_unit);
    tell(out, feed->tally, number_text(feed->tally, value));
}

static char *put_digits(char *p, int value, int width)
{
    for (int i = width; i-- > 0; value /= 10)
        p[i] = (char)('0' + value % 10);
    return p + width;
}

/* "2026-05-01T07:30:00Z", with milliseconds only when there are any. */
static void instant(struct row_feed *feed, sqlite3_context *out, int which)
{
    int64_t ms = feed->image.numbers[which], day_of = civil_day_of_ms(ms);
    if (ms == UNKNOWN || day_of < civil_day(0, 1, 1) || day_of > civil_day(9999, 12, 31))
        return;
    int rest = (int)(ms - day_of * MS_PER_DAY);
    char *p = feed->start + civil_iso(feed->start, (int32_t)day_of);
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
    tell(out, feed->start, (size_t)(p - feed->start));
}

static const struct {
    void (*tell)(struct row_feed *feed, sqlite3_context *out, int which);
    int which;
} columns[] = {
#define COLUMN(name, how, which) {how, which},
    COLUMNS(COLUMN, COLUMN)
#undef COLUMN
};

#define FIRST(name, how, which) #name
#define COLUMN(name, how, which) ", " #name
#define NAMES COLUMNS(FIRST, COLUMN)
const char row_feed_columns[] = NAMES;
static const char declaration[] = "CREATE TABLE row_feed (" NAMES ")";

/* What SQLite asks of a virtual table. There is one row at a time, the feed's own: the cursor is only a handle. */
struct feed_table {
    sqlite3_vtab base; /* SQLite's, first */
    struct row_feed *feed;
};

static int connect_table(sqlite3 *db, void *feed, int argc, const char *const *argv, sqlite3_vtab **out, char **why)
{
    (void)argc, (void)argv, (void)why;
    struct feed_table *table = sqlite3_malloc(sizeof *table);
    if (!table)
        return SQLITE_NOMEM;
    *table = (struct feed_table){.feed = feed};
    *out = &table->base;
    return sqlite3_declare_vtab(db, declaration);
}

static int disconnect_table(sqlite3_vtab *table)
{
    sqlite3_free(table);
    return SQLITE_OK;
}

static int plan(sqlite3_vtab *table, sqlite3_index_info *info)
{
    (void)table;
    info->estimatedCost = 1e6;
    return SQLITE_OK;
}

static int open_cursor(sqlite3_vtab *table, sqlite3_vtab_cursor **out)
{
    (void)table;
    *out = sqlite3_malloc(sizeof **out);
    return *out ? SQLITE_OK : SQLITE_NOMEM;
}

static int close_cursor(sqlite3_vtab_cursor *cursor)
{
    sqlite3_free(cursor);
    return SQLITE_OK;
}

static struct row_feed *feed_of(sqlite3_vtab_cursor *cursor)
{
    return ((struct feed_table *)cursor->pVtab)->feed;
}

static int next_row(sqlite3_vtab_cursor *cursor)
{
    struct row_feed *feed = feed_of(cursor);
    return feed->next(feed->context);
}

static int first_row(sqlite3_vtab_cursor *cursor, int plan_number, const char *plan_name, int argc,
                     sqlite3_value **argv)
{
    (void)plan_number, (void)plan_name, (void)argc, (void)argv;
    feed_of(cursor)->ended = false;
    return next_row(cursor);
}

static int is_ended(sqlite3_vtab_cursor *cursor)
{
    return feed_of(cursor)->ended;
}

static int tell_column(sqlite3_vtab_cursor *cursor, sqlite3_context *out, int column)
{
    struct row_feed *feed = feed_of(cursor);
    columns[column].tell(feed, out, columns[column].which);
    return SQLITE_OK;
}

static int tell_rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *rowid)
{
    *rowid = (int64_t)feed_of(cursor)->key;
    return SQLITE_OK;
}

static const sqlite3_module module = {
    .xConnect = connect_table,
    .xDisconnect = disconnect_table,
    .xBestIndex = plan,
    .xOpen = open_cursor,
    .xClose = close_cursor,
    .xFilter = first_row,
    .xNext = next_row,
    .xEof = is_ended,
    .xColumn = tell_column,
    .xRowid = tell_rowid,
};

int row_feed_attach(struct row_feed *feed, sqlite3 *db)
{
    return sqlite3_create_module(db, "row_feed", &module, feed);
}

int row_feed_detach(sqlite3 *db)
{
    return sqlite3_create_module(db, "row_feed", NULL, NULL);
}
