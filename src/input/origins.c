#include "input/origins.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/memory.h"
#include "input/walk.h"

enum { BLOCK = 64 * 1024 };

const struct input_limits default_limits = {.bytes = (uint64_t)4 << 30, .members = 100000};

/* An argument or a folder or an archive on the way to its origins. */
struct adding {
    struct origins *list;
    const char *path;   /* of the file */
    struct view prefix; /* of members: "inner.zip/" */
    uint32_t group;
    struct error *error; /* for what ends the run */
};

static struct origin *add_origin(struct adding *a, struct view member)
{
    struct origins *list = a->list;
    list->at = memory_grow(list->at, &list->capacity, list->count + 1, sizeof *list->at);
    struct origin *origin = &list->at[list->count++];
    *origin = (struct origin){
        .path = a->path,
        .name = a->path,
        .descriptor = -1,
        .group = a->group,
        .trouble = CODE_COUNT,
    };
    if (!member.len)
        return origin;
    struct view name = arena_format(&list->arena, "%s/%.*s%.*s", a->path, VIEW_ARG(a->prefix), VIEW_ARG(member));
    origin->name = arena_string(&list->arena, name);
    origin->member = origin->name + strlen(a->path) + 1;
    return origin;
}

static void refuse(struct origin *origin, enum code code, struct view why)
{
    origin->trouble = code;
    origin->why = why;
}

/* ---- copies of what cannot be rewound, or lies within an archive ---- */

static int keep_descriptor(struct origins *list, int descriptor)
{
    list->descriptors = memory_grow(list->descriptors, &list->descriptor_capacity, list->descriptor_count + 1,
                                    sizeof *list->descriptors);
    list->descriptors[list->descriptor_count++] = descriptor;
    return descriptor;
}

static enum status cannot_copy(const char *path, struct error *error)
{
    return error_errno(error, STATUS_IO,
                       "%s: cannot keep a copy in a temporary file (set TMPDIR to a folder with room)", path);
}

/* The rest of a stream in a temporary file. */
static enum status copy_stream(const char *path, int from, int to, struct error *error)
{
    char *block = memory_get(BLOCK);
    enum status status = STATUS_OK;
    ssize_t got;
    while (status == STATUS_OK && (got = read(from, block, BLOCK)) != 0) {
        if (got > 0)
            status = fileio_write_all(to, (struct view){block, (size_t)got}) == STATUS_OK ? STATUS_OK
                                                                                          : cannot_copy(path, error);
        else if (errno != EINTR)
            status = error_errno(error, STATUS_IO, "%s: cannot read", path);
    }
    memory_free(block);
    return status;
}

/* STATUS_REFUSED: what comes out of the member is too much, by itself or with what was copied before. */
static enum status count_copied(struct origins *list, uint64_t got, uint64_t copied, struct member *member,
                                struct error *error)
{
    list->copied += got;
    if (archive_is_bomb(copied, member_stored(member)))
        return error_set(error, STATUS_REFUSED, "it unpacks to more than %d times its size", MOST_TIMES);
    if (list->copied > list->limits.bytes)
        return error_set(error, STATUS_REFUSED, "archives within archives unpack to more than --max-bytes allows");
    return STATUS_OK;
}

/* A member in a temporary file. STATUS_REFUSED: it is damaged, or larger than is allowed; `code` says which. */
static enum status copy_member(struct adding *a, struct archive *archive, uint64_t index, int to, enum code *code,
                               struct error *error)
{
    struct member *member;
    enum status status = member_open(&member, archive, index, error);
    if (status != STATUS_OK)
        return status;
    char *block = memory_get(BLOCK);
    uint64_t copied = 0;
    int64_t got = 0;
    while (status == STATUS_OK && (got = member_read(member, block, BLOCK, error)) > 0) {
        copied += (uint64_t)got;
        status = count_copied(a->list, (uint64_t)got, copied, member, error);
        if (status == STATUS_REFUSED)
            *code = CODE_INPUT_TOO_LARGE;
        else if (fileio_write_all(to, (struct view){block, (size_t)got}) != STATUS_OK)
            status = cannot_copy(a->path, error);
    }
    memory_free(block);
    member_close(member);
    return got < 0 ? error->status : status;
}

