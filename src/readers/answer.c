#include "readers/answer.h"

#include <cjson/cJSON.h>
#include <stdio.h>

#include "base/civil.h"
#include "base/number.h"
#include "base/utf8.h"
#include "readers/json_pool.h"

/* A double holds every whole number below 2^53; RunSignup's stay far below. A number with a fraction is none of ours.
 */
static int64_t whole(const cJSON *value)
{
    const double limit = 9007199254740992.0;
    uint64_t number;
    if (cJSON_IsString(value))
        return number_parse_uint(view_of(value->valuestring), &number) ? (int64_t)number : UNKNOWN;
    if (!cJSON_IsNumber(value) || !(value->valuedouble >= 0 && value->valuedouble < limit))
        return UNKNOWN;
    int64_t out = (int64_t)value->valuedouble;
    return (double)out < value->valuedouble ? UNKNOWN : out;
}

static int64_t number_at(const cJSON *object, const char *name)
{
    return whole(cJSON_GetObjectItemCaseSensitive(object, name));
}

/* A string, or a number as text: ids and codes come as either. */
static struct view text_at(const cJSON *object, const char *name, struct arena *arena)
{
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, name);
    int64_t number = whole(value);
    if (cJSON_IsString(value))
        return arena_copy(arena, view_of(value->valuestring));
    return number == UNKNOWN ? (struct view){"", 0} : arena_format(arena, "%lld", (long long)number);
}

static struct answer other(struct arena *arena, const char *why)
{
    return (struct answer){.kind = ANSWER_OTHER, .message = arena_copy(arena, view_of(why))};
}

static struct answer read_numbers(const cJSON *array, struct arena *arena)
{
    const cJSON *item;
    struct answer answer = {.kind = ANSWER_NUMBERS};
    answer.numbers = arena_get(arena, ((size_t)cJSON_GetArraySize(array) + 1) * sizeof *answer.numbers);
    cJSON_ArrayForEach(item, array)
    {
        int64_t number = whole(item);
        if (number == UNKNOWN)
            return other(arena, "tally_split_nums holds something that is no number");
        answer.numbers[answer.count++] = number;
    }
    return answer;
}

static struct answer read_activities(const cJSON *array, struct arena *arena)
{
    const cJSON *item;
    struct answer answer = {.kind = ANSWER_ACTIVITIES};
    answer.activities = arena_get(arena, ((size_t)cJSON_GetArraySize(array) + 1) * sizeof *answer.activities);
    cJSON_ArrayForEach(item, array)
    {
        struct answer_activity *a = &answer.activities[answer.count++];
        *a = (struct answer_activity){
            .number = number_at(item, "tally_split_num"),
            .value = number_at(item, "result_split_tally_value"),
            .elapsed_ms = number_at(item, "submitted_time_in_ms"),
            .elevation_mm = number_at(item, "split_elevation_gain_in_mm"),
            .type_id = number_at(item, "virtual_race_activity_type_id"),
            .registration_id = text_at(item, "registration_id", arena),
            .day = UNKNOWN_DAY,
        };
        civil_parse_iso(text_at(item, "tally_split_date", arena), &a->day);
        if (a->number == UNKNOWN)
            return other(arena, "an activity without tally_split_num: this is no answer of GET vr-activities");
    }
    return answer;
}

/* {"error":{"error_code":11,"error_msg":"..."}} or {"error":"...","details":[{"code":"...","message":"..."}]}; a
 * message may be an object: then the error's own text is told. */
static struct answer read_error(const cJSON *root, const cJSON *error, struct arena *arena)
{
    const cJSON *details = cJSON_GetObjectItemCaseSensitive(root, "details");
    const cJSON *first = cJSON_IsArray(details) ? cJSON_GetArrayItem(details, 0) : details;
    struct answer answer = {.kind = ANSWER_ERROR};
    if (cJSON_IsObject(error)) {
        answer.code = text_at(error, "error_code", arena);
        answer.message = text_at(error, "error_msg", arena);
    } else {
        answer.code = text_at(first, "code", arena);
        answer.message = text_at(first, "message", arena);
        if (!answer.message.len)
            answer.message = text_at(root, "error", arena);
    }
    return answer;
}

static struct answer judge(const cJSON *root, struct arena *arena)
{
    const cJSON *error = cJSON_GetObjectItemCaseSensitive(root, "error");
    const cJSON *numbers = cJSON_GetObjectItemCaseSensitive(root, "tally_split_nums");
    const cJSON *activities = cJSON_GetObjectItemCaseSensitive(root, "activities");
    if (error && !cJSON_IsNull(error))
        return read_error(root, error, arena);
    if (cJSON_IsArray(numbers))
        return read_numbers(numbers, arena);
    if (cJSON_IsArray(activities))
        return read_activities(activities, arena);
    return other(arena, "neither activities, nor their numbers, nor an error is in it");
}

struct answer answer_read(struct view text, struct arena *arena)
{
    struct json_pool memory; /* so that what fails is the text, not an allocation */
    if (view_starts(text, VIEW("\xEF\xBB\xBF")))
        text = view_skip(text, 3);
    text = view_trim(text);
    if (!text.len)
        return (struct answer){.kind = ANSWER_EMPTY};
    if (text.at[0] == '<')
        return (struct answer){.kind = ANSWER_XML};
    if (memchr(text.at, 0, text.len) || utf8_valid_until(text, false) < text.len)
        return other(arena, "it is no text in UTF-8");
    json_pool_init(&memory);
    char *whole_text = arena_string(arena, text);
    cJSON *root = cJSON_ParseWithLengthOpts(whole_text, text.len + 1, NULL, true);
    json_pool_release(&memory);
    if (!root)
        return other(arena, "it is no JSON, or only a piece of it");
    struct answer answer = judge(root, arena);
    cJSON_Delete(root);
    return answer;
}
