/* Days in a row with exactly the same distance and time: copied, more likely than done.
 *
 * A count for every participant, distance and time, which others may share, says when it is worth to look at the days
 * around. */
#include "base/memory.h"
#include "model/row_key.h"
#include "rules/across.h"

enum { STREAK_DAYS = 7, CELL_BITS = 21, CELL_MOST = 15 };

struct habits {
    uint8_t cells[1 << (CELL_BITS - 1)]; /* two counts in each */
};

struct habits *habits_new(void)
{
    return memory_get(sizeof(struct habits));
}

void habits_free(struct habits *habits)
{
    memory_free(habits);
}

static size_t cell_of(uint64_t habit)
{
    return habit >> (64 - CELL_BITS);
}

void habits_prefetch(const struct habits *habits, uint64_t habit)
{
    __builtin_prefetch(&habits->cells[cell_of(habit) / 2], 1);
}

static unsigned count_of(const struct habits *habits, uint64_t habit)
{
    size_t cell = cell_of(habit);
    return habits->cells[cell / 2] >> cell % 2 * 4 & CELL_MOST;
}

void across_count_habit(struct across_row *r)
{
    struct habits *habits = r->across->habits;
    size_t cell = cell_of(r->hashes->habit);
    if (count_of(habits, r->hashes->habit) < CELL_MOST)
        habits->cells[cell / 2] = (uint8_t)(habits->cells[cell / 2] + (1u << cell % 2 * 4));
}

/* Whether the participant did the same on that day. */
static enum status find_on(const struct across_row *r, int32_t day, struct seen_row *found, bool *is_there,
                           struct error *error)
{
    struct seen_day rows;
    struct activity same = *r->row;
    same.day = day;
    uint32_t content = (uint32_t)row_key_content(r->hashes->participant, &same);
    uint64_t print = across_person_day(r->hashes->participant, day);
    enum status status = seen_rows_day(r->across->seen, print, &rows, error);
    *is_there = false;
    for (size_t i = 0; status == STATUS_OK && !*is_there && i < rows.count; i++)
        if (rows.rows[i].content == content && across_is_same_person(r, &rows.rows[i])) {
            *found = rows.rows[i];
            *is_there = true;
        }
    return status;
}

/* How many days before (step -1) or after (1) hold the same, STREAK_DAYS at most; the last of them is `end`. */
static enum status count_days(const struct across_row *r, int step, int *days, struct seen_row *end,
                              struct error *error)
{
    bool is_there = true;
    enum status status = STATUS_OK;
    *days = 0;
    while (status == STATUS_OK && is_there && *days < STREAK_DAYS) {
        status = find_on(r, r->row->day + step * (*days + 1), end, &is_there, error);
        *days += is_there && status == STATUS_OK;
    }
    return status;
}

/* Told once, of the row with which the streak becomes long enough. */
enum status across_check_habit(struct across_row *r, struct error *error)
{
    int before, after = 0;
    struct seen_row first = r->own, last;
    if (r->own.distance_mm == SEEN_UNKNOWN || r->own.elapsed_ms == SEEN_UNKNOWN || r->row->day == UNKNOWN_DAY ||
        count_of(r->across->habits, r->hashes->habit) < STREAK_DAYS - 1)
        return STATUS_OK;
    enum status status = count_days(r, -1, &before, &first, error);
    if (status == STATUS_OK)
        status = count_days(r, 1, &after, &last, error);
    if (status != STATUS_OK || before >= STREAK_DAYS || after >= STREAK_DAYS || before + 1 + after < STREAK_DAYS)
        return status;
    struct finding *f = batch_note(r->batch, r->row, CODE_REPEAT_STREAK, FIELD_NONE, (struct view){"", 0});
    if (f) {
        f->args[0] = arg_number(before + 1 + after);
        f->args[1] = arg_distance(r->row->distance_mm, rule_unit(r->across->context, r->row));
        f->args[2] = arg_time(r->row->elapsed_ms);
        f->args[3] = arg_view(across_place(r, before ? &first : &last));
    }
    return STATUS_OK;
}
