#include "readers/json_row.h"

#include <cjson/cJSON.h>

#include "base/memory.h"
#include "input/json_scan.h"

enum { LEVELS = 4, LONG_ELEMENT = 64 * 1024, LONG_ARRAY = 4096 };

/* The way through one element, beside its tree. */
struct walk {
    struct json_row *row;
    const char *at, *end;
    bool is_unknown; /* a key without a column was met */
};

void json_row_init(struct json_row *row, const struct json_columns *columns, struct json_columns *learning)
{
    *row = (struct json_row){.columns = columns, .learning = learning};
    json_pool_init(&row->pool);
}

void json_row_release(struct json_row *row)
{
    memory_free(row->cells);
    memory_free(row->touched);
    memory_free(row->guesses);
    json_pool_release(&row->pool);
    *row = (struct json_row){0};
}

/* ---- names ---- */

/* Which name is likely to come next: the one that did so in the last element. */
static uint32_t *guess_behind(struct json_row *row, uint32_t object, uint32_t name)
{
    return name == JSON_NO_NAME ? &row->guesses[object].first : &row->guesses[name].behind;
}

static void make_room(struct json_row *row)
{
    size_t count = row->columns->names.count + 1, had = row->guess_room;
    if (count <= row->guess_room && row->columns->count < row->cell_room)
        return;
    row->guesses = memory_grow(row->guesses, &row->guess_room, count, sizeof *row->guesses);
    for (; had < row->guess_room; had++)
        row->guesses[had] = (struct json_guess){JSON_NO_NAME, JSON_NO_NAME};
    had = row->cell_room;
    row->cells = memory_grow(row->cells, &row->cell_room, (size_t)row->columns->count + 1, sizeof *row->cells);
    for (; had < row->cell_room; had++)
        row->cells[had] = (struct view){"", 0};
}

/* A string of the tree with its right length: there may be a NUL in it. */
static struct view decoded(struct view raw, const char *text)
{
    return (struct view){text, json_scan_decoded_len(raw)};
}

/* The closing quote of the string that begins at the place, or NULL when that is no valid string. */
static inline const char *end_string(const struct walk *w, bool *escaped)
{
    const char *why = NULL, *quote;
    if (*w->at != '"')
        return NULL;
    quote = json_scan_plain(w->at + 1, w->end);
    *escaped = quote < w->end && *quote != '"';
    return *escaped ? json_scan_string(w->at + 1, w->end, escaped, &why) : quote < w->end ? quote : NULL;
}

/* The name whose key begins at the place; moves behind it. False when that is no key. */
static bool take_key(struct walk *w, uint32_t object, uint32_t guess, uint32_t *name, struct view *quoted)
{
    const struct json_names *names = &w->row->columns->names;
    if (guess != JSON_NO_NAME) {
        *quoted = names->names[guess].quoted;
        if ((size_t)(w->end - w->at) > quoted->len && memcmp(w->at, quoted->at, quoted->len) == 0) {
            *name = guess;
            w->at += quoted->len;
            return true;
        }
    }
    bool escaped;
    const char *quote = end_string(w, &escaped);
    if (!quote)
        return false;
    *quoted = view_between(w->at, quote + 1);
    *name = w->row->learning ? json_columns_add(w->row->learning, object, *quoted)
                             : json_names_find(names, object, *quoted);
    if (w->row->learning)
        make_room(w->row);
    w->at = quote + 1;
    return true;
}

/* ---- values ---- */

static void set_cell(struct json_row *row, int32_t column, struct view text)
{
    if (row->touched_count == row->touched_room)
        row->touched = memory_grow(row->touched, &row->touched_room, row->touched_count + 1, sizeof *row->touched);
    row->touched[row->touched_count++] = (uint32_t)column;
    row->cells[column] = text;
}

static void take_value(struct walk *w, uint32_t name, struct view key, struct view text, bool is_null)
{
    struct json_row *row = w->row;
    if (row->learning && name != JSON_NO_NAME && row->columns->column_of[name] < 0) {
        json_columns_give(row->learning, name, key);
        make_room(row);
    }
    int32_t column = name == JSON_NO_NAME ? -1 : row->columns->column_of[name];
    if (column >= 0)
        set_cell(row, column, text);
    else if (!is_null && !row->columns->is_full)
        w->is_unknown = true;
}

