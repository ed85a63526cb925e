/* track_clock: the times of one segment as they come, and the span of them that can be trusted, in memory that does
 * not grow.
 *
 * Clocks of devices jump: a point of 1970 before the first fix, an hour's correction in the middle, one point with
 * another date. Times that follow each other closely make a span; a stretch that contradicts a longer one (it goes back
 * in time, or lies years away) is left out, a stretch that lies behind a pause is joined. A track that was written
 * last point first is taken as a whole. Used by one thread at a time; nothing is to be released. */
#ifndef READERS_TRACK_CLOCK_H
#define READERS_TRACK_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

struct clock_span {
    uint64_t points; /* 0: nothing is known */
    int64_t first_ms, last_ms;
};

struct track_clock {
    struct clock_span span, other; /* the one that is believed; what was seen apart from it */
    bool other_is_later;           /* in the order of the points */
    struct clock_span all;         /* the least and the greatest time */
    int64_t before_ms;             /* the time before the present one, when all.points */
    uint64_t forth, back;          /* steps */
};

void track_clock_start(struct track_clock *clock);
void track_clock_add(struct track_clock *clock, int64_t time_ms);

/* What is to be believed of the times so far. */
struct clock_span track_clock_span(const struct track_clock *clock);

/* Joins the span of a segment to that of the segments before it, whatever their order. Of spans that lie years apart
 * the one with more points wins; the other is kept in `contrary`, for segments to come. */
void clock_span_join(struct clock_span *whole, struct clock_span *contrary, struct clock_span segment);

#endif
