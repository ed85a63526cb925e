/* html_days: activities and distance of accepted rows per day, and the section about them: bars for days, weeks,
 * months or years, whichever gives few enough. A zeroed one is valid and empty. Nothing fails. One thread. */
#ifndef OUTPUTS_HTML_DAYS_H
#define OUTPUTS_HTML_DAYS_H

#include "outputs/html_text.h"

struct html_day {
    int32_t day;
    uint64_t activities; /* 0: a free slot */
    int64_t distance_mm, count;
};

struct html_days {
    struct html_day *slots; /* open addressing, by the day */
    size_t used, capacity;  /* the capacity is 0 or a power of two */
    struct html_day *last;  /* the slot of the last row */
};

void html_days_observe(struct html_days *days, const struct activity *row);

/* The first and last day; false when there is none. */
bool html_days_span(const struct html_days *days, int32_t *first, int32_t *last);

void html_days_write(const struct html_days *days, const struct html_page *page);
void html_days_release(struct html_days *days);

/* How days are put together. */
enum html_period { PERIOD_DAY, PERIOD_WEEK, PERIOD_MONTH, PERIOD_YEAR, PERIOD_CENTURY, PERIODS };
enum { HTML_DAYS_BARS = 106 }; /* the most there are: the centuries of all years */

/* The finest period of which at most 70 reach from `first` to `last`, a century else. */
enum html_period html_days_period(int32_t first, int32_t last);

/* The number of a day's period; that of a later day is not smaller. Weeks begin on Monday. */
int32_t html_days_index(enum html_period period, int32_t day);

#endif
