#include "normalize/profile.h"

#include "base/fileio.h"
#include "base/ini.h"
#include "model/findings.h"
#include "normalize/builtin_profiles.h"

enum { PROFILE_LIMIT = 1024 * 1024 };

struct profiles {
    struct arena arena;
    struct profile *list;
    size_t count, capacity;
    bool has_own; /* the first one is the user's */
    struct alias_table aliases;
};

/* ---- reading one INI ---- */

struct reading {
    struct profiles *all;
    struct profile *profile;
    const char *file;
    struct error *error;
    const struct ini_entry *entry;
};

static enum status refuse(const struct reading *r, const char *what)
{
    struct buffer shown = {0};
    struct arg value = arg_quoted(r->entry->value.len ? r->entry->value : r->entry->key);
    arg_text(&shown, &value);
    enum status status =
        error_set(r->error, STATUS_USAGE, "%s:%d: %s: %s", r->file, r->entry->line, buffer_string(&shown), what);
    buffer_release(&shown);
    return status;
}

/* "Distance {2}" is the second column of that name. */
static void take_nth(struct view *name, int *nth)
{
    bool has_nth = name->len > 3 && name->at[name->len - 3] == '{' && name->at[name->len - 1] == '}';
    char digit = has_nth ? name->at[name->len - 2] : '0';
    if (digit < '1' || digit > '9')
        return;
    *nth = digit - '0';
    name->len -= 3;
}

/* "Distance {2} | Distance" */
static struct header_ref *read_headers(struct reading *r, size_t *count)
{
    struct arena *arena = &r->all->arena;
    size_t room = 1;
    for (size_t i = 0; i < r->entry->value.len; i++)
        room += r->entry->value.at[i] == '|';
    struct header_ref *refs = arena_get(arena, room * sizeof *refs);
    for (struct view rest = r->entry->value; rest.at && *count < room;) {
        struct view name = view_trim(view_cut(&rest, '|'));
        struct header_ref ref = {.nth = 1};
        take_nth(&name, &ref.nth);
        ref.folded = header_fold(arena, name);
        if (ref.folded.len)
            refs[(*count)++] = ref;
    }
    return refs;
}

/* Each line is a set of its own: another language or version of the export. */
static enum status read_match(struct reading *r)
{
    struct profile *p = r->profile;
    p->matches = memory_grow(p->matches, &p->match_capacity, p->match_count + 1, sizeof *p->matches);
    struct header_set *set = &p->matches[p->match_count++];
    *set = (struct header_set){0};
    set->headers = read_headers(r, &set->count);
    return STATUS_OK;
}

static enum status read_text(struct reading *r)
{
    struct profile *p = r->profile;
    struct view value = arena_copy(&r->all->arena, r->entry->value);
    if (view_is(r->entry->key, "name"))
        p->name = value;
    else if (view_is(r->entry->key, "title"))
        p->title = value;
    else if (view_is(r->entry->key, "format"))
        p->format = value;
    else if (view_is(r->entry->key, "match"))
        return read_match(r);
    else
        return refuse(r, "unknown key in [profile]; known are name, title, format, match");
    return STATUS_OK;
}

static enum status read_column(struct reading *r)
{
    struct profile *p = r->profile;
    enum field field = field_from_name(r->entry->key);
    if (field == FIELD_NONE)
        return error_set(r->error, STATUS_USAGE, "%s:%d: \"%.*s\" is no field; see tallypost formats", r->file,
                         r->entry->line, r->entry->key.len < 60 ? (int)r->entry->key.len : 60, r->entry->key.at);
    p->columns = memory_grow(p->columns, &p->column_capacity, p->column_count + 1, sizeof *p->columns);
    struct profile_column *column = &p->columns[p->column_count++];
    *column = (struct profile_column){.field = field};
    column->headers = read_headers(r, &column->header_count);
    return STATUS_OK;
}

static enum status read_time_unit(struct reading *r, enum time_unit *unit)
{
    *unit = time_unit_from_word(r->entry->value);
    return *unit ? STATUS_OK : refuse(r, "is no unit of time; give ms, seconds, minutes or hours");
}

