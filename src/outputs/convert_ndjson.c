#include "outputs/finding_json.h"
#include "outputs/output.h"
#include "outputs/put.h"
#include "outputs/tally_value.h"

/* Each row is one object, written piece by piece into the writer's buffer: a million of them in a fraction of a
 * second. Runs of numbers go into room made once; only text can need more. */

enum { NUMBERS_ROOM = 512 }; /* above any run of numbers with its keys */

struct state {
    struct writer writer;
    struct buffer start;   /* `{"source":...,"member":...,"line":` of the source at hand */
    struct buffer scratch; /* for finding_json */
    const struct source_info *source;
    struct put_days days;
};

static enum status open_ndjson(struct output *output, struct error *error)
{
    struct state *s = memory_get(sizeof *s);
    return output_start(output, s, &s->writer, error);
}

static void start_source(struct state *s, const struct source_info *source)
{
    s->source = source;
    buffer_reset(&s->start);
    buffer_add_text(&s->start, "{\"source\":");
    finding_json_text(&s->start, source->source);
    buffer_add_text(&s->start, ",\"member\":");
    finding_json_text(&s->start, source->member);
    buffer_add_text(&s->start, ",\"line\":");
}

static char *put_known(char *p, int64_t number)
{
    return number == UNKNOWN ? PUT(p, "null") : put_int(p, number);
}

static char *put_line(char *p, uint64_t line)
{
    return line ? put_uint(p, line) : PUT(p, "null");
}

static char *put_day(struct put_days *days, char *p, int32_t day)
{
    struct view iso = put_days_text(days, day);
    if (!iso.len)
        return PUT(p, "null");
    p = PUT(p, "\"");
    p = put_view(p, iso);
    return PUT(p, "\"");
}

/* 2026-05-01T06:30:00Z; milliseconds only when there are some. */
static char *put_instant(struct put_days *days, char *p, int64_t unix_ms)
{
    int64_t day = civil_day_of_ms(unix_ms), ms = unix_ms - day * MS_PER_DAY;
    bool known = unix_ms != UNKNOWN && day >= INT32_MIN && day <= INT32_MAX;
    struct view iso = known ? put_days_text(days, (int32_t)day) : VIEW("");
    if (!iso.len)
        return PUT(p, "null");
    p = PUT(p, "\"");
    p = put_view(p, iso);
    p = PUT(p, "T");
    p = put_two(p, ms / 3600000);
    p = PUT(p, ":");
    p = put_two(p, ms / 60000 % 60);
    p = PUT(p, ":");
    p = put_two(p, ms / 1000 % 60);
    if (ms % 1000)
        p = put_thousandths(p, ms % 1000);
    return PUT(p, "Z\"");
}

static char *put_value(char *p, const struct activity *row, enum unit tally_unit)
{
    char text[NUMBER_TEXT_SIZE];
    enum unit unit = tally_value_unit(row, tally_unit);
    if (unit == UNIT_NONE)
        return PUT(p, "null");
    return put_view(p, (struct view){text, number_text(text, tally_value(row, unit))});
}

static void add_place(struct state *s, struct buffer *out, const struct activity *row)
{
    buffer_add(out, buffer_view(&s->start));
    char *start = buffer_room(out, NUMBERS_ROOM), *p = put_line(start, row->line);
    p = PUT(p, ",\"last_line\":");
    p = put_line(p, row->last_line);
    p = PUT(p, ",\"index\":");
    p = put_uint(p, row->index);
    p = PUT(p, ",\"status\":\"");
    p = put_view(p, view_of(verdict_names[row->verdict]));
    p = PUT(p, "\",\"bib_num\":");
    out->len += (size_t)(p - start);
    finding_json_text(out, row->bib);
    buffer_add(out, VIEW(",\"registration_id\":"));
    finding_json_text(out, row->registration_id);
}

