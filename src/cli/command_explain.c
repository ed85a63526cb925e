#include <stdio.h>

#include "cli/command.h"
#include "model/explanations.h"

static enum exit_code run_explain(const struct options *options);

const struct command_ops explain_command = {
    .name = "explain",
    .bit = COMMAND_EXPLAIN,
    .synopsis = "[CODE...]",
    .summary = "what a finding means, an example, how to mend it; all codes without one",
    .run = run_explain,
};

static void add_family(struct buffer *out, size_t family)
{
    enum code end = family + 1 < code_family_count ? code_families[family + 1].first : CODE_COUNT;
    buffer_format(out, "%s\n", code_families[family].title);
    for (enum code code = code_families[family].first; code < end; code++)
        buffer_format(out, "  %-28s%-9s%s\n", code_table[code].name, severity_names[code_table[code].severity],
                      explanation_table[code].title);
    buffer_add_char(out, '\n');
}

static void add_list(struct buffer *out)
{
    for (size_t i = 0; i < code_family_count; i++)
        add_family(out, i);
    buffer_add_text(out, "An error rejects the row, a warning does not, --verbose shows info too. Another\n"
                         "severity: --rule CODE=warning, or CODE = off under [rules] in the event file.\n"
                         "tallypost explain CODE tells more about one.\n");
}

/* "[pace-fast]" is how a code stands in a line about a row. */
static struct view without_brackets(struct view word)
{
    bool bracketed = word.len > 2 && word.at[0] == '[' && word.at[word.len - 1] == ']';
    return bracketed ? (struct view){word.at + 1, word.len - 2} : word;
}

static enum exit_code refuse(struct view name, const char *near)
{
    struct error error;
    error_set(&error, STATUS_USAGE, "tallypost: there is no finding \"%.*s\"%s%s%s; tallypost explain lists all",
              VIEW_ARG(name), near ? " (did you mean " : "", near ? near : "", near ? "?)" : "");
    return command_fail(&error);
}

static enum exit_code add_pages(struct buffer *out, const struct options *options)
{
    for (size_t i = 0; i < options->input_count; i++) {
        const char *near;
        struct view name = without_brackets(view_of(options->inputs[i]));
        enum code code = explanation_find(name, &near);
        if (code == CODE_COUNT)
            return refuse(name, near);
        buffer_add_text(out, i ? "\n" : "");
        explanation_text(out, code);
    }
    return EXIT_CLEAN;
}

static enum exit_code run_explain(const struct options *options)
{
    struct buffer out = {0};
    enum exit_code code = EXIT_CLEAN;
    if (options->input_count)
        code = add_pages(&out, options);
    else
        add_list(&out);
    if (code == EXIT_CLEAN)
        fwrite(out.at, 1, out.len, stdout);
    buffer_release(&out);
    return code;
}
