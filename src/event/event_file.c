#include "event/event_file.h"

#include "base/fileio.h"
#include "base/utf8.h"
#include "event/event_types.h"
#include "event/roster.h"
#include "event/type_list.h"

enum { EVENT_FILE_LIMIT = 1024 * 1024, MOST_MAP = 1000 };

/* KEY(name, how it is read, where it goes): the keys of [event]. */
#define EVENT_KEYS(KEY)                                                                                                \
    KEY(name, setting_text, &r->event->name)                                                                           \
    KEY(race_id, setting_id, &r->event->race_id)                                                                       \
    KEY(event_id, setting_id, &r->event->event_id)                                                                     \
    KEY(first_day, setting_day, &r->event->first_day)                                                                  \
    KEY(last_day, setting_day, &r->event->last_day)                                                                    \
    KEY(submit_until, setting_day, &r->event->submit_until)                                                            \
    KEY(max_age_days, setting_days, &r->event->max_age_days)                                                           \
    KEY(time_zone, setting_zone, &r->event->time_zone)                                                                 \
    KEY(tally_unit, setting_tally_unit, &r->event->tally_unit)                                                         \
    KEY(distance_unit, setting_unit, &r->event->distance_unit)                                                         \
    KEY(elevation_unit, setting_unit, &r->event->elevation_unit)                                                       \
    KEY(fixed_distance, setting_length, &r->event->fixed_distance_mm)                                                  \
    KEY(track_comment, setting_track_comment, &r->event->track_comment)                                                \
    KEY(types, setting_path, &r->types_path)                                                                           \
    KEY(roster, setting_path, &r->roster_path)                                                                         \
    KEY(limits, setting_path, &r->event->limits_path)

/* The keys of [type NAME]. */
#define TYPE_KEYS(KEY)                                                                                                 \
    KEY(id, setting_type_id, &draft->id)                                                                               \
    KEY(names, setting_name_list, &draft->names)                                                                       \
    KEY(kind, setting_kind_read, &draft->kind)                                                                         \
    KEY(fast, setting_pace, &draft->fast_ms_per_km)                                                                    \
    KEY(slow, setting_pace, &draft->slow_ms_per_km)                                                                    \
    KEY(max_tally, setting_amount_read, &draft->max_tally)                                                             \
    KEY(min_activities, setting_count, &draft->min_activities)                                                         \
    KEY(max_activities, setting_count, &draft->max_activities)                                                         \
    KEY(time, setting_entry, &draft->time)                                                                             \
    KEY(elevation, setting_entry, &draft->elevation)

#define ROW(name, read, into) {#name, read, into, 0},
#define ID(name, read, into) EVENT_##name,
#define TYPE_ID(name, read, into) TYPE_##name,
enum event_key { EVENT_KEYS(ID) EVENT_KEY_COUNT };
enum type_key { TYPE_KEYS(TYPE_ID) TYPE_KEY_COUNT };

/* The reading of one event file. */
struct reading {
    struct event *event;
    struct setting setting; /* the line being read */
    struct view types_path, roster_path;
    struct setting_key keys[EVENT_KEY_COUNT], type_keys[TYPE_KEY_COUNT];
    struct type_list listed, own;
    int rule_lines[CODE_COUNT]; /* where a rule was set, 0: it was not */
    int map_lines[MOST_MAP];
    const struct section *section;
};

struct section {
    const char *name;
    enum status (*enter)(struct reading *r, struct view argument); /* NULL: it takes no argument */
    enum status (*read)(struct reading *r);
};

/* ---- [event] ---- */

static void open_keys(struct reading *r)
{
    const struct setting_key keys[] = {EVENT_KEYS(ROW)};
    memcpy(r->keys, keys, sizeof keys);
}

static enum status read_event_key(struct reading *r)
{
    return setting_read(&r->setting, r->keys, EVENT_KEY_COUNT);
}

static enum status check_order(struct reading *r, enum event_key early, enum event_key late)
{
    const int32_t *from = r->keys[early].into, *to = r->keys[late].into;
    if (*from == UNKNOWN_DAY || *to == UNKNOWN_DAY || *from <= *to)
        return STATUS_OK;
    r->setting.entry.line = r->keys[late].line;
    return setting_trouble(&r->setting, "%s is before %s in line %d; swap them or mend one", r->keys[late].name,
                           r->keys[early].name, r->keys[early].line);
}

static enum status check_days(struct reading *r)
{
    enum status status = check_order(r, EVENT_first_day, EVENT_last_day);
    return status == STATUS_OK ? check_order(r, EVENT_first_day, EVENT_submit_until) : status;
}

/* ---- [type NAME] ---- */

static enum status check_paces(struct reading *r)
{
    const struct setting_key *keys = r->type_keys;
    if (!keys[TYPE_fast].line || !keys[TYPE_slow].line)
        return STATUS_OK;
    const int64_t *fast = keys[TYPE_fast].into, *slow = keys[TYPE_slow].into;
    if (*fast < *slow)
        return STATUS_OK;
    r->setting.entry.line = keys[TYPE_slow].line;
    return setting_trouble(&r->setting, "slow is not slower than fast in line %d; swap them or mend one",
                           keys[TYPE_fast].line);
}