/* ---- archives ---- */

static enum status add_archive(struct adding *a, struct archive *archive, int depth);

static bool is_hidden(struct view name)
{
    for (struct view rest = name; rest.at;) {
        struct view part = view_cut(&rest, '/');
        if ((part.len && part.at[0] == '.' && !view_is(part, ".") && !view_is(part, "..")) || view_is(part, "__MACOSX"))
            return true;
    }
    return false;
}

static struct archive *keep_archive(struct origins *list, struct archive *archive)
{
    list->archives =
        memory_grow(list->archives, &list->archive_capacity, list->archive_count + 1, sizeof *list->archives);
    list->archives[list->archive_count++] = archive;
    return archive;
}

/* The archive within an archive, listed; STATUS_REFUSED when it cannot be. */
static enum status open_nested(struct adding *a, struct archive *outer, uint64_t index, struct archive **out,
                               enum code *code, struct error *error)
{
    int copy = fileio_temporary(error);
    if (copy < 0)
        return STATUS_IO;
    enum status status = copy_member(a, outer, index, copy, code, error);
    if (status != STATUS_OK) {
        close(copy);
        return status;
    }
    return archive_open(out, a->list->pool, a->path, copy, error);
}

/* What ended the run, with the file in front of it. */
static enum status name_file(struct adding *a, const struct error *error)
{
    bool is_named = strncmp(error->text, a->path, strlen(a->path)) == 0;
    return error_set(a->error, STATUS_IO, is_named ? "%.0s%s" : "%s: cannot read: %s", a->path, error->text);
}

static enum status add_nested(struct adding *a, struct archive *outer, const struct archive_member *m, int depth)
{
    struct archive *inner = NULL;
    struct error error;
    enum code code = CODE_INPUT_CORRUPT;
    bool is_deep = depth >= ARCHIVE_DEPTH;
    enum status status = is_deep ? STATUS_REFUSED : open_nested(a, outer, m->index, &inner, &code, &error);
    if (status == STATUS_IO)
        return name_file(a, &error);
    if (status == STATUS_OK) {
        struct adding within = *a;
        within.prefix = arena_format(&a->list->arena, "%.*s%.*s/", VIEW_ARG(a->prefix), VIEW_ARG(m->name));
        return add_archive(&within, keep_archive(a->list, inner), depth + 1);
    }
    struct origin *origin = add_origin(a, m->name);
    if (is_deep)
        refuse(
            origin, CODE_INPUT_TOO_LARGE,
            arena_format(&a->list->arena, "archives within archives are read %d deep; unpack this one", ARCHIVE_DEPTH));
    else
        refuse(origin, code, arena_format(&a->list->arena, "the archive within cannot be read: %s", error.text));
    return STATUS_OK;
}

static enum status add_member(struct adding *a, struct archive *archive, const struct archive_member *m, int depth)
{
    if (!m->encrypted && view_ends(m->name, VIEW(".zip")))
        return add_nested(a, archive, m, depth);
    struct origin *origin = add_origin(a, m->name);
    origin->archive = archive;
    origin->index = m->index;
    origin->size = m->size;
    origin->packed = m->packed;
    if (m->encrypted)
        refuse(origin, CODE_INPUT_CORRUPT, VIEW("the file is protected by a password; unpack the archive first"));
    return STATUS_OK;
}

/* The archive itself, which cannot be read. */
static void refuse_archive(struct adding *a, enum code code, struct view why)
{
    struct adding outside = *a;
    outside.prefix = (struct view){"", 0};
    refuse(add_origin(&outside, (struct view){a->prefix.at, a->prefix.len - (a->prefix.len > 0)}), code, why);
}

