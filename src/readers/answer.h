/* answer: what RunSignup's API answered, as text: numbers of activities, an error in one of its two forms, activities
 * that it has, or something that it would not say.
 *
 * Whatever the bytes are, they are judged: nothing here fails. Texts live in the arena. */
#ifndef READERS_ANSWER_H
#define READERS_ANSWER_H

#include "base/arena.h"
#include "model/activity.h"

enum answer_kind {
    ANSWER_NUMBERS,    /* of the activities that were posted */
    ANSWER_ERROR,      /* with its code, if it has one, and message */
    ANSWER_ACTIVITIES, /* a page of what a participant has */
    ANSWER_EMPTY,
    ANSWER_XML,  /* also HTML */
    ANSWER_OTHER /* `message` says what is wrong with it */
};

/* One of a participant's activities; what is not told is UNKNOWN. */
struct answer_activity {
    int64_t number; /* tally_split_num */
    int64_t value;  /* millimetres, or a count */
    int64_t elapsed_ms, elevation_mm, type_id;
    int32_t day; /* UNKNOWN_DAY */
    struct view registration_id;
};

struct answer {
    enum answer_kind kind;
    int64_t *numbers;
    struct answer_activity *activities;
    size_t count; /* of numbers or activities */
    struct view code, message;
};

enum { ANSWER_LIMIT = 16 * 1024 * 1024 }; /* of bytes */

struct answer answer_read(struct view text, struct arena *arena);

#endif
