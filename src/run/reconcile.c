#include "run/reconcile.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/fileio.h"
#include "base/memory.h"
#include "base/number.h"
#include "readers/manifest.h"
#include "store/undo.h"

/* ---- lines ---- */

void reconcile_note(struct reconcile *r, enum reconcile_kind kind, const char *place, const char *format, ...)
{
    static const char *const severities[RECONCILE_KINDS] = {
        [RECONCILE_REFUSED] = "error", [RECONCILE_UNKNOWN] = "error",   [RECONCILE_MISSING] = "warning",
        [RECONCILE_EXTRA] = "warning", [RECONCILE_DIFFERENT] = "error", [RECONCILE_ALREADY] = "warning",
    };
    char text[1000];
    va_list values;
    r->counts[kind]++;
    if (r->shown[kind] == RECONCILE_SHOWN)
        return;
    r->shown[kind]++;
    va_start(values, format);
    vsnprintf(text, sizeof text, format, values);
    va_end(values);
    buffer_format(&r->lines, "%s: %s: %s\n", place, severities[kind], text);
}

static void note_the_rest(struct reconcile *r)
{
    static const char *const names[RECONCILE_KINDS] = {
        [RECONCILE_REFUSED] = "refused", [RECONCILE_UNKNOWN] = "unknown",     [RECONCILE_MISSING] = "missing",
        [RECONCILE_EXTRA] = "extra",     [RECONCILE_DIFFERENT] = "different", [RECONCILE_ALREADY] = "already there",
    };
    for (enum reconcile_kind kind = 0; kind < RECONCILE_KINDS; kind++)
        if (r->counts[kind] > r->shown[kind])
            buffer_format(&r->lines, "%s: %llu more are %s\n", r->store_name,
                          (unsigned long long)(r->counts[kind] - r->shown[kind]), names[kind]);
}

/* ---- files ---- */

