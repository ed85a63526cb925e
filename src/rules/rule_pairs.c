/* Two rows of one participant that are nearly the same activity, or that were done at the same time. */
#include "base/civil.h"
#include "base/zone.h"
#include "rules/across.h"

enum {
    NEAR_PART = 200,    /* of the longer distance: 0.5 % */
    NEAR_MM = 16093,    /* 0.01 mi */
    NEAR_MS = 2000,     /* of time */
    SAME_START_S = 60,  /* activities that start further apart are two */
    OVERLAP_MIN_S = 60, /* starts are often written without seconds */
    DAY_S = 86400,
};

/* ---- nearly the same ---- */

static uint32_t apart(uint32_t a, uint32_t b)
{
    return a > b ? a - b : b - a;
}

static bool is_near(const struct across_row *r, const struct seen_row *other)
{
    const struct seen_row *own = &r->own;
    if (own->distance_mm == SEEN_UNKNOWN || other->distance_mm == SEEN_UNKNOWN || seen_apart(own, other, SAME_START_S))
        return false;
    uint32_t longer = own->distance_mm > other->distance_mm ? own->distance_mm : other->distance_mm;
    uint32_t most = longer / NEAR_PART > NEAR_MM ? longer / NEAR_PART : NEAR_MM;
    uint32_t off = apart(own->distance_mm, other->distance_mm);
    bool has_time = own->elapsed_ms != SEEN_UNKNOWN, other_has = other->elapsed_ms != SEEN_UNKNOWN;
    /* Without any time only the distance tells: it must be the same, as far as a change of unit leaves it so. */
    if (off > most || (!has_time && !other_has && off > 0 && seen_unit(own) == seen_unit(other)))
        return false;
    return !has_time || !other_has || apart(own->elapsed_ms, other->elapsed_ms) <= NEAR_MS;
}

static void add_part(struct buffer *out, const char *word, const struct arg *value)
{
    buffer_add_text(out, out->len ? ", " : "there ");
    buffer_add_text(out, word);
    if (value)
        arg_text(out, value);
}

/* What the other row has otherwise: "there 5 km, a walk". */
static struct view differences(const struct across_row *r, const struct seen_row *other)
{
    struct buffer out = {0};
    const struct seen_row *own = &r->own;
    struct arg distance = arg_distance(other->distance_mm, seen_unit(other)), time = arg_time(other->elapsed_ms);
    if (other->distance_mm != own->distance_mm || seen_unit(own) != seen_unit(other))
        add_part(&out, "", &distance);
    if (other->elapsed_ms != own->elapsed_ms)
        add_part(&out, other->elapsed_ms == SEEN_UNKNOWN ? "without a time" : "in ",
                 other->elapsed_ms == SEEN_UNKNOWN ? NULL : &time);
    if (seen_kind(other) != seen_kind(own)) {
        add_part(&out, "as ", NULL);
        buffer_add_text(&out, kind_table[seen_kind(other)].name);
    }
    if (!out.len)
        buffer_add_text(&out, "only the activity type differs");
    struct view text = arena_copy(&r->batch->arena, buffer_view(&out));
    buffer_release(&out);
    return text;
}

static void note_near(struct across_row *r, const struct seen_row *other)
{
    struct finding *f = batch_note(r->batch, r->row, CODE_DUPLICATE_NEAR, FIELD_NONE, (struct view){"", 0});
    if (!f)
        return;
    f->args[0] = arg_view(across_place(r, other));
    f->args[1] = arg_view(differences(r, other));
}

/* ---- at the same time ---- */

struct span {
    int64_t from, to; /* unix seconds */
};

static bool span_of(const struct seen_row *row, struct span *span)
{
    if (row->start_s == SEEN_UNKNOWN || row->elapsed_ms == SEEN_UNKNOWN || row->elapsed_ms == 0)
        return false;
    span->from = row->start_s;
    span->to = span->from + row->elapsed_ms / 1000;
    return true;
}

