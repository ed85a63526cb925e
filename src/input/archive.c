#include "input/archive.h"

#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

#include "base/memory.h"
#include "input/zip_open.h"

enum { IDLE = 8 };

/* An open archive as libzip has it. */
struct handle {
    struct archive *archive;
    zip_t *zip;
    const struct zip_reading *reading;
    int own; /* the descriptor that was opened for it, -1: the archive's */
};

struct archive_pool {
    pthread_mutex_t lock;    /* guards `idle` */
    pthread_mutex_t opening; /* archives are opened one by one: libzip asks libc for the zone of their clock times */
    struct handle idle[IDLE];
    size_t count;
};

struct archive {
    struct archive_pool *pool;
    char *path;
    int descriptor;
    struct arena arena;
    struct archive_member *members;
    size_t count, capacity;
};

struct member {
    struct handle handle;
    zip_file_t *file;
    uint64_t stored_before; /* by the handle */
};

bool archive_is_bomb(uint64_t unpacked, uint64_t stored)
{
    return unpacked > FREE_BYTES && unpacked / MOST_TIMES > stored;
}

/* ---- handles ---- */

struct archive_pool *archive_pool_new(void)
{
    struct archive_pool *pool = memory_get(sizeof *pool);
    pthread_mutex_init(&pool->lock, NULL);
    pthread_mutex_init(&pool->opening, NULL);
    return pool;
}

static void close_handle(struct handle *handle)
{
    zip_discard(handle->zip);
    if (handle->own >= 0)
        close(handle->own);
}

void archive_pool_free(struct archive_pool *pool)
{
    if (!pool)
        return;
    for (size_t i = 0; i < pool->count; i++)
        close_handle(&pool->idle[i]);
    pthread_mutex_destroy(&pool->opening);
    pthread_mutex_destroy(&pool->lock);
    memory_free(pool);
}

static void remove_idle(struct archive_pool *pool, size_t i)
{
    pool->count--;
    memmove(&pool->idle[i], &pool->idle[i + 1], (pool->count - i) * sizeof *pool->idle);
}

static bool take_idle(struct archive *archive, struct handle *out)
{
    struct archive_pool *pool = archive->pool;
    bool found = false;
    pthread_mutex_lock(&pool->lock);
    for (size_t i = pool->count; i-- > 0 && !found;)
        if (pool->idle[i].archive == archive) {
            *out = pool->idle[i];
            remove_idle(pool, i);
            found = true;
        }
    pthread_mutex_unlock(&pool->lock);
    return found;
}

static enum status borrow(struct archive *archive, struct handle *out, struct error *error)
{
    if (take_idle(archive, out))
        return STATUS_OK;
    *out = (struct handle){.archive = archive, .own = -1};
    if (archive->descriptor < 0 && (out->own = open(archive->path, O_RDONLY | O_CLOEXEC)) < 0)
        return error_errno(error, STATUS_IO, "%s: cannot open", archive->path);
    pthread_mutex_lock(&archive->pool->opening);
    enum status status =
        zip_open_descriptor(&out->zip, out->own >= 0 ? out->own : archive->descriptor, &out->reading, error);
    pthread_mutex_unlock(&archive->pool->opening);
    if (status != STATUS_OK && out->own >= 0)
        close(out->own);
    if (status != STATUS_IO)
        return status;
    struct error reason = *error;
    return error_set(error, STATUS_IO, "%s: cannot read: %s", archive->path, reason.text);
}

/* Back into the pool, from which the one that was idle longest goes when it is full. */
static void give_back(struct handle handle)
{
    struct archive_pool *pool = handle.archive->pool;
    struct handle oldest = {0};
    pthread_mutex_lock(&pool->lock);
    if (pool->count == IDLE) {
        oldest = pool->idle[0];
        remove_idle(pool, 0);
    }
    pool->idle[pool->count++] = handle;
    pthread_mutex_unlock(&pool->lock);
    if (oldest.zip)
        close_handle(&oldest);
}

static void drop_idle(struct archive *archive)
{
    for (struct handle handle; take_idle(archive, &handle);)
        close_handle(&handle);
}

