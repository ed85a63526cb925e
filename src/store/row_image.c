#include "store/row_image.h"

#include <assert.h>

#include "model/row_key.h"

/* Longer texts of a type and of findings are cut: they explain, nothing is computed from them. */
enum { MOST_TEXT = 500, SMALL_ROOM = 10 };

/* Lengths and codes: one byte when small. */
static char *put_small(char *p, uint64_t n)
{
    for (; n >= 0x80; n >>= 7)
        *p++ = (char)(n | 0x80);
    *p++ = (char)n;
    return p;
}

static uint64_t get_small(struct view *from)
{
    uint64_t n = 0;
    for (unsigned shift = 0; from->len; shift += 7) {
        unsigned char c = (unsigned char)*from->at;
        *from = view_skip(*from, 1);
        n |= (uint64_t)(c & 0x7F) << shift;
        if (c < 0x80)
            break;
    }
    return n;
}

static char *put_text(char *p, struct view text)
{
    p = put_small(p, text.len);
    if (text.len)
        memcpy(p, text.at, text.len);
    return p + text.len;
}

static struct view get_text(struct view *from)
{
    size_t len = (size_t)get_small(from);
    struct view text = {from->at, len};
    assert(len <= from->len);
    *from = view_skip(*from, len);
    return text;
}

/* Which numbers are known, and which of them need eight bytes; mostly the same from row to row. */
struct widths {
    uint16_t known, wide;
};

static char *put_numbers(char *p, const int64_t *numbers)
{
    struct widths widths = {0, 0};
    char *start = p;
    p += sizeof widths;
    for (unsigned i = 0; i < ROW_NUMBERS; i++) {
        int64_t n = numbers[i];
        int32_t narrow = (int32_t)n;
        if (n == UNKNOWN)
            continue;
        widths.known |= (uint16_t)(1u << i);
        widths.wide |= (uint16_t)((unsigned)(n != narrow) << i);
        memcpy(p, n == narrow ? (const void *)&narrow : (const void *)&n, n == narrow ? sizeof narrow : sizeof n);
        p += n == narrow ? sizeof narrow : sizeof n;
    }
    memcpy(start, &widths, sizeof widths);
    return p;
}

static const char *get_numbers(const char *p, int64_t *numbers)
{
    struct widths widths;
    memcpy(&widths, p, sizeof widths);
    p += sizeof widths;
    for (unsigned i = 0; i < ROW_NUMBERS; i++) {
        int32_t narrow;
        numbers[i] = UNKNOWN;
        if (widths.wide >> i & 1) {
            memcpy(&numbers[i], p, sizeof numbers[i]);
            p += sizeof numbers[i];
        } else if (widths.known >> i & 1) {
            memcpy(&narrow, p, sizeof narrow);
            numbers[i] = narrow;
            p += sizeof narrow;
        }
    }
    return p;
}

/* At most MOST_TEXT bytes, and no character cut in two. */
static struct view cut(struct view text)
{
    if (text.len <= MOST_TEXT)
        return text;
    text.len = MOST_TEXT;
    while (text.len && ((unsigned char)text.at[text.len] & 0xC0) == 0x80)
        text.len--;
    return text;
}

/* The event's own label of a type is told rather than one of the many ways to write it. */
static struct view type_of(const struct activity *row, const struct event *event)
{
    if (row->type >= 0 && (size_t)row->type < event->type_count && event->types[row->type].text.len)
        return event->types[row->type].text;
    return row->type_text;
}

static void add_identity(struct row_image *image, const struct activity *row, const struct event *event)
{
    const struct participants *roster = event->roster;
    const struct participant *one = NULL;
    if (roster && (event->map_count || !(row->bib.len && row->registration_id.len))) {
        one = participants_by_registration(roster, row->registration_id);
        one = one ? one : participants_by_bib(roster, row->bib);
    }
    image->texts[ROW_BIB] = row->bib.len || !one ? row->bib : one->bib;
    image->texts[ROW_REGISTRATION] = row->registration_id.len || !one ? row->registration_id : one->registration_id;
    if (event->map_count)
        image->numbers[ROW_EVENT] = (int64_t)event_id_for(event, one ? one->event_name : row->event_name);
    image->numbers[ROW_PARTICIPANT] = row_content_participant(row_key_participant(roster, row));
}

