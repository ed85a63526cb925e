/* fuzz_table: a whole run over bytes as one input: recognition, all rules, all outputs that are files, the books.
 *
 * Profiles and limits are opened once. What must hold whatever the bytes: the run succeeds, every finding's text is
 * fit to be shown, an accepted row is one that can be posted, and what is written is whole JSON. */
#ifndef TESTS_FUZZ_FUZZ_TABLE_H
#define TESTS_FUZZ_FUZZ_TABLE_H

#include <cjson/cJSON.h>
#include <fcntl.h>
#include <sys/mman.h>

#include "base/civil.h"
#include "base/fileio.h"
#include "fuzz_folder.h"
#include "rules/limits.h"
#include "run/run.h"

static inline void fuzz_check_finding(const struct finding *f)
{
    struct buffer text = {0};
    finding_text(&text, f);
    fuzz_require_shown(buffer_view(&text), "a finding's text can be shown");
    for (const struct hint *h = f->hint; h; h = h->next) {
        buffer_reset(&text);
        hint_text(&text, h);
        fuzz_require_shown(buffer_view(&text), "a hint's text can be shown");
    }
    buffer_release(&text);
}

static inline void fuzz_check_accepted(const struct activity *row)
{
    fuzz_require(row->day >= civil_day(0, 1, 1) && row->day <= civil_day(9999, 12, 31), "an accepted row has a day");
    fuzz_require(row->key > 0 && row->key <= INT64_MAX, "an accepted row has a key");
    fuzz_require(row->distance_mm == UNKNOWN || (row->distance_mm > 0 && row->count == UNKNOWN), "its distance counts");
    fuzz_require(row->count == UNKNOWN || row->count >= 0, "its count is none below zero");
    fuzz_require(row->elapsed_ms == UNKNOWN || row->elapsed_ms > 0, "its time is none below zero");
    fuzz_require(row->moving_ms == UNKNOWN || row->moving_ms >= 0, "its moving time is none below zero");
}

static inline void fuzz_check_row(const struct activity *row)
{
    bool has_error = row_worst(row) == SEVERITY_ERROR;
    fuzz_require(row->verdict <= VERDICT_SKIPPED, "a row has a verdict");
    fuzz_require(has_error == (row->verdict == VERDICT_REJECTED), "a row with an error is rejected, and no other");
    fuzz_require(row->last_line >= row->line, "a row ends where it begins or after");
    for (const struct finding *f = row->findings; f; f = f->next)
        fuzz_check_finding(f);
    if (row->verdict == VERDICT_ACCEPTED)
        fuzz_check_accepted(row);
}

static inline enum status fuzz_checker_open(struct output *output, struct error *error)
{
    (void)output, (void)error;
    return STATUS_OK;
}

static inline enum status fuzz_checker_batch(struct output *output, const struct batch *batch, struct error *error)
{
    (void)output, (void)error;
    for (const struct finding *f = batch->findings; f; f = f->next)
        fuzz_check_finding(f);
    for (size_t i = 0; i < batch->row_count; i++)
        fuzz_check_row(&batch->rows[i]);
    return STATUS_OK;
}

static inline enum status fuzz_checker_close(struct output *output, const struct summary *summary, struct error *error)
{
    (void)output, (void)summary, (void)error;
    return STATUS_OK;
}

static inline void fuzz_checker_abort(struct output *output)
{
    (void)output;
    fuzz_require(false, "no run starts over when the whole input was looked at");
}

static const struct output_ops fuzz_checker_ops = {
    .name = "checker",
    .open = fuzz_checker_open,
    .batch = fuzz_checker_batch,
    .close = fuzz_checker_close,
    .abort = fuzz_checker_abort,
};

/* A file in memory that outputs write to by its path. */
struct fuzz_sink {
    int fd;
    char path[32];
};

static inline void fuzz_sink_open(struct fuzz_sink *sink)
{
    sink->fd = memfd_create("fuzz", 0);
    fuzz_require(sink->fd >= 0, "a file in memory can be made");
    snprintf(sink->path, sizeof sink->path, "/proc/self/fd/%d", sink->fd);
}

/* What was written; lives in the arena. */
static inline struct view fuzz_sink_text(const struct fuzz_sink *sink, struct arena *arena)
{
    struct view text;
    struct error error = {0};
    fuzz_require(fileio_read(sink->path, 1u << 30, arena, &text, &error) == STATUS_OK, "what was written can be read");
    return text;
}

