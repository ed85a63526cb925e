#include "outputs/html_days.h"

#include <stdio.h>

#include "base/civil.h"
#include "base/hash.h"
#include "outputs/html_scale.h"
#include "outputs/page.h"
#include "outputs/sums.h"

enum { WIDTH = 4400, HEIGHT = 2500, LEFT = 680, RIGHT = 4250, TOP = 260, BOTTOM = 2050, MOST_PERIODS = 70 };

/* ---- while rows come in ---- */

static struct html_day *slot_of(struct html_day *slots, size_t capacity, int32_t day)
{
    size_t i = hash_mix((uint64_t)(uint32_t)day, 0) & (capacity - 1);
    while (slots[i].activities && slots[i].day != day)
        i = (i + 1) & (capacity - 1);
    return &slots[i];
}

static void grow(struct html_days *d)
{
    size_t capacity = d->capacity ? d->capacity * 2 : 1024;
    struct html_day *slots = memory_get(capacity * sizeof *slots);
    for (size_t i = 0; i < d->capacity; i++)
        if (d->slots[i].activities)
            *slot_of(slots, capacity, d->slots[i].day) = d->slots[i];
    memory_free(d->slots);
    d->slots = slots;
    d->capacity = capacity;
    d->last = NULL;
}

void html_days_observe(struct html_days *d, const struct activity *row)
{
    if (row->verdict != VERDICT_ACCEPTED || row->day == UNKNOWN_DAY)
        return;
    if (!d->last || d->last->day != row->day) {
        if (d->used * 2 >= d->capacity)
            grow(d);
        d->last = slot_of(d->slots, d->capacity, row->day);
    }
    d->used += d->last->activities == 0;
    d->last->day = row->day;
    d->last->activities++;
    if (row->distance_mm > 0 && row->distance_mm <= INT64_MAX - d->last->distance_mm)
        d->last->distance_mm += row->distance_mm;
    if (row->count > 0 && row->count <= INT64_MAX - d->last->count)
        d->last->count += row->count;
}

bool html_days_span(const struct html_days *d, int32_t *first, int32_t *last)
{
    *first = INT32_MAX;
    *last = INT32_MIN;
    for (size_t i = 0; i < d->capacity; i++) {
        if (!d->slots[i].activities)
            continue;
        *first = d->slots[i].day < *first ? d->slots[i].day : *first;
        *last = d->slots[i].day > *last ? d->slots[i].day : *last;
    }
    return d->used > 0;
}

/* ---- periods ---- */

static int32_t floor_divided(int32_t a, int32_t b)
{
    return a / b - (a % b < 0);
}

int32_t html_days_index(enum html_period period, int32_t day)
{
    if (period == PERIOD_DAY)
        return day;
    if (period == PERIOD_WEEK)
        return floor_divided(day + 3, 7); /* 1970-01-01 was a Thursday */
    struct civil civil = civil_from_day(day);
    if (period == PERIOD_MONTH)
        return civil.year * 12 + civil.month - 1;
    return period == PERIOD_YEAR ? civil.year : floor_divided(civil.year, 100);
}

enum html_period html_days_period(int32_t first, int32_t last)
{
    enum html_period period = PERIOD_DAY;
    while (period + 1 < PERIODS && html_days_index(period, last) - html_days_index(period, first) >= MOST_PERIODS)
        period++;
    return period;
}

/* "2026-05-01", "2026-05", "2026", "2000s". */
static void add_name(struct buffer *out, enum html_period period, int32_t index)
{
    char iso[CIVIL_ISO_SIZE];
    switch (period) {
    case PERIOD_DAY: buffer_add(out, (struct view){iso, civil_iso(iso, index)}); break;
    case PERIOD_WEEK: buffer_add(out, (struct view){iso, civil_iso(iso, index * 7 - 3)}); break;
    case PERIOD_MONTH:
        buffer_add_padded(out, floor_divided(index, 12), 4);
        buffer_add_char(out, '-');
        buffer_add_padded(out, index - floor_divided(index, 12) * 12 + 1, 2);
        break;
    case PERIOD_YEAR: buffer_add_padded(out, index, 4); break;
    default: buffer_format(out, "%d00s", (int)index); break;
    }
}

