/* parse_kind: from the word in a file to the kind of activity and, where the event lists its types, to one of those. */
#ifndef NORMALIZE_PARSE_KIND_H
#define NORMALIZE_PARSE_KIND_H

#include "model/event.h"

/* The kind that a word means in the languages and apps we know ("Trail Run", "VirtualRide", "Laufen", "Course à pied",
 * "lap_swimming", "indoor_cycling", "Rowing Machine"): folded, looked up in a table of words as a whole, then word by
 * word. KIND_COUNT when nothing is known about it; KIND_OTHER for activities known to be none of ours (yoga, weight
 * training). `scratch` is for folding only. */
enum kind kind_from_words(struct view text, struct arena *scratch);

struct type_match {
    enum kind kind; /* KIND_OTHER when unknown */
    int type;       /* index into event->types, -1 */
    bool known;     /* the word means something: a type of the event, or a kind when the event lists none */
    bool deleted;   /* only a deleted type of the event fits */
};

/* Order: a number equal to a type's id; a type's name or text (folded); the kind's word, then the event's type of that
 * kind (hike falls back to walk, row and paddle to each other). Memo of the last few texts in `memo`, one per thread.
 */
struct type_memo;
struct type_memo *type_memo_new(void);
void type_memo_free(struct type_memo *memo);
struct type_match type_match(const struct event *event, struct view text, struct type_memo *memo);

#endif
