#include "input/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/memory.h"
#include "input/gzip.h"

enum { RAW_BYTES = 64 * 1024, AHEAD_BYTES = 64 * 1024 };

struct source {
    char *path;
    int fd;
    uint64_t size;             /* bytes on disk */
    _Atomic uint64_t position; /* read so far; asked for by another thread, to show progress */
    struct gunzip *gunzip;     /* NULL: the bytes are taken as they are */
    struct decoder *decoder;   /* NULL: not decoded */
    struct source_trouble trouble;
    bool raw_ended, ended; /* no more bytes on disk; no more plain bytes */
    bool bom_checked;
    char raw[RAW_BYTES]; /* read, not yet inflated */
    struct view raw_left;
    char ahead[AHEAD_BYTES]; /* inflated, not yet decoded */
    size_t ahead_from, ahead_to;
};

static void set_trouble(struct source *s, enum status status, enum code code, const char *text)
{
    if (s->trouble.status != STATUS_OK || s->trouble.code != CODE_COUNT)
        return;
    s->trouble.status = status;
    s->trouble.code = code;
    snprintf(s->trouble.text, sizeof s->trouble.text, "%s", text);
}

static size_t read_raw(struct source *s, char *to, size_t room)
{
    ssize_t n;
    do
        n = read(s->fd, to, room);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        set_trouble(s, STATUS_IO, CODE_COUNT, strerror(errno));
    s->raw_ended = n <= 0;
    s->position += n > 0 ? (uint64_t)n : 0;
    return n > 0 ? (size_t)n : 0;
}

static void note_gunzip_end(struct source *s)
{
    static const char *const texts[] = {
        [GUNZIP_TRUNCATED] = "the gzip file is cut off",
        [GUNZIP_CORRUPT] = "the gzip data are damaged (bad data or checksum); what came before the damage was used",
        [GUNZIP_TRAILING] = "after the gzip data there are bytes that belong to nothing; they were not read",
    };
    enum gunzip_state state = gunzip_state(s->gunzip);
    if (state == GUNZIP_TRUNCATED)
        set_trouble(s, STATUS_OK, CODE_INPUT_TRUNCATED, texts[state]);
    else if (state == GUNZIP_CORRUPT || state == GUNZIP_TRAILING)
        set_trouble(s, STATUS_OK, CODE_INPUT_CORRUPT, texts[state]);
}

/* Plain bytes: inflated where the file is gzip. 0 is the end. */
static size_t read_plain(struct source *s, char *to, size_t room)
{
    if (s->ended)
        return 0;
    size_t got = 0;
    if (!s->gunzip) {
        got = read_raw(s, to, room);
        s->ended = got == 0;
        return got;
    }
    while (got == 0 && gunzip_state(s->gunzip) == GUNZIP_GOING) {
        if (s->raw_left.len == 0 && !s->raw_ended)
            s->raw_left = (struct view){s->raw, read_raw(s, s->raw, sizeof s->raw)};
        got = gunzip_step(s->gunzip, &s->raw_left, s->raw_ended, to, room);
    }
    if (got == 0) {
        s->ended = true;
        note_gunzip_end(s);
    }
    return got;
}

/* Moves what is ahead to the front and reads until there are `size` bytes or the input ends. */
static struct view fill_ahead(struct source *s, size_t size)
{
    if (s->ahead_from) {
        memmove(s->ahead, s->ahead + s->ahead_from, s->ahead_to - s->ahead_from);
        s->ahead_to -= s->ahead_from;
        s->ahead_from = 0;
    }
    while (s->ahead_to < size) {
        size_t got = read_plain(s, s->ahead + s->ahead_to, sizeof s->ahead - s->ahead_to);
        if (got == 0)
            break;
        s->ahead_to += got;
    }
    return (struct view){s->ahead, s->ahead_to};
}

struct view source_peek(struct source *s, size_t size)
{
    return fill_ahead(s, size < AHEAD_BYTES ? size : AHEAD_BYTES);
}

void source_decode(struct source *s, enum encoding encoding)
{
    decoder_free(s->decoder);
    s->decoder = encoding == ENCODING_UTF8 ? NULL : decoder_new(encoding);
}

void source_binary(struct source *s)
{
    source_decode(s, ENCODING_UTF8);
    s->bom_checked = true;
}

static void drop_bom(struct source *s)
{
    enum encoding encoding;
    s->ahead_from += encoding_bom(fill_ahead(s, 4), &encoding);
    s->bom_checked = true;
}