static enum status add_archive(struct adding *a, struct archive *archive, int depth)
{
    struct origins *list = a->list;
    size_t before = list->count;
    list->members += archive_count(archive);
    if (list->members > list->limits.members) {
        refuse_archive(
            a, CODE_INPUT_TOO_LARGE,
            arena_format(&list->arena,
                         "with the %llu files of this archive there are more than %llu in archives (--max-members)",
                         (unsigned long long)archive_count(archive), (unsigned long long)list->limits.members));
        if (depth == 1) /* a smaller one that is named behind it is read */
            list->members -= archive_count(archive);
        return STATUS_OK;
    }
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < archive_count(archive); i++)
        if (!is_hidden(archive_at(archive, i)->name))
            status = add_member(a, archive, archive_at(archive, i), depth);
    if (status == STATUS_OK && list->count == before)
        refuse_archive(a, CODE_NOT_ACTIVITIES, VIEW("the archive holds no file"));
    return status;
}

/* ---- files ---- */

/* Named, and passed over when its turn comes. */
static void add_unreadable(struct adding *a, struct view why)
{
    struct origin *origin = add_origin(a, (struct view){"", 0});
    origin->is_unreadable = true;
    origin->why = arena_copy(&a->list->arena, why);
}

/* STATUS_IO: it cannot be read. */
static enum status look_for_zip(const char *path, int descriptor, bool *is_zip, struct error *error)
{
    char magic[4];
    ssize_t got = fileio_read_at(descriptor, magic, sizeof magic, 0);
    if (got < 0)
        return error_errno(error, STATUS_IO, "%s: cannot read", path);
    *is_zip = got == sizeof magic && memcmp(magic, "PK", 2) == 0 &&
              ((magic[2] == 3 && magic[3] == 4) || (magic[2] == 5 && magic[3] == 6));
    return STATUS_OK;
}

/* A zip archive becomes its members. `descriptor`: the copy of a stream, or -1. */
static enum status add_zip(struct adding *a, int descriptor)
{
    struct archive *archive;
    struct error error;
    int own = descriptor < 0 ? -1 : fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
    enum status status = archive_open(&archive, a->list->pool, a->path, own, &error);
    if (status == STATUS_OK && !archive_is_document(archive)) {
        if (!a->group)
            a->group = ++a->list->groups;
        return add_archive(a, keep_archive(a->list, archive), 1);
    }
    if (status == STATUS_IO) {
        add_unreadable(a, view_of(error.text));
        return STATUS_OK;
    }
    if (status == STATUS_OK)
        archive_close(archive);
    struct origin *origin = add_origin(a, (struct view){"", 0});
    origin->descriptor = descriptor;
    if (status == STATUS_REFUSED)
        refuse(origin, CODE_INPUT_CORRUPT,
               arena_format(&a->list->arena, "the zip archive is damaged or cut off (%s); fetch it again", error.text));
    return STATUS_OK;
}

static enum status add_regular(struct adding *a, int file, int copy, uint64_t size)
{
    bool is_zip = false;
    struct error error;
    if (look_for_zip(a->path, file, &is_zip, &error) != STATUS_OK) {
        add_unreadable(a, view_of(error.text));
        return STATUS_OK;
    }
    if (is_zip)
        return add_zip(a, copy);
    struct origin *origin = add_origin(a, (struct view){"", 0});
    origin->descriptor = copy;
    origin->size = size;
    return STATUS_OK;
}

/* A stream that cannot be rewound is copied; a file is opened by its path when its turn comes. */
static enum status add_file(struct adding *a)
{
    bool is_stdin = strcmp(a->path, "-") == 0;
    struct stat st;
    int file = is_stdin ? STDIN_FILENO : open(a->path, O_RDONLY | O_CLOEXEC), copy = -1;
    enum status status = STATUS_OK;
    struct error reason;
    if (file < 0 || fstat(file, &st) != 0) {
        error_errno(&reason, STATUS_IO, file < 0 ? "%s: cannot open" : "%s: cannot read", a->path);
        if (file > STDIN_FILENO)
            close(file);
        add_unreadable(a, view_of(reason.text));
        return STATUS_OK;
    }
    bool rewinds = S_ISREG(st.st_mode) && (!is_stdin || lseek(file, 0, SEEK_CUR) == 0);
    if (!rewinds) {
        copy = fileio_temporary(a->error);
        status = copy < 0 ? STATUS_IO : copy_stream(a->path, file, keep_descriptor(a->list, copy), a->error);
    } else if (is_stdin) {
        copy = keep_descriptor(a->list, fcntl(file, F_DUPFD_CLOEXEC, 0));
    }
    if (status == STATUS_OK)
        status = add_regular(a, copy >= 0 ? copy : file, copy, rewinds ? (uint64_t)st.st_size : 0);
    if (file > STDIN_FILENO)
        close(file);
    return status;
}

