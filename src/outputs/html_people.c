#include "outputs/html_people.h"

#include "base/utf8.h"
#include "outputs/page.h"
#include "outputs/sums.h"

/* ---- names ---- */

/* "Mary-Ann  Lee" gives "M. L.". */
static void add_initials(struct buffer *out, struct view name)
{
    for (struct view rest = view_trim(name); rest.len;) {
        struct view word = view_trim(view_cut(&rest, ' '));
        size_t n = word.len ? utf8_length(word.at, word.len) : 0;
        if (!n)
            continue;
        if (out->len)
            buffer_add_char(out, ' ');
        buffer_add(out, (struct view){word.at, n});
        buffer_add_char(out, '.');
    }
}

void html_people_name(struct buffer *out, struct view first, struct view last, bool show_names)
{
    first = view_trim(first);
    last = view_trim(last);
    if (!show_names) {
        add_initials(out, first);
        add_initials(out, last);
        return;
    }
    buffer_add(out, first);
    if (first.len && last.len)
        buffer_add_char(out, ' ');
    buffer_add(out, last);
}

/* ---- while rows come in ---- */

void html_people_open(struct html_people *p, const struct event *event)
{
    p->numbers = pack_people_new(event);
}

static void add_sum(int64_t *sum, int64_t value)
{
    if (value > 0 && value <= INT64_MAX - *sum) /* UNKNOWN is below */
        *sum += value;
}

void html_people_observe(struct html_people *p, const struct activity *row, bool show_names)
{
    if (row->verdict != VERDICT_ACCEPTED)
        return;
    uint32_t number = pack_people_count_in(p->numbers, row);
    if (number == PACK_NOBODY) {
        p->nobody++;
        return;
    }
    if (number >= p->count) {
        p->list = memory_grow(p->list, &p->capacity, number + 1, sizeof *p->list);
        p->list[p->count++] = (struct html_person){.name = VIEW("")};
    }
    struct html_person *one = &p->list[number];
    add_sum(&one->distance_mm, row->distance_mm);
    add_sum(&one->elapsed_ms, row->elapsed_ms);
    add_sum(&one->count, row->count);
    one->activities++;
    if (one->name.len || (!row->first_name.len && !row->last_name.len))
        return;
    html_people_name(&p->scratch, row->first_name, row->last_name, show_names);
    one->name = arena_copy(&p->arena, buffer_view(&p->scratch));
    buffer_reset(&p->scratch);
}

/* ---- the section ---- */

static bool is_before(const struct html_people *p, size_t a, size_t b)
{
    const struct html_person *x = &p->list[a], *y = &p->list[b];
    if (x->distance_mm != y->distance_mm)
        return x->distance_mm > y->distance_mm;
    return x->count != y->count ? x->count > y->count : a < b;
}

/* The best, best first. */
static size_t choose(const struct html_people *p, size_t best[HTML_PEOPLE_SHOWN])
{
    size_t n = 0;
    for (size_t number = 0; number < p->count; number++) {
        if (n == HTML_PEOPLE_SHOWN && !is_before(p, number, best[n - 1]))
            continue;
        size_t at = n < HTML_PEOPLE_SHOWN ? n++ : n - 1;
        for (; at > 0 && is_before(p, number, best[at - 1]); at--)
            best[at] = best[at - 1];
        best[at] = number;
    }
    return n;
}

/* The roster knows better than a row. */
static void add_name(const struct html_people *p, const struct html_page *page, size_t number)
{
    const struct participants *roster = page->options->event->roster;
    const struct pack_person *who = pack_people_at(p->numbers, number);
    const struct participant *entry = NULL;
    if (roster)
        entry = who->registration_id.len ? participants_by_registration(roster, who->registration_id)
                                         : participants_by_bib(roster, who->bib);
    if (entry && (entry->first_name.len || entry->last_name.len))
        html_people_name(page->scratch, entry->first_name, entry->last_name, page->options->show_names);
    else
        buffer_add(page->scratch, p->list[number].name);
    html_flush(page->out, page->scratch);
}

struct columns {
    bool bibs, registrations, names, distance, count;
};

