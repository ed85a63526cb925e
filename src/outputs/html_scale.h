/* html_scale: an axis of a plot: whole numbers to places in tenths of a pixel, along their logarithm or evenly.
 *
 * Integers only, so that every machine draws the same. Nothing fails or keeps anything. */
#ifndef OUTPUTS_HTML_SCALE_H
#define OUTPUTS_HTML_SCALE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct html_scale {
    bool even;        /* not along the logarithm */
    int64_t from, to; /* from < to: the values at both ends, or their logarithms in 2^-24 */
    int start, end;   /* their places, in either order */
};

/* The value is above zero where the scale is one of logarithms. Places off the ends are cut to them. */
int html_scale_place(const struct html_scale *scale, int64_t value);
bool html_scale_holds(const struct html_scale *scale, int64_t value);

/* The smallest value at that place of a scale of logarithms. */
int64_t html_scale_value(const struct html_scale *scale, int place);

/* Which of `count` values can be labelled: those on the scale whose places are `gap` apart. Better ones come first in
 * the list. Fills taken[] with their numbers and returns how many, at most `most`. */
size_t html_scale_ticks(const struct html_scale *scale, const int64_t *values, size_t count, int gap, size_t *taken,
                        size_t most);

/* What labels are divided by so that they stay short: 1, or 1000 when the top is a million or more. */
int64_t html_scale_thousand(int64_t top);

/* A round step, 1, 2 or 5 times a power of ten, of which at most `most` reach `top`. */
int64_t html_scale_step(int64_t top, int64_t most);

#endif
