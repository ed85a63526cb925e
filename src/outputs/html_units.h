/* html_units: how a kind's distances and paces are told: miles or kilometres; a time for each, or a speed.
 *
 * A measure is what an axis counts in: ms for each mile (kilometre, 100 m), or thousandths of mph (km/h). Nothing fails
 * or keeps anything. */
#ifndef OUTPUTS_HTML_UNITS_H
#define OUTPUTS_HTML_UNITS_H

#include "base/buffer.h"
#include "model/activity.h"

struct html_units {
    enum pace_style style;
    bool metric;
};

enum { HTML_UNITS_TICKS = 24, HTML_UNITS_TICK_SIZE = 16 };

struct html_units html_units_of(enum kind kind, bool metric);

/* The unit that distances are told in. */
enum unit html_units_distance(struct html_units units);

/* "min/mi", "mph", ... */
const char *html_units_name(struct html_units units);

static inline bool html_units_is_speed(struct html_units units)
{
    return units.style == PACE_MPH;
}

/* Both above zero; what does not fit is INT64_MAX. */
int64_t html_units_measure(struct html_units units, int64_t distance_mm, int64_t elapsed_ms);

/* Between a measure and a pace in ms a kilometre, both above zero; the result is at least 1. */
int64_t html_units_from_pace(struct html_units units, int64_t ms_per_km);
int64_t html_units_to_pace(struct html_units units, int64_t measure);

/* "8:05", "18.5"; and with the unit: "8:05/mi", "18.5 mph". */
void html_units_add(struct buffer *out, struct html_units units, int64_t measure);
void html_units_add_pace(struct buffer *out, struct html_units units, int64_t ms_per_km);

/* "3.1 mi": one decimal at most, two below 1, none from 100 on. */
void html_units_add_distance(struct buffer *out, enum unit unit, int64_t mm);

/* What a histogram's bar is wide: 15 s a mile, 5 s for 100 m, half a mph. */
int64_t html_units_bar(struct html_units units);

/* The round values that an axis of paces (in ms a kilometre) or distances (in mm) may be labelled with, the better ones
 * first. */
void html_units_pace_ticks(struct html_units units, int64_t values[HTML_UNITS_TICKS]);
void html_units_distance_ticks(enum unit unit, int64_t values[HTML_UNITS_TICKS]);

#endif