static const char *const period_words[PERIODS] = {"day", "week", "month", "year", "century"};

/* ---- the section ---- */

struct bars {
    const struct html_page *page;
    enum html_period period;
    int32_t first; /* index of the first period */
    int count;
    bool has_distance, has_count;
    struct html_day sums[HTML_DAYS_BARS];
};

static void collect(const struct html_days *d, struct bars *b, int32_t first, int32_t last)
{
    b->period = html_days_period(first, last);
    b->first = html_days_index(b->period, first);
    b->count = html_days_index(b->period, last) - b->first + 1;
    b->count = b->count < HTML_DAYS_BARS ? b->count : HTML_DAYS_BARS;
    for (size_t i = 0; i < d->capacity; i++) {
        const struct html_day *day = &d->slots[i];
        if (!day->activities)
            continue;
        int32_t at = html_days_index(b->period, day->day) - b->first;
        struct html_day *sum = &b->sums[at < b->count ? at : b->count - 1];
        sum->activities += day->activities;
        sum->distance_mm += day->distance_mm;
        sum->count += day->count;
        b->has_distance = b->has_distance || day->distance_mm;
        b->has_count = b->has_count || day->count;
    }
}

enum what { ACTIVITIES, DISTANCE, COUNT };

static int64_t value_of(const struct bars *b, int at, enum what what)
{
    if (what == ACTIVITIES)
        return (int64_t)b->sums[at].activities;
    if (what == COUNT)
        return b->sums[at].count;
    int64_t tenths = 0; /* of a mile or kilometre */
    const struct unit_info *unit = &unit_table[b->page->metric ? UNIT_KM : UNIT_MI];
    number_scale((struct decimal){b->sums[at].distance_mm, 0}, 10, unit->numerator, &tenths);
    return tenths;
}

static void add_axes(const struct bars *b, enum what what, const struct html_scale *y, const char *name)
{
    struct buffer *out = b->page->out, *text = b->page->scratch;
    int64_t scale = what == DISTANCE ? 10 : 1, top = y->to / scale;
    int64_t step = html_scale_step(top, 4), thousand = html_scale_thousand(top);
    for (int64_t value = step; value <= top; value += step) {
        int at = html_scale_place(y, value * scale);
        html_svg_line(out, "grid", LEFT, at, RIGHT, at);
        page_add_number(text, (uint64_t)(value / thousand));
        html_svg_text(out, "end", LEFT - 50, at + 45, buffer_view(text));
        buffer_reset(text);
    }
    buffer_add_text(text, thousand > 1 ? "thousand " : "");
    buffer_add_text(text, name);
    html_svg_text(out, "name", 100, 140, buffer_view(text));
    buffer_reset(text);
    html_svg_line(out, "axis", LEFT, BOTTOM, RIGHT, BOTTOM);
    int width = (RIGHT - LEFT) / b->count, apart = 1;
    while (apart * width < 900)
        apart++;
    for (int at = 0; at < b->count; at += apart) {
        int x = LEFT + at * (RIGHT - LEFT) / b->count + width / 2;
        add_name(text, b->period, b->first + at);
        html_svg_line(out, "axis", x, BOTTOM, x, BOTTOM + 50);
        bool last = x + 420 > WIDTH;
        html_svg_text(out, last ? "end" : "mid", last ? WIDTH - 20 : x, BOTTOM + 200, buffer_view(text));
        buffer_reset(text);
    }
}

static void add_bars(const struct bars *b, enum what what, const struct html_scale *y)
{
    struct buffer *out = b->page->out;
    buffer_add_text(out, "<path class=bar d=\"");
    for (int at = 0; at < b->count; at++) {
        int x0 = LEFT + at * (RIGHT - LEFT) / b->count, x1 = LEFT + (at + 1) * (RIGHT - LEFT) / b->count;
        int gap = (x1 - x0) / 8, top = html_scale_place(y, value_of(b, at, what));
        if (b->sums[at].activities && value_of(b, at, what) > 0)
            buffer_format(out, "M%d %dV%dH%dV%dz", x0 + gap, BOTTOM, top < BOTTOM ? top : BOTTOM - 10, x1 - gap,
                          BOTTOM);
    }
    buffer_add_text(out, "\"/>\n");
}

