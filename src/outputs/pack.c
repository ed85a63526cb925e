/* pack: a folder of requests that are ready to be posted, with its manifest.
 *
 * Rows are kept small until all have been seen, then written participant by participant in the order of first
 * appearance, the rows of each in the order of the input. */
#include <assert.h>
#include <zlib.h>

#include "base/fileio.h"
#include "base/hash.h"
#include "outputs/output.h"
#include "outputs/pack_checksum.h"
#include "outputs/pack_folder.h"
#include "outputs/pack_ledger.h"
#include "outputs/pack_manifest.h"
#include "outputs/pack_readme.h"
#include "outputs/pack_spool.h"
#include "outputs/pack_writer.h"

extern const char builtin_pack_post_sh[];
extern const size_t builtin_pack_post_sh_size;

enum { PER_REQUEST = 100, LEAST_DIGITS = 4 };

struct pack {
    struct pack_folder folder;
    struct pack_people *people;
    struct pack_spool spool;
    struct pack_totals totals;
    struct pack_checksum checksum;
    const struct pack_ledger *ledger; /* may be NULL */
    bool is_probe;
    uint64_t per_request, content; /* content: a hash of all that was taken */
    uint64_t *keys;                /* of the request at hand */
    /* while the files are written: */
    int digits;               /* of a request's number */
    int manifest_fd;          /* -1: none */
    uint64_t written;         /* requests */
    struct buffer manifest;   /* not yet written */
    struct buffer body, rows; /* of one request, and of its part of the manifest */
    struct buffer name;
    struct pack_writer *writer;
};

static void release(struct output *output)
{
    struct pack *pack = output->state;
    if (!pack)
        return;
    if (pack->manifest_fd >= 0)
        pack_folder_close(&pack->folder, pack->manifest_fd, NULL);
    pack_folder_discard(&pack->folder);
    pack_people_free(pack->people);
    pack_spool_release(&pack->spool);
    buffer_release(&pack->manifest);
    buffer_release(&pack->body);
    buffer_release(&pack->rows);
    buffer_release(&pack->name);
    memory_free(pack->keys);
    memory_free(pack);
    output->state = NULL;
}

static enum status open_pack(struct output *output, struct error *error)
{
    const struct output_options *o = &output->options;
    struct pack *pack = memory_get(sizeof *pack);
    output->state = pack;
    pack->manifest_fd = -1;
    pack->ledger = o->ledger;
    pack->is_probe = o->probe;
    pack->per_request = o->per_request > 0 ? (uint64_t)o->per_request : PER_REQUEST;
    pack->keys = memory_get(pack->per_request * sizeof *pack->keys);
    pack->totals = (struct pack_totals){.event = o->event, .unit = o->tally_unit};
    enum status status = pack_folder_open(&pack->folder, o->path, error);
    if (status != STATUS_OK) {
        release(output);
        return status;
    }
    pack->people = pack_people_new(o->event);
    pack_checksum_init(&pack->checksum);
    return STATUS_OK;
}

/* Rows that no request can hold are refused, not left out in silence: the rules that reject them were switched off. */
static enum status check_row(const struct pack *pack, const struct batch *batch, const struct activity *activity,
                             const struct pack_row *row, struct error *error)
{
    const char *lack = NULL;
    if (row->person == PACK_NOBODY)
        lack = "has neither a bib nor a registration id; leave the rule participant-missing an error";
    else if (row->day == UNKNOWN_DAY)
        lack = "has no date; leave the rule date-missing an error";
    else if (row->tally == UNKNOWN)
        lack = "has no distance or count; leave the rule distance-missing an error";
    else if (!row->is_count && pack->totals.unit == UNIT_COUNT)
        lack = "is a length, and the tally unit is count; set tally_unit to mi, km, m, yd, ft or mm";
    if (!lack)
        return STATUS_OK;
    return error_set(error, STATUS_USAGE, "%.*s:%llu: cannot be posted: the activity %s",
                     VIEW_ARG(batch->source->source), (unsigned long long)activity->line, lack);
}

