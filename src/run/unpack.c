#include "run/unpack.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/number.h"
#include "readers/manifest.h"
#include "store/undo.h"

/* ---- which pack ---- */

/* The folder the user gave, when it is one: it may have been moved since it was made. */
static enum status find_by_folder(struct unpack *u, struct store *store, struct error *error)
{
    struct arena arena = {0};
    struct manifest manifest;
    char *real = realpath(u->given, NULL);
    enum status status = real ? manifest_read(real, &arena, &manifest, error) : STATUS_OK;
    if (status == STATUS_OK) {
        struct view name = view_of(real ? real : u->given);
        status = undo_find_pack(store, real ? manifest.number : -1, name, real ? manifest.content : name, &u->pack_id,
                                &u->folder, error);
    }
    if (status == STATUS_OK && real) {
        u->folder.len = 0;
        buffer_add_text(&u->folder, real);
    }
    free(real);
    arena_release(&arena);
    return status;
}

static enum status find_pack(struct unpack *u, struct store *store, struct error *error)
{
    uint64_t number;
    struct view given = view_of(u->given);
    if (view_starts(given, VIEW("pack-")) && number_parse_uint(view_skip(given, 5), &number))
        return undo_find_pack(store, (int64_t)number, (struct view){"", 0}, (struct view){"", 0}, &u->pack_id,
                              &u->folder, error);
    return find_by_folder(u, store, error);
}

/* ---- whether it was sent ---- */

static bool exists_at(int dir, const char *name)
{
    struct stat st;
    return fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0;
}

/* What post.sh leaves in responses/ of a request that was sent. */
static bool was_sent(int dir, struct view file)
{
    static const char *const endings[] = {".json", ".status", ".unknown", ".sending"};
    bool found = false;
    struct buffer name = {0};
    file = view_skip(file, sizeof "requests/" - 1);
    file.len -= file.len > 5 ? 5 : 0;
    for (size_t i = 0; !found && i < sizeof endings / sizeof *endings; i++) {
        name.len = 0;
        buffer_format(&name, "responses/%.*s%s", VIEW_ARG(file), endings[i]);
        found = exists_at(dir, buffer_string(&name));
    }
    buffer_release(&name);
    return found;
}

static enum status check_unsent(const struct unpack *u, struct store *store, int dir, struct error *error)
{
    struct buffer files = {0};
    enum status status = undo_ready_files(store, u->pack_id, &files, error);
    struct view rest = buffer_view(&files);
    while (status == STATUS_OK && rest.len) {
        struct view file = view_cut(&rest, '\n');
        if (was_sent(dir, file))
            status = error_set(error, STATUS_USAGE,
                               "%s: some of it was sent (%.*s); first take in the answers: tallypost receipts --store "
                               "%s %s",
                               u->folder.at, VIEW_ARG(file), u->store_name, u->folder.at);
    }
    buffer_release(&files);
    return status;
}

/* ---- taking it back ---- */