static struct row_image image_of(const struct activity *row, const struct source_info *source,
                                 const struct event *event)
{
    struct row_image image = {
        .numbers = {[ROW_SOURCE] = source->number,
                    [ROW_LINE] = row->line && row->line <= INT64_MAX ? (int64_t)row->line : UNKNOWN,
                    [ROW_DAY] = row->day,
                    [ROW_KIND] = row->kind,
                    [ROW_DISTANCE] = row->distance_mm,
                    [ROW_COUNT] = row->count,
                    [ROW_TIME] = row->elapsed_ms,
                    [ROW_ELEVATION] = row->elevation_mm,
                    [ROW_TYPE_ID] = row->type_id,
                    [ROW_START] = row->start_ms,
                    [ROW_VALIDATED] = row->validated_pace,
                    [ROW_EVENT] = UNKNOWN},
        .texts = {[ROW_TYPE] = cut(type_of(row, event)), [ROW_COMMENT] = row->comment},
    };
    add_identity(&image, row, event);
    return image;
}

static void put_finding(struct buffer *out, const struct finding *f)
{
    struct buffer value = {0}, message = {0};
    buffer_add_masked(&value, cut(f->value));
    finding_text(&message, f);
    if (f->waiver) {
        buffer_add_text(&message, "; ");
        waiver_text(&message, f->waiver);
    }
    struct view told = cut(buffer_view(&message));
    char *at = buffer_room(out, 5 * SMALL_ROOM + value.len + told.len), *p = at;
    p = put_small(p, f->code);
    p = put_small(p, f->severity);
    p = put_small(p, f->field);
    p = put_text(p, buffer_view(&value));
    p = put_text(p, told);
    out->len += (size_t)(p - at);
    buffer_release(&value);
    buffer_release(&message);
}

void row_image_write(struct buffer *out, const struct activity *row, const struct source_info *source,
                     const struct event *event)
{
    struct row_image image = image_of(row, source, event);
    size_t room = sizeof(struct widths) + sizeof image.numbers;
    for (unsigned i = 0; i < ROW_TEXTS; i++)
        room += SMALL_ROOM + image.texts[i].len;
    char *at = buffer_room(out, room), *p = put_numbers(at, image.numbers);
    for (unsigned i = 0; i < ROW_TEXTS; i++)
        p = put_text(p, image.texts[i]);
    out->len += (size_t)(p - at);
    for (const struct finding *f = row->findings; f; f = f->next)
        if (f->severity >= SEVERITY_WARNING)
            put_finding(out, f);
}

void row_image_read(struct row_image *image, struct view bytes)
{
    struct view rest = view_between(get_numbers(bytes.at, image->numbers), bytes.at + bytes.len);
    for (unsigned i = 0; i < ROW_TEXTS; i++)
        image->texts[i] = get_text(&rest);
    image->findings = rest;
}

bool row_image_finding(struct row_image *image, struct finding_image *finding)
{
    struct view *rest = &image->findings;
    if (!rest->len)
        return false;
    finding->code = (enum code)get_small(rest);
    finding->severity = (enum severity)get_small(rest);
    finding->field = (enum field)get_small(rest);
    finding->value = get_text(rest);
    finding->message = get_text(rest);
    return true;
}

struct row_content row_image_content(const struct row_image *image)
{
    const int64_t *n = image->numbers;
    return (struct row_content){
        .participant = n[ROW_PARTICIPANT],
        .day = n[ROW_DAY],
        .kind = n[ROW_KIND],
        .distance_mm = n[ROW_DISTANCE],
        .count = n[ROW_COUNT],
        .elapsed_ms = n[ROW_TIME],
    };
}
