/* html_people: what each participant has done, and the leaderboard of the page. A zeroed one is valid and empty once it
 * has been opened. Nothing fails. One thread. */
#ifndef OUTPUTS_HTML_PEOPLE_H
#define OUTPUTS_HTML_PEOPLE_H

#include "outputs/html_text.h"
#include "outputs/pack_people.h"

enum { HTML_PEOPLE_SHOWN = 50 };

struct html_person {
    int64_t distance_mm, elapsed_ms, count;
    uint64_t activities;
    struct view name; /* as the rows say it: initials, or all of it with --show-names */
};

struct html_people {
    struct pack_people *numbers; /* NULL: not open */
    struct arena arena;          /* owns the names */
    struct html_person *list;    /* by the number of the participant */
    size_t count, capacity;
    uint64_t nobody; /* accepted rows that name no participant */
    struct buffer scratch;
};

/* The event must live as long. */
void html_people_open(struct html_people *people, const struct event *event);
void html_people_observe(struct html_people *people, const struct activity *row, bool show_names);
void html_people_write(const struct html_people *people, const struct html_page *page);
void html_people_release(struct html_people *people);

/* "A. Q." of "Ada" and "Quill", or "Ada Quill" when `show_names`; nothing of nothing. */
void html_people_name(struct buffer *out, struct view first, struct view last, bool show_names);

#endif