/* "distance swim = m": the unit that one kind has. */
static enum unit *kind_unit_of(struct profile *p, struct view key)
{
    struct view rest = key, first = view_cut(&rest, ' ');
    enum kind kind = kind_from_name(view_trim(rest));
    return view_is(first, "distance") && rest.at && kind < KIND_COUNT ? &p->kind_unit[kind] : NULL;
}

static enum status read_unit(struct reading *r)
{
    struct profile *p = r->profile;
    struct view key = r->entry->key, value = r->entry->value;
    if (view_is(key, "time"))
        return read_time_unit(r, &p->time_unit);
    if (view_is(key, "moving_time"))
        return read_time_unit(r, &p->moving_unit);
    if (view_is(key, "utc_offset"))
        return read_time_unit(r, &p->offset_unit);
    if (view_is(key, "distance") && view_is(value, "tally")) {
        p->distance_is_tally = true;
        return STATUS_OK;
    }
    enum unit unit = unit_from_word(value), *of_kind = kind_unit_of(p, key);
    if (unit == UNIT_NONE)
        return refuse(r, "is no unit of length; give mm, cm, m, km, ft, yd or mi");
    if (view_is(key, "distance"))
        p->distance_unit = unit;
    else if (view_is(key, "elevation"))
        p->elevation_unit = unit;
    else if (of_kind)
        *of_kind = unit;
    else
        return refuse(
            r, "unknown key in [units]; known are distance, distance KIND, elevation, time, moving_time, utc_offset");
    return STATUS_OK;
}

const char *const clock_style_names[CLOCK_STYLES] = {"plain", "h:mm", "mm:ss:00", "mm.ss"};

static enum status read_reading(struct reading *r)
{
    struct profile *p = r->profile;
    struct view key = r->entry->key, value = r->entry->value;
    bool comma = view_is(value, "comma");
    if (view_is(key, "decimal") && (comma || view_is(value, "point"))) {
        p->says_decimal = true;
        p->numbers = comma ? NUMBER_COMMA : NUMBER_POINT;
        return STATUS_OK;
    }
    for (enum clock_style clock = 0; clock < CLOCK_STYLES; clock++)
        if (view_is(key, "clock") && view_is(value, clock_style_names[clock])) {
            p->says_clock = true;
            p->clock = clock;
            return STATUS_OK;
        }
    return refuse(r, "in [reading] there can be decimal = point or comma and clock = plain, h:mm, mm:ss:00 or mm.ss");
}

static enum status read_type(struct reading *r)
{
    struct profile *p = r->profile;
    p->types = memory_grow(p->types, &p->type_capacity, p->type_count + 1, sizeof *p->types);
    p->types[p->type_count++] =
        (struct type_word){arena_copy(&r->all->arena, r->entry->key), arena_copy(&r->all->arena, r->entry->value)};
    return STATUS_OK;
}

static enum status read_dates(struct reading *r)
{
    static const char *const orders[] = {"", "mdy", "dmy", "ymd"};
    if (view_is(r->entry->key, "zone") && view_is(r->entry->value, "utc")) {
        r->profile->dates_utc = true;
        return STATUS_OK;
    }
    if (view_is(r->entry->key, "zone") && view_is(r->entry->value, "local")) {
        r->profile->dates_local = true;
        return STATUS_OK;
    }
    if (view_is(r->entry->key, "offset") && view_is(r->entry->value, "without zone")) {
        r->profile->offset_last = true;
        return STATUS_OK;
    }
    for (enum date_order order = DATE_ORDER_MDY; order <= DATE_ORDER_YMD; order++)
        if (view_is(r->entry->key, "order") && view_is(r->entry->value, orders[order])) {
            r->profile->date_order = order;
            return STATUS_OK;
        }
    return refuse(r, "in [dates] there can be zone = utc or local, order = mdy, dmy or ymd, offset = without zone");
}

static enum status read_alias(struct reading *r)
{
    enum field field = field_from_name(r->entry->key);
    if (field == FIELD_NONE)
        return refuse(r, "is given for an unknown field");
    size_t count = 0;
    struct header_ref *refs = read_headers(r, &count);
    for (size_t i = 0; i < count; i++)
        alias_learn(&r->all->aliases, refs[i].folded, field);
    return STATUS_OK;
}

