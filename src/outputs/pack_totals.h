/* pack_totals: what a pack adds up to. Sums are 128 bits wide: no number of rows of any size can wrap them. */
#ifndef OUTPUTS_PACK_TOTALS_H
#define OUTPUTS_PACK_TOTALS_H

#include "model/event.h"
#include "model/summary.h"
#include "outputs/pack_row.h"

__extension__ typedef __int128 pack_sum;

struct pack_totals {
    const struct event *event;
    const struct summary *summary;
    enum unit unit; /* the unit lengths are posted in */
    uint64_t activities, requests, participants;
    pack_sum distance_mm, count, elapsed_ms;
    struct pack_row example; /* the first row with a tally; line 0 and no has_line: there is none */
    bool has_example;
};

void pack_totals_count_in(struct pack_totals *totals, const struct pack_row *row);
void pack_totals_add_sum(struct buffer *out, pack_sum sum);

/* "miles: 26.3 means 26.3 miles" */
void pack_totals_add_unit(struct buffer *out, const struct pack_totals *totals);

#endif
