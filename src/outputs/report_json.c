#include "base/civil.h"
#include "model/row_key.h"
#include "outputs/finding_json.h"
#include "outputs/output.h"
#include "outputs/report_spool.h"

/* docs/report.schema.json tells the shape. What it says of the inputs is known only at the end but stands first: the
 * findings wait in a spool, as text. */

enum { REPORT_VERSION = 1, FINDINGS_SHOWN = 10000 }; /* of a code and source */

struct state {
    struct writer writer;
    struct report_spool spool;
    struct buffer scratch; /* for finding_json */
    struct buffer start;   /* `{"source":...,"member":...` of the source at hand */
    const struct source_info *source;
    const struct participants *roster; /* the event's; NULL: none */
    uint64_t found[CODE_COUNT];        /* in the source at hand */
    uint64_t total, shown;
};

static enum status open_report(struct output *output, struct error *error)
{
    struct state *s = memory_get(sizeof *s);
    s->roster = output->options.event ? output->options.event->roster : NULL;
    return output_start(output, s, &s->writer, error);
}

/* ---- findings, as they come ---- */

static void start_source(struct state *s, const struct source_info *source)
{
    s->source = source;
    memset(s->found, 0, sizeof s->found);
    buffer_reset(&s->start);
    buffer_add_text(&s->start, "{\"source\":");
    finding_json_text(&s->start, source->source);
    buffer_add_text(&s->start, ",\"member\":");
    finding_json_text(&s->start, source->member);
}

static void add_line(struct buffer *out, const char *key, uint64_t line)
{
    buffer_add_text(out, key);
    if (line)
        buffer_add_int(out, (int64_t)line);
    else
        buffer_add_text(out, "null");
}

/* By which a waiver can name the row; a row of which nothing was read has none. */
static void add_key(struct buffer *out, const struct activity *row, const struct participants *roster)
{
    bool is_read = row->day != UNKNOWN_DAY || row->distance_mm != UNKNOWN || row->count != UNKNOWN;
    if (is_read)
        buffer_format(out, ",\"activity_key\":\"%llu\"",
                      (unsigned long long)(row->key ? row->key : row_key_alone(roster, row)));
}

static void add_finding(struct state *s, const struct activity *row, const struct finding *finding)
{
    struct buffer *out = &s->spool.pending;
    buffer_add_text(out, s->shown++ ? ",\n    " : "\n    ");
    buffer_add(out, buffer_view(&s->start));
    add_line(out, ",\"line\":", row ? row->line : finding->line);
    buffer_add_text(out, ",\"index\":");
    if (row)
        buffer_add_int(out, (int64_t)row->index);
    else
        buffer_add_text(out, "null");
    buffer_add_text(out, ",\"bib_num\":");
    finding_json_text(out, row ? row->bib : VIEW(""));
    buffer_add_char(out, ',');
    finding_json(out, finding, &s->scratch);
    if (row)
        add_key(out, row, s->roster);
    buffer_add_char(out, '}');
}

static void add_findings(struct state *s, const struct activity *row, const struct finding *first)
{
    for (const struct finding *f = first; f; f = f->next) {
        s->total++;
        if (s->found[f->code]++ < FINDINGS_SHOWN)
            add_finding(s, row, f);
    }
}

static enum status add_batch(struct output *output, const struct batch *batch, struct error *error)
{
    struct state *s = output->state;
    if (s->source != batch->source)
        start_source(s, batch->source);
    add_findings(s, NULL, batch->findings);
    for (size_t i = 0; i < batch->row_count; i++)
        if (batch->rows[i].findings)
            add_findings(s, &batch->rows[i], batch->rows[i].findings);
    return report_spool_settle(&s->spool, error);
}

/* ---- what stands above them ---- */

static void add_text(struct buffer *out, const char *key, struct view text)
{
    buffer_add_text(out, key);
    finding_json_text(out, text);
}

static void add_day(struct buffer *out, const char *key, int32_t day)
{
    char iso[CIVIL_ISO_SIZE];
    size_t len = day == UNKNOWN_DAY ? 0 : civil_iso(iso, day);
    add_text(out, key, (struct view){iso, len == 10 ? len : 0});
}

static void add_event(struct buffer *out, const struct event *event)
{
    buffer_add_text(out, ",\n  \"event\": ");
    if (!event || !event->given) {
        buffer_add_text(out, "null");
        return;
    }
    add_text(out, "{\"name\":", event->name);
    add_line(out, ",\"race_id\":", event->race_id);
    add_line(out, ",\"event_id\":", event->event_id);
    add_day(out, ",\"first_day\":", event->first_day);
    add_day(out, ",\"last_day\":", event->last_day);
    add_day(out, ",\"submit_until\":", event->submit_until);
    add_text(out, ",\"time_zone\":", event->time_zone);
    add_text(out, ",\"tally_unit\":", view_of(unit_table[event->tally_unit].name));
    buffer_add_char(out, '}');
}

