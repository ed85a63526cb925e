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
    const struct origin *origin;
    struct origin own;         /* of source_open_file */
    int fd;                    /* -1: a member of an archive */
    struct member *member;     /* NULL: a file */
    uint64_t size;             /* bytes as they are stored */
    _Atomic uint64_t position; /* read of these so far; asked for by another thread, to show progress */
    uint64_t most_bytes;       /* that may come out of what is packed */
    uint64_t unpacked;         /* bytes so far, 0 when nothing is packed */
    struct gunzip *gunzip;     /* NULL: the bytes are taken as they are */
    struct decoder *decoder;   /* NULL: not decoded */
    struct source_trouble trouble;
    bool raw_ended, ended; /* no more bytes are stored; no more plain bytes */
    bool bom_checked;
    int copy;            /* of all plain bytes, for formats that jump about; -1: none was asked for */
    char raw[RAW_BYTES]; /* read, not yet inflated */
    struct view raw_left;
    struct view first;       /* the first bytes, in `raw`, as long as nothing behind them was read */
    char ahead[AHEAD_BYTES]; /* inflated, not yet decoded */
    size_t ahead_from, ahead_to;
};

/* The first trouble is the one that is told. */
__attribute__((format(printf, 4, 5))) static void set_trouble(struct source *s, enum status status, enum code code,
                                                              const char *format, ...)
{
    if (s->trouble.status != STATUS_OK || s->trouble.code != CODE_COUNT)
        return;
    s->trouble.status = status;
    s->trouble.code = code;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(s->trouble.text, sizeof s->trouble.text, format, arguments);
    va_end(arguments);
}

/* ---- stored bytes ---- */

static ssize_t read_file(struct source *s, char *to, size_t room)
{
    ssize_t got = fileio_read_at(s->fd, to, room, s->position);
    if (got < 0)
        set_trouble(s, STATUS_IO, CODE_COUNT, "%s", strerror(errno));
    return got;
}

static ssize_t read_member(struct source *s, char *to, size_t room)
{
    struct error error;
    int64_t got = member_read(s->member, to, room, &error);
    if (got < 0 && error.status == STATUS_IO)
        set_trouble(s, STATUS_IO, CODE_COUNT, "%s", error.text);
    else if (got < 0)
        set_trouble(s, STATUS_OK, CODE_INPUT_CORRUPT, "the archive is damaged here (%s); what came before was used",
                    error.text);
    return got;
}

static size_t read_raw(struct source *s, char *to, size_t room)
{
    ssize_t got = s->member ? read_member(s, to, room) : read_file(s, to, room);
    if (got > 0)
        s->first = (struct view){NULL, 0};
    s->raw_ended = got <= 0;
    if (s->member)
        s->position = member_stored(s->member);
    else
        s->position += got > 0 ? (uint64_t)got : 0;
    return got > 0 ? (size_t)got : 0;
}

/* ---- plain bytes ---- */

static void note_gunzip_end(struct source *s)
{
    static const char *const texts[] = {
        [GUNZIP_TRUNCATED] = "the gzip file is cut off",
        [GUNZIP_CORRUPT] = "the gzip data are damaged (bad data or checksum); what came before the damage was used",
        [GUNZIP_TRAILING] = "after the gzip data there are bytes that belong to nothing; they were not read",
    };
    enum gunzip_state state = gunzip_state(s->gunzip);
    if (state == GUNZIP_TRUNCATED)
        set_trouble(s, STATUS_OK, CODE_INPUT_TRUNCATED, "%s", texts[state]);
    else if (state == GUNZIP_CORRUPT || state == GUNZIP_TRAILING)
        set_trouble(s, STATUS_OK, CODE_INPUT_CORRUPT, "%s", texts[state]);
}

