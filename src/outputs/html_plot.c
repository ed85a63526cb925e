#include "outputs/html_kinds.h"

#include <stdio.h>

#include "base/logarithm.h"
#include "outputs/html_scale.h"
#include "outputs/page.h"

/* Pace against distance: a dot for each cell of the grid, the larger the more rows; crosses for rejected ones; the
 * record curve and the usual range as lines. */

enum {
    WIDTH = 4400,
    HEIGHT = 3100,
    LEFT = 600,
    RIGHT = 4250,
    TOP = 260,
    BOTTOM = 2600,
    MOST_CELLS = 2000,
    SIZES = 6,       /* of dots */
    CURVE_STEP = 60, /* tenths of a pixel */
    ROOM = 4,        /* cells of the grid around the data */
    NAMES_APART = 330,
    FEW = 300, /* dots may be larger then */
    LEAST_COLUMNS = 2 << GRID_BITS,
    LEAST_ROWS = 1 << GRID_BITS,
};

struct plot {
    const struct html_page *page;
    const struct html_grid *grid;
    enum kind kind;
    struct html_units units;
    struct grid_window window;
    struct html_scale x, y;
    struct html_range ranges[HTML_RANGES];
    size_t range_count;
};

/* ---- the axes ---- */

static void widen(int64_t *from, int64_t *to, int64_t least)
{
    if (*to - *from >= least)
        return;
    int64_t middle = *from + (*to - *from) / 2;
    *from = middle - least / 2;
    *to = *from + least;
}

/* Every limit is to be seen, so the axis of paces reaches to them. */
static void reach(struct plot *p, int64_t ms_per_km)
{
    if (ms_per_km == UNKNOWN || ms_per_km <= 0)
        return;
    int64_t at = logarithm_2(ms_per_km, LOGARITHM_BITS), room = (int64_t)ROOM << (LOGARITHM_BITS - GRID_BITS);
    p->y.from = at - room < p->y.from ? at - room : p->y.from;
    p->y.to = at + room > p->y.to ? at + room : p->y.to;
}

static void set_scales(struct plot *p)
{
    const struct grid_window *w = &p->window;
    int64_t x0 = (GRID_COLUMN_0 << GRID_BITS) + w->column - ROOM, x1 = x0 + w->columns + 2 * ROOM;
    int64_t y0 = (GRID_ROW_0 << GRID_BITS) + w->row - ROOM, y1 = y0 + w->rows + 2 * ROOM;
    widen(&x0, &x1, LEAST_COLUMNS);
    widen(&y0, &y1, LEAST_ROWS);
    int shift = LOGARITHM_BITS - GRID_BITS;
    p->x = (struct html_scale){.from = x0 << shift, .to = x1 << shift, .start = LEFT, .end = RIGHT};
    p->y = (struct html_scale){.from = y0 << shift, .to = y1 << shift, .start = TOP, .end = BOTTOM};
    for (int end = 0; end < 2; end++) {
        int64_t mm = html_scale_value(&p->x, end ? RIGHT : LEFT);
        reach(p, p->page->options->limits ? limits_record_pace(p->page->options->limits, p->kind, mm) : UNKNOWN);
        for (size_t i = 0; i < p->range_count; i++)
            reach(p, html_range_pace(p->page, p->kind, &p->ranges[i], mm));
    }
}

static void add_axis_names(struct plot *p)
{
    struct buffer *out = p->page->out, *text = p->page->scratch;
    html_svg_line(out, "axis", LEFT, BOTTOM, RIGHT, BOTTOM);
    html_svg_line(out, "axis", LEFT, TOP, LEFT, BOTTOM);
    buffer_add_text(text, html_units_name(p->units));
    buffer_add_text(text, " (faster is higher)");
    html_svg_text(out, "name", 100, 140, buffer_view(text));
    buffer_reset(text);
    buffer_add_text(text, "distance, ");
    buffer_add_text(text, unit_table[html_units_distance(p->units)].name);
    html_svg_text(out, "name mid", (LEFT + RIGHT) / 2, HEIGHT - 40, buffer_view(text));
    buffer_reset(text);
}

