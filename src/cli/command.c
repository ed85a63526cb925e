#include "cli/command.h"

#include <stdio.h>
#include <unistd.h>

#include "base/ini.h"

extern const struct command_ops check_command, convert_command, import_command, payload_command, sniff_command,
    formats_command, explain_command, undo_command, receipts_command, report_command;

static const struct command_ops *const registry[] = {
    &check_command,  &convert_command, &import_command, &payload_command, &receipts_command,
    &report_command, &undo_command,    &sniff_command,  &explain_command, &formats_command,
};
enum { COMMANDS = sizeof registry / sizeof *registry };

enum exit_code command_fail(const struct error *error)
{
    fprintf(stderr, "%s\n", error->text);
    return error->status == STATUS_USAGE ? EXIT_USAGE : EXIT_IO;
}

static void print_options(unsigned commands)
{
    for (enum option_id id = 0; id < OPTION_COUNT; id++) {
        const struct option_info *o = &option_table[id];
        char left[64];
        if (!(o->commands & commands))
            continue;
        snprintf(left, sizeof left, "--%s%s%s", o->name, o->argument ? " " : "", o->argument ? o->argument : "");
        printf("  %-26s %s\n", left, o->help);
    }
}

static void print_help(void)
{
    printf("tallypost " TALLYPOST_VERSION
           ": activity logs and spreadsheets to clean RunSignup virtual race submissions\n\n");
    for (size_t i = 0; i < COMMANDS; i++)
        printf("  tallypost %-8s %s\n%20s%s\n", registry[i]->name, registry[i]->synopsis, "", registry[i]->summary);
    printf("\nINPUT is a CSV, JSON or Excel file, plain or gzipped, a folder of them, or - for standard input. Options "
           "and inputs come in any "
           "order.\n"
           "\nExit codes: 0 nothing rejected, 1 something rejected (the rest was done), 2 usage or event file wrong,\n"
           "3 over --max-rejects or --strict (nothing written), 4 cannot read or write.\n"
           "\ntallypost COMMAND --help lists the options of a command.\n");
}

static void print_command_help(const struct command_ops *command)
{
    printf("tallypost %s %s\n  %s\n\n", command->name, command->synopsis, command->summary);
    print_options(command->bit);
}

static const struct command_ops *find(const char *name)
{
    for (size_t i = 0; i < COMMANDS; i++)
        if (strcmp(registry[i]->name, name) == 0)
            return registry[i];
    return NULL;
}

static enum exit_code refuse(const char *name)
{
    const char *names[COMMANDS];
    for (size_t i = 0; i < COMMANDS; i++)
        names[i] = registry[i]->name;
    const char *near = ini_nearest(view_of(name), names, COMMANDS);
    fprintf(stderr, "tallypost: there is no command \"%s\"%s%s%s; tallypost --help lists them\n", name,
            near ? " (did you mean " : "", near ? near : "", near ? "?)" : "");
    return EXIT_USAGE;
}

/* A full disk behind standard output shows only when it is flushed. */
static enum exit_code flush_results(enum exit_code code)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return code;
    perror("tallypost: standard output: cannot write");
    return EXIT_IO;
}

static enum exit_code run_command(const struct command_ops *command, int argc, char **argv)
{
    struct options options;
    struct error error;
    enum exit_code code = EXIT_CLEAN;
    enum status status = options_parse(&options, command->bit, argc, argv, &error);
    if (options.help)
        print_command_help(command);
    else if (options.version)
        printf("tallypost " TALLYPOST_VERSION "\n");
    else if (status != STATUS_OK)
        code = command_fail(&error);
    else
        code = command->run(&options);
    options_release(&options);
    return flush_results(code);
}

int command_main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "tallypost: say what to do; tallypost --help lists the commands\n");
        return EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0 || strcmp(argv[1], "-h") == 0) {
        print_help();
        return (int)flush_results(EXIT_CLEAN);
    }
    if (strcmp(argv[1], "--version") == 0) {
        printf("tallypost " TALLYPOST_VERSION "\n");
        return (int)flush_results(EXIT_CLEAN);
    }
    const struct command_ops *command = find(argv[1]);
    return (int)(command ? run_command(command, argc - 2, argv + 2) : refuse(argv[1]));
}