/* Archives can be made to unpack without end: nobody waits for that. */
static bool is_too_much(struct source *s, size_t got)
{
    if (!s->gunzip && !s->member)
        return false;
    s->unpacked += got;
    bool is_bomb = archive_is_bomb(s->unpacked, s->position);
    if (!is_bomb && s->unpacked <= s->most_bytes)
        return false;
    uint64_t most = s->most_bytes;
    int shift = most >= (uint64_t)1 << 30 ? 30 : most >= 1 << 20 ? 20 : 0;
    if (is_bomb)
        set_trouble(s, STATUS_OK, CODE_INPUT_TOO_LARGE, "it unpacks to more than %d times its size; it was not read on",
                    MOST_TIMES);
    else
        set_trouble(s, STATUS_OK, CODE_INPUT_TOO_LARGE,
                    "it unpacks to more than %llu %s; it was not read on (--max-bytes sets the limit)",
                    (unsigned long long)(most >> shift),
                    shift == 30   ? "GiB"
                    : shift == 20 ? "MiB"
                                  : "bytes");
    return true;
}

static size_t inflate_some(struct source *s, char *to, size_t room)
{
    size_t got = 0;
    while (got == 0 && gunzip_state(s->gunzip) == GUNZIP_GOING) {
        if (s->raw_left.len == 0 && !s->raw_ended)
            s->raw_left = (struct view){s->raw, read_raw(s, s->raw, sizeof s->raw)};
        got = gunzip_step(s->gunzip, &s->raw_left, s->raw_ended, to, room);
    }
    if (got == 0)
        note_gunzip_end(s);
    return got;
}

/* What was read to see whether it is packed, then the rest. */
static size_t read_stored(struct source *s, char *to, size_t room)
{
    size_t got = s->raw_left.len < room ? s->raw_left.len : room;
    if (!got)
        return read_raw(s, to, room);
    memcpy(to, s->raw_left.at, got);
    s->raw_left = view_skip(s->raw_left, got);
    return got;
}

