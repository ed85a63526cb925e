#include "base/spill_log.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/memory.h"

void spill_log_init(struct spill_log *log, size_t record_size, size_t most)
{
    *log = (struct spill_log){.record_size = record_size, .most = most, .fd = -1};
}

void spill_log_release(struct spill_log *log)
{
    memory_free(log->recent);
    if (log->record_size && log->fd >= 0)
        close(log->fd);
    *log = (struct spill_log){.fd = -1};
}

static enum status transfer(const struct spill_log *log, void *records, size_t count, uint64_t at, bool is_write,
                            struct error *error)
{
    size_t size = count * log->record_size, done = 0;
    off_t from = (off_t)(at * log->record_size);
    while (done < size) {
        char *place = (char *)records + done;
        ssize_t n = is_write ? pwrite(log->fd, place, size - done, from + (off_t)done)
                             : pread(log->fd, place, size - done, from + (off_t)done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return error_errno(error, STATUS_IO, "the temporary file cannot be %s", is_write ? "written" : "read");
        if (n == 0)
            return error_set(error, STATUS_IO, "the temporary file is shorter than what was written to it");
        done += (size_t)n;
    }
    return STATUS_OK;
}

/* The first time all that the bound allows goes to the file, then smaller lots. */
static enum status file_recent(struct spill_log *log, struct error *error)
{
    size_t count = (size_t)(log->count - log->filed);
    if (log->fd < 0 && (log->fd = fileio_temporary(error)) < 0)
        return STATUS_IO;
    enum status status = transfer(log, log->recent, count, log->filed, true, error);
    if (status != STATUS_OK)
        return status;
    if (log->filed == 0) {
        log->most = log->most / 8 + 1;
        log->capacity = 0;
        memory_free(log->recent);
        log->recent = NULL;
    }
    log->filed = log->count;
    return STATUS_OK;
}

void *spill_log_add(struct spill_log *log, struct error *error)
{
    if (log->count - log->filed >= log->most && file_recent(log, error) != STATUS_OK)
        return NULL;
    size_t place = (size_t)(log->count++ - log->filed);
    if (place == log->capacity)
        log->recent = memory_grow(log->recent, &log->capacity, place + 1, log->record_size);
    return log->recent + place * log->record_size;
}

const void *spill_log_read(const struct spill_log *log, uint64_t first, size_t count, void *scratch,
                           struct error *error)
{
    if (first >= log->filed)
        return log->recent + (size_t)(first - log->filed) * log->record_size;
    size_t filed = log->filed - first < count ? (size_t)(log->filed - first) : count;
    if (transfer(log, scratch, filed, first, false, error) != STATUS_OK)
        return NULL;
    if (count > filed)
        memcpy((char *)scratch + filed * log->record_size, log->recent, (count - filed) * log->record_size);
    return scratch;
}
