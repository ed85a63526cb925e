#include "event/waivers.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/ini.h"
#include "base/number.h"
#include "event/word_table.h"
#include "normalize/parse_date.h"

enum column { ROW, SOURCE, LINE, CODE, REASON, WHO, UNTIL };

static const struct word_header headers[] = {
    {"row", ROW},           {"row key", ROW},     {"key", ROW},        {"activity key", ROW}, {"source line", ROW},
    {"file line", ROW},     {"place", ROW},       {"where", ROW},      {"source", SOURCE},    {"file", SOURCE},
    {"line", LINE},         {"code", CODE},       {"finding", CODE},   {"rule", CODE},        {"reason", REASON},
    {"why", REASON},        {"note", REASON},     {"comment", REASON}, {"who", WHO},          {"by", WHO},
    {"waived by", WHO},     {"approved by", WHO}, {"name", WHO},       {"until", UNTIL},      {"until date", UNTIL},
    {"valid until", UNTIL}, {"expires", UNTIL},   {"end date", UNTIL}, {"date", UNTIL},
};

struct reading {
    const char *path;
    const struct word_row *row;
    const char *const *inputs;
    size_t input_count;
    struct arena *arena;
    struct error *error;
};

static enum status refuse(const struct reading *r, const char *format, ...) __attribute__((format(printf, 2, 3)));

static enum status refuse(const struct reading *r, const char *format, ...)
{
    char what[600];
    va_list args;
    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    return error_set(r->error, STATUS_USAGE, "%s:%d: %s", r->path, r->row->line, what);
}

/* The cell in quotes, fit to be shown. */
static struct view shown(const struct reading *r, struct view cell)
{
    struct buffer out = {0};
    struct arg arg = arg_quoted(cell);
    arg_text(&out, &arg);
    struct view text = arena_copy(r->arena, buffer_view(&out));
    buffer_release(&out);
    return text;
}

static enum status check_header(const struct word_table *t, struct error *error)
{
    static const struct {
        enum column column;
        const char *name;
    } needed[] = {{CODE, "code"}, {REASON, "reason"}, {WHO, "who"}};
    if (!t->has[ROW] && !(t->has[SOURCE] && t->has[LINE]))
        return error_set(error, STATUS_USAGE,
                         "%s:%d: no column is called row (FILE:LINE or activity_key); the columns of waivers are row, "
                         "code, reason, who, until",
                         t->path, t->header_line);
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (!t->has[needed[i].column])
            return error_set(error, STATUS_USAGE,
                             "%s:%d: no column is called %s; the columns of waivers are row, code, reason, who, until",
                             t->path, t->header_line, needed[i].name);
    return STATUS_OK;
}

/* ---- which row ---- */

/* "17", or "record 3" counted from 1, where the format has no lines. */
static bool read_position(struct waiver *w, struct view text)
{
    text = view_trim(text);
    bool is_record = view_starts(text, VIEW("record "));
    if (!number_parse_uint(is_record ? view_trim(view_skip(text, 7)) : text, &w->row) || w->row == 0)
        return false;
    w->target = is_record ? WAIVER_RECORD : WAIVER_LINE;
    w->row -= is_record;
    return true;
}

static bool read_place(struct waiver *w, struct view text)
{
    const char *colon = text.len ? memrchr(text.at, ':', text.len) : NULL;
    if (!colon)
        return false;
    w->source = view_trim((struct view){text.at, (size_t)(colon - text.at)});
    return w->source.len && read_position(w, view_skip(text, (size_t)(colon - text.at) + 1));
}

/* Two inputs of one name in two folders: nobody knows which was looked at. */
static enum status check_inputs(const struct reading *r, const struct waiver *w)
{
    const char *first = NULL;
    for (size_t i = 0; w->source.len && i < r->input_count; i++) {
        if (!waiver_same_file(w->source, view_of(r->inputs[i])))
            continue;
        if (first && strcmp(first, r->inputs[i]) != 0)
            return refuse(r, "row %.*s could be in %.150s or in %.150s; write the folder too", VIEW_ARG(w->written),
                          first, r->inputs[i]);
        first = r->inputs[i];
    }
    return STATUS_OK;
}

/* Of 63 random bits; what is less was hardly meant as one. */
enum { LEAST_KEY = 1000000000 };

/* 63 bits, which is more than number_parse_uint takes. */
static bool read_key(struct view text, uint64_t *key)
{
    enum { DIGITS_MOST = 19 };
    *key = 0;
    for (size_t i = 0; i < text.len && text.len <= DIGITS_MOST; i++) {
        unsigned digit = (unsigned char)text.at[i] - '0';
        if (digit > 9)
            return false;
        *key = *key * 10 + digit;
    }
    return *key > 0 && *key <= INT64_MAX;
}

