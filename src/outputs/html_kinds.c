#include "outputs/html_kinds.h"

#include "outputs/page.h"
#include "outputs/sums.h"

/* ---- while rows come in ---- */

static void add_sum(int64_t *sum, int64_t value)
{
    if (value != UNKNOWN && value > 0 && value <= INT64_MAX - *sum)
        *sum += value;
}

/* A row that was rejected for its date only says nothing about paces. */
static bool is_rejected_for_pace(const struct activity *row)
{
    for (const struct finding *f = row->findings; f; f = f->next)
        if (f->severity == SEVERITY_ERROR && f->code >= CODE_PACE_IMPOSSIBLE && f->code < CODE_TIME_REQUIRED)
            return true; /* the family of pace and size */
    return false;
}

void html_kinds_observe(struct html_kinds *all, const struct activity *row)
{
    struct html_kind *k = &all->kinds[row->kind];
    if (row->verdict == VERDICT_SKIPPED)
        return;
    enum grid_verdict verdict = row->verdict == VERDICT_ACCEPTED ? GRID_ACCEPTED : GRID_REJECTED;
    k->rows[verdict]++;
    if (verdict == GRID_ACCEPTED) {
        add_sum(&k->distance_mm, row->distance_mm);
        add_sum(&k->elapsed_ms, row->elapsed_ms);
        add_sum(&k->count, row->count);
        all->written[sums_metric((enum unit)row->distance_unit)] += row->distance_mm > 0;
    }
    if (row->distance_mm <= 0 || row->elapsed_ms <= 0) /* UNKNOWN is below */
        return;
    if (verdict == GRID_REJECTED && !is_rejected_for_pace(row))
        return;
    if (!k->grid)
        k->grid = memory_get(sizeof *k->grid);
    html_grid_add(k->grid, (enum kind)row->kind, verdict, row->distance_mm, row->elapsed_ms);
}

bool html_kinds_metric(const struct html_kinds *all)
{
    return all->written[1] > all->written[0];
}

/* ---- the range ---- */

static void add_range(struct html_range *ranges, size_t *n, const char *name, int64_t pace)
{
    for (size_t i = 0; i < *n; i++)
        if (ranges[i].ms_per_km == pace && strcmp(ranges[i].name, name) == 0)
            return;
    if (*n < HTML_RANGES)
        ranges[(*n)++] = (struct html_range){name, pace};
}

static void add_limits(const struct html_page *page, enum kind kind, const struct event_type *type,
                       struct html_range *ranges, size_t *n)
{
    const struct kind_limits *k = &page->options->limits->kinds[kind];
    int64_t fast = type ? type->fast_ms_per_km : UNKNOWN, slow = type ? type->slow_ms_per_km : UNKNOWN;
    bool follows = fast == UNKNOWN && k->fast_percent && k->record_count;
    fast = fast != UNKNOWN || follows ? fast : k->fast_ms_per_km;
    slow = slow != UNKNOWN ? slow : k->slow_ms_per_km;
    if (fast != UNKNOWN || follows)
        add_range(ranges, n, "fast", fast);
    if (slow != UNKNOWN)
        add_range(ranges, n, "slow", slow);
}

size_t html_ranges(const struct html_page *page, enum kind kind, struct html_range ranges[HTML_RANGES])
{
    const struct event *event = page->options->event;
    size_t n = 0;
    if (!page->options->limits)
        return 0;
    for (size_t i = 0; event && i < event->type_count; i++)
        if (event->types[i].kind == kind && !event->types[i].is_count && !event->types[i].deleted)
            add_limits(page, kind, &event->types[i], ranges, &n);
    if (n == 0)
        add_limits(page, kind, NULL, ranges, &n);
    return n;
}

int64_t html_range_pace(const struct html_page *page, enum kind kind, const struct html_range *range,
                        int64_t distance_mm)
{
    return range->ms_per_km != UNKNOWN ? range->ms_per_km : limits_fast(page->options->limits, kind, distance_mm);
}

/* ---- the section ---- */

static void add_distance_cell(const struct html_page *page, int64_t mm)
{
    struct buffer *out = page->out;
    buffer_add_text(out, "<td class=n>");
    if (mm > 0)
        sums_add_distance(out, mm, page->metric ? UNIT_KM : UNIT_MI);
    else
        buffer_add_text(out, "-");
}