/* From here on post.sh refuses the folder. */
static enum status put_out_of_use(const struct unpack *u, int dir, struct error *error)
{
    static const char text[] = "This pack was taken back with tallypost undo. Nothing of it is to be sent any more.\n";
    int fd = openat(dir, "taken-back", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    bool is_written = fd >= 0 && write(fd, text, sizeof text - 1) == (ssize_t)sizeof text - 1 && fsync(fd) == 0;
    int number = errno;
    if (fd >= 0)
        close(fd);
    errno = number;
    if (is_written && fsync(dir) == 0)
        return STATUS_OK;
    return error_errno(error, STATUS_IO, "%s/taken-back: cannot be written; nothing was taken back", u->folder.at);
}

static enum status take_back(struct unpack *u, struct store *store, int dir, struct error *error)
{
    enum status status = check_unsent(u, store, dir, error);
    if (status == STATUS_OK)
        status = put_out_of_use(u, dir, error);
    return status == STATUS_OK ? undo_pack(store, u->pack_id, &u->requests, &u->activities, error) : status;
}

/* ---- the lock of post.sh, so that it sends nothing meanwhile ---- */

enum { LOCK_NAME_SIZE = 40 };

static void remove_lock(int dir, const char *name)
{
    char file[LOCK_NAME_SIZE + 8];
    static const char *const files[] = {"pid", "undo"};
    for (size_t i = 0; i < 2; i++) {
        snprintf(file, sizeof file, "%s/%s", name, files[i]);
        unlinkat(dir, file, 0);
    }
    unlinkat(dir, name, AT_REMOVEDIR);
}

/* A lock that says whose it is from its first moment. */
static bool make_lock(int dir, const char *name)
{
    char file[LOCK_NAME_SIZE + 8], pid[24];
    static const char *const files[] = {"pid", "undo"};
    int len = snprintf(pid, sizeof pid, "%ld\n", (long)getpid());
    bool is_made = mkdirat(dir, name, 0700) == 0;
    for (size_t i = 0; is_made && i < 2; i++) {
        snprintf(file, sizeof file, "%s/%s", name, files[i]);
        int fd = openat(dir, file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        is_made = fd >= 0 && write(fd, pid, (size_t)len) == len;
        if (fd >= 0)
            close(fd);
    }
    return is_made;
}

/* Whether the lock is that of an undo that was killed. */
static bool is_left_behind(int dir)
{
    char text[24] = "";
    int fd = openat(dir, "post.lock/undo", O_RDONLY | O_CLOEXEC);
    ssize_t got = fd < 0 ? -1 : fileio_read_at(fd, text, sizeof text - 1, 0);
    if (fd >= 0)
        close(fd);
    long pid = got > 0 ? strtol(text, NULL, 10) : 0;
    return pid > 0 && kill((pid_t)pid, 0) != 0 && errno == ESRCH;
}

/* Never over the lock that post.sh has just made and not filled yet. Where a file system cannot promise that, the lock
 * is made in place. */
static bool claim(int dir, const char *own)
{
    if (renameat2(dir, own, dir, "post.lock", RENAME_NOREPLACE) == 0)
        return true;
    return (errno == EINVAL || errno == ENOSYS) && make_lock(dir, "post.lock");
}

static enum status take_lock(const struct unpack *u, int dir, struct error *error)
{
    char own[LOCK_NAME_SIZE];
    snprintf(own, sizeof own, "post.lock-%ld", (long)getpid());
    if (is_left_behind(dir))
        remove_lock(dir, "post.lock");
    bool is_made = make_lock(dir, own), is_mine = is_made && claim(dir, own);
    int number = errno;
    remove_lock(dir, own);
    if (is_mine)
        return STATUS_OK;
    errno = number;
    if (!is_made || (errno != EEXIST && errno != ENOTEMPTY))
        return error_errno(error, STATUS_IO, "%s: cannot be written; nothing was taken back", u->folder.at);
    return error_set(error, STATUS_USAGE,
                     "%s: post.sh is at work in this folder, or was killed there; when it is done: tallypost receipts "
                     "--store %s %s",
                     u->folder.at, u->store_name, u->folder.at);
}

static enum status take_back_locked(struct unpack *u, struct store *store, int dir, struct error *error)
{
    enum status status = take_lock(u, dir, error);
    if (status != STATUS_OK)
        return status;
    status = take_back(u, store, dir, error);
    remove_lock(dir, "post.lock");
    return status;
}

enum status unpack_run(struct unpack *u, struct store *store, struct error *error)
{
    enum status status = find_pack(u, store, error);
    if (status != STATUS_OK)
        return status;
    int dir = open(buffer_string(&u->folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (dir >= 0) {
        status = take_back_locked(u, store, dir, error);
        close(dir);
        return status;
    }
    if (u->not_posted && (errno == ENOENT || errno == ENOTDIR))
        return undo_pack(store, u->pack_id, &u->requests, &u->activities, error);
    return error_errno(error, errno == ENOENT || errno == ENOTDIR ? STATUS_USAGE : STATUS_IO,
                       "pack %lld: its folder %s cannot be looked at, so nobody can see whether it was posted; give "
                       "the folder's new place, or --not-posted if it was deleted unused",
                       (long long)u->pack_id, u->folder.at);
}
