#include "outputs/html_kinds.h"

#include <stdio.h>

#include "outputs/html_scale.h"
#include "outputs/page.h"

/* How many rows have which pace: bars of accepted rows, those rejected for it stacked on them, the limits as lines. */

enum {
    WIDTH = 4400,
    HEIGHT = 3100,
    LEFT = 680,
    RIGHT = 4200,
    TOP = 400,
    BOTTOM = 2600,
    MOST_BARS = 60,
    OUTSIDE = 50, /* one in so many at each end may share the outermost bar */
};

struct histogram {
    const struct html_page *page;
    enum kind kind;
    const struct html_grid *grid;
    struct html_units units;
    int first, bars, step; /* bars drawn, each of `step` bars of the grid, from `first` on */
    uint64_t counts[GRID_VERDICTS][MOST_BARS + 1];
    uint64_t highest, beyond;
    enum grid_verdict main; /* whose range is drawn: accepted rows, where there are any */
    int64_t middle;         /* distance */
    struct html_scale x, y;
};

/* ---- which bars ---- */

static uint64_t bar_of(const struct histogram *h, int bar)
{
    return h->grid->bars[h->page->metric][h->main][bar];
}

/* The last bar, going on from one end by `by`, before which at most `outside` rows lie. */
static int bound(const struct histogram *h, int from, int by, uint64_t outside)
{
    uint64_t passed = 0;
    int bar = from;
    while ((passed += bar_of(h, bar)) <= outside && bar + by >= 0 && bar + by < GRID_BARS)
        bar += by;
    return bar;
}

/* Takes the bar of a limit in, and one beyond it. */
static void reach(const struct histogram *h, int64_t ms_per_km, int *first, int *last)
{
    if (ms_per_km == UNKNOWN)
        return;
    int64_t bar = html_units_from_pace(h->units, ms_per_km) / html_units_bar(h->units);
    int before = bar > 0 ? (int)(bar < GRID_BARS ? bar : GRID_BARS) - 1 : 0;
    int behind = bar + 1 < GRID_BARS ? (int)bar + 1 : GRID_BARS - 1;
    *first = before < *first ? before : *first;
    *last = behind > *last ? behind : *last;
}

static void choose_range(struct histogram *h, const struct html_range *ranges, size_t count)
{
    const struct limits *limits = h->page->options->limits;
    h->main = h->grid->total[GRID_ACCEPTED] ? GRID_ACCEPTED : GRID_REJECTED;
    uint64_t outside = h->grid->total[h->main] / OUTSIDE;
    int first = bound(h, 0, 1, outside), last = bound(h, GRID_BARS - 1, -1, outside);
    for (size_t i = 0; i < count; i++)
        reach(h, html_range_pace(h->page, h->kind, &ranges[i], h->middle), &first, &last);
    reach(h, limits ? limits_record_pace(limits, h->kind, h->middle) : UNKNOWN, &first, &last);
    h->step = 1;
    while (last / h->step - first / h->step >= MOST_BARS)
        h->step *= 2;
    h->first = first / h->step;
    h->bars = last / h->step - h->first + 1;
}

/* What lies beyond the outermost bars is counted in them. */
static void count_bars(struct histogram *h)
{
    for (int bar = 0; bar < GRID_BARS; bar++) {
        int at = bar / h->step - h->first, within = at < 0 ? 0 : at >= h->bars ? h->bars - 1 : at;
        for (int verdict = 0; verdict < GRID_VERDICTS; verdict++) {
            uint64_t count = h->grid->bars[h->page->metric][verdict][bar];
            h->counts[verdict][within] += count;
            h->beyond += at == within ? 0 : count;
        }
    }
    for (int at = 0; at < h->bars; at++) {
        uint64_t sum = h->counts[GRID_ACCEPTED][at] + h->counts[GRID_REJECTED][at];
        h->highest = sum > h->highest ? sum : h->highest;
    }
}

/* The measure at which a bar begins. */
static int64_t edge(const struct histogram *h, int at)
{
    return (int64_t)(h->first + at) * h->step * html_units_bar(h->units);
}

