/* header_name: the names of columns (or JSON keys) as they are compared. */
#ifndef NORMALIZE_HEADER_NAME_H
#define NORMALIZE_HEADER_NAME_H

#include "base/arena.h"

/* A header folded: its words, and which of the columns with that header is meant. */
struct header_ref {
    struct view folded;
    int nth; /* 1: the first; 2: the second column of that name */
};

/* A header as it is compared: camelCase apart, then utf8_fold. */
struct view header_fold(struct arena *arena, struct view header);

/* Where in the folded names a header stands; -1 when it does not. */
int header_find(const struct view *folded, size_t count, const struct header_ref *ref);

#endif
