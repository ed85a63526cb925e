#include "base/fileio.h"
#include "cli/command.h"
#include "outputs/store_report.h"

static enum exit_code run_report(const struct options *options);

const struct command_ops report_command = {
    .name = "report",
    .bit = COMMAND_REPORT,
    .synopsis = "--store RACE.db",
    .summary = "what was imported, packed, posted and confirmed, and what to do next",
    .run = run_report,
};

static enum status write_report(const struct options *o, struct store *store, const struct report_request *report,
                                struct error *error)
{
    struct writer writer = {0};
    bool is_json = report->format[0] == 'j';
    enum status status = writer_open(&writer, report->path, true, error);
    if (status != STATUS_OK)
        return status;
    status = is_json ? store_report_json(&writer.pending, store, o->store, error)
                     : store_report_text(&writer.pending, store, o->store, error);
    if (status == STATUS_OK)
        return writer_commit(&writer, error);
    writer_abort(&writer);
    return status;
}

static enum status check_words(const struct options *o, struct error *error)
{
    if (!o->store)
        return error_set(error, STATUS_USAGE, "tallypost: report needs --store FILE");
    if (o->input_count)
        return error_set(error, STATUS_USAGE,
                         "tallypost: report takes no inputs, only --store; for %s: tallypost check", o->inputs[0]);
    for (size_t i = 0; i < o->report_count; i++)
        if (strcmp(o->reports[i].format, "text") != 0 && strcmp(o->reports[i].format, "json") != 0)
            return error_set(error, STATUS_USAGE, "tallypost: --report %s: the report over a store is text or json",
                             o->reports[i].format);
    return STATUS_OK;
}

static enum exit_code run_report(const struct options *options)
{
    static const struct report_request as_text = {"text", NULL};
    struct store *store = NULL;
    struct error error;
    enum status status = check_words(options, &error);
    if (status == STATUS_OK)
        status = store_open(&store, options->store, STORE_READ, &error);
    if (status == STATUS_OK && !options->report_count)
        status = write_report(options, store, &as_text, &error);
    for (size_t i = 0; status == STATUS_OK && i < options->report_count; i++)
        status = write_report(options, store, &options->reports[i], &error);
    store_close(store);
    return status == STATUS_OK ? EXIT_CLEAN : command_fail(&error);
}
