/* The sums of a participant's day: too long, too far, too often. */
#include "base/civil.h"
#include "base/zone.h"
#include "rules/across.h"

/* Distances on foot count together. */
static int group_of(enum kind kind)
{
    return kind == KIND_WALK || kind == KIND_HIKE ? KIND_RUN : (int)kind;
}

/* What of the row's time lies on its day, as far as that is known: it may end after midnight. */
static int64_t time_on_day(const struct across_row *r, const struct seen_row *row)
{
    if (row->elapsed_ms == SEEN_UNKNOWN)
        return 0;
    if (row->start_s == SEEN_UNKNOWN)
        return row->elapsed_ms;
    int64_t start_s = row->start_s, offset = 0;
    if (r->across->context->event->time_zone.len)
        offset = zone_offset(start_s);
    int64_t left_ms = ((int64_t)r->row->day + 1) * MS_PER_DAY - (start_s + offset) * 1000;
    bool is_on_day = left_ms > 0 && left_ms <= MS_PER_DAY;
    return is_on_day && row->elapsed_ms > left_ms ? left_ms : row->elapsed_ms;
}

struct sums {
    int64_t count, elapsed_ms;        /* of all, the row among them */
    int64_t distance_mm, in_distance; /* of its kind */
    int64_t before_mm;                /* without the row */
    const struct seen_row *first, *first_in_distance;
};

static void add(struct sums *sums, const struct across_row *r, const struct seen_row *row)
{
    sums->count++;
    sums->elapsed_ms += time_on_day(r, row);
    sums->before_mm = sums->distance_mm;
    if (row->distance_mm == SEEN_UNKNOWN || group_of(seen_kind(row)) != group_of(seen_kind(&r->own)))
        return;
    sums->distance_mm += row->distance_mm;
    sums->in_distance++;
    sums->first_in_distance = sums->first_in_distance ? sums->first_in_distance : row;
}

static struct sums sum_up(const struct across_row *r)
{
    struct sums sums = {0};
    for (size_t i = 0; i < r->today.count; i++)
        if (across_is_same_person(r, &r->today.rows[i])) {
            sums.first = sums.first ? sums.first : &r->today.rows[i];
            add(&sums, r, &r->today.rows[i]);
        }
    add(&sums, r, &r->own);
    return sums;
}

static struct finding *note(struct across_row *r, enum code code, enum field field)
{
    struct finding *f = rule_note(r->batch, r->row, code, field);
    if (f)
        f->args[1] = arg_day(r->row->day);
    return f;
}

static void check_time(struct across_row *r, const struct sums *sums)
{
    bool is_alone = r->own.elapsed_ms != SEEN_UNKNOWN && r->own.elapsed_ms > MS_PER_DAY;
    if (!is_alone && sums->elapsed_ms <= MS_PER_DAY)
        return;
    struct finding *f = note(r, CODE_DAY_TIME_OVER_24H, FIELD_TIME);
    if (!f)
        return;
    f->args[0] = arg_time(is_alone ? r->row->elapsed_ms : sums->elapsed_ms);
    if (is_alone)
        return;
    struct view place = across_place(r, sums->first);
    f->args[2] = arg_view(
        arena_format(&r->batch->arena, " in %lld activities, from %.*s on", (long long)sums->count, VIEW_ARG(place)));
}

static void check_distance(struct across_row *r, const struct sums *sums)
{
    int64_t usual = r->across->context->limits->kinds[r->row->kind].day_distance_high;
    if (usual == UNKNOWN || sums->distance_mm <= usual || sums->before_mm > usual || sums->in_distance < 2)
        return;
    struct finding *f = note(r, CODE_DAY_DISTANCE_HIGH, FIELD_DISTANCE);
    if (!f)
        return;
    enum unit unit = rule_unit(r->across->context, r->row);
    f->args[0] = arg_distance(sums->distance_mm, unit);
    f->args[2] = arg_number(sums->in_distance);
    f->args[3] = arg_distance(usual, unit);
    f->args[4] = arg_view(across_place(r, sums->first_in_distance));
}

/* Told once, of the row that passes the limit. */
static void check_number(struct across_row *r, const struct sums *sums)
{
    int64_t usual = r->across->context->limits->day_activities;
    if (sums->count != usual + 1 || !sums->first)
        return;
    struct finding *f = note(r, CODE_DAY_COUNT_HIGH, FIELD_DATE);
    if (!f)
        return;
    f->args[0] = arg_number(sums->count);
    f->args[2] = arg_number(usual);
    f->args[3] = arg_view(across_place(r, sums->first));
}

void across_check_day(struct across_row *r)
{
    if (r->row->day == UNKNOWN_DAY)
        return;
    struct sums sums = sum_up(r);
    check_time(r, &sums);
    check_distance(r, &sums);
    check_number(r, &sums);
}
