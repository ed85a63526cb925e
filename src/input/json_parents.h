/* json_parents: what the objects around an element say of it, as members to be put into the element. */
#ifndef INPUT_JSON_PARENTS_H
#define INPUT_JSON_PARENTS_H

#include "base/buffer.h"

/* Adds the scalar fields of the object that begins at text.at, as `"parent.bib":7,`. Objects in it give theirs
 * ("parent.athlete.id"), but not the member called `step`; arrays, and fields that are long or too many, are left out.
 * False, and nothing added, when the text ends inside the object though there may be more of it. */
bool json_parents_add(struct buffer *parents, struct view text, struct view step, bool final);

#endif
