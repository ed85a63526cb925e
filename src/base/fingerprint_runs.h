/* fingerprint_runs: the fingerprints that no longer fit in memory, as sorted runs in an unlinked temporary file.
 *
 * A Bloom filter in blocks of half a cache line says of most prints that they are in no run; a sparse index leads to
 * the kilobyte where the others must be. Runs of one size are merged four at a time, so that there are few. */
#ifndef BASE_FINGERPRINT_RUNS_H
#define BASE_FINGERPRINT_RUNS_H

#include "base/fingerprints.h"

enum { FINGERPRINT_RUNS = 64 };

struct fingerprint_run {
    uint64_t at, count; /* where in the file it begins, in fingerprints */
    uint64_t *index;    /* every 64th print */
    int level;
};

struct fingerprint_runs {
    bool is_open;
    int fd;
    uint64_t end, count; /* the length of the file, and how many of it are in use, in fingerprints */
    struct fingerprint_run runs[FINGERPRINT_RUNS];
    size_t run_count;
    struct bloom_block *bloom; /* aligned, in bloom_memory */
    void *bloom_memory;
    uint64_t bloom_blocks, bloom_room; /* how many prints it is made for */
};

/* A zeroed one is empty. */
void fingerprint_runs_release(struct fingerprint_runs *runs);

/* A new run: `next` gives `count` fingerprints by rising print. */
enum status fingerprint_runs_add(struct fingerprint_runs *runs, size_t count, struct fingerprint (*next)(void *context),
                                 void *context, struct error *error);

void fingerprint_runs_prefetch(const struct fingerprint_runs *runs, uint64_t print);

enum status fingerprint_runs_find(const struct fingerprint_runs *runs, uint64_t print, struct fingerprint *first,
                                  bool *is_there, struct error *error);

#endif
