#include "readers/track_clock.h"

enum {
    JITTER_MS = 1000,   /* so far back is rounding */
    STEP_MS = 60 * 1000 /* points within it belong together without a question */
};
#define YEARS_MS ((int64_t)300 * 86400 * 1000) /* no pause is so long: a clock that was not set */

void track_clock_start(struct track_clock *clock)
{
    *clock = (struct track_clock){.other_is_later = true};
}

static void span_add(struct clock_span *span, int64_t time_ms)
{
    if (span->points++ == 0)
        *span = (struct clock_span){1, time_ms, time_ms};
    else if (time_ms > span->last_ms)
        span->last_ms = time_ms;
}

static void span_swap(struct clock_span *a, struct clock_span *b)
{
    struct clock_span was = *a;
    *a = *b;
    *b = was;
}

static void span_merge(struct clock_span *to, const struct clock_span *from)
{
    to->first_ms = from->first_ms < to->first_ms ? from->first_ms : to->first_ms;
    to->last_ms = from->last_ms > to->last_ms ? from->last_ms : to->last_ms;
    to->points += from->points;
}

/* The gap between two spans, negative when they overlap. */
static int64_t gap_ms(const struct clock_span *a, const struct clock_span *b)
{
    return a->first_ms > b->last_ms ? a->first_ms - b->last_ms : b->first_ms - a->last_ms;
}

static bool goes_on(const struct clock_span *span, int64_t time_ms)
{
    return span->points && time_ms >= span->last_ms - JITTER_MS && time_ms - span->last_ms <= STEP_MS;
}

/* What was seen apart joins the span when it lies on the right side of it, else it is forgotten. */
static void settle(struct track_clock *clock)
{
    struct clock_span *span = &clock->span, *other = &clock->other;
    bool in_order = clock->other_is_later ? other->first_ms >= span->last_ms - JITTER_MS
                                          : other->last_ms <= span->first_ms + JITTER_MS;
    if (other->points && in_order && gap_ms(span, other) < YEARS_MS)
        span_merge(span, other);
    *other = (struct clock_span){0};
    clock->other_is_later = true;
}

/* The stretch apart is over: the time lies between it and the span before it. */
static bool returns(const struct track_clock *clock, int64_t time_ms)
{
    return clock->other.points && clock->other_is_later && time_ms >= clock->span.last_ms - JITTER_MS &&
           time_ms < clock->other.first_ms;
}

static void add_apart(struct track_clock *clock, int64_t time_ms)
{
    if (returns(clock, time_ms)) {
        span_add(&clock->span, time_ms);
        clock->other = (struct clock_span){0};
    } else if (goes_on(&clock->span, time_ms)) {
        span_add(&clock->span, time_ms);
        if (clock->other_is_later)
            clock->other = (struct clock_span){0};
    } else {
        if (!goes_on(&clock->other, time_ms))
            settle(clock);
        span_add(clock->span.points ? &clock->other : &clock->span, time_ms);
        if (clock->other.points > clock->span.points) {
            span_swap(&clock->span, &clock->other);
            clock->other_is_later = !clock->other_is_later;
        }
    }
}

void track_clock_add(struct track_clock *clock, int64_t time_ms)
{
    if (clock->all.points) {
        clock->forth += time_ms > clock->before_ms;
        clock->back += time_ms < clock->before_ms;
        clock->all.first_ms = time_ms < clock->all.first_ms ? time_ms : clock->all.first_ms;
    }
    span_add(&clock->all, time_ms);
    clock->before_ms = time_ms;
    if (!clock->other.points && goes_on(&clock->span, time_ms))
        span_add(&clock->span, time_ms);
    else
        add_apart(clock, time_ms);
}

struct clock_span track_clock_span(const struct track_clock *clock)
{
    struct track_clock c = *clock;
    if (c.back > c.forth)
        return c.all;
    settle(&c);
    return c.span;
}

void clock_span_join(struct clock_span *whole, struct clock_span *contrary, struct clock_span segment)
{
    if (!segment.points)
        return;
    if (!whole->points || gap_ms(whole, &segment) < YEARS_MS) {
        if (whole->points)
            span_merge(whole, &segment);
        else
            *whole = segment;
        return;
    }
    if (contrary->points && gap_ms(contrary, &segment) < YEARS_MS)
        span_merge(contrary, &segment);
    else
        *contrary = segment;
    if (contrary->points > whole->points)
        span_swap(whole, contrary);
}
