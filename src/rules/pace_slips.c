#include "rules/pace_slips.h"

#include "base/civil.h"

/* The row with one slip mended. */
struct mended {
    int64_t distance_mm, elapsed_ms;
    enum kind kind;
    struct arg value; /* what would have been right */
};

/* What a time is a pace for: a mile, a kilometre, a hundred metres or yards. */
static struct view per_text(enum unit unit)
{
    static const struct view texts[UNIT_COUNT_OF] = {
        [UNIT_MI] = {"/mi", 3}, [UNIT_KM] = {"/km", 3}, [UNIT_M] = {"/100 m", 6}, [UNIT_YD] = {"/100 yd", 7}};
    return texts[unit];
}

static bool mend_pace_as_time(const struct pace_case *p, struct mended *m)
{
    int64_t times = p->unit == UNIT_M || p->unit == UNIT_YD ? 100 : 1, seconds;
    int64_t per_mm_x10 = unit_table[p->unit].numerator * 10 / unit_table[p->unit].denominator * times;
    if (!number_scale((struct decimal){p->row->elapsed_ms, 0}, m->distance_mm, per_mm_x10 * 100, &seconds))
        return false;
    if (seconds > MS_PER_DAY / 1000)
        return false;
    m->elapsed_ms = seconds * 1000;
    m->value = arg_time(m->elapsed_ms);
    return true;
}

/* The distance's number read in another unit. */
static bool reread(const struct pace_case *p, struct mended *m, enum unit unit)
{
    struct decimal number = unit_from_mm(p->row->distance_mm, p->unit);
    m->value = arg_distance(0, unit);
    if (!unit_to_mm(number, unit, &m->distance_mm))
        return false;
    m->value.number = m->distance_mm;
    return true;
}

static bool mend_miles_km(const struct pace_case *p, struct mended *m)
{
    if (p->row->distance_unit != UNIT_MI && p->row->distance_unit != UNIT_KM)
        return false;
    return reread(p, m, p->unit == UNIT_MI ? UNIT_KM : UNIT_MI);
}

static bool mend_minutes_hours(const struct pace_case *p, struct mended *m)
{
    bool is_slow = p->slow != UNKNOWN && p->pace > p->slow;
    if (m->elapsed_ms % (is_slow ? 60000 : 1000) != 0 || m->elapsed_ms > INT64_MAX / 60)
        return false;
    m->elapsed_ms = is_slow ? m->elapsed_ms / 60 : m->elapsed_ms * 60;
    m->value = arg_time(m->elapsed_ms);
    return true;
}

static bool mend_decimal_point(const struct pace_case *p, struct mended *m)
{
    struct decimal number = unit_from_mm(p->row->distance_mm, p->unit);
    number.scale++;
    if (!unit_to_mm(number, p->unit, &m->distance_mm))
        return false;
    m->value = arg_distance(m->distance_mm, p->unit);
    return true;
}

static bool mend_metres_as_km(const struct pace_case *p, struct mended *m)
{
    return (p->unit == UNIT_KM || p->unit == UNIT_MI) && reread(p, m, UNIT_M);
}

/* A kind nobody can choose in the event is no explanation. */
static bool is_offered(const struct event *event, enum kind kind)
{
    for (size_t i = 0; i < event->type_count; i++)
        if (event->types[i].kind == kind && !event->types[i].deleted)
            return true;
    return !event->lists_types;
}

/* Nobody takes a swim or a boat for a run. */
static bool is_mixed_up(enum kind kind)
{
    return kind == KIND_RUN || kind == KIND_WALK || kind == KIND_HIKE || kind == KIND_RIDE;
}

static bool mend_kind(const struct pace_case *p, struct mended *m, enum kind kind)
{
    m->kind = kind;
    m->value = arg_word(kind_table[kind].name);
    return kind != p->kind && is_mixed_up(p->kind) && is_offered(p->context->event, kind);
}

static bool mend_to_run(const struct pace_case *p, struct mended *m)
{
    return mend_kind(p, m, KIND_RUN);
}

static bool mend_to_ride(const struct pace_case *p, struct mended *m)
{
    return mend_kind(p, m, KIND_RIDE);
}

static bool mend_to_walk(const struct pace_case *p, struct mended *m)
{
    return mend_kind(p, m, KIND_WALK);
}

static bool mend_to_hike(const struct pace_case *p, struct mended *m)
{
    return mend_kind(p, m, KIND_HIKE);
}

