#include "run/read_ahead.h"

#include <pthread.h>

enum {
    LARGE = 4 * 1024 * 1024, /* bytes from which on a table is worth several threads of its own */
    BATCHES = 4,             /* of one input that wait for their turn */
    WINDOW = 8,              /* inputs ahead, for each thread */
};

struct read_ahead {
    const struct input_reading *reading;
    struct track_join *join;
    struct ahead *inputs; /* a ring */
    size_t window;
    pthread_t *threads;
    unsigned thread_count;
    pthread_mutex_t lock; /* guards everything below, and what is said of waiting and states in `inputs` */
    pthread_cond_t changed;
    size_t next, done; /* to be taken by a thread; whose turn it is */
    bool stop;
};

/* ---- what is read by whom ---- */

static bool is_for_caller(const struct origin *origin)
{
    const struct reader_ops *ops = reader_of_name(origin_file_name(origin));
    return origin->is_log || (origin->size >= LARGE && !(ops && ops->settled));
}

static struct ahead *slot_of(struct read_ahead *r, size_t number)
{
    return &r->inputs[number % r->window];
}

/* A log says which of the files behind it are activities of their own: until it is done nobody goes past it. */
static bool must_wait(const struct read_ahead *r)
{
    const struct origins *origins = r->reading->origins;
    return r->next < origins->count && (r->next >= r->done + r->window || origins->at[r->next].is_log);
}

/* The next input for a thread; false: there is none any more. */
static bool take(struct read_ahead *r, size_t *number)
{
    const struct origins *origins = r->reading->origins;
    pthread_mutex_lock(&r->lock);
    for (;;) {
        while (!r->stop && must_wait(r))
            pthread_cond_wait(&r->changed, &r->lock);
        if (r->stop || r->next >= origins->count)
            break;
        if (!is_for_caller(&origins->at[r->next]))
            break;
        r->next++;
    }
    bool found = !r->stop && r->next < origins->count;
    *number = r->next;
    r->next += found;
    pthread_mutex_unlock(&r->lock);
    return found;
}

/* ---- the threads ---- */

static void announce_end(struct read_ahead *r, struct ahead *input)
{
    pthread_mutex_lock(&r->lock);
    input->is_ended = true;
    pthread_cond_broadcast(&r->changed);
    pthread_mutex_unlock(&r->lock);
}

static void free_work(struct work *work)
{
    work_release(work);
    memory_free(work);
}

/* False: nobody wants it any more. */
static bool hand_over(struct read_ahead *r, struct ahead *input, struct work *work)
{
    pthread_mutex_lock(&r->lock);
    while (!r->stop && !input->is_unwanted && input->waiting == BATCHES)
        pthread_cond_wait(&r->changed, &r->lock);
    bool wanted = !r->stop && !input->is_unwanted;
    if (wanted) {
        *(input->first ? &input->last->next : &input->first) = work;
        input->last = work;
        if (++input->waiting == BATCHES) /* for less the caller is not woken: most files end before that */
            pthread_cond_broadcast(&r->changed);
    }
    pthread_mutex_unlock(&r->lock);
    if (!wanted)
        free_work(work);
    return wanted;
}

static void read_rows(struct read_ahead *r, struct ahead *input)
{
    struct worker worker;
    worker_init(&worker, &input->input, r->reading->rules, r->reading->keep_cells);
    input->status = work_start(&input->input, &input->error);
    while (input->status == STATUS_OK) {
        struct work *work = memory_get(sizeof *work);
        input->status = work_cut(work, &input->input, &input->error);
        bool more = input->status == STATUS_OK && work->chunk.count;
        if (more) {
            work_process(work, &worker);
            input->status = work->status;
        }
        if (!more || input->status != STATUS_OK) {
            free_work(work);
            break;
        }
        if (!hand_over(r, input, work))
            break;
    }
    worker_release(&worker);
}

