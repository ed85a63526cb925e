#include "normalize/mapping.h"

#include <limits.h>

enum { DATE_WEIGHT = 3, PROFILE_WEIGHT = 50 };

uint32_t mapping_known_names(const void *profiles, const struct view *names, uint32_t count)
{
    struct arena scratch = {0};
    struct view *folded = arena_get(&scratch, count * sizeof *folded);
    uint32_t known = 0;
    bool date = false;
    for (uint32_t i = 0; i < count; i++) {
        folded[i] = header_fold(&scratch, names[i]);
        known += profiles_know(profiles, folded[i]);
        date = date || profiles_alias(profiles, folded[i]).field == FIELD_DATE;
    }
    known += date && known > 1 ? DATE_WEIGHT : 0;
    known += known > 1 && profiles_match(profiles, folded, count) ? PROFILE_WEIGHT : 0;
    arena_release(&scratch);
    return known;
}

/* The work of one mapping_build. */
struct build {
    struct mapping *m;
    const struct profiles *profiles;
    const struct table *table;
    struct column_info *info;
    struct view *folded;
    struct alias *aliases;
};

static void take(struct build *b, enum field field, int column, const char *why)
{
    b->m->column[field] = column;
    b->m->names[field] = b->table->columns[column];
    b->m->why[field] = why;
    b->info[column].field = field;
    b->info[column].evidence = view_of(why);
}

static enum status take_options(struct build *b, struct error *error)
{
    struct arena scratch = {0};
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < b->m->options->map_count; i++) {
        const struct map_option *map = &b->m->options->maps[i];
        struct header_ref ref = {header_fold(&scratch, map->column), 1};
        int column = header_find(b->folded, b->table->column_count, &ref);
        uint64_t number;
        if (column < 0 && number_parse_uint(map->column, &number) && number >= 1 && number <= b->table->column_count)
            column = (int)number - 1;
        if (column < 0)
            status = error_set(error, STATUS_USAGE, "--map %s=%.*s: the table has no column \"%.*s\"",
                               field_table[map->field].name, VIEW_ARG(map->column), VIEW_ARG(map->column));
        else
            take(b, map->field, column, "option");
    }
    arena_release(&scratch);
    return status;
}

/* The next of the time column's headers that is there as well: it counts where the first is empty or zero. */
static void take_second_time(struct build *b, const struct profile_column *column, int first)
{
    for (size_t h = 0; h < column->header_count; h++) {
        int found = header_find(b->folded, b->table->column_count, &column->headers[h]);
        if (found < 0 || found == first || b->m->column[FIELD_TIME] != first)
            continue;
        b->m->second_time = found;
        return;
    }
}

static void take_profile(struct build *b)
{
    const struct profile *p = b->m->profile;
    for (size_t c = 0; c < p->column_count; c++) {
        const struct profile_column *column = &p->columns[c];
        int found = -1;
        for (size_t h = 0; found < 0 && h < column->header_count; h++)
            found = header_find(b->folded, b->table->column_count, &column->headers[h]);
        if (found >= 0 && !mapping_has(b->m, column->field))
            take(b, column->field, found, "profile");
        if (found >= 0 && column->field == FIELD_TIME)
            take_second_time(b, column, found);
    }
}

/* Fields that people add to an app's export by hand, and the one that a rejects file has. */
static bool is_added_by_hand(enum field field)
{
    return field == FIELD_BIB || field == FIELD_REGISTRATION_ID || field == FIELD_MENDED_LINE;
}

/* Of all columns whose header means the field, the one whose word is preferred; the first of equals. */
static void take_alias(struct build *b, enum field field)
{
    int best = -1, best_rank = INT_MAX;
    for (uint32_t i = 0; i < b->table->column_count; i++) {
        if (b->aliases[i].field != field || b->info[i].field != FIELD_NONE || b->aliases[i].rank >= best_rank)
            continue;
        best = (int)i;
        best_rank = b->aliases[i].rank;
    }
    if (best >= 0)
        take(b, field, best, "header");
}

/* Columns that were not taken, though their headers mean a field that another column has. */
static void name_runners_up(struct build *b, struct arena *arena)
{
    for (uint32_t i = 0; i < b->table->column_count; i++) {
        enum field field = b->aliases[i].field;
        if (b->info[i].field != FIELD_NONE || field == FIELD_NONE || !mapping_has(b->m, field))
            continue;
        b->info[i].runner_up = arena_format(arena, "%s", field_table[field].name);
        struct column_info *winner = &b->info[b->m->column[field]];
        if (!winner->runner_up.len)
            winner->runner_up = arena_format(arena, "column \"%.*s\"", VIEW_ARG(b->table->columns[i]));
    }
}

