#include "base/fingerprint_runs.h"

#include <errno.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/memory.h"

enum {
    INDEX_STEP = 64,
    MERGED = 4,
    BLOCK = 4096,         /* fingerprints read or written at a time */
    BLOOM_LANES = 8,      /* bits of one print in a block */
    BLOOM_PER_BLOCK = 21, /* prints a block is made for: 12 bits each */
};

/* Half a cache line: a block of a split Bloom filter as in Apache Parquet. */
struct bloom_block {
    uint32_t lanes[BLOOM_LANES];
};

/* ---- the filter ---- */

static struct bloom_block bits_of(uint64_t print)
{
    static const uint32_t salts[BLOOM_LANES] = {0x47b6137bu, 0x44974d91u, 0x8824ad5bu, 0xa2b7289du,
                                                0x705495c7u, 0x2df1424bu, 0x9efc4947u, 0x5c6bfb31u};
    struct bloom_block bits;
    for (int i = 0; i < BLOOM_LANES; i++)
        bits.lanes[i] = 1u << ((uint32_t)print * salts[i] >> 27);
    return bits;
}

static inline struct bloom_block *block_of(const struct fingerprint_runs *runs, uint64_t print)
{
    return &runs->bloom[(print >> 32) * runs->bloom_blocks >> 32];
}

static void bloom_add(struct fingerprint_runs *runs, uint64_t print)
{
    struct bloom_block bits = bits_of(print), *block = block_of(runs, print);
    for (int i = 0; i < BLOOM_LANES; i++)
        block->lanes[i] |= bits.lanes[i];
}

static bool bloom_has(const struct fingerprint_runs *runs, uint64_t print)
{
    struct bloom_block bits = bits_of(print);
    const struct bloom_block *block = block_of(runs, print);
    uint32_t missing = 0;
    for (int i = 0; i < BLOOM_LANES; i++)
        missing |= bits.lanes[i] & ~block->lanes[i];
    return !missing;
}

/* ---- the file ---- */

