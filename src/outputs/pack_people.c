#include "outputs/pack_people.h"

#include "base/hash.h"
#include "base/memory.h"

struct pack_people {
    const struct event *event;
    bool *ambiguous; /* of each roster entry: another registration has the same bib */
    struct arena arena;
    struct pack_person *list;
    size_t count, capacity, distinct;
    uint32_t *slots; /* open addressing: place + 1 */
    size_t mask;
};

static size_t place_in_roster(const struct participants *roster, const struct participant *one)
{
    return (size_t)(one - participants_at(roster, 0));
}

/* A bib that two registrations share says nothing about who it is: the API has to decide by the event. */
static void find_ambiguous(struct pack_people *people)
{
    const struct participants *roster = people->event->roster;
    size_t count = roster ? participants_count(roster) : 0;
    people->ambiguous = memory_get(count * sizeof *people->ambiguous);
    for (size_t i = 0; i < count; i++) {
        const struct participant *one = participants_at(roster, i), *first = participants_by_bib(roster, one->bib);
        if (first && first != one &&
            !view_equal(participant_number(first->registration_id), participant_number(one->registration_id)))
            people->ambiguous[place_in_roster(roster, first)] = true;
    }
}

struct pack_people *pack_people_new(const struct event *event)
{
    struct pack_people *people = memory_get(sizeof *people);
    people->event = event;
    people->mask = 1023;
    people->slots = memory_get((people->mask + 1) * sizeof *people->slots);
    find_ambiguous(people);
    return people;
}

void pack_people_free(struct pack_people *people)
{
    if (!people)
        return;
    arena_release(&people->arena);
    memory_free(people->ambiguous);
    memory_free(people->list);
    memory_free(people->slots);
    memory_free(people);
}

/* The roster's entry that is certainly this row's participant. A registration id wins over a bib, as in the API. */
static const struct participant *entry_of(const struct pack_people *people, const struct activity *row)
{
    const struct participants *roster = people->event->roster;
    if (!roster)
        return NULL;
    if (row->registration_id.len)
        return participants_by_registration(roster, row->registration_id);
    const struct participant *entry = participants_by_bib(roster, row->bib);
    return entry && !people->ambiguous[place_in_roster(roster, entry)] ? entry : NULL;
}

static struct pack_person person_of(const struct pack_people *people, const struct activity *row)
{
    const struct participant *entry = entry_of(people, row);
    struct pack_person person = {.bib = row->bib, .registration_id = row->registration_id};
    if (entry && !person.bib.len)
        person.bib = entry->bib;
    if (entry && !person.registration_id.len)
        person.registration_id = entry->registration_id;
    person.event_id = event_id_for(people->event, entry ? entry->event_name : row->event_name);
    return person;
}

/* What the person is known by. */
static struct view number_of(const struct pack_person *person)
{
    return participant_number(person->registration_id.len ? person->registration_id : person->bib);
}

static bool is_same_person(const struct pack_person *a, const struct pack_person *b)
{
    return !a->registration_id.len == !b->registration_id.len && view_equal_fold(number_of(a), number_of(b));
}

/* Without regard to ASCII case, as lookups in the roster compare. */
static uint64_t hash_of(const struct pack_person *person)
{
    struct view number = number_of(person);
    uint64_t hash = person->registration_id.len != 0;
    for (size_t i = 0; i < number.len; i++) {
        char c = number.at[i];
        hash = (hash ^ (unsigned char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c)) * 0x100000001B3u;
    }
    return hash_mix(hash, 0);
}

static void grow(struct pack_people *people)
{
    memory_free(people->slots);
    people->mask = people->mask * 2 + 1;
    people->slots = memory_get((people->mask + 1) * sizeof *people->slots);
    for (size_t n = 0; n < people->count; n++) {
        size_t i = hash_of(&people->list[n]) & people->mask;
        while (people->slots[i])
            i = (i + 1) & people->mask;
        people->slots[i] = (uint32_t)n + 1;
    }
}

static uint32_t add(struct pack_people *people, struct pack_person person, size_t slot)
{
    person.bib = arena_copy(&people->arena, person.bib);
    person.registration_id = arena_copy(&people->arena, person.registration_id);
    people->list = memory_grow(people->list, &people->capacity, people->count + 1, sizeof *people->list);
    people->list[people->count] = person;
    people->slots[slot] = (uint32_t)++people->count;
    if (people->count * 2 > people->mask)
        grow(people);
    return (uint32_t)people->count - 1;
}

uint32_t pack_people_count_in(struct pack_people *people, const struct activity *row)
{
    struct pack_person person = person_of(people, row);
    if (!number_of(&person).len)
        return PACK_NOBODY;
    bool is_known = false;
    size_t i = hash_of(&person) & people->mask;
    for (; people->slots[i]; i = (i + 1) & people->mask) {
        struct pack_person *other = &people->list[people->slots[i] - 1];
        bool is_same = is_same_person(other, &person);
        is_known = is_known || is_same;
        if (is_same && other->event_id == person.event_id) {
            other->activities++;
            return people->slots[i] - 1;
        }
    }
    people->distinct += !is_known;
    person.activities = 1;
    return add(people, person, i);
}

size_t pack_people_size(const struct pack_people *people)
{
    return people->count;
}

const struct pack_person *pack_people_at(const struct pack_people *people, size_t number)
{
    return &people->list[number];
}

size_t pack_people_distinct(const struct pack_people *people)
{
    return people->distinct;
}
