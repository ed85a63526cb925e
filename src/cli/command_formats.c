#include <stdio.h>

#include "cli/session.h"

static enum exit_code run_formats(const struct options *options);

const struct command_ops formats_command = {
    .name = "formats",
    .bit = COMMAND_FORMATS,
    .synopsis = "",
    .summary = "formats, profiles and fields that are built in",
    .run = run_formats,
};

static enum exit_code run_formats(const struct options *options)
{
    struct profiles *profiles;
    struct error error;
    (void)options;
    enum status status = profiles_open(&profiles, NULL, &error);
    if (status != STATUS_OK)
        return command_fail(&error);
    printf("Formats (--from):\n");
    for (size_t i = 0; i < reader_count; i++)
        printf("  %-20s %s\n", reader_registry[i]->name, reader_registry[i]->title);
    printf("\nProfiles, found by the headers:\n");
    for (size_t i = 0; i < profiles_count(profiles); i++) {
        const struct profile *p = profiles_at(profiles, i);
        if (p->name.len)
            printf("  %-20.*s %.*s\n", VIEW_ARG(p->name), VIEW_ARG(p->title));
    }
    printf("  %-20s %s\n", "(none)", "any other table: headers are read by their words, in many languages");
    printf("\nFields (--map FIELD=COLUMN):\n");
    for (enum field field = FIELD_NONE + 1; field < FIELD_COUNT; field++)
        printf("  %-20s %s\n", field_table[field].name, field_table[field].title);
    profiles_close(profiles);
    return EXIT_CLEAN;
}
