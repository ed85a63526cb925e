/* pack_folder: a folder that is whole or absent.
 *
 * Files are written to a temporary folder beside the place, which is renamed at the end. Files are for the user alone
 * (0600, folders 0700): they name people's activities. STATUS_USAGE: the place is taken; STATUS_IO: it cannot be
 * written. One thread. */
#ifndef OUTPUTS_PACK_FOLDER_H
#define OUTPUTS_PACK_FOLDER_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/error.h"
#include "base/view.h"

struct pack_folder {
    char *target;    /* where it will be */
    char *temporary; /* NULL until pack_folder_create */
    int dir, requests;
};

/* Whether a new folder can be put there: the name is free or an empty folder, and there is the right to write beside
 * it. Nothing stays on the disk. Release with pack_folder_discard whatever comes back. */
enum status pack_folder_open(struct pack_folder *folder, const char *path, struct error *error);

/* Makes the temporary folder with "requests" in it. */
enum status pack_folder_create(struct pack_folder *folder, struct error *error);

/* A new file in `dir` (folder->dir or folder->requests) to be written and closed by the caller; -1 on trouble. */
int pack_folder_file(const struct pack_folder *folder, int dir, const char *name, mode_t mode, struct error *error);
enum status pack_folder_add(const struct pack_folder *folder, int fd, struct view text, struct error *error);
enum status pack_folder_close(const struct pack_folder *folder, int fd, struct error *error);

/* A whole file. */
enum status pack_folder_write(const struct pack_folder *folder, int dir, const char *name, mode_t mode,
                              struct view text, struct error *error);

/* All that was written is safe on the disk; from now on both names are absolute. */
enum status pack_folder_sync(struct pack_folder *folder, struct error *error);

/* Puts the folder in place; on trouble it stays temporary. */
enum status pack_folder_commit(struct pack_folder *folder, struct error *error);

/* Forgets the temporary folder and leaves it on the disk. */
void pack_folder_leave(struct pack_folder *folder);

/* Puts a folder that was left in place. *is_placed: it is, be it that somebody else did it; not: the name is taken. */
enum status pack_folder_place(const char *temporary, const char *target, bool *is_placed, struct error *error);

/* Removes a pack's folder that nobody has used: what is not a pack's own file stays. */
void pack_folder_remove(const char *path);

/* Removes what is still temporary and releases. */
void pack_folder_discard(struct pack_folder *folder);

#endif