static enum status read_ini(struct profiles *all, struct view text, const char *file, struct error *error)
{
    static const struct {
        const char *section;
        enum status (*read)(struct reading *r);
    } sections[] = {
        {"profile", read_text}, {"columns", read_column},  {"units", read_unit},    {"dates", read_dates},
        {"types", read_type},   {"reading", read_reading}, {"aliases", read_alias},
    };
    struct profile profile = {0};
    struct ini_entry entry;
    struct reading r = {all, &profile, file, error, &entry};
    struct ini ini;
    ini_open(&ini, text);
    enum ini_result result;
    enum status status = STATUS_OK;
    while (status == STATUS_OK && (result = ini_next(&ini, &entry)) != INI_END) {
        if (result == INI_SECTION)
            continue;
        size_t i = 0, n = sizeof sections / sizeof *sections;
        while (i < n && !view_is(entry.section, sections[i].section))
            i++;
        status = result == INI_BAD || i == n ? refuse(&r, "a profile has lines \"key = value\" in [profile], "
                                                          "[columns], [units], [dates], [reading], [types]")
                                             : sections[i].read(&r);
    }
    if (profile.name.len || profile.column_count) {
        all->list = memory_grow(all->list, &all->capacity, all->count + 1, sizeof *all->list);
        all->list[all->count++] = profile;
    } else {
        memory_free(profile.matches);
        memory_free(profile.types);
    }
    return status;
}

/* ---- all of them ---- */

static enum status read_own(struct profiles *all, const char *path, struct error *error)
{
    struct view text;
    enum status status = fileio_read(path, PROFILE_LIMIT, &all->arena, &text, error);
    if (status == STATUS_OK)
        status = read_ini(all, text, path, error);
    if (status == STATUS_OK && all->count == 0)
        status = error_set(error, STATUS_USAGE, "%s: holds no profile: it needs [profile] and [columns]", path);
    all->has_own = status == STATUS_OK;
    return status;
}

static void learn_headers(struct profiles *all)
{
    for (size_t i = 0; i < all->count; i++)
        for (size_t c = 0; c < all->list[i].column_count; c++)
            for (size_t h = 0; h < all->list[i].columns[c].header_count; h++)
                alias_learn(&all->aliases, all->list[i].columns[c].headers[h].folded, FIELD_NONE);
}

enum status profiles_open(struct profiles **out, const char *path, struct error *error)
{
    struct profiles *all = memory_get(sizeof *all);
    enum status status = path ? read_own(all, path, error) : STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < builtin_profile_count; i++)
        status = read_ini(all, (struct view){builtin_profiles[i].text, builtin_profiles[i].size},
                          builtin_profiles[i].name, error);
    learn_headers(all);
    if (status == STATUS_OK)
        *out = all;
    else
        profiles_close(all);
    return status;
}

void profiles_close(struct profiles *all)
{
    for (size_t i = 0; all && i < all->count; i++) {
        memory_free(all->list[i].columns);
        memory_free(all->list[i].matches);
        memory_free(all->list[i].types);
    }
    if (!all)
        return;
    memory_free(all->list);
    arena_release(&all->arena);
    memory_free(all);
}

size_t profiles_count(const struct profiles *all)
{
    return all->count;
}

const struct profile *profiles_at(const struct profiles *all, size_t i)
{
    return &all->list[i];
}

static bool all_there(const struct header_set *set, const struct view *folded, size_t count)
{
    size_t found = 0;
    while (found < set->count && header_find(folded, count, &set->headers[found]) >= 0)
        found++;
    return found == set->count && found;
}

const struct profile *profiles_match(const struct profiles *all, const struct view *folded, size_t count)
{
    const struct profile *best = all->has_own ? &all->list[0] : NULL;
    size_t best_count = 0;
    for (size_t i = 0; i < all->count && !all->has_own; i++) {
        const struct profile *p = &all->list[i];
        for (size_t m = 0; m < p->match_count; m++) {
            if (p->matches[m].count <= best_count || !all_there(&p->matches[m], folded, count))
                continue;
            best = p;
            best_count = p->matches[m].count;
        }
    }
    return best;
}

struct alias profiles_alias(const struct profiles *all, struct view folded)
{
    return alias_find(&all->aliases, folded);
}

enum field profiles_near(const struct profiles *all, struct view folded)
{
    return alias_near(&all->aliases, folded);
}

bool profiles_know(const struct profiles *all, struct view folded)
{
    return alias_knows(&all->aliases, folded);
}