static bool can_rival(enum field field)
{
    static const enum field fields[] = {FIELD_BIB, FIELD_REGISTRATION_ID, FIELD_DATE, FIELD_DISTANCE, FIELD_TIME};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (fields[i] == field)
            return true;
    return false;
}

/* Columns with the same word over them as the one that was taken. Keys of JSON have a path each and are no rivals. */
static void find_rivals(struct build *b)
{
    struct mapping *m = b->m;
    for (uint32_t i = 0; i < b->table->column_count && !b->table->items.at && m->rival_count < MAPPING_RIVALS; i++) {
        const struct alias *rival = &b->aliases[i];
        if (b->info[i].field != FIELD_NONE || !can_rival(rival->field) || !mapping_has(m, rival->field))
            continue;
        const struct alias *own = &b->aliases[m->column[rival->field]];
        if (strcmp(m->why[rival->field], "header") != 0 || own->rank != rival->rank)
            continue;
        m->rivals[m->rival_count++] = (struct mapping_rival){
            rival->field, (int)i, b->table->columns[i], own->unit, rival->unit, own->time_unit, rival->time_unit};
    }
}

/* A time column that says it is moving time only, in a table without another: that is the time there is. */
static void settle_times(struct build *b)
{
    struct mapping *m = b->m;
    if (!mapping_has(m, FIELD_TIME) && mapping_has(m, FIELD_MOVING_TIME)) {
        take(b, FIELD_TIME, m->column[FIELD_MOVING_TIME], m->why[FIELD_MOVING_TIME]);
        m->column[FIELD_MOVING_TIME] = -1;
    }
}

static const struct alias *alias_of(const struct build *b, enum field field)
{
    static const struct alias none = {0};
    return mapping_has(b->m, field) ? &b->aliases[b->m->column[field]] : &none;
}

static void settle_distance_unit(struct build *b)
{
    struct mapping *m = b->m;
    enum unit header = alias_of(b, FIELD_DISTANCE)->unit;
    const struct profile *p = m->profile;
    const struct {
        enum unit unit;
        const char *from;
    } sources[] = {
        {m->options->distance_unit, "option"},
        {p ? UNIT_NONE : header, "header"},
        {p ? p->distance_unit : UNIT_NONE, "profile"},
        {p && !p->distance_is_tally ? header : UNIT_NONE, "header"},
        {p && p->distance_is_tally ? m->event->tally_unit : UNIT_NONE, "event file's tally_unit"},
        {m->event->distance_unit, "event file"},
    };
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
        if (sources[i].unit != UNIT_NONE) {
            m->distance_unit = sources[i].unit;
            m->distance_unit_from = sources[i].from;
            return;
        }
}

static enum unit first_unit(enum unit a, enum unit b, enum unit c, enum unit d)
{
    return a ? a : b ? b : c ? c : d;
}

static void settle_units(struct build *b)
{
    struct mapping *m = b->m;
    const struct profile *p = m->profile;
    settle_distance_unit(b);
    m->elevation_unit = first_unit(m->options->elevation_unit, alias_of(b, FIELD_ELEVATION)->unit,
                                   p ? p->elevation_unit : UNIT_NONE, m->event->elevation_unit);
    enum time_unit said = p ? p->time_unit : TIME_UNIT_NONE, header = alias_of(b, FIELD_TIME)->time_unit;
    enum time_unit moving = alias_of(b, FIELD_MOVING_TIME)->time_unit;
    m->time_unit = header ? header : said;
    m->moving_unit = moving ? moving : p && p->moving_unit ? p->moving_unit : said;
    m->pace_unit = alias_of(b, FIELD_PACE)->unit;
    m->clock = alias_of(b, FIELD_TIME)->hours_minutes ? CLOCK_HOURS_MINUTES : CLOCK_PLAIN;
    m->dates_utc = p && p->dates_utc;
    m->dates_local = p && p->dates_local;
    m->date_order = m->options->date_order ? m->options->date_order : p ? p->date_order : DATE_ORDER_UNKNOWN;
}

static void list_time_columns(struct build *b)
{
    enum { ROOM = sizeof b->m->time_columns / sizeof *b->m->time_columns };
    size_t n = 0;
    for (uint32_t i = 0; i < b->table->column_count && n < ROOM; i++)
        if (b->aliases[i].field == FIELD_TIME)
            b->m->time_columns[n++] = (int)i;
    while (n < ROOM)
        b->m->time_columns[n++] = -1;
}

