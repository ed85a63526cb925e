#include "run/repack.h"

#include <stdio.h>
#include <sys/stat.h>

#include "outputs/output.h"
#include "outputs/pack_folder.h"
#include "outputs/pack_ledger.h"
#include "store/requests.h"
#include "store/undo.h"
#include "store/unposted.h"

enum { BATCH_ROWS = 1000 };

/* ---- the books of the pack ---- */

struct books_keeper {
    struct repack *repack;
    struct pack_ledger ledger;
};

static struct pack_entry entry_of(const struct repack *r)
{
    return (struct pack_entry){.tally_unit = r->tally_unit, .is_probe = r->probe, .as_of = r->event->as_of};
}

static enum status add_request(void *context, const struct pack_request *request, const uint64_t *keys, size_t count,
                               struct error *error)
{
    struct repack *r = ((struct books_keeper *)context)->repack;
    const struct pack_entry pack = entry_of(r);
    struct buffer file = {0};
    buffer_format(&file, "requests/%.*s", VIEW_ARG(request->name));
    const struct request_entry entry = {
        .file = buffer_view(&file),
        .bib = request->person->bib,
        .registration_id = request->person->registration_id,
        .race_id = r->event->race_id,
        .event_id = request->person->event_id,
        .crc32 = request->crc32,
    };
    r->requests++;
    r->activities += count;
    enum status status = requests_add(r->store, r->pack_id, &pack, &entry, keys, count, error);
    buffer_release(&file);
    return status;
}

static enum status seal_pack(void *context, const char *target, const char *temporary, uint64_t content,
                             struct error *error)
{
    struct books_keeper *keeper = context;
    struct pack_entry pack = entry_of(keeper->repack);
    char text[PACK_CONTENT_SIZE];
    pack_manifest_content(text, content);
    pack.folder = view_of(target);
    pack.temporary = view_of(temporary);
    pack.content = view_of(text);
    return requests_seal(keeper->repack->store, keeper->repack->pack_id, &pack, error);
}

static enum status settle_pack(void *context, bool is_placed, struct error *error)
{
    const struct repack *r = ((struct books_keeper *)context)->repack;
    requests_rollback(r->store);
    return is_placed ? requests_placed(r->store, r->pack_id, error) : requests_revoke(r->store, r->pack_id, error);
}

/* ---- the rows ---- */

/* The event's type of a stored row, so that the pack knows whether it requires a climb. */
static void find_type(struct repack *r, struct activity *row)
{
    const struct event *event = r->event;
    for (size_t i = 0; row->type < 0 && row->type_id != UNKNOWN && i < event->type_count; i++)
        if (event->types[i].id == row->type_id)
            row->type = (int16_t)i;
    if (row->type >= 0 && row->elevation_mm == UNKNOWN && event->types[row->type].elevation == ENTRY_REQUIRED)
        r->climbs_made_up++;
}

/* Up to BATCH_ROWS rows of one source; the row that belongs to the next waits in `ahead`. */
struct stream {
    struct unposted *rows;
    struct summary *summary;
    struct batch batch;
    struct arena ahead_arena;
    struct activity ahead;
    uint32_t ahead_source;
    bool has_ahead, ended;
};

static enum status look_ahead(struct stream *s, struct error *error)
{
    arena_reset(&s->ahead_arena);
    enum status status = unposted_next(s->rows, &s->ahead_arena, &s->ahead, &s->ahead_source, &s->ended, error);
    s->has_ahead = status == STATUS_OK && !s->ended;
    return status;
}

/* The batch owns the texts of its rows. */
static void take_ahead(struct repack *r, struct stream *s)
{
    struct activity *row = batch_add_row(&s->batch);
    *row = s->ahead;
    row->bib = arena_copy(&s->batch.arena, row->bib);
    row->registration_id = arena_copy(&s->batch.arena, row->registration_id);
    row->comment = arena_copy(&s->batch.arena, row->comment);
    row->type_text = arena_copy(&s->batch.arena, row->type_text);
    find_type(r, row);
}

static enum status fill_batch(struct repack *r, struct stream *s, struct error *error)
{
    enum status status = STATUS_OK;
    batch_reset(&s->batch);
    if (!s->has_ahead && !s->ended)
        status = look_ahead(s, error);
    if (status != STATUS_OK || !s->has_ahead)
        return status;
    uint32_t source = s->ahead_source;
    s->batch.source = s->summary->sources[source];
    s->batch.severities = r->event->severities;
    while (status == STATUS_OK && s->has_ahead && s->ahead_source == source && s->batch.row_count < BATCH_ROWS) {
        take_ahead(r, s);
        status = look_ahead(s, error);
    }
    return status;
}