/* Logs that name the files of their tracks are read before these. */
static bool is_log(const struct origin *origin)
{
    struct view name = origin_file_name(origin);
    return origin->group && (view_is(name, "activities.csv") || view_is(name, "cardioActivities.csv"));
}

static void bring_logs_forward(struct origins *list, size_t from)
{
    for (size_t i = from, next = from; i < list->count; i++) {
        list->at[i].is_log = is_log(&list->at[i]);
        if (!list->at[i].is_log)
            continue;
        struct origin log = list->at[i];
        memmove(&list->at[next + 1], &list->at[next], (i - next) * sizeof *list->at);
        list->at[next++] = log;
    }
}

enum status origins_add(struct origins *list, const char *input, struct error *error)
{
    struct walk_list files = {0};
    struct stat st;
    size_t before = list->count;
    bool is_folder = stat(input, &st) == 0 && S_ISDIR(st.st_mode);
    enum status status = walk_add(&files, input, &list->arena, error);
    uint32_t group = is_folder ? ++list->groups : 0;
    for (size_t i = 0; status == STATUS_OK && i < files.count; i++) {
        struct adding a = {.list = list, .path = files.paths[i], .group = group, .error = error};
        status = add_file(&a);
    }
    walk_release(&files);
    bring_logs_forward(list, before);
    return status;
}

/* ---- by group and name ---- */

static int by_name(const void *a, const void *b, void *context)
{
    const struct origins *list = context;
    uint32_t first = *(const uint32_t *)a, second = *(const uint32_t *)b;
    const struct origin *left = &list->at[first], *right = &list->at[second];
    int order = left->group == right->group ? strcmp(left->name, right->name) : left->group < right->group ? -1 : 1;
    return order ? order : first < second ? -1 : first > second;
}

void origins_finish(struct origins *list)
{
    list->sorted = memory_get((list->count + 1) * sizeof *list->sorted);
    for (size_t i = 0; i < list->count; i++)
        list->sorted[i] = (uint32_t)i;
    qsort_r(list->sorted, list->count, sizeof *list->sorted, by_name, list);
}

static int compare(struct view folder, struct view name, const char *with)
{
    size_t len = strlen(with);
    int order = strncmp(folder.at, with, folder.len);
    if (order || len < folder.len)
        return order ? order : 1;
    order = strncmp(name.at, with + folder.len, name.len);
    return order ? order : -(with[folder.len + name.len] != '\0');
}

const struct origin *origins_find(const struct origins *list, const struct origin *from, struct view name)
{
    const char *slash = strrchr(from->name, '/');
    struct view folder = {from->name, slash ? (size_t)(slash - from->name) + 1 : 0};
    for (size_t low = 0, high = list->count; low < high;) {
        size_t middle = low + (high - low) / 2;
        const struct origin *at = &list->at[list->sorted[middle]];
        int order = from->group == at->group ? compare(folder, name, at->name) : from->group < at->group ? -1 : 1;
        if (order == 0)
            return at;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

struct view origin_file_name(const struct origin *origin)
{
    const char *name = origin->member ? origin->member : origin->path, *slash = strrchr(name, '/');
    return view_of(slash ? slash + 1 : name);
}

void origins_init(struct origins *list, struct input_limits limits)
{
    *list = (struct origins){.limits = limits, .pool = archive_pool_new()};
    list->limits.bytes = limits.bytes ? limits.bytes : default_limits.bytes;
    list->limits.members = limits.members ? limits.members : default_limits.members;
}

void origins_release(struct origins *list)
{
    for (size_t i = 0; i < list->archive_count; i++)
        archive_close(list->archives[i]);
    for (size_t i = 0; i < list->descriptor_count; i++)
        close(list->descriptors[i]);
    archive_pool_free(list->pool);
    memory_free(list->archives);
    memory_free(list->descriptors);
    memory_free(list->sorted);
    memory_free(list->at);
    arena_release(&list->arena);
    *list = (struct origins){0};
}