/* Usual for its kind and for the event's type, no record, no farther than usual, within a day. */
static bool is_plausible(const struct pace_case *p, const struct mended *m)
{
    const struct limits *limits = p->context->limits;
    if (m->distance_mm <= 0 || m->elapsed_ms <= 0 || m->elapsed_ms > MS_PER_DAY)
        return false;
    int64_t high = limits->kinds[m->kind].distance_high, pace = limits_pace(m->distance_mm, m->elapsed_ms);
    if ((high != UNKNOWN && m->distance_mm > high) ||
        limits_beats_record(limits, m->kind, m->distance_mm, m->elapsed_ms))
        return false;
    if (m->kind == p->kind && p->type) {
        if (p->type->fast_ms_per_km != UNKNOWN && pace < p->type->fast_ms_per_km)
            return false;
        if (p->type->slow_ms_per_km != UNKNOWN && pace > p->type->slow_ms_per_km)
            return false;
    }
    return limits_plausible(limits, m->kind, m->distance_mm, m->elapsed_ms) == 0;
}

/* ---- telling ---- */

static void say_pace_as_time(const struct pace_case *p, const struct mended *m, struct hint *hint)
{
    (void)m;
    struct buffer text = {0};
    struct arg typed = arg_time(p->row->elapsed_ms);
    arg_text(&text, &typed);
    buffer_add(&text, per_text(p->unit));
    hint->args[0] = typed;
    hint->args[1] = arg_distance(p->row->distance_mm, p->unit);
    hint->args[2] = arg_view(arena_copy(&p->batch->arena, buffer_view(&text)));
    buffer_release(&text);
}

static void say_distance(const struct pace_case *p, const struct mended *m, struct hint *hint)
{
    hint->args[0] = arg_distance(p->row->distance_mm, p->unit);
    hint->args[1] = arg_time(p->row->elapsed_ms);
    hint->args[2] = arg_pace(limits_pace(m->distance_mm, m->elapsed_ms), (int)p->kind);
}

static void say_time(const struct pace_case *p, const struct mended *m, struct hint *hint)
{
    hint->args[0] = arg_time(p->row->elapsed_ms);
    hint->args[1] = arg_distance(p->row->distance_mm, p->unit);
    hint->args[2] = arg_pace(limits_pace(m->distance_mm, m->elapsed_ms), (int)p->kind);
}

static void say_kind(const struct pace_case *p, const struct mended *m, struct hint *hint)
{
    (void)m;
    hint->args[0] = arg_pace(p->pace, (int)p->kind);
    hint->args[1] = arg_word(kind_table[p->kind].name);
}

static const struct trial {
    enum slip slip;
    enum field field;
    bool (*mend)(const struct pace_case *p, struct mended *m);
    void (*say)(const struct pace_case *p, const struct mended *m, struct hint *hint);
} trials[] = {
    {SLIP_PACE_AS_TIME, FIELD_TIME, mend_pace_as_time, say_pace_as_time},
    {SLIP_MILES_KM, FIELD_DISTANCE, mend_miles_km, say_distance},
    {SLIP_MINUTES_HOURS, FIELD_TIME, mend_minutes_hours, say_time},
    {SLIP_DECIMAL_POINT, FIELD_DISTANCE, mend_decimal_point, say_distance},
    {SLIP_METRES_AS_KM, FIELD_DISTANCE, mend_metres_as_km, say_distance},
    {SLIP_OTHER_KIND, FIELD_TYPE, mend_to_run, say_kind},
    {SLIP_OTHER_KIND, FIELD_TYPE, mend_to_ride, say_kind},
    {SLIP_OTHER_KIND, FIELD_TYPE, mend_to_walk, say_kind},
    {SLIP_OTHER_KIND, FIELD_TYPE, mend_to_hike, say_kind},
};

enum kind pace_slips_add(const struct pace_case *p, struct finding *finding)
{
    enum kind other = KIND_COUNT;
    bool is_first = true;
    for (size_t i = 0; i < sizeof trials / sizeof *trials; i++) {
        struct mended m = {p->row->distance_mm, p->row->elapsed_ms, p->kind, {0}};
        if (!trials[i].mend(p, &m) || !is_plausible(p, &m))
            continue;
        if (is_first && trials[i].slip == SLIP_OTHER_KIND)
            other = m.kind;
        is_first = false;
        struct hint *hint = batch_hint(p->batch, finding, trials[i].slip, trials[i].field, m.value);
        if (hint)
            trials[i].say(p, &m, hint);
    }
    return other;
}
