#include "rules/seen_rows.h"

#include "base/civil.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/spill_log.h"

enum {
    OTHER_SOURCE = UINT16_MAX,
    IN_MEMORY = 256 * 1024,
    READ_AT_ONCE = 64,
    NUMBER_DIGITS = 9,
    NUMBER_MOST = (1 << 27) - 1
};

struct seen_rows {
    struct spill_log log;
    struct hash_index *days, *twins;
    const struct source_info **sources; /* by number */
    size_t source_count, source_capacity;
    uint64_t *crowded; /* prints of days, 0 is a gap; a power of two of slots, at most half of them used */
    size_t crowded_slots, crowded_used;
};

struct seen_rows *seen_rows_new(void)
{
    struct seen_rows *seen = memory_get(sizeof *seen);
    spill_log_init(&seen->log, sizeof(struct seen_row), IN_MEMORY);
    seen->days = hash_index_new();
    seen->twins = hash_index_new();
    return seen;
}

void seen_rows_free(struct seen_rows *seen)
{
    if (!seen)
        return;
    spill_log_release(&seen->log);
    hash_index_free(seen->days);
    hash_index_free(seen->twins);
    memory_free(seen->sources);
    memory_free(seen->crowded);
    memory_free(seen);
}

void seen_rows_prefetch_day(const struct seen_rows *seen, uint64_t person_day)
{
    hash_index_prefetch(seen->days, person_day);
}

void seen_rows_prefetch_twin(const struct seen_rows *seen, uint64_t twin)
{
    hash_index_prefetch(seen->twins, twin);
}

/* ---- what is kept of a row ---- */

static uint16_t source_number(struct seen_rows *seen, const struct source_info *source)
{
    if (!source || source->number >= OTHER_SOURCE)
        return OTHER_SOURCE;
    while (seen->source_count <= source->number) {
        seen->sources =
            memory_grow(seen->sources, &seen->source_capacity, seen->source_count + 1, sizeof *seen->sources);
        seen->sources[seen->source_count++] = NULL;
    }
    seen->sources[source->number] = source;
    return (uint16_t)source->number;
}

static uint32_t small(int64_t value)
{
    if (value == UNKNOWN || value < 0)
        return SEEN_UNKNOWN;
    return value < SEEN_UNKNOWN ? (uint32_t)value : SEEN_UNKNOWN - 1;
}

/* Bit 31 says registration id, the next four how many digits there are, the others are the number; else 0. */
static uint32_t packed_number(struct view text, bool is_registration)
{
    uint32_t number = 0;
    if (text.len == 0 || text.len > NUMBER_DIGITS)
        return 0;
    for (size_t i = 0; i < text.len; i++) {
        uint32_t digit = (uint32_t)(unsigned char)text.at[i] - '0';
        if (digit > 9)
            return 0;
        number = number * 10 + digit;
    }
    return number > NUMBER_MOST ? 0 : (uint32_t)is_registration << 31 | (uint32_t)text.len << 27 | number;
}

static uint32_t who_is(const struct batch *batch, const struct activity *row, bool is_nobody)
{
    if (is_nobody) {
        uint64_t names = hash_mix(hash_view(row->first_name), hash_view(row->last_name));
        return (uint32_t)(hash_mix(names, batch->source ? batch->source->number : 0) >> 32);
    }
    uint32_t bib = packed_number(row->bib, false);
    return bib ? bib : packed_number(row->registration_id, true);
}

static uint8_t elevation_mark(int64_t mm)
{
    return mm == UNKNOWN ? 0 : (uint8_t)((uint64_t)mm * 0x9E3779B97F4A7C15u >> 56) | 1;
}

void seen_rows_note(struct seen_rows *seen, const struct batch *batch, const struct activity *row, bool is_nobody,
                    struct seen_row *own)
{
    own->distance_mm = small(row->distance_mm);
    own->elapsed_ms = small(row->elapsed_ms);
    own->start_s = row->start_ms == UNKNOWN ? SEEN_UNKNOWN : small(row->start_ms / 1000);
    own->who = who_is(batch, row, is_nobody);
    own->line = row->line < UINT32_MAX ? (uint32_t)row->line : UINT32_MAX;
    own->source = source_number(seen, batch->source);
    own->kind_unit = (uint8_t)(row->kind | row->distance_unit << 4);
    own->elevation = elevation_mark(row->elevation_mm);
}

/* ---- looking through the log ---- */

struct look {
    const struct seen_rows *seen;
    bool (*take)(struct look *look, const struct seen_row *row, uint64_t place); /* false: seen enough */
    uint32_t person_day;
    struct seen_day *day;
    const struct seen_row *own;
    bool (*fits)(const struct seen_row *own, const struct seen_row *other);
    struct seen_row *found;
    bool is_there;
};

