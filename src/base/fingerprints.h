/* fingerprints: a set of 64-bit fingerprints with a little knowledge about the first who had each.
 *
 * Made for millions: an index of about eight bytes each stays in memory, what is known about them goes to an unlinked
 * temporary file beyond a bound. STATUS_IO when that file cannot be made, written or read. One thread at a time. */
#ifndef BASE_FINGERPRINTS_H
#define BASE_FINGERPRINTS_H

#include <stdint.h>

#include "base/error.h"
#include "base/view.h"

struct fingerprint {
    uint64_t print; /* well mixed in all its bits but the last */
    uint32_t line;
    uint16_t source, start;
};

struct fingerprints;

/* At most that many are known in memory; 0 is the default of half a million, six megabytes. */
struct fingerprints *fingerprints_new(size_t most_in_memory);
void fingerprints_free(struct fingerprints *set); /* NULL is fine */

/* Fetches what a put or find of that print will look at; call it some rows ahead. */
void fingerprints_prefetch(const struct fingerprints *set, uint64_t print);

/* Adds `one` when its print is not there yet; else fills `first` with the one that is. */
enum status fingerprints_put(struct fingerprints *set, struct fingerprint one, struct fingerprint *first,
                             bool *was_there, struct error *error);

/* Whether the print is there; adds nothing. */
enum status fingerprints_find(const struct fingerprints *set, uint64_t print, struct fingerprint *first, bool *is_there,
                              struct error *error);

#endif
