#include "base/civil.h"
#include "outputs/output.h"
#include "outputs/tally_value.h"

/* The user's own table, in its own columns, with clean cells: dates as ISO, distances with their unit, times as
 * H:MM:SS. What was not understood stays as it was. Reading it again gives the same rows. */

struct own {
    struct writer writer;
    const struct source_info *source; /* whose header was written */
    struct buffer cell;
};

static enum status own_open(struct output *output, struct error *error)
{
    struct own *own = memory_get(sizeof *own);
    return output_start(output, own, &own->writer, error);
}

/* ---- cells ---- */

typedef void cell_fn(struct buffer *out, const struct activity *row);

static void add_day(struct buffer *out, const struct activity *row)
{
    char iso[CIVIL_ISO_SIZE];
    if (row->day != UNKNOWN_DAY)
        buffer_add(out, (struct view){iso, civil_iso(iso, row->day)});
}

static void add_length(struct buffer *out, int64_t mm, enum unit unit)
{
    char text[NUMBER_TEXT_SIZE];
    buffer_add(out, (struct view){text, number_text(text, unit_from_mm(mm, unit))});
    if (unit != UNIT_COUNT)
        buffer_format(out, " %s", unit_table[unit].name);
}

static void add_distance(struct buffer *out, const struct activity *row)
{
    enum unit unit = tally_value_unit(row, row->distance_unit);
    if (unit != UNIT_NONE)
        add_length(out, unit == UNIT_COUNT ? row->count : row->distance_mm, unit);
}

static void add_elevation(struct buffer *out, const struct activity *row)
{
    if (row->elevation_mm != UNKNOWN)
        add_length(out, row->elevation_mm, row->distance_unit == UNIT_MI ? UNIT_FT : UNIT_M);
}

static void add_time(struct buffer *out, int64_t ms)
{
    if (ms == UNKNOWN)
        return;
    buffer_add_int(out, ms / 3600000);
    buffer_format(out, ":%02d:%02d", (int)(ms / 60000 % 60), (int)(ms / 1000 % 60));
    if (ms % 1000)
        buffer_format(out, ".%03d", (int)(ms % 1000));
}

static void add_elapsed(struct buffer *out, const struct activity *row)
{
    add_time(out, row->elapsed_ms);
}

static void add_moving(struct buffer *out, const struct activity *row)
{
    add_time(out, row->moving_ms);
}

static void add_bib(struct buffer *out, const struct activity *row)
{
    buffer_add(out, row->bib);
}

static void add_registration(struct buffer *out, const struct activity *row)
{
    buffer_add(out, row->registration_id);
}

static void add_comment(struct buffer *out, const struct activity *row)
{
    buffer_add(out, row->comment);
}

/* How the fields that were understood are written; the others stay as they were. */
static cell_fn *const cell_of[FIELD_COUNT] = {
    [FIELD_BIB] = add_bib,
    [FIELD_REGISTRATION_ID] = add_registration,
    [FIELD_DATE] = add_day,
    [FIELD_DISTANCE] = add_distance,
    [FIELD_TIME] = add_elapsed,
    [FIELD_MOVING_TIME] = add_moving,
    [FIELD_ELEVATION] = add_elevation,
    [FIELD_COMMENT] = add_comment,
};

static void add_row(struct own *own, const struct source_info *source, const struct activity *row)
{
    struct buffer *out = &own->writer.pending;
    for (size_t i = 0; i < source->column_count; i++) {
        cell_fn *add = cell_of[source->columns[i].field];
        struct view cell = i < row->cell_count ? view_trim(row->cells[i]) : (struct view){"", 0};
        if (add && cell.len) {
            buffer_reset(&own->cell);
            add(&own->cell, row);
            cell = own->cell.len ? buffer_view(&own->cell) : cell;
        }
        buffer_add_csv(out, cell, ',');
        buffer_add_char(out, i + 1 < source->column_count ? ',' : '\n');
    }
}

/* ---- the table ---- */

static bool same_columns(const struct source_info *a, const struct source_info *b)
{
    bool same = a->column_count == b->column_count;
    for (size_t i = 0; same && i < a->column_count; i++)
        same = view_equal(a->columns[i].name, b->columns[i].name);
    return same;
}

static enum status begin_source(struct own *own, const struct source_info *source, struct error *error)
{
    if (view_ends(source->format, VIEW("json")))
        return error_set(error, STATUS_USAGE, "tallypost: --columns own is for tables; %.*s is %.*s",
                         VIEW_ARG(source->source), VIEW_ARG(source->format));
    if (own->source && !same_columns(own->source, source))
        return error_set(error, STATUS_USAGE,
                         "tallypost: --columns own takes inputs with one header; %.*s and %.*s differ",
                         VIEW_ARG(own->source->source), VIEW_ARG(source->source));
    for (size_t i = 0; !own->source && i < source->column_count; i++) {
        buffer_add_csv(&own->writer.pending, source->columns[i].name, ',');
        buffer_add_char(&own->writer.pending, i + 1 < source->column_count ? ',' : '\n');
    }
    own->source = source;
    return STATUS_OK;
}

static enum status own_batch(struct output *output, const struct batch *batch, struct error *error)
{
    struct own *own = output->state;
    enum status status = STATUS_OK;
    if (batch->row_count && own->source != batch->source)
        status = begin_source(own, batch->source, error);
    for (size_t i = 0; status == STATUS_OK && i < batch->row_count; i++) {
        const struct activity *row = &batch->rows[i];
        if (row->cells && (row->verdict == VERDICT_ACCEPTED || output->options.all))
            add_row(own, batch->source, row);
        if (own->writer.pending.len >= WRITER_BLOCK)
            status = writer_flush_full(&own->writer, error);
    }
    return status;
}

static void own_release(struct output *output)
{
    struct own *own = output->state;
    buffer_release(&own->cell);
    memory_free(own);
    output->state = NULL;
}

static enum status own_close(struct output *output, const struct summary *summary, struct error *error)
{
    struct own *own = output->state;
    (void)summary;
    return output_end(output, &own->writer, STATUS_OK, own_release, error);
}

static void own_abort(struct output *output)
{
    struct own *own = output->state;
    output_drop(output, own ? &own->writer : NULL, own_release);
}

const struct output_ops convert_own_ops = {
    .name = "csv (own columns)",
    .open = own_open,
    .batch = own_batch,
    .close = own_close,
    .abort = own_abort,
};
