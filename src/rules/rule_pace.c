/* Too fast for the records, or unusual for the kind; with the slips that would explain it. */
#include "rules/pace_slips.h"

/* The usual range: the type's where the event gives one, else the kind's. */
static void find_range(struct pace_case *p)
{
    p->fast = p->type ? p->type->fast_ms_per_km : UNKNOWN;
    p->slow = p->type ? p->type->slow_ms_per_km : UNKNOWN;
    if (p->fast == UNKNOWN)
        p->fast = limits_fast(p->context->limits, p->kind, p->row->distance_mm);
    if (p->slow == UNKNOWN)
        p->slow = p->context->limits->kinds[p->kind].slow_ms_per_km;
}

/* Who writes 3 miles may have rounded, but hardly 2.5 to 3. */
enum { ROUNDED_PART = 10 };

/* The most favourable reading inside the rounding of distance and time. */
static bool beats_record(const struct pace_case *p)
{
    const struct activity *row = p->row;
    int64_t most = row->distance_mm / ROUNDED_PART;
    int64_t slack = row->distance_slack_mm < most ? row->distance_slack_mm : most;
    return limits_beats_record(p->context->limits, p->kind, row->distance_mm - slack,
                               row->elapsed_ms + row->elapsed_slack_ms);
}

enum { SIXTY = 60, MS_PER_MINUTE = 60000 };

/* "18:23:00" for 18:23: whole minutes, hopelessly slow as hours and usual as minutes. A slow pace alone is only
 * remarkable, for people forget to stop their watch; this one is a wrong time. */
static bool is_minutes_as_hours(const struct pace_case *p)
{
    int64_t pace = p->pace / SIXTY;
    return p->row->elapsed_ms % MS_PER_MINUTE == 0 && pace <= p->slow && (p->fast == UNKNOWN || pace >= p->fast);
}

static struct finding *note(const struct pace_case *p, enum code code)
{
    enum severity severity = code_table[code].severity;
    if (code == CODE_PACE_SLOW && is_minutes_as_hours(p))
        severity = SEVERITY_ERROR;
    struct finding *f = rule_note_as(p->context, p->batch, p->row, code, FIELD_TIME, severity);
    if (!f)
        return NULL;
    f->args[0] = arg_distance(p->row->distance_mm, p->unit);
    f->args[1] = arg_word(kind_table[p->kind].past);
    f->args[2] = arg_time(p->row->elapsed_ms);
    f->args[3] = arg_pace(p->pace, (int)p->kind);
    f->args[4] = arg_pace(code == CODE_PACE_SLOW ? p->slow : p->fast, (int)p->kind);
    return f;
}

/* When no slip of a number but another kind explains a pace that is too fast, that is a finding of its own. Too slow is
 * no proof of another kind: people stop at lights, push their bikes and forget their watches. */
static struct finding *note_kind(const struct pace_case *p, enum kind other)
{
    struct finding *f = rule_note(p->batch, p->row, CODE_KIND_SUSPECT, FIELD_TYPE);
    if (!f)
        return NULL;
    f->args[0] = arg_distance(p->row->distance_mm, p->unit);
    f->args[1] = arg_time(p->row->elapsed_ms);
    f->args[2] = arg_pace(p->pace, (int)p->kind);
    f->args[3] = arg_word(kind_table[other].name);
    f->args[4] = arg_word(kind_table[p->kind].name);
    return f;
}

static bool is_loud(const struct finding *f)
{
    return f && f->severity > SEVERITY_INFO;
}

/* The exact look at a row that is not beyond doubt. */
static void examine(struct pace_case *p)
{
    enum code code;
    find_range(p);
    if (beats_record(p))
        code = CODE_PACE_IMPOSSIBLE;
    else if (p->fast != UNKNOWN && p->pace + 1 < p->fast) /* both are rounded */
        code = CODE_PACE_FAST;
    else if (p->slow != UNKNOWN && p->pace > p->slow + 1)
        code = CODE_PACE_SLOW;
    else {
        p->row->validated_pace = true;
        return;
    }
    struct finding *f = note(p, code), *about_kind = NULL;
    enum kind other = pace_slips_add(p, f);
    if (other != KIND_COUNT && code != CODE_PACE_SLOW)
        about_kind = note_kind(p, other);
    if (!f)
        pace_slips_add(p, about_kind);
    p->row->validated_pace = !is_loud(f) && !is_loud(about_kind);
}

static bool has_rule(const struct kind_limits *k, const struct event_type *type)
{
    return k->record_count || k->fast_ms_per_km != UNKNOWN || k->slow_ms_per_km != UNKNOWN ||
           (type && (type->fast_ms_per_km != UNKNOWN || type->slow_ms_per_km != UNKNOWN));
}

/* Slow by the clock, but not by foot: the watch ran on through a pause. */
static bool was_paused(const struct activity *row, int64_t fast, int64_t slow)
{
    if (row->moving_ms <= 0 || row->moving_ms >= row->elapsed_ms)
        return false;
    int64_t moving = limits_pace(row->distance_mm, row->moving_ms);
    return moving >= fast && moving <= slow;
}

static void check(const struct rule_context *context, struct batch *batch, struct activity *row)
{
    const struct kind_limits *k = &context->limits->kinds[row->kind];
    const struct event_type *type = rule_type(context, row);
    if (row->distance_mm <= 0 || row->elapsed_ms <= 0 || !has_rule(k, type))
        return;
    row->pace_checked = true;
    int64_t pace = limits_pace(row->distance_mm, row->elapsed_ms);
    unsigned bucket = limits_bucket(row->distance_mm);
    int64_t fast = type && type->fast_ms_per_km != UNKNOWN ? type->fast_ms_per_km : k->not_fast[bucket];
    int64_t slow = type && type->slow_ms_per_km != UNKNOWN ? type->slow_ms_per_km : k->slow_ms_per_km;
    bool is_usual = pace >= fast && pace >= k->no_record[bucket] && pace <= slow;
    if (is_usual || (pace > slow && was_paused(row, fast, slow))) {
        row->validated_pace = true;
        return;
    }
    struct pace_case p = {.context = context,
                          .batch = batch,
                          .row = row,
                          .type = type,
                          .kind = (enum kind)row->kind,
                          .unit = rule_unit(context, row),
                          .pace = pace};
    examine(&p);
}

const struct row_rule_ops rule_pace_ops = {.name = "pace", .check = check};
