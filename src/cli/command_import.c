#include <stdio.h>

#include "cli/session.h"
#include "store/store.h"

static enum exit_code run_import(const struct options *options);

const struct command_ops import_command = {
    .name = "import",
    .bit = COMMAND_IMPORT,
    .synopsis = "INPUT... --store RACE.db [--event FILE]",
    .summary = "add accepted rows to the store; importing the same file again changes nothing",
    .run = run_import,
};

static bool stored(void *store, const struct activity *row, struct arena *arena, struct view *where)
{
    return store_has(store, row, arena, where);
}

static void expect(void *store, const struct activity *row)
{
    store_expect(store, row->key);
}

/* What the import did, in a line. */
static void say_what_was_added(struct session *session)
{
    const struct summary *summary = &session->result.summary;
    unsigned long long added = summary->totals.accepted, known = summary->by_code[CODE_ALREADY_IMPORTED];
    printf("%s: %llu activities added", session->options->store, added);
    if (known)
        printf(", %llu were there already", known);
    printf("\n");
}

static enum exit_code import_into(struct session *session, struct store *store, struct error *error)
{
    session->rules.stored = stored;
    session->rules.expect = expect;
    session->rules.store = store;
    session->after = session->options->quiet ? NULL : say_what_was_added;
    session->product = (struct output){
        .ops = &store_ops,
        .options = {.event = &session->event,
                    .command = "import",
                    .tally_unit =
                        session->options->tally_unit ? session->options->tally_unit : session->event.tally_unit,
                    .store = session->options->store},
        .state = store,
    };
    return session_run(session, error);
}

static enum exit_code run_import(const struct options *options)
{
    struct session session = {0};
    struct error error;
    struct store *store = NULL;
    enum status status = options->store ? session_open(&session, options, &import_command, &error)
                                        : error_set(&error, STATUS_USAGE, "tallypost: import needs --store FILE");
    if (status == STATUS_OK)
        status = store_open(&store, options->store, STORE_WRITE, &error);
    enum exit_code code = status == STATUS_OK ? import_into(&session, store, &error) : command_fail(&error);
    store_close(store);
    session_release(&session);
    return code;
}