enum status reconcile_read(struct reconcile *r, const char *path, bool *exists, struct view *text, int64_t *when,
                           struct error *error)
{
    struct stat st;
    *exists = stat(path, &st) == 0;
    *text = (struct view){"", 0};
    if (!*exists)
        return errno == ENOENT || errno == ENOTDIR ? STATUS_OK
                                                   : error_errno(error, STATUS_IO, "%s: cannot be read", path);
    *when = (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
    return fileio_read(path, ANSWER_LIMIT, &r->scratch, text, error);
}

static bool exists_in(const char *folder, const char *name)
{
    struct buffer path = {0};
    struct stat st;
    buffer_format(&path, "%s/%s", folder, name);
    bool found = stat(buffer_string(&path), &st) == 0;
    buffer_release(&path);
    return found;
}

static char *join(struct arena *arena, const char *folder, const char *name)
{
    struct view text = arena_format(arena, "%s/%s", folder, name);
    return arena_string(arena, text);
}

/* ---- pages of a participant ---- */

struct reconcile_page {
    int64_t participant_key, event_id;
    char *path;
};

/* The activities of some pages of one participant. */
struct gathering {
    struct reconcile *r;
    struct answer_activity *list;
    size_t count, room, most, least, pages; /* most, least: activities on a page */
    int64_t oldest;
};

enum { LEAST_PAGE = 10, MOST_PAGE = 100 };

static int by_number(const void *a, const void *b)
{
    const struct answer_activity *x = a, *y = b;
    return (x->number > y->number) - (x->number < y->number);
}

/* The same activity on two pages is one: something was posted between the two calls. */
static void drop_twins(struct gathering *g)
{
    size_t kept = 0;
    if (g->count)
        qsort(g->list, g->count, sizeof *g->list, by_number);
    for (size_t i = 0; i < g->count; i++)
        if (!i || g->list[i].number != g->list[kept - 1].number)
            g->list[kept++] = g->list[i];
    g->count = kept;
}

static enum status not_a_page(const char *path, const struct answer *answer, struct error *error)
{
    static const char *const whats[] = {
        [ANSWER_NUMBERS] = "is the answer of a POST; give the pack's folder, which says of what request",
        [ANSWER_ERROR] = "holds an error instead of activities; save it again",
        [ANSWER_EMPTY] = "is empty; save the answer again",
        [ANSWER_XML] = "is XML or HTML; save the answer of GET vr-activities again, with format=json",
        [ANSWER_OTHER] = "is no answer of GET vr-activities; save it again, with format=json",
    };
    struct buffer reason = {0};
    if (answer->message.len) {
        buffer_add_text(&reason, " (");
        buffer_add_masked(&reason, answer->message);
        buffer_add_char(&reason, ')');
    }
    error_set(error, STATUS_USAGE, "%s: %s%s", path, whats[answer->kind], buffer_string(&reason));
    buffer_release(&reason);
    return STATUS_USAGE;
}

static enum status gather(struct gathering *g, const char *path, struct error *error)
{
    bool exists;
    struct view text;
    int64_t when = 0;
    enum status status = reconcile_read(g->r, path, &exists, &text, &when, error);
    if (status != STATUS_OK)
        return status;
    if (!exists)
        return error_set(error, STATUS_IO, "%s: there is no such file", path);
    struct answer answer = answer_read(text, &g->r->scratch);
    if (answer.kind != ANSWER_ACTIVITIES)
        return not_a_page(path, &answer, error);
    g->list = memory_grow(g->list, &g->room, g->count + answer.count + 1, sizeof *g->list);
    memcpy(g->list + g->count, answer.activities, answer.count * sizeof *g->list);
    g->count += answer.count;
    g->oldest = g->pages && g->oldest < when ? g->oldest : when;
    g->most = answer.count > g->most ? answer.count : g->most;
    g->least = !g->pages || answer.count < g->least ? answer.count : g->least;
    g->pages++;
    return STATUS_OK;
}

/* Whether nothing can stand on a further page. A saved page says neither its number nor how long pages may be; its
 * length is 10 or what was asked for, at most 100, hardly ever an odd number. */
static bool is_everything(const struct gathering *g, bool by_post_sh)
{
    if (by_post_sh)
        return g->least < MOST_PAGE;
    if (g->pages > 1)
        return g->least < g->most;
    return g->most < LEAST_PAGE || (g->most < MOST_PAGE && g->most % 5 != 0);
}

static enum status compare(struct gathering *g, int64_t participant_key, int64_t event_id, bool by_post_sh,
                           const char *place, struct error *error)
{
    drop_twins(g);
    const struct read_back back = {
        .participant_key = participant_key,
        .event_id = event_id,
        .theirs = g->list,
        .count = g->count,
        .when = g->oldest,
        .is_complete = is_everything(g, by_post_sh),
        .place = place,
    };
    return reconcile_participant(g->r, &back, error);
}

/* ---- what post.sh read back ---- */

/* "0001-bib-42" of "requests/0001-bib-42.json". */
static struct view name_of_file(struct view file)
{
    struct view name = view_skip(file, sizeof "requests/" - 1);
    name.len -= view_ends(name, VIEW(".json")) ? 5 : 0;
    return name;
}

static enum status take_pages_of(struct reconcile *r, const char *folder, const struct receipt_request *request,
                                 struct error *error)
{
    struct gathering g = {.r = r};
    enum status status = STATUS_OK;
    struct view name = name_of_file(request->file);
    const char *first = NULL;
    arena_reset(&r->scratch);
    for (int page = 1; status == STATUS_OK; page++) {
        struct view relative = arena_format(&r->scratch, "read-back/%.*s.page-%d.json", VIEW_ARG(name), page);
        char *within = arena_string(&r->scratch, relative);
        if (!exists_in(folder, within))
            break;
        char *path = join(&r->scratch, folder, within);
        first = first ? first : path;
        status = gather(&g, path, error);
    }
    if (status == STATUS_OK && first)
        status = compare(&g, request->participant_key, request->event_id, true, first, error);
    memory_free(g.list);
    return status;
}

/* Those of which nobody knows, after all that the folder says. */
static void note_unknown(struct reconcile *r, const char *folder, const struct receipt_request *requests, size_t count,
                         struct view only)
{
    for (size_t i = 0; i < count; i++) {
        const struct receipt_request *one = &requests[i];
        struct buffer place = {0};
        if (one->state != REQUEST_UNKNOWN || (only.len && !view_equal(only, name_of_file(one->file))))
            continue;
        buffer_format(&place, "%s/%.*s", folder, VIEW_ARG(one->file));
        reconcile_note(r, RECONCILE_UNKNOWN, buffer_string(&place), "nobody knows whether its %lld %s posted: %.*s",
                       (long long)one->rows, one->rows == 1 ? "activity was" : "activities were",
                       VIEW_ARG(one->message));
        buffer_release(&place);
    }
}

static enum status take_pack(struct reconcile *r, const char *folder, struct view only, struct error *error)
{
    struct manifest manifest;
    struct buffer place = {0};
    struct receipt_request *requests;
    size_t count = 0;
    int64_t pack_id;
    char *real = realpath(folder, NULL);
    enum status status = manifest_read(folder, &r->arena, &manifest, error);
    if (status == STATUS_OK && !manifest.number)
        status =
            error_set(error, STATUS_USAGE,
                      "%s: was not made from a store, so no store keeps its books; keep the folder instead", folder);
    if (status == STATUS_OK)
        status = undo_find_pack(r->store, manifest.number, view_of(real), manifest.content, &pack_id, &place, error);
    if (status == STATUS_OK)
        status = receipts_of_pack(r->store, pack_id, &r->arena, &requests, &count, error);
    if (status == STATUS_OK)
        status = reconcile_answers(r, folder, requests, count, only, error);
    if (status == STATUS_OK)
        status = receipts_of_pack(r->store, pack_id, &r->arena, &requests, &count, error); /* as they are now */
    for (size_t i = 0; status == STATUS_OK && !only.len && i < count; i++)
        status = take_pages_of(r, folder, &requests[i], error);
    if (status == STATUS_OK)
        status = receipts_of_pack(r->store, pack_id, &r->arena, &requests, &count, error);
    if (status == STATUS_OK)
        note_unknown(r, folder, requests, count, only);
    buffer_release(&place);
    free(real);
    return status;
}

/* ---- a page that somebody saved ---- */

/* Digits behind "-reg-" or "-bib-" in a file's name. */
static struct view number_in_name(const char *path, const char *mark)
{
    const char *slash = strrchr(path, '/'), *at = strstr(slash ? slash : path, mark);
    struct view number = {at ? at + strlen(mark) : "", 0};
    while (number.at[number.len] >= '0' && number.at[number.len] <= '9')
        number.len++;
    return number;
}

/* Whose page it is: the rows themselves say it, else the options, else the file's name. */
static enum status find_owner(struct reconcile *r, struct reconcile_page *page, const struct answer *answer,
                              struct error *error)
{
    struct view registration = r->registration_id, bib = r->bib;
    if (answer->count && answer->activities[0].registration_id.len)
        registration = answer->activities[0].registration_id;
    if (!registration.len && !bib.len) {
        registration = number_in_name(page->path, "-reg-");
        bib = number_in_name(page->path, "-bib-");
    }
    if (!registration.len && !bib.len)
        return error_set(error, STATUS_USAGE,
                         "%s: does not say whose activities these are; give --registration-id or --bib, or name the "
                         "file like answer-bib-42.json",
                         page->path);
    enum status status =
        receipts_participant(r->store, registration, bib, &page->participant_key, &page->event_id, error);
    if (status == STATUS_OK && !page->participant_key)
        status = error_set(error, STATUS_USAGE, "%s: %s has no activities of %s %.*s", page->path, r->store_name,
                           registration.len ? "registration" : "bib", VIEW_ARG(registration.len ? registration : bib));
    else if (status == STATUS_OK && !page->event_id)
        status = error_set(error, STATUS_USAGE,
                           "%s: this participant's activities are of several events, or of none that %s knows; give a "
                           "pack's folder in which they were read back",
                           page->path, r->store_name);
    return status;
}

static enum status keep_page(struct reconcile *r, const char *path, struct error *error)
{
    bool exists;
    struct view text;
    int64_t when;
    arena_reset(&r->scratch);
    enum status status = reconcile_read(r, path, &exists, &text, &when, error);
    if (status == STATUS_OK && !exists)
        return error_set(error, STATUS_IO, "%s: there is no such file", path);
    if (status != STATUS_OK)
        return status;
    struct answer answer = answer_read(text, &r->scratch);
    if (answer.kind != ANSWER_ACTIVITIES)
        return not_a_page(path, &answer, error);
    struct reconcile_page page = {.path = arena_string(&r->arena, view_of(path))};
    status = find_owner(r, &page, &answer, error);
    if (status != STATUS_OK)
        return status;
    r->pages = memory_grow(r->pages, &r->page_room, r->page_count + 1, sizeof *r->pages);
    r->pages[r->page_count++] = page;
    return STATUS_OK;
}

static int by_participant(const void *a, const void *b)
{
    const struct reconcile_page *x = a, *y = b;
    if (x->participant_key != y->participant_key)
        return x->participant_key < y->participant_key ? -1 : 1;
    return strcmp(x->path, y->path);
}

static enum status take_kept_pages(struct reconcile *r, struct error *error)
{
    enum status status = STATUS_OK;
    if (r->page_count)
        qsort(r->pages, r->page_count, sizeof *r->pages, by_participant);
    for (size_t i = 0, end; status == STATUS_OK && i < r->page_count; i = end) {
        const struct reconcile_page *first = &r->pages[i];
        struct gathering g = {.r = r};
        arena_reset(&r->scratch);
        for (end = i;
             status == STATUS_OK && end < r->page_count && r->pages[end].participant_key == first->participant_key;
             end++)
            status = gather(&g, r->pages[end].path, error);
        if (status == STATUS_OK)
            status = compare(&g, first->participant_key, first->event_id, false, first->path, error);
        memory_free(g.list);
    }
    return status;
}

/* ---- all of it ---- */

/* The folder above, when it is a pack and the path stands in its responses/ or read-back/. */
static char *pack_above(struct reconcile *r, const char *path, bool is_folder)
{
    char *real = realpath(path, NULL), *slash = real ? strrchr(real, '/') : NULL, *found = NULL;
    if (slash && !is_folder) {
        *slash = 0;
        slash = strrchr(real, '/');
    }
    if (slash && (strcmp(slash, "/responses") == 0 || strcmp(slash, "/read-back") == 0)) {
        *slash = 0;
        if (exists_in(real, "manifest.json"))
            found = arena_string(&r->arena, view_of(real));
    }
    free(real);
    return found;
}

/* "0001-bib-42" of ".../0001-bib-42.json", ".page-1.json", ".unknown". */
static struct view name_of_request(const char *path)
{
    const char *slash = strrchr(path, '/');
    struct view rest = view_of(slash ? slash + 1 : path);
    return view_cut(&rest, '.');
}

enum status reconcile_take(struct reconcile *r, const char *path, struct error *error)
{
    struct stat st;
    const struct view all = {"", 0};
    if (stat(path, &st) != 0)
        return error_errno(error, STATUS_IO, "%s: cannot be read", path);
    bool is_folder = S_ISDIR(st.st_mode);
    char *above = pack_above(r, path, is_folder);
    if (is_folder)
        return take_pack(r, above ? above : path, all, error);
    if (!above)
        return keep_page(r, path, error);
    return take_pack(r, above, strstr(path, ".page-") ? all : name_of_request(path), error);
}

enum status reconcile_begin(struct reconcile *r, struct error *error)
{
    return receipts_begin(r->store, error);
}

enum status reconcile_finish(struct reconcile *r, struct error *error)
{
    enum status status = take_kept_pages(r, error);
    note_the_rest(r);
    return status == STATUS_OK ? receipts_commit(r->store, error) : status;
}

void reconcile_release(struct reconcile *r)
{
    if (r->store)
        receipts_rollback(r->store);
    buffer_release(&r->lines);
    memory_free(r->pages);
    arena_release(&r->arena);
    arena_release(&r->scratch);
    *r = (struct reconcile){0};
}
