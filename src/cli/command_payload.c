#include <stdio.h>

#include "cli/session.h"

static enum exit_code run_payload(const struct options *options);

const struct command_ops payload_command = {
    .name = "payload",
    .bit = COMMAND_PAYLOAD,
    .synopsis = "INPUT... --event FILE --out DIR",
    .summary = "write a pack of requests that are ready to post",
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
    if (o->tally_unit == UNIT_NONE && session->event.tally_unit == UNIT_NONE)
        return error_set(
            error, STATUS_USAGE,
            "tallypost: in which unit does this event take result_split_tally_value? RunSignup's API reads back "
            "millimetres, but its documentation posts small plain numbers, and a wrong unit is wrong by a factor "
            "of a million. Set tally_unit in the event file, or give --tally-unit mi, km, m, yd, ft, mm or count");
    return STATUS_OK;
}

static void say_where(struct session *session)
{
    printf("%s: pack of %llu activities; read %s/README.txt for the next step\n", session->options->out,
           (unsigned long long)session->result.summary.totals.accepted, session->options->out);
}

static enum exit_code run_payload(const struct options *options)
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
                    .tally_unit = options->tally_unit ? options->tally_unit : session.event.tally_unit,
                    .per_request = options->per_request},
    };
    enum exit_code code = status == STATUS_OK ? session_run(&session, &error) : command_fail(&error);
    session_release(&session);
    return code;
}
