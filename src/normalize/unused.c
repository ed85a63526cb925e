#include "normalize/unused.h"

#include "base/memory.h"
#include "normalize/parse_distance.h"
#include "normalize/parse_duration.h"

enum { LEAST_CELLS = 3, LIKE_PERCENT = 80 };

static bool lacks(const struct mapping *m, enum field field)
{
    switch (field) {
    case FIELD_DATE: return !mapping_has(m, FIELD_DATE) && !mapping_has_split_date(m);
    case FIELD_TIME: return !mapping_has(m, FIELD_TIME) && !mapping_has(m, FIELD_END_TIME);
    case FIELD_BIB: return !mapping_has(m, FIELD_BIB) && !mapping_has(m, FIELD_REGISTRATION_ID);
    default: return !mapping_has(m, field);
    }
}

static const enum field wanted[] = {FIELD_DATE, FIELD_DISTANCE, FIELD_TIME, FIELD_BIB};
enum { WANTED = sizeof wanted / sizeof *wanted };

void unused_init(struct unused *u, const struct mapping *m)
{
    bool any = false;
    *u = (struct unused){0};
    for (size_t i = 0; i < WANTED; i++)
        any = any || lacks(m, wanted[i]);
    if (any)
        u->columns = memory_get((m->column_count + 1) * sizeof *u->columns);
}

void unused_release(struct unused *u)
{
    memory_free(u->columns);
    *u = (struct unused){0};
}

/* When something was written down is no day of an activity, nor is anybody's birthday. */
static bool is_no_candidate(struct view name)
{
    static const char *const words[] = {"updat", "creat", "modif", "birth", "dob", "expir", "signed", "upload"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (view_contains(name, view_of(words[i])))
            return true;
    return false;
}

static bool is_used(const struct mapping *m, uint32_t column)
{
    for (enum field field = 0; field < FIELD_COUNT; field++)
        if (m->column[field] == (int)column)
            return true;
    return m->second_time == (int)column;
}

static void look(struct unused_column *c, struct view text)
{
    struct distance distance;
    struct date_text date;
    struct decimal number;
    struct duration_style style = {0};
    int64_t ms;
    c->filled++;
    if (number_parse(text, NUMBER_POINT, &number) || number_parse(text, NUMBER_COMMA, &number)) {
        c->numbers++;
        return;
    }
    date_scan(text, &date);
    bool is_date = date.shape == DATE_ISO || date.shape == DATE_WORDED ||
                   ((date.shape == DATE_SLASHED || date.shape == DATE_DOTTED) && date.has_year);
    c->dates += is_date;
    c->distances += !is_date && distance_parse(text, UNIT_NONE, NUMBER_POINT, &distance) == DISTANCE_OK;
    c->times += !is_date && duration_parts(text) > 0 && duration_parse(text, &style, &ms, NULL) == DURATION_OK;
}

void unused_observe(struct unused *u, const struct mapping *m, const struct record *record)
{
    for (uint32_t i = 0; u->columns && i < m->column_count && i < record->count; i++) {
        struct view text = view_trim(record->cells[i]);
        if (text.len && text.len < 40)
            look(&u->columns[i], text);
    }
}

/* 2: the cells say it themselves; 1: the cells may be it and the header is one slip away from saying so; 0: neither. */
static int likeness(const struct unused_column *c, enum field field, enum field near)
{
    const uint32_t sure = field == FIELD_DATE ? c->dates : field == FIELD_DISTANCE ? c->distances : c->times;
    bool is_enough = c->filled >= LEAST_CELLS;
    if (field != FIELD_BIB && is_enough && sure * 100 >= c->filled * LIKE_PERCENT)
        return 2;
    bool may_be = field == FIELD_BIB || sure * 2 >= c->filled || (field != FIELD_DATE && c->numbers * 2 >= c->filled);
    return c->filled && near == field && may_be ? 1 : 0;
}

static const char *words_for(enum field field, int likeness)
{
    static const char *const by_cells[FIELD_COUNT] = {[FIELD_DATE] = "its cells look like dates",
                                                      [FIELD_DISTANCE] = "its cells look like distances",
                                                      [FIELD_TIME] = "its cells look like times"};
    return likeness == 2 ? by_cells[field] : "its name is nearly that of the field";
}

static void tell(struct mapping *m, enum field field, const struct column_info *info, int likeness, struct batch *notes)
{
    struct buffer name = {0};
    buffer_add_masked(&name, info->name);
    struct view option = arena_format(&notes->arena, "--map %s=\"%s\"", field_table[field].name, buffer_string(&name));
    buffer_release(&name);
    m->lacking[field] = arena_format(&notes->arena, "; give %.*s if that column has it", VIEW_ARG(option));
    struct finding *f = batch_note(notes, NULL, CODE_COLUMN_UNMAPPED, field, info->name);
    if (f)
        f->args[0] =
            arg_view(arena_format(&notes->arena, "%s: %.*s takes it", words_for(field, likeness), VIEW_ARG(option)));
}

static void tell_likeliest(const struct unused *u, struct mapping *m, enum field field, const struct profiles *profiles,
                           const struct column_info *info, struct batch *notes)
{
    int best = 0;
    uint32_t winner = 0;
    for (uint32_t i = 0; i < m->column_count; i++) {
        if (is_used(m, i) || info[i].field != FIELD_NONE || is_no_candidate(info[i].name))
            continue;
        int like = likeness(&u->columns[i], field, profiles_near(profiles, header_fold(&notes->arena, info[i].name)));
        if (like > best) {
            best = like;
            winner = i;
        }
    }
    if (best)
        tell(m, field, &info[winner], best, notes);
    else
        m->lacking[field] =
            arena_format(&notes->arena, ": no column has it; name one with --map %s=COLUMN", field_table[field].name);
}

void unused_tell(const struct unused *u, struct mapping *m, const struct profiles *profiles,
                 const struct column_info *info, struct batch *notes)
{
    for (size_t i = 0; i < WANTED && u->columns; i++)
        if (lacks(m, wanted[i]))
            tell_likeliest(u, m, wanted[i], profiles, info, notes);
}
