#include "cli/options.h"

#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/ini.h"
#include "base/memory.h"

enum {
    CHECK = COMMAND_CHECK,
    CONVERT = COMMAND_CONVERT,
    IMPORT = COMMAND_IMPORT,
    PAYLOAD = COMMAND_PAYLOAD,
    SNIFF = COMMAND_SNIFF,
    RUNS = CHECK | CONVERT | IMPORT | PAYLOAD,
    VALUES = CONVERT | IMPORT | PAYLOAD,
    READS = RUNS | COMMAND_SNIFF,
    RECEIPTS = COMMAND_RECEIPTS,
    STORE_REPORT = COMMAND_REPORT,
    UNDO = COMMAND_UNDO,
    STORES = IMPORT | PAYLOAD | RECEIPTS | STORE_REPORT | UNDO,
    ANY = READS | COMMAND_FORMATS | COMMAND_EXPLAIN | RECEIPTS | STORE_REPORT | UNDO,
};

const struct option_info option_table[OPTION_COUNT] = {
#define OPTION(id, name, argument, commands, help) [OPTION_##id] = {name, argument, commands, help},
#include "cli/options.def"
#undef OPTION
};

static enum status wrong(struct error *error, enum option_id id, const char *value, const char *what)
{
    return error_set(error, STATUS_USAGE, "tallypost: --%s %s: %s", option_table[id].name, value, what);
}

/* ---- one setter for each kind of argument ---- */

struct setting {
    struct options *options;
    enum option_id id;
    const char *value;
    struct error *error;
};

static enum status set_text(struct setting *s)
{
    struct options *o = s->options;
    const char **texts[OPTION_COUNT] = {
        [OPTION_EVENT] = &o->event,
        [OPTION_PROFILE] = &o->profile,
        [OPTION_FROM] = &o->input.from,
        [OPTION_TIME_ZONE] = &o->time_zone,
        [OPTION_TO] = &o->to,
        [OPTION_STORE] = &o->store,
        [OPTION_OUT] = &o->out,
        [OPTION_ENCODING] = &o->input.encoding,
        [OPTION_SHEET] = &o->input.sheet,
        [OPTION_REJECTS] = &o->rejects_file,
        [OPTION_SAVE_PROFILE] = &o->save_profile,
        [OPTION_COLUMNS] = &o->columns,
        [OPTION_WAIVERS] = &o->waivers,
    };
    *texts[s->id] = s->value;
    if (s->id == OPTION_ENCODING && encoding_from_name(view_of(s->value)) == ENCODING_COUNT)
        return wrong(s->error, s->id, s->value, "known are utf-8, utf-16le, utf-16be, windows-1252");
    return STATUS_OK;
}

static enum status set_flag(struct setting *s)
{
    struct options *o = s->options;
    bool *flags[OPTION_COUNT] = {
        [OPTION_ALL] = &o->all,         [OPTION_QUIET] = &o->quiet,
        [OPTION_VERBOSE] = &o->verbose, [OPTION_SHOW_NAMES] = &o->show_names,
        [OPTION_HELP] = &o->help,       [OPTION_VERSION] = &o->version,
        [OPTION_PROBE] = &o->probe,     [OPTION_NOT_POSTED] = &o->not_posted,
    };
    *flags[s->id] = true;
    return STATUS_OK;
}

static enum status set_unit(struct setting *s)
{
    enum unit unit = unit_from_word(view_of(s->value));
    bool is_tally = s->id == OPTION_TALLY_UNIT;
    if (unit == UNIT_NONE || unit == UNIT_CM || (unit == UNIT_COUNT && !is_tally))
        return wrong(s->error, s->id, s->value,
                     is_tally ? "known are mi km m yd ft mm count" : "known are mi km m yd ft mm");
    if (is_tally)
        s->options->tally_unit = unit;
    else if (s->id == OPTION_DISTANCE_UNIT)
        s->options->input.reading.distance_unit = unit;
    else
        s->options->input.reading.elevation_unit = unit;
    return STATUS_OK;
}

/* The place of the value among some words, -1 when it is none. */
static int word_index(const char *value, const char *const *words)
{
    for (int i = 0; words[i]; i++)
        if (strcmp(value, words[i]) == 0)
            return i;
    return -1;
}