static enum status take_row(struct pack *pack, const struct batch *batch, const struct activity *activity,
                            struct error *error)
{
    struct pack_row row = pack_row_of(pack->totals.event, activity);
    row.source = batch->source->number;
    row.person = pack_people_count_in(pack->people, activity);
    enum status status = check_row(pack, batch, activity, &row, error);
    if (status != STATUS_OK)
        return status;
    pack_totals_count_in(&pack->totals, &row);
    pack->content = hash_mix(pack->content, hash_mix(row.key, row.person));
    return pack_spool_add(&pack->spool, &row, activity->comment, error);
}

static enum status take_batch(struct output *output, const struct batch *batch, struct error *error)
{
    struct pack *pack = output->state;
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < batch->row_count; i++) {
        bool is_enough = output->options.probe && pack->totals.activities;
        if (batch->rows[i].verdict == VERDICT_ACCEPTED && !is_enough)
            status = take_row(pack, batch, &batch->rows[i], error);
    }
    return status;
}

static void count_requests(struct pack *pack)
{
    struct pack_totals *totals = &pack->totals;
    for (size_t i = 0; i < pack_people_size(pack->people); i++)
        totals->requests += (pack_people_activities(pack->people, i) - 1) / pack->per_request + 1;
    totals->participants = pack_people_distinct(pack->people);
    pack->digits = LEAST_DIGITS;
    for (uint64_t limit = 10000; limit <= totals->requests; limit *= 10)
        pack->digits++;
}

static enum status flush_manifest(struct pack *pack, struct error *error)
{
    enum status status = pack_folder_add(&pack->folder, pack->manifest_fd, buffer_view(&pack->manifest), error);
    pack->manifest.len = 0;
    return status;
}

/* Up to per_request rows of the person into body and rows; returns how many through `count`. */
static enum status collect(struct pack *pack, uint32_t person, uint64_t *count, struct error *error)
{
    const struct pack_row *row;
    struct view comment;
    pack->body.len = pack->rows.len = 0;
    buffer_add(&pack->body, VIEW("{\"activities\":["));
    for (*count = 0; *count < pack->per_request; ++*count) {
        enum status status = pack_spool_next(&pack->spool, person, &row, &comment, error);
        if (status != STATUS_OK)
            return status;
        if (!row)
            break;
        if (*count)
            buffer_add_char(&pack->body, ',');
        pack->keys[*count] = row->key;
        pack_row_add_json(&pack->body, row, comment, pack->totals.unit);
        pack_manifest_add_row(&pack->rows, pack->totals.summary->sources[row->source], row, *count == 0);
    }
    buffer_add(&pack->body, VIEW("]}"));
    return STATUS_OK;
}

static enum status write_request(struct pack *pack, uint32_t person, uint64_t activities, struct error *error)
{
    const struct pack_person *one = pack_people_at(pack->people, person);
    struct view body = buffer_view(&pack->body);
    pack->name.len = 0;
    pack_manifest_name(&pack->name, ++pack->written, pack->digits, one);
    const struct pack_request request = {
        .person = one,
        .name = buffer_view(&pack->name),
        .activities = activities,
        .bytes = body.len,
        .crc32 = (uint32_t)crc32_z(0, (const unsigned char *)body.at, body.len),
        .cksum = pack_checksum_of(&pack->checksum, body),
    };
    pack_manifest_add_request(&pack->manifest, &pack->totals, &request, pack->written == 1);
    buffer_add(&pack->manifest, buffer_view(&pack->rows));
    pack_manifest_end_request(&pack->manifest);
    enum status status = pack_writer_put(pack->writer, pack->name.at, body, error);
    if (status == STATUS_OK && pack->manifest.len >= WRITER_BLOCK)
        status = flush_manifest(pack, error);
    if (status == STATUS_OK && pack->ledger)
        status = pack->ledger->add(pack->ledger->context, &request, pack->keys, activities, error);
    return status;
}