static enum status check_counts(struct reading *r)
{
    const struct setting_key *keys = r->type_keys;
    if (!keys[TYPE_min_activities].line || !keys[TYPE_max_activities].line)
        return STATUS_OK;
    const int64_t *least = keys[TYPE_min_activities].into, *most = keys[TYPE_max_activities].into;
    if (*least <= *most)
        return STATUS_OK;
    r->setting.entry.line = keys[TYPE_max_activities].line;
    return setting_trouble(&r->setting, "max_activities is below min_activities in line %d; swap them or mend one",
                           keys[TYPE_min_activities].line);
}

/* The check of the section before, which has ended. */
static enum status end_type(struct reading *r)
{
    struct setting now = r->setting;
    enum status status = check_paces(r);
    if (status == STATUS_OK)
        status = check_counts(r);
    r->setting = now;
    memset(r->type_keys, 0, sizeof r->type_keys);
    return status;
}

static enum status enter_type(struct reading *r, struct view name)
{
    const struct setting *s = &r->setting;
    if (name.len > 1 && name.at[0] == '"' && name.at[name.len - 1] == '"')
        name = view_trim((struct view){name.at + 1, name.len - 2});
    if (!name.len)
        return setting_trouble(s, "[type] has no name; write [type run]");
    if (r->own.count == TYPE_LIST_MOST)
        return setting_trouble(s, "more than %d types", TYPE_LIST_MOST);
    struct type_draft *draft = type_list_add(&r->own);
    draft->text = arena_copy(s->arena, name);
    draft->line = s->entry.line;
    const struct setting_key keys[] = {TYPE_KEYS(ROW)};
    memcpy(r->type_keys, keys, sizeof keys);
    return STATUS_OK;
}

static enum status read_type_key(struct reading *r)
{
    return setting_read(&r->setting, r->type_keys, TYPE_KEY_COUNT);
}

/* ---- [event-map] ---- */

static enum status read_map(struct reading *r)
{
    struct event *event = r->event;
    const struct ini_entry *entry = &r->setting.entry;
    struct event_map one = {0};
    if (!number_parse_uint(entry->key, &one.event_id) || one.event_id == 0 || !entry->value.len)
        return setting_trouble(&r->setting, "a line of [event-map] is EVENT_ID = event name as in the roster");
    for (size_t i = 0; i < event->map_count; i++)
        if (view_equal_fold(event->map[i].name, entry->value))
            return setting_refuse(&r->setting, "is mapped already, in line %d; remove one of them", r->map_lines[i]);
    if (event->map_count == MOST_MAP)
        return setting_trouble(&r->setting, "more than %d lines in [event-map]", MOST_MAP);
    if (!event->map)
        event->map = arena_get(&event->arena, MOST_MAP * sizeof *event->map);
    one.name = arena_copy(&event->arena, entry->value);
    r->map_lines[event->map_count] = entry->line;
    event->map[event->map_count++] = one;
    return STATUS_OK;
}

/* ---- [rules] ---- */

static enum status unknown_code(const struct setting *s)
{
    const char *known[CODE_COUNT];
    for (enum code code = 0; code < CODE_COUNT; code++)
        known[code] = code_table[code].name;
    const char *near = ini_nearest(s->entry.key, known, CODE_COUNT);
    struct view shown = setting_shown(s, s->entry.key);
    if (near)
        return setting_trouble(s, "%.*s is no code of a finding; did you mean %s?", VIEW_ARG(shown), near);
    return setting_trouble(s, "%.*s is no code of a finding; tallypost explain lists them", VIEW_ARG(shown));
}

static enum status read_rule(struct reading *r)
{
    const struct setting *s = &r->setting;
    enum code code = code_from_name(s->entry.key);
    if (code == CODE_COUNT)
        return unknown_code(s);
    if (r->rule_lines[code])
        return setting_refuse(s, "is the second %s, the first is in line %d; remove one of them", code_table[code].name,
                              r->rule_lines[code]);
    bool known;
    enum severity severity = severity_from_name(s->entry.value, &known);
    if (!known)
        return setting_refuse(s, "is not one of error, warning, info, off");
    r->rule_lines[code] = s->entry.line;
    r->event->severities[code] = severity;
    r->event->severity_set[code] = true;
    return STATUS_OK;
}

/* ---- sections ---- */

static const struct section sections[] = {
    {"event", NULL, read_event_key},
    {"type", enter_type, read_type_key},
    {"event-map", NULL, read_map},
    {"rules", NULL, read_rule},
};

enum { SECTION_COUNT = sizeof sections / sizeof *sections };