/* A string with its quotes. */
static bool take_string(struct walk *w, const cJSON *item, struct view *text)
{
    bool escaped;
    const char *quote = end_string(w, &escaped);
    if (!quote)
        return false;
    *text = view_between(w->at + 1, quote);
    if (escaped)
        *text = arena_copy(w->row->arena, decoded(*text, item->valuestring));
    w->at = quote + 1;
    return true;
}

static bool take_number(struct walk *w, struct view *text)
{
    const char *why = NULL, *end = w->at;
    if (*end >= '1' && *end <= '9') /* mostly it is a plain one */
        while (end < w->end && *end >= '0' && *end <= '9')
            end++;
    if (end == w->at || end == w->end || (*end != ',' && *end != '}'))
        end = json_scan_number(w->at, w->end, &why);
    if (!end)
        return false;
    *text = view_between(w->at, end);
    w->at = end;
    return true;
}

static bool take_word(struct walk *w, const char *word, struct view *text)
{
    *text = view_of(word);
    w->at += text->len; /* the tree says that it is there */
    return w->at <= w->end;
}

/* An array, or an object too deep inside. */
static bool pass_over(struct walk *w)
{
    struct json_scan scan;
    struct view text;
    enum json_token token;
    json_scan_start(&scan, view_between(w->at, w->end), false);
    do
        token = json_scan_next(&scan, &text);
    while (scan.depth && token != JSON_BROKEN && token != JSON_MORE);
    w->at = scan.at;
    return scan.depth == 0 && token == JSON_CLOSE;
}

/* ---- measures: [{"metric": "distance", "value": 5.06}, ...] ---- */

/* Whether the array is a list of measures. */
static bool is_measures(const cJSON *array)
{
    return (array->type & cJSON_Array) && cJSON_IsObject(array->child) &&
           cJSON_IsString(cJSON_GetObjectItemCaseSensitive(array->child, "metric")) &&
           cJSON_GetObjectItemCaseSensitive(array->child, "value");
}

static void take_measure(struct walk *w, uint32_t array, struct view metric, struct view value)
{
    struct view quoted = {metric.at - 1, metric.len + 2};
    uint32_t name = w->row->learning ? json_columns_add(w->row->learning, array, quoted)
                                     : json_names_find(&w->row->columns->names, array, quoted);
    if (w->row->learning)
        make_room(w->row);
    take_value(w, name, metric, value, false);
}

/* A list of measures: each becomes a cell "LIST.METRIC". */
static bool take_measures(struct walk *w, uint32_t array)
{
    struct json_scan scan;
    struct view text, key = {"", 0}, metric = {NULL, 0}, value = {NULL, 0};
    enum json_token token;
    json_scan_start(&scan, view_between(w->at, w->end), false);
    do {
        token = json_scan_next(&scan, &text);
        bool is_text = token == JSON_STRING && !scan.escaped;
        if (scan.depth == 2 && token == JSON_KEY)
            key = text;
        else if (scan.depth == 2 && is_text && view_is(key, "metric"))
            metric = text;
        else if (scan.depth == 2 && (is_text || token == JSON_NUMBER) && view_is(key, "value"))
            value = text;
        if (scan.depth != 1 || token != JSON_CLOSE)
            continue;
        if (metric.at && value.at)
            take_measure(w, array, metric, value);
        metric.at = value.at = NULL;
    } while (scan.depth && token != JSON_BROKEN && token != JSON_MORE);
    w->at = scan.at;
    return scan.depth == 0 && token == JSON_CLOSE;
}

/* ---- members ---- */

static bool take_object(struct walk *w, const cJSON *object, uint32_t place, int level);

static bool take_plain(struct walk *w, const cJSON *item, uint32_t name, struct view key)
{
    struct view text = {"", 0};
    bool good = false;
    switch (item->type & 0xFF) {
    case cJSON_String: good = take_string(w, item, &text); break;
    case cJSON_Number: good = take_number(w, &text); break;
    case cJSON_True: good = take_word(w, "true", &text); break;
    case cJSON_False: good = take_word(w, "false", &text); break;
    case cJSON_NULL: good = take_word(w, "null", &text); break;
    default: break;
    }
    bool is_null = (item->type & cJSON_NULL) != 0;
    if (good)
        take_value(w, name, key, is_null ? (struct view){"", 0} : text, is_null);
    return good;
}

