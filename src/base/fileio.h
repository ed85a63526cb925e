/* fileio: whole files in, and files out that are whole or absent.
 *
 * A struct writer collects bytes in a buffer and writes them in large pieces. Where a path is given
 * the bytes go to a temporary file beside it, which is renamed at writer_commit: until then, and after
 * any trouble, the path is as it was before. */
#ifndef BASE_FILEIO_H
#define BASE_FILEIO_H

#include <stdint.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"

/* The whole file, at most `limit` bytes, into the arena. STATUS_IO when it cannot be read or is larger. */
enum status fileio_read(const char *path, size_t limit, struct arena *arena, struct view *out, struct error *error);

/* Up to `size` bytes from that place on, fewer only where the file ends; -1 with errno set. */
ssize_t fileio_read_at(int fd, void *to, size_t size, uint64_t at);

/* "dir/name" of a path beside `base`: relative paths are taken from the folder of `base`. */
char *fileio_beside(struct arena *arena, const char *base, struct view path);

/* Writes all of it at the descriptor's place. STATUS_IO with errno set when that cannot be done. */
enum status fileio_write_all(int fd, struct view bytes);

/* An open, empty, already unlinked temporary file (in TMPDIR, else /tmp); -1 with the error set. */
int fileio_temporary(struct error *error);

enum { WRITER_BLOCK = 256 * 1024 };

struct writer {
    struct buffer pending; /* add here, then call writer_flush_full now and then */
    int fd;
    char *path, *part; /* NULL when the writer has no file of its own */
};

/* Writes to `path`, or to standard output when path is NULL or "-". File mode 0600 when `is_private`. */
enum status writer_open(struct writer *w, const char *path, bool is_private, struct error *error);

/* Writes what is pending once it is WRITER_BLOCK bytes or more. */
enum status writer_flush_full(struct writer *w, struct error *error);

/* Writes all, fsyncs and renames. The writer is closed whatever comes back. */
enum status writer_commit(struct writer *w, struct error *error);

/* Drops what was written (standard output cannot be taken back) and closes. A zeroed writer is fine. */
void writer_abort(struct writer *w);

#endif
