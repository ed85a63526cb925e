#include "outputs/pack_people.h"

#include "base/hash.h"
#include "base/memory.h"
#include "base/number.h"

/* The key of a participant with a plain number is that number, so that most lookups touch one slot and no text. */
struct slot {
    uint64_t key;
    uint64_t place; /* + 1; 0: free */
};

struct pack_people {
    const struct event *event;
    bool *ambiguous; /* of each roster entry: another registration has the same bib */
    struct arena arena;
    struct pack_person *list;
    uint64_t *activities; /* of each, apart from the list: it is counted up for every row */
    size_t count, capacity, activities_capacity, distinct;
    struct slot *slots; /* open addressing */
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
    memory_free(people->activities);
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
    person.event_id = row->event_id;
    if (!row->event_id || (entry && people->event->map_count))
        person.event_id = event_id_for(people->event, entry ? entry->event_name : row->event_name);
    return person;
}

/* What the person is known by. */
static struct view number_of(const struct pack_person *person)
{
    return participant_number(person->registration_id.len ? person->registration_id : person->bib);
}

enum { KEY_IS_NUMBER = 1, KEY_IS_REGISTRATION = 2 };

/* The number itself where it is one, else a hash without regard to ASCII case, as lookups in the roster compare. */
static uint64_t key_of(struct view number, bool is_registration)
{
    uint64_t value, kind = is_registration ? KEY_IS_REGISTRATION : 0;
    if (number_parse_uint(number, &value)) /* at most 18 digits: 60 bits */
        return value << 2 | kind | KEY_IS_NUMBER;
    value = 0;
    for (size_t i = 0; i < number.len; i++) {
        char c = number.at[i];
        value = (value ^ (unsigned char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c)) * 0x100000001B3u;
    }
    return value << 2 | kind;
}

static size_t place_for(const struct pack_people *people, uint64_t key)
{
    return hash_mix(key, 0) & people->mask;
}

static void grow(struct pack_people *people)
{
    struct slot *old = people->slots;
    size_t old_size = people->mask + 1;
    people->mask = old_size * 2 - 1;
    people->slots = memory_get(old_size * 2 * sizeof *people->slots);
    for (size_t n = 0; n < old_size; n++) {
        if (!old[n].place)
            continue;
        size_t i = place_for(people, old[n].key);
        while (people->slots[i].place)
            i = (i + 1) & people->mask;
        people->slots[i] = old[n];
    }
    memory_free(old);
}

static uint32_t add(struct pack_people *people, struct pack_person person, uint64_t key, size_t slot)
{
    size_t place = people->count++;
    person.bib = arena_copy(&people->arena, person.bib);
    person.registration_id = arena_copy(&people->arena, person.registration_id);
    people->list = memory_grow(people->list, &people->capacity, people->count, sizeof *people->list);
    people->activities =
        memory_grow(people->activities, &people->activities_capacity, people->count, sizeof *people->activities);
    people->list[place] = person;
    people->activities[place] = 1;
    people->slots[slot] = (struct slot){key, place + 1};
    if (people->count * 2 > people->mask)
        grow(people);
    return (uint32_t)place;
}

static bool is_same(const struct pack_people *people, const struct slot *slot, uint64_t key, struct view number)
{
    if (slot->key != key)
        return false;
    return key & KEY_IS_NUMBER || view_equal_fold(number_of(&people->list[slot->place - 1]), number);
}

uint32_t pack_people_count_in(struct pack_people *people, const struct activity *row)
{
    struct pack_person person = person_of(people, row);
    struct view number = number_of(&person);
    if (!number.len)
        return PACK_NOBODY;
    uint64_t key = key_of(number, person.registration_id.len);
    bool one_event = people->event->map_count == 0 && !row->event_id, is_known = false;
    size_t i = place_for(people, key);
    for (; people->slots[i].place; i = (i + 1) & people->mask) {
        if (!is_same(people, &people->slots[i], key, number))
            continue;
        is_known = true;
        size_t place = people->slots[i].place - 1;
        if (one_event || people->list[place].event_id == person.event_id) {
            people->activities[place]++;
            return (uint32_t)place;
        }
    }
    people->distinct += !is_known;
    return add(people, person, key, i);
}

size_t pack_people_size(const struct pack_people *people)
{
    return people->count;
}

const struct pack_person *pack_people_at(const struct pack_people *people, size_t number)
{
    return &people->list[number];
}

uint64_t pack_people_activities(const struct pack_people *people, size_t number)
{
    return people->activities[number];
}

size_t pack_people_distinct(const struct pack_people *people)
{
    return people->distinct;
}
