/* roster_names: names of participants, which serve to match rows and are shown as initials only.
 *
 * Names are compared folded: case, accents and punctuation do not count. Texts go to the arena. Any thread. */
#ifndef RULES_ROSTER_NAMES_H
#define RULES_ROSTER_NAMES_H

#include "rules/rule.h"

/* Whether the row's name may be that participant's: it has none, or shares a word with it, for people marry and have
 * nicknames. */
bool roster_names_agree(struct arena *arena, const struct participant *one, const struct activity *row);

/* The only participant who bears the whole name in the row; NULL when it has none, or nobody or several bear it. */
const struct participant *roster_names_find(struct arena *arena, const struct participants *roster,
                                            const struct activity *row);

/* "A. Q." */
struct view roster_names_initials(struct arena *arena, const struct participant *one);

/* The bib of the one who is named, as a hint; `named` may be NULL. */
void roster_names_hint(struct batch *batch, const struct activity *row, struct finding *finding,
                       const struct participant *named);

#endif
