#include "cli/session.h"

static enum exit_code run_convert(const struct options *options);

const struct command_ops convert_command = {
    .name = "convert",
    .bit = COMMAND_CONVERT,
    .synopsis = "INPUT... --to ndjson|csv",
    .summary = "normalized rows on standard output; the report goes to standard error",
    .run = run_convert,
};

static const struct output_ops *product_for(const struct options *options, struct error *error)
{
    bool own = options->columns && strcmp(options->columns, "own") == 0;
    if (options->columns && !own && strcmp(options->columns, "runsignup") != 0) {
        error_set(error, STATUS_USAGE, "tallypost: --columns %s: give own or runsignup", options->columns);
        return NULL;
    }
    if (own && options->to && strcmp(options->to, "csv") == 0)
        return &convert_own_ops;
    static const struct output_ops *const products[] = {&convert_ndjson_ops, &convert_csv_ops};
    for (size_t i = 0; options->to && i < sizeof products / sizeof *products; i++)
        if (strcmp(options->to, products[i]->name) == 0)
            return products[i];
    error_set(error, STATUS_USAGE,
              options->to ? "tallypost: --to %s: give ndjson or csv"
                          : "tallypost: convert needs --to ndjson or --to csv",
              options->to);
    return NULL;
}

static enum exit_code run_convert(const struct options *options)
{
    struct session session = {0};
    struct error error;
    const struct output_ops *ops = product_for(options, &error);
    enum status status = ops ? session_open(&session, options, &convert_command, &error) : STATUS_USAGE;
    session.product = (struct output){
        .ops = ops,
        .options = {.event = &session.event,
                    .command = "convert",
                    .tally_unit = options->tally_unit ? options->tally_unit : session.event.tally_unit,
                    .all = options->all},
    };
    session.run.products_stream = true;
    session.run.keep_cells = session.run.keep_cells || ops == &convert_own_ops;
    enum exit_code code = status == STATUS_OK ? session_run(&session, &error) : command_fail(&error);
    session_release(&session);
    return code;
}