/* ---- drawn ---- */

static void add_axes(const struct histogram *h)
{
    struct buffer *out = h->page->out, *text = h->page->scratch;
    int64_t step = html_scale_step(h->y.to, 5), thousand = html_scale_thousand(h->y.to);
    for (int64_t count = step; count <= h->y.to; count += step) {
        int y = html_scale_place(&h->y, count);
        html_svg_line(out, "grid", LEFT, y, RIGHT, y);
        page_add_number(text, (uint64_t)(count / thousand));
        html_svg_text(out, "end", LEFT - 50, y + 45, buffer_view(text));
        buffer_reset(text);
    }
    html_svg_line(out, "axis", LEFT, BOTTOM, RIGHT, BOTTOM);
    html_svg_text(out, "name", 100, 140, thousand > 1 ? VIEW("thousand rows") : VIEW("rows"));
    html_svg_text(out, "name mid", (LEFT + RIGHT) / 2, HEIGHT - 40, view_of(html_units_name(h->units)));
    int apart = 1; /* a label at every so many edges */
    while (apart * (RIGHT - LEFT) / h->bars < 480)
        apart++;
    int start = (apart - h->first % apart) % apart;
    for (int at = start; at <= h->bars; at += apart) {
        html_units_add(text, h->units, edge(h, at));
        html_svg_text(out, "mid", html_scale_place(&h->x, edge(h, at)), BOTTOM + 170, buffer_view(text));
        buffer_reset(text);
    }
}

static void add_bars(const struct histogram *h)
{
    struct buffer *out = h->page->out;
    int gap = h->bars > 20 ? 10 : 20;
    for (int verdict = 0; verdict < GRID_VERDICTS; verdict++) {
        buffer_format(out, "<path class=%s d=\"", verdict == GRID_ACCEPTED ? "bar" : "bar-bad");
        for (int at = 0; at < h->bars; at++) {
            uint64_t below = verdict == GRID_REJECTED ? h->counts[GRID_ACCEPTED][at] : 0;
            int x0 = html_scale_place(&h->x, edge(h, at)), x1 = html_scale_place(&h->x, edge(h, at + 1));
            int y0 = html_scale_place(&h->y, (int64_t)below);
            int y1 = html_scale_place(&h->y, (int64_t)(below + h->counts[verdict][at]));
            if (h->counts[verdict][at])
                buffer_format(out, "M%d %dV%dH%dV%dz", x0 + gap / 2, y0, y1 < y0 ? y1 : y0 - 10, x1 - gap / 2, y0);
        }
        buffer_add_text(out, "\"/>\n");
    }
}

/* A limit where it can be seen. Two of them may be close together: their names stand in rows of their own. */
static void add_limit(const struct histogram *h, const char *name, int64_t ms_per_km, int row)
{
    int64_t measure = ms_per_km == UNKNOWN ? 0 : html_units_from_pace(h->units, ms_per_km);
    if (measure <= 0 || !html_scale_holds(&h->x, measure))
        return;
    int x = html_scale_place(&h->x, measure), y = TOP - 150 + row * 130;
    buffer_format(h->page->out, "<path class=\"limit %s\" d=\"M%d %dV%d\"/>\n", name, x, y - 100, BOTTOM);
    bool left = x > (LEFT + RIGHT) / 2;
    html_svg_text(h->page->out, left ? "end limit-name" : "limit-name", left ? x - 40 : x + 40, y, view_of(name));
}

/* ---- in words ---- */

/* "a warning when faster than 5:08/mi or slower than 25:00/mi" */
static void tell_ranges(const struct histogram *h, const struct html_range *ranges, size_t count)
{
    struct buffer *text = h->page->scratch;
    for (size_t i = 0; i < count; i++) {
        buffer_format(text, "%s%ser than ", i ? " or " : "a warning when ", ranges[i].name);
        html_units_add_pace(text, h->units, html_range_pace(h->page, h->kind, &ranges[i], h->middle));
    }
}

