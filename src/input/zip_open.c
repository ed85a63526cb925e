#include "input/zip_open.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <zlib.h>

#include "base/fileio.h"
#include "base/memory.h"

enum { OPENING_BYTES = 64 * 1024 * 1024 }; /* a list of a million files fits */

/* What libzip reads from: a file and a place of one's own in it. */
struct window {
    int descriptor;
    uint64_t place, size;
    uint64_t most; /* bytes that may be read for now: all that is read while the archive is opened is kept in memory */
    struct zip_reading reading;
    zip_error_t error;
};

static zip_int64_t fail(struct window *w, int reason)
{
    zip_error_set(&w->error, ZIP_ER_READ, reason);
    return -1;
}

static zip_int64_t read_window(struct window *w, void *to, uint64_t size)
{
    ssize_t got = fileio_read_at(w->descriptor, to, size, w->place);
    if (got < 0)
        return fail(w, w->reading.trouble = errno);
    w->place += (uint64_t)got;
    w->reading.stored += (uint64_t)got;
    return w->reading.stored <= w->most ? got : fail(w, EFBIG);
}

static zip_int64_t seek_window(struct window *w, void *arguments, uint64_t size)
{
    zip_int64_t place = zip_source_seek_compute_offset(w->place, w->size, arguments, size, &w->error);
    if (place < 0)
        return -1;
    w->place = (uint64_t)place;
    return 0;
}

static zip_int64_t stat_window(const struct window *w, zip_stat_t *st)
{
    zip_stat_init(st);
    st->valid = ZIP_STAT_SIZE;
    st->size = w->size;
    return sizeof *st;
}

static zip_int64_t answer(void *context, void *data, zip_uint64_t size, zip_source_cmd_t command)
{
    struct window *w = context;
    switch (command) {
    case ZIP_SOURCE_OPEN: w->place = 0; return 0;
    case ZIP_SOURCE_READ: return read_window(w, data, size);
    case ZIP_SOURCE_CLOSE: return 0;
    case ZIP_SOURCE_STAT: return stat_window(w, data);
    case ZIP_SOURCE_ERROR: return zip_error_to_data(&w->error, data, size);
    case ZIP_SOURCE_SEEK: return seek_window(w, data, size);
    case ZIP_SOURCE_TELL: return (zip_int64_t)w->place;
    case ZIP_SOURCE_FREE: memory_free(w); return 0;
    case ZIP_SOURCE_SUPPORTS:
        return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT,
                                              ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE, ZIP_SOURCE_SEEK, ZIP_SOURCE_TELL,
                                              ZIP_SOURCE_SUPPORTS, -1);
    default: zip_error_set(&w->error, ZIP_ER_OPNOTSUPP, 0); return -1;
    }
}

enum status zip_open_status(const zip_error_t *error, const struct zip_reading *reading)
{
    int code = zip_error_code_zip(error), reason = zip_error_code_system(error);
    if (code == ZIP_ER_MEMORY || reason == ENOMEM || (code == ZIP_ER_ZLIB && reason == Z_MEM_ERROR))
        memory_exhausted();
    return reading->trouble ? STATUS_IO : STATUS_REFUSED;
}

static enum status refuse(zip_error_t *reason, const struct zip_reading *reading, struct error *error)
{
    enum status status = zip_open_status(reason, reading);
    if (reading->stored > OPENING_BYTES)
        error_set(error, status, "its list of files is too long");
    else
        error_set(error, status, "%s", reading->trouble ? strerror(reading->trouble) : zip_error_strerror(reason));
    zip_error_fini(reason);
    return status;
}

enum status zip_open_descriptor(zip_t **out, int descriptor, const struct zip_reading **reading, struct error *error)
{
    struct stat st;
    if (fstat(descriptor, &st) != 0)
        return error_errno(error, STATUS_IO, "cannot read the archive");
    zip_error_t reason;
    zip_error_init(&reason);
    struct window *w = memory_get(sizeof *w);
    *w = (struct window){.descriptor = descriptor, .size = (uint64_t)st.st_size, .most = OPENING_BYTES};
    *reading = &w->reading;
    zip_source_t *source = zip_source_function_create(answer, w, &reason);
    *out = source ? zip_open_from_source(source, ZIP_RDONLY, &reason) : NULL;
    w->most = UINT64_MAX;
    if (*out)
        return STATUS_OK;
    enum status status = refuse(&reason, &w->reading, error);
    if (source)
        zip_source_free(source); /* which frees the window */
    else
        memory_free(w);
    return status;
}
