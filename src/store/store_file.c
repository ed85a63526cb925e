#include "store/store_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/memory.h"
#include "store/schema.h"

/* synchronous=EXTRA: after a power cut too the journal is gone from the folder once an import was said to be done. */
static const char settings[] = "PRAGMA synchronous = EXTRA; PRAGMA cache_size = -32768; PRAGMA trusted_schema = OFF";

enum { PATIENCE_MS = 5000, LOCK_PAUSE_MS = 20, HEADER_SIZE = 100, VERSION_AT = 60, APPLICATION_AT = 68 };

void store_file_init(struct store_file *file, const char *name, bool must_write)
{
    *file = (struct store_file){.name = name, .part_fd = -1, .patience_ms = PATIENCE_MS, .must_write = must_write};
    size_t size = strlen(name) + 3;
    file->path = memory_get(size);
    snprintf(file->path, size, "%s%s", name[0] == '/' ? "" : "./", name);
}

static int close_db(struct store_file *file)
{
    int rc = sqlite3_close(file->db);
    file->db = NULL;
    return rc;
}

/* Unlinked before the lock goes: whoever waits for it finds that the name leads elsewhere. */
static void drop_part(struct store_file *file, bool unlink_it)
{
    if (!file->part)
        return;
    if (unlink_it)
        unlink(file->part);
    close(file->part_fd);
    memory_free(file->part);
    file->part = NULL;
    file->part_fd = -1;
}

void store_file_release(struct store_file *file)
{
    close_db(file);
    drop_part(file, true);
    memory_free(file->path);
    file->path = NULL;
}

/* The sentences for SQLite's primary result codes. */
static const struct {
    int code;
    const char *sentence;
} troubles[] = {
    {SQLITE_BUSY, "another process is using the store; nothing was changed, try again when it is done"},
    {SQLITE_LOCKED, "another process is using the store; nothing was changed, try again when it is done"},
    {SQLITE_READONLY, "the store, or the folder it is in, cannot be written; nothing was changed"},
    {SQLITE_PERM, "the store cannot be opened: permission denied"},
    {SQLITE_FULL, "no room left on the disk; nothing was changed"},
    {SQLITE_NOTADB, "the store is damaged and cannot be read; go back to a copy of it"},
    {SQLITE_CORRUPT, "the store is damaged; nothing was changed, go back to a copy of it"},
    {SQLITE_NOMEM, "out of memory; nothing was changed"},
};

enum status store_file_trouble(const struct store_file *file, int rc, struct error *error)
{
    for (size_t i = 0; i < sizeof troubles / sizeof *troubles; i++)
        if (troubles[i].code == (rc & 0xFF))
            return error_set(error, STATUS_IO, "%s: %s", file->name, troubles[i].sentence);
    int number = file->db ? sqlite3_system_errno(file->db) : 0;
    bool of_system = (rc & 0xFF) == SQLITE_IOERR || (rc & 0xFF) == SQLITE_CANTOPEN;
    if (of_system && number == ENOSPC)
        return store_file_trouble(file, SQLITE_FULL, error);
    const char *why = of_system && number ? strerror(number) : sqlite3_errstr(rc);
    const char *detail = file->db && (sqlite3_errcode(file->db) & 0xFF) == (rc & 0xFF) ? sqlite3_errmsg(file->db) : why;
    return error_set(error, STATUS_IO, "%s: the store cannot be %s: %s; nothing was changed", file->name,
                     file->must_write ? "written" : "read", of_system ? why : detail);
}

