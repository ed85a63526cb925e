#include "event/setting.h"

#include <stdio.h>

#include "base/civil.h"
#include "base/fileio.h"
#include "base/zone.h"
#include "model/pace_text.h"
#include "normalize/parse_kind.h"

enum { MOST_DAYS = 36500, MOST_COUNT = 100000, MOST_NAMES = 100, MOST_KEYS = 40 };

/* ---- messages ---- */

struct view setting_shown(const struct setting *s, struct view text)
{
    struct buffer out = {0};
    struct arg arg = arg_quoted(text);
    arg_text(&out, &arg);
    struct view shown = arena_copy(s->arena, buffer_view(&out));
    buffer_release(&out);
    return shown;
}

static enum status tell(const struct setting *s, bool with_value, const char *format, va_list args)
{
    char what[600];
    vsnprintf(what, sizeof what, format, args);
    if (!with_value)
        return error_set(s->error, STATUS_USAGE, "%s:%d: %s", s->file, s->entry.line, what);
    struct view value = setting_shown(s, s->entry.value);
    return error_set(s->error, STATUS_USAGE, "%s:%d: %.*s = %.*s %s", s->file, s->entry.line, VIEW_ARG(s->entry.key),
                     VIEW_ARG(value), what);
}

enum status setting_refuse(const struct setting *s, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    enum status status = tell(s, true, format, args);
    va_end(args);
    return status;
}

enum status setting_trouble(const struct setting *s, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    enum status status = tell(s, false, format, args);
    va_end(args);
    return status;
}

enum status setting_unknown(const struct setting *s, struct view word, const char *what, const char *const known[],
                            size_t count)
{
    struct view shown = setting_shown(s, word);
    const char *near = ini_nearest(word, known, count);
    if (near)
        return setting_trouble(s, "%.*s is no %s; did you mean %s?", VIEW_ARG(shown), what, near);
    struct buffer list = {0};
    for (size_t i = 0; i < count; i++)
        buffer_format(&list, "%s%s", i ? ", " : "", known[i]);
    enum status status = setting_trouble(s, "%.*s is no %s; known are %s", VIEW_ARG(shown), what, buffer_string(&list));
    buffer_release(&list);
    return status;
}

/* ---- keys ---- */

static enum status unknown_key(const struct setting *s, const struct setting_key *keys, size_t count)
{
    const char *known[MOST_KEYS];
    size_t n = 0;
    for (; n < count && n < MOST_KEYS; n++)
        known[n] = keys[n].name;
    struct view section = {s->entry.section.at, s->entry.section.len < 60 ? s->entry.section.len : 60};
    struct buffer what = {0};
    buffer_add_text(&what, "key of [");
    buffer_add_masked(&what, section);
    buffer_add_char(&what, ']');
    enum status status = setting_unknown(s, s->entry.key, buffer_string(&what), known, n);
    buffer_release(&what);
    return status;
}

enum status setting_read(const struct setting *s, struct setting_key *keys, size_t count)
{
    size_t i = 0;
    while (i < count && !view_is(s->entry.key, keys[i].name))
        i++;
    if (i == count)
        return unknown_key(s, keys, count);
    if (keys[i].line)
        return setting_refuse(s, "is the second %s, the first is in line %d; remove one of them", keys[i].name,
                              keys[i].line);
    if (!s->entry.value.len)
        return setting_trouble(s, "%s has no value; give one or remove the line", keys[i].name);
    keys[i].line = s->entry.line;
    return keys[i].read(s, keys[i].into);
}

/* ---- values ---- */

enum status setting_text(const struct setting *s, void *into)
{
    *(struct view *)into = arena_copy(s->arena, s->entry.value);
    return STATUS_OK;
}

enum status setting_path(const struct setting *s, void *into)
{
    *(struct view *)into = view_of(fileio_beside(s->arena, s->file, s->entry.value));
    return STATUS_OK;
}

enum status setting_zone(const struct setting *s, void *into)
{
    if (!zone_exists(s->entry.value))
        return setting_refuse(s, "is no time zone of this system; give a name such as America/New_York or Europe/Paris "
                                 "(package tzdata)");
    return setting_text(s, into);
}

static enum status read_whole(const struct setting *s, uint64_t least, uint64_t most, const char *form, uint64_t *out)
{
    if (number_parse_uint(s->entry.value, out) && *out >= least && *out <= most)
        return STATUS_OK;
    return setting_refuse(s, "is not %s", form);
}

enum status setting_id(const struct setting *s, void *into)
{
    return read_whole(s, 1, INT64_MAX, "an id; give the number from the race's pages or API, such as 90457", into);
}

enum status setting_type_id(const struct setting *s, void *into)
{
    uint64_t id;
    enum status status = setting_id(s, &id);
    if (status == STATUS_OK)
        *(int64_t *)into = (int64_t)id;
    return status;
}

enum status setting_days(const struct setting *s, void *into)
{
    uint64_t days;
    enum status status = read_whole(s, 0, MOST_DAYS, "a number of days from 0 to 36500", &days);
    if (status == STATUS_OK)
        *(int64_t *)into = (int64_t)days;
    return status;
}

