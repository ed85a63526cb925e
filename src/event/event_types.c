#include "event/event_types.h"

#include <cjson/cJSON.h>
#include <stdio.h>

#include "base/fileio.h"
#include "base/utf8.h"
#include "readers/json_pool.h"

enum { TYPES_LIMIT = 16 * 1024 * 1024 };

/* One element being read. */
struct reading {
    const char *path;
    struct arena *arena;
    struct error *error;
    int place; /* of the element in the array */
    struct type_draft *draft;
};

struct key {
    const char *name;
    enum status (*read)(const struct reading *r, const struct key *key, const cJSON *value);
    size_t offset; /* in struct type_draft */
    bool must_be;
};

static enum status refuse(const struct reading *r, const struct key *key, const char *form)
{
    return error_set(r->error, STATUS_USAGE, "%s: activity_types[%d]: %s is not %s; save the answer again", r->path,
                     r->place, key->name, form);
}

static void *place_of(const struct reading *r, const struct key *key)
{
    return (char *)r->draft + key->offset;
}

/* ---- values ---- */

/* A double holds every whole number below 2^53; from there on it may hold a neighbour of what was written. */
static bool is_whole(const cJSON *value, int64_t *out)
{
    const double limit = 9007199254740992.0;
    uint64_t number;
    if (cJSON_IsString(value) && number_parse_uint(view_of(value->valuestring), &number)) {
        *out = (int64_t)number;
        return true;
    }
    if (!cJSON_IsNumber(value) || !(value->valuedouble >= 0 && value->valuedouble < limit))
        return false;
    *out = (int64_t)value->valuedouble;
    return !((double)*out < value->valuedouble);
}

static enum status read_id(const struct reading *r, const struct key *key, const cJSON *value)
{
    int64_t *id = place_of(r, key);
    return is_whole(value, id) && *id > 0 ? STATUS_OK
                                          : refuse(r, key, "an id, a whole number from 1 to 9007199254740991");
}

static enum status read_number(const struct reading *r, const struct key *key, const cJSON *value)
{
    return is_whole(value, place_of(r, key)) ? STATUS_OK : refuse(r, key, "a whole number");
}

static enum status read_limit(const struct reading *r, const struct key *key, const cJSON *value)
{
    int64_t *limit = place_of(r, key);
    if (!is_whole(value, limit))
        return refuse(r, key, "a whole number or null");
    if (*limit == 0)
        *limit = UNKNOWN;
    return STATUS_OK;
}

/* 15 digits come out of a double as they went in. */
static enum status read_cap(const struct reading *r, const struct key *key, const cJSON *value)
{
    struct setting_amount *cap = place_of(r, key);
    char text[40] = "";
    if (cJSON_IsNumber(value))
        snprintf(text, sizeof text, "%.15g", value->valuedouble);
    struct view written = cJSON_IsString(value) ? view_of(value->valuestring) : view_of(text);
    if (!number_parse(written, NUMBER_POINT, &cap->value) || cap->value.digits < 0)
        return refuse(r, key, "a number or null");
    cap->given = cap->value.digits > 0;
    return STATUS_OK;
}

static enum status read_label(const struct reading *r, const struct key *key, const cJSON *value)
{
    if (!cJSON_IsString(value))
        return refuse(r, key, "a text");
    *(struct view *)place_of(r, key) = arena_copy(r->arena, view_trim(view_of(value->valuestring)));
    return STATUS_OK;
}

static enum status read_entry_rule(const struct reading *r, const struct key *key, const cJSON *value)
{
    static const int entries[] = {ENTRY_UNSAID, ENTRY_NOT_ALLOWED, ENTRY_OPTIONAL, ENTRY_REQUIRED};
    int64_t number;
    if (!is_whole(value, &number) || number > 3)
        return refuse(r, key, "1 (not allowed), 2 (optional) or 3 (required)");
    *(int *)place_of(r, key) = entries[number];
    return STATUS_OK;
}

static enum status read_flag(const struct reading *r, const struct key *key, const cJSON *value)
{
    bool is_text = cJSON_IsString(value);
    if (!cJSON_IsBool(value) &&
        !(is_text && (view_is(view_of(value->valuestring), "T") || view_is(view_of(value->valuestring), "F"))))
        return refuse(r, key, "\"T\" or \"F\"");
    *(bool *)place_of(r, key) = is_text ? value->valuestring[0] == 'T' : cJSON_IsTrue(value);
    return STATUS_OK;
}

#define AT(member) offsetof(struct type_draft, member)

static const struct key keys[] = {
    {"virtual_race_activity_type_id", read_id, AT(id), true},
    {"activity_type_text", read_label, AT(text), false},
    {"standard_activity_type", read_number, AT(standard_type), false},
    {"entry_tally_field_type", read_number, AT(tally_field), false},
    {"max_tally_value", read_cap, AT(max_tally), false},
    {"time_entry_type", read_entry_rule, AT(time), false},
    {"elevation_gain_entry_type", read_entry_rule, AT(elevation), false},
    {"min_num_activities", read_limit, AT(min_activities), false},
    {"max_num_activities", read_limit, AT(max_activities), false},
    {"deleted", read_flag, AT(deleted), false},
};

