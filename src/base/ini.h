/* ini: pulls sections, keys and values out of an INI text, with their line numbers.
 *
 * "[section]" or "[section argument]"; "key = value"; ";" and "#" begin a comment at the start of a line or after a
 * blank; a value may stand in double quotes to keep blanks, ";" and "#". CRLF and a BOM are fine. No limit on line
 * length. */
#ifndef BASE_INI_H
#define BASE_INI_H

#include "base/view.h"

struct ini {
    struct view rest;    /* what is still to be read */
    struct view section; /* "type run": name and argument as written, trimmed */
    int line;            /* of the entry last returned */
};

enum ini_result { INI_END, INI_SECTION, INI_ENTRY, INI_BAD };

struct ini_entry {
    struct view section, key, value; /* trimmed */
    int line;
};

void ini_open(struct ini *ini, struct view text);

/* The next section header or entry; INI_BAD for a line that is neither (entry->key is the line). */
enum ini_result ini_next(struct ini *ini, struct ini_entry *entry);

/* The nearest of `count` known words (at most 3 edits away), or NULL: for "did you mean". */
const char *ini_nearest(struct view word, const char *const known[], size_t count);

#endif