/* One JSON value, whole, in UTF-8, of which a terminal has nothing to fear. */
static inline void fuzz_check_json(struct view text, const char *what)
{
    const char *end = NULL;
    fuzz_require(utf8_valid_until(text, false) == text.len, what);
    cJSON *value = cJSON_ParseWithLengthOpts(text.at, text.len, &end, false);
    fuzz_require(value && end, what);
    fuzz_require(view_trim(view_between(end, text.at + text.len)).len == 0, what);
    cJSON_Delete(value);
}

struct fuzz_bench {
    bool ready;
    struct event event;
    struct profiles *profiles;
    struct limits *limits;
    struct rule_context rules;
    struct input_options options;
    struct fuzz_sink rows, report;
};

static struct fuzz_bench fuzz_bench;

static inline int fuzz_judge(const void *limits, enum kind kind, int64_t distance_mm, int64_t elapsed_ms)
{
    return limits_plausible(limits, kind, distance_mm, elapsed_ms);
}

static inline void fuzz_bench_close(void)
{
    profiles_close(fuzz_bench.profiles);
    limits_close(fuzz_bench.limits);
    event_release(&fuzz_bench.event);
}

static inline void fuzz_bench_open(void)
{
    struct fuzz_bench *b = &fuzz_bench;
    struct error error = {0};
    event_init(&b->event);
    b->event.as_of = civil_day(2026, 6, 15);
    fuzz_require(profiles_open(&b->profiles, NULL, &error) == STATUS_OK, error.text);
    fuzz_require(limits_open(&b->limits, NULL, &error) == STATUS_OK, error.text);
    b->rules = (struct rule_context){.event = &b->event, .limits = b->limits};
    fuzz_sink_open(&b->rows);
    fuzz_sink_open(&b->report);
    b->ready = true;
    atexit(fuzz_bench_close);
}

static inline void fuzz_check_written(void)
{
    struct arena arena = {0};
    fuzz_check_json(fuzz_sink_text(&fuzz_bench.report, &arena), "the report is JSON");
    for (struct view rest = fuzz_sink_text(&fuzz_bench.rows, &arena); rest.len;)
        fuzz_check_json(view_cut(&rest, '\n'), "a converted row is JSON");
    arena_release(&arena);
}

/* Runs a file through everything. `from` as in --from, or NULL. */
static inline void fuzz_run(const char *path, const char *from)
{
    struct fuzz_bench *b = &fuzz_bench;
    if (!b->ready)
        fuzz_bench_open();
    b->options = (struct input_options){.from = from, .whole = true, .limits = default_limits};
    struct output products[] = {
        {.ops = &convert_ndjson_ops, .options = {.event = &b->event, .path = b->rows.path, .all = true}},
        {.ops = &convert_csv_ops, .options = {.event = &b->event, .path = "/dev/null", .all = true}},
    };
    struct output reports[] = {
        {.ops = &fuzz_checker_ops},
        {.ops = &report_json_ops, .options = {.event = &b->event, .path = b->report.path, .command = "check"}},
        {.ops = &report_text_ops, .options = {.event = &b->event, .path = "/dev/null", .command = "check"}},
        {.ops = &rejects_ops, .options = {.event = &b->event, .path = "/dev/null"}},
    };
    struct origins origins;
    struct error error = {0};
    origins_init(&origins, default_limits);
    fuzz_require(origins_add(&origins, path, &error) == STATUS_OK, error.text);
    origins_finish(&origins);
    const struct run run = {
        .origins = &origins,
        .recognition = {.options = &b->options,
                        .profiles = b->profiles,
                        .event = &b->event,
                        .judgement = {fuzz_judge, b->limits}},
        .rules = &b->rules,
        .jobs = 1,
        .keep_cells = true,
        .products = products,
        .product_count = sizeof products / sizeof *products,
        .reports = reports,
        .report_count = sizeof reports / sizeof *reports - (origins.count > 1), /* rejects of several are a folder */
    };
    struct run_result result;
    enum status status = run_all(&run, b->event.as_of, &result, &error);
    fuzz_require(status == STATUS_OK && result.worst == STATUS_OK, error.text);
    fuzz_check_written();
    run_result_release(&result);
    origins_release(&origins);
}

#endif