static struct columns columns_of(const struct html_people *p, const struct html_page *page, const size_t *best,
                                 size_t n)
{
    struct columns c = {0};
    for (size_t i = 0; i < n; i++) {
        const struct pack_person *who = pack_people_at(p->numbers, best[i]);
        c.bibs = c.bibs || who->bib.len;
        c.registrations = c.registrations || !who->bib.len;
        c.names = c.names || p->list[best[i]].name.len || page->options->event->roster;
        c.distance = c.distance || p->list[best[i]].distance_mm;
        c.count = c.count || p->list[best[i]].count;
    }
    return c;
}

static void add_person(const struct html_people *p, const struct html_page *page, const struct columns *c,
                       size_t number, size_t rank)
{
    struct buffer *out = page->out;
    const struct pack_person *who = pack_people_at(p->numbers, number);
    const struct html_person *one = &p->list[number];
    buffer_add_text(out, "<tr>");
    html_number_cell(out, rank);
    buffer_add_text(out, "<th scope=row>");
    html_add(out, who->bib);
    if (!who->bib.len) {
        buffer_add_text(out, "registration ");
        html_add(out, who->registration_id);
    }
    if (c->names) {
        buffer_add_text(out, "<td>");
        add_name(p, page, number);
    }
    html_number_cell(out, one->activities);
    if (c->distance) {
        buffer_add_text(out, "<td class=n>");
        sums_add_distance(out, one->distance_mm, page->metric ? UNIT_KM : UNIT_MI);
    }
    if (c->count)
        html_number_cell(out, (uint64_t)one->count);
    struct arg time = arg_time(one->elapsed_ms / 1000 * 1000);
    buffer_add_text(out, "<td class=n>");
    if (one->elapsed_ms)
        arg_text(out, &time);
    buffer_add_char(out, '\n');
}

/* "By distance, accepted rows only. The first 50 of 1,234 participants." */
static void add_note(const struct html_people *p, const struct html_page *page, const struct columns *c, size_t n)
{
    struct buffer *out = page->out;
    buffer_format(out, "<p>By %s, accepted rows only. ", c->distance ? "distance" : "count");
    if (n < p->count) {
        buffer_format(out, "The first %d of ", HTML_PEOPLE_SHOWN);
        page_add_number(out, p->count);
        buffer_add_text(out, " participants; ");
        page_add_count(out, p->count - n, "more is not shown.", "more are not shown.");
    } else {
        page_add_count(out, n, "participant.", "participants.");
    }
    if (c->names && !page->options->show_names)
        buffer_add_text(out, " Names are cut to initials; <code>--show-names</code> shows them.");
    if (p->nobody) {
        buffer_add_char(out, ' ');
        page_add_count(out, p->nobody, "accepted row names nobody.", "accepted rows name nobody.");
    }
    buffer_add_text(out, "</p>\n");
}

void html_people_write(const struct html_people *p, const struct html_page *page)
{
    struct buffer *out = page->out;
    size_t best[HTML_PEOPLE_SHOWN], n = choose(p, best);
    if (!n)
        return;
    struct columns c = columns_of(p, page, best, n);
    buffer_add_text(out, "<section id=leaders aria-labelledby=leaders-h>\n<h2 id=leaders-h>Leaderboard</h2>\n");
    add_note(p, page, &c, n);
    buffer_add_text(out, "<div class=box role=region aria-label=\"Leaderboard\" tabindex=0><table>\n<thead><tr><th "
                         "scope=col class=n>Place<th scope=col>Bib");
    buffer_add_text(out, c.names ? "<th scope=col>Name" : "");
    buffer_add_text(out, "<th scope=col class=n>Activities");
    buffer_add_text(out, c.distance ? "<th scope=col class=n>Distance" : "");
    buffer_add_text(out, c.count ? "<th scope=col class=n>Count" : "");
    buffer_add_text(out, "<th scope=col class=n>Time (h:mm:ss)\n<tbody>\n");
    for (size_t i = 0; i < n; i++)
        add_person(p, page, &c, best[i], i + 1);
    buffer_add_text(out, "</table></div>\n</section>\n");
}

void html_people_release(struct html_people *p)
{
    pack_people_free(p->numbers);
    arena_release(&p->arena);
    memory_free(p->list);
    buffer_release(&p->scratch);
    *p = (struct html_people){0};
}
