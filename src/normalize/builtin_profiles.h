/* builtin_profiles: the profiles that are part of the program.
 *
 * The table is made at build time from profiles/(name).ini, sorted by name; adding a file there is all it takes.
 * The texts end in NUL, which `size` does not count. Const for all threads. */
#ifndef NORMALIZE_BUILTIN_PROFILES_H
#define NORMALIZE_BUILTIN_PROFILES_H

#include <stddef.h>

struct builtin_profile {
    const char *name; /* the file's, without .ini */
    const char *text;
    size_t size;
};

extern const struct builtin_profile builtin_profiles[];
extern const size_t builtin_profile_count;

#endif
