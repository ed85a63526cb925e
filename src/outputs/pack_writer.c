#include "outputs/pack_writer.h"

#include <pthread.h>

#include "base/buffer.h"

enum { LOAD_SIZE = 256 * 1024, LOAD_COUNT = 4 };

struct file {
    size_t name, text, len; /* where they are in the load, and the text's length */
};

struct load {
    struct buffer bytes;
    struct file *files;
    size_t count, capacity;
};

struct pack_writer {
    const struct pack_folder *folder;
    struct load loads[LOAD_COUNT]; /* filled and written in turn: each belongs to one side at a time */
    bool has_thread;
    pthread_t thread;
    pthread_mutex_t lock; /* guards everything below */
    pthread_cond_t changed;
    uint64_t filled, written;
    bool ended;
    enum status status; /* the first trouble; then loads are only dropped */
    struct error error;
};

static enum status write_load(const struct pack_writer *writer, struct load *load, struct error *error)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < load->count; i++) {
        const struct file *file = &load->files[i];
        const char *bytes = load->bytes.at;
        status = pack_folder_write(writer->folder, writer->folder->requests, bytes + file->name, 0600,
                                   (struct view){bytes + file->text, file->len}, error);
    }
    load->bytes.len = 0;
    load->count = 0;
    return status;
}

/* The next load to be written, NULL at the end; whether it is only to be dropped. */
static struct load *wait_for_load(struct pack_writer *w, bool *drop)
{
    pthread_mutex_lock(&w->lock);
    while (w->filled == w->written && !w->ended)
        pthread_cond_wait(&w->changed, &w->lock);
    struct load *load = w->filled > w->written ? &w->loads[w->written % LOAD_COUNT] : NULL;
    *drop = w->status != STATUS_OK;
    pthread_mutex_unlock(&w->lock);
    return load;
}

static void *write_loads(void *arg)
{
    struct pack_writer *w = arg;
    bool drop;
    for (struct load *load; (load = wait_for_load(w, &drop));) {
        struct error error = {0};
        if (drop)
            load->count = 0;
        enum status status = write_load(w, load, &error);
        pthread_mutex_lock(&w->lock);
        w->written++;
        if (status != STATUS_OK) {
            w->status = status;
            w->error = error;
        }
        pthread_cond_broadcast(&w->changed);
        pthread_mutex_unlock(&w->lock);
    }
    return NULL;
}

struct pack_writer *pack_writer_start(const struct pack_folder *folder)
{
    struct pack_writer *w = memory_get(sizeof *w);
    w->folder = folder;
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->changed, NULL);
    return w;
}

/* Gives the load that was just filled away and waits until the next one is free. The thread starts with the first: a
 * small pack needs none. */
static enum status hand_over(struct pack_writer *w, struct error *error)
{
    if (!w->has_thread)
        w->has_thread = pthread_create(&w->thread, NULL, write_loads, w) == 0;
    if (!w->has_thread)
        return write_load(w, &w->loads[0], error);
    pthread_mutex_lock(&w->lock);
    w->filled++;
    pthread_cond_broadcast(&w->changed);
    while (w->filled - w->written == LOAD_COUNT)
        pthread_cond_wait(&w->changed, &w->lock);
    enum status status = w->status;
    if (status != STATUS_OK && error)
        *error = w->error;
    pthread_mutex_unlock(&w->lock);
    return status;
}

static size_t add_bytes(struct load *load, struct view bytes)
{
    size_t at = load->bytes.len;
    buffer_add(&load->bytes, bytes);
    return at;
}

enum status pack_writer_put(struct pack_writer *w, const char *name, struct view text, struct error *error)
{
    struct load *load = &w->loads[w->filled % LOAD_COUNT];
    load->files = memory_grow(load->files, &load->capacity, load->count + 1, sizeof *load->files);
    struct file *file = &load->files[load->count++];
    file->name = add_bytes(load, (struct view){name, strlen(name) + 1});
    file->text = add_bytes(load, text);
    file->len = text.len;
    return load->bytes.len >= LOAD_SIZE ? hand_over(w, error) : STATUS_OK;
}

static enum status end_thread(struct pack_writer *w, struct error *error)
{
    pthread_mutex_lock(&w->lock);
    w->ended = true;
    w->filled++;
    pthread_cond_broadcast(&w->changed);
    pthread_mutex_unlock(&w->lock);
    pthread_join(w->thread, NULL);
    if (w->status != STATUS_OK && error)
        *error = w->error;
    return w->status;
}

enum status pack_writer_finish(struct pack_writer *w, struct error *error)
{
    enum status status = w->has_thread ? end_thread(w, error) : write_load(w, &w->loads[0], error);
    for (int i = 0; i < LOAD_COUNT; i++) {
        buffer_release(&w->loads[i].bytes);
        memory_free(w->loads[i].files);
    }
    pthread_cond_destroy(&w->changed);
    pthread_mutex_destroy(&w->lock);
    memory_free(w);
    return status;
}