static enum status read_row(const struct reading *r, struct waiver *w)
{
    const struct view *cells = r->row->cells;
    struct view text = cells[ROW];
    if (!text.len && cells[SOURCE].len && cells[LINE].len)
        text = arena_format(r->arena, "%.*s:%.*s", VIEW_ARG(cells[SOURCE]), VIEW_ARG(cells[LINE]));
    w->written = shown(r, text);
    if (!text.len)
        return refuse(r, "names no row; give FILE:LINE as the report names it, or an activity_key");
    if (read_key(text, &w->row)) {
        w->target = WAIVER_KEY;
        return w->row >= LEAST_KEY
                   ? STATUS_OK
                   : refuse(r, "row %.*s is too small for an activity_key; if it is a line write FILE:%llu",
                            VIEW_ARG(w->written), (unsigned long long)w->row);
    }
    if (!read_place(w, text))
        return refuse(r,
                      "row %.*s is neither FILE:LINE nor an activity_key of digits only (spreadsheets round long "
                      "numbers: make the column text)",
                      VIEW_ARG(w->written));
    return check_inputs(r, w);
}

/* ---- what, why, who, until when ---- */

static enum status read_code(const struct reading *r, struct waiver *w)
{
    struct view text = r->row->cells[CODE], quoted = shown(r, text);
    const char *names[CODE_COUNT];
    if (!text.len)
        return refuse(r, "names no code; give the one in [brackets] behind the finding");
    w->code = code_from_name(text);
    if (w->code == CODE_COUNT) {
        for (enum code code = 0; code < CODE_COUNT; code++)
            names[code] = code_table[code].name;
        const char *near = ini_nearest(text, names, CODE_COUNT);
        if (near)
            return refuse(r, "%.*s is no code of a finding; did you mean %s?", VIEW_ARG(quoted), near);
        return refuse(r, "%.*s is no code of a finding; tallypost explain lists them", VIEW_ARG(quoted));
    }
    const char *why = waiver_refusal(w->code);
    return why ? refuse(r, "%s cannot be waived: %s", code_table[w->code].name, why) : STATUS_OK;
}

static enum status read_people(const struct reading *r, struct waiver *w)
{
    w->reason = r->row->cells[REASON];
    w->by = r->row->cells[WHO];
    if (!w->by.len)
        return refuse(r, "does not say who waives it; write a name into the column who");
    return w->reason.len ? STATUS_OK : refuse(r, "does not say why; write the reason into the column reason");
}

/* Spreadsheets write 2026-12-31 in their own way: fine as long as it can mean one day only. */
static enum status read_until(const struct reading *r, struct waiver *w)
{
    struct view text = r->row->cells[UNTIL], quoted = shown(r, text);
    struct date_text date;
    int32_t mdy = UNKNOWN_DAY, dmy = UNKNOWN_DAY;
    w->until = UNKNOWN_DAY;
    if (!text.len)
        return STATUS_OK;
    date_scan(text, &date);
    bool is_mdy = date_resolve(&date, DATE_ORDER_MDY, &mdy), is_dmy = date_resolve(&date, DATE_ORDER_DMY, &dmy);
    if (date.shape == DATE_SERIAL || date.shape == DATE_EPOCH || (!is_mdy && !is_dmy))
        return refuse(r, "until %.*s is not a date; write it as 2026-12-31", VIEW_ARG(quoted));
    if (is_mdy && is_dmy && mdy != dmy)
        return refuse(r, "until %.*s could be two days; write it as 2026-12-31", VIEW_ARG(quoted));
    w->until = is_mdy ? mdy : dmy;
    return STATUS_OK;
}

static enum status read_waiver(const struct reading *r, struct waiver *w)
{
    static enum status (*const steps[])(const struct reading *, struct waiver *) = {read_row, read_code, read_people,
                                                                                    read_until};
    enum status status = STATUS_OK;
    w->line = r->row->line;
    for (size_t i = 0; status == STATUS_OK && i < sizeof steps / sizeof *steps; i++)
        status = steps[i](r, w);
    return status;
}

enum status waivers_read(const struct waivers **out, const char *path, const char *const *inputs, size_t input_count,
                         int32_t as_of, struct arena *arena, struct error *error)
{
    static const struct word_form form = {
        .headers = headers,
        .header_count = sizeof headers / sizeof *headers,
        .again = "put text with a comma in quotes",
        .empty = "the columns of waivers are row, code, reason, who, until",
        .check = check_header,
    };
    struct word_table table;
    struct reading r = {path, NULL, inputs, input_count, arena, error};
    enum status status = word_table_read(&table, &form, path, arena, error);
    struct waivers *all = arena_zero(arena, sizeof *all);
    all->path = arena_copy(arena, view_of(path));
    all->list = arena_zero(arena, (table.count + 1) * sizeof *all->list);
    for (size_t i = 0; status == STATUS_OK && i < table.count; i++) {
        r.row = &table.rows[i];
        all->list[i].number = i;
        status = read_waiver(&r, &all->list[i]);
        all->count++;
    }
    word_table_release(&table);
    if (status == STATUS_OK)
        waivers_sort(all, as_of, arena);
    *out = all;
    return status;
}
