#include "outputs/pack_spool.h"

#include <errno.h>
#include <unistd.h>

#include "base/fileio.h"

enum { WINDOW = 64 * 1024 };

/* A stretch of rows sorted by participant: what is still in the file, and the part of it that was read. */
struct pack_run {
    uint64_t at, end;
    struct buffer window;
    size_t used;
};

static size_t size_of(const struct pack_row *row)
{
    return sizeof *row + ((row->comment_len + 7u) & ~(size_t)7);
}

static const struct pack_row *row_at(const struct buffer *rows, size_t offset)
{
    return (const struct pack_row *)(const void *)(rows->at + offset);
}

static void add_row(struct buffer *rows, const struct pack_row *row, const char *comment)
{
    size_t size = size_of(row);
    char *at = buffer_room(rows, size);
    memcpy(at, row, sizeof *row);
    memset(at + sizeof *row, 0, size - sizeof *row);
    if (row->comment_len)
        memcpy(at + sizeof *row, comment, row->comment_len);
    rows->len += size;
}

/* Where each row begins, by participant and then as they came: a counting sort. */
static size_t *sorted_offsets(const struct pack_spool *spool)
{
    size_t *next = memory_get(((size_t)spool->person_limit + 1) * sizeof *next);
    size_t *offsets = memory_get(spool->row_count * sizeof *offsets);
    for (size_t at = 0; at < spool->rows.len; at += size_of(row_at(&spool->rows, at)))
        next[row_at(&spool->rows, at)->person + 1]++;
    for (size_t p = 0; p < spool->person_limit; p++)
        next[p + 1] += next[p];
    for (size_t at = 0; at < spool->rows.len; at += size_of(row_at(&spool->rows, at)))
        offsets[next[row_at(&spool->rows, at)->person]++] = at;
    memory_free(next);
    return offsets;
}

static enum status write_out(struct pack_spool *spool, struct buffer *sorted, struct error *error)
{
    size_t done = 0;
    while (done < sorted->len) {
        ssize_t n = pwrite(spool->fd, sorted->at + done, sorted->len - done, (off_t)spool->file_size);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return error_errno(error, STATUS_IO,
                               "temporary file: cannot write (set TMPDIR to a folder with more room)");
        done += (size_t)n;
        spool->file_size += (uint64_t)n;
    }
    sorted->len = 0;
    return STATUS_OK;
}

static struct pack_run *add_run(struct pack_spool *spool)
{
    spool->runs = memory_grow(spool->runs, &spool->run_capacity, spool->run_count + 1, sizeof *spool->runs);
    struct pack_run *run = &spool->runs[spool->run_count++];
    *run = (struct pack_run){.at = spool->file_size, .end = spool->file_size};
    return run;
}

/* Sorts what is in memory into a new run: into the file when there is one, else into the run's window. */
static enum status make_run(struct pack_spool *spool, struct error *error)
{
    struct pack_run *run = add_run(spool);
    size_t *offsets = sorted_offsets(spool);
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < spool->row_count; i++) {
        const struct pack_row *row = row_at(&spool->rows, offsets[i]);
        add_row(&run->window, row, (const char *)(row + 1));
        if (spool->spooled && (run->window.len >= WRITER_BLOCK || i + 1 == spool->row_count))
            status = write_out(spool, &run->window, error);
    }
    run->end = spool->file_size;
    if (spool->spooled)
        buffer_release(&run->window);
    memory_free(offsets);
    spool->rows.len = 0;
    spool->row_count = 0;
    return status;
}

static enum status spool_out(struct pack_spool *spool, struct error *error)
{
    if (!spool->spooled) {
        spool->fd = fileio_temporary(error);
        if (spool->fd < 0)
            return STATUS_IO;
        spool->spooled = true;
    }
    return make_run(spool, error);
}

enum status pack_spool_add(struct pack_spool *spool, const struct pack_row *row, struct view comment,
                           struct error *error)
{
    add_row(&spool->rows, row, comment.at);
    spool->row_count++;
    if (row->person >= spool->person_limit)
        spool->person_limit = row->person + 1;
    return spool->rows.len >= (spool->bound ? spool->bound : PACK_SPOOL_BOUND) ? spool_out(spool, error) : STATUS_OK;
}

enum status pack_spool_finish(struct pack_spool *spool, struct error *error)
{
    enum status status = spool->row_count ? make_run(spool, error) : STATUS_OK;
    buffer_release(&spool->rows);
    return status;
}

/* At least `needed` bytes in the window, where the run has so many. */
static enum status fill(const struct pack_spool *spool, struct pack_run *run, size_t needed, struct error *error)
{
    struct buffer *w = &run->window;
    if (w->len - run->used >= needed || run->at == run->end)
        return STATUS_OK;
    size_t want = needed > WINDOW ? needed : WINDOW;
    buffer_room(w, want);
    memmove(w->at, w->at + run->used, w->len - run->used);
    w->len -= run->used;
    run->used = 0;
    while (w->len < needed && run->at < run->end) {
        size_t left = (size_t)(run->end - run->at), room = want - w->len;
        ssize_t n = pread(spool->fd, w->at + w->len, left < room ? left : room, (off_t)run->at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return error_errno(error, STATUS_IO, "temporary file: cannot read");
        w->len += (size_t)n;
        run->at += (uint64_t)n;
    }
    return STATUS_OK;
}

/* The run's next row, which stays there; NULL at its end. */
static enum status peek(const struct pack_spool *spool, struct pack_run *run, const struct pack_row **row,
                        struct error *error)
{
    *row = NULL;
    enum status status = fill(spool, run, sizeof **row, error);
    if (status != STATUS_OK || run->window.len == run->used)
        return status;
    size_t size = size_of(row_at(&run->window, run->used));
    status = fill(spool, run, size, error);
    *row = row_at(&run->window, run->used);
    return status;
}

enum status pack_spool_next(struct pack_spool *spool, uint32_t person, const struct pack_row **row,
                            struct view *comment, struct error *error)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < spool->run_count; i++) {
        struct pack_run *run = &spool->runs[i];
        status = peek(spool, run, row, error);
        if (status != STATUS_OK)
            break;
        if (!*row || (*row)->person != person)
            continue;
        *comment = (struct view){(const char *)(*row + 1), (*row)->comment_len};
        run->used += size_of(*row);
        return STATUS_OK;
    }
    *row = NULL;
    return status;
}

void pack_spool_release(struct pack_spool *spool)
{
    for (size_t i = 0; i < spool->run_count; i++)
        buffer_release(&spool->runs[i].window);
    memory_free(spool->runs);
    buffer_release(&spool->rows);
    if (spool->spooled)
        close(spool->fd);
    *spool = (struct pack_spool){0};
}