static bool take_item(struct walk *w, const cJSON *item, uint32_t name, struct view key, int level)
{
    bool is_object = (item->type & cJSON_Object) != 0;
    if (!is_object && !(item->type & cJSON_Array))
        return take_plain(w, item, name, key);
    if (is_object && name == JSON_NO_NAME && level < LEVELS && !w->row->columns->is_full)
        w->is_unknown = true;
    if (name == JSON_NO_NAME || level == LEVELS || !(is_object || is_measures(item)))
        return pass_over(w);
    if (w->row->learning)
        json_columns_open(w->row->learning, name, key);
    return is_object ? take_object(w, item, name, level + 1) : take_measures(w, name);
}

/* Moves over blanks and the character that must come then. */
static bool take_mark(struct walk *w, char mark)
{
    w->at = json_scan_blanks(w->at, w->end);
    if (w->at == w->end || *w->at != mark)
        return false;
    w->at++;
    w->at = json_scan_blanks(w->at, w->end);
    return w->at < w->end || mark == '}';
}

/* From an opening brace to behind the closing one. */
static bool take_object(struct walk *w, const cJSON *object, uint32_t place, int level)
{
    uint32_t before = JSON_NO_NAME, name;
    struct view quoted;
    if (!take_mark(w, '{'))
        return false;
    for (const cJSON *item = object->child; item; item = item->next) {
        if (!take_key(w, place, *guess_behind(w->row, place, before), &name, &quoted) || !take_mark(w, ':'))
            return false;
        *guess_behind(w->row, place, before) = name;
        struct view key = {quoted.at + 1, quoted.len - 2};
        if (w->row->learning && memchr(key.at, '\\', key.len))
            key = decoded(key, item->string);
        if (!take_item(w, item, name, key, level) || (item->next && !take_mark(w, ',')))
            return false;
        before = name;
    }
    return take_mark(w, '}');
}

/* ---- elements ---- */

static enum json_row_result break_row(struct json_row *row, struct view element)
{
    if (json_scan_check(element, &row->why, &row->offset)) { /* older versions of cJSON take 63 digits only */
        row->why = "a number has more digits than can be read";
        row->offset = element.len;
    }
    return JSON_ROW_BROKEN;
}

/* A long element being copied without its long arrays. */
struct slim {
    char *out;
    size_t len, kept; /* kept: bytes in arrays that stay */
    size_t array;     /* where in `out` the outermost array we are in begins */
    uint32_t depth;   /* of that array, 0: we are in none */
};

static void slim_token(struct slim *s, enum json_token token, uint32_t depth)
{
    if (token == JSON_ARRAY && !s->depth) {
        s->depth = depth;
        s->array = s->len - 1;
    } else if (token == JSON_CLOSE && s->depth && depth < s->depth) {
        size_t len = s->len - s->array;
        s->depth = 0;
        if (len > LONG_ARRAY || s->kept + len > LONG_ELEMENT) {
            s->len = s->array + 2;
            s->out[s->array + 1] = ']';
        } else {
            s->kept += len;
        }
    }
}

/* A long element without its long arrays, which would make a tree many times its size; empty when it is not valid. */
static struct view slim(struct view element, struct arena *arena)
{
    struct slim s = {.out = arena_get(arena, element.len)};
    struct json_scan scan;
    struct view piece;
    enum json_token token;
    const char *from = element.at;
    json_scan_start(&scan, element, true);
    while ((token = json_scan_next(&scan, &piece)) != JSON_END && token != JSON_BROKEN) {
        size_t len = (size_t)(scan.at - from);
        memcpy(s.out + s.len, from, len);
        s.len += len;
        from = scan.at;
        slim_token(&s, token, scan.depth);
    }
    return (struct view){s.out, token == JSON_END ? s.len : 0};
}

enum json_row_result json_row_read(struct json_row *row, struct view element, struct arena *arena)
{
    make_room(row);
    for (size_t i = 0; i < row->touched_count; i++)
        row->cells[row->touched[i]] = (struct view){"", 0};
    row->touched_count = 0;
    row->arena = arena;
    struct view text = element.len > LONG_ELEMENT ? slim(element, arena) : element;
    const char *end;
    json_pool_use(&row->pool);
    cJSON *tree = cJSON_ParseWithLengthOpts(text.at, text.len, &end, 0);
    struct walk w = {.row = row, .end = text.at + text.len};
    w.at = json_scan_blanks(text.at, w.end);
    bool good = cJSON_IsObject(tree) && take_object(&w, tree, 0, 1) && w.at == w.end;
    if (row->pool.has_spilled)
        cJSON_Delete(tree);
    json_pool_use(NULL);
    if (!good)
        return break_row(row, element);
    return w.is_unknown ? JSON_ROW_UNKNOWN : JSON_ROW_OK;
}
