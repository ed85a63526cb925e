#include "store/row_sorter.h"

#include <errno.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/fileio.h"
#include "base/memory.h"

enum {
    BLOCK_SIZE = 16 * 1024 * 1024,
    MOST_ITEMS = 256 * 1024,
    WRITE_SIZE = 256 * 1024,
    MERGE_SIZE = 16 * 1024 * 1024, /* of all runs together */
    MOST_READ = 256 * 1024,
    LEAST_READ = 4 * 1024,
};

/* A piece in the block or in a run: this, then its bytes. */
struct head {
    uint64_t key;
    uint64_t size;
};

struct item {
    uint64_t key;
    size_t at;
};

/* A sorted stretch of the file, read through a buffer of its own. */
struct run {
    uint64_t at, end;  /* what is still to be read from the file */
    struct buffer got; /* from `used` on: read and not yet given */
    size_t used;
    struct head head; /* of the piece at the front */
};

struct row_sorter {
    size_t block_size;
    struct buffer block, out;
    struct item *items, *spare;
    size_t count, given; /* given: of items, when nothing went to the file */
    int fd;
    uint64_t written;
    struct run *runs;
    size_t run_count, run_capacity;
    struct run **heap; /* by their front, the least first */
    size_t heap_count;
    bool front_is_given;
};

struct row_sorter *row_sorter_new(size_t most_in_memory)
{
    struct row_sorter *s = memory_get(sizeof *s);
    s->block_size = most_in_memory ? most_in_memory : BLOCK_SIZE;
    s->fd = -1;
    return s;
}

static void release_block(struct row_sorter *s)
{
    buffer_release(&s->block);
    buffer_release(&s->out);
    memory_free(s->items);
    memory_free(s->spare);
    s->items = s->spare = NULL;
    s->count = 0;
}

void row_sorter_free(struct row_sorter *s)
{
    if (!s)
        return;
    release_block(s);
    for (size_t i = 0; i < s->run_count; i++)
        buffer_release(&s->runs[i].got);
    memory_free(s->runs);
    memory_free(s->heap);
    if (s->fd >= 0)
        close(s->fd);
    memory_free(s);
}

/* By one byte of the key; equal ones keep their order. */
static void sort_by_byte(const struct item *from, struct item *to, size_t count, unsigned shift)
{
    size_t places[257] = {0};
    for (size_t i = 0; i < count; i++)
        places[(from[i].key >> shift & 0xFF) + 1]++;
    for (size_t i = 1; i < 256; i++)
        places[i] += places[i - 1];
    for (size_t i = 0; i < count; i++)
        to[places[from[i].key >> shift & 0xFF]++] = from[i];
}

/* Eight passes, an even number: the result is back in `items`. */
static void sort_block(struct row_sorter *s)
{
    for (unsigned shift = 0; shift < 64; shift += 8) {
        sort_by_byte(s->items, s->spare, s->count, shift);
        struct item *other = s->items;
        s->items = s->spare;
        s->spare = other;
    }
}

static enum status write_out(struct row_sorter *s, struct error *error)
{
    for (size_t done = 0; done < s->out.len;) {
        ssize_t n = pwrite(s->fd, s->out.at + done, s->out.len - done, (off_t)s->written);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return error_errno(error, STATUS_IO, "temporary file: cannot write (set TMPDIR to a folder with room)");
        done += (size_t)n;
        s->written += (uint64_t)n;
    }
    s->out.len = 0;
    return STATUS_OK;
}

static size_t piece_size(const char *at)
{
    struct head head;
    memcpy(&head, at, sizeof head);
    return sizeof head + head.size;
}

/* The block becomes a run in the file, and is empty again. */
static enum status flush_block(struct row_sorter *s, struct error *error)
{
    if (s->fd < 0 && (s->fd = fileio_temporary(error)) < 0)
        return STATUS_IO;
    struct run run = {.at = s->written};
    enum status status = STATUS_OK;
    sort_block(s);
    for (size_t i = 0; status == STATUS_OK && i < s->count; i++) {
        const char *piece = s->block.at + s->items[i].at;
        buffer_add(&s->out, (struct view){piece, piece_size(piece)});
        if (s->out.len >= WRITE_SIZE)
            status = write_out(s, error);
    }
    if (status == STATUS_OK)
        status = write_out(s, error);
    run.end = s->written;
    s->runs = memory_grow(s->runs, &s->run_capacity, s->run_count + 1, sizeof *s->runs);
    s->runs[s->run_count++] = run;
    s->block.len = s->count = 0;
    return status;
}

