/* row_key: what makes two activities the same, as 64-bit hashes: who, on which day, what kind, how far or how many, how
 * long. The same activity gives the same key on every machine and in every run. */
#ifndef MODEL_ROW_KEY_H
#define MODEL_ROW_KEY_H

#include "model/activity.h"
#include "model/participants.h"

/* Who: the registration id, else the bib, both compared as numbers where they are. A roster (may be NULL) lets the two
 * of one person meet. Rows without either belong to one nobody. */
uint64_t row_key_participant(const struct participants *roster, const struct activity *row);

/* All of it; the participant as above. Custom kinds are told apart by their type. */
uint64_t row_key_content(uint64_t participant, const struct activity *row);

/* The key in the store of the ordinal-th (from 0) row with that content: 63 bits, never 0. */
uint64_t row_key_number(uint64_t content, uint64_t ordinal);

/* The key of a row that was not accepted: as if no other had its content. */
uint64_t row_key_alone(const struct participants *roster, const struct activity *row);

#endif