static void add_columns(struct buffer *out, const struct source_info *info)
{
    buffer_add_text(out, ",\"columns\":[");
    for (size_t i = 0; i < info->column_count; i++) {
        const struct column_info *column = &info->columns[i];
        buffer_add_text(out, i ? ",\n      " : "\n      ");
        buffer_add_text(out, "{\"name\":");
        buffer_add_json(out, column->name);
        add_text(out, ",\"field\":", view_of(field_table[column->field].name));
        add_text(out, ",\"decision\":", column->decision);
        add_text(out, ",\"evidence\":", column->evidence);
        buffer_add_char(out, '}');
    }
    buffer_add_char(out, ']');
}

static void add_books(struct buffer *out, const struct books *books)
{
    const struct {
        const char *key;
        uint64_t count;
    } parts[] = {
        {"\"rows\":", books->rows},        {",\"accepted\":", books->accepted}, {",\"rejected\":", books->rejected},
        {",\"skipped\":", books->skipped}, {",\"blank\":", books->blank},
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        buffer_add_text(out, parts[i].key);
        buffer_add_int(out, (int64_t)parts[i].count);
    }
}

static void add_input(struct buffer *out, const struct source_info *info)
{
    add_text(out, "{\"source\":", info->source);
    add_text(out, ",\"member\":", info->member);
    add_text(out, ",\"format\":", info->format);
    add_text(out, ",\"profile\":", info->profile);
    add_text(out, ",\"encoding\":", info->encoding);
    add_text(out, ",\"delimiter\":", (struct view){&info->delimiter, info->delimiter != '\0'});
    add_line(out, ",\"header_line\":", info->header_line);
    add_columns(out, info);
    buffer_add_text(out, ",\n     ");
    add_books(out, &info->books);
    buffer_add_char(out, '}');
}

static void add_totals(struct buffer *out, const struct summary *summary)
{
    buffer_add_text(out, "],\n  \"totals\": {");
    add_books(out, &summary->totals);
    buffer_add_text(out, ",\"distance_mm\":");
    buffer_add_int(out, summary->distance_mm);
    buffer_add_text(out, ",\"submitted_time_in_ms\":");
    buffer_add_int(out, summary->elapsed_ms);
    buffer_add_text(out, "},\n  \"by_code\": {");
    bool first = true;
    for (enum code code = 0; code < CODE_COUNT; code++) {
        if (!summary->by_code[code])
            continue;
        buffer_add_text(out, first ? "" : ",");
        buffer_add_json(out, view_of(code_table[code].name));
        buffer_add_char(out, ':');
        buffer_add_int(out, (int64_t)summary->by_code[code]);
        first = false;
    }
    buffer_add_text(out, "}");
}

static enum status add_inputs(struct writer *writer, const struct summary *summary, struct error *error)
{
    enum status status = STATUS_OK;
    buffer_add_text(&writer->pending, ",\n  \"inputs\": [");
    for (size_t i = 0; i < summary->source_count && status == STATUS_OK; i++) {
        buffer_add_text(&writer->pending, i ? ",\n    " : "\n    ");
        add_input(&writer->pending, summary->sources[i]);
        status = writer_flush_full(writer, error);
    }
    return status;
}

static enum status write_report(struct state *s, const struct output_options *options, const struct summary *summary,
                                struct error *error)
{
    struct buffer *out = &s->writer.pending;
    buffer_add_text(out, "{\n  \"report_version\": ");
    buffer_add_int(out, REPORT_VERSION);
    add_text(out, ",\n  \"tool_version\": ", view_of(TALLYPOST_VERSION));
    add_text(out, ",\n  \"command\": ", view_of(options->command));
    add_day(out, ",\n  \"as_of\": ", summary->as_of);
    add_event(out, options->event);
    enum status status = add_inputs(&s->writer, summary, error);
    if (status != STATUS_OK)
        return status;
    add_totals(out, summary);
    buffer_add_text(out, ",\n  \"findings\": [");
    status = report_spool_copy(&s->spool, &s->writer, error);
    buffer_add_text(out, s->shown ? "\n  ]" : "]");
    buffer_add_text(out, ",\n  \"findings_total\": ");
    buffer_add_int(out, (int64_t)s->total);
    buffer_add_text(out, ",\n  \"findings_shown\": ");
    buffer_add_int(out, (int64_t)s->shown);
    buffer_add_text(out, "\n}\n");
    return status;
}

static void release(struct output *output)
{
    struct state *s = output->state;
    report_spool_release(&s->spool);
    buffer_release(&s->scratch);
    buffer_release(&s->start);
    memory_free(s);
    output->state = NULL;
}

static void abort_report(struct output *output)
{
    struct state *s = output->state;
    output_drop(output, s ? &s->writer : NULL, release);
}

static enum status close_report(struct output *output, const struct summary *summary, struct error *error)
{
    struct state *s = output->state;
    enum status status = write_report(s, &output->options, summary, error);
    return output_end(output, &s->writer, status, release, error);
}

const struct output_ops report_json_ops = {
    .name = "json",
    .open = open_report,
    .batch = add_batch,
    .close = close_report,
    .abort = abort_report,
};