static uint32_t big_endian(const unsigned char *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* The first bytes of every SQLite file hold what tells a store. */
static enum status check_header(const char *name, const unsigned char *header, ssize_t size, struct error *error)
{
    if (size < HEADER_SIZE || memcmp(header, "SQLite format 3", 16) != 0)
        return error_set(error, STATUS_IO, "%s: not a store%s; it was not touched, give another name to --store", name,
                         size == 0 ? " but an empty file" : "");
    uint32_t version = big_endian(header + VERSION_AT);
    if (big_endian(header + APPLICATION_AT) != SCHEMA_APPLICATION_ID || version == 0)
        return error_set(error, STATUS_IO,
                         "%s: a SQLite file, but of another program; it was not touched, give another name to --store",
                         name);
    if (version > SCHEMA_VERSION)
        return error_set(error, STATUS_IO,
                         "%s: made by a newer tallypost (store version %u, this one knows %d); it was not touched, "
                         "use the newer program",
                         name, version, SCHEMA_VERSION);
    return STATUS_OK;
}

enum status store_file_look(const struct store_file *file, bool *exists, struct error *error)
{
    struct stat st;
    unsigned char header[HEADER_SIZE];
    *exists = stat(file->path, &st) == 0;
    if (!*exists && errno == ENOENT && lstat(file->path, &st) != 0)
        return STATUS_OK;
    if (!*exists)
        return error_errno(error, STATUS_IO, "%s: cannot be opened", file->name);
    if (!S_ISREG(st.st_mode))
        return error_set(error, STATUS_IO, "%s: not a file; --store takes the name of one", file->name);
    int fd = open(file->path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return error_errno(error, STATUS_IO, "%s: cannot be opened", file->name);
    ssize_t got = fileio_read_at(fd, header, sizeof header, 0);
    enum status status = got < 0 ? error_errno(error, STATUS_IO, "%s: cannot be read", file->name)
                                 : check_header(file->name, header, got, error);
    close(fd);
    return status;
}

static int run(struct store_file *file, const char *sql)
{
    return sqlite3_exec(file->db, sql, NULL, NULL, NULL);
}

static int connect_to(struct store_file *file, const char *path, const char *vfs, bool for_writing)
{
    int flags = for_writing ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
    int rc = sqlite3_open_v2(path, &file->db, flags | SQLITE_OPEN_NOMUTEX, vfs);
    if (rc)
        return rc;
    sqlite3_extended_result_codes(file->db, 1);
    sqlite3_busy_timeout(file->db, file->patience_ms);
    return file->must_write && sqlite3_db_readonly(file->db, "main") ? SQLITE_READONLY : SQLITE_OK;
}

static enum status fail_open(struct store_file *file, int rc, struct error *error)
{
    enum status status = store_file_trouble(file, rc, error);
    close_db(file);
    return status;
}

/* Opens it for writing, and brings an older one up to date. */
static int open_for_writing(struct store_file *file, int *version)
{
    int rc = connect_to(file, file->path, NULL, true);
    rc = rc ? rc : run(file, settings);
    rc = rc ? rc : schema_version(file->db, version);
    if (!rc && *version < SCHEMA_VERSION)
        rc = schema_upgrade(file->db, schema_steps);
    return rc;
}

/* A reader has to write only when a killed import left its journal, or the store is older; then it opens anew. */
static int open_for_reading(struct store_file *file, int *version)
{
    int rc = connect_to(file, file->path, NULL, false);
    rc = rc ? rc : run(file, settings);
    rc = rc ? rc : schema_version(file->db, version);
    rc = rc ? rc : run(file, "SELECT 1 FROM sqlite_schema");
    if ((rc & 0xFF) == SQLITE_BUSY || (!rc && *version >= SCHEMA_VERSION))
        return rc;
    close_db(file);
    rc = open_for_writing(file, version);
    return rc ? rc : run(file, "PRAGMA query_only = ON");
}

enum status store_file_open(struct store_file *file, struct error *error)
{
    int version = 0, rc = file->must_write ? open_for_writing(file, &version) : open_for_reading(file, &version);
    if (!rc && version > SCHEMA_VERSION) {
        close_db(file);
        return error_set(error, STATUS_IO, "%s: made by a newer tallypost; use the newer program", file->name);
    }
    return rc ? fail_open(file, rc, error) : STATUS_OK;
}

static void pause_ms(int ms)
{
    nanosleep(&(struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L}, NULL);
}

static enum status wait_for_lock(struct store_file *file, struct error *error)
{
    int waited_ms = 0;
    while (flock(file->part_fd, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR)
            return error_errno(error, STATUS_IO, "%s: cannot be locked", file->part);
        if (waited_ms >= file->patience_ms)
            return error_set(error, STATUS_IO,
                             "%s: another process is making this store; nothing was changed, try again when it is done",
                             file->name);
        pause_ms(LOCK_PAUSE_MS);
        waited_ms += LOCK_PAUSE_MS;
    }
    return STATUS_OK;
}

/* Whether the name still leads to the locked file. */
static bool is_mine(const struct store_file *file)
{
    struct stat locked, named;
    return fstat(file->part_fd, &locked) == 0 && lstat(file->part, &named) == 0 && locked.st_ino == named.st_ino &&
           locked.st_dev == named.st_dev;
}

/* Opens and locks the part. Sets *lost when, once the lock was there, the name had gone to another file. */
static enum status take_part(struct store_file *file, bool *lost, struct error *error)
{
    static const char ending[] = ".tallypost-part";
    size_t size = strlen(file->path) + sizeof ending;
    file->part = memory_get(size);
    snprintf(file->part, size, "%s%s", file->path, ending);
    file->part_fd = open(file->part, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    enum status status = file->part_fd < 0 ? error_errno(error, STATUS_IO, "%s: cannot be made", file->name)
                                           : wait_for_lock(file, error);
    *lost = status == STATUS_OK && !is_mine(file);
    if (status != STATUS_OK || *lost)
        drop_part(file, false);
    return status;
}

/* No journal and no waiting for the disk: until it is whole nobody sees it. The lock is ours already, so SQLite needs
 * none. */
static enum status fill_part(struct store_file *file, struct error *error)
{
    if (ftruncate(file->part_fd, 0) != 0)
        return error_errno(error, STATUS_IO, "%s: cannot be made", file->name);
    int rc = connect_to(file, file->part, "unix-none", true);
    rc = rc ? rc : run(file, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -8192");
    rc = rc ? rc : schema_create(file->db);
    return rc ? fail_open(file, rc, error) : STATUS_OK;
}

enum status store_file_make(struct store_file *file, struct error *error)
{
    bool lost = true, exists = false;
    enum status status = STATUS_OK;
    while (status == STATUS_OK && lost)
        status = take_part(file, &lost, error);
    if (status == STATUS_OK)
        status = store_file_look(file, &exists, error);
    if (status == STATUS_OK && !exists)
        status = fill_part(file, error);
    if (status != STATUS_OK || exists)
        drop_part(file, true);
    return status == STATUS_OK && exists ? store_file_open(file, error) : status;
}

/* So that after a power cut the new name is there. */
static int sync_folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    size_t size = (size_t)(slash - path) + 2;
    char *folder = memory_get(size);
    memcpy(folder, path, size - 1);
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    memory_free(folder);
    if (fd < 0)
        return -1;
    int rc = fsync(fd);
    close(fd);
    return rc;
}

/* Never over a file that came into being meanwhile; file systems that cannot promise that rename plainly. */
static int put_in_place(const struct store_file *file)
{
    if (renameat2(AT_FDCWD, file->part, AT_FDCWD, file->path, RENAME_NOREPLACE) == 0)
        return 0;
    return errno == EINVAL || errno == ENOSYS ? rename(file->part, file->path) : -1;
}

enum status store_file_finish(struct store_file *file, struct error *error)
{
    enum status status = STATUS_OK;
    int rc = close_db(file);
    if (rc)
        status = store_file_trouble(file, rc, error);
    else if (fsync(file->part_fd) != 0)
        status = error_errno(error, STATUS_IO, "%s: cannot be written", file->name);
    else if (put_in_place(file) != 0)
        status = error_errno(error, STATUS_IO, "%s: cannot be put in place", file->name);
    drop_part(file, status != STATUS_OK);
    if (status == STATUS_OK)
        sync_folder(file->path); /* a folder that cannot be synced leaves a store that is whole all the same */
    return status;
}
