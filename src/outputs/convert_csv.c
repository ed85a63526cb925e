#include "outputs/output.h"
#include "outputs/put.h"
#include "outputs/tally_value.h"

/* The layout in which RunSignup exports the activities of an event: reading it again gives the same rows. */

enum { NUMBERS_ROOM = 256 };

struct state {
    struct writer writer;
    struct put_days days;
};

static const char header[] = "Registration ID,Bib No.,First Name,Last Name,Event Name,Activity Date,Tally Value,"
                             "Elevation Gain,Time,Comment,Activity Type\n";

static enum status open_csv(struct output *output, struct error *error)
{
    struct state *s = memory_get(sizeof *s);
    enum status status = output_start(output, s, &s->writer, error);
    if (status == STATUS_OK)
        buffer_add_text(&s->writer.pending, header);
    return status;
}

static char *put_decimal(char *p, struct decimal d)
{
    char text[NUMBER_TEXT_SIZE];
    return put_view(p, (struct view){text, number_text(text, d)});
}

/* "26.3 miles", "5 km"; a count stands bare. RunSignup writes miles out, other units are short. */
static char *put_tally(char *p, const struct activity *row, enum unit tally_unit)
{
    enum unit unit = tally_value_unit(row, tally_unit);
    if (unit == UNIT_NONE)
        return p;
    p = put_decimal(p, tally_value(row, unit));
    if (unit == UNIT_COUNT)
        return p;
    p = PUT(p, " ");
    return put_view(p, view_of(unit == UNIT_MI ? "miles" : unit_table[unit].name));
}

static bool is_imperial(enum unit unit)
{
    return unit == UNIT_MI || unit == UNIT_YD || unit == UNIT_FT;
}

static char *put_elevation(char *p, int64_t mm, enum unit tally_unit)
{
    enum unit unit = is_imperial(tally_unit) ? UNIT_FT : UNIT_M;
    if (mm == UNKNOWN)
        return p;
    p = put_decimal(p, unit_from_mm(mm, unit));
    p = PUT(p, " ");
    return put_view(p, view_of(unit_table[unit].name));
}

/* 9:57, 2:00:00, 0:07.5: two parts are minutes and seconds. */
static char *put_time(char *p, int64_t ms)
{
    if (ms < 0)
        return p;
    int64_t seconds = ms / 1000, minutes = seconds / 60, fraction = ms % 1000;
    if (minutes >= 60) {
        p = put_int(p, minutes / 60);
        p = PUT(p, ":");
        p = put_two(p, minutes % 60);
    } else {
        p = put_int(p, minutes);
    }
    p = PUT(p, ":");
    p = put_two(p, seconds % 60);
    if (!fraction)
        return p;
    p = put_thousandths(p, fraction);
    while (p[-1] == '0')
        p--;
    return p;
}

static void add_field(struct buffer *out, struct view text)
{
    buffer_add_csv(out, text, ',');
    buffer_add_char(out, ',');
}

static void add_row(struct state *s, const struct activity *row, const struct output_options *options)
{
    struct buffer *out = &s->writer.pending;
    add_field(out, row->registration_id);
    add_field(out, row->bib);
    add_field(out, row->first_name);
    add_field(out, row->last_name);
    add_field(out, row->event_name);
    char *start = buffer_room(out, NUMBERS_ROOM), *p = put_view(start, put_days_text(&s->days, row->day));
    p = PUT(p, ",");
    p = put_tally(p, row, options->tally_unit);
    p = PUT(p, ",");
    p = put_elevation(p, row->elevation_mm, options->tally_unit);
    p = PUT(p, ",");
    p = put_time(p, row->elapsed_ms);
    p = PUT(p, ",");
    out->len += (size_t)(p - start);
    add_field(out, row->comment);
    buffer_add_csv(out, tally_value_type(row, options->event), ',');
    buffer_add_char(out, '\n');
}

static enum status add_batch(struct output *output, const struct batch *batch, struct error *error)
{
    struct state *s = output->state;
    for (size_t i = 0; i < batch->row_count; i++)
        if (output->options.all || batch->rows[i].verdict == VERDICT_ACCEPTED)
            add_row(s, &batch->rows[i], &output->options);
    return writer_flush_full(&s->writer, error);
}

static void release(struct output *output)
{
    memory_free(output->state);
    output->state = NULL;
}

static enum status close_csv(struct output *output, const struct summary *summary, struct error *error)
{
    (void)summary;
    struct state *s = output->state;
    return output_end(output, &s->writer, STATUS_OK, release, error);
}

static void abort_csv(struct output *output)
{
    struct state *s = output->state;
    output_drop(output, s ? &s->writer : NULL, release);
}

const struct output_ops convert_csv_ops = {
    .name = "csv",
    .open = open_csv,
    .batch = add_batch,
    .close = close_csv,
    .abort = abort_csv,
};
