#include "run/track_join.h"

#include <pthread.h>
#include <stdatomic.h>

#include "base/civil.h"
#include "readers/track_rows.h"

enum {
    HEAD_BYTES = 4096,
    DISTANCE_PERCENT = 5, /* by which row and track may differ, and at least.. */
    DISTANCE_MM = 200000,
    TIME_PERCENT = 10,
    TIME_MS = 300000,
};

/* A track that was read: rows without number may name the same one. */
struct kept_track {
    enum status status; /* STATUS_REFUSED: there is nothing to be had from it; STATUS_IO: it cannot be read */
    struct view why;    /* it is not STATUS_OK, in the join's arena */
    struct track_summary summary;
};

struct track_join {
    const struct origins *origins;
    const struct recognition *recognition;
    atomic_bool *named;       /* by a row, for each origin */
    pthread_mutex_t lock;     /* guards what follows */
    struct kept_track **kept; /* for each origin, NULL: not read yet */
    struct arena arena;
};

struct track_join *track_join_new(const struct origins *origins, const struct recognition *recognition)
{
    struct track_join *join = memory_get(sizeof *join);
    join->origins = origins;
    join->recognition = recognition;
    join->named = memory_get((origins->count + 1) * sizeof *join->named);
    join->kept = memory_get((origins->count + 1) * sizeof(struct kept_track *));
    pthread_mutex_init(&join->lock, NULL);
    return join;
}

void track_join_free(struct track_join *join)
{
    if (!join)
        return;
    pthread_mutex_destroy(&join->lock);
    arena_release(&join->arena);
    memory_free(join->kept);
    memory_free(join->named);
    memory_free(join);
}

bool track_join_has(const struct track_join *join, const struct origin *origin)
{
    return atomic_load(&join->named[origin - join->origins->at]);
}

static struct kept_track *kept_track(struct track_join *join, const struct origin *origin)
{
    pthread_mutex_lock(&join->lock);
    struct kept_track *kept = join->kept[origin - join->origins->at];
    pthread_mutex_unlock(&join->lock);
    return kept;
}

enum status track_join_trouble(struct track_join *join, const struct origin *origin, struct error *error)
{
    const struct kept_track *kept = kept_track(join, origin);
    if (!kept || kept->status != STATUS_IO)
        return STATUS_OK;
    return error_set(error, STATUS_IO, "%.*s", VIEW_ARG(kept->why));
}

/* ---- reading the track ---- */

/* The first summary of the reader; its sport is copied into the arena. False: `error` says why there is none. */
static bool first_summary(struct reader *reader, struct batch *scratch, struct arena *arena, struct track_summary *out,
                          struct error *why)
{
    struct chunk chunk = {0};
    struct error error;
    error_set(why, STATUS_REFUSED, "there is no track in it");
    bool found = reader->ops->open(reader, scratch, &error) == STATUS_OK &&
                 source_rewind(reader->source, &error) == STATUS_OK &&
                 reader->ops->start(reader, &error) == STATUS_OK &&
                 reader->ops->cut(reader, &chunk, &error) == STATUS_OK && chunk.count;
    if (found) {
        *out = track_rows_summary(&chunk, &chunk.cuts[0]);
        out->sport = arena_copy(arena, out->sport);
    }
    if (found && out->damage != CODE_COUNT)
        error_set(why, STATUS_REFUSED, "it is damaged: %.*s", VIEW_ARG(out->damage_text));
    buffer_release(&chunk.text);
    memory_free(chunk.cuts);
    reader->ops->close(reader);
    arena_release(&reader->arena);
    return found && out->damage == CODE_COUNT;
}

static enum status read_track(const struct track_join *join, const struct origin *origin, struct batch *batch,
                              struct track_summary *out, struct error *error)
{
    struct source *source;
    enum status status = source_open(&source, origin, join->recognition->options->limits.bytes, error);
    if (status != STATUS_OK)
        return status;
    const struct reader_ops *ops = reader_choose(source_peek(source, HEAD_BYTES), origin_file_name(origin), NULL);
    struct reader reader = {.ops = ops, .source = source, .options = {.whole = true}};
    struct batch scratch = {.source = batch->source, .severities = batch->severities};
    error_set(error, STATUS_REFUSED, "it is no track in a format that is known");
    bool found = ops && ops->settled && first_summary(&reader, &scratch, &batch->arena, out, error);
    batch_release(&scratch);
    if (source_trouble(source)->status == STATUS_IO)
        status = error_set(error, STATUS_IO, "%s: cannot read: %s", origin->name, source_trouble(source)->text);
    source_close(source);
    return found || status == STATUS_IO ? status : STATUS_REFUSED;
}

static void keep_track(struct track_join *join, const struct origin *origin, struct kept_track *track)
{
    pthread_mutex_lock(&join->lock);
    struct kept_track *kept = arena_get(&join->arena, sizeof *kept);
    track->why = arena_copy(&join->arena, track->why);
    *kept = *track;
    if (kept->status == STATUS_OK)
        kept->summary.sport = arena_copy(&join->arena, track->summary.sport);
    join->kept[origin - join->origins->at] = kept;
    pthread_mutex_unlock(&join->lock);
}

/* Each is read once, or once by each thread, however many rows name it. */
static struct kept_track find_track(struct track_join *join, const struct origin *origin, struct batch *batch)
{
    struct kept_track *kept = kept_track(join, origin), read = {0};
    if (kept)
        return *kept;
    struct error error = {0};
    read.status = read_track(join, origin, batch, &read.summary, &error);
    read.why = view_of(read.status == STATUS_OK ? "" : error.text);
    keep_track(join, origin, &read);
    return read;
}