static void describe(const struct histogram *h, const struct html_range *ranges, size_t count)
{
    struct buffer *text = h->page->scratch;
    const struct limits *limits = h->page->options->limits;
    bool has_record = limits && limits->kinds[h->kind].record_count;
    buffer_add_text(text, "Filled bars are accepted rows, open ones rejected for pace or size. ");
    if (count || has_record) {
        buffer_add_text(text, "At ");
        html_units_add_distance(text, html_units_distance(h->units), h->middle);
        buffer_add_text(text, ", the middle distance: ");
        tell_ranges(h, ranges, count);
    } else {
        buffer_add_text(text, "No limit is known for this kind");
    }
    if (has_record) {
        buffer_add_text(text, count ? "; rejected when faster than " : "rejected when faster than ");
        html_units_add_pace(text, h->units, limits_record_pace(limits, h->kind, h->middle));
    }
    buffer_add_char(text, '.');
    if (h->beyond)
        buffer_add_text(text, " The outermost bars hold all beyond.");
}

static void add_table(const struct histogram *h)
{
    struct buffer *out = h->page->out;
    buffer_format(out,
                  "<details><summary>The same as a table</summary>\n<div class=box role=region aria-label=\"Rows by "
                  "pace: %s\" tabindex=0><table>\n<thead><tr><th scope=col>%s<th scope=col class=n>Accepted<th "
                  "scope=col class=n>Rejected\n<tbody>\n",
                  kind_table[h->kind].name, html_units_name(h->units));
    for (int at = 0; at < h->bars; at++) {
        buffer_add_text(out, "<tr><th scope=row>");
        if (at > 0 || h->first == 0)
            html_units_add(out, h->units, edge(h, at));
        buffer_add_text(out, at + 1 == h->bars ? " or more" : at > 0 || h->first == 0 ? " to below " : "below ");
        if (at + 1 < h->bars)
            html_units_add(out, h->units, edge(h, at + 1));
        html_number_cell(out, h->counts[GRID_ACCEPTED][at]);
        html_number_cell(out, h->counts[GRID_REJECTED][at]);
        buffer_add_char(out, '\n');
    }
    buffer_add_text(out, "</table></div></details>\n");
}

static void add_limits(const struct histogram *h, const struct html_range *ranges, size_t count)
{
    const struct limits *limits = h->page->options->limits;
    if (limits)
        add_limit(h, "record", limits_record_pace(limits, h->kind, h->middle), 0);
    for (size_t i = 0; i < count; i++)
        add_limit(h, ranges[i].name, html_range_pace(h->page, h->kind, &ranges[i], h->middle), 1);
}

void html_histogram_write(const struct html_page *page, enum kind kind, const struct html_grid *grid)
{
    struct histogram h = {.page = page, .kind = kind, .grid = grid, .units = html_units_of(kind, page->metric)};
    struct html_range ranges[HTML_RANGES];
    size_t count = html_ranges(page, kind, ranges);
    h.middle = html_grid_middle(grid);
    struct buffer *out = page->out;
    char id[32], title[64];
    choose_range(&h, ranges, count);
    count_bars(&h);
    h.x = (struct html_scale){true, edge(&h, 0), edge(&h, h.bars), LEFT, RIGHT};
    h.y = (struct html_scale){true, 0, (int64_t)h.highest, BOTTOM, TOP};
    snprintf(id, sizeof id, "bars-%s", kind_table[kind].name);
    snprintf(title, sizeof title, "How many rows have which pace: %s", kind_table[kind].name);
    buffer_add_text(out, "<figure>\n<figcaption><b>How many rows have which pace.</b> ");
    describe(&h, ranges, count);
    html_add(out, buffer_view(page->scratch));
    buffer_add_text(out, "</figcaption>\n");
    html_svg_open(page, id, title, WIDTH, HEIGHT);
    add_axes(&h);
    add_bars(&h);
    add_limits(&h, ranges, count);
    buffer_add_text(out, "</svg>\n");
    add_table(&h);
    buffer_add_text(out, "</figure>\n");
}