/* ---- the list ---- */

static enum status list_member(struct archive *archive, const struct handle *handle, uint64_t index,
                               struct error *error)
{
    zip_stat_t st;
    if (zip_stat_index(handle->zip, index, 0, &st) != 0) {
        enum status status = zip_open_status(zip_get_error(handle->zip), handle->reading);
        return error_set(error, status, "%s", zip_strerror(handle->zip));
    }
    struct view name = st.valid & ZIP_STAT_NAME ? view_of(st.name) : VIEW("");
    if (view_ends(name, VIEW("/")))
        return STATUS_OK;
    archive->members = memory_grow(archive->members, &archive->capacity, archive->count + 1, sizeof *archive->members);
    archive->members[archive->count++] = (struct archive_member){
        .name = arena_copy(&archive->arena, name),
        .index = index,
        .size = st.valid & ZIP_STAT_SIZE ? st.size : 0,
        .packed = st.valid & ZIP_STAT_COMP_SIZE ? st.comp_size : 0,
        .encrypted = (st.valid & ZIP_STAT_ENCRYPTION_METHOD) && st.encryption_method != ZIP_EM_NONE,
    };
    return STATUS_OK;
}

enum status archive_open(struct archive **out, struct archive_pool *pool, const char *path, int descriptor,
                         struct error *error)
{
    struct archive *archive = memory_get(sizeof *archive);
    archive->pool = pool;
    archive->descriptor = descriptor;
    archive->path = arena_string(&archive->arena, view_of(path));
    struct handle handle;
    enum status status = borrow(archive, &handle, error);
    if (status != STATUS_OK) {
        archive_close(archive);
        return status;
    }
    zip_int64_t count = zip_get_num_entries(handle.zip, 0);
    for (zip_int64_t i = 0; status == STATUS_OK && i < count; i++)
        status = list_member(archive, &handle, (uint64_t)i, error);
    give_back(handle);
    if (status == STATUS_OK)
        *out = archive;
    else
        archive_close(archive);
    return status;
}

void archive_close(struct archive *archive)
{
    if (!archive)
        return;
    drop_idle(archive);
    if (archive->descriptor >= 0)
        close(archive->descriptor);
    memory_free(archive->members);
    arena_release(&archive->arena);
    memory_free(archive);
}

size_t archive_count(const struct archive *archive)
{
    return archive->count;
}

const struct archive_member *archive_at(const struct archive *archive, size_t i)
{
    return &archive->members[i];
}

bool archive_is_document(const struct archive *archive)
{
    for (size_t i = 0; i < archive->count; i++)
        if (view_is(archive->members[i].name, "[Content_Types].xml") || view_is(archive->members[i].name, "mimetype"))
            return true;
    return false;
}

/* ---- reading one ---- */

enum status member_open(struct member **out, struct archive *archive, uint64_t index, struct error *error)
{
    struct handle handle;
    enum status status = borrow(archive, &handle, error);
    if (status != STATUS_OK)
        return status;
    zip_file_t *file = zip_fopen_index(handle.zip, index, 0);
    if (!file) {
        status = zip_open_status(zip_get_error(handle.zip), handle.reading);
        error_set(error, status, "%s", zip_strerror(handle.zip));
        give_back(handle);
        return status;
    }
    struct member *member = memory_get(sizeof *member);
    *member = (struct member){handle, file, handle.reading->stored};
    *out = member;
    return STATUS_OK;
}

void member_close(struct member *member)
{
    if (!member)
        return;
    zip_fclose(member->file);
    give_back(member->handle);
    memory_free(member);
}

uint64_t member_stored(const struct member *member)
{
    return member->handle.reading->stored - member->stored_before;
}

int64_t member_read(struct member *member, char *to, size_t room, struct error *error)
{
    zip_int64_t got = zip_fread(member->file, to, room);
    if (got >= 0)
        return got;
    enum status status = zip_open_status(zip_file_get_error(member->file), member->handle.reading);
    error_set(error, status, "%s", zip_file_strerror(member->file));
    return -1;
}