static enum status set_choice(struct setting *s)
{
    static const char *const orders[] = {"mdy", "dmy", "ymd", NULL}, *const times[] = {"elapsed", "moving", NULL};
    static const char *const whens[] = {"auto", "always", "never", NULL}, *const names[] = {"name", "folder", NULL};
    static const struct {
        const char *const *words;
        const char *what;
    } choices[OPTION_COUNT] = {
        [OPTION_DATE_ORDER] = {orders, "give mdy, dmy or ymd"},
        [OPTION_TIME] = {times, "give elapsed or moving"},
        [OPTION_PROGRESS] = {whens, "give auto, always or never"},
        [OPTION_COLOR] = {whens, "give auto, always or never"},
        [OPTION_BIB_FROM] = {names, "give name or folder"},
    };
    struct options *o = s->options;
    int choice = word_index(s->value, choices[s->id].words);
    if (choice < 0)
        return wrong(s->error, s->id, s->value, choices[s->id].what);
    switch (s->id) {
    case OPTION_DATE_ORDER: o->input.reading.date_order = DATE_ORDER_MDY + (enum date_order)choice; break;
    case OPTION_TIME: o->input.reading.take_moving = choice == 1; break;
    case OPTION_PROGRESS: o->progress = (enum when)choice; break;
    case OPTION_BIB_FROM: o->input.bib_from = BIB_FROM_NAME + (enum bib_from)choice; break;
    default: o->color = (enum when)choice; break;
    }
    return STATUS_OK;
}

static enum status set_fix(struct setting *s)
{
    s->options->input.reading.fix_safe = true;
    return strcmp(s->value, "safe") == 0
               ? STATUS_OK
               : wrong(s->error, s->id, s->value, "give safe; nothing else is mended without being looked at");
}

static enum status set_delimiter(struct setting *s)
{
    bool is_tab = strcmp(s->value, "tab") == 0 || strcmp(s->value, "\\t") == 0;
    if (!is_tab && (strlen(s->value) != 1 || !strchr(",;|\t:^~ ", s->value[0])))
        return wrong(s->error, s->id, s->value, "give one character such as , ; | or the word tab");
    s->options->input.delimiter = is_tab ? '\t' : s->value[0];
    return STATUS_OK;
}

static enum status set_participant(struct setting *s)
{
    struct view value = view_trim(view_of(s->value));
    uint64_t number;
    bool is_bib = s->id == OPTION_BIB;
    if (!value.len || value.len > 20 || (!is_bib && !number_parse_uint(value, &number)))
        return wrong(s->error, s->id, s->value, is_bib ? "is no bib" : "a registration id has digits only");
    if (is_bib)
        s->options->input.reading.bib = value;
    else
        s->options->input.reading.registration_id = value;
    return STATUS_OK;
}

static enum status set_day(struct setting *s)
{
    if (!civil_parse_iso(view_of(s->value), &s->options->as_of))
        return wrong(s->error, s->id, s->value, "give a date as YYYY-MM-DD");
    return STATUS_OK;
}

static enum status set_map(struct setting *s)
{
    struct options *o = s->options;
    struct view rest = view_of(s->value), name = view_cut(&rest, '=');
    enum field field = field_from_name(name);
    if (!rest.at || !rest.len || field == FIELD_NONE)
        return wrong(s->error, s->id, s->value,
                     "give FIELD=COLUMN, e.g. date=\"Run date\"; fields are listed by tallypost formats");
    struct reading_options *reading = &o->input.reading;
    reading->maps = memory_grow(reading->maps, &o->map_capacity, reading->map_count + 1, sizeof *reading->maps);
    reading->maps[reading->map_count++] = (struct map_option){field, rest};
    return STATUS_OK;
}

static const char *nearest_code(struct view name)
{
    const char *names[CODE_COUNT];
    for (enum code code = 0; code < CODE_COUNT; code++)
        names[code] = code_table[code].name;
    return ini_nearest(name, names, CODE_COUNT);
}