/* Plain bytes: inflated where the file is gzip. 0 is the end. */
static size_t read_plain(struct source *s, char *to, size_t room)
{
    if (s->ended)
        return 0;
    size_t got = s->gunzip ? inflate_some(s, to, room) : read_stored(s, to, room);
    s->ended = got == 0 || is_too_much(s, got);
    return s->ended ? 0 : got;
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

/* ---- opening ---- */

static enum status open_file(struct source *s, struct error *error)
{
    struct stat st;
    const char *path = s->origin->path;
    s->fd = s->origin->descriptor >= 0 ? fcntl(s->origin->descriptor, F_DUPFD_CLOEXEC, 0)
                                       : open(path, O_RDONLY | O_CLOEXEC);
    if (s->fd < 0)
        return error_errno(error, STATUS_IO, "%s: cannot open", path);
    if (fstat(s->fd, &st) != 0)
        return error_errno(error, STATUS_IO, "%s: cannot read", path);
    if (S_ISDIR(st.st_mode))
        return error_set(error, STATUS_IO, "%s: is a folder", path);
    s->size = (uint64_t)st.st_size;
    return STATUS_OK;
}

/* A member that cannot be read is no trouble of the world: the source is empty, and says why. */
static enum status open_member(struct source *s, struct error *error)
{
    struct error reason;
    enum status status = member_open(&s->member, s->origin->archive, s->origin->index, &reason);
    s->size = s->origin->packed;
    if (status == STATUS_OK)
        return STATUS_OK;
    if (status == STATUS_IO)
        return error_set(error, STATUS_IO, "%s: cannot read: %s", s->origin->name, reason.text);
    set_trouble(s, STATUS_OK, CODE_INPUT_CORRUPT, "the file cannot be taken out of the archive: %s", reason.text);
    return STATUS_OK;
}

/* Looks whether the bytes are packed; what was read for that is kept. */
static enum status begin(struct source *s, struct error *error)
{
    s->ended = s->trouble.code != CODE_COUNT;
    if (s->ended)
        return STATUS_OK;
    size_t got = read_raw(s, s->raw, sizeof s->raw);
    if (s->trouble.status == STATUS_IO)
        return error_set(error, STATUS_IO, "%s: cannot read: %s", s->origin->name, s->trouble.text);
    s->raw_left = s->first = (struct view){s->raw, got};
    if (gunzip_is_magic(s->raw_left) && !s->gunzip)
        s->gunzip = gunzip_new();
    return STATUS_OK;
}

static enum status open_stored(struct source *s, struct error *error)
{
    if (s->origin->is_unreadable)
        return error_set(error, STATUS_IO, "%.*s", VIEW_ARG(s->origin->why));
    if (s->origin->trouble != CODE_COUNT) {
        set_trouble(s, STATUS_OK, s->origin->trouble, "%.*s", VIEW_ARG(s->origin->why));
        return STATUS_OK;
    }
    if (s->origin->archive)
        return open_member(s, error);
    return s->fd < 0 ? open_file(s, error) : STATUS_OK;
}

static struct source *new_source(uint64_t most_bytes)
{
    struct source *s = memory_get(sizeof *s);
    s->fd = s->copy = -1;
    s->trouble.code = CODE_COUNT;
    s->most_bytes = most_bytes ? most_bytes : default_limits.bytes;
    return s;
}

static enum status open_and_begin(struct source **out, struct source *s, struct error *error)
{
    enum status status = open_stored(s, error);
    if (status == STATUS_OK)
        status = begin(s, error);
    if (status == STATUS_OK)
        *out = s;
    else
        source_close(s);
    return status;
}

enum status source_open(struct source **out, const struct origin *origin, uint64_t most_bytes, struct error *error)
{
    struct source *s = new_source(most_bytes);
    s->origin = origin;
    return open_and_begin(out, s, error);
}

enum status source_open_file(struct source **out, const char *path, struct error *error)
{
    struct source *s = new_source(0);
    s->own = (struct origin){.path = path, .name = path, .descriptor = -1, .trouble = CODE_COUNT};
    s->origin = &s->own;
    return open_and_begin(out, s, error);
}

void source_finish(struct source *s)
{
    if (s->fd >= 0)
        close(s->fd);
    if (s->copy >= 0)
        close(s->copy);
    member_close(s->member);
    s->fd = s->copy = -1;
    s->member = NULL;
    s->ended = true;
}

void source_close(struct source *s)
{
    if (!s)
        return;
    source_finish(s);
    gunzip_free(s->gunzip);
    decoder_free(s->decoder);
    memory_free(s);
}

static enum status reopen(struct source *s, struct error *error)
{
    if (s->gunzip)
        gunzip_reset(s->gunzip);
    s->trouble = (struct source_trouble){.code = CODE_COUNT};
    s->unpacked = 0;
    s->ended = s->bom_checked = false;
    s->ahead_from = s->ahead_to = 0;
    s->raw_left = s->first;
    if (s->first.at) /* all that is needed is still there */
        return STATUS_OK;
    s->position = 0;
    s->raw_ended = false;
    member_close(s->member);
    s->member = NULL;
    enum status status = open_stored(s, error);
    return status == STATUS_OK ? begin(s, error) : status;
}

enum status source_rewind(struct source *s, struct error *error)
{
    if (s->trouble.status == STATUS_IO) /* what was decided from half a file must not stand */
        return error_set(error, STATUS_IO, "%s: cannot read: %s", s->origin->name, s->trouble.text);
    source_decode(s, ENCODING_UTF8);
    return reopen(s, error);
}

void source_unreadable(struct source *s, const char *why)
{
    set_trouble(s, STATUS_IO, CODE_COUNT, "%s", why);
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

uint64_t source_unpacked(const struct source *s)
{
    return s->unpacked;
}

/* ---- as a file ---- */

static enum status copy_plain(struct source *s, struct error *error)
{
    s->copy = fileio_temporary(error);
    enum status status = s->copy < 0 ? STATUS_IO : reopen(s, error);
    for (size_t got; status == STATUS_OK && (got = read_plain(s, s->ahead, sizeof s->ahead)) != 0;)
        if (fileio_write_all(s->copy, (struct view){s->ahead, got}) != STATUS_OK)
            status = error_errno(error, STATUS_IO, "%s: cannot keep a copy in a temporary file", s->origin->name);
    return status == STATUS_OK ? reopen(s, error) : status;
}

enum status source_as_file(struct source *s, int *descriptor, struct error *error)
{
    bool is_plain = !s->gunzip && s->fd >= 0;
    enum status status = is_plain || s->copy >= 0 ? STATUS_OK : copy_plain(s, error);
    *descriptor = is_plain ? s->fd : s->copy;
    return status;
}
