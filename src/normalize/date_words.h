/* date_words: the words in dates, in the languages that exports come in: months, weekdays, particles, zones.
 *
 * No memory is taken, nothing fails, any thread. */
#ifndef NORMALIZE_DATE_WORDS_H
#define NORMALIZE_DATE_WORDS_H

#include "base/view.h"

enum date_role {
    DATE_ROLE_NONE,             /* no word that we know */
    DATE_ROLE_FILLER,           /* says nothing new */
    DATE_ROLE_MONTH,            /* value: 1..12 */
    DATE_ROLE_MONTH_OR_WEEKDAY, /* "mar": March, or a Tuesday in French, Spanish and Italian */
    DATE_ROLE_AM,
    DATE_ROLE_PM,
    DATE_ROLE_T,    /* between a date and its time */
    DATE_ROLE_ZONE, /* value: minutes east of UTC */
};

struct date_word {
    enum date_role role;
    int value;
    size_t len; /* how many bytes of the text the word takes; 0 when no letter stands there */
};

/* The word at the start of the text, up to the first byte that is no Latin letter. Case and accents are ignored. */
struct date_word date_word_at(struct view text);

#endif
