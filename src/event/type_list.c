#include "event/type_list.h"

#include "base/utf8.h"
#include "normalize/parse_kind.h"

struct type_draft *type_list_add(struct type_list *list)
{
    list->items = memory_grow(list->items, &list->capacity, list->count + 1, sizeof *list->items);
    struct type_draft *draft = &list->items[list->count++];
    *draft = (struct type_draft){
        .id = UNKNOWN,
        .standard_type = UNKNOWN,
        .tally_field = UNKNOWN,
        .min_activities = UNKNOWN,
        .max_activities = UNKNOWN,
        .fast_ms_per_km = UNKNOWN,
        .slow_ms_per_km = UNKNOWN,
        .time = ENTRY_UNSAID,
        .elevation = ENTRY_UNSAID,
    };
    return draft;
}

void type_list_release(struct type_list *list)
{
    memory_free(list->items);
    *list = (struct type_list){0};
}

/* ---- names ---- */

/* The names of all drafts, folded, each with the draft it belongs to. */
struct folded_name {
    struct view folded, written;
    size_t draft;
};

struct name_table {
    struct folded_name *list;
    size_t count, capacity;
};

static void learn(struct name_table *table, struct arena *scratch, struct view written, size_t draft)
{
    struct view folded = utf8_fold(scratch, written);
    if (!folded.len)
        folded = written;
    table->list = memory_grow(table->list, &table->capacity, table->count + 1, sizeof *table->list);
    table->list[table->count++] = (struct folded_name){folded, written, draft};
}

static struct name_table names_of(const struct type_list *list, struct arena *scratch)
{
    struct name_table table = {0};
    for (size_t i = 0; i < list->count; i++) {
        learn(&table, scratch, list->items[i].text, i);
        for (size_t n = 0; n < list->items[i].names.count; n++)
            learn(&table, scratch, list->items[i].names.list[n], i);
    }
    return table;
}

/* The draft that is called by one of the names of `wanted`; -1 when there is none. */
static int find_by_name(const struct type_list *list, const struct name_table *names,
                        const struct name_table *own_names, size_t wanted)
{
    int found = -1;
    for (size_t o = 0; o < own_names->count; o++)
        for (size_t n = 0; own_names->list[o].draft == wanted && n < names->count; n++) {
            size_t draft = names->list[n].draft;
            bool better = found < 0 || (list->items[found].deleted && !list->items[draft].deleted);
            if (better && view_equal(names->list[n].folded, own_names->list[o].folded))
                found = (int)draft;
        }
    return found;
}

static int find_by_id(const struct type_list *list, size_t count, int64_t id)
{
    for (size_t i = 0; id != UNKNOWN && i < count; i++)
        if (list->items[i].id == id)
            return (int)i;
    return -1;
}

/* ---- one over the other ---- */

/* The section's names, then the label and names that were there, each once. */
static struct setting_names join_names(const struct type_draft *under, const struct type_draft *over,
                                       struct arena *arena)
{
    const struct setting_names *parts[] = {&over->names, &under->names};
    struct view *list = arena_get(arena, (over->names.count + under->names.count + 2) * sizeof *list);
    struct setting_names all = {list, 0};
    list[all.count++] = over->text;
    for (size_t p = 0; p < 2; p++) {
        for (size_t i = 0; i < parts[p]->count; i++)
            if (!view_equal_fold(parts[p]->list[i], over->text))
                list[all.count++] = parts[p]->list[i];
        if (p == 0 && under->text.len && !view_equal_fold(under->text, over->text))
            list[all.count++] = under->text;
    }
    return all;
}

static void take(int64_t *value, int64_t said)
{
    if (said != UNKNOWN)
        *value = said;
}

static void lay_one(struct type_draft *under, const struct type_draft *over, struct arena *arena)
{
    under->names = join_names(under, over, arena);
    under->text = over->text;
    under->line = over->line;
    take(&under->id, over->id);
    take(&under->fast_ms_per_km, over->fast_ms_per_km);
    take(&under->slow_ms_per_km, over->slow_ms_per_km);
    take(&under->min_activities, over->min_activities);
    take(&under->max_activities, over->max_activities);
    if (over->kind.given)
        under->kind = over->kind;
    if (over->max_tally.given)
        under->max_tally = over->max_tally;
    if (over->time != ENTRY_UNSAID)
        under->time = over->time;
    if (over->elevation != ENTRY_UNSAID)
        under->elevation = over->elevation;
}

static enum status trouble_at(const struct setting *s, int line, const char *what, struct view word, int other)
{
    struct setting at = *s;
    at.entry.line = line;
    struct view shown = setting_shown(s, word);
    if (other)
        return setting_trouble(&at, "%s %.*s also belongs to the section in line %d; a type has one section", what,
                               VIEW_ARG(shown), other);
    return setting_trouble(&at,
                           "%s %.*s also belongs to another type of the types file; leave it out, or give the id "
                           "of that type",
                           what, VIEW_ARG(shown));
}

static enum status lay_all(struct type_list *listed, const struct type_list *own, const struct setting *s,
                           struct arena *scratch)
{
    size_t from_file = listed->count;
    struct name_table names = names_of(listed, scratch), own_names = names_of(own, scratch);
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < own->count; i++) {
        const struct type_draft *over = &own->items[i];
        int place = find_by_id(listed, from_file, over->id);
        if (place < 0)
            place = find_by_name(listed, &names, &own_names, i);
        if (place >= 0 && listed->items[place].line)
            status = trouble_at(s, over->line, "the type of section", over->text, listed->items[place].line);
        else
            lay_one(place >= 0 ? &listed->items[place] : type_list_add(listed), over, s->arena);
    }
    memory_free(names.list);
    memory_free(own_names.list);
    return status;
}

