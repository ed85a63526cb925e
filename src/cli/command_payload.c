#include <stdio.h>

#include "cli/session.h"
#include "run/repack.h"
#include "store/requests.h"
#include "store/unposted.h"

static enum exit_code run_payload(const struct options *options);

const struct command_ops payload_command = {
    .name = "payload",
    .bit = COMMAND_PAYLOAD,
    .synopsis = "INPUT... --event FILE --out DIR, or --store RACE.db --out DIR",
    .summary = "write a pack of requests that are ready to post; of a store what is not yet posted",
    .run = run_payload,
};

/* The unit is never guessed: the API reads back millimetres, and its documentation posts small plain numbers. */
static enum status check_needs(const struct session *session, struct error *error)
{
    const struct options *o = session->options;
    if (!o->out)
        return error_set(error, STATUS_USAGE, "tallypost: payload needs --out DIR");
    if (!session->event.race_id || !session->event.event_id)
        return error_set(error, STATUS_USAGE,
                         "tallypost: payload needs the race_id and event_id of an event file; give --event FILE");
    if (!o->probe && o->tally_unit == UNIT_NONE && session->event.tally_unit == UNIT_NONE)
        return error_set(
            error, STATUS_USAGE,
            "tallypost: in which unit does this event take result_split_tally_value? RunSignup's API reads back "
            "millimetres, but its documentation posts small plain numbers, and a wrong unit is wrong by a factor "
            "of a million. Set tally_unit in the event file, or give --tally-unit mi, km, m, yd, ft, mm or count");
    return STATUS_OK;
}

static void say_probe(const char *out, const char *store)
{
    printf("%s: one activity, to find out in which unit RunSignup takes values\n"
           "next: sh %s/post.sh; then sh %s/post.sh --read-back\n"
           "then: tallypost receipts%s%s %s says which unit it is\n",
           out, out, out, *store ? " --store " : "", store, out);
}

static void say_where(struct session *session)
{
    const char *out = session->options->out;
    if (session->options->probe) {
        say_probe(out, "");
        return;
    }
    printf("%s: pack of %llu activities; read %s/README.txt for the next step\n", out,
           (unsigned long long)session->result.summary.totals.accepted, out);
}

static enum unit unit_of(const struct session *session)
{
    enum unit unit = session->options->tally_unit ? session->options->tally_unit : session->event.tally_unit;
    return unit == UNIT_NONE && session->options->probe ? UNIT_MI : unit;
}

static enum exit_code pack_inputs(const struct options *options)
{
    struct session session = {0};
    struct error error;
    enum status status = session_open(&session, options, &payload_command, &error);
    if (status == STATUS_OK)
        status = check_needs(&session, &error);
    session.rules.participants_needed = true;
    session.after = options->quiet ? NULL : say_where;
    session.product = (struct output){
        .ops = &pack_ops,
        .options = {.event = &session.event,
                    .path = options->out,
                    .command = "payload",
                    .tally_unit = unit_of(&session),
                    .probe = options->probe,
                    .per_request = options->per_request},
    };
    enum exit_code code = status == STATUS_OK ? session_run(&session, &error) : command_fail(&error);
    session_release(&session);
    return code;
}

/* ---- from the store ---- */

static void say_nothing_to_pack(const struct options *o, const struct request_counts *counts)
{
    if (!counts->stored)
        printf("%s: nothing to pack: no activities are stored; tallypost import adds some\n", o->store);
    else
        printf("%s: nothing to pack: each of the %lld activities is in a request already\n"
               "next: tallypost report --store %s says where they stand\n",
               o->store, (long long)counts->stored, o->store);
}

static void say_what_was_packed(const struct options *o, const struct repack *r, const struct request_counts *counts)
{
    printf("%s: pack %lld of %s: %llu %s in %llu %s, values in %s\n", o->out, (long long)r->pack_id, o->store,
           (unsigned long long)r->activities, r->activities == 1 ? "activity" : "activities",
           (unsigned long long)r->requests, r->requests == 1 ? "request" : "requests", unit_table[r->tally_unit].words);
    if (r->climbs_made_up)
        printf("%s: %llu without an elevation gain are sent with 0, because their type requires one\n", o->out,
               (unsigned long long)r->climbs_made_up);
    if (counts->unknown)
        printf("%s: %lld more may have been posted already and are not packed again; tallypost report --store %s says "
               "how to find out\n",
               o->store, (long long)counts->unknown, o->store);
    if (o->probe)
        say_probe(o->out, o->store);
    else
        printf("next: sh %s/post.sh --dry-run shows what would be sent; %s/README.txt tells the rest\n", o->out,
               o->out);
}

static enum status pack_unposted(struct session *session, struct store *store, struct error *error)
{
    const struct options *o = session->options;
    struct request_counts counts = {0};
    enum status status = requests_count(store, &counts, error);
    if (status == STATUS_OK && !counts.unposted) {
        say_nothing_to_pack(o, &counts);
        return STATUS_OK;
    }
    if (status == STATUS_OK)
        status = unposted_event(store, &session->event, error);
    if (status == STATUS_OK)
        status = check_needs(session, error);
    struct repack repack = {.store = store,
                            .store_name = o->store,
                            .event = &session->event,
                            .out = o->out,
                            .tally_unit = unit_of(session),
                            .per_request = o->per_request,
                            .probe = o->probe};
    if (status == STATUS_OK)
        status = repack_run(&repack, error);
    if (status == STATUS_OK && !repack.activities)
        say_nothing_to_pack(o, &counts);
    else if (status == STATUS_OK && !o->quiet)
        say_what_was_packed(o, &repack, &counts);
    return status;
}

static enum exit_code pack_store(const struct options *options)
{
    struct session session = {0};
    struct error error;
    struct store *store = NULL;
    struct buffer said = {0};
    enum status status = session_open_event(&session, options, &payload_command, &error);
    if (status == STATUS_OK && options->tally_unit != UNIT_NONE)
        session.event.tally_unit = options->tally_unit;
    if (status == STATUS_OK)
        status = store_open(&store, options->store, STORE_CHANGE, &error);
    if (status == STATUS_OK)
        status = repack_settle(store, &said, &error);
    fputs(buffer_string(&said), stdout);
    if (status == STATUS_OK)
        status = pack_unposted(&session, store, &error);
    enum exit_code code = status == STATUS_OK ? EXIT_CLEAN : command_fail(&error);
    buffer_release(&said);
    store_close(store);
    session_release(&session);
    return code;
}

static enum exit_code run_payload(const struct options *options)
{
    struct error error;
    if (!options->store)
        return pack_inputs(options);
    if (options->input_count == 0)
        return pack_store(options);
    error_set(&error, STATUS_USAGE,
              "tallypost: payload takes inputs or --store, not both; to keep books of what is posted, first "
              "tallypost import %s --store %s, then tallypost payload --store %s --out DIR",
              options->inputs[0], options->store, options->store);
    return command_fail(&error);
}
