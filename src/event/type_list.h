/* type_list: the activity types while an event is read, from two places: a types file, and the [type NAME] sections of
 * the event file, which lie over it.
 *
 * Texts live in the event's arena, the list itself is released by its owner. A zeroed list is empty. One thread. */
#ifndef EVENT_TYPE_LIST_H
#define EVENT_TYPE_LIST_H

#include "event/setting.h"

enum { TYPE_LIST_MOST = 1000, TYPE_LIST_MOST_NAMES = 5000, ENTRY_UNSAID = ENTRY_REQUIRED + 1 };

/* A type of which not everything need be said. */
struct type_draft {
    int line; /* of its section in the event file; 0: it is from the types file alone */
    struct view text;
    struct setting_names names;
    int64_t id;                             /* UNKNOWN: not said, as below */
    int64_t standard_type, tally_field;     /* of the types file: standard_activity_type, entry_tally_field_type */
    int64_t min_activities, max_activities; /* of a participant */
    int64_t fast_ms_per_km, slow_ms_per_km;
    struct setting_kind kind;
    struct setting_amount max_tally;
    int time, elevation; /* enum entry or ENTRY_UNSAID */
    bool deleted;
};

struct type_list {
    struct type_draft *items;
    size_t count, capacity;
};

/* A new draft at the end, in which nothing is said. It stays in place until the next is added. */
struct type_draft *type_list_add(struct type_list *list);
void type_list_release(struct type_list *list);

/* Lays the sections in `own` over the types in `listed`: each over the one with its id, else over the one of its name
 * (one that is not deleted is preferred); the others are added. What a section says wins, its name becomes the label,
 * and the label that was there stays one of the names. STATUS_USAGE when two sections mean the same type, or when a
 * section's name or id also belongs to another type. `s` names the event file. */
enum status type_list_lay(struct type_list *listed, const struct type_list *own, const struct setting *s);

/* Makes the event's types. The kind is what was said, else RunSignup's standard type, else what the label or a name
 * means, else other. Plain counts are: kind = count; a type with neither a kind nor a standard type whose
 * entry_tally_field_type is 1; in an event whose tally unit is count, all types of no known kind.
 *
 * In which unit RunSignup keeps max_tally_value is not public: for a distance it is taken to be the event's tally unit,
 * and there is no cap when that is not given; for a count it is the count. STATUS_USAGE when a section's max_tally does
 * not go with its type. */
enum status type_list_finish(const struct type_list *list, struct event *event, const struct setting *s);

#endif
