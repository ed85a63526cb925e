#include "readers/track_xml.h"

#include "input/xml_root.h"
#include "readers/fixed_number.h"

enum { MOST_LAT_E7 = 900000000, MOST_LON_E7 = 1800000000 };

/* ---- for the listener ---- */

void track_xml_begin(struct track_xml *t)
{
    t->is_open = true;
    t->line = xml_scan_line(t->scan);
    t->utc_offset_s = TRACK_NO_OFFSET;
    for (size_t i = 0; i < TRACK_TEXTS; i++)
        buffer_reset(&t->texts[i]);
    track_start(&t->track);
    track_xml_point(t);
}

static void add_row(struct track_xml *t, const struct xml_trouble *trouble)
{
    struct track_summary s = track_summary_empty;
    track_finish(&t->track, &s);
    s.line = t->line;
    s.last_line = xml_scan_line(t->scan);
    s.utc_offset_s = t->utc_offset_s;
    if (trouble) {
        s.damage = trouble->code;
        s.damage_text = view_of(trouble->text);
    }
    t->complete(t, &s);
    s.sport = buffer_view(&t->texts[TRACK_SPORT]);
    s.name = buffer_view(&t->texts[TRACK_NAME]);
    s.comment = buffer_view(&t->texts[TRACK_COMMENT]);
    s.device = buffer_view(&t->texts[TRACK_DEVICE]);
    track_rows_add(t->chunk, &s);
    t->is_open = false;
}

void track_xml_end(struct track_xml *t)
{
    add_row(t, NULL);
}

void track_xml_point(struct track_xml *t)
{
    t->point = (struct track_point){.time_ms = UNKNOWN, .elevation_mm = UNKNOWN, .odometer_mm = UNKNOWN};
}

void track_xml_text(struct track_xml *t, enum track_text which, struct view text)
{
    if (!t->texts[which].len)
        buffer_add(&t->texts[which], text);
}

void track_xml_time(struct track_xml *t, struct view text, int64_t *time_ms)
{
    struct iso_time time;
    if (!iso_time_parse(text, &time))
        return;
    *time_ms = time.unix_ms;
    if (time.has_offset && t->utc_offset_s == TRACK_NO_OFFSET)
        t->utc_offset_s = time.offset_s;
}

void track_xml_metres(struct view text, int64_t *mm)
{
    int64_t value;
    if (fixed_number_parse(text, 3, &value))
        *mm = value;
}

void track_xml_place(struct track_point *point, struct view lat, struct view lon)
{
    int64_t y, x;
    if (!fixed_number_parse(lat, 7, &y) || !fixed_number_parse(lon, 7, &x))
        return;
    if (x > MOST_LON_E7 && x <= 2LL * MOST_LON_E7) /* counted round the world */
        x -= 2LL * MOST_LON_E7;
    if (y < -MOST_LAT_E7 || y > MOST_LAT_E7 || x < -MOST_LON_E7 || x > MOST_LON_E7)
        return;
    if (y == 0 && x == 0) /* what devices write that have no place yet */
        return;
    point->lat_e7 = (int32_t)y;
    point->lon_e7 = (int32_t)x;
    point->placed = true;
}

/* ---- the ops ---- */

enum status track_xml_open(struct reader *reader, struct track_xml *t, struct batch *notes, struct error *error)
{
    reader->state = t;
    enum status status = xml_encoding_choose(reader, &t->encoding, notes, error);
    track_rows_open(reader, reader->ops->name, t->encoding.name);
    return status;
}

enum status track_xml_start(struct reader *reader, struct error *error)
{
    struct track_xml *t = reader->state;
    (void)error;
    source_decode(reader->source, t->encoding.source);
    xml_scan_free(t->scan);
    t->scan = xml_scan_new(reader->source, &t->encoding, t->listener, t);
    t->more = true;
    t->rows = 0;
    t->is_open = false;
    return STATUS_OK;
}

enum status track_xml_cut(struct reader *reader, struct chunk *chunk, struct error *error)
{
    struct track_xml *t = reader->state;
    (void)error;
    chunk->count = 0;
    chunk->first_line = 0;
    chunk->first_index = t->rows;
    buffer_reset(&chunk->text);
    t->chunk = chunk;
    while (t->more && chunk->count == 0) {
        t->more = xml_scan_step(t->scan);
        t->is_told = !t->more && t->is_open && t->track.points;
        if (t->is_told)
            add_row(t, xml_scan_trouble(t->scan));
    }
    t->chunk = NULL;
    t->rows += chunk->count;
    return STATUS_OK;
}

static void note(struct batch *notes, enum code code, struct view text, uint64_t line)
{
    struct finding *f = batch_note(notes, NULL, code, FIELD_NONE, (struct view){"", 0});
    if (!f)
        return;
    f->args[0] = arg_view(text);
    f->line = line;
}

/* Trouble that no row tells of: after the last track, or before the first point of one. */
static void note_trouble(const struct track_xml *t, const struct xml_trouble *trouble, struct batch *notes)
{
    struct view text = view_of(trouble->text);
    if (t->rows && trouble->code == CODE_XML_SYNTAX)
        text = arena_format(&notes->arena, "%s; the track%s before it %s read", trouble->text, t->rows == 1 ? "" : "s",
                            t->rows == 1 ? "was" : "were");
    note(notes, t->rows ? trouble->code : CODE_XML_SYNTAX, text, trouble->line);
}

void track_xml_finish(struct reader *reader, struct batch *notes)
{
    struct track_xml *t = reader->state;
    const struct xml_trouble *trouble = xml_scan_trouble(t->scan);
    if (trouble->code != CODE_COUNT && !t->is_told)
        note_trouble(t, trouble, notes);
    if (t->rows || trouble->code != CODE_COUNT)
        return;
    struct buffer text = {0};
    t->describe(t, &text);
    note(notes, CODE_NOT_ACTIVITIES, arena_copy(&notes->arena, buffer_view(&text)), 0);
    buffer_release(&text);
}

void track_xml_close(struct reader *reader)
{
    struct track_xml *t = reader->state;
    if (!t)
        return;
    xml_scan_free(t->scan);
    for (size_t i = 0; i < TRACK_TEXTS; i++)
        buffer_release(&t->texts[i]);
    memory_free(t);
}

/* ---- bid ---- */

int track_xml_bid(struct view head, struct view path, const char *root, const char *extension)
{
    char room[4096];
    struct view name = xml_root(head, room, sizeof room);
    if (view_is(name, root))
        return 90;
    if (!view_ends(path, view_of(extension)))
        return 0;
    return !name.len && view_starts(view_trim(head), VIEW("<")) ? 60 : 20; /* the root may come later */
}