static bool overlaps(struct span a, struct span b)
{
    int64_t from = a.from > b.from ? a.from : b.from, to = a.to < b.to ? a.to : b.to;
    return to - from > OVERLAP_MIN_S;
}

/* As clocks in the event's zone show it. */
static struct view clock_text(const struct across_row *r, int64_t unix_s)
{
    bool has_zone = r->across->context->event->time_zone.len > 0;
    int64_t local = unix_s + (has_zone ? zone_offset(unix_s) : 0), minutes = (local % DAY_S + DAY_S) % DAY_S / 60;
    return arena_format(&r->batch->arena, "%02lld:%02lld%s", (long long)(minutes / 60), (long long)(minutes % 60),
                        has_zone ? "" : " UTC");
}

static void note_overlap(struct across_row *r, const struct seen_row *other, struct span own, struct span its)
{
    struct finding *f = batch_note(r->batch, r->row, CODE_OVERLAP, FIELD_NONE, (struct view){"", 0});
    if (!f)
        return;
    f->args[0] = arg_view(clock_text(r, own.from));
    f->args[1] = arg_view(clock_text(r, own.to));
    struct view from = clock_text(r, its.from), to = clock_text(r, its.to), place = across_place(r, other);
    f->args[2] =
        arg_view(arena_format(&r->batch->arena, "%.*s, %.*s to %.*s", VIEW_ARG(place), VIEW_ARG(from), VIEW_ARG(to)));
}

/* Notes the first of the rows that overlaps; a near one has been told already. */
static bool find_overlap(struct across_row *r, const struct seen_day *rows, const struct seen_row *near)
{
    struct span own, its;
    if (!span_of(&r->own, &own))
        return false;
    for (size_t i = 0; i < rows->count; i++)
        if (&rows->rows[i] != near && across_is_same_person(r, &rows->rows[i]) && span_of(&rows->rows[i], &its) &&
            overlaps(own, its)) {
            note_overlap(r, &rows->rows[i], own, its);
            return true;
        }
    return false;
}

/* Looks into the day before or after. */
static enum status find_on(struct across_row *r, int32_t day, bool *found, struct error *error)
{
    struct seen_day rows;
    uint64_t print = across_person_day(r->hashes->participant, day);
    enum status status = seen_rows_day(r->across->seen, print, &rows, error);
    *found = status == STATUS_OK && find_overlap(r, &rows, NULL);
    return status;
}

/* Whether the row ends after the midnight of its day; where its own clock is not known, it may. */
static bool may_pass_midnight(const struct across_row *r)
{
    struct span own;
    if (!span_of(&r->own, &own))
        return false;
    int64_t offset = r->across->context->event->time_zone.len ? zone_offset(own.from) : 0;
    int64_t begin = own.from + offset - (int64_t)r->row->day * DAY_S, end = begin + own.to - own.from;
    return begin < 0 || end > DAY_S;
}

enum status across_check_pairs(struct across_row *r, struct error *error)
{
    const struct seen_row *near = NULL;
    if (r->row->day == UNKNOWN_DAY)
        return STATUS_OK;
    for (size_t i = 0; !near && i < r->today.count; i++)
        if (across_is_same_person(r, &r->today.rows[i]) && r->today.rows[i].content != r->own.content &&
            is_near(r, &r->today.rows[i]))
            near = &r->today.rows[i];
    if (near)
        note_near(r, near);
    if (r->own.start_s == SEEN_UNKNOWN)
        return STATUS_OK;
    bool passes = may_pass_midnight(r), found = find_overlap(r, &r->today, near);
    enum status status = STATUS_OK;
    if (!found && r->across->past_midnight)
        status = find_on(r, r->row->day - 1, &found, error);
    if (!found && passes && status == STATUS_OK)
        status = find_on(r, r->row->day + 1, &found, error);
    r->across->past_midnight = r->across->past_midnight || passes;
    return status;
}
