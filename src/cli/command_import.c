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

static bool posted(void *store)
{
    return store_has_posted(store);
}

static bool had(void *store, const struct source_info *source, const struct activity *row, struct arena *arena,
                uint64_t *key, struct view *was)
{
    return store_had(store, source, row, arena, key, was);
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
    unsigned long long posted_before = summary->by_code[CODE_ALREADY_POSTED];
    unsigned long long changed = summary->by_code[CODE_ROW_CHANGED];
    printf("%s: %llu %s added", session->options->store, added, added == 1 ? "activity" : "activities");
    if (known + posted_before)
        printf(", %llu %s there already", known + posted_before, known + posted_before == 1 ? "was" : "were");
    if (posted_before)
        printf(" (%llu posted)", posted_before);
    if (changed)
        printf(", %llu changed since an earlier import", changed);
    printf("\n");
    if (changed)
        printf("next: tallypost explain row-changed tells how to get changed rows in\n");
}

static enum exit_code import_into(struct session *session, struct store *store, struct error *error)
{
    session->rules.stored = stored;
    session->rules.posted = posted;
    session->rules.had = had;
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
