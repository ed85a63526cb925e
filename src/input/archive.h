/* archive: the members of a zip archive, in their order, read without unpacking anything to disk.
 *
 * An archive can be listed and its members opened from any thread. Opening an archive costs its whole directory, so
 * handles that nobody uses for the moment are kept, a few, in the pool that the archives of a run share. */
#ifndef INPUT_ARCHIVE_H
#define INPUT_ARCHIVE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"

struct archive_pool;
struct archive;
struct member; /* one that is being read */

struct archive_member {
    struct view name;      /* UTF-8, as it is written in the archive: never a path to be opened */
    uint64_t index;        /* in the archive */
    uint64_t size, packed; /* bytes, as the directory says */
    bool encrypted;
};

/* Whether so many bytes from so few stored ones were made to do harm. The first ones are free: zeros pack well, too. */
enum { MOST_TIMES = 200, FREE_BYTES = 32 * 1024 * 1024 };
bool archive_is_bomb(uint64_t unpacked, uint64_t stored);

struct archive_pool *archive_pool_new(void);
void archive_pool_free(struct archive_pool *pool); /* after its archives; NULL is fine */

/* Lists the archive in that file. A descriptor of -1: handles open `path` themselves; else it is the archive's from now
 * on, whatever comes back. STATUS_REFUSED: not a zip archive, or damaged. STATUS_IO: it cannot be read.
 * Folders are left out. */
enum status archive_open(struct archive **out, struct archive_pool *pool, const char *path, int descriptor,
                         struct error *error);
void archive_close(struct archive *archive); /* NULL is fine; no member may be open */

size_t archive_count(const struct archive *archive);
const struct archive_member *archive_at(const struct archive *archive, size_t i);

/* A workbook or document of an office program, which is one file to its users although it is an archive. */
bool archive_is_document(const struct archive *archive);

/* STATUS_REFUSED: encrypted, packed in a way that is not known, or damaged. STATUS_IO: the file cannot be read. */
enum status member_open(struct member **out, struct archive *archive, uint64_t index, struct error *error);
void member_close(struct member *member); /* NULL is fine */

/* Up to `room` bytes; 0 at the end; -1 with the error set: STATUS_REFUSED when the data are damaged, STATUS_IO when the
 * file cannot be read. */
int64_t member_read(struct member *member, char *to, size_t room, struct error *error);

/* Bytes that were read of it in the archive so far: what is known of how well it is packed, whatever the directory
 * says. */
uint64_t member_stored(const struct member *member);

#endif
