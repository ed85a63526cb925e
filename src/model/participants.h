/* participants: who is registered, found by bib or registration id. Const once it is filled; any thread may look up. */
#ifndef MODEL_PARTICIPANTS_H
#define MODEL_PARTICIPANTS_H

#include "base/arena.h"

struct participant {
    struct view bib, registration_id; /* as written; either may be empty */
    struct view first_name, last_name, event_name, status;
    struct view folded_name; /* "ada quill", by participants_add; empty when a part is missing */
    bool active;
    bool shares_name; /* with another, of whom it is the first */
};

struct participants;

/* Copies the texts. Zero-length bib and registration id are not found by lookups. */
struct participants *participants_new(void);
void participants_add(struct participants *all, const struct participant *one);
void participants_free(struct participants *all);

size_t participants_count(const struct participants *all);
const struct participant *participants_at(const struct participants *all, size_t i);

/* Numbers compare as numbers when both are digits (0042 is 42), anything else ignoring ASCII case. NULL when there is
 * none; the first added when several fit. */
const struct participant *participants_by_bib(const struct participants *all, struct view bib);
const struct participant *participants_by_registration(const struct participants *all, struct view registration_id);

/* The participant whose first and last name, in this order, fold to this text (utf8_fold); NULL when none or several
 * do. */
const struct participant *participants_by_name(const struct participants *all, struct view folded);

/* The single participant whose bib is one edit (a digit changed, added, left out, or two swapped) away; NULL when none
 * or several are. */
const struct participant *participants_one_edit(const struct participants *all, struct view bib);

/* A number without leading zeros, for comparing and for requests: "0042" gives "42", "000" gives "0"; other text is
 * returned as it is. */
struct view participant_number(struct view written);

#endif