/* How many rows there were: another run may have packed them while this one waited for the lock. */
static enum status feed(struct repack *r, struct output *output, struct summary *summary, uint64_t *rows,
                        struct error *error)
{
    struct stream s = {.summary = summary};
    enum status status = unposted_open(&s.rows, r->store, r->probe, error);
    while (status == STATUS_OK) {
        status = fill_batch(r, &s, error);
        if (status != STATUS_OK || !s.batch.row_count)
            break;
        *rows += s.batch.row_count;
        status = output->ops->batch(output, &s.batch, error);
    }
    unposted_close(s.rows);
    batch_release(&s.batch);
    arena_release(&s.ahead_arena);
    return status;
}

static enum status write_pack(struct repack *r, struct books_keeper *keeper, struct summary *summary,
                              struct error *error)
{
    struct output output = {
        .ops = &pack_ops,
        .options = {.event = r->event,
                    .path = r->out,
                    .command = "payload",
                    .tally_unit = r->tally_unit,
                    .per_request = r->per_request,
                    .probe = r->probe,
                    .ledger = &keeper->ledger},
    };
    enum status status = pack_ops.open(&output, error);
    if (status != STATUS_OK)
        return status;
    uint64_t rows = 0;
    status = feed(r, &output, summary, &rows, error);
    if (status == STATUS_OK && rows)
        return pack_ops.close(&output, summary, error);
    pack_ops.abort(&output);
    return status;
}

enum status repack_run(struct repack *r, struct error *error)
{
    struct arena arena = {0};
    struct summary summary = {.as_of = r->event->as_of};
    struct books_keeper keeper = {.repack = r,
                                  .ledger = {.add = add_request, .seal = seal_pack, .settle = settle_pack}};
    keeper.ledger.context = &keeper;
    enum status status = requests_begin(r->store, &r->pack_id, error);
    keeper.ledger.pack_number = r->pack_id;
    if (status == STATUS_OK)
        status = unposted_sources(r->store, &summary, &arena, error);
    if (status == STATUS_OK)
        status = write_pack(r, &keeper, &summary, error);
    requests_rollback(r->store);
    arena_release(&arena);
    return status;
}

/* ---- packs without a place ---- */

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* The folder is there under its temporary name: put in place, or, when the name is taken, dropped: nobody can have
 * posted it, post.sh does nothing in such a folder. */
static enum status place(struct store *store, int64_t pack_id, const char *folder, const char *temporary,
                         struct buffer *said, struct error *error)
{
    bool is_placed;
    enum status status = pack_folder_place(temporary, folder, &is_placed, error);
    if (status == STATUS_OK && is_placed)
        status = requests_placed(store, pack_id, error);
    else if (status == STATUS_OK)
        status = requests_revoke(store, pack_id, error);
    if (status != STATUS_OK)
        return status;
    if (!is_placed)
        pack_folder_remove(temporary);
    buffer_format(said, "pack %lld was interrupted; %s %s\n", (long long)pack_id,
                  is_placed ? "it is whole, and now in" : "it was dropped, because something else is in", folder);
    return STATUS_OK;
}

/* Packs that undo put out of use before it was killed: nothing of their ready requests was or can be sent. */
static enum status finish_undos(struct store *store, struct buffer *said, struct error *error)
{
    struct buffer folder = {0};
    int64_t pack_id = 0, requests = 0, activities = 0;
    enum status status;
    do {
        struct stat st;
        status = requests_ready(store, pack_id, &pack_id, &folder, error);
        if (status != STATUS_OK || !pack_id)
            break;
        buffer_add_text(&folder, "/taken-back");
        if (stat(buffer_string(&folder), &st) != 0)
            continue;
        status = undo_pack(store, pack_id, &requests, &activities, error);
        if (status == STATUS_OK)
            buffer_format(said, "the undo of pack %lld was interrupted; it is done now\n", (long long)pack_id);
    } while (status == STATUS_OK);
    buffer_release(&folder);
    return status;
}

static enum status place_all(struct store *store, struct buffer *said, struct error *error)
{
    struct buffer folder = {0}, temporary = {0};
    int64_t pack_id = 0, after = 0;
    enum status status;
    do {
        status = requests_unplaced(store, after, &pack_id, &folder, &temporary, error);
        after = pack_id;
        if (status != STATUS_OK || !pack_id)
            break;
        if (is_folder(buffer_string(&temporary)))
            status = place(store, pack_id, buffer_string(&folder), temporary.at, said, error);
        else /* it got its name before the run was killed; where it went then is not known here */
            status = requests_placed(store, pack_id, error);
    } while (status == STATUS_OK);
    buffer_release(&folder);
    buffer_release(&temporary);
    return status;
}

enum status repack_settle(struct store *store, struct buffer *said, struct error *error)
{
    enum status status = place_all(store, said, error);
    return status == STATUS_OK ? finish_undos(store, said, error) : status;
}
