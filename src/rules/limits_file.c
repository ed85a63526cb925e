#include "rules/limits_file.h"

#include "base/civil.h"
#include "base/ini.h"
#include "base/number.h"
#include "model/pace_text.h"

enum { SPEED_LEAST = 1000, SPEED_MOST = 1000000000 }; /* 1 mm/s to 1 km/s */

/* The reading of one file. */
struct reading {
    struct limits *limits;
    struct kind_limits *kind; /* of the section; NULL in [limits] */
    bool replaced[KIND_COUNT];
    const char *name;
    struct error *error;
};

/* ---- values ---- */

/* "9.58", "3:43.13", "1:59:30" in milliseconds. */
static bool parse_clock(struct view text, int64_t *ms)
{
    struct decimal seconds;
    int64_t total = 0;
    for (int i = 0; i < 2 && memchr(text.at, ':', text.len); i++) {
        uint64_t part;
        if (!number_parse_uint(view_cut(&text, ':'), &part) || part > 100000)
            return false;
        total = (total + (int64_t)part) * 60;
        if (!text.at)
            return false;
    }
    if (!number_parse(text, NUMBER_POINT, &seconds) || !number_scale(seconds, 1000, 1, ms) || *ms < 0)
        return false;
    *ms += total * 1000;
    return *ms > 0 && *ms < (int64_t)31 * MS_PER_DAY;
}

static bool parse_percent(struct view text, int64_t *percent)
{
    uint64_t number;
    if (!view_ends(text, VIEW("%")))
        return false;
    text.len--;
    if (!number_parse_uint(view_trim(text), &number) || number > 1000)
        return false;
    *percent = (int64_t)number;
    return true;
}

/* ---- keys ---- */

static bool read_as_of(struct reading *r, struct view value)
{
    return civil_parse_iso(value, &r->limits->as_of);
}

static bool read_tolerance(struct reading *r, struct view value)
{
    return parse_percent(value, &r->limits->tolerance_percent);
}

static bool read_grade(struct reading *r, struct view value)
{
    return parse_percent(value, &r->limits->grade_percent) && r->limits->grade_percent > 0;
}

static bool read_day_activities(struct reading *r, struct view value)
{
    uint64_t number;
    if (!number_parse_uint(value, &number) || number == 0 || number > 1000000)
        return false;
    r->limits->day_activities = (int64_t)number;
    return true;
}

static bool read_record(struct reading *r, struct view value)
{
    struct kind_limits *k = r->kind;
    size_t kind = (size_t)(k - r->limits->kinds), at = 0;
    while (at + 4 <= value.len && memcmp(value.at + at, " in ", 4) != 0)
        at++;
    int64_t mm, ms;
    if (at + 4 > value.len || !pace_text_length(view_trim((struct view){value.at, at}), &mm) ||
        !parse_clock(view_trim(view_skip(value, at + 4)), &ms))
        return false;
    int64_t speed = mm * 1000000 / ms;
    if (!r->replaced[kind])
        k->record_count = 0;
    r->replaced[kind] = true;
    if (speed < SPEED_LEAST || speed > SPEED_MOST || k->record_count == LIMITS_RECORDS)
        return false;
    k->curve[k->record_count++] = (struct limits_record){.distance_mm = mm, .speed = speed};
    return true;
}

static bool read_margin(struct reading *r, struct view value)
{
    return parse_percent(value, &r->kind->margin_percent);
}

static bool read_fast(struct reading *r, struct view value)
{
    int64_t percent = 0, pace = UNKNOWN;
    if (!pace_text_parse(value, &pace) && (!parse_percent(value, &percent) || percent == 0))
        return false;
    r->kind->fast_percent = percent;
    r->kind->fast_ms_per_km = pace;
    return true;
}

static bool read_slow(struct reading *r, struct view value)
{
    return pace_text_parse(value, &r->kind->slow_ms_per_km);
}

static bool read_distance_high(struct reading *r, struct view value)
{
    return pace_text_length(value, &r->kind->distance_high);
}

static bool read_day_distance_high(struct reading *r, struct view value)
{
    return pace_text_length(value, &r->kind->day_distance_high);
}

