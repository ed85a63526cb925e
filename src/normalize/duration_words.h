/* duration_words: the units of time as words and signs, in the languages that exports come in. */
#ifndef NORMALIZE_DURATION_WORDS_H
#define NORMALIZE_DURATION_WORDS_H

#include "base/view.h"

/* From big to small. */
enum duration_unit {
    DURATION_UNIT_NONE,
    DURATION_UNIT_DAY,
    DURATION_UNIT_HOUR,
    DURATION_UNIT_MINUTE,
    DURATION_UNIT_SECOND,
    DURATION_UNIT_MS,
};

/* The unit at the start of the text: a sign as in 1°02'03", or a word with perhaps a dot behind it. `len` gets how many
 * bytes it takes. */
enum duration_unit duration_unit_at(struct view text, size_t *len);

#endif