enum status setting_count(const struct setting *s, void *into)
{
    uint64_t count;
    enum status status = read_whole(s, 1, MOST_COUNT, "a number of activities from 1 to 100000", &count);
    if (status == STATUS_OK)
        *(int64_t *)into = (int64_t)count;
    return status;
}

enum status setting_day(const struct setting *s, void *into)
{
    if (civil_parse_iso(s->entry.value, into))
        return STATUS_OK;
    return setting_refuse(s, "is not a date; write it as YYYY-MM-DD, such as 2026-05-01");
}

enum status setting_unit(const struct setting *s, void *into)
{
    enum unit unit = unit_from_word(s->entry.value);
    if (unit == UNIT_NONE || unit == UNIT_CM || unit == UNIT_COUNT)
        return setting_refuse(s, "is not one of the units mi, km, m, yd, ft, mm");
    *(enum unit *)into = unit;
    return STATUS_OK;
}

enum status setting_tally_unit(const struct setting *s, void *into)
{
    enum unit unit = unit_from_word(s->entry.value);
    if (unit == UNIT_NONE || unit == UNIT_CM)
        return setting_refuse(s, "is not one of the units mi, km, m, yd, ft, mm, count");
    *(enum unit *)into = unit;
    return STATUS_OK;
}

enum status setting_length(const struct setting *s, void *into)
{
    if (pace_text_length(s->entry.value, into))
        return STATUS_OK;
    return setting_refuse(s, "is not a distance with its unit, such as 5 km or 13.1 mi");
}

enum status setting_pace(const struct setting *s, void *into)
{
    if (pace_text_parse(s->entry.value, into))
        return STATUS_OK;
    return setting_refuse(s, "is not a pace or speed, such as 4:00/mi, 2:30/km, 1:20/100m, 28 mph or 45 km/h");
}

enum status setting_amount_read(const struct setting *s, void *into)
{
    struct setting_amount amount = {.given = true, .line = s->entry.line};
    struct view text = s->entry.value;
    size_t length = number_prefix(text, NUMBER_POINT, &amount.value);
    struct view word = view_trim(view_skip(text, length));
    amount.unit = unit_from_word(word);
    if (!length || amount.value.digits <= 0 || (word.len && amount.unit == UNIT_NONE))
        return setting_refuse(s, "is not an amount, such as 26.2 mi, or a bare number in the tally unit");
    *(struct setting_amount *)into = amount;
    return STATUS_OK;
}

enum status setting_name_list(const struct setting *s, void *into)
{
    struct setting_names *names = into;
    names->list = arena_get(s->arena, MOST_NAMES * sizeof *names->list);
    for (struct view rest = s->entry.value; rest.at;) {
        struct view name = view_trim(view_cut(&rest, ','));
        if (!name.len)
            continue;
        if (names->count == MOST_NAMES)
            return setting_refuse(s, "has more than %d names", MOST_NAMES);
        names->list[names->count++] = arena_copy(s->arena, name);
    }
    return names->count ? STATUS_OK : setting_refuse(s, "holds no name; write them as run, running, jog");
}

static enum status unknown_kind(const struct setting *s)
{
    const char *known[KIND_COUNT + 1];
    for (enum kind kind = 0; kind < KIND_COUNT; kind++)
        known[kind] = kind_table[kind].name;
    known[KIND_COUNT] = "count";
    return setting_unknown(s, s->entry.value, "kind of activity", known, KIND_COUNT + 1);
}

enum status setting_kind_read(const struct setting *s, void *into)
{
    struct setting_kind *kind = into;
    *kind = (struct setting_kind){.given = true, .is_count = view_is(s->entry.value, "count"), .kind = KIND_OTHER};
    if (kind->is_count)
        return STATUS_OK;
    kind->kind = kind_from_name(s->entry.value);
    if (kind->kind == KIND_COUNT)
        kind->kind = kind_from_words(s->entry.value, s->arena);
    return kind->kind < KIND_COUNT ? STATUS_OK : unknown_kind(s);
}

/* A word for a number, as enums have them. */
struct word {
    const char *word;
    int number;
};

static enum status read_word(const struct setting *s, const struct word *words, size_t count, int *into,
                             const char *otherwise)
{
    for (size_t i = 0; i < count; i++)
        if (view_is(s->entry.value, words[i].word)) {
            *into = words[i].number;
            return STATUS_OK;
        }
    return setting_refuse(s, "%s", otherwise);
}

enum status setting_entry(const struct setting *s, void *into)
{
    static const struct word words[] = {
        {"optional", ENTRY_OPTIONAL},
        {"required", ENTRY_REQUIRED},
        {"not-allowed", ENTRY_NOT_ALLOWED},
        {"not allowed", ENTRY_NOT_ALLOWED},
    };
    return read_word(s, words, sizeof words / sizeof *words, into, "is not one of required, optional, not-allowed");
}

enum status setting_track_comment(const struct setting *s, void *into)
{
    static const struct word words[] = {
        {"title", TRACK_COMMENT_TITLE},
        {"device", TRACK_COMMENT_DEVICE},
        {"file", TRACK_COMMENT_FILE},
    };
    return read_word(s, words, sizeof words / sizeof *words, into, "is not one of title, device, file");
}
