#include "run/pipeline.h"

#include <pthread.h>
#include <stdlib.h>

static enum status run_inline(const struct pipeline *p, struct error *error)
{
    struct work work = {0};
    struct worker worker;
    worker_init(&worker, p->input, p->rules, p->keep_cells);
    enum status status;
    while ((status = work_cut(&work, p->input, error)) == STATUS_OK && work.chunk.count) {
        work_process(&work, &worker);
        status = work.status == STATUS_OK ? p->commit(p->context, &work.batch, error) : work.status;
        if (status != STATUS_OK)
            break;
    }
    worker_release(&worker);
    work_release(&work);
    return status;
}

/* A slot of the ring; alone on its cache lines, for its counters are written by different threads. */
struct slot {
    struct work work;
    bool done;
} __attribute__((aligned(128)));

/* Work goes round in slots: the splitter fills them in turn, workers take them in turn, the committer waits for each in
 * turn. */
struct ring {
    const struct pipeline *pipeline;
    struct slot *slots;
    uint64_t size;
    pthread_mutex_t lock; /* guards everything below, and every slot's `done` */
    pthread_cond_t changed;
    uint64_t filled, taken, committed;
    bool ended, stop;   /* nothing more will be filled; everybody goes home */
    enum status status; /* of the splitter */
    struct error error;
};

static struct work *wait_for_free(struct ring *r)
{
    pthread_mutex_lock(&r->lock);
    while (!r->stop && r->filled - r->committed == r->size)
        pthread_cond_wait(&r->changed, &r->lock);
    struct work *work = r->stop ? NULL : &r->slots[r->filled % r->size].work;
    pthread_mutex_unlock(&r->lock);
    return work;
}

static void *splitter(void *arg)
{
    struct ring *r = arg;
    for (struct work *work; (work = wait_for_free(r));) {
        struct error error = {0};
        enum status status = work_cut(work, r->pipeline->input, &error);
        bool more = status == STATUS_OK && work->chunk.count;
        pthread_mutex_lock(&r->lock);
        r->filled += more;
        if (!more) {
            r->ended = true;
            r->status = status;
            r->error = error;
        }
        pthread_cond_broadcast(&r->changed);
        pthread_mutex_unlock(&r->lock);
        if (!more)
            break;
    }
    return NULL;
}

static struct slot *wait_for_filled(struct ring *r)
{
    pthread_mutex_lock(&r->lock);
    while (!r->stop && r->taken == r->filled && !r->ended)
        pthread_cond_wait(&r->changed, &r->lock);
    struct slot *slot = NULL;
    if (!r->stop && r->taken < r->filled)
        slot = &r->slots[r->taken++ % r->size];
    pthread_mutex_unlock(&r->lock);
    return slot;
}

static void *work_on(void *arg)
{
    struct ring *r = arg;
    struct worker worker;
    worker_init(&worker, r->pipeline->input, r->pipeline->rules, r->pipeline->keep_cells);
    for (struct slot *slot; (slot = wait_for_filled(r));) {
        work_process(&slot->work, &worker);
        pthread_mutex_lock(&r->lock);
        slot->done = true;
        pthread_cond_broadcast(&r->changed);
        pthread_mutex_unlock(&r->lock);
    }
    worker_release(&worker);
    return NULL;
}

/* The next batch in order, or NULL at the end. */
static struct slot *wait_for_done(struct ring *r)
{
    struct slot *slot = &r->slots[r->committed % r->size];
    pthread_mutex_lock(&r->lock);
    while (!(r->committed < r->filled && slot->done) && !(r->ended && r->committed == r->filled))
        pthread_cond_wait(&r->changed, &r->lock);
    if (r->committed == r->filled)
        slot = NULL;
    pthread_mutex_unlock(&r->lock);
    return slot;
}

static enum status commit_in_order(struct ring *r, struct error *error)
{
    const struct pipeline *p = r->pipeline;
    enum status status = STATUS_OK;
    for (struct slot *slot; status == STATUS_OK && (slot = wait_for_done(r));) {
        status = slot->work.status == STATUS_OK ? p->commit(p->context, &slot->work.batch, error) : slot->work.status;
        pthread_mutex_lock(&r->lock);
        slot->done = false;
        r->committed++;
        r->stop = status != STATUS_OK;
        pthread_cond_broadcast(&r->changed);
        pthread_mutex_unlock(&r->lock);
    }
    return status;
}

static void start_threads(struct ring *r, pthread_t *threads, unsigned count, unsigned *started)
{
    while (*started < count && pthread_create(&threads[*started], NULL, *started ? work_on : splitter, r) == 0)
        (*started)++;
}

static void stop_threads(struct ring *r, pthread_t *threads, unsigned started)
{
    pthread_mutex_lock(&r->lock);
    r->stop = true;
    pthread_cond_broadcast(&r->changed);
    pthread_mutex_unlock(&r->lock);
    for (unsigned i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
}

static enum status run_threads(const struct pipeline *p, struct error *error)
{
    struct ring r = {.pipeline = p, .size = 2 * (uint64_t)p->jobs + 2};
    r.slots = aligned_alloc(_Alignof(struct slot), r.size * sizeof *r.slots);
    if (!r.slots)
        return run_inline(p, error);
    memset(r.slots, 0, r.size * sizeof *r.slots);
    pthread_mutex_init(&r.lock, NULL);
    pthread_cond_init(&r.changed, NULL);
    unsigned count = p->jobs + 1, started = 0;
    pthread_t *threads = memory_get(count * sizeof *threads);
    start_threads(&r, threads, count, &started);
    enum status status = STATUS_OK;
    bool inline_instead = started < 2; /* no splitter or no worker could be started: nothing has been read for good */
    if (!inline_instead)
        status = commit_in_order(&r, error);
    stop_threads(&r, threads, started);
    if (status == STATUS_OK && r.status != STATUS_OK) {
        status = r.status;
        *error = r.error;
    }
    for (uint64_t i = 0; i < r.size; i++)
        work_release(&r.slots[i].work);
    memory_free(threads);
    free(r.slots);
    pthread_cond_destroy(&r.changed);
    pthread_mutex_destroy(&r.lock);
    if (inline_instead)
        status = source_rewind(p->input->source, error) == STATUS_OK && work_start(p->input, error) == STATUS_OK
                     ? run_inline(p, error)
                     : STATUS_IO;
    return status;
}

enum { WORTH_THREADS = 1024 * 1024 }; /* bytes; below, starting threads costs more than it gains */

enum status pipeline_run(const struct pipeline *p, struct error *error)
{
    enum status status = work_start(p->input, error);
    if (status != STATUS_OK)
        return status;
    bool threads = p->jobs > 1 && source_size(p->input->source) >= WORTH_THREADS;
    return threads ? run_threads(p, error) : run_inline(p, error);
}
