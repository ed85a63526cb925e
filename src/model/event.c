#include "model/event.h"

void event_init(struct event *event)
{
    *event = (struct event){
        .first_day = UNKNOWN_DAY,
        .last_day = UNKNOWN_DAY,
        .submit_until = UNKNOWN_DAY,
        .max_age_days = UNKNOWN,
        .fixed_distance_mm = UNKNOWN,
        .as_of = UNKNOWN_DAY,
    };
    for (enum code code = 0; code < CODE_COUNT; code++)
        event->severities[code] = code_table[code].severity;
}

void event_release(struct event *event)
{
    participants_free(event->roster);
    arena_release(&event->arena);
    *event = (struct event){0};
}

/* RunSignup's exports keep the doubled blanks that people type into names. */
static bool is_same_name(struct view a, struct view b)
{
    while (a.len && b.len) {
        struct view word = view_cut(&a, ' '), other = view_cut(&b, ' ');
        if (!view_equal_fold(word, other))
            return false;
        a = view_trim(a);
        b = view_trim(b);
    }
    return a.len == b.len;
}

uint64_t event_id_for(const struct event *event, struct view roster_event_name)
{
    for (size_t i = 0; i < event->map_count; i++)
        if (is_same_name(view_trim(event->map[i].name), view_trim(roster_event_name)))
            return event->map[i].event_id;
    return event->event_id;
}