static enum status look_through(struct look *look, uint64_t from, uint64_t to, bool *enough, struct error *error)
{
    const struct spill_log *log = &look->seen->log;
    struct seen_row scratch[READ_AT_ONCE];
    to = to < log->count ? to : log->count;
    while (from < to && !*enough) {
        size_t count = to - from < READ_AT_ONCE ? (size_t)(to - from) : READ_AT_ONCE;
        const struct seen_row *rows = spill_log_read(log, from, count, scratch, error);
        if (!rows)
            return STATUS_IO;
        for (size_t i = 0; i < count && !*enough; i++)
            *enough = !look->take(look, &rows[i], from + i);
        from += count;
    }
    return STATUS_OK;
}

/* Goes to the end of the search even when enough was seen: then something may be added there. */
static enum status look_up(struct look *look, const struct hash_index *index, struct hash_search *search,
                           struct error *error)
{
    uint64_t from, to;
    bool enough = false;
    enum status status = STATUS_OK;
    while (status == STATUS_OK && hash_index_next(index, search, &from, &to))
        if (!enough)
            status = look_through(look, from, to, &enough, error);
    return status;
}

/* A stretch may be named twice, though seldom. */
static bool is_taken(const struct seen_day *day, uint64_t place)
{
    size_t i = 0;
    while (i < day->count && day->places[i] != place)
        i++;
    return i < day->count;
}

static bool take_of_day(struct look *look, const struct seen_row *row, uint64_t place)
{
    struct seen_day *day = look->day;
    if (row->person_day == look->person_day && !is_taken(day, place)) {
        day->places[day->count] = place;
        day->rows[day->count++] = *row;
    }
    return day->count < SEEN_DAY_MOST;
}

static bool take_fitting(struct look *look, const struct seen_row *row, uint64_t place)
{
    (void)place;
    if (look->fits(look->own, row)) {
        *look->found = *row;
        look->is_there = true;
    }
    return !look->is_there;
}

static enum status find_fitting(const struct seen_rows *seen, const struct hash_index *index, uint64_t print,
                                const struct seen_row *own,
                                bool (*fits)(const struct seen_row *own, const struct seen_row *other),
                                struct hash_search *search, struct seen_row *found, bool *is_there, struct error *error)
{
    *is_there = false;
    if (!hash_index_search(index, print, search))
        return STATUS_OK;
    struct look look = {.seen = seen, .take = take_fitting, .own = own, .fits = fits, .found = found};
    enum status status = look_up(&look, index, search, error);
    *is_there = look.is_there;
    return status;
}

/* ---- crowded days ---- */

static size_t crowded_slot(const struct seen_rows *seen, uint64_t day)
{
    size_t slot = (size_t)day & (seen->crowded_slots - 1);
    while (seen->crowded[slot] && seen->crowded[slot] != day)
        slot = (slot + 1) & (seen->crowded_slots - 1);
    return slot;
}

static uint64_t not_zero(uint64_t print)
{
    return print ? print : 1;
}

static bool is_crowded(const struct seen_rows *seen, uint64_t person_day)
{
    return seen->crowded_used && seen->crowded[crowded_slot(seen, not_zero(person_day))];
}

static void set_crowded(struct seen_rows *seen, uint64_t person_day)
{
    if (seen->crowded_used * 2 >= seen->crowded_slots) {
        uint64_t *old = seen->crowded;
        size_t old_slots = seen->crowded_slots;
        seen->crowded_slots = old_slots ? old_slots * 2 : 16;
        seen->crowded = memory_get(seen->crowded_slots * sizeof *seen->crowded);
        for (size_t i = 0; i < old_slots; i++)
            if (old[i])
                seen->crowded[crowded_slot(seen, old[i])] = old[i];
        memory_free(old);
    }
    seen->crowded[crowded_slot(seen, not_zero(person_day))] = not_zero(person_day);
    seen->crowded_used++;
}

/* On a crowded day each row has a print of its own: its content and how many with that content came before. */
static uint64_t crowd_print(uint64_t person_day, uint32_t content, uint64_t ordinal)
{
    return hash_mix(hash_mix(person_day, content), ordinal);
}

/* A further one, for the first with that content and start. */
static uint64_t start_print(uint64_t person_day, const struct seen_row *row)
{
    return hash_mix(hash_mix(person_day + 1, row->content), row->start_s);
}

static bool has_content(const struct seen_row *own, const struct seen_row *other)
{
    return own->person_day == other->person_day && own->content == other->content;
}

static bool has_content_and_start(const struct seen_row *own, const struct seen_row *other)
{
    return has_content(own, other) && !seen_apart(own, other, 0);
}

static enum status find_print(const struct seen_rows *seen, uint64_t print, const struct seen_row *own,
                              bool (*fits)(const struct seen_row *own, const struct seen_row *other),
                              struct seen_row *found, bool *is_there, struct error *error)
{
    struct hash_search search;
    return find_fitting(seen, seen->days, print, own, fits, &search, found, is_there, error);
}

/* How many have that content. The ordinals leave no gaps, so the first that is free is found by halving. */
static enum status count_content(const struct seen_rows *seen, uint64_t person_day, const struct seen_row *own,
                                 uint64_t *count, struct error *error)
{
    bool is_there, doubling = true;
    enum status status = STATUS_OK;
    struct seen_row found;
    *count = 0;
    for (uint64_t step = 1; status == STATUS_OK && step; step = doubling ? step * 2 : step / 2) {
        uint64_t print = crowd_print(person_day, own->content, *count + step - 1);
        status = find_print(seen, print, own, has_content, &found, &is_there, error);
        *count += is_there ? step : 0;
        doubling = doubling && is_there;
    }
    return status;
}

