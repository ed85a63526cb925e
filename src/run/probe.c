#include "run/probe.h"

#include <cjson/cJSON.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>

#include "base/civil.h"
#include "base/fileio.h"
#include "readers/json_pool.h"
#include "run/match_back.h"

/* The one file of a folder that ends so; NULL when there is none. */
static char *only_file(const char *folder, const char *within, const char *ending, struct arena *arena)
{
    struct view path = arena_format(arena, "%s/%s", folder, within);
    char *name = arena_string(arena, path), *found = NULL;
    DIR *dir = opendir(name);
    for (const struct dirent *entry; dir && (entry = readdir(dir));)
        if (view_ends(view_of(entry->d_name), view_of(ending))) {
            struct view whole = arena_format(arena, "%s/%s", name, entry->d_name);
            found = arena_string(arena, whole);
        }
    if (dir)
        closedir(dir);
    return found;
}

/* What was posted, of the request's only activity. */
struct sent {
    struct decimal value;
    int32_t day;
    int64_t elapsed_ms;
};

/* 15 digits come out of a double as they went in, and no value of ours has more. */
static bool take_sent(const cJSON *root, struct sent *sent, struct arena *arena, struct view *text)
{
    const cJSON *one = cJSON_GetArrayItem(cJSON_GetObjectItemCaseSensitive(root, "activities"), 0);
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(one, "result_split_tally_value");
    const cJSON *time = cJSON_GetObjectItemCaseSensitive(one, "submitted_time_in_ms");
    const char *day = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(one, "tally_split_date"));
    if (!cJSON_IsNumber(value) || !day || !civil_parse_iso(view_of(day), &sent->day))
        return false;
    *text = arena_format(arena, "%.15g", value->valuedouble);
    sent->elapsed_ms = cJSON_IsNumber(time) ? (int64_t)time->valuedouble : UNKNOWN;
    return number_parse(*text, NUMBER_POINT, &sent->value);
}

static enum status read_sent(const char *folder, struct sent *sent, struct probe *probe, struct arena *arena,
                             struct error *error)
{
    struct view text;
    struct json_pool memory; /* so that what fails is the text, not an allocation */
    char *path = only_file(folder, "requests", ".json", arena);
    enum status status = path ? fileio_read(path, ANSWER_LIMIT, arena, &text, error)
                              : error_set(error, STATUS_USAGE, "%s/requests: the request is gone", folder);
    if (status != STATUS_OK)
        return status;
    json_pool_init(&memory);
    cJSON *root = cJSON_ParseWithLength(text.at, text.len);
    json_pool_release(&memory);
    bool is_read = root && take_sent(root, sent, arena, &probe->posted);
    cJSON_Delete(root);
    return is_read ? STATUS_OK : error_set(error, STATUS_USAGE, "%s: was changed after the pack was made", path);
}

/* The last of that day and time: it is the one that was posted last. */
static void find(struct probe *probe, const struct sent *sent, const struct answer *answer)
{
    for (size_t i = 0; answer->kind == ANSWER_ACTIVITIES && i < answer->count; i++) {
        const struct answer_activity *a = &answer->activities[i];
        bool is_same = a->day == sent->day && (sent->elapsed_ms == UNKNOWN || a->elapsed_ms == sent->elapsed_ms);
        if (!is_same || a->value == UNKNOWN || (probe->is_read_back && a->number < probe->number))
            continue;
        probe->is_read_back = true;
        probe->number = a->number;
        probe->millimetres = a->value;
    }
}

enum status probe_judge(struct probe *probe, const char *folder, const struct manifest *manifest, struct arena *arena,
                        struct error *error)
{
    struct sent sent;
    struct view text;
    *probe = (struct probe){.posted_unit = manifest->tally_unit};
    if (!manifest->is_probe)
        return error_set(error, STATUS_USAGE, "%s: is no probe; tallypost payload --probe makes one", folder);
    enum status status = read_sent(folder, &sent, probe, arena, error);
    char *page = status == STATUS_OK ? only_file(folder, "read-back", ".json", arena) : NULL;
    if (!page)
        return status;
    status = fileio_read(page, ANSWER_LIMIT, arena, &text, error);
    if (status != STATUS_OK)
        return status;
    struct answer answer = answer_read(text, arena);
    find(probe, &sent, &answer);
    if (probe->is_read_back)
        probe->unit = match_back_unit(sent.value, probe->millimetres);
    return STATUS_OK;
}
