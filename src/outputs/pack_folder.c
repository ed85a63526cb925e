#include "outputs/pack_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"

static char *copy_of(const char *text, size_t len, size_t room_behind)
{
    char *copy = memory_get(len + room_behind + 1);
    memcpy(copy, text, len);
    return copy;
}

static bool is_dot(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

static enum status check_empty(const char *path, struct error *error)
{
    DIR *dir = opendir(path);
    if (!dir && errno == ENOTDIR)
        return error_set(error, STATUS_USAGE, "%s: exists and is no folder; give --out the name of a new folder", path);
    if (!dir)
        return error_errno(error, STATUS_IO, "%s: cannot open", path);
    const struct dirent *entry;
    do
        entry = readdir(dir);
    while (entry && is_dot(entry->d_name));
    closedir(dir);
    if (entry)
        return error_set(error, STATUS_USAGE,
                         "%s: exists and is not empty; give --out the name of a new folder, so that no pack is mixed "
                         "with another",
                         path);
    return STATUS_OK;
}

static bool is_same_file(const struct stat *a, const char *path)
{
    struct stat b;
    return stat(path, &b) == 0 && a->st_dev == b.st_dev && a->st_ino == b.st_ino;
}

/* Whether nothing can be renamed over the empty folder: it is mounted there, or the user stands in it. */
static enum status check_replaceable(const char *path, const struct stat *st, struct error *error)
{
    char *parent = copy_of(path, strlen(path), 3);
    strcat(parent, "/..");
    struct stat above;
    bool is_mounted = stat(parent, &above) == 0 && above.st_dev != st->st_dev;
    memory_free(parent);
    if (is_mounted || is_same_file(st, "."))
        return error_set(error, STATUS_USAGE, "%s: this folder cannot be replaced; give --out a folder in it, %s/pack",
                         path, path);
    return STATUS_OK;
}

/* The existing empty folder itself, also when the path is a link to it. */
static enum status use_existing(struct pack_folder *folder, const struct stat *st, struct error *error)
{
    enum status status = check_empty(folder->target, error);
    if (status == STATUS_OK)
        status = check_replaceable(folder->target, st, error);
    if (status != STATUS_OK)
        return status;
    char *real = realpath(folder->target, NULL);
    if (!real)
        return error_errno(error, STATUS_IO, "%s: cannot open", folder->target);
    memory_free(folder->target);
    folder->target = copy_of(real, strlen(real), 0);
    free(real);
    return STATUS_OK;
}

static enum status make_temporary(struct pack_folder *folder, struct error *error)
{
    static const char suffix[] = ".part-XXXXXX";
    folder->temporary = copy_of(folder->target, strlen(folder->target), sizeof suffix);
    strcat(folder->temporary, suffix);
    if (mkdtemp(folder->temporary))
        return STATUS_OK;
    memory_free(folder->temporary);
    folder->temporary = NULL;
    return error_errno(error, STATUS_IO, "%s: cannot make a folder there", folder->target);
}

enum status pack_folder_open(struct pack_folder *folder, const char *path, struct error *error)
{
    *folder = (struct pack_folder){.dir = -1, .requests = -1};
    size_t len = path ? strlen(path) : 0;
    if (!len)
        return error_set(error, STATUS_USAGE, "a pack needs a folder; give --out DIR");
    while (len > 1 && path[len - 1] == '/')
        len--;
    folder->target = copy_of(path, len, 0);
    struct stat st;
    enum status status = STATUS_OK;
    if (stat(folder->target, &st) == 0)
        status = use_existing(folder, &st, error);
    else if (lstat(folder->target, &st) == 0)
        status =
            error_set(error, STATUS_USAGE, "%s: a link that leads nowhere; give --out the name of a new folder", path);
    if (status == STATUS_OK)
        status = make_temporary(folder, error);
    if (status != STATUS_OK)
        return status;
    rmdir(folder->temporary); /* it was only tried */
    memory_free(folder->temporary);
    folder->temporary = NULL;
    return STATUS_OK;
}

enum status pack_folder_create(struct pack_folder *folder, struct error *error)
{
    enum status status = make_temporary(folder, error);
    if (status != STATUS_OK)
        return status;
    folder->dir = open(folder->temporary, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder->dir >= 0 && mkdirat(folder->dir, "requests", 0700) == 0)
        folder->requests = openat(folder->dir, "requests", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder->requests < 0)
        return error_errno(error, STATUS_IO, "%s: cannot make a folder there", folder->target);
    return STATUS_OK;
}

static enum status cannot_write(const struct pack_folder *folder, struct error *error)
{
    return error_errno(error, STATUS_IO, "%s: cannot write; no part of the pack was left behind", folder->target);
}

int pack_folder_file(const struct pack_folder *folder, int dir, const char *name, mode_t mode, struct error *error)
{
    int fd = openat(dir, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (fd < 0)
        cannot_write(folder, error);
    return fd;
}

enum status pack_folder_add(const struct pack_folder *folder, int fd, struct view text, struct error *error)
{
    while (text.len) {
        ssize_t n = write(fd, text.at, text.len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return cannot_write(folder, error);
        text = view_skip(text, (size_t)n);
    }
    return STATUS_OK;
}

/* Some file systems tell only here that the disk is full. */
enum status pack_folder_close(const struct pack_folder *folder, int fd, struct error *error)
{
    return close(fd) == 0 || errno == EINTR ? STATUS_OK : cannot_write(folder, error);
}

enum status pack_folder_write(const struct pack_folder *folder, int dir, const char *name, mode_t mode,
                              struct view text, struct error *error)
{
    int fd = pack_folder_file(folder, dir, name, mode, error);
    if (fd < 0)
        return STATUS_IO;
    enum status status = pack_folder_add(folder, fd, text, error);
    enum status closed = pack_folder_close(folder, fd, status == STATUS_OK ? error : NULL);
    return status == STATUS_OK ? closed : status;
}

/* "name" of the folder it is in, as an absolute path; NULL with errno set. */
static char *absolute(const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    char *above = copy_of(slash ? path : ".", slash ? (size_t)(slash - path) + (slash == path) : 1, 0);
    char *real = realpath(above, NULL), *joined = NULL;
    memory_free(above);
    if (real) {
        joined = copy_of(real, strlen(real), strlen(name) + 1);
        strcat(strcat(joined, real[1] ? "/" : ""), name);
    }
    free(real);
    return joined;
}

/* The name of a folder must be safe too, or after a power cut what is in it has none. */
static int sync_above(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *above = copy_of(slash ? path : ".", slash ? (size_t)(slash - path) + (slash == path) : 1, 0);
    int fd = open(above, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    memory_free(above);
    if (fd < 0)
        return -1;
    int rc = fsync(fd);
    close(fd);
    return rc;
}

enum status pack_folder_sync(struct pack_folder *folder, struct error *error)
{
    char *target = absolute(folder->target), *temporary = absolute(folder->temporary);
    if (!target || !temporary || syncfs(folder->dir) != 0 || sync_above(folder->temporary) != 0) {
        memory_free(target);
        memory_free(temporary);
        return cannot_write(folder, error);
    }
    memory_free(folder->target);
    memory_free(folder->temporary);
    folder->target = target;
    folder->temporary = temporary;
    return STATUS_OK;
}

void pack_folder_leave(struct pack_folder *folder)
{
    memory_free(folder->temporary);
    folder->temporary = NULL;
}

enum status pack_folder_place(const char *temporary, const char *target, bool *is_placed, struct error *error)
{
    *is_placed = rename(temporary, target) == 0 || errno == ENOENT;
    if (!*is_placed && errno != ENOTEMPTY && errno != EEXIST && errno != ENOTDIR)
        return error_errno(error, STATUS_IO, "%s: cannot be put in place", target);
    if (*is_placed)
        sync_above(target);
    return STATUS_OK;
}

/* Whether another run did it: the temporary name is gone, and the folder is there. */
static bool was_placed(const struct pack_folder *folder)
{
    struct stat there, mine;
    int number = errno;
    bool is_there = number == ENOENT && folder->dir >= 0 && stat(folder->target, &there) == 0 &&
                    fstat(folder->dir, &mine) == 0 && there.st_ino == mine.st_ino && there.st_dev == mine.st_dev;
    errno = number;
    return is_there;
}

enum status pack_folder_commit(struct pack_folder *folder, struct error *error)
{
    if (rename(folder->temporary, folder->target) != 0 && !was_placed(folder))
        return error_errno(error, STATUS_IO, "%s: cannot be put in place", folder->target);
    sync_above(folder->target);
    memory_free(folder->temporary);
    folder->temporary = NULL;
    return STATUS_OK;
}

/* Removes the files of a folder, and the folder when it is then empty. */
static void remove_folder(int above, const char *name)
{
    int fd = openat(above, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    if (!dir)
        return;
    for (const struct dirent *entry; (entry = readdir(dir));)
        if (!is_dot(entry->d_name))
            unlinkat(fd, entry->d_name, 0);
    closedir(dir);
    unlinkat(above, name, AT_REMOVEDIR);
}

void pack_folder_remove(const char *path)
{
    int dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (dir < 0)
        return;
    remove_folder(dir, "requests");
    close(dir);
    remove_folder(AT_FDCWD, path);
}

void pack_folder_discard(struct pack_folder *folder)
{
    if (folder->temporary) {
        if (folder->dir >= 0)
            remove_folder(folder->dir, "requests");
        remove_folder(AT_FDCWD, folder->temporary);
    }
    if (folder->requests >= 0)
        close(folder->requests);
    if (folder->dir >= 0)
        close(folder->dir);
    memory_free(folder->temporary);
    memory_free(folder->target);
    *folder = (struct pack_folder){.dir = -1, .requests = -1};
}