enum status seen_rows_crowd(const struct seen_rows *seen, uint64_t person_day, const struct seen_row *own,
                            uint64_t *count, struct seen_row *same, bool *is_there, struct error *error)
{
    enum status status = count_content(seen, person_day, own, count, error);
    *is_there = false;
    if (status != STATUS_OK || *count == 0)
        return status;
    uint64_t print = crowd_print(person_day, own->content, 0);
    status = find_print(seen, print, own, has_content_and_start, same, is_there, error);
    if (status != STATUS_OK || *is_there || own->start_s == SEEN_UNKNOWN)
        return status;
    return find_print(seen, start_print(person_day, own), own, has_content_and_start, same, is_there, error);
}

static void add_print(struct seen_rows *seen, uint64_t print, uint64_t place)
{
    uint64_t from, to;
    struct hash_search search;
    hash_index_search(seen->days, print, &search);
    while (hash_index_next(seen->days, &search, &from, &to))
        ;
    hash_index_add(seen->days, print, &search, place);
}

/* Adds `row`, which stands at `place` in the log, to the index as one of a crowd. */
static enum status add_to_crowd(struct seen_rows *seen, uint64_t person_day, const struct seen_row *row, uint64_t place,
                                struct error *error)
{
    uint64_t ordinal;
    enum status status = count_content(seen, person_day, row, &ordinal, error);
    if (status != STATUS_OK)
        return status;
    add_print(seen, crowd_print(person_day, row->content, ordinal), place);
    if (row->start_s != SEEN_UNKNOWN)
        add_print(seen, start_print(person_day, row), place);
    return STATUS_OK;
}

/* From now on the rows of that day are found by what they hold. */
static enum status make_crowded(struct seen_rows *seen, uint64_t person_day, struct seen_day *day, struct error *error)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < day->count; i++)
        status = add_to_crowd(seen, person_day, &day->rows[i], day->places[i], error);
    set_crowded(seen, person_day);
    day->crowded = true;
    return status;
}

/* ---- finding and adding ---- */

enum status seen_rows_day(const struct seen_rows *seen, uint64_t person_day, struct seen_day *day, struct error *error)
{
    day->count = 0;
    day->crowded = is_crowded(seen, person_day);
    if (day->crowded || !hash_index_search(seen->days, person_day, &day->end))
        return STATUS_OK;
    struct look look = {.seen = seen, .take = take_of_day, .person_day = (uint32_t)person_day, .day = day};
    return look_up(&look, seen->days, &day->end, error);
}

enum status seen_rows_twin(const struct seen_rows *seen, uint64_t twin, const struct seen_row *own,
                           bool (*fits)(const struct seen_row *own, const struct seen_row *other),
                           struct hash_search *search, struct seen_row *found, bool *is_there, struct error *error)
{
    return find_fitting(seen, seen->twins, twin, own, fits, search, found, is_there, error);
}

enum status seen_rows_add(struct seen_rows *seen, uint64_t person_day, struct seen_day *day, uint64_t twin,
                          struct hash_search *twin_search, const struct seen_row *own, struct error *error)
{
    uint64_t place = seen->log.count;
    struct seen_row *room = spill_log_add(&seen->log, error);
    if (!room)
        return STATUS_IO;
    *room = *own;
    if (twin_search)
        hash_index_add(seen->twins, twin, twin_search, place);
    if (!day->crowded && day->count < SEEN_DAY_MOST) {
        hash_index_add(seen->days, person_day, &day->end, place);
        return STATUS_OK;
    }
    enum status status = day->crowded ? STATUS_OK : make_crowded(seen, person_day, day, error);
    return status == STATUS_OK ? add_to_crowd(seen, person_day, own, place, error) : status;
}

/* ---- words ---- */

struct view seen_rows_place(const struct seen_rows *seen, struct arena *arena, const struct seen_row *row,
                            const struct batch *here)
{
    const struct source_info *source = row->source < seen->source_count ? seen->sources[row->source] : NULL;
    if (!source)
        return VIEW("an earlier row");
    if (here->source && here->source->number == row->source)
        return row->line ? arena_format(arena, "line %lu of this file", (unsigned long)row->line)
                         : VIEW("an earlier row");
    const char *slash = source->member.len ? "/" : "";
    struct view file = arena_format(arena, "%.*s%s%.*s", VIEW_ARG(source->source), slash, VIEW_ARG(source->member));
    return row->line ? arena_format(arena, "%.*s:%lu", VIEW_ARG(file), (unsigned long)row->line) : file;
}

struct view seen_rows_who(struct arena *arena, const struct seen_row *row)
{
    if (!row->who)
        return VIEW("another participant");
    int digits = (int)(row->who >> 27 & 15);
    return arena_format(arena, "%s %0*lu", row->who >> 31 ? "registration id" : "bib", digits,
                        (unsigned long)(row->who & NUMBER_MOST));
}