static void add_ticks(struct plot *p)
{
    struct buffer *out = p->page->out, *text = p->page->scratch;
    int64_t values[HTML_UNITS_TICKS];
    size_t taken[HTML_UNITS_TICKS], n;
    html_units_pace_ticks(p->units, values);
    n = html_scale_ticks(&p->y, values, HTML_UNITS_TICKS, 260, taken, HTML_UNITS_TICKS);
    for (size_t i = 0; i < n; i++) {
        int y = html_scale_place(&p->y, values[taken[i]]);
        html_svg_line(out, "grid", LEFT, y, RIGHT, y);
        html_units_add(text, p->units, html_units_from_pace(p->units, values[taken[i]]));
        html_svg_text(out, "end", LEFT - 50, y + 45, buffer_view(text));
        buffer_reset(text);
    }
    enum unit unit = html_units_distance(p->units);
    html_units_distance_ticks(unit, values);
    n = html_scale_ticks(&p->x, values, HTML_UNITS_TICKS, 380, taken, HTML_UNITS_TICKS);
    for (size_t i = 0; i < n; i++) {
        int x = html_scale_place(&p->x, values[taken[i]]);
        html_svg_line(out, "grid", x, TOP, x, BOTTOM);
        html_units_add_distance(text, unit, values[taken[i]]);
        text->len -= strlen(unit_table[unit].name) + 1;
        html_svg_text(out, "mid", x, BOTTOM + 170, buffer_view(text));
        buffer_reset(text);
    }
}

/* ---- the rows ---- */

static int middle_of(const struct html_scale *scale, int64_t first, int step)
{
    int64_t at = (first * 2 + step) << (LOGARITHM_BITS - GRID_BITS - 1);
    return scale->start + (int)((at - scale->from) * (scale->end - scale->start) / (scale->to - scale->from));
}

static int size_of(uint64_t count)
{
    int size = (int)(logarithm_2((int64_t)count, 0) + 1) / 2; /* 1, 2-7, 8-31, ... */
    return size < SIZES ? size : SIZES - 1;
}

static int column_place(const struct plot *p, int column)
{
    const struct grid_window *w = &p->window;
    return middle_of(&p->x, (GRID_COLUMN_0 << GRID_BITS) + w->column + column * w->step, w->step);
}

static int row_place(const struct plot *p, int row)
{
    const struct grid_window *w = &p->window;
    return middle_of(&p->y, (GRID_ROW_0 << GRID_BITS) + w->row + row * w->step, w->step);
}

/* Dots of one size are one path: lines of no length with round ends. */
static void add_dots(const struct plot *p, int size)
{
    bool few = p->grid->total[GRID_ACCEPTED] < FEW;
    struct buffer *out = p->page->out;
    const struct grid_window *w = &p->window;
    bool any = false;
    for (int row = 0; row * w->step < w->rows; row++)
        for (int column = 0; column * w->step < w->columns; column++) {
            uint64_t count = html_grid_sum(p->grid, w, GRID_ACCEPTED, column, row);
            if (!count || size_of(count) != size)
                continue;
            if (!any)
                buffer_format(out, "<path class=\"dot d%d%s\" d=\"", size, few ? " few" : "");
            any = true;
            buffer_format(out, "M%d %dh0", column_place(p, column), row_place(p, row));
        }
    buffer_add_text(out, any ? "\"/>\n" : "");
}

static void add_crosses(const struct plot *p)
{
    struct buffer *out = p->page->out;
    const struct grid_window *w = &p->window;
    if (!p->grid->total[GRID_REJECTED])
        return;
    buffer_add_text(out, "<path class=cross d=\"");
    for (int row = 0; row * w->step < w->rows; row++)
        for (int column = 0; column * w->step < w->columns; column++)
            if (html_grid_sum(p->grid, w, GRID_REJECTED, column, row))
                buffer_format(out, "M%d %dl70 70m0-70l-70 70", column_place(p, column) - 35, row_place(p, row) - 35);
    buffer_add_text(out, "\"/>\n");
}

/* ---- the limits ---- */

static int64_t limit_at(const struct plot *p, const struct html_range *range, int64_t mm)
{
    return range ? html_range_pace(p->page, p->kind, range, mm)
                 : limits_record_pace(p->page->options->limits, p->kind, mm);
}

struct line {
    const char *name;
    int end; /* place of its right end */
};

/* A limit; `range` is NULL for the record. */
static struct line add_limit(const struct plot *p, const struct html_range *range)
{
    struct buffer *out = p->page->out;
    struct line line = {range ? range->name : "record", TOP};
    for (int x = LEFT; x <= RIGHT; x += CURVE_STEP) {
        line.end = html_scale_place(&p->y, limit_at(p, range, html_scale_value(&p->x, x)));
        if (x == LEFT)
            buffer_format(out, "<path class=\"limit %s\" d=\"M%d %d", line.name, x, line.end);
        else
            buffer_format(out, "L%d %d", x, line.end);
    }
    buffer_add_text(out, "\"/>\n");
    return line;
}

/* Names stand above their lines, or below when another line is close above. */
static void add_names(const struct plot *p, const struct line *lines, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bool below = false;
        for (size_t j = 0; j < count; j++) {
            int above = lines[i].end - lines[j].end;
            below = below || (j != i && above >= 0 && above < NAMES_APART && (above > 0 || j < i));
        }
        html_svg_text(p->page->out, "end limit-name", RIGHT - 20, lines[i].end + (below ? 140 : -50),
                      view_of(lines[i].name));
    }
}

