/* event_types: reads types.json, a saved answer of RunSignup's GET vr-activity-types, into a list of types.
 *
 * Also taken is the bare array of the types. Ids are whole numbers below 2^53 or strings of digits; whatever could have
 * lost digits on the way is refused. A cap or count limit of 0 or null is none. Types that were deleted are kept and
 * marked. Keys that we do not know are left alone, as the API may grow. Texts go to the arena. */
#ifndef EVENT_EVENT_TYPES_H
#define EVENT_EVENT_TYPES_H

#include "event/type_list.h"

/* STATUS_IO: it cannot be read. STATUS_USAGE: it is not such an answer; the error names the file, the place and what to
 * do. */
enum status event_types_read(struct type_list *list, const char *path, struct arena *arena, struct error *error);

#endif