static void add_figure(const struct bars *b, enum what what)
{
    static const char *const words[] = {"Activities", "Distance", "Count"}, *const ids[] = {"day-n", "day-d", "day-c"};
    struct buffer *out = b->page->out, *text = b->page->scratch;
    const char *name = what == DISTANCE ? unit_table[b->page->metric ? UNIT_KM : UNIT_MI].name
                       : what == COUNT  ? "count"
                                        : "activities";
    struct html_scale y = {true, 0, 0, BOTTOM, TOP};
    int best = 0;
    for (int at = 0; at < b->count; at++)
        if (value_of(b, at, what) > y.to) {
            y.to = value_of(b, at, what);
            best = at;
        }
    y.to = y.to ? y.to : 1;
    char title[64];
    snprintf(title, sizeof title, "%s per %s", words[what], period_words[b->period]);
    buffer_format(out, "<figure>\n<figcaption><b>%s.</b> ", title);
    buffer_add_text(text, b->period == PERIOD_DAY ? "The most on " : "The most in ");
    buffer_add_text(text, b->period == PERIOD_WEEK ? "the week from " : "");
    add_name(text, b->period, b->first + best);
    buffer_add_text(text, ": ");
    if (what == ACTIVITIES)
        page_add_count(text, (uint64_t)y.to, "activity", "activities");
    else if (what == COUNT)
        page_add_number(text, (uint64_t)y.to);
    else
        sums_add_distance(text, b->sums[best].distance_mm, b->page->metric ? UNIT_KM : UNIT_MI);
    buffer_add_char(text, '.');
    html_add(out, buffer_view(text));
    buffer_add_text(out, "</figcaption>\n");
    html_svg_open(b->page, ids[what], title, WIDTH, HEIGHT);
    add_axes(b, what, &y, name);
    add_bars(b, what, &y);
    buffer_add_text(out, "</svg>\n</figure>\n");
}

static void add_table(const struct bars *b)
{
    struct buffer *out = b->page->out;
    buffer_add_text(out, "<details><summary>The same as a table</summary>\n<div class=box role=region "
                         "aria-label=\"Activities by date\" tabindex=0><table>\n<thead><tr><th scope=col>");
    buffer_add_text(out, b->period == PERIOD_WEEK ? "Week from" : b->period == PERIOD_DAY ? "Day" : "Period");
    buffer_add_text(out, "<th scope=col class=n>Activities");
    buffer_add_text(out, b->has_distance ? "<th scope=col class=n>Distance" : "");
    buffer_add_text(out, b->has_count ? "<th scope=col class=n>Count" : "");
    buffer_add_text(out, "\n<tbody>\n");
    for (int at = 0; at < b->count; at++) {
        buffer_add_text(out, "<tr><th scope=row>");
        add_name(out, b->period, b->first + at);
        html_number_cell(out, b->sums[at].activities);
        if (b->has_distance) {
            buffer_add_text(out, "<td class=n>");
            sums_add_distance(out, b->sums[at].distance_mm, b->page->metric ? UNIT_KM : UNIT_MI);
        }
        if (b->has_count)
            html_number_cell(out, (uint64_t)b->sums[at].count);
        buffer_add_char(out, '\n');
    }
    buffer_add_text(out, "</table></div></details>\n");
}

void html_days_write(const struct html_days *d, const struct html_page *page)
{
    int32_t first, last;
    if (!html_days_span(d, &first, &last))
        return;
    struct bars b = {.page = page};
    collect(d, &b, first, last);
    buffer_add_text(page->out, "<section id=days aria-labelledby=days-h>\n<h2 id=days-h>Days</h2>\n<div class=pair>\n");
    add_figure(&b, ACTIVITIES);
    if (b.has_distance)
        add_figure(&b, DISTANCE);
    if (b.has_count)
        add_figure(&b, COUNT);
    buffer_add_text(page->out, "</div>\n");
    add_table(&b);
    buffer_add_text(page->out, "</section>\n");
}

void html_days_release(struct html_days *d)
{
    memory_free(d->slots);
    *d = (struct html_days){0};
}