static void read_input(struct read_ahead *r, size_t number)
{
    const struct input_reading *reading = r->reading;
    struct ahead *input = slot_of(r, number);
    const struct origin *origin = &reading->origins->at[number];
    bool is_part = track_join_has(r->join, origin); /* nobody asks for it */
    input->opened = STATUS_OK;
    if (!is_part)
        input->opened =
            table_input_open(&input->input, origin, reading->recognition, &reading->infos[number], &input->error);
    input->input.join = r->join;
    if (input->opened == STATUS_OK && input->input.has_rows) {
        read_rows(r, input);
        input->has_endings = input->status == STATUS_OK && table_input_note_end(&input->input);
    }
    if (input->input.source)
        source_finish(input->input.source);
    announce_end(r, input);
}

static void *run_thread(void *context)
{
    struct read_ahead *r = context;
    for (size_t number; take(r, &number);)
        read_input(r, number);
    return NULL;
}

struct read_ahead *read_ahead_start(const struct input_reading *reading, struct track_join *join)
{
    if (reading->jobs < 2 || reading->origins->count < 2)
        return NULL;
    struct read_ahead *r = memory_get(sizeof *r);
    r->reading = reading;
    r->join = join;
    r->window = (size_t)reading->jobs * WINDOW;
    r->inputs = memory_get(r->window * sizeof *r->inputs);
    r->threads = memory_get(reading->jobs * sizeof *r->threads);
    pthread_mutex_init(&r->lock, NULL);
    pthread_cond_init(&r->changed, NULL);
    while (r->thread_count < reading->jobs && pthread_create(&r->threads[r->thread_count], NULL, run_thread, r) == 0)
        r->thread_count++;
    if (r->thread_count)
        return r;
    read_ahead_stop(r);
    return NULL;
}

/* ---- the caller ---- */

static void release_input(struct ahead *input)
{
    for (struct work *work; (work = input->first);) {
        input->first = work->next;
        free_work(work);
    }
    table_input_close(&input->input);
    *input = (struct ahead){0};
}

void read_ahead_stop(struct read_ahead *r)
{
    if (!r)
        return;
    pthread_mutex_lock(&r->lock);
    r->stop = true;
    pthread_cond_broadcast(&r->changed);
    pthread_mutex_unlock(&r->lock);
    for (unsigned i = 0; i < r->thread_count; i++)
        pthread_join(r->threads[i], NULL);
    for (size_t i = 0; i < r->window; i++)
        release_input(&r->inputs[i]);
    pthread_cond_destroy(&r->changed);
    pthread_mutex_destroy(&r->lock);
    memory_free(r->inputs);
    memory_free(r->threads);
    memory_free(r);
}

struct ahead *read_ahead_take(struct read_ahead *r, size_t number)
{
    if (!r || is_for_caller(&r->reading->origins->at[number]))
        return NULL;
    struct ahead *input = slot_of(r, number);
    pthread_mutex_lock(&r->lock);
    while (!input->is_ended && input->waiting < BATCHES)
        pthread_cond_wait(&r->changed, &r->lock);
    pthread_mutex_unlock(&r->lock);
    return input;
}

struct work *read_ahead_next(struct read_ahead *r, struct ahead *input)
{
    pthread_mutex_lock(&r->lock);
    while (!input->first && !input->is_ended)
        pthread_cond_wait(&r->changed, &r->lock);
    struct work *work = input->first;
    if (work) {
        input->first = work->next;
        if (input->waiting-- == BATCHES)
            pthread_cond_broadcast(&r->changed);
    }
    pthread_mutex_unlock(&r->lock);
    return work;
}

void read_ahead_finish(struct read_ahead *r, struct ahead *input)
{
    pthread_mutex_lock(&r->lock);
    input->is_unwanted = true;
    pthread_cond_broadcast(&r->changed);
    while (!input->is_ended)
        pthread_cond_wait(&r->changed, &r->lock);
    pthread_mutex_unlock(&r->lock);
}

void read_ahead_done(struct read_ahead *r, size_t number)
{
    if (!r)
        return;
    bool was_ahead = !is_for_caller(&r->reading->origins->at[number]);
    if (was_ahead)
        read_ahead_finish(r, slot_of(r, number)); /* a file that belongs to a row was opened in vain */
    if (was_ahead)
        release_input(slot_of(r, number));
    pthread_mutex_lock(&r->lock);
    r->done = number + 1;
    r->next = r->next > r->done ? r->next : r->done;
    pthread_cond_broadcast(&r->changed);
    pthread_mutex_unlock(&r->lock);
}