static const struct key {
    const char *name;
    bool (*read)(struct reading *r, struct view value);
    bool of_kind;
    const char *form;
} keys[] = {
    {"as_of", read_as_of, false, "a day such as 2026-05-01"},
    {"tolerance", read_tolerance, false, "a share such as 2 %"},
    {"grade_high", read_grade, false, "a share such as 30 %"},
    {"day_activities", read_day_activities, false, "a whole number above 0"},
    {"record", read_record, true, "a distance and a time such as 5 km in 12:35.36, at most 40 for a kind"},
    {"margin", read_margin, true, "a share such as 10 %"},
    {"fast", read_fast, true, "a pace such as 4:00/mi, a speed such as 45 km/h, or a share of the record such as 80 %"},
    {"slow", read_slow, true, "a pace such as 25:00/mi or a speed such as 5 mph"},
    {"distance_high", read_distance_high, true, "a distance such as 50 mi"},
    {"day_distance_high", read_day_distance_high, true, "a distance such as 60 mi"},
};

enum { KEY_COUNT = sizeof keys / sizeof *keys };

/* ---- lines ---- */

/* "; did you mean NAME?" of the keys of this section, or of the sections when `key` is one. */
static enum status unknown(const struct reading *r, int line, struct view word, bool is_section)
{
    const char *known[KEY_COUNT + KIND_COUNT];
    size_t count = 0;
    for (size_t i = 0; !is_section && i < KEY_COUNT; i++)
        if (keys[i].of_kind == (r->kind != NULL))
            known[count++] = keys[i].name;
    for (enum kind kind = 0; is_section && kind < KIND_COUNT; kind++)
        known[count++] = kind_table[kind].name;
    if (is_section)
        known[count++] = "limits";
    const char *near = ini_nearest(word, known, count);
    return error_set(r->error, STATUS_USAGE, "%s:%d: \"%.*s\" is no %s here%s%s%s", r->name, line, VIEW_ARG(word),
                     is_section ? "section" : "key", near ? "; did you mean \"" : "", near ? near : "",
                     near ? "\"?" : "");
}

static enum status enter(struct reading *r, const struct ini_entry *entry)
{
    enum kind kind = kind_from_name(entry->section);
    if (kind == KIND_COUNT && !view_is(entry->section, "limits"))
        return unknown(r, entry->line, entry->section, true);
    r->kind = kind == KIND_COUNT ? NULL : &r->limits->kinds[kind];
    return STATUS_OK;
}

static enum status read_entry(struct reading *r, const struct ini_entry *entry)
{
    if (!entry->section.len)
        return error_set(r->error, STATUS_USAGE, "%s:%d: \"%.*s\" stands before the first section; begin with [run]",
                         r->name, entry->line, VIEW_ARG(entry->key));
    size_t i = 0;
    while (i < KEY_COUNT && (keys[i].of_kind != (r->kind != NULL) || !view_is(entry->key, keys[i].name)))
        i++;
    if (i == KEY_COUNT)
        return unknown(r, entry->line, entry->key, false);
    if (keys[i].read(r, entry->value))
        return STATUS_OK;
    return error_set(r->error, STATUS_USAGE, "%s:%d: %s = \"%.*s\": give %s", r->name, entry->line, keys[i].name,
                     VIEW_ARG(entry->value), keys[i].form);
}

/* A usual range must leave room between its ends. */
static enum status check_ranges(const struct reading *r)
{
    for (enum kind kind = 0; kind < KIND_COUNT; kind++) {
        const struct kind_limits *k = &r->limits->kinds[kind];
        if (k->fast_ms_per_km != UNKNOWN && k->slow_ms_per_km != UNKNOWN && k->fast_ms_per_km >= k->slow_ms_per_km)
            return error_set(r->error, STATUS_USAGE, "%s: [%s]: fast must be faster than slow", r->name,
                             kind_table[kind].name);
    }
    return STATUS_OK;
}

enum status limits_file_read(struct limits *limits, const char *name, struct view text, struct error *error)
{
    struct reading r = {.limits = limits, .name = name, .error = error};
    struct ini ini;
    struct ini_entry entry;
    enum ini_result result;
    enum status status = STATUS_OK;
    ini_open(&ini, text);
    while (status == STATUS_OK && (result = ini_next(&ini, &entry)) != INI_END) {
        if (result == INI_SECTION)
            status = enter(&r, &entry);
        else if (result == INI_ENTRY)
            status = read_entry(&r, &entry);
        else
            status = error_set(error, STATUS_USAGE, "%s:%d: \"%.*s\" is neither a section nor key = value", name,
                               entry.line, VIEW_ARG(entry.key));
    }
    return status == STATUS_OK ? check_ranges(&r) : status;
}
