#include "outputs/html_scale.h"

#include <stdlib.h>

#include "base/logarithm.h"

__extension__ typedef __int128 wide;

static int64_t position(const struct html_scale *scale, int64_t value)
{
    return scale->even ? value : logarithm_2(value, LOGARITHM_BITS);
}

int html_scale_place(const struct html_scale *scale, int64_t value)
{
    int64_t at = position(scale, value);
    if (at <= scale->from)
        return scale->start;
    if (at >= scale->to)
        return scale->end;
    return scale->start + (int)((wide)(at - scale->from) * (scale->end - scale->start) / (scale->to - scale->from));
}

bool html_scale_holds(const struct html_scale *scale, int64_t value)
{
    int64_t at = position(scale, value);
    return at >= scale->from && at <= scale->to;
}

int64_t html_scale_value(const struct html_scale *scale, int place)
{
    int64_t along = (int64_t)((wide)(place - scale->start) * (scale->to - scale->from) / (scale->end - scale->start));
    return logarithm_2_inverse(scale->from + along);
}

static bool is_free(const struct html_scale *scale, const int64_t *values, const size_t *taken, size_t n, int64_t value,
                    int gap)
{
    int place = html_scale_place(scale, value);
    for (size_t i = 0; i < n; i++)
        if (abs(html_scale_place(scale, values[taken[i]]) - place) < gap)
            return false;
    return true;
}

size_t html_scale_ticks(const struct html_scale *scale, const int64_t *values, size_t count, int gap, size_t *taken,
                        size_t most)
{
    size_t n = 0;
    for (size_t i = 0; i < count && n < most; i++)
        if (values[i] > 0 && html_scale_holds(scale, values[i]) && is_free(scale, values, taken, n, values[i], gap))
            taken[n++] = i;
    return n;
}

int64_t html_scale_step(int64_t top, int64_t most)
{
    int64_t step = 1;
    for (int i = 0; step < INT64_MAX / 10 && top / step > most; i++)
        step = i % 3 == 1 ? step / 2 * 5 : step * 2; /* 1 2 5 10 */
    return step;
}

int64_t html_scale_thousand(int64_t top)
{
    return top >= 1000000 ? 1000 : 1;
}