enum status row_sorter_add(struct row_sorter *s, uint64_t key, struct view bytes, struct error *error)
{
    struct head head = {key, bytes.len};
    if (s->count == MOST_ITEMS || (s->count && s->block.len + sizeof head + bytes.len > s->block_size)) {
        enum status status = flush_block(s, error);
        if (status != STATUS_OK)
            return status;
    }
    if (!s->items) {
        s->items = memory_get(MOST_ITEMS * sizeof *s->items);
        s->spare = memory_get(MOST_ITEMS * sizeof *s->spare);
        buffer_room(&s->block, s->block_size);
    }
    s->items[s->count++] = (struct item){key, s->block.len};
    buffer_add(&s->block, (struct view){(const char *)&head, sizeof head});
    buffer_add(&s->block, bytes);
    return STATUS_OK;
}

/* At least `size` bytes at the front of the run. */
static enum status read_ahead(struct row_sorter *s, struct run *run, size_t size, size_t step, struct error *error)
{
    size_t left = run->got.len - run->used;
    if (left >= size)
        return STATUS_OK;
    if (left)
        memmove(run->got.at, run->got.at + run->used, left);
    run->used = 0;
    run->got.len = left;
    buffer_room(&run->got, size > step ? size : step);
    while (run->got.len < size) {
        uint64_t room = run->got.capacity - run->got.len, rest = run->end - run->at;
        size_t want = (size_t)(room < rest ? room : rest);
        ssize_t n = want ? pread(s->fd, run->got.at + run->got.len, want, (off_t)run->at) : 0;
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return error_errno(error, STATUS_IO, "temporary file: cannot read");
        if (n == 0)
            return error_set(error, STATUS_IO, "temporary file: ends too early");
        run->got.len += (size_t)n;
        run->at += (uint64_t)n;
    }
    return STATUS_OK;
}

static size_t read_size(const struct row_sorter *s)
{
    size_t size = MERGE_SIZE / s->run_count;
    return size > MOST_READ ? MOST_READ : size < LEAST_READ ? LEAST_READ : size;
}

/* The whole piece at the front of a run that has one. */
static enum status read_front(struct row_sorter *s, struct run *run, struct error *error)
{
    size_t step = read_size(s);
    enum status status = read_ahead(s, run, sizeof run->head, step, error);
    if (status != STATUS_OK)
        return status;
    memcpy(&run->head, run->got.at + run->used, sizeof run->head);
    return read_ahead(s, run, sizeof run->head + run->head.size, step, error);
}

static bool is_before(const struct run *a, const struct run *b)
{
    return a->head.key != b->head.key ? a->head.key < b->head.key : a < b;
}

/* Lets what stands at the place sink to where it belongs. */
static void sink(struct row_sorter *s, size_t place)
{
    for (size_t child; (child = 2 * place + 1) < s->heap_count; place = child) {
        if (child + 1 < s->heap_count && is_before(s->heap[child + 1], s->heap[child]))
            child++;
        if (is_before(s->heap[place], s->heap[child]))
            break;
        struct run *run = s->heap[place];
        s->heap[place] = s->heap[child];
        s->heap[child] = run;
    }
}

enum status row_sorter_end(struct row_sorter *s, struct error *error)
{
    if (s->run_count == 0) {
        if (s->count)
            sort_block(s);
        return STATUS_OK;
    }
    enum status status = s->count ? flush_block(s, error) : STATUS_OK;
    release_block(s);
    s->heap = memory_get(s->run_count * sizeof *s->heap);
    for (size_t i = 0; status == STATUS_OK && i < s->run_count; i++) {
        s->heap[s->heap_count++] = &s->runs[i];
        status = read_front(s, &s->runs[i], error);
    }
    for (size_t i = s->heap_count / 2; i-- > 0;)
        sink(s, i);
    return status;
}

/* Passes over the piece that was given last. */
static enum status pass_front(struct row_sorter *s, struct error *error)
{
    struct run *run = s->heap[0];
    run->used += sizeof run->head + run->head.size;
    enum status status = STATUS_OK;
    if (run->used == run->got.len && run->at == run->end) {
        buffer_release(&run->got);
        s->heap[0] = s->heap[--s->heap_count];
    } else
        status = read_front(s, run, error);
    sink(s, 0);
    return status;
}

static void give(const char *piece, uint64_t *key, struct view *bytes)
{
    struct head head;
    memcpy(&head, piece, sizeof head);
    *key = head.key;
    *bytes = (struct view){piece + sizeof head, head.size};
}

enum status row_sorter_next(struct row_sorter *s, uint64_t *key, struct view *bytes, bool *ended, struct error *error)
{
    *ended = false;
    if (s->run_count == 0) {
        *ended = s->given == s->count;
        if (!*ended)
            give(s->block.at + s->items[s->given++].at, key, bytes);
        return STATUS_OK;
    }
    enum status status = s->front_is_given && s->heap_count ? pass_front(s, error) : STATUS_OK;
    s->front_is_given = true;
    *ended = s->heap_count == 0;
    if (status == STATUS_OK && !*ended)
        give(s->heap[0]->got.at + s->heap[0]->used, key, bytes);
    return status;
}