static enum status refuse(const struct build *b, struct batch *notes)
{
    bool has_date = mapping_has(b->m, FIELD_DATE) || mapping_has_split_date(b->m);
    struct buffer text = {0};
    buffer_add_text(&text, has_date ? "there are dates, but no column is a distance or a time; the columns are "
                                    : "no column is a date, a distance or a time; the columns are ");
    for (uint32_t i = 0; i < b->table->column_count && i < 8; i++) {
        buffer_add_text(&text, i ? ", \"" : "\"");
        buffer_add_masked(&text, (struct view){b->table->columns[i].at,
                                               b->table->columns[i].len < 40 ? b->table->columns[i].len : 40});
        buffer_add_char(&text, '"');
    }
    buffer_add_text(&text, b->table->column_count > 8 ? ", ..." : "");
    buffer_add_text(&text, has_date ? "; name them with --map distance=COLUMN --map time=COLUMN"
                                    : "; name them with --map date=COLUMN --map distance=COLUMN");
    struct finding *f = batch_note(notes, NULL, CODE_NOT_ACTIVITIES, FIELD_NONE, (struct view){NULL, 0});
    if (f)
        f->args[0] = arg_view(arena_copy(&notes->arena, buffer_view(&text)));
    buffer_release(&text);
    return STATUS_REFUSED;
}

static void fold_headers(struct build *b, struct arena *arena)
{
    uint32_t n = b->table->column_count;
    b->folded = arena_zero(arena, n * sizeof *b->folded);
    b->aliases = arena_zero(arena, n * sizeof *b->aliases);
    for (uint32_t i = 0; i < n; i++) {
        b->info[i] = (struct column_info){.name = b->table->columns[i], .decision = VIEW("not used")};
        b->folded[i] = header_fold(arena, b->table->columns[i]);
        b->aliases[i] = profiles_alias(b->profiles, b->folded[i]);
    }
}

enum status mapping_build(struct mapping *m, const struct profiles *profiles, const struct reading_options *options,
                          const struct event *event, const struct table *table, struct column_info *info,
                          struct batch *notes, struct error *error)
{
    *m = (struct mapping){
        .event = event,
        .options = options,
        .column_count = table->column_count,
        .delimited = table->delimiter != 0,
    };
    for (enum field field = 0; field < FIELD_COUNT; field++)
        m->column[field] = -1;
    m->second_time = -1;
    struct build b = {.m = m, .profiles = profiles, .table = table, .info = info};
    fold_headers(&b, &notes->arena);
    enum status status = take_options(&b, error);
    if (status != STATUS_OK)
        return status;
    m->profile = profiles_match(profiles, b.folded, table->column_count);
    if (m->profile)
        take_profile(&b);
    for (enum field field = FIELD_NONE + 1; field < FIELD_COUNT; field++)
        if (!mapping_has(m, field) && (!m->profile || is_added_by_hand(field)))
            take_alias(&b, field);
    name_runners_up(&b, &notes->arena);
    find_rivals(&b);
    settle_times(&b);
    settle_units(&b);
    list_time_columns(&b);
    m->last_column = -1;
    for (enum field field = 0; field < FIELD_COUNT; field++) /* a row that only lacks its remark is whole */
        if (field != FIELD_COMMENT && field != FIELD_TITLE && field != FIELD_MENDED_LINE)
            m->last_column = m->column[field] > m->last_column ? m->column[field] : m->last_column;
    if (!mapping_has(m, FIELD_DISTANCE) && !mapping_has(m, FIELD_TIME) && !mapping_has(m, FIELD_END_TIME))
        return refuse(&b, notes);
    return STATUS_OK;
}

void mapping_take_as_date(struct mapping *m, int column, const struct profiles *profiles, const struct table *table,
                          struct column_info *info)
{
    struct arena scratch = {0};
    enum field from = info[column].field;
    m->column[FIELD_DATE] = column;
    m->names[FIELD_DATE] = table->columns[column];
    m->why[FIELD_DATE] = "its cells are dates";
    info[column].field = FIELD_DATE;
    info[column].evidence = view_of(m->why[FIELD_DATE]);
    int best_rank = INT_MAX;
    for (uint32_t i = 0; from != FIELD_NONE && i < table->column_count; i++) {
        struct alias alias = profiles_alias(profiles, header_fold(&scratch, table->columns[i]));
        if (best_rank == INT_MAX)
            m->column[from] = -1;
        if (alias.field != from || info[i].field != FIELD_NONE || alias.rank >= best_rank)
            continue;
        best_rank = alias.rank;
        m->column[from] = (int)i;
        m->names[from] = table->columns[i];
        m->why[from] = "header";
    }
    if (from != FIELD_NONE && m->column[from] >= 0) {
        info[m->column[from]].field = from;
        info[m->column[from]].evidence = VIEW("header");
    }
    arena_release(&scratch);
}
