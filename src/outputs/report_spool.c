#include "outputs/report_spool.h"

#include <errno.h>
#include <unistd.h>

static enum status append_file(struct report_spool *spool, struct error *error)
{
    for (size_t done = 0; done < spool->pending.len;) {
        ssize_t n = write(spool->fd, spool->pending.at + done, spool->pending.len - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return error_errno(error, STATUS_IO, "temporary file: cannot write");
        done += (size_t)n;
    }
    spool->file_size += spool->pending.len;
    buffer_reset(&spool->pending);
    return STATUS_OK;
}

enum status report_spool_settle(struct report_spool *spool, struct error *error)
{
    if (spool->pending.len <= REPORT_SPOOL_BOUND)
        return STATUS_OK;
    if (!spool->on_disk) {
        spool->fd = fileio_temporary(error);
        if (spool->fd < 0)
            return STATUS_IO;
        spool->on_disk = true;
    }
    return append_file(spool, error);
}

static enum status copy_file(struct report_spool *spool, struct writer *writer, struct error *error)
{
    for (uint64_t done = 0; done < spool->file_size;) {
        char *room = buffer_room(&writer->pending, WRITER_BLOCK);
        uint64_t left = spool->file_size - done;
        ssize_t n = pread(spool->fd, room, left < WRITER_BLOCK ? left : WRITER_BLOCK, (off_t)done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return error_errno(error, STATUS_IO, "temporary file: cannot read");
        if (n == 0)
            return error_set(error, STATUS_IO, "temporary file: it became shorter");
        writer->pending.len += (size_t)n;
        done += (uint64_t)n;
        enum status status = writer_flush_full(writer, error);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

enum status report_spool_copy(struct report_spool *spool, struct writer *writer, struct error *error)
{
    enum status status = copy_file(spool, writer, error);
    if (status != STATUS_OK)
        return status;
    buffer_add(&writer->pending, buffer_view(&spool->pending));
    return writer_flush_full(writer, error);
}

void report_spool_release(struct report_spool *spool)
{
    if (spool->on_disk)
        close(spool->fd);
    buffer_release(&spool->pending);
    *spool = (struct report_spool){0};
}
