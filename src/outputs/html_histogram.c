#include "outputs/html_kinds.h"

#include <stdio.h>

#include "outputs/html_scale.h"
#include "outputs/page.h"

/* How many rows have which pace: bars of accepted rows, rejected ones stacked on them, the limits as lines. */

enum {
    WIDTH = 4400,
    HEIGHT = 3100,
    LEFT = 560,
    RIGHT = 4200,
    TOP = 260,
    BOTTOM = 2600,
    MOST_BARS = 40,
    NAME_ROOM = 480,
    OUTSIDE = 200, /* one in so many at each end may share the outermost bar */
};

struct histogram {
    const struct html_page *page;
    enum kind kind;
    const struct html_grid *grid;
    struct html_units units;
    int first, bars, step; /* bars drawn, each of `step` bars of the grid, from `first` on */
    uint64_t counts[GRID_VERDICTS][MOST_BARS + 1];
    uint64_t highest;
    struct html_scale x, y;
};

/* ---- which bars ---- */

static uint64_t bar_of(const struct histogram *h, int bar)
{
    return h->grid->bars[h->page->metric][GRID_ACCEPTED][bar] + h->grid->bars[h->page->metric][GRID_REJECTED][bar];
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

static void choose_bars(struct histogram *h)
{
    uint64_t outside = (h->grid->total[GRID_ACCEPTED] + h->grid->total[GRID_REJECTED]) / OUTSIDE;
    int first = bound(h, 0, 1, outside), last = bound(h, GRID_BARS - 1, -1, outside);
    h->step = 1;
    while (last / h->step - first / h->step >= MOST_BARS)
        h->step *= 2;
    h->first = first / h->step;
    h->bars = last / h->step - h->first + 1;
    for (int bar = 0; bar < GRID_BARS; bar++) {
        int at = bar / h->step - h->first;
        at = at < 0 ? 0 : at >= h->bars ? h->bars - 1 : at;
        for (int verdict = 0; verdict < GRID_VERDICTS; verdict++)
            h->counts[verdict][at] += h->grid->bars[h->page->metric][verdict][bar];
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
    int64_t step = html_scale_step(h->y.to, 5);
    for (int64_t count = step; count <= h->y.to; count += step) {
        int y = html_scale_place(&h->y, count);
        html_svg_line(out, "grid", LEFT, y, RIGHT, y);
        page_add_number(text, (uint64_t)count);
        html_svg_text(out, "end", LEFT - 50, y + 45, buffer_view(text));
        buffer_reset(text);
    }
    html_svg_line(out, "axis", LEFT, BOTTOM, RIGHT, BOTTOM);
    html_svg_text(out, "name", LEFT - 460, 140, VIEW("rows"));
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

/* A limit where it can be seen. The name of the record stands on the far side of the usual range. */
static void add_limit(const struct histogram *h, const char *name, int64_t ms_per_km)
{
    int64_t measure = ms_per_km == UNKNOWN ? 0 : html_units_from_pace(h->units, ms_per_km);
    if (measure <= 0 || !html_scale_holds(&h->x, measure))
        return;
    int x = html_scale_place(&h->x, measure);
    buffer_format(h->page->out, "<path class=\"limit %s\" d=\"M%d %dV%d\"/>\n", name, x, TOP - 60, BOTTOM);
    bool left = (strcmp(name, "record") == 0) != html_units_is_speed(h->units);
    if (x < LEFT + NAME_ROOM || x > RIGHT - NAME_ROOM)
        left = x > (LEFT + RIGHT) / 2;
    html_svg_text(h->page->out, left ? "end limit-name" : "limit-name", left ? x - 40 : x + 40, TOP - 20,
                  view_of(name));
}

/* ---- in words ---- */

static void tell_limit(const struct histogram *h, const char *name, int64_t ms_per_km)
{
    struct buffer *text = h->page->scratch;
    if (ms_per_km == UNKNOWN)
        return;
    buffer_add_text(text, name);
    html_units_add_pace(text, h->units, ms_per_km);
}

static void describe(const struct histogram *h, const struct html_range *ranges, size_t count, int64_t middle)
{
    struct buffer *text = h->page->scratch;
    const struct limits *limits = h->page->options->limits;
    buffer_add_text(text, "Rows by pace. At the middle distance, ");
    html_units_add_distance(text, html_units_distance(h->units), middle);
    if (!count && !(limits && limits->kinds[h->kind].record_count)) {
        buffer_add_text(text, ", no limit is known for this kind.");
        return;
    }
    buffer_add_text(text, ": ");
    for (size_t i = 0; i < count; i++) {
        bool fast = strcmp(ranges[i].name, "fast") == 0;
        tell_limit(h, fast ? "a warning when faster than " : "a warning when slower than ",
                   html_range_pace(h->page, h->kind, &ranges[i], middle));
        buffer_add_text(text, i + 1 < count ? ", " : "");
    }
    if (limits && limits->kinds[h->kind].record_count)
        tell_limit(h, count ? "; rejected when faster than " : "rejected when faster than ",
                   limits_record_pace(limits, h->kind, middle));
    buffer_add_char(text, '.');
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

static void add_limits(const struct histogram *h, const struct html_range *ranges, size_t count, int64_t middle)
{
    const struct limits *limits = h->page->options->limits;
    if (limits)
        add_limit(h, "record", limits_record_pace(limits, h->kind, middle));
    for (size_t i = 0; i < count; i++)
        add_limit(h, ranges[i].name, html_range_pace(h->page, h->kind, &ranges[i], middle));
}

void html_histogram_write(const struct html_page *page, enum kind kind, const struct html_grid *grid)
{
    struct histogram h = {.page = page, .kind = kind, .grid = grid, .units = html_units_of(kind, page->metric)};
    struct html_range ranges[HTML_RANGES];
    size_t count = html_ranges(page, kind, ranges);
    int64_t middle = html_grid_middle(grid);
    struct buffer *out = page->out;
    char id[32], title[64];
    choose_bars(&h);
    h.x = (struct html_scale){true, edge(&h, 0), edge(&h, h.bars), LEFT, RIGHT};
    h.y = (struct html_scale){true, 0, (int64_t)h.highest, BOTTOM, TOP};
    snprintf(id, sizeof id, "bars-%s", kind_table[kind].name);
    snprintf(title, sizeof title, "How many rows have which pace: %s", kind_table[kind].name);
    buffer_add_text(out, "<figure>\n<figcaption><b>How many rows have which pace.</b> ");
    describe(&h, ranges, count, middle);
    html_add(out, buffer_view(page->scratch));
    buffer_add_text(out, "</figcaption>\n");
    html_svg_open(page, id, title, WIDTH, HEIGHT);
    add_axes(&h);
    add_bars(&h);
    add_limits(&h, ranges, count, middle);
    buffer_add_text(out, "</svg>\n");
    add_table(&h);
    buffer_add_text(out, "</figure>\n");
}
