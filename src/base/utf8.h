/* utf8: validity, and folding of words so that "HÖHENMETER", "höhenmeter" and "Hohenmeter" meet. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/arena.h"

/* The length 1..4 of the well-formed character at `at`, 0 if there is none (RFC 3629). */
size_t utf8_length(const char *at, size_t left);

/* The offset of the first byte that is not UTF-8, or text.len when all of it is. A character cut off by
 * the end of the view counts as good when `open_end`. */
size_t utf8_valid_until(struct view text, bool open_end);

/* A word folded for comparison: compatibility decomposition, no marks, no case; every run of characters
 * that are neither letters nor digits becomes one blank, none at the ends. "Avg Pace (min/mi)" gives
 * "avg pace min mi". The result lives in the arena. */
struct view utf8_fold(struct arena *arena, struct view text);

#endif
