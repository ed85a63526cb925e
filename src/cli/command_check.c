#include "cli/session.h"

static enum exit_code run_check(const struct options *options);

const struct command_ops check_command = {
    .name = "check",
    .bit = COMMAND_CHECK,
    .synopsis = "INPUT... [--event FILE]",
    .summary = "read, normalize, validate, report; writes nothing else",
    .run = run_check,
};

static enum exit_code run_check(const struct options *options)
{
    struct session session;
    struct error error;
    enum status status = session_open(&session, options, &check_command, &error);
    enum exit_code code = status == STATUS_OK ? session_run(&session, &error) : command_fail(&error);
    session_release(&session);
    return code;
}