static enum status transfer(int fd, void *bytes, size_t count, uint64_t at, bool is_write, struct error *error)
{
    size_t size = count * sizeof(struct fingerprint), done = 0;
    off_t from = (off_t)(at * sizeof(struct fingerprint));
    while (done < size) {
        char *place = (char *)bytes + done;
        ssize_t n = is_write ? pwrite(fd, place, size - done, from + (off_t)done)
                             : pread(fd, place, size - done, from + (off_t)done);
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

/* Fingerprints on their way into or out of the file, a block at a time. */
struct stream {
    int fd;
    uint64_t at, left; /* reading: what is still in the file */
    size_t place, filled;
    struct fingerprint block[BLOCK];
};

static enum status refill(struct stream *s, struct error *error)
{
    s->place = 0;
    s->filled = s->left < BLOCK ? (size_t)s->left : BLOCK;
    enum status status = transfer(s->fd, s->block, s->filled, s->at, false, error);
    s->at += s->filled;
    s->left -= s->filled;
    return status;
}

/* Points at the next one, NULL at the end. */
static enum status peek(struct stream *s, const struct fingerprint **next, struct error *error)
{
    enum status status = STATUS_OK;
    if (s->place == s->filled && s->left)
        status = refill(s, error);
    *next = s->place < s->filled ? &s->block[s->place] : NULL;
    return status;
}

static enum status drain(struct stream *s, struct error *error)
{
    enum status status = transfer(s->fd, s->block, s->filled, s->at, true, error);
    s->at += s->filled;
    s->filled = 0;
    return status;
}

static void read_from(struct stream *s, const struct fingerprint_runs *runs, const struct fingerprint_run *run)
{
    s->fd = runs->fd;
    s->at = run->at;
    s->left = run->count;
    s->place = s->filled = 0;
}

/* ---- runs ---- */

/* A run that is being written at the end of the file. */
struct growing {
    struct fingerprint_run run;
    struct stream *out;
};

static void begin(struct growing *g, const struct fingerprint_runs *runs, struct stream *out, uint64_t most, int level)
{
    g->run = (struct fingerprint_run){.at = runs->end, .level = level};
    g->run.index = memory_get((size_t)(most / INDEX_STEP + 1) * sizeof *g->run.index);
    g->out = out;
    out->fd = runs->fd;
    out->at = runs->end;
    out->filled = 0;
}

static enum status append(struct growing *g, const struct fingerprint *one, struct error *error)
{
    if (g->run.count % INDEX_STEP == 0)
        g->run.index[g->run.count / INDEX_STEP] = one->print;
    g->run.count++;
    g->out->block[g->out->filled++] = *one;
    return g->out->filled == BLOCK ? drain(g->out, error) : STATUS_OK;
}

/* Takes the run in when all went well. */
static enum status finish(struct growing *g, struct fingerprint_runs *runs, enum status status, struct error *error)
{
    if (status == STATUS_OK)
        status = drain(g->out, error);
    if (status != STATUS_OK) {
        memory_free(g->run.index);
        return status;
    }
    runs->end += g->run.count;
    runs->runs[runs->run_count++] = g->run;
    return STATUS_OK;
}

/* Which of the streams has the smallest print; -1 when all are at their end. */
static int smallest(struct stream *in[], const struct fingerprint **one, enum status *status, struct error *error)
{
    int least = -1;
    for (int i = 0; i < MERGED && *status == STATUS_OK; i++) {
        const struct fingerprint *next;
        *status = peek(in[i], &next, error);
        if (*status == STATUS_OK && next && (least < 0 || next->print < (*one)->print)) {
            *one = next;
            least = i;
        }
    }
    return least;
}

static enum status merge_streams(struct growing *g, struct stream *in[], struct error *error)
{
    enum status status = STATUS_OK;
    const struct fingerprint *one = NULL;
    int from;
    while (status == STATUS_OK && (from = smallest(in, &one, &status, error)) >= 0 && status == STATUS_OK) {
        status = append(g, one, error);
        in[from]->place++;
    }
    return status;
}

/* Makes one of the last four runs. */
static enum status merge_last(struct fingerprint_runs *runs, struct error *error)
{
    struct stream *streams = memory_get((MERGED + 1) * sizeof *streams), *in[MERGED];
    struct fingerprint_run old[MERGED];
    uint64_t count = 0;
    for (size_t i = 0; i < MERGED; i++) {
        old[i] = runs->runs[runs->run_count - MERGED + i];
        in[i] = &streams[i];
        read_from(in[i], runs, &old[i]);
        count += old[i].count;
    }
    struct growing g;
    begin(&g, runs, &streams[MERGED], count, old[0].level + 1);
    enum status status = merge_streams(&g, in, error);
    runs->run_count -= MERGED;
    status = finish(&g, runs, status, error);
    if (status != STATUS_OK)
        runs->run_count += MERGED;
    for (size_t i = 0; status == STATUS_OK && i < MERGED; i++)
        memory_free(old[i].index);
    memory_free(streams);
    return status;
}

static bool are_alike(const struct fingerprint_runs *runs)
{
    if (runs->run_count < MERGED)
        return false;
    const struct fingerprint_run *last = &runs->runs[runs->run_count - 1];
    return last[1 - MERGED].level == last->level;
}

/* ---- making room in the filter ---- */

static enum status fill_bloom(struct fingerprint_runs *runs, struct error *error)
{
    struct stream *in = memory_get(sizeof *in);
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < runs->run_count; i++) {
        const struct fingerprint *one;
        read_from(in, runs, &runs->runs[i]);
        while ((status = peek(in, &one, error)) == STATUS_OK && one) {
            bloom_add(runs, one->print);
            in->place++;
        }
    }
    memory_free(in);
    return status;
}

static enum status make_room(struct fingerprint_runs *runs, uint64_t more, struct error *error)
{
    if (runs->count + more <= runs->bloom_room)
        return STATUS_OK;
    runs->bloom_room = (runs->count + more) * 2;
    runs->bloom_blocks = runs->bloom_room / BLOOM_PER_BLOCK + 1;
    memory_free(runs->bloom_memory);
    runs->bloom_memory = memory_get((size_t)(runs->bloom_blocks + 1) * sizeof *runs->bloom);
    size_t over = (uintptr_t)runs->bloom_memory % sizeof *runs->bloom; /* no block on two cache lines */
    runs->bloom = (struct bloom_block *)((char *)runs->bloom_memory + (over ? sizeof *runs->bloom - over : 0));
    return fill_bloom(runs, error);
}

enum status fingerprint_runs_add(struct fingerprint_runs *runs, size_t count, struct fingerprint (*next)(void *context),
                                 void *context, struct error *error)
{
    if (!runs->is_open) {
        runs->fd = fileio_temporary(error);
        if (runs->fd < 0)
            return STATUS_IO;
        runs->is_open = true;
    }
    enum status status = make_room(runs, count, error);
    if (status != STATUS_OK)
        return status;
    struct stream *out = memory_get(sizeof *out);
    struct growing g;
    begin(&g, runs, out, count, 0);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        struct fingerprint one = next(context);
        bloom_add(runs, one.print);
        status = append(&g, &one, error);
    }
    status = finish(&g, runs, status, error);
    memory_free(out);
    runs->count += status == STATUS_OK ? count : 0;
    while (status == STATUS_OK && are_alike(runs))
        status = merge_last(runs, error);
    return status;
}

/* ---- looking up ---- */

static enum status find_in(const struct fingerprint_runs *runs, const struct fingerprint_run *run, uint64_t print,
                           struct fingerprint *first, bool *is_there, struct error *error)
{
    uint64_t low = 0,
             high = (run->count + INDEX_STEP - 1) / INDEX_STEP; /* of the pieces that may begin at or before it */
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        if (run->index[middle] <= print)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return STATUS_OK;
    struct fingerprint piece[INDEX_STEP];
    uint64_t begin_at = (low - 1) * INDEX_STEP, left = run->count - begin_at;
    size_t count = left < INDEX_STEP ? (size_t)left : INDEX_STEP;
    enum status status = transfer(runs->fd, piece, count, run->at + begin_at, false, error);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        if (piece[i].print == print) {
            *first = piece[i];
            *is_there = true;
        }
    return status;
}

void fingerprint_runs_prefetch(const struct fingerprint_runs *runs, uint64_t print)
{
    if (runs->bloom)
        __builtin_prefetch(block_of(runs, print));
}

enum status fingerprint_runs_find(const struct fingerprint_runs *runs, uint64_t print, struct fingerprint *first,
                                  bool *is_there, struct error *error)
{
    enum status status = STATUS_OK;
    *is_there = false;
    if (!runs->bloom || !bloom_has(runs, print))
        return STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && !*is_there && i < runs->run_count; i++)
        status = find_in(runs, &runs->runs[i], print, first, is_there, error);
    return status;
}

void fingerprint_runs_release(struct fingerprint_runs *runs)
{
    for (size_t i = 0; i < runs->run_count; i++)
        memory_free(runs->runs[i].index);
    memory_free(runs->bloom_memory);
    if (runs->is_open)
        close(runs->fd);
    *runs = (struct fingerprint_runs){0};
}