static enum status write_requests(struct pack *pack, struct error *error)
{
    enum status status = STATUS_OK;
    for (size_t person = 0; person < pack_people_size(pack->people); person++) {
        uint64_t left = pack_people_activities(pack->people, person), count = 0;
        for (; left && status == STATUS_OK; left -= count) {
            status = collect(pack, (uint32_t)person, &count, error);
            if (status != STATUS_OK)
                break;
            assert(count && count <= left);
            status = write_request(pack, (uint32_t)person, count, error);
        }
    }
    return status;
}

static enum status write_manifest_and_requests(struct pack *pack, struct error *error)
{
    pack->manifest_fd = pack_folder_file(&pack->folder, pack->folder.dir, "manifest.json", 0600, error);
    if (pack->manifest_fd < 0)
        return STATUS_IO;
    const struct pack_identity identity = {pack->ledger ? pack->ledger->pack_number : 0, pack->content, pack->is_probe};
    pack_manifest_begin(&pack->manifest, &pack->totals, &identity);
    pack->writer = pack_writer_start(&pack->folder);
    enum status status = write_requests(pack, error);
    enum status finished = pack_writer_finish(pack->writer, status == STATUS_OK ? error : NULL);
    status = status == STATUS_OK ? finished : status;
    pack_manifest_end(&pack->manifest);
    if (status == STATUS_OK)
        status = flush_manifest(pack, error);
    int fd = pack->manifest_fd;
    pack->manifest_fd = -1;
    enum status closed = pack_folder_close(&pack->folder, fd, status == STATUS_OK ? error : NULL);
    return status == STATUS_OK ? closed : status;
}

static enum status write_helpers(struct pack *pack, struct error *error)
{
    const struct pack_folder *folder = &pack->folder;
    const struct view script = {builtin_pack_post_sh, builtin_pack_post_sh_size};
    pack->body.len = 0;
    pack_readme_add(&pack->body, &pack->totals, pack->ledger != NULL);
    enum status status = pack_folder_write(folder, folder->dir, "README.txt", 0600, buffer_view(&pack->body), error);
    return status == STATUS_OK ? pack_folder_write(folder, folder->dir, "post.sh", 0700, script, error) : status;
}

/* Once the books say that the requests exist the folder is never just removed: it gets its name, now or by the next
 * run, or the books forget it first. */
static enum status put_in_place(struct pack *pack, struct error *error)
{
    const struct pack_ledger *ledger = pack->ledger;
    struct pack_folder *folder = &pack->folder;
    if (!ledger)
        return pack_folder_commit(folder, error);
    enum status status = pack_folder_sync(folder, error);
    if (status != STATUS_OK)
        return status;
    status = ledger->seal(ledger->context, folder->target, folder->temporary, pack->content, error);
    if (status == STATUS_OK)
        status = pack_folder_commit(folder, error);
    /* also when seal failed: a disk can fail after the books were closed */
    enum status settled = ledger->settle(ledger->context, status == STATUS_OK, NULL);
    if (status != STATUS_OK && settled != STATUS_OK)
        pack_folder_leave(folder);
    return status;
}

static enum status close_pack(struct output *output, const struct summary *summary, struct error *error)
{
    struct pack *pack = output->state;
    pack->totals.summary = summary;
    count_requests(pack);
    enum status status = pack_spool_finish(&pack->spool, error);
    if (status == STATUS_OK)
        status = pack_folder_create(&pack->folder, error);
    if (status == STATUS_OK)
        status = write_manifest_and_requests(pack, error);
    if (status == STATUS_OK)
        status = write_helpers(pack, error);
    if (status == STATUS_OK)
        status = put_in_place(pack, error);
    release(output);
    return status;
}

const struct output_ops pack_ops = {
    .name = "pack",
    .open = open_pack,
    .batch = take_batch,
    .close = close_pack,
    .abort = release,
};
