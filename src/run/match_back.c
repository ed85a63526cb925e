#include "run/match_back.h"

static bool is_same_length(int64_t a, int64_t b)
{
    if (a == UNKNOWN || b == UNKNOWN)
        return a == b;
    return a - b <= 1 && b - a <= 1;
}

/* A time that was not given may come back as nothing or as 0. */
static bool is_same_time(int64_t a, int64_t b)
{
    return (a == UNKNOWN ? 0 : a) == (b == UNKNOWN ? 0 : b);
}

static bool is_same_type(int64_t a, int64_t b)
{
    return a == UNKNOWN || b == UNKNOWN || a == b;
}

static bool is_same(const struct match_own *own, const struct answer_activity *their, bool any_length)
{
    return own->day == their->day && is_same_time(own->elapsed_ms, their->elapsed_ms) &&
           is_same_type(own->type_id, their->type_id) && (any_length || is_same_length(own->value, their->value));
}

static void take(struct match_own *own, const struct answer_activity *their, bool *taken)
{
    own->found = their;
    own->is_different = !is_same(own, their, false);
    *taken = true;
}

static void match_numbers(struct match_own *own, size_t own_count, const struct answer_activity *theirs,
                          size_t their_count, bool *taken)
{
    for (size_t i = 0; i < own_count; i++)
        for (size_t j = 0; own[i].number != UNKNOWN && !own[i].found && j < their_count; j++)
            if (!taken[j] && theirs[j].number == own[i].number)
                take(&own[i], &theirs[j], &taken[j]);
}

/* Those without a number that are equal, or, in a second round, have another length. */
static void match_contents(struct match_own *own, size_t own_count, const struct answer_activity *theirs,
                           size_t their_count, bool *taken, bool any_length)
{
    for (size_t i = 0; i < own_count; i++) {
        if (own[i].found || own[i].number != UNKNOWN || (any_length && !own[i].may_differ))
            continue;
        for (size_t j = 0; !own[i].found && j < their_count; j++)
            if (!taken[j] && is_same(&own[i], &theirs[j], any_length))
                take(&own[i], &theirs[j], &taken[j]);
    }
}

void match_back(struct match_own *own, size_t own_count, const struct answer_activity *theirs, size_t their_count,
                bool *taken)
{
    for (size_t j = 0; j < their_count; j++)
        taken[j] = false;
    match_numbers(own, own_count, theirs, their_count, taken);
    match_contents(own, own_count, theirs, their_count, taken, false);
    match_contents(own, own_count, theirs, their_count, taken, true);
}

enum unit match_back_unit(struct decimal posted, int64_t millimetres)
{
    static const enum unit units[] = {UNIT_MI, UNIT_KM, UNIT_M, UNIT_YD, UNIT_FT, UNIT_MM};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        int64_t mm;
        if (unit_to_mm(posted, units[i], &mm) && is_same_length(mm, millimetres))
            return units[i];
    }
    return UNIT_NONE;
}
