#include "base/fileio.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum status fileio_read(const char *path, size_t limit, struct arena *arena, struct view *out, struct error *error)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return error_errno(error, STATUS_IO, "%s: cannot open", path);
    struct buffer text = {0};
    ssize_t got = 0;
    do {
        buffer_room(&text, 64 * 1024);
        got = read(fd, text.at + text.len, text.capacity - text.len);
        text.len += got > 0 ? (size_t)got : 0;
    } while ((got > 0 && text.len <= limit) || (got < 0 && errno == EINTR));
    enum status status = STATUS_OK;
    if (got < 0)
        status = error_errno(error, STATUS_IO, "%s: cannot read", path);
    else if (text.len > limit)
        status = error_set(error, STATUS_IO, "%s: larger than the limit of %zu bytes for such a file", path, limit);
    else
        *out = arena_copy(arena, buffer_view(&text));
    buffer_release(&text);
    close(fd);
    return status;
}

ssize_t fileio_read_at(int fd, void *to, size_t size, uint64_t at)
{
    size_t done = 0;
    while (done < size) {
        ssize_t n = pread(fd, (char *)to + done, size - done, (off_t)(at + done));
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        if (n == 0)
            break;
        done += (size_t)n;
    }
    return (ssize_t)done;
}

enum status fileio_write_all(int fd, struct view bytes)
{
    while (bytes.len) {
        ssize_t n = write(fd, bytes.at, bytes.len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return STATUS_IO;
        bytes = view_skip(bytes, (size_t)n);
    }
    return STATUS_OK;
}

char *fileio_beside(struct arena *arena, const char *base, struct view path)
{
    const char *slash = strrchr(base, '/');
    if (!slash || (path.len && path.at[0] == '/'))
        return arena_string(arena, path);
    struct view joined = arena_format(arena, "%.*s/%.*s", (int)(slash - base), base, VIEW_ARG(path));
    return arena_string(arena, joined);
}

int fileio_temporary(struct error *error)
{
    const char *dir = getenv("TMPDIR");
    char path[4096];
    snprintf(path, sizeof path, "%s/tallypost-XXXXXX", dir && *dir ? dir : "/tmp");
    int fd = mkostemp(path, O_CLOEXEC);
    if (fd < 0)
        error_errno(error, STATUS_IO, "%s: cannot make a temporary file (set TMPDIR to a folder with room)", path);
    else
        unlink(path);
    return fd;
}

static const char *name_of(const struct writer *w)
{
    return w->path ? w->path : "standard output";
}

static bool is_plain_file(const char *path)
{
    struct stat st;
    return lstat(path, &st) != 0 || S_ISREG(st.st_mode);
}

/* A copy of the name of the file to be made or replaced: behind a link that of the file it leads to, so that the link
 * stays. The links in /dev and /proc stand for open descriptors and are left alone. */
static char *target_of(const char *path)
{
    bool descriptor = strncmp(path, "/dev/", 5) == 0 || strncmp(path, "/proc/", 6) == 0;
    char *resolved = descriptor || is_plain_file(path) ? NULL : realpath(path, NULL);
    const char *target = resolved && is_plain_file(resolved) ? resolved : path;
    char *copy = memory_get(strlen(target) + 1);
    memcpy(copy, target, strlen(target));
    free(resolved);
    return copy;
}

enum status writer_open(struct writer *w, const char *path, bool is_private, struct error *error)
{
    *w = (struct writer){.fd = 1};
    if (!path || strcmp(path, "-") == 0)
        return STATUS_OK;
    mode_t mode = is_private ? 0600 : 0666;
    w->path = target_of(path);
    if (is_plain_file(w->path)) { /* a device or a pipe is written in place */
        size_t size = strlen(w->path) + 32;
        w->part = memory_get(size);
        snprintf(w->part, size, "%s.part-%ld", w->path, (long)getpid());
    }
    w->fd = open(w->part ? w->part : w->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
    if (w->fd >= 0)
        return STATUS_OK;
    enum status status = error_errno(error, STATUS_IO, "%s: cannot write", path);
    memory_free(w->part);
    memory_free(w->path);
    *w = (struct writer){.fd = -1};
    return status;
}

static enum status write_all(struct writer *w, struct error *error)
{
    size_t done = 0;
    while (done < w->pending.len) {
        ssize_t n = write(w->fd, w->pending.at + done, w->pending.len - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return error_errno(error, STATUS_IO, "%s: cannot write", name_of(w));
        done += (size_t)n;
    }
    w->pending.len = 0;
    return STATUS_OK;
}

enum status writer_flush_full(struct writer *w, struct error *error)
{
    return w->pending.len >= WRITER_BLOCK ? write_all(w, error) : STATUS_OK;
}

static void writer_close(struct writer *w)
{
    if (w->path && w->fd >= 0)
        close(w->fd);
    buffer_release(&w->pending);
    memory_free(w->path);
    memory_free(w->part);
    *w = (struct writer){.fd = -1};
}

enum status writer_commit(struct writer *w, struct error *error)
{
    enum status status = write_all(w, error);
    if (status == STATUS_OK && w->part) {
        if (fsync(w->fd) != 0)
            status = error_errno(error, STATUS_IO, "%s: cannot write", w->path);
        else if (rename(w->part, w->path) != 0)
            status = error_errno(error, STATUS_IO, "%s: cannot be put in place", w->path);
    }
    if (status != STATUS_OK && w->part)
        unlink(w->part);
    writer_close(w);
    return status;
}

void writer_abort(struct writer *w)
{
    if (w->part)
        unlink(w->part);
    writer_close(w);
}