static void add_numbers(struct state *s, struct buffer *out, const struct activity *row, enum unit tally_unit)
{
    char *start = buffer_room(out, NUMBERS_ROOM), *p = PUT(start, ",\"tally_split_date\":");
    p = put_day(&s->days, p, row->day);
    p = PUT(p, ",\"start_utc\":");
    p = put_instant(&s->days, p, row->start_ms);
    p = PUT(p, ",\"distance_mm\":");
    p = put_known(p, row->distance_mm);
    p = PUT(p, ",\"tally_count\":");
    p = put_known(p, row->count);
    p = PUT(p, ",\"result_split_tally_value\":");
    p = put_value(p, row, tally_unit);
    p = PUT(p, ",\"submitted_time_in_ms\":");
    p = put_known(p, row->elapsed_ms);
    p = PUT(p, ",\"moving_time_in_ms\":");
    p = put_known(p, row->moving_ms);
    p = PUT(p, ",\"split_elevation_gain_in_mm\":");
    p = put_known(p, row->elevation_mm);
    p = PUT(p, ",\"activity_type\":");
    out->len += (size_t)(p - start);
}

static void add_type(struct buffer *out, const struct activity *row, const struct event *event)
{
    struct view type = tally_value_type(row, event);
    bool kind_known = type.len || row->kind != KIND_OTHER;
    finding_json_text(out, type);
    char *start = buffer_room(out, NUMBERS_ROOM), *p = PUT(start, ",\"activity_kind\":");
    if (kind_known) {
        p = PUT(p, "\"");
        p = put_view(p, view_of(kind_table[row->kind].name));
        p = PUT(p, "\"");
    } else {
        p = PUT(p, "null");
    }
    p = PUT(p, ",\"virtual_race_activity_type_id\":");
    p = put_known(p, row->type_id);
    p = PUT(p, ",\"tally_split_comment\":");
    out->len += (size_t)(p - start);
    finding_json_text(out, row->comment);
}

static void add_findings(struct state *s, struct buffer *out, const struct finding *first)
{
    for (const struct finding *f = first; f; f = f->next) {
        buffer_add_char(out, '{');
        finding_json(out, f, &s->scratch);
        buffer_add_text(out, f->next ? "}," : "}");
    }
}

static void add_row(struct state *s, const struct activity *row, const struct output_options *options)
{
    struct buffer *out = &s->writer.pending;
    add_place(s, out, row);
    add_numbers(s, out, row, options->tally_unit);
    add_type(out, row, options->event);
    buffer_add(out, row->validated_pace ? VIEW(",\"validated_pace\":\"T\",\"findings\":[")
                                        : VIEW(",\"validated_pace\":\"F\",\"findings\":["));
    add_findings(s, out, row->findings);
    buffer_add(out, VIEW("]}\n"));
}

static enum status add_batch(struct output *output, const struct batch *batch, struct error *error)
{
    struct state *s = output->state;
    if (s->source != batch->source)
        start_source(s, batch->source);
    for (size_t i = 0; i < batch->row_count; i++)
        if (output->options.all || batch->rows[i].verdict == VERDICT_ACCEPTED)
            add_row(s, &batch->rows[i], &output->options);
    return writer_flush_full(&s->writer, error);
}

static void release(struct output *output)
{
    struct state *s = output->state;
    buffer_release(&s->start);
    buffer_release(&s->scratch);
    memory_free(s);
    output->state = NULL;
}

static enum status close_ndjson(struct output *output, const struct summary *summary, struct error *error)
{
    (void)summary;
    struct state *s = output->state;
    return output_end(output, &s->writer, STATUS_OK, release, error);
}

static void abort_ndjson(struct output *output)
{
    struct state *s = output->state;
    output_drop(output, s ? &s->writer : NULL, release);
}

const struct output_ops convert_ndjson_ops = {
    .name = "ndjson",
    .open = open_ndjson,
    .batch = add_batch,
    .close = close_ndjson,
    .abort = abort_ndjson,
};