/* ---- the answer ---- */

static enum status read_type(const struct reading *r, const cJSON *element)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < sizeof keys / sizeof *keys; i++) {
        const cJSON *value = cJSON_GetObjectItemCaseSensitive(element, keys[i].name);
        if (value && !cJSON_IsNull(value))
            status = keys[i].read(r, &keys[i], value);
        else if (keys[i].must_be)
            status = refuse(r, &keys[i], "there");
    }
    if (status == STATUS_OK && !r->draft->text.len)
        r->draft->text = arena_format(r->arena, "type %lld", (long long)r->draft->id);
    return status;
}

static enum status check_place(const struct reading *r, const struct type_list *list)
{
    for (size_t i = 0; i + 1 < list->count; i++)
        if (list->items[i].id == r->draft->id)
            return error_set(r->error, STATUS_USAGE,
                             "%s: activity_types[%d]: the type with the id %lld is there twice; "
                             "remove one",
                             r->path, r->place, (long long)r->draft->id);
    return STATUS_OK;
}

static enum status read_all(struct type_list *list, struct reading *r, const cJSON *types)
{
    const cJSON *element;
    enum status status = STATUS_OK;
    cJSON_ArrayForEach(element, types)
    {
        if (list->count == TYPE_LIST_MOST)
            return error_set(r->error, STATUS_USAGE, "%s: more than %d activity types", r->path, TYPE_LIST_MOST);
        r->draft = type_list_add(list);
        status = read_type(r, element);
        if (status == STATUS_OK)
            status = check_place(r, list);
        if (status != STATUS_OK)
            return status;
        r->place++;
    }
    return r->place > 0 ? STATUS_OK
                        : error_set(r->error, STATUS_USAGE,
                                    "%s: activity_types is empty; has the event activity types?", r->path);
}

/* Both forms of RunSignup's errors: {"error": {"error_msg": "..."}} and {"error": "..."}. */
static enum status not_types(const struct reading *r, const cJSON *root)
{
    const cJSON *failure = cJSON_GetObjectItemCaseSensitive(root, "error");
    const cJSON *message = cJSON_GetObjectItemCaseSensitive(failure, "error_msg");
    const char *text = cJSON_GetStringValue(message ? message : failure);
    if (!failure)
        return error_set(r->error, STATUS_USAGE,
                         "%s: holds no activity_types; save the answer of GET vr-activity-types with format=json",
                         r->path);
    struct buffer masked = {0};
    buffer_add_masked(&masked, view_of(text ? text : "no message"));
    enum status status = error_set(r->error, STATUS_USAGE,
                                   "%s: is an error of the API (%.200s), not its activity types; ask for them again",
                                   r->path, buffer_string(&masked));
    buffer_release(&masked);
    return status;
}

static int line_at(struct view text, const char *end)
{
    int line = 1;
    for (const char *p = text.at; p < end && p < text.at + text.len; p++)
        line += *p == '\n';
    return line;
}

static enum status read_json(struct type_list *list, struct reading *r, struct view text)
{
    const char *end = text.at;
    struct json_pool memory; /* so that what fails is the text, not an allocation */
    json_pool_init(&memory);
    cJSON *root = cJSON_ParseWithLengthOpts(text.at, text.len + 1, &end, true);
    json_pool_release(&memory);
    if (!root)
        return error_set(r->error, STATUS_USAGE,
                         "%s:%d: is not JSON from here on; save the answer of GET vr-activity-types with format=json",
                         r->path, line_at(text, end));
    const cJSON *types = cJSON_IsArray(root) ? root : cJSON_GetObjectItemCaseSensitive(root, "activity_types");
    enum status status = cJSON_IsArray(types) ? read_all(list, r, types) : not_types(r, root);
    cJSON_Delete(root);
    return status;
}

enum status event_types_read(struct type_list *list, const char *path, struct arena *arena, struct error *error)
{
    struct arena scratch = {0};
    struct view text;
    struct reading r = {.path = path, .arena = arena, .error = error};
    enum status status = fileio_read(path, TYPES_LIMIT, &scratch, &text, error);
    if (status != STATUS_OK)
        goto out;
    text.at = arena_string(&scratch, text);
    if (view_starts(text, VIEW("\xEF\xBB\xBF")))
        text = view_skip(text, 3);
    struct view start = view_trim(text);
    const char *nul = text.len ? memchr(text.at, 0, text.len) : NULL;
    const char *bad = nul ? nul : text.at + utf8_valid_until(text, false);
    if (start.len && start.at[0] == '<')
        status = error_set(error, STATUS_USAGE,
                           "%s: is XML or HTML; save the answer of GET vr-activity-types with format=json", path);
    else if (bad < text.at + text.len)
        status = error_set(error, STATUS_USAGE, "%s:%d: is not UTF-8 text; save it again as UTF-8", path,
                           line_at(text, bad));
    else
        status = read_json(list, &r, text);
out:
    arena_release(&scratch);
    return status;
}
