#include "input/walk.h"

#include <errno.h>
#include <fts.h>
#include <sys/stat.h>

#include "base/memory.h"

static void add(struct walk_list *list, const char *path)
{
    list->paths = memory_grow(list->paths, &list->capacity, list->count + 1, sizeof *list->paths);
    list->paths[list->count++] = path;
}

static int by_name(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

/* One entry of the walk. */
static enum status take(struct walk_list *list, FTS *walk, FTSENT *entry, struct arena *arena, struct error *error)
{
    bool hidden = entry->fts_level > 0 && entry->fts_name[0] == '.';
    switch (entry->fts_info) {
    case FTS_D:
        if (hidden)
            fts_set(walk, entry, FTS_SKIP);
        return STATUS_OK;
    case FTS_F:
        if (!hidden)
            add(list, arena_string(arena, view_of(entry->fts_path)));
        return STATUS_OK;
    case FTS_DNR:
    case FTS_ERR:
    case FTS_NS:
        errno = entry->fts_errno;
        return error_errno(error, STATUS_IO, "%s: cannot read the folder", entry->fts_path);
    default: return STATUS_OK;
    }
}

static enum status walk_folder(struct walk_list *list, const char *path, struct arena *arena, struct error *error)
{
    char *roots[] = {arena_string(arena, view_of(path)), NULL};
    size_t before = list->count;
    FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, by_name);
    if (!walk)
        return error_errno(error, STATUS_IO, "%s: cannot read the folder", path);
    enum status status = STATUS_OK;
    for (FTSENT *entry; status == STATUS_OK && (entry = fts_read(walk));)
        status = take(list, walk, entry, arena, error);
    fts_close(walk);
    if (status == STATUS_OK && list->count == before)
        status = error_set(error, STATUS_USAGE, "%s: the folder holds no file", path);
    return status;
}

enum status walk_add(struct walk_list *list, const char *path, struct arena *arena, struct error *error)
{
    struct stat st;
    if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
        return walk_folder(list, path, arena, error);
    add(list, path);
    return STATUS_OK;
}

void walk_release(struct walk_list *list)
{
    memory_free(list->paths);
    *list = (struct walk_list){0};
}
