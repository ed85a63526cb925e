/* shim: makes a call to the system or for memory fail, to be preloaded (LD_PRELOAD).
 *
 *   FAULT=CALL:N:ERRNO    the Nth call fails, e.g. write:3:ENOSPC; with N+ every one from the Nth on
 *   FAULT=CALL:N:KILL     the program is killed there instead, as by a power cut
 *   FAULT=CALL:N+:SHORT   read and write move at most one byte
 *   FAULT_COUNTS=FILE     at exit the number of calls of each kind is written there, a line each
 *
 * CALL is malloc (calloc, realloc too), read (pread), write (pwrite), sync (fsync, fdatasync), open, rename or
 * truncate. What concerns standard error is left alone: there the program says what happened. Calls inside libc, such
 * as those of stdio, do not come by here. For glibc. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

enum call { CALL_MALLOC, CALL_READ, CALL_WRITE, CALL_SYNC, CALL_OPEN, CALL_RENAME, CALL_TRUNCATE, CALL_COUNT };

static const char *const names[CALL_COUNT] = {"malloc", "read", "write", "sync", "open", "rename", "truncate"};
static const struct {
    const char *name;
    int number;
} errors[] = {{"ENOMEM", ENOMEM}, {"EIO", EIO},       {"ENOSPC", ENOSPC}, {"EINTR", EINTR},
              {"EACCES", EACCES}, {"EMFILE", EMFILE}, {"KILL", -1},       {"SHORT", 0}};

static atomic_long counts[CALL_COUNT];
static int fault_call = -1, fault_errno;
static long fault_from, fault_to;

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t items, size_t size);
void *__libc_realloc(void *old, size_t size);

static void read_fault(const char *text)
{
    size_t len = strcspn(text, ":");
    for (int i = 0; i < CALL_COUNT; i++)
        if (strncmp(names[i], text, len) == 0 && strlen(names[i]) == len)
            fault_call = i;
    char *rest;
    fault_from = strtol(text + len + 1, &rest, 10);
    fault_to = *rest == '+' ? __LONG_MAX__ : fault_from;
    rest += *rest == '+';
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        if (*rest == ':' && strcmp(rest + 1, errors[i].name) == 0)
            fault_errno = errors[i].number;
}

__attribute__((constructor)) static void begin(void)
{
    const char *text = getenv("FAULT");
    if (text)
        read_fault(text);
    for (int i = 0; i < CALL_COUNT; i++)
        counts[i] = 0;
}

__attribute__((destructor)) static void end(void)
{
    const char *path = getenv("FAULT_COUNTS");
    fault_call = -1;
    FILE *file = path ? fopen(path, "w") : NULL;
    if (!file)
        return;
    for (int i = 0; i < CALL_COUNT; i++)
        fprintf(file, "%s %ld\n", names[i], (long)counts[i]);
    fclose(file);
}

/* Counts the call; whether it is one that is to go wrong. */
static bool is_hit(enum call call)
{
    long n = ++counts[call];
    return (int)call == fault_call && n >= fault_from && n <= fault_to;
}

/* The same, with errno set; a short read or write is no failure. */
static bool fails(enum call call)
{
    if (!is_hit(call) || !fault_errno)
        return false;
    if (fault_errno < 0)
        kill(getpid(), SIGKILL);
    errno = fault_errno;
    return true;
}

static size_t shortened(enum call call, size_t size)
{
    bool is_short = (int)call == fault_call && !fault_errno && counts[call] >= fault_from && counts[call] <= fault_to;
    return is_short && size > 1 ? 1 : size;
}

/* ---- memory ---- */

void *malloc(size_t size)
{
    return fails(CALL_MALLOC) ? NULL : __libc_malloc(size);
}

void *calloc(size_t items, size_t size)
{
    return fails(CALL_MALLOC) ? NULL : __libc_calloc(items, size);
}

void *realloc(void *old, size_t size)
{
    return fails(CALL_MALLOC) ? NULL : __libc_realloc(old, size);
}

/* ---- bytes ---- */

ssize_t read(int fd, void *to, size_t size)
{
    return fails(CALL_READ) ? -1 : syscall(SYS_read, fd, to, shortened(CALL_READ, size));
}

ssize_t pread64(int fd, void *to, size_t size, off64_t at)
{
    return fails(CALL_READ) ? -1 : syscall(SYS_pread64, fd, to, shortened(CALL_READ, size), at);
}

ssize_t pread(int fd, void *to, size_t size, off_t at)
{
    return pread64(fd, to, size, at);
}

ssize_t write(int fd, const void *from, size_t size)
{
    if (fd == STDERR_FILENO)
        return syscall(SYS_write, fd, from, size);
    return fails(CALL_WRITE) ? -1 : syscall(SYS_write, fd, from, shortened(CALL_WRITE, size));
}

ssize_t pwrite64(int fd, const void *from, size_t size, off64_t at)
{
    return fails(CALL_WRITE) ? -1 : syscall(SYS_pwrite64, fd, from, shortened(CALL_WRITE, size), at);
}

ssize_t pwrite(int fd, const void *from, size_t size, off_t at)
{
    return pwrite64(fd, from, size, at);
}

int fsync(int fd)
{
    return fails(CALL_SYNC) ? -1 : (int)syscall(SYS_fsync, fd);
}

int fdatasync(int fd)
{
    return fails(CALL_SYNC) ? -1 : (int)syscall(SYS_fdatasync, fd);
}

int ftruncate64(int fd, off64_t size)
{
    return fails(CALL_TRUNCATE) ? -1 : (int)syscall(SYS_ftruncate, fd, size);
}

int ftruncate(int fd, off_t size)
{
    return ftruncate64(fd, size);
}

/* ---- names ---- */

static int open_mode(int dir, const char *path, int flags, va_list args)
{
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(args, mode_t) : 0;
    return fails(CALL_OPEN) ? -1 : (int)syscall(SYS_openat, dir, path, flags, mode);
}

#define OPEN(name, dir, ...)                                                                                           \
    int name(__VA_ARGS__ const char *path, int flags, ...)                                                             \
    {                                                                                                                  \
        va_list args;                                                                                                  \
        va_start(args, flags);                                                                                         \
        int fd = open_mode(dir, path, flags, args);                                                                    \
        va_end(args);                                                                                                  \
        return fd;                                                                                                     \
    }
#define AT int at,
OPEN(open, AT_FDCWD, )
OPEN(open64, AT_FDCWD, )
OPEN(openat, at, AT)
OPEN(openat64, at, AT)

int rename(const char *from, const char *to)
{
    return fails(CALL_RENAME) ? -1 : (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int renameat(int from_dir, const char *from, int to_dir, const char *to)
{
    return fails(CALL_RENAME) ? -1 : (int)syscall(SYS_renameat2, from_dir, from, to_dir, to, 0);
}

int renameat2(int from_dir, const char *from, int to_dir, const char *to, unsigned flags)
{
    return fails(CALL_RENAME) ? -1 : (int)syscall(SYS_renameat2, from_dir, from, to_dir, to, flags);
}