static enum status set_rule(struct setting *s)
{
    struct options *o = s->options;
    struct view rest = view_of(s->value), name = view_cut(&rest, '=');
    bool known;
    struct rule_change change = {code_from_name(name), severity_from_name(rest, &known)};
    if (!rest.at || !known)
        return wrong(s->error, s->id, s->value, "give CODE=error, warning, info or off");
    if (change.code == CODE_COUNT) {
        const char *near = nearest_code(name);
        return error_set(s->error, STATUS_USAGE, "tallypost: --rule %s: there is no finding \"%.*s\"%s%s%s", s->value,
                         VIEW_ARG(name), near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
    }
    o->rules = memory_grow(o->rules, &o->rule_capacity, o->rule_count + 1, sizeof *o->rules);
    o->rules[o->rule_count++] = change;
    return STATUS_OK;
}

static enum status set_report(struct setting *s)
{
    struct options *o = s->options;
    static const char *const formats[] = {"text", "json", "csv", "html", NULL};
    const char *equals = strchr(s->value, '=');
    size_t len = equals ? (size_t)(equals - s->value) : strlen(s->value);
    for (size_t i = 0; formats[i]; i++) {
        if (strlen(formats[i]) != len || strncmp(s->value, formats[i], len) != 0)
            continue;
        o->reports = memory_grow(o->reports, &o->report_capacity, o->report_count + 1, sizeof *o->reports);
        o->reports[o->report_count++] = (struct report_request){formats[i], equals ? equals + 1 : NULL};
        return equals && !equals[1] ? wrong(s->error, s->id, s->value, "the file's name is missing") : STATUS_OK;
    }
    return wrong(s->error, s->id, s->value, "give text, json, csv or html, with =FILE for a file");
}

static enum status set_limit(struct setting *s)
{
    struct reject_limit *limit = &s->options->rejects;
    *limit = (struct reject_limit){.given = true};
    if (s->id == OPTION_STRICT)
        return STATUS_OK;
    struct view text = view_of(s->value);
    limit->percent = view_ends(text, VIEW("%"));
    text.len -= limit->percent;
    struct decimal number;
    int64_t most;
    if (!number_parse(text, NUMBER_POINT, &number) || number.digits < 0 || (!limit->percent && number.scale) ||
        !number_scale(number, limit->percent ? 100 : 1, 1, &most))
        return wrong(s->error, s->id, s->value, "give a number of rows or a share such as 2%");
    limit->most = (uint64_t)most;
    return STATUS_OK;
}

static enum status set_number(struct setting *s)
{
    uint64_t number, most = s->id == OPTION_JOBS ? 256 : 100;
    if (!number_parse_uint(view_of(s->value), &number) || number < 1 || number > most)
        return wrong(s->error, s->id, s->value,
                     s->id == OPTION_JOBS ? "give a number from 1 to 256" : "give a number from 1 to 100");
    if (s->id == OPTION_JOBS)
        s->options->jobs = (unsigned)number;
    else
        s->options->per_request = (int)number;
    return STATUS_OK;
}

/* "500M": a number with K, M or G behind it. */
static bool parse_size(struct view text, uint64_t *size)
{
    static const char units[] = "KMG";
    const char *unit = text.len ? strchr(units, text.at[text.len - 1] & ~0x20) : NULL;
    int shift = unit && *unit ? 10 * (int)(unit - units + 1) : 0;
    text.len -= shift != 0;
    if (!number_parse_uint(text, size) || *size == 0 || *size > UINT64_MAX >> (shift + 1))
        return false;
    *size <<= shift;
    return true;
}

static enum status set_size(struct setting *s)
{
    struct input_limits *limits = &s->options->input.limits;
    if (!parse_size(view_of(s->value), s->id == OPTION_MAX_BYTES ? &limits->bytes : &limits->members))
        return wrong(s->error, s->id, s->value, "give a number such as 500, 500M or 2G");
    return STATUS_OK;
}

static enum status (*const setters[OPTION_COUNT])(struct setting *) = {
    [OPTION_EVENT] = set_text,
    [OPTION_PROFILE] = set_text,
    [OPTION_FROM] = set_text,
    [OPTION_MAP] = set_map,
    [OPTION_DISTANCE_UNIT] = set_unit,
    [OPTION_ELEVATION_UNIT] = set_unit,
    [OPTION_DATE_ORDER] = set_choice,
    [OPTION_TIME] = set_choice,
    [OPTION_TIME_ZONE] = set_text,
    [OPTION_ENCODING] = set_text,
    [OPTION_FIX] = set_fix,
    [OPTION_DELIMITER] = set_delimiter,
    [OPTION_SHEET] = set_text,
    [OPTION_BIB] = set_participant,
    [OPTION_REGISTRATION_ID] = set_participant,
    [OPTION_BIB_FROM] = set_choice,
    [OPTION_AS_OF] = set_day,
    [OPTION_RULE] = set_rule,
    [OPTION_TALLY_UNIT] = set_unit,
    [OPTION_REPORT] = set_report,
    [OPTION_REJECTS] = set_text,
    [OPTION_MAX_BYTES] = set_size,
    [OPTION_MAX_MEMBERS] = set_size,
    [OPTION_SHOW_NAMES] = set_flag,
    [OPTION_SAVE_PROFILE] = set_text,
    [OPTION_COLUMNS] = set_text,
    [OPTION_WAIVERS] = set_text,
    [OPTION_STRICT] = set_limit,
    [OPTION_MAX_REJECTS] = set_limit,
    [OPTION_TO] = set_text,
    [OPTION_ALL] = set_flag,
    [OPTION_STORE] = set_text,
    [OPTION_OUT] = set_text,
    [OPTION_PER_REQUEST] = set_number,
    [OPTION_PROBE] = set_flag,
    [OPTION_NOT_POSTED] = set_flag,
    [OPTION_JOBS] = set_number,
    [OPTION_PROGRESS] = set_choice,
    [OPTION_COLOR] = set_choice,
    [OPTION_QUIET] = set_flag,
    [OPTION_VERBOSE] = set_flag,
    [OPTION_HELP] = set_flag,
    [OPTION_VERSION] = set_flag,
};

/* ---- the command line ---- */

static enum option_id find_option(struct view name)
{
    enum option_id id = 0;
    while (id < OPTION_COUNT && !view_is(name, option_table[id].name))
        id++;
    return id;
}

static enum status unknown_option(struct view name, struct error *error)
{
    const char *names[OPTION_COUNT];
    for (enum option_id id = 0; id < OPTION_COUNT; id++)
        names[id] = option_table[id].name;
    const char *near = ini_nearest(name, names, OPTION_COUNT);
    return error_set(error, STATUS_USAGE, "tallypost: unknown option --%.*s%s%s%s", VIEW_ARG(name),
                     near ? " (did you mean --" : "", near ? near : "", near ? "?)" : "");
}

/* Takes argv[i], an option; returns how many words it was in *used. */
static enum status take_option(struct options *o, enum command_bit command, int left, char **words, int *used,
                               struct error *error)
{
    struct view rest = view_of(words[0] + 2), name = view_cut(&rest, '=');
    enum option_id id = find_option(name);
    if (id == OPTION_COUNT)
        return unknown_option(name, error);
    const struct option_info *info = &option_table[id];
    if (!(info->commands & command))
        return error_set(error, STATUS_USAGE, "tallypost: --%s does not go with this command", info->name);
    struct setting setting = {o, id, rest.at, error};
    *used = 1;
    if (!info->argument && rest.at)
        return error_set(error, STATUS_USAGE, "tallypost: --%s takes no value", info->name);
    if (info->argument && !rest.at) {
        if (left < 2)
            return error_set(error, STATUS_USAGE, "tallypost: --%s needs a value: --%s %s", info->name, info->name,
                             info->argument);
        setting.value = words[1];
        *used = 2;
    }
    return setters[id](&setting);
}

enum status options_parse(struct options *o, enum command_bit command, int argc, char **argv, struct error *error)
{
    *o = (struct options){.as_of = INT32_MIN, .input.limits = default_limits};
    bool only_inputs = false;
    enum status status = STATUS_OK;
    for (int i = 0, used; status == STATUS_OK && i < argc; i += used) {
        used = 1;
        if (!only_inputs && strcmp(argv[i], "--") == 0) {
            only_inputs = true;
        } else if (!only_inputs && strncmp(argv[i], "--", 2) == 0) {
            status = take_option(o, command, argc - i, argv + i, &used, error);
        } else if (!only_inputs && argv[i][0] == '-' && argv[i][1]) {
            status = error_set(error, STATUS_USAGE, "tallypost: unknown option %s; options have two dashes", argv[i]);
        } else {
            o->inputs = memory_grow(o->inputs, &o->input_capacity, o->input_count + 1, sizeof *o->inputs);
            o->inputs[o->input_count++] = argv[i];
        }
    }
    return status;
}

void options_release(struct options *o)
{
    memory_free(o->rules);
    memory_free(o->reports);
    memory_free(o->input.reading.maps);
    memory_free(o->inputs);
    *o = (struct options){0};
}
