#include "readers/track_rows.h"

#include "base/civil.h"

/* The columns that every track has, as the profile "track" names them. */
enum { BACK_MS = 30000 }; /* a clock that is set by less changes nothing that counts */

enum track_column { START, OFFSET, ELAPSED, MOVING, DISTANCE, GAIN, SPORT, NAME, COMMENT, DEVICE, COLUMNS };

static const struct view column_names[COLUMNS] = {
    [START] = {"Track start (UTC)", 17},
    [OFFSET] = {"Track UTC offset (s)", 20},
    [ELAPSED] = {"Track elapsed time (s)", 22},
    [MOVING] = {"Track moving time (s)", 21},
    [DISTANCE] = {"Track distance (m)", 18},
    [GAIN] = {"Track elevation gain (m)", 24},
    [SPORT] = {"Track sport", 11},
    [NAME] = {"Track name", 10},
    [COMMENT] = {"Track comment", 13},
    [DEVICE] = {"Track device", 12},
};

void track_rows_open(struct reader *reader, const char *format, const char *encoding)
{
    struct table *table = &reader->table;
    table->format = format;
    table->encoding = encoding;
    table->column_count = COLUMNS;
    table->columns = arena_get(&reader->arena, sizeof column_names);
    memcpy(table->columns, column_names, sizeof column_names);
}

/* ---- a summary in a chunk: its bytes, then its texts ---- */

static struct view *const *texts_of(struct track_summary *s, struct view *texts[static 5])
{
    texts[0] = &s->sport;
    texts[1] = &s->name;
    texts[2] = &s->comment;
    texts[3] = &s->device;
    texts[4] = &s->damage_text;
    return texts;
}

void track_rows_add(struct chunk *chunk, const struct track_summary *summary)
{
    struct track_summary s = *summary;
    struct view *texts[5];
    texts_of(&s, texts);
    struct cut *cut = chunk_add(chunk);
    cut->from = (uint32_t)chunk->text.len;
    cut->line = (uint32_t)s.line; /* first_line of a track's chunk is 0 */
    cut->last_line = (uint32_t)s.last_line;
    buffer_add(&chunk->text, (struct view){(const char *)&s, sizeof s});
    for (size_t i = 0; i < 5; i++)
        buffer_add(&chunk->text, *texts[i]);
    cut->len = (uint32_t)(chunk->text.len - cut->from);
}

struct track_summary track_rows_summary(const struct chunk *chunk, const struct cut *cut)
{
    struct track_summary s;
    struct view *texts[5];
    const char *at = chunk->text.at + cut->from;
    memcpy(&s, at, sizeof s);
    at += sizeof s;
    texts_of(&s, texts);
    for (size_t i = 0; i < 5; i++) {
        texts[i]->at = at;
        at += texts[i]->len;
    }
    return s;
}

/* ---- cells ---- */

struct view track_rows_moment(struct arena *arena, int64_t ms)
{
    if (ms == UNKNOWN)
        return (struct view){"", 0};
    int64_t day = civil_day_of_ms(ms), left = ms - day * MS_PER_DAY;
    char date[CIVIL_ISO_SIZE];
    civil_iso(date, (int32_t)day);
    return arena_format(arena, "%sT%02d:%02d:%02d.%03dZ", date, (int)(left / 3600000), (int)(left / 60000 % 60),
                        (int)(left / 1000 % 60), (int)(left % 1000));
}

/* Thousandths as a decimal: 12345 is 12.345. */
static struct view thousandths(struct arena *arena, int64_t value)
{
    if (value == UNKNOWN || value < 0)
        return (struct view){"", 0};
    return arena_format(arena, "%lld.%03d", (long long)(value / 1000), (int)(value % 1000));
}

static void fill_cells(struct view *cells, const struct track_summary *s, struct arena *arena)
{
    cells[START] = track_rows_moment(arena, s->start_ms);
    cells[OFFSET] =
        s->utc_offset_s == TRACK_NO_OFFSET ? (struct view){"", 0} : arena_format(arena, "%d", (int)s->utc_offset_s);
    cells[ELAPSED] = thousandths(arena, s->elapsed_ms);
    cells[MOVING] = thousandths(arena, s->moving_ms);
    cells[DISTANCE] = thousandths(arena, s->distance_mm);
    cells[GAIN] = thousandths(arena, s->ascent_mm);
    cells[SPORT] = s->sport;
    cells[NAME] = s->name;
    cells[COMMENT] = s->comment;
    cells[DEVICE] = s->device;
}

/* ---- findings ---- */

/* "2026-05-02 08:14:05 UTC" */
static struct arg moment_arg(struct arena *arena, int64_t ms)
{
    struct view text = track_rows_moment(arena, ms);
    if (!text.len)
        return arg_word("an unknown time");
    return arg_view(arena_format(arena, "%.10s %.8s UTC", text.at, text.at + 11));
}

static struct arg others_arg(struct arena *arena, const struct track_event *event)
{
    if (event->count <= 1)
        return arg_word("");
    return arg_view(arena_format(arena, ", the most of %u", event->count));
}

static void note_event(struct batch *batch, struct activity *row, enum code code, const struct track_event *event)
{
    struct finding *f = event->count ? batch_note(batch, row, code, FIELD_NONE, (struct view){"", 0}) : NULL;
    if (!f)
        return;
    if (code == CODE_TRACK_CLOCK_BACK && event->duration_ms < BACK_MS && f->severity == SEVERITY_WARNING)
        f->severity = SEVERITY_INFO;
    f->args[0] = arg_time(event->duration_ms / 1000 * 1000);
    f->args[1] = moment_arg(&batch->arena, event->at_ms);
    f->args[2] = others_arg(&batch->arena, event);
    f->args[3] = arg_distance(event->distance_mm, UNIT_KM);
}

static void note_all(struct batch *batch, struct activity *row, const struct track_summary *s)
{
    struct view none = {"", 0};
    if (s->damage != CODE_COUNT) {
        struct finding *f = batch_note(batch, row, s->damage, FIELD_NONE, none);
        if (f)
            f->args[0] = arg_view(arena_copy(&batch->arena, s->damage_text));
    }
    if (s->start_ms == UNKNOWN && s->points)
        batch_note(batch, row, CODE_TRACK_NO_TIME, FIELD_NONE, none);
    if (!s->points && s->distance_mm == UNKNOWN && s->elapsed_ms == UNKNOWN)
        batch_note(batch, row, CODE_TRACK_NO_POINTS, FIELD_NONE, none);
    note_event(batch, row, CODE_TRACK_TELEPORT, &s->teleport);
    note_event(batch, row, CODE_TRACK_CLOCK_BACK, &s->backward);
    note_event(batch, row, CODE_TRACK_PAUSED, &s->pause);
}

/* ---- the ops ---- */

void track_rows_parser_init(struct parser *parser)
{
    parser->cells = memory_get(COLUMNS * sizeof *parser->cells);
    parser->capacity = COLUMNS;
}

void track_rows_parser_release(struct parser *parser)
{
    memory_free(parser->cells);
}

enum status track_rows_parse(struct parser *parser, const struct chunk *chunk, const struct cut *cut,
                             struct batch *batch, struct activity *row, struct record *out)
{
    struct track_summary summary = track_rows_summary(chunk, cut);
    fill_cells(parser->cells, &summary, &batch->arena);
    note_all(batch, row, &summary);
    *out = (struct record){.cells = parser->cells, .count = COLUMNS};
    return STATUS_OK;
}