size_t source_read(struct source *s, char *to, size_t room)
{
    if (!s->bom_checked)
        drop_bom(s);
    if (!s->decoder && s->ahead_from == s->ahead_to)
        return read_plain(s, to, room);
    size_t got = 0;
    while (got == 0) {
        if (s->decoder && s->ahead_to - s->ahead_from < 8)
            fill_ahead(s, 8);
        struct view in = {s->ahead + s->ahead_from, s->ahead_to - s->ahead_from};
        if (!in.len)
            return 0;
        size_t had = in.len;
        if (s->decoder) {
            got = decoder_step(s->decoder, &in, s->ended, to, room);
            if (got == 0 && in.len == had)
                return 0;
        } else {
            got = had < room ? had : room;
            memcpy(to, in.at, got);
            in = view_skip(in, got);
        }
        s->ahead_from += had - in.len;
    }
    return got;
}

/* Copies a stream that cannot be rewound into an unlinked temporary file, which takes its place. */
static enum status spool(struct source *s, struct error *error)
{
    int to = fileio_temporary(error);
    if (to < 0)
        return STATUS_IO;
    enum status status = STATUS_OK;
    ssize_t got;
    while ((got = read(s->fd, s->raw, sizeof s->raw)) != 0 && status == STATUS_OK) {
        if (got < 0 && errno != EINTR)
            status = error_errno(error, STATUS_IO, "%s: cannot read", s->path);
        for (ssize_t done = 0, n; status == STATUS_OK && got > 0 && done < got; done += n)
            if ((n = write(to, s->raw + done, (size_t)(got - done))) < 0) {
                n = 0;
                if (errno != EINTR)
                    status = error_errno(
                        error, STATUS_IO,
                        "%s: cannot keep a copy in a temporary file (set TMPDIR to a folder with room)", s->path);
            }
    }
    if (s->fd != STDIN_FILENO)
        close(s->fd);
    s->fd = to;
    if (status == STATUS_OK && lseek(to, 0, SEEK_SET) < 0)
        status = error_errno(error, STATUS_IO, "%s: cannot rewind the temporary copy", s->path);
    return status;
}

static enum status open_file(struct source *s, const char *path, struct error *error)
{
    bool is_stdin = strcmp(path, "-") == 0;
    struct stat st;
    s->fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (s->fd < 0)
        return error_errno(error, STATUS_IO, "%s: cannot open", path);
    if (fstat(s->fd, &st) != 0)
        return error_errno(error, STATUS_IO, "%s: cannot read", path);
    if (S_ISDIR(st.st_mode))
        return error_set(error, STATUS_IO, "%s: is a folder", path);
    if (!S_ISREG(st.st_mode) || (is_stdin && lseek(s->fd, 0, SEEK_CUR) != 0)) {
        enum status status = spool(s, error);
        if (status != STATUS_OK || fstat(s->fd, &st) != 0)
            return status;
    }
    s->size = (uint64_t)st.st_size;
    return STATUS_OK;
}

enum status source_open(struct source **out, const char *path, struct error *error)
{
    struct source *s = memory_get(sizeof *s);
    s->trouble.code = CODE_COUNT;
    s->path = memory_get(strlen(path) + 1);
    memcpy(s->path, path, strlen(path));
    enum status status = open_file(s, path, error);
    if (status != STATUS_OK) {
        source_close(s);
        return status;
    }
    char magic[3];
    ssize_t got = fileio_read_at(s->fd, magic, sizeof magic, 0);
    if (got < 0) {
        status = error_errno(error, STATUS_IO, "%s: cannot read", path);
        source_close(s);
        return status;
    }
    if (got > 0 && gunzip_is_magic((struct view){magic, (size_t)got}))
        s->gunzip = gunzip_new();
    *out = s;
    return STATUS_OK;
}

void source_close(struct source *s)
{
    if (!s)
        return;
    if (s->fd > STDIN_FILENO)
        close(s->fd);
    gunzip_free(s->gunzip);
    decoder_free(s->decoder);
    memory_free(s->path);
    memory_free(s);
}

enum status source_rewind(struct source *s, struct error *error)
{
    if (s->trouble.status == STATUS_IO) /* what was decided from half a file must not stand */
        return error_set(error, STATUS_IO, "%s: cannot read: %s", s->path, s->trouble.text);
    if (lseek(s->fd, 0, SEEK_SET) < 0)
        return error_errno(error, STATUS_IO, "%s: cannot be read a second time", s->path);
    if (s->gunzip)
        gunzip_reset(s->gunzip);
    source_decode(s, ENCODING_UTF8);
    s->trouble = (struct source_trouble){.code = CODE_COUNT};
    s->position = 0;
    s->raw_ended = s->ended = s->bom_checked = false;
    s->raw_left = (struct view){NULL, 0};
    s->ahead_from = s->ahead_to = 0;
    return STATUS_OK;
}

const struct source_trouble *source_trouble(const struct source *s)
{
    return &s->trouble;
}

uint64_t source_position(const struct source *s)
{
    return s->position;
}

uint64_t source_size(const struct source *s)
{
    return s->size;
}

int source_descriptor(const struct source *s)
{
    return s->fd;
}
