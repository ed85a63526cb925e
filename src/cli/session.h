/* session: what the commands that read inputs have in common: the event, the profiles, the rules, the reports. */
#ifndef CLI_SESSION_H
#define CLI_SESSION_H

#include "cli/command.h"
#include "input/origins.h"

enum { SESSION_REPORTS = 10 };

struct session {
    const struct options *options;
    const struct command_ops *command;
    struct event event;
    struct profiles *profiles;
    struct limits *limits;
    struct rule_context rules;
    struct origins origins;
    struct run run;
    struct output reports[SESSION_REPORTS];
    struct output product; /* what the command writes, unless ops is NULL */
    struct run_result result;
    void (*after)(struct session *session); /* prints what is to be said at the end, or NULL */
};

/* Loads and opens everything that the options name. The session is released whatever comes back. */
enum status session_open(struct session *session, const struct options *options, const struct command_ops *command,
                         struct error *error);

/* Only the event, for a command that reads a store. The session is released whatever comes back. */
enum status session_open_event(struct session *session, const struct options *options,
                               const struct command_ops *command, struct error *error);

/* Reads the inputs, prints the lines about rows, and returns the exit code. */
enum exit_code session_run(struct session *session, struct error *error);
void session_release(struct session *session);

#endif
