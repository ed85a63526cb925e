/* options: what the user said on the command line. One table gives parsing, help and completion. */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include "base/error.h"
#include "model/findings.h"
#include "run/run.h"

/* Commands as bits, and sets of them. */
enum command_bit {
    COMMAND_CHECK = 1,
    COMMAND_CONVERT = 2,
    COMMAND_IMPORT = 4,
    COMMAND_PAYLOAD = 8,
    COMMAND_FORMATS = 16,
    COMMAND_SNIFF = 32,
    COMMAND_EXPLAIN = 64,
    COMMAND_RECEIPTS = 128,
    COMMAND_REPORT = 256,
    COMMAND_UNDO = 512,
};

enum option_id {
#define OPTION(id, name, argument, commands, help) OPTION_##id,
#include "cli/options.def"
#undef OPTION
    OPTION_COUNT
};

struct option_info {
    const char *name, *argument; /* argument NULL: it takes none */
    unsigned commands;
    const char *help;
};

extern const struct option_info option_table[OPTION_COUNT];

enum when { WHEN_AUTO, WHEN_ALWAYS, WHEN_NEVER };

struct report_request {
    const char *format, *path; /* path NULL: standard output */
};

struct rule_change {
    enum code code;
    enum severity severity;
};

struct options {
    const char *event, *profile, *time_zone, *to, *store, *out, *rejects_file, *save_profile, *columns, *waivers;
    struct input_options input;
    int32_t as_of;
    enum unit tally_unit;
    struct rule_change *rules;
    size_t rule_count, rule_capacity;
    struct report_request *reports;
    size_t report_count, report_capacity;
    size_t map_capacity;
    struct reject_limit rejects;
    int per_request;
    unsigned jobs;
    enum when progress, color;
    bool all, quiet, verbose, show_names, help, version, probe, not_posted;
    const char **inputs;
    size_t input_count, input_capacity;
};

/* Parses what follows the command's name. STATUS_USAGE with the nearest known option when something is wrong. */
enum status options_parse(struct options *options, enum command_bit command, int argc, char **argv,
                          struct error *error);
void options_release(struct options *options);

#endif
