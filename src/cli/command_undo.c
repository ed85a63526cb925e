#include <stdio.h>

#include "base/fileio.h"
#include "cli/command.h"
#include "run/repack.h"
#include "run/unpack.h"
#include "store/undo.h"

static enum exit_code run_undo(const struct options *options);

const struct command_ops undo_command = {
    .name = "undo",
    .bit = COMMAND_UNDO,
    .synopsis = "--store RACE.db BATCH, or --store RACE.db PACK",
    .summary = "take an import or a pack back, as far as nothing of it was posted",
    .run = run_undo,
};

static const char *plural(int64_t count, const char *one, const char *many)
{
    return count == 1 ? one : many;
}

/* ---- a batch ---- */

/* What stays, and how to get at it. */
static void say_what_stays(const struct options *o, int64_t batch_id, const struct undo_result *r, const char *folder)
{
    if (r->in_packs)
        printf("  %lld %s in pack %lld, which is not sent: tallypost undo --store %s pack-%lld takes it back (%s)\n",
               (long long)r->in_packs, plural(r->in_packs, "is", "are"), (long long)r->pack_id, o->store,
               (long long)r->pack_id, folder);
    if (r->unknown)
        printf("  %lld may have been posted: tallypost report --store %s says how to find out\n", (long long)r->unknown,
               o->store);
    if (r->posted)
        printf("  %lld %s on RunSignup: tallypost undo --store %s %lld --out FILE lists the calls that would delete "
               "them\n",
               (long long)r->posted, plural(r->posted, "is", "are"), o->store, (long long)batch_id);
}

static void say_what_was_removed(const struct options *o, int64_t batch_id, const struct undo_result *r,
                                 const char *source, const char *folder)
{
    printf("%s: batch %lld (%s): ", o->store, (long long)batch_id, source);
    if (r->was_undone)
        printf("was taken back before; nothing to do\n");
    else if (r->removed == r->stored)
        printf("taken back, %lld %s removed\n", (long long)r->removed, plural(r->removed, "activity", "activities"));
    else
        printf("%lld of %lld activities removed, %lld %s\n", (long long)r->removed, (long long)r->stored,
               (long long)(r->stored - r->removed), plural(r->stored - r->removed, "stays", "stay"));
    say_what_stays(o, batch_id, r, folder);
}

static enum status write_calls(const struct options *o, struct store *store, int64_t batch_id, struct error *error)
{
    struct buffer calls = {0};
    struct writer writer = {0};
    int64_t count = 0, numberless = 0;
    enum status status = undo_list_calls(store, batch_id, &calls, &count, &numberless, error);
    if (status == STATUS_OK)
        status = writer_open(&writer, o->out, true, error);
    if (status == STATUS_OK) {
        buffer_add(&writer.pending, buffer_view(&calls));
        status = writer_commit(&writer, error);
    }
    if (status == STATUS_OK)
        printf("%s: %lld DELETE %s, never run by tallypost; your key goes with each as in post.sh\n", o->out,
               (long long)count, plural(count, "call", "calls"));
    if (status == STATUS_OK && numberless)
        printf("%s: %lld more may be on RunSignup under numbers that are not known yet; read them back first\n", o->out,
               (long long)numberless);
    buffer_release(&calls);
    return status;
}

static enum status take_batch_back(const struct options *o, struct store *store, int64_t batch_id, enum exit_code *code,
                                   struct error *error)
{
    struct undo_result result;
    struct buffer source = {0}, folder = {0};
    enum status status = undo_batch(store, batch_id, &result, &source, &folder, error);
    if (status == STATUS_OK) {
        struct buffer masked = {0};
        buffer_add_masked(&masked, buffer_view(&source));
        say_what_was_removed(o, batch_id, &result, buffer_string(&masked), buffer_string(&folder));
        buffer_release(&masked);
        *code = result.removed == result.stored ? EXIT_CLEAN : EXIT_REJECTED;
    }
    if (status == STATUS_OK && o->out)
        status = write_calls(o, store, batch_id, error);
    buffer_release(&source);
    buffer_release(&folder);
    return status;
}

/* ---- a pack ---- */

static enum status take_pack_back(const struct options *o, struct store *store, struct error *error)
{
    struct unpack unpack = {.store_name = o->store, .given = o->inputs[0], .not_posted = o->not_posted};
    enum status status = unpack_run(&unpack, store, error);
    if (status == STATUS_OK)
        printf("%s: pack %lld taken back: %lld %s in %lld %s can be packed again; its folder %s is of no use any "
               "more\n",
               o->store, (long long)unpack.pack_id, (long long)unpack.activities,
               plural(unpack.activities, "activity", "activities"), (long long)unpack.requests,
               plural(unpack.requests, "request", "requests"), buffer_string(&unpack.folder));
    buffer_release(&unpack.folder);
    return status;
}

static enum status check_words(const struct options *o, struct error *error)
{
    if (!o->store)
        return error_set(error, STATUS_USAGE, "tallypost: undo needs --store FILE");
    if (o->input_count != 1)
        return error_set(error, STATUS_USAGE,
                         "tallypost: say what to take back: a batch (a number) or a pack (pack-N, or its folder); "
                         "tallypost report --store %s lists them",
                         o->store);
    return STATUS_OK;
}

static enum exit_code run_undo(const struct options *options)
{
    struct store *store = NULL;
    struct error error;
    struct buffer said = {0};
    uint64_t number;
    enum exit_code code = EXIT_CLEAN;
    enum status status = check_words(options, &error);
    if (status == STATUS_OK)
        status = store_open(&store, options->store, STORE_CHANGE, &error);
    if (status == STATUS_OK)
        status = repack_settle(store, &said, &error);
    fputs(buffer_string(&said), stdout);
    if (status == STATUS_OK && number_parse_uint(view_of(options->inputs[0]), &number))
        status = take_batch_back(options, store, (int64_t)number, &code, &error);
    else if (status == STATUS_OK)
        status = take_pack_back(options, store, &error);
    buffer_release(&said);
    store_close(store);
    return status == STATUS_OK ? code : command_fail(&error);
}