static void add_time_cell(struct buffer *out, int64_t ms)
{
    struct arg time = arg_time(ms / 1000 * 1000);
    buffer_add_text(out, "<td class=n>");
    if (ms > 0)
        arg_text(out, &time);
    else
        buffer_add_text(out, "-");
}

static void add_row(const struct html_page *page, enum kind kind, const struct html_kind *k, bool counts)
{
    struct buffer *out = page->out;
    buffer_format(out, "<tr><th scope=row>%s", kind_table[kind].name);
    html_number_cell(out, k->rows[GRID_ACCEPTED]);
    html_number_cell(out, k->rows[GRID_REJECTED]);
    add_distance_cell(page, k->distance_mm);
    if (counts)
        html_number_cell(out, (uint64_t)k->count);
    add_time_cell(out, k->elapsed_ms);
    buffer_add_char(out, '\n');
}

static void add_table(const struct html_kinds *all, const struct html_page *page)
{
    struct buffer *out = page->out;
    bool counts = false;
    for (enum kind kind = 0; kind < KIND_COUNT; kind++)
        counts = counts || all->kinds[kind].count > 0;
    buffer_add_text(out, "<div class=box role=region aria-label=\"Totals by kind\" tabindex=0><table>\n<thead><tr><th "
                         "scope=col>Kind<th scope=col class=n>Accepted<th scope=col class=n>Rejected<th scope=col "
                         "class=n>Distance");
    buffer_add_text(out, counts ? "<th scope=col class=n>Count" : "");
    buffer_add_text(out, "<th scope=col class=n>Time (h:mm:ss)\n<tbody>\n");
    for (int i = 1; i <= KIND_COUNT; i++) { /* "other" is the first kind and comes last */
        enum kind kind = (enum kind)(i % KIND_COUNT);
        if (all->kinds[kind].rows[GRID_ACCEPTED] || all->kinds[kind].rows[GRID_REJECTED])
            add_row(page, kind, &all->kinds[kind], counts);
    }
    buffer_add_text(out, "</table></div>\n");
}

static uint64_t drawn(const struct html_kind *k)
{
    return k->grid ? k->grid->total[GRID_ACCEPTED] + k->grid->total[GRID_REJECTED] : 0;
}

static void add_kind(const struct html_page *page, enum kind kind, const struct html_kind *k)
{
    struct buffer *out = page->out;
    uint64_t rows = k->rows[GRID_ACCEPTED] + k->rows[GRID_REJECTED], missing = rows - drawn(k);
    buffer_format(out, "<h3>Pace: %s</h3>\n", kind_table[kind].name);
    if (missing) {
        buffer_add_text(out, "<p>");
        page_add_count(out, missing, "row is not drawn: it", "rows are not drawn: they");
        buffer_add_text(out, missing == 1
                                 ? " lacks distance or time, or was rejected for another reason than its pace."
                                 : " lack distance or time, or were rejected for other reasons than the pace.");
        buffer_add_text(out, "</p>\n");
    }
    buffer_add_text(out, "<div class=pair>\n");
    html_plot_write(page, kind, k->grid);
    html_histogram_write(page, kind, k->grid);
    buffer_add_text(out, "</div>\n");
}

void html_kinds_write(const struct html_kinds *all, const struct html_page *page)
{
    bool any = false;
    for (enum kind kind = 0; kind < KIND_COUNT; kind++)
        any = any || all->kinds[kind].rows[GRID_ACCEPTED] || all->kinds[kind].rows[GRID_REJECTED];
    if (!any)
        return;
    buffer_add_text(page->out, "<section id=paces aria-labelledby=paces-h>\n<h2 id=paces-h>Kinds and paces</h2>\n");
    add_table(all, page);
    bool told[KIND_COUNT] = {false};
    for (;;) { /* the kind with the most first */
        enum kind most = KIND_COUNT;
        for (enum kind kind = 0; kind < KIND_COUNT; kind++)
            if (!told[kind] && drawn(&all->kinds[kind]) &&
                (most == KIND_COUNT || drawn(&all->kinds[kind]) > drawn(&all->kinds[most])))
                most = kind;
        if (most == KIND_COUNT)
            break;
        told[most] = true;
        add_kind(page, most, &all->kinds[most]);
    }
    buffer_add_text(page->out, "</section>\n");
}

void html_kinds_release(struct html_kinds *all)
{
    for (enum kind kind = 0; kind < KIND_COUNT; kind++)
        memory_free(all->kinds[kind].grid);
    *all = (struct html_kinds){0};
}
