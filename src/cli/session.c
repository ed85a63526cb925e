#include "cli/session.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/civil.h"
#include "base/zone.h"
#include "cli/diag.h"
#include "cli/progress.h"
#include "event/event_file.h"
#include "event/waivers.h"
#include "rules/limits.h"

/* The local date of the moment the program started. */
static int32_t today(void)
{
    time_t now = time(NULL);
    struct tm local;
    if (!localtime_r(&now, &local))
        return 0;
    return civil_day(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday);
}

/* Without a list of types in the event, a type that is not known is only remarkable. */
static void set_severities(struct session *s)
{
    struct event *event = &s->event;
    static const enum code of_types[] = {CODE_TYPE_MISSING, CODE_TYPE_UNKNOWN};
    for (size_t i = 0; i < 2; i++)
        if (event->lists_types && !event->severity_set[of_types[i]])
            event->severities[of_types[i]] = SEVERITY_ERROR;
    for (size_t i = 0; i < s->options->rule_count; i++) {
        event->severities[s->options->rules[i].code] = s->options->rules[i].severity;
        event->severity_set[s->options->rules[i].code] = true;
    }
}

static enum status load_event(struct session *s, struct error *error)
{
    const struct options *o = s->options;
    event_init(&s->event);
    enum status status = o->event ? event_file_load(&s->event, o->event, error) : STATUS_OK;
    s->event.as_of = o->as_of != INT32_MIN ? o->as_of : today();
    set_severities(s);
    return status;
}

static enum status load_waivers(struct session *s, struct error *error)
{
    const struct origins *origins = &s->origins;
    if (!s->options->waivers)
        return STATUS_OK;
    const char **paths = arena_get(&s->event.arena, (origins->count + 1) * sizeof *paths);
    for (size_t i = 0; i < origins->count; i++)
        paths[i] = origins->at[i].path;
    return waivers_read(&s->event.waivers, s->options->waivers, paths, origins->count, s->event.as_of, &s->event.arena,
                        error);
}

static enum status set_zone(struct session *s, struct error *error)
{
    struct view zone = s->options->time_zone ? view_of(s->options->time_zone) : s->event.time_zone;
    s->event.time_zone = zone;
    if (!zone.len || zone_use(zone))
        return STATUS_OK;
    return error_set(
        error, STATUS_USAGE,
        "tallypost: time zone \"%.*s\" is not known; give a name such as America/New_York (package tzdata)",
        VIEW_ARG(zone));
}

static int judge(const void *limits, enum kind kind, int64_t distance_mm, int64_t elapsed_ms)
{
    return limits_plausible(limits, kind, distance_mm, elapsed_ms);
}

static void set_up_run(struct session *s)
{
    const struct options *o = s->options;
    s->rules.event = &s->event;
    s->rules.limits = s->limits;
    s->run = (struct run){
        .origins = &s->origins,
        .recognition = {.options = &o->input,
                        .profiles = s->profiles,
                        .event = &s->event,
                        .judgement = {judge, s->limits}},
        .rules = &s->rules,
        .jobs = o->jobs ? o->jobs : (unsigned)sysconf(_SC_NPROCESSORS_ONLN),
        .rejects = o->rejects,
        .reports = s->reports,
        .progress = progress_show,
        .progress_context = progress_new(o->progress),
    };
}

static void add_report(struct session *s, const struct output_ops *ops, const char *path)
{
    const struct options *o = s->options;
    bool is_convert = s->command->bit == COMMAND_CONVERT;
    s->reports[s->run.report_count++] = (struct output){
        .ops = ops,
        .options = {.event = &s->event,
                    .path = path,
                    .to_stderr = is_convert && !path,
                    .command = s->command->name,
                    .tally_unit = o->tally_unit ? o->tally_unit : s->event.tally_unit,
                    .verbose = o->verbose,
                    .show_names = o->show_names,
                    .limits = s->limits,
                    .color = o->color == WHEN_ALWAYS || (o->color == WHEN_AUTO && isatty(is_convert ? 2 : 1))},
    };
}

static const struct output_ops *report_named(const char *format)
{
    static const struct output_ops *const all[] = {&report_text_ops, &report_json_ops, &report_csv_ops,
                                                   &report_html_ops};
    size_t i = 0;
    while (strcmp(all[i]->name, format) != 0) /* options know the same names */
        i++;
    return all[i];
}

