#include "run/match_back.h"

#include <stdlib.h>

#include "base/memory.h"

/* Theirs in two orders, so that looking one up takes no time, however many there are. */
struct orders {
    const struct answer_activity **by_number, **by_time; /* by_time: by day, then time */
    const struct answer_activity *first;
    size_t count;
    bool *taken;
};

static bool is_same_length(int64_t a, int64_t b)
{
    if (a == UNKNOWN || b == UNKNOWN)
        return a == b;
    return a - b <= 1 && b - a <= 1;
}

/* A time that was not given may come back as nothing or as 0. */
static int64_t time_of(int64_t elapsed_ms)
{
    return elapsed_ms == UNKNOWN ? 0 : elapsed_ms;
}

static bool is_same_type(int64_t a, int64_t b)
{
    return a == UNKNOWN || b == UNKNOWN || a == b;
}

static bool is_same(const struct match_own *own, const struct answer_activity *their, bool any_length)
{
    return own->day == their->day && time_of(own->elapsed_ms) == time_of(their->elapsed_ms) &&
           is_same_type(own->type_id, their->type_id) && (any_length || is_same_length(own->value, their->value));
}

/* ---- orders ---- */

static int compare(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int number_order(const void *a, const void *b)
{
    const struct answer_activity *x = *(const struct answer_activity *const *)a;
    const struct answer_activity *y = *(const struct answer_activity *const *)b;
    int order = compare(x->number, y->number);
    return order ? order : compare(x - y, 0);
}

static int time_order(const void *a, const void *b)
{
    const struct answer_activity *x = *(const struct answer_activity *const *)a;
    const struct answer_activity *y = *(const struct answer_activity *const *)b;
    int order = compare(x->day, y->day);
    order = order ? order : compare(time_of(x->elapsed_ms), time_of(y->elapsed_ms));
    return order ? order : compare(x - y, 0);
}

static const struct answer_activity **sorted(const struct answer_activity *theirs, size_t count,
                                             int (*order)(const void *, const void *))
{
    const struct answer_activity **list = memory_get(count * sizeof *list);
    for (size_t i = 0; i < count; i++)
        list[i] = &theirs[i];
    if (count)
        qsort(list, count, sizeof *list, order);
    return list;
}

static bool is_before(const struct answer_activity *their, const struct match_own *own, bool by_number)
{
    if (by_number)
        return their->number < own->number;
    int order = compare(their->day, own->day);
    return order < 0 || (order == 0 && time_of(their->elapsed_ms) < time_of(own->elapsed_ms));
}

/* The first that does not come before ours. */
static size_t lower_bound(const struct orders *o, const struct match_own *own, bool by_number)
{
    size_t from = 0, to = o->count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (is_before(by_number ? o->by_number[middle] : o->by_time[middle], own, by_number))
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

/* ---- matching ---- */

static void take(const struct orders *o, struct match_own *own, const struct answer_activity *their)
{
    own->found = their;
    own->is_different = !is_same(own, their, false);
    o->taken[their - o->first] = true;
}

static void match_number(const struct orders *o, struct match_own *own)
{
    size_t i = own->number == UNKNOWN ? o->count : lower_bound(o, own, true);
    for (; i < o->count && o->by_number[i]->number == own->number && !own->found; i++)
        if (!o->taken[o->by_number[i] - o->first])
            take(o, own, o->by_number[i]);
}

/* One that is equal, or, in a second round, has another length. */
static void match_content(const struct orders *o, struct match_own *own, bool any_length)
{
    if (own->found || own->number != UNKNOWN || (any_length && !own->may_differ))
        return;
    for (size_t i = lower_bound(o, own, false); i < o->count && !own->found; i++) {
        const struct answer_activity *their = o->by_time[i];
        if (their->day != own->day || time_of(their->elapsed_ms) != time_of(own->elapsed_ms))
            break;
        if (!o->taken[their - o->first] && is_same(own, their, any_length))
            take(o, own, their);
    }
}

void match_back(struct match_own *own, size_t own_count, const struct answer_activity *theirs, size_t their_count,
                bool *taken)
{
    struct orders o = {
        .by_number = sorted(theirs, their_count, number_order),
        .by_time = sorted(theirs, their_count, time_order),
        .first = theirs,
        .count = their_count,
        .taken = taken,
    };
    for (size_t j = 0; j < their_count; j++)
        taken[j] = false;
    for (size_t i = 0; i < own_count; i++)
        match_number(&o, &own[i]);
    for (size_t i = 0; i < own_count; i++)
        match_content(&o, &own[i], false);
    for (size_t i = 0; i < own_count; i++)
        match_content(&o, &own[i], true);
    memory_free(o.by_number);
    memory_free(o.by_time);
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
