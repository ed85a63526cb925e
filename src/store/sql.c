#include "store/sql.h"

#include <assert.h>
#include <stdarg.h>

#include "model/activity.h"

static int bind_one(sqlite3_stmt *st, int at, char type, va_list *values)
{
    if (type == 'i') {
        int64_t number = va_arg(*values, int64_t);
        return number == UNKNOWN ? sqlite3_bind_null(st, at) : sqlite3_bind_int64(st, at, number);
    }
    assert(type == 't' || type == 'v');
    struct view text = type == 't' ? view_of(va_arg(*values, const char *)) : va_arg(*values, struct view);
    if (type == 'v' ? !text.len : !text.at)
        return sqlite3_bind_null(st, at);
    return sqlite3_bind_text64(st, at, text.at, text.len, SQLITE_STATIC, SQLITE_UTF8);
}

static int bind_all(sqlite3_stmt *st, const char *types, va_list *values)
{
    int rc = SQLITE_OK;
    for (int i = 0; !rc && types[i]; i++)
        rc = bind_one(st, i + 1, types[i], values);
    return rc;
}

static int prepare_and_bind(sqlite3 *db, sqlite3_stmt **out, const char *text, const char *types, va_list *values)
{
    *out = NULL;
    int rc = sqlite3_prepare_v2(db, text, -1, out, NULL);
    return rc ? rc : bind_all(*out, types, values);
}

int sql_step(sqlite3_stmt *st, bool *has_row)
{
    int rc = sqlite3_step(st);
    *has_row = rc == SQLITE_ROW;
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : rc;
}

int sql_run(sqlite3 *db, const char *text, const char *types, ...)
{
    va_list values;
    sqlite3_stmt *st;
    bool has_row = true;
    va_start(values, types);
    int rc = prepare_and_bind(db, &st, text, types, &values);
    va_end(values);
    while (!rc && has_row)
        rc = sql_step(st, &has_row);
    int ended = sqlite3_finalize(st);
    return rc ? rc : ended;
}

int sql_query(sqlite3 *db, sqlite3_stmt **out, const char *text, const char *types, ...)
{
    va_list values;
    va_start(values, types);
    int rc = prepare_and_bind(db, out, text, types, &values);
    va_end(values);
    return rc;
}

int sql_again(sqlite3_stmt *st, const char *types, ...)
{
    va_list values;
    va_start(values, types);
    int rc = bind_all(st, types, &values);
    va_end(values);
    if (rc)
        return rc;
    sqlite3_step(st);
    return sqlite3_reset(st);
}

int sql_number(sqlite3 *db, int64_t *out, int64_t otherwise, const char *text, const char *types, ...)
{
    va_list values;
    sqlite3_stmt *st;
    bool has_row = false;
    *out = otherwise;
    va_start(values, types);
    int rc = prepare_and_bind(db, &st, text, types, &values);
    va_end(values);
    rc = rc ? rc : sql_step(st, &has_row);
    if (!rc && has_row && sqlite3_column_type(st, 0) != SQLITE_NULL)
        *out = sqlite3_column_int64(st, 0);
    int ended = sqlite3_finalize(st);
    return rc ? rc : ended;
}

struct view sql_text(sqlite3_stmt *st, int column)
{
    const char *text = (const char *)sqlite3_column_text(st, column);
    return (struct view){text ? text : "", text ? (size_t)sqlite3_column_bytes(st, column) : 0};
}

int64_t sql_int(sqlite3_stmt *st, int column)
{
    return sqlite3_column_type(st, column) == SQLITE_NULL ? UNKNOWN : sqlite3_column_int64(st, column);
}
