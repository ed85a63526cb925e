/* walk: the files of a folder, for inputs that are folders.
 *
 * All regular files below it, sorted by path; hidden files and folders are skipped, links are not followed. */
#ifndef INPUT_WALK_H
#define INPUT_WALK_H

#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"

struct walk_list {
    const char **paths;
    size_t count, capacity;
};

/* Adds the path itself, or the files below it when it is a folder (their names live in the arena). STATUS_USAGE: the
 * folder holds no file. STATUS_IO: it cannot be read. A path that does not exist is added too: opening it says what is
 * wrong. */
enum status walk_add(struct walk_list *list, const char *path, struct arena *arena, struct error *error);
void walk_release(struct walk_list *list);

#endif
