/* match_back: which of the activities that RunSignup has are ours.
 *
 * By their number where it is known, else by day, length and time; a length may be a millimetre off, for RunSignup
 * rounds. What then has the same day and time but another length is the same activity with a wrong value. Nothing here
 * fails. */
#ifndef RUN_MATCH_BACK_H
#define RUN_MATCH_BACK_H

#include "readers/answer.h"

/* An activity of ours. */
struct match_own {
    uint64_t key;
    int64_t number; /* UNKNOWN: not told yet */
    int64_t value;  /* mm or count; UNKNOWN */
    int64_t elapsed_ms, type_id;
    int32_t day;
    bool may_differ; /* it was or may have been posted: only then it can be there with another value */
    /* what came of it: */
    const struct answer_activity *found; /* NULL: RunSignup does not have it */
    bool is_different;
};

/* Fills found and is_different of ours; taken[i] says that theirs[i] is one of ours. */
void match_back(struct match_own *own, size_t own_count, const struct answer_activity *theirs, size_t their_count,
                bool *taken);

/* The unit in which a value that was posted as `posted` comes back as so many millimetres; UNIT_NONE when in none. */
enum unit match_back_unit(struct decimal posted, int64_t millimetres);

#endif
