#include <stdio.h>

#include "cli/session.h"
#include "outputs/next_step.h"
#include "run/probe.h"
#include "run/reconcile.h"
#include "run/repack.h"

static enum exit_code run_receipts(const struct options *options);

const struct command_ops receipts_command = {
    .name = "receipts",
    .bit = COMMAND_RECEIPTS,
    .synopsis = "--store RACE.db PACK..., or PROBE",
    .summary = "take in RunSignup's answers: a pack's folder, or saved answers of GET vr-activities",
    .run = run_receipts,
};

static const char *plural(uint64_t count, const char *one, const char *many)
{
    return count == 1 ? one : many;
}

static void say_requests(const struct options *o, const struct reconcile *r, const struct standing *s)
{
    const int64_t *n = s->requests;
    printf("%s: %llu new %s; requests: %lld confirmed, %lld sent, %lld refused, %lld unknown, %lld ready\n", o->store,
           (unsigned long long)r->news, plural(r->news, "answer", "answers"), (long long)n[REQUEST_CONFIRMED],
           (long long)n[REQUEST_SENT], (long long)n[REQUEST_FAILED], (long long)n[REQUEST_UNKNOWN],
           (long long)n[REQUEST_READY]);
}

static void say_read_back(const struct options *o, const struct reconcile *r)
{
    if (!r->people)
        return;
    printf("%s: read back of %llu %s: %llu confirmed, %llu missing, %llu extra, %llu different\n", o->store,
           (unsigned long long)r->people, plural(r->people, "participant", "participants"),
           (unsigned long long)r->confirmed, (unsigned long long)r->counts[RECONCILE_MISSING],
           (unsigned long long)r->counts[RECONCILE_EXTRA], (unsigned long long)r->counts[RECONCILE_DIFFERENT]);
    if (r->incomplete)
        printf("%s: of %llu %s there may be more pages, so what is not on these is not called missing; save them all "
               "(&num=100&page=2 and so on) and give them together\n",
               o->store, (unsigned long long)r->incomplete, plural(r->incomplete, "participant", "participants"));
}

static enum status say_all(const struct options *o, const struct reconcile *r, enum exit_code *code,
                           struct error *error)
{
    struct standing standing;
    struct arena arena = {0};
    struct buffer next = {0};
    enum status status = standing_read(&standing, r->store, &arena, error);
    if (status == STATUS_OK) {
        say_requests(o, r, &standing);
        say_read_back(o, r);
        next_step_add(&next, &standing, o->store);
        fputs(buffer_string(&next), stdout);
        for (int kind = 0; kind < RECONCILE_KINDS; kind++)
            *code = r->counts[kind] ? EXIT_REJECTED : *code;
    }
    buffer_release(&next);
    arena_release(&arena);
    return status;
}

static enum status take_all(const struct options *o, struct reconcile *r, struct error *error)
{
    enum status status = reconcile_begin(r, error);
    for (size_t i = 0; status == STATUS_OK && i < o->input_count; i++)
        status = reconcile_take(r, o->inputs[i], error);
    return status == STATUS_OK ? reconcile_finish(r, error) : status;
}

/* ---- a probe ---- */

static void say_unit(const char *folder, const struct probe *p)
{
    const struct unit_info *unit = &unit_table[p->unit];
    if (!p->is_read_back) {
        printf("%s: the activity was not read back yet\nnext: sh %s/post.sh; then sh %s/post.sh --read-back\n", folder,
               folder, folder);
        return;
    }
    printf("%s: the value %.*s came back as %lld mm", folder, VIEW_ARG(p->posted), (long long)p->millimetres);
    if (p->unit == UNIT_NONE) {
        printf(", which it is in no unit known here\nnext: ask RunSignup what this event counts in, and post nothing "
               "else until you know\n");
        return;
    }
    printf(": RunSignup takes values in %s\n", unit->words);
    if (p->unit != p->posted_unit)
        printf("%s: it was posted in %s, so number %lld is wrong on RunSignup; delete it there, then sh %s/post.sh "
               "--read-back and tallypost receipts again\n",
               folder, unit_table[p->posted_unit].words, (long long)p->number, folder);
    printf("next: tally_unit = %s in the event file, or --tally-unit %s\n", unit->name, unit->name);
}

/* STATUS_OK and nothing said when the folder is no probe. */
static enum status tell_unit(const char *folder, bool must_be, enum exit_code *code, struct error *error)
{
    struct arena arena = {0};
    struct manifest manifest;
    struct probe probe;
    struct error ignored;
    enum status status = manifest_read(folder, &arena, &manifest, must_be ? error : &ignored);
    bool is_probe = status == STATUS_OK && manifest.is_probe;
    if (!must_be && !is_probe) {
        arena_release(&arena);
        return STATUS_OK;
    }
    if (status == STATUS_OK)
        status = probe_judge(&probe, folder, &manifest, &arena, error);
    if (status == STATUS_OK) {
        say_unit(folder, &probe);
        if (!probe.is_read_back || probe.unit != probe.posted_unit)
            *code = EXIT_REJECTED;
    }
    arena_release(&arena);
    return status;
}

/* Without a store only a probe says something. */
static enum exit_code tell_probe(const char *folder)
{
    struct error error;
    enum exit_code code = EXIT_CLEAN;
    return tell_unit(folder, true, &code, &error) == STATUS_OK ? code : command_fail(&error);
}

/* ---- all of it ---- */

static enum status check_words(const struct options *o, struct error *error)
{
    if (!o->store)
        return error_set(error, STATUS_USAGE, "tallypost: receipts needs --store FILE");
    if (!o->input_count)
        return error_set(error, STATUS_USAGE,
                         "tallypost: say what came back: the pack's folder, or saved answers of GET vr-activities");
    return STATUS_OK;
}

static enum exit_code run_receipts(const struct options *options)
{
    struct session session = {0};
    struct error error;
    struct buffer said = {0};
    if (!options->store && options->input_count == 1)
        return tell_probe(options->inputs[0]);
    enum exit_code code = EXIT_CLEAN;
    struct reconcile r = {.store_name = options->store,
                          .registration_id = options->input.reading.registration_id,
                          .bib = options->input.reading.bib};
    enum status status = check_words(options, &error);
    if (status == STATUS_OK)
        status = session_open_event(&session, options, &receipts_command, &error);
    r.as_of = session.event.as_of;
    if (status == STATUS_OK)
        status = store_open(&r.store, options->store, STORE_CHANGE, &error);
    struct store *store = r.store;
    if (status == STATUS_OK)
        status = repack_settle(store, &said, &error);
    fputs(buffer_string(&said), stdout);
    if (status == STATUS_OK)
        status = take_all(options, &r, &error);
    if (status == STATUS_OK && !options->quiet)
        fputs(buffer_string(&r.lines), stderr);
    if (status == STATUS_OK)
        status = say_all(options, &r, &code, &error);
    for (size_t i = 0; status == STATUS_OK && i < options->input_count; i++)
        status = tell_unit(options->inputs[i], false, &code, &error);
    reconcile_release(&r);
    buffer_release(&said);
    store_close(store);
    session_release(&session);
    return status == STATUS_OK ? code : command_fail(&error);
}
