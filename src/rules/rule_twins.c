/* The same activity under two participants: day, distance and time are the same.
 *
 * Many people walk 3 miles in 45 minutes, and on a day with thousands of rows some agree by chance even to the second.
 * So a match is told only where it is no accident: distance and time are not both round; where one of them is, few rows
 * of that day were seen; and hardly anybody had that distance on that day. */
#include "base/memory.h"
#include "rules/across.h"

enum {
    ROWS_MOST = 1024,      /* of a day, beyond which a match is chance */
    ROWS_MOST_ROUND = 256, /* the same where one of the two values is round */
    COMMON_DISTANCE = 8,   /* so many rows of a day with one distance make it common */
    DAYS = 1 << 12,        /* counted one by one; days eleven years apart share a counter */
    DISTANCE_BITS = 19,    /* of a hash of day and distance */
    SAME_START_S = 60,
};

struct twins {
    uint16_t rows[DAYS];
    uint8_t distances[1 << DISTANCE_BITS];
};

struct twins *twins_new(void)
{
    return memory_get(sizeof(struct twins));
}

void twins_free(struct twins *twins)
{
    memory_free(twins);
}

static size_t day_slot(int32_t day)
{
    return (uint32_t)day % DAYS;
}

static size_t distance_slot(int32_t day, int64_t distance_mm)
{
    return ((uint64_t)distance_mm ^ (uint64_t)(uint32_t)day << 32) * 0x9E3779B97F4A7C15u >> (64 - DISTANCE_BITS);
}

void across_prefetch_twin(const struct across *a, const struct activity *row, uint64_t twin)
{
    if (a->twins->rows[day_slot(row->day)] >= ROWS_MOST)
        return;
    __builtin_prefetch(&a->twins->distances[distance_slot(row->day, row->distance_mm)], 1);
    seen_rows_prefetch_twin(a->seen, twin);
}

/* A multiple of a twentieth of a mile or kilometre. */
static bool is_round_distance(uint32_t mm)
{
    uint32_t over_mi = (uint32_t)((uint64_t)mm * 20 % 1609344), over_km = mm % 50000;
    return over_km < 2 || over_km > 50000 - 2 || over_mi < 20 || over_mi > 1609344 - 20;
}

/* Whether a match would say anything. */
static bool is_telling(const struct across_row *r)
{
    const struct seen_row *own = &r->own;
    if (!r->hashes->participant || own->distance_mm == SEEN_UNKNOWN || own->elapsed_ms == SEEN_UNKNOWN ||
        r->row->day == UNKNOWN_DAY)
        return false;
    int rounds = is_round_distance(own->distance_mm) + (own->elapsed_ms % 60000 == 0);
    uint32_t most = rounds == 0 ? ROWS_MOST : rounds == 1 ? ROWS_MOST_ROUND : 0;
    return r->across->twins->rows[day_slot(r->row->day)] < most &&
           r->across->twins->distances[distance_slot(r->row->day, r->row->distance_mm)] < COMMON_DISTANCE;
}

static bool is_twin(const struct seen_row *own, const struct seen_row *other)
{
    bool climbs_differ = own->elevation && other->elevation && own->elevation != other->elevation;
    return own->distance_mm == other->distance_mm && own->elapsed_ms == other->elapsed_ms && !climbs_differ &&
           own->person_day != other->person_day && !seen_apart(own, other, SAME_START_S);
}

enum status across_check_twins(struct across_row *r, struct error *error)
{
    struct seen_row twin;
    bool is_there;
    if (!is_telling(r))
        return STATUS_OK;
    enum status status =
        seen_rows_twin(r->across->seen, r->hashes->twin, &r->own, is_twin, &r->twin_end, &twin, &is_there, error);
    r->is_twin_kept = true;
    struct finding *f = NULL;
    if (status == STATUS_OK && is_there)
        f = batch_note(r->batch, r->row, CODE_DUPLICATE_OTHER_PARTICIPANT, FIELD_NONE, (struct view){"", 0});
    if (f) {
        f->args[0] = arg_view(across_place(r, &twin));
        f->args[1] = arg_view(seen_rows_who(&r->batch->arena, &twin));
    }
    return status;
}

void across_count_twin(struct across_row *r)
{
    struct twins *twins = r->across->twins;
    if (!r->hashes->participant || r->own.distance_mm == SEEN_UNKNOWN)
        return;
    uint16_t *rows = &twins->rows[day_slot(r->row->day)];
    if (*rows >= ROWS_MOST)
        return;
    ++*rows;
    uint8_t *distances = &twins->distances[distance_slot(r->row->day, r->row->distance_mm)];
    *distances = (uint8_t)(*distances + (*distances < UINT8_MAX));
}