/* Each name of a section leads to one type. */
static enum status check_names(const struct type_list *list, const struct setting *s, struct arena *scratch)
{
    struct name_table names = names_of(list, scratch);
    enum status status = STATUS_OK;
    if (names.count > TYPE_LIST_MOST_NAMES)
        status = setting_trouble(s, "the types have more than %d names together", TYPE_LIST_MOST_NAMES);
    for (size_t i = 0; status == STATUS_OK && i < names.count; i++)
        for (size_t j = 0; status == STATUS_OK && j < i; j++) {
            const struct type_draft *a = &list->items[names.list[i].draft], *b = &list->items[names.list[j].draft];
            if (a == b || (!a->line && !b->line) || a->deleted || b->deleted ||
                !view_equal(names.list[i].folded, names.list[j].folded))
                continue;
            const struct type_draft *later = a->line > b->line ? a : b, *other = later == a ? b : a;
            status = trouble_at(s, later->line, "the name", names.list[later == a ? i : j].written, other->line);
        }
    memory_free(names.list);
    return status;
}

static enum status check_ids(const struct type_list *list, const struct setting *s)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct type_draft *draft = &list->items[i];
        int other = find_by_id(list, i, draft->id);
        if (other >= 0 && draft->line)
            return trouble_at(s, draft->line, "the id of section", draft->text, list->items[other].line);
    }
    return STATUS_OK;
}

enum status type_list_lay(struct type_list *listed, const struct type_list *own, const struct setting *s)
{
    struct arena scratch = {0};
    enum status status = lay_all(listed, own, s, &scratch);
    if (status == STATUS_OK)
        status = check_names(listed, s, &scratch);
    if (status == STATUS_OK)
        status = check_ids(listed, s);
    arena_release(&scratch);
    return status;
}

/* ---- the event's types ---- */

static enum kind kind_of_standard(int64_t standard)
{
    enum kind kind = 0;
    while (kind < KIND_COUNT && (kind_table[kind].standard == 0 || kind_table[kind].standard != standard))
        kind++;
    return kind;
}

static enum kind kind_of_words(const struct type_draft *draft, struct arena *scratch)
{
    enum kind kind = kind_from_words(draft->text, scratch);
    for (size_t i = 0; kind == KIND_COUNT && i < draft->names.count; i++)
        kind = kind_from_words(draft->names.list[i], scratch);
    return kind == KIND_COUNT ? KIND_OTHER : kind;
}

static struct setting_kind kind_of(const struct type_draft *draft, enum unit tally_unit)
{
    if (draft->kind.given)
        return draft->kind;
    struct setting_kind kind = {.kind = kind_of_standard(draft->standard_type)};
    if (kind.kind != KIND_COUNT)
        return kind;
    kind.kind = KIND_OTHER;
    kind.is_count = draft->standard_type == UNKNOWN && draft->tally_field == 1;
    if (kind.is_count)
        return kind;
    struct arena scratch = {0};
    kind.kind = kind_of_words(draft, &scratch);
    kind.is_count = kind.kind == KIND_OTHER && tally_unit == UNIT_COUNT;
    arena_release(&scratch);
    return kind;
}

/* The cap in mm or as a count. */
static enum status read_cap(const struct type_draft *draft, bool is_count, enum unit tally_unit,
                            const struct setting *s, int64_t *cap)
{
    const struct setting_amount *max = &draft->max_tally;
    struct setting at = *s;
    at.entry.line = max->line;
    *cap = UNKNOWN;
    if (!max->given)
        return STATUS_OK;
    enum unit unit = max->unit != UNIT_NONE ? max->unit : is_count ? UNIT_COUNT : tally_unit;
    if (unit != UNIT_NONE && (unit == UNIT_COUNT) == is_count) {
        if (unit_to_mm(max->value, unit, cap))
            return STATUS_OK;
        return max->line ? setting_trouble(&at, "max_tally is too large a number") : STATUS_OK;
    }
    if (!max->line)
        return STATUS_OK;
    if (is_count)
        return setting_trouble(&at, "this type is a plain count, but its max_tally is a length; give a bare number");
    return setting_trouble(&at,
                           "this type is a distance; give its max_tally a unit of length, such as 26.2 mi, or give a "
                           "bare number and a tally_unit in [event]");
}

static enum entry entry_of(int said)
{
    return said == ENTRY_UNSAID ? ENTRY_OPTIONAL : (enum entry)said;
}

static enum status finish_one(const struct type_draft *draft, const struct event *event, const struct setting *s,
                              struct event_type *type)
{
    struct setting_kind kind = kind_of(draft, event->tally_unit);
    *type = (struct event_type){
        .id = draft->id,
        .text = draft->text,
        .names = draft->names.list,
        .name_count = draft->names.count,
        .kind = kind.kind,
        .is_count = kind.is_count,
        .deleted = draft->deleted,
        .time = entry_of(draft->time),
        .elevation = entry_of(draft->elevation),
        .min_activities = draft->min_activities,
        .max_activities = draft->max_activities,
        .fast_ms_per_km = draft->fast_ms_per_km,
        .slow_ms_per_km = draft->slow_ms_per_km,
    };
    return read_cap(draft, kind.is_count, event->tally_unit, s, &type->max_tally);
}

enum status type_list_finish(const struct type_list *list, struct event *event, const struct setting *s)
{
    event->types = arena_zero(&event->arena, (list->count + 1) * sizeof *event->types);
    event->type_count = list->count;
    event->lists_types = list->count > 0;
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < list->count; i++)
        status = finish_one(&list->items[i], event, s, &event->types[i]);
    return status;
}