/* ---- what the row lacks ---- */

/* The work on one row. */
struct filling {
    const struct mapping *mapping;
    struct view *cells;
    uint32_t count;
};

static void fill(const struct filling *f, int column, struct view text)
{
    if (column >= 0 && (uint32_t)column < f->count && !view_trim(f->cells[column]).len)
        f->cells[column] = text;
}

static struct view metres(const struct filling *f, struct arena *arena, int64_t mm)
{
    char mark = f->mapping->numbers == NUMBER_COMMA ? ',' : '.';
    return arena_format(arena, "%lld%c%03d m", (long long)(mm / 1000), mark, (int)(mm % 1000));
}

static struct view clock_text(struct arena *arena, int64_t ms)
{
    return arena_format(arena, "%lld:%02d:%02d.%03d", (long long)(ms / 3600000), (int)(ms / 60000 % 60),
                        (int)(ms / 1000 % 60), (int)(ms % 1000));
}

static void fill_cells(const struct filling *f, const struct track_summary *track, struct arena *arena)
{
    const int *column = f->mapping->column;
    if (track->distance_mm != UNKNOWN)
        fill(f, column[FIELD_DISTANCE], metres(f, arena, track->distance_mm));
    if (track->elapsed_ms != UNKNOWN && track->elapsed_ms > 0)
        fill(f, column[FIELD_TIME], clock_text(arena, track->elapsed_ms));
    if (track->moving_ms != UNKNOWN && track->moving_ms > 0)
        fill(f, column[FIELD_MOVING_TIME], clock_text(arena, track->moving_ms));
    if (track->ascent_mm != UNKNOWN)
        fill(f, column[FIELD_ELEVATION], metres(f, arena, track->ascent_mm));
    if (track->start_ms != UNKNOWN)
        fill(f, column[FIELD_DATE], track_rows_moment(arena, track->start_ms));
    if (track->sport.len)
        fill(f, column[FIELD_TYPE], track->sport);
}

struct joined_track track_join_fill(struct track_join *join, const struct table_input *input, struct batch *batch,
                                    struct record *record)
{
    struct joined_track none = {0};
    int column = input->mapping.column[FIELD_TRACK_FILE];
    struct view name = column >= 0 && (uint32_t)column < record->count ? view_trim(record->cells[column]) : VIEW("");
    const struct origin *origin = name.len ? origins_find(join->origins, input->origin, name) : NULL;
    if (!origin || origin == input->origin)
        return none;
    atomic_store(&join->named[origin - join->origins->at], true);
    struct kept_track kept = find_track(join, origin, batch);
    const struct track_summary *track = &kept.summary;
    if (kept.status != STATUS_OK)
        return (struct joined_track){origin, kept.why, UNKNOWN, UNKNOWN, UNKNOWN};
    struct filling f = {&input->mapping, arena_get(&batch->arena, record->count * sizeof *f.cells), record->count};
    memcpy(f.cells, record->cells, record->count * sizeof *f.cells);
    fill_cells(&f, track, &batch->arena);
    record->cells = f.cells;
    return (struct joined_track){origin, {"", 0}, track->start_ms, track->elapsed_ms, track->distance_mm};
}

/* ---- what contradicts ---- */

static bool differ(int64_t a, int64_t b, int percent, int64_t least)
{
    if (a == UNKNOWN || b == UNKNOWN)
        return false;
    int64_t off = a > b ? a - b : b - a, larger = a > b ? a : b;
    return off > least && off > larger / 100 * percent;
}

static struct arg name_of(const struct joined_track *track)
{
    return arg_view(view_of(track->origin->member ? track->origin->member : track->origin->path));
}

static void note(const struct joined_track *track, struct batch *batch, struct activity *row, enum field field,
                 struct arg of_row, struct arg of_track)
{
    struct finding *f = batch_note(batch, row, CODE_TRACK_MISMATCH, field, (struct view){"", 0});
    if (!f)
        return;
    f->args[0] = name_of(track);
    f->args[1] = of_track;
    f->args[2] = of_row;
}

void track_join_compare(const struct joined_track *track, struct batch *batch, struct activity *row)
{
    if (track->why.len) {
        struct finding *f = batch_note(batch, row, CODE_TRACK_UNUSED, FIELD_NONE, (struct view){"", 0});
        if (f) {
            f->args[0] = name_of(track);
            f->args[1] = arg_view(track->why);
        }
        return;
    }
    batch->tracks++;
    enum unit unit = row->distance_unit == UNIT_MI ? UNIT_MI : UNIT_KM;
    if (differ(row->distance_mm, track->distance_mm, DISTANCE_PERCENT, DISTANCE_MM))
        note(track, batch, row, FIELD_DISTANCE, arg_distance(row->distance_mm, unit),
             arg_distance(track->distance_mm, unit));
    if (differ(row->elapsed_ms, track->elapsed_ms, TIME_PERCENT, TIME_MS) &&
        differ(row->moving_ms, track->elapsed_ms, TIME_PERCENT, TIME_MS))
        note(track, batch, row, FIELD_TIME, arg_time(row->elapsed_ms), arg_time(track->elapsed_ms));
    if (differ(row->start_ms, track->start_ms, 0, MS_PER_DAY))
        note(track, batch, row, FIELD_DATE, arg_day((int32_t)civil_day_of_ms(row->start_ms)),
             arg_day((int32_t)civil_day_of_ms(track->start_ms)));
}
