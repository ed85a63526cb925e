/* html_kinds: what was done of each kind, and the section of the page about it: a table, and for each kind with paces
 * two plots. A zeroed one is valid and empty. Nothing fails. One thread. */
#ifndef OUTPUTS_HTML_KINDS_H
#define OUTPUTS_HTML_KINDS_H

#include "outputs/html_grid.h"
#include "outputs/html_text.h"

struct html_kind {
    uint64_t rows[GRID_VERDICTS];
    int64_t distance_mm, elapsed_ms, count; /* of accepted rows */
    struct html_grid *grid;                 /* NULL until there is a pace */
};

struct html_kinds {
    struct html_kind kinds[KIND_COUNT];
    uint64_t written[2]; /* accepted distances by the system of their unit: miles and yards, or metres */
};

void html_kinds_observe(struct html_kinds *kinds, const struct activity *row);

/* Whether more distances were written in metres or kilometres. */
bool html_kinds_metric(const struct html_kinds *kinds);

void html_kinds_write(const struct html_kinds *kinds, const struct html_page *page);
void html_kinds_release(struct html_kinds *kinds);

/* The parts about one kind; its grid is there and not empty. */
void html_plot_write(const struct html_page *page, enum kind kind, const struct html_grid *grid);
void html_histogram_write(const struct html_page *page, enum kind kind, const struct html_grid *grid);

/* The usual range of a kind: the paces beyond which a row gets a warning, by the event's types of that kind where they
 * say so, else by the limits. */
enum { HTML_RANGES = 8 };
struct html_range {
    const char *name;  /* "fast", "slow" */
    int64_t ms_per_km; /* the same whatever the distance; UNKNOWN: it follows the record curve */
};
size_t html_ranges(const struct html_page *page, enum kind kind, struct html_range ranges[HTML_RANGES]);

/* The pace of a range at that distance. */
int64_t html_range_pace(const struct html_page *page, enum kind kind, const struct html_range *range,
                        int64_t distance_mm);

#endif
