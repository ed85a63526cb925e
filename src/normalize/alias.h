/* alias: what a header says by its words when no app's profile knows it: the field, and units in the name. */
#ifndef NORMALIZE_ALIAS_H
#define NORMALIZE_ALIAS_H

#include "model/fields.h"
#include "model/units.h"
#include "normalize/parse_duration.h"

enum { ALIAS_SLOTS = 4096 };

struct alias_slot {
    struct view folded; /* by header_fold */
    enum field field;   /* NONE: a header of some profile, known but no alias */
    int rank;
};

/* A zeroed one is valid and empty. It keeps views: the texts must outlive it. */
struct alias_table {
    struct alias_slot slots[ALIAS_SLOTS]; /* open addressing */
    size_t slots_used;
    int ranks[FIELD_COUNT]; /* of the next alias of each field */
};

/* What a header means. */
struct alias {
    enum field field;         /* FIELD_NONE: nothing known */
    int rank;                 /* the lower the surer */
    enum unit unit;           /* named in the header: "Distance (km)" */
    enum time_unit time_unit; /* "Time (seconds)" */
    bool hours_minutes;       /* "Time (h:mm)" */
};

/* The first alias of a field is the surest. FIELD_NONE: the header is known, but means nothing outside its profile. */
void alias_learn(struct alias_table *table, struct view folded, enum field field);

struct alias alias_find(const struct alias_table *table, struct view folded);

/* The field of the surest alias that is one edit away from the name; FIELD_NONE when the name is short or none is. */
enum field alias_near(const struct alias_table *table, struct view folded);

/* Whether the name was learnt, or is an alias with units. */
bool alias_knows(const struct alias_table *table, struct view folded);

/* "sec", "minutes", "stunden": a unit of time as a header or profile names it; TIME_UNIT_NONE when it is none. */
enum time_unit time_unit_from_word(struct view word);

#endif
