/* command: what tallypost can be told to do. Adding one is one file with a `const struct command_ops` and a row in
 * command.c. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "cli/options.h"

/* Exit codes; when several apply the highest wins. */
enum exit_code { EXIT_CLEAN, EXIT_REJECTED, EXIT_USAGE, EXIT_OVER_LIMIT, EXIT_IO };

struct command_ops {
    const char *name;
    enum command_bit bit;
    const char *synopsis; /* behind the name */
    const char *summary;  /* one line */
    enum exit_code (*run)(const struct options *options);
};

/* Runs the command that argv names; returns the program's exit code. */
int command_main(int argc, char **argv);

/* Prints the error's line on standard error; returns the exit code that goes with it. */
enum exit_code command_fail(const struct error *error);

#endif