/* Tracks alone have no cells that could be mended. */
static bool has_tables(const struct session *s)
{
    for (size_t i = 0; i < s->origins.count; i++) {
        const struct reader_ops *ops = reader_of_name(origin_file_name(&s->origins.at[i]));
        if (!ops || !ops->settled)
            return true;
    }
    return false;
}

/* The lines about rows, then the reports that were asked for; text when none was. */
static enum status add_reports(struct session *s, struct error *error)
{
    const struct options *o = s->options;
    if (!o->quiet)
        add_report(s, &diag_ops, NULL);
    if (o->rejects_file && !has_tables(s))
        return error_set(error, STATUS_USAGE,
                         "tallypost: --rejects %s: the inputs are tracks; they have no cells to mend, so leave it out",
                         o->rejects_file);
    if (o->rejects_file)
        add_report(s, &rejects_ops, o->rejects_file);
    s->run.keep_cells = o->rejects_file != NULL;
    for (size_t i = 0; i < o->report_count; i++) {
        if (s->run.report_count == SESSION_REPORTS)
            return error_set(error, STATUS_USAGE, "tallypost: at most %d reports", SESSION_REPORTS - 2);
        add_report(s, report_named(o->reports[i].format), o->reports[i].path);
    }
    if (o->report_count == 0 && (!o->quiet || s->command->bit == COMMAND_CHECK))
        add_report(s, &report_text_ops, NULL);
    return STATUS_OK;
}

enum status session_open(struct session *s, const struct options *options, const struct command_ops *command,
                         struct error *error)
{
    *s = (struct session){.options = options, .command = command};
    if (options->input_count == 0)
        return error_set(error, STATUS_USAGE, "tallypost: name at least one input: tallypost %s FILE", command->name);
    enum status status = STATUS_OK;
    origins_init(&s->origins, options->input.limits);
    for (size_t i = 0; status == STATUS_OK && i < options->input_count; i++)
        status = origins_add(&s->origins, options->inputs[i], error);
    origins_finish(&s->origins);
    if (status == STATUS_OK)
        status = load_event(s, error);
    if (status == STATUS_OK)
        status = load_waivers(s, error);
    if (status == STATUS_OK)
        status = set_zone(s, error);
    if (status == STATUS_OK)
        status = profiles_open(&s->profiles, options->profile, error);
    if (status == STATUS_OK)
        status = limits_open(&s->limits, s->event.limits_path.len ? s->event.limits_path.at : NULL, error);
    set_up_run(s);
    return status == STATUS_OK ? add_reports(s, error) : status;
}

enum status session_open_event(struct session *s, const struct options *options, const struct command_ops *command,
                               struct error *error)
{
    *s = (struct session){.options = options, .command = command};
    return load_event(s, error);
}

static enum exit_code exit_code_of(const struct session *s)
{
    const struct run_result *result = &s->result;
    enum exit_code code = result->summary.totals.rejected || result->summary.source_errors ? EXIT_REJECTED : EXIT_CLEAN;
    if (result->over_limit)
        code = EXIT_OVER_LIMIT;
    return result->worst == STATUS_IO ? EXIT_IO : code;
}

enum exit_code session_run(struct session *s, struct error *error)
{
    struct input_options input = s->options->input;
    input.reading.zone_known = s->options->time_zone || s->event.time_zone.len;
    input.whole = s->command->bit == COMMAND_CONVERT;
    s->run.recognition.options = &input;
    s->run.products = &s->product;
    s->run.product_count = s->product.ops != NULL;
    enum status status = run_all(&s->run, s->event.as_of, &s->result, error);
    progress_end(s->run.progress_context);
    fwrite(s->result.trouble.at ? s->result.trouble.at : "", 1, s->result.trouble.len, stderr);
    if (status != STATUS_OK)
        return command_fail(error);
    if (s->result.over_limit)
        fprintf(stderr, "tallypost: %llu rows were rejected, more than was allowed; nothing was written\n",
                (unsigned long long)s->result.summary.totals.rejected);
    else if (s->after)
        s->after(s);
    return exit_code_of(s);
}

void session_release(struct session *s)
{
    run_result_release(&s->result);
    profiles_close(s->profiles);
    limits_close(s->limits);
    event_release(&s->event);
    origins_release(&s->origins);
    progress_free(s->run.progress_context);
    *s = (struct session){0};
}