static void add_limits(const struct plot *p)
{
    const struct limits *limits = p->page->options->limits;
    struct line lines[HTML_RANGES + 1];
    size_t count = 0;
    if (limits && limits->kinds[p->kind].record_count)
        lines[count++] = add_limit(p, NULL);
    for (size_t i = 0; i < p->range_count; i++)
        lines[count++] = add_limit(p, &p->ranges[i]);
    add_names(p, lines, count);
}

/* ---- in words ---- */

static bool reaches_edge(const struct grid_window *w)
{
    return w->row == 0 || w->row + w->rows == GRID_ROWS || w->column == 0 || w->column + w->columns == GRID_COLUMNS;
}

/* What is drawn, in a sentence, in the scratch of the page. */
static void describe(const struct plot *p)
{
    struct buffer *text = p->page->scratch;
    page_add_count(text, p->grid->total[GRID_ACCEPTED], "accepted row as a dot", "accepted rows as dots");
    buffer_add_text(text, " (a larger dot is more rows), ");
    page_add_count(text, p->grid->total[GRID_REJECTED], "rejected for its pace or size as a cross",
                   "rejected for their pace or size as crosses");
    buffer_add_text(text, ". The middle distance is ");
    html_units_add_distance(text, html_units_distance(p->units), html_grid_middle(p->grid));
    buffer_add_text(text, ". Distances double in equal steps.");
    if (reaches_edge(&p->window))
        buffer_add_text(text, " What lies beyond is drawn at the edge.");
}

static void add_class(const struct plot *p, int number, const struct grid_class *class)
{
    struct buffer *out = p->page->out;
    enum unit unit = html_units_distance(p->units);
    int64_t unit_mm = unit_table[unit].numerator;
    buffer_add_text(out, "<tr><th scope=row>");
    if (number > 0) {
        html_units_add_distance(out, unit, (unit_mm << (number - 1)) >> GRID_CLASS_0);
        buffer_add_text(out, number + 1 < GRID_CLASSES ? " to below " : " and more");
    } else {
        buffer_add_text(out, "below ");
    }
    if (number + 1 < GRID_CLASSES)
        html_units_add_distance(out, unit, (unit_mm << number) >> GRID_CLASS_0);
    html_number_cell(out, class->count[GRID_ACCEPTED]);
    html_number_cell(out, class->count[GRID_REJECTED]);
    for (int i = 0; i < 2; i++) {
        buffer_add_text(out, "<td class=n>");
        if (class->count[GRID_ACCEPTED])
            html_units_add_pace(out, p->units, i ? class->slowest : class->fastest);
        else
            buffer_add_char(out, '-');
    }
    buffer_add_char(out, '\n');
}

static void add_table(const struct plot *p)
{
    struct buffer *out = p->page->out;
    buffer_format(
        out,
        "<details><summary>The same as a table</summary>\n<div class=box role=region aria-label=\"Paces by "
        "distance: %s\" tabindex=0><table>\n<thead><tr><th scope=col>Distance<th scope=col class=n>Accepted<th "
        "scope=col class=n>Rejected<th scope=col class=n>Fastest accepted<th scope=col class=n>Slowest "
        "accepted\n<tbody>\n",
        kind_table[p->kind].name);
    for (int i = 0; i < GRID_CLASSES; i++) {
        const struct grid_class *class = &p->grid->classes[p->page->metric][i];
        if (class->count[GRID_ACCEPTED] || class->count[GRID_REJECTED])
            add_class(p, i, class);
    }
    buffer_add_text(out, "</table></div></details>\n");
}

void html_plot_write(const struct html_page *page, enum kind kind, const struct html_grid *grid)
{
    struct plot p = {.page = page, .grid = grid, .kind = kind, .units = html_units_of(kind, page->metric)};
    char id[32], title[64];
    struct buffer *out = page->out;
    if (!html_grid_window(grid, MOST_CELLS, &p.window))
        return;
    p.range_count = html_ranges(page, kind, p.ranges);
    set_scales(&p);
    snprintf(id, sizeof id, "plot-%s", kind_table[kind].name);
    snprintf(title, sizeof title, "Pace against distance: %s", kind_table[kind].name);
    buffer_format(out, "<figure>\n<figcaption><b>Pace against distance.</b> ");
    describe(&p);
    html_add(out, buffer_view(page->scratch));
    buffer_add_text(out, "</figcaption>\n");
    html_svg_open(page, id, title, WIDTH, HEIGHT);
    add_ticks(&p);
    add_axis_names(&p);
    for (int size = 0; size < SIZES; size++)
        add_dots(&p, size);
    add_limits(&p);
    add_crosses(&p);
    buffer_add_text(out, "</svg>\n");
    add_table(&p);
    buffer_add_text(out, "</figure>\n");
}
