/* fuzz_folder: files that a fuzz target writes its input to, for code that opens paths. They lie in a temporary folder
 * that is made at the first call and removed at exit. */
#ifndef TESTS_FUZZ_FUZZ_FOLDER_H
#define TESTS_FUZZ_FUZZ_FOLDER_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/utf8.h"

enum { FUZZ_FILES = 8 };

static char fuzz_folder[64], fuzz_names[FUZZ_FILES][32];

static inline void fuzz_require(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "does not hold: %s\n", what);
    abort();
}

static inline void fuzz_remove_folder(void)
{
    char path[512];
    for (int i = 0; i < FUZZ_FILES && fuzz_names[i][0]; i++) {
        snprintf(path, sizeof path, "%s/%s", fuzz_folder, fuzz_names[i]);
        unlink(path);
    }
    rmdir(fuzz_folder);
}

static inline void fuzz_make_folder(void)
{
    strcpy(fuzz_folder, "/tmp/tallypost-fuzz-XXXXXX");
    fuzz_require(mkdtemp(fuzz_folder) != NULL, "a temporary folder can be made");
    atexit(fuzz_remove_folder);
}

/* Writes the bytes to a file of that name; returns its path in `path`, which has room for 128 bytes. */
static inline const char *fuzz_file(char *path, const char *name, const uint8_t *data, size_t size)
{
    int i = 0;
    if (!fuzz_folder[0])
        fuzz_make_folder();
    while (fuzz_names[i][0] && strcmp(fuzz_names[i], name) != 0)
        i++;
    strcpy(fuzz_names[i], name);
    snprintf(path, 128, "%s/%s", fuzz_folder, name);
    FILE *file = fopen(path, "wb");
    fuzz_require(file && fwrite(data, 1, size, file) == size, "a temporary file can be written");
    fclose(file);
    return path;
}

/* Text that people will see: UTF-8, in one line. */
static inline void fuzz_require_shown(struct view text, const char *what)
{
    fuzz_require(text.len > 0 && utf8_valid_until(text, false) == text.len, what);
    for (size_t i = 0; i < text.len; i++)
        fuzz_require((unsigned char)text.at[i] >= 0x20 && text.at[i] != 0x7F, what);
}

#endif
