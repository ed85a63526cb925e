/* pack_people: who the rows of a pack belong to, numbered in order of first appearance.
 *
 * A participant is known by the registration id, else by the bib; the roster fills in the other one. Bibs 0042 and 42
 * and the registration id of the same person are one. One thread. */
#ifndef OUTPUTS_PACK_PEOPLE_H
#define OUTPUTS_PACK_PEOPLE_H

#include "model/event.h"

struct pack_person {
    struct view bib, registration_id; /* as first written; one of them may be empty */
    uint64_t event_id;                /* under which the activities are posted */
};

struct pack_people;

struct pack_people *pack_people_new(const struct event *event);
void pack_people_free(struct pack_people *people);

enum { PACK_NOBODY = UINT32_MAX };

/* The number of the row's participant, counted in; PACK_NOBODY when the row names none. Where the roster does not know
 * the participant, the event name of the row itself decides the event id; rows of one participant in two events are
 * then two numbers. */
uint32_t pack_people_count_in(struct pack_people *people, const struct activity *row);

size_t pack_people_size(const struct pack_people *people);
const struct pack_person *pack_people_at(const struct pack_people *people, size_t number);
uint64_t pack_people_activities(const struct pack_people *people, size_t number);
size_t pack_people_distinct(const struct pack_people *people); /* whatever the event */

#endif