static enum status unknown_section(const struct setting *s, struct view name)
{
    const char *known[SECTION_COUNT];
    for (size_t i = 0; i < SECTION_COUNT; i++)
        known[i] = sections[i].name;
    return setting_unknown(s, name, "section", known, SECTION_COUNT);
}

static enum status enter_section(struct reading *r)
{
    enum status status = end_type(r);
    if (status != STATUS_OK)
        return status;
    struct view argument = r->setting.entry.section, name = argument;
    size_t length = 0;
    while (length < name.len && name.at[length] != ' ' && name.at[length] != '\t')
        length++;
    name.len = length;
    argument = view_trim(view_skip(argument, length));
    size_t i = 0;
    while (i < SECTION_COUNT && !view_is(name, sections[i].name))
        i++;
    if (i == SECTION_COUNT)
        return unknown_section(&r->setting, name);
    if (argument.len && !sections[i].enter)
        return setting_trouble(&r->setting, "write [%s] without more behind it", sections[i].name);
    r->section = &sections[i];
    return r->section->enter ? r->section->enter(r, argument) : STATUS_OK;
}

static enum status read_line(struct reading *r, enum ini_result result)
{
    const struct setting *s = &r->setting;
    if (result == INI_SECTION)
        return enter_section(r);
    if (result == INI_BAD) {
        struct view shown = setting_shown(s, s->entry.key);
        return setting_trouble(s, "%.*s is neither [section] nor key = value, or a quote in it is not closed",
                               VIEW_ARG(shown));
    }
    if (!r->section) {
        struct view shown = setting_shown(s, s->entry.key);
        return setting_trouble(s, "%.*s stands before the first section; begin the file with [event]", VIEW_ARG(shown));
    }
    return r->section->read(r);
}

static enum status read_lines(struct reading *r, struct view text)
{
    struct ini ini;
    enum ini_result result;
    enum status status = STATUS_OK;
    ini_open(&ini, text);
    while (status == STATUS_OK && (result = ini_next(&ini, &r->setting.entry)) != INI_END)
        status = read_line(r, result);
    if (status == STATUS_OK)
        status = end_type(r);
    if (status == STATUS_OK && !r->section)
        status = error_set(r->setting.error, STATUS_USAGE, "%s: is empty; an event file begins with [event]",
                           r->setting.file);
    return status;
}

static enum status check_text(const struct reading *r, struct view text)
{
    size_t good = utf8_valid_until(text, false);
    const char *nul = good ? memchr(text.at, 0, good) : NULL;
    size_t bad = nul ? (size_t)(nul - text.at) : good;
    if (bad == text.len)
        return STATUS_OK;
    int line = 1;
    for (size_t i = 0; i < bad; i++)
        line += text.at[i] == '\n';
    return error_set(r->setting.error, STATUS_USAGE, "%s:%d: is not UTF-8 text; save the file again as UTF-8",
                     r->setting.file, line);
}

/* ---- the files it names ---- */

/* When a file cannot be read the error names the line that asks for it too. */
static enum status blame(struct reading *r, enum event_key key, enum status status, const struct error *told)
{
    if (status == STATUS_IO)
        return error_set(r->setting.error, STATUS_IO, "%s:%d: %s: %s", r->setting.file, r->keys[key].line,
                         r->keys[key].name, told->text);
    return status == STATUS_OK ? status : error_set(r->setting.error, status, "%s", told->text);
}

static enum status load_types(struct reading *r)
{
    struct error told;
    if (r->types_path.len) {
        enum status status = event_types_read(&r->listed, r->types_path.at, &r->event->arena, &told);
        if (status != STATUS_OK)
            return blame(r, EVENT_types, status, &told);
    }
    enum status status = type_list_lay(&r->listed, &r->own, &r->setting);
    return status == STATUS_OK ? type_list_finish(&r->listed, r->event, &r->setting) : status;
}

static enum status load_roster(struct reading *r)
{
    struct error told;
    if (!r->roster_path.len)
        return STATUS_OK;
    return blame(r, EVENT_roster, roster_read(&r->event->roster, r->roster_path.at, &told), &told);
}

static enum status read_all(struct reading *r)
{
    struct view text;
    enum status status = fileio_read(r->setting.file, EVENT_FILE_LIMIT, &r->event->arena, &text, r->setting.error);
    if (status == STATUS_OK)
        status = check_text(r, text);
    if (status == STATUS_OK)
        status = read_lines(r, text);
    if (status == STATUS_OK)
        status = check_days(r);
    if (status == STATUS_OK)
        status = load_types(r);
    return status == STATUS_OK ? load_roster(r) : status;
}

enum status event_file_load(struct event *event, const char *path, struct error *error)
{
    struct reading *r = memory_get(sizeof *r);
    r->event = event;
    r->setting = (struct setting){.file = path, .arena = &event->arena, .error = error};
    event->given = true;
    event->path = arena_copy(&event->arena, view_of(path));
    open_keys(r);
    enum status status = read_all(r);
    type_list_release(&r->listed);
    type_list_release(&r->own);
    memory_free(r);
    return status;
}
