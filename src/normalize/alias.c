#include "normalize/alias.h"

#include "base/hash.h"

enum { BARE_UNIT_RANK = 50 }; /* surer than no name at all, less sure than any */

static struct alias_slot *slot_of(const struct alias_table *table, struct view folded)
{
    size_t i = hash_view(folded) % ALIAS_SLOTS;
    while (table->slots[i].folded.at && !view_equal(table->slots[i].folded, folded))
        i = (i + 1) % ALIAS_SLOTS;
    return (struct alias_slot *)(size_t)&table->slots[i];
}

void alias_learn(struct alias_table *table, struct view folded, enum field field)
{
    struct alias_slot *slot = slot_of(table, folded);
    int rank = field == FIELD_NONE ? 0 : table->ranks[field]++;
    if (!slot->folded.at) {
        if (table->slots_used > ALIAS_SLOTS * 3 / 4)
            return;
        table->slots_used++;
        slot->folded = folded;
    }
    if (slot->field == FIELD_NONE) {
        slot->field = field;
        slot->rank = rank;
    }
}

/* Fewer than inside a cell: "Tag", "Time" or "d" over a column is no unit. */
static const struct {
    const char *word;
    enum time_unit unit;
} time_words[] = {
    {"ms", TIME_UNIT_MS},           {"milliseconds", TIME_UNIT_MS},
    {"millis", TIME_UNIT_MS},       {"s", TIME_UNIT_SECONDS},
    {"sec", TIME_UNIT_SECONDS},     {"secs", TIME_UNIT_SECONDS},
    {"second", TIME_UNIT_SECONDS},  {"seconds", TIME_UNIT_SECONDS},
    {"sek", TIME_UNIT_SECONDS},     {"segundos", TIME_UNIT_SECONDS},
    {"min", TIME_UNIT_MINUTES},     {"mins", TIME_UNIT_MINUTES},
    {"minute", TIME_UNIT_MINUTES},  {"minutes", TIME_UNIT_MINUTES},
    {"minuten", TIME_UNIT_MINUTES}, {"minutos", TIME_UNIT_MINUTES},
    {"h", TIME_UNIT_HOURS},         {"hr", TIME_UNIT_HOURS},
    {"hrs", TIME_UNIT_HOURS},       {"hour", TIME_UNIT_HOURS},
    {"hours", TIME_UNIT_HOURS},     {"stunden", TIME_UNIT_HOURS},
    {"days", TIME_UNIT_DAYS},
};

enum time_unit time_unit_from_word(struct view word)
{
    for (size_t i = 0; i < sizeof time_words / sizeof *time_words; i++)
        if (view_is(word, time_words[i].word))
            return time_words[i].unit;
    return TIME_UNIT_NONE;
}

static struct view last_word(struct view *words)
{
    size_t at = words->len;
    while (at && words->at[at - 1] != ' ')
        at--;
    struct view word = view_skip(*words, at);
    words->len = at ? at - 1 : 0;
    return word;
}

/* What the words of a header say of units: "km", "seconds", "hh mm ss". */
static void take_unit_word(struct alias *alias, struct view word, int *clock_parts)
{
    static const char *const parts[] = {"hh", "h", "mm", "m", "ss", "s"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        *clock_parts += view_is(word, parts[i]);
    enum unit unit = unit_from_word(word);
    if (unit != UNIT_NONE && unit != UNIT_COUNT)
        alias->unit = unit;
    if (time_unit_from_word(word) != TIME_UNIT_NONE)
        alias->time_unit = time_unit_from_word(word);
}

static bool is_unit_word(struct view word)
{
    static const char *const others[] = {"hh", "mm", "ss", "in"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (view_is(word, others[i]))
            return true;
    return unit_from_word(word) != UNIT_NONE || time_unit_from_word(word) != TIME_UNIT_NONE;
}

/* Of "Time (h:mm)" neither hours nor minutes are a unit of bare numbers, and "mm" is no length. */
static void settle_units(struct alias *alias, int clock_parts)
{
    bool is_time = alias->field == FIELD_TIME || alias->field == FIELD_MOVING_TIME;
    if (is_time) {
        alias->unit = UNIT_NONE;
        alias->hours_minutes = clock_parts == 2 && alias->time_unit == TIME_UNIT_HOURS;
        if (clock_parts >= 2)
            alias->time_unit = TIME_UNIT_NONE;
    } else if (alias->field != FIELD_START_TIME) {
        alias->time_unit = TIME_UNIT_NONE;
    }
}

/* A column that is only called "Miles" or "Minutes". */
static void take_bare_unit(struct alias *alias, struct view folded)
{
    bool is_speed = alias->unit != UNIT_NONE && alias->time_unit != TIME_UNIT_NONE; /* "km/h" */
    if (is_speed)
        return;
    if (alias->unit == UNIT_MI || alias->unit == UNIT_KM)
        alias->field = FIELD_DISTANCE;
    else if (alias->time_unit != TIME_UNIT_NONE && folded.len > 2)
        alias->field = FIELD_TIME;
    else
        return;
    alias->rank = BARE_UNIT_RANK;
}

struct alias alias_find(const struct alias_table *table, struct view folded)
{
    struct alias alias = {0};
    int clock_parts = 0;
    struct view words = folded;
    while (words.len && slot_of(table, words)->field == FIELD_NONE) {
        struct view shorter = words, word = last_word(&shorter);
        if (!is_unit_word(word))
            break;
        take_unit_word(&alias, word, &clock_parts);
        words = shorter;
    }
    const struct alias_slot *slot = slot_of(table, words);
    alias.field = words.len ? slot->field : FIELD_NONE;
    alias.rank = slot->rank;
    if (words.len == 0)
        take_bare_unit(&alias, folded);
    for (struct view rest = words; rest.at && alias.unit == UNIT_NONE && alias.field == FIELD_DISTANCE;) {
        struct view word = view_cut(&rest, ' ');
        if (word.len > 1)
            take_unit_word(&alias, word, &clock_parts);
    }
    settle_units(&alias, clock_parts);
    return alias;
}

bool alias_knows(const struct alias_table *table, struct view folded)
{
    return folded.len && (slot_of(table, folded)->folded.at || alias_find(table, folded).field != FIELD_NONE);
}

enum { NEAR_LEAST = 4 }; /* characters; shorter words are one edit from too many others */

enum field alias_near(const struct alias_table *table, struct view folded)
{
    const struct alias_slot *best = NULL;
    for (size_t i = 0; folded.len >= NEAR_LEAST && i < ALIAS_SLOTS; i++) {
        const struct alias_slot *slot = &table->slots[i];
        if (slot->field == FIELD_NONE || !view_one_edit(slot->folded, folded))
            continue;
        if (!best || slot->rank < best->rank || (slot->rank == best->rank && slot->field < best->field))
            best = slot;
    }
    return best ? best->field : FIELD_NONE;
}
