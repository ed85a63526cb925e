/* explanations: what each finding means, for people who time and direct races.
 *
 * One row of explanations.def for each code, checked when this is compiled. All texts live for ever; nothing here
 * fails. Any thread may read them. */
#ifndef MODEL_EXPLANATIONS_H
#define MODEL_EXPLANATIONS_H

#include "model/findings.h"

enum { EXPLANATION_WIDTH = 80 }; /* columns of what explanation_text writes */

struct explanation {
    const char *title; /* at most 40 columns, unique */
    const char *meaning;
    const char *example; /* as explanations.def says */
    const char *printed; /* the lines about it */
    const char *mend;
};

/* Codes from `first` on, in the catalogue's order, up to the next family. */
struct code_family {
    const char *title;
    enum code first;
};

extern const struct explanation explanation_table[CODE_COUNT];
extern const struct code_family code_families[];
extern const size_t code_family_count;

/* The code of this name, CODE_COUNT when there is none; then *near is the name that was most likely meant, or NULL. */
enum code explanation_find(struct view name, const char **near);

/* A page about the code, added to the buffer. */
void explanation_text(struct buffer *out, enum code code);

#endif
