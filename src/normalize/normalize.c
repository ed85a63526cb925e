#include "normalize/normalize.h"

#include "normalize/parse_distance.h"
#include "normalize/row_text.h"
#include "normalize/row_work.h"

/* ---- who ---- */

static struct view read_number(const struct row_work *w, enum field field)
{
    struct view written = row_cell(w, field), number;
    if (!written.len)
        return written;
    switch (row_text_bib(written, field == FIELD_REGISTRATION_ID, &number)) {
    case ROW_TEXT_PLAIN: return number;
    case ROW_TEXT_UNWRAPPED: row_note_arg(w, CODE_BIB_UNWRAPPED, field, written, arg_view(number)); return number;
    case ROW_TEXT_BAD: row_note(w, CODE_BIB_INVALID, field, written); break;
    }
    return (struct view){"", 0};
}

static enum status read_participant(struct row_work *w)
{
    const struct reading_options *options = w->m->options;
    w->row->bib = read_number(w, FIELD_BIB);
    w->row->registration_id = read_number(w, FIELD_REGISTRATION_ID);
    w->row->first_name = row_cell(w, FIELD_FIRST_NAME);
    w->row->last_name = row_cell(w, FIELD_LAST_NAME);
    if (w->m->event->roster) /* nobody else asks */
        w->row->name = row_cell(w, FIELD_NAME);
    w->row->event_name = row_cell(w, FIELD_EVENT_NAME);
    if (!number_parse_uint(row_cell(w, FIELD_MENDED_LINE), &w->row->mended_line))
        w->row->mended_line = 0;
    if (!w->row->bib.len && !w->row->registration_id.len) {
        w->row->bib = options->bib;
        w->row->registration_id = options->registration_id;
    }
    return STATUS_OK;
}

/* ---- what ---- */

/* The types the event has, for the message: ", the event has run, walk and ride". */
static struct arg types_of(const struct row_work *w)
{
    const struct event *event = w->m->event;
    if (!event->lists_types)
        return arg_word("");
    struct buffer text = {0};
    for (size_t i = 0; i < event->type_count && i < 8; i++) {
        if (event->types[i].deleted)
            continue;
        buffer_add_text(&text, text.len ? ", " : "; the event has ");
        buffer_add(&text, event->types[i].text);
    }
    struct arg arg = arg_view(arena_copy(&w->batch->arena, buffer_view(&text)));
    buffer_release(&text);
    return arg;
}

/* In a table without types the only type of an event is meant. */
static int only_type(const struct event *event)
{
    int only = -1, count = 0;
    for (size_t i = 0; i < event->type_count; i++)
        if (!event->types[i].deleted) {
            only = (int)i;
            count++;
        }
    return count == 1 ? only : -1;
}

/* The word that a code of the profile stands for; else the text itself. */
static struct view type_word(const struct row_work *w, struct view text)
{
    const struct profile *p = w->m->profile;
    for (size_t i = 0; p && i < p->type_count; i++)
        if (view_equal(p->types[i].code, text))
            return p->types[i].word;
    return text;
}

static bool is_number(struct view text)
{
    uint64_t number;
    return number_parse_uint(text, &number);
}

static enum status read_type(struct row_work *w)
{
    const struct event *event = w->m->event;
    struct view text = type_word(w, row_cell(w, FIELD_TYPE));
    struct type_match match = {.kind = KIND_OTHER, .type = -1};
    w->row->type_text = text;
    if (text.len) {
        match = type_match(event, text, w->memo);
        if (match.deleted)
            row_note(w, CODE_TYPE_DELETED, FIELD_TYPE, text);
        else if (!match.known && (event->lists_types || !is_number(text))) /* a bare id says nothing without the list */
            row_note_arg(w, CODE_TYPE_UNKNOWN, FIELD_TYPE, text, types_of(w));
    } else if (!mapping_has(w->m, FIELD_TYPE) && (match.type = only_type(event)) >= 0) {
        match.kind = event->types[match.type].kind;
    } else {
        row_note(w, CODE_TYPE_MISSING, FIELD_TYPE, text);
    }
    w->row->kind = (uint8_t)match.kind;
    w->row->type = (int16_t)match.type;
    if (match.type >= 0)
        w->row->type_id = event->types[match.type].id;
    return STATUS_OK;
}

static bool counts(const struct row_work *w)
{
    return w->row->type >= 0 && w->m->event->types[w->row->type].is_count;
}

/* Whether the text would be a distance if the decimal mark were the other one: then the survey saw too little. */
static bool other_mark_reads(const struct row_work *w, struct view text)
{
    struct distance d;
    enum number_style other = w->m->numbers == NUMBER_POINT ? NUMBER_COMMA : NUMBER_POINT;
    return !w->m->whole && distance_parse(text, UNIT_M, other, &d) == DISTANCE_OK;
}

/* The unit of a bare distance in this row: its own column's, its kind's in this profile, else the table's. */
static enum unit distance_unit(const struct row_work *w)
{
    if (counts(w))
        return UNIT_COUNT;
    enum unit told =
        mapping_has(w->m, FIELD_DISTANCE_UNIT) ? unit_from_word(row_cell(w, FIELD_DISTANCE_UNIT)) : UNIT_NONE;
    if (told == UNIT_NONE && w->m->profile)
        told = w->m->profile->kind_unit[w->row->kind];
    return told != UNIT_NONE ? told : w->m->distance_unit;
}

static enum status read_distance(struct row_work *w)
{
    struct view text = row_cell(w, FIELD_DISTANCE);
    struct distance d;
    switch (distance_parse(text, distance_unit(w), w->m->numbers, &d)) {
    case DISTANCE_EMPTY:
        row_note_arg(w, CODE_DISTANCE_MISSING, FIELD_DISTANCE, text, arg_view(w->m->lacking[FIELD_DISTANCE]));
        return STATUS_OK;
    case DISTANCE_NO_UNIT: row_note(w, CODE_UNIT_UNKNOWN, FIELD_DISTANCE, text); return STATUS_OK;
    case DISTANCE_BAD:
        if (other_mark_reads(w, text))
            return STATUS_AGAIN;
        row_note(w, CODE_DISTANCE_INVALID, FIELD_DISTANCE, text);
        return STATUS_OK;
    case DISTANCE_NEGATIVE:
        row_note_arg(w, CODE_DISTANCE_INVALID, FIELD_DISTANCE, text, arg_word(": it is negative"));
        return STATUS_OK;
    case DISTANCE_OK: break;
    }
    w->row->distance_unit = (uint8_t)d.unit;
    if (d.unit == UNIT_COUNT) {
        w->row->count = d.mm;
        return STATUS_OK;
    }
    w->row->distance_mm = d.mm;
    w->row->distance_slack_mm = d.slack_mm;
    return STATUS_OK;
}

/* Without a word about it, people who run miles climb feet. */
static enum unit elevation_unit(const struct row_work *w)
{
    if (w->m->elevation_unit != UNIT_NONE)
        return w->m->elevation_unit;
    return w->row->distance_unit == UNIT_MI ? UNIT_FT : UNIT_M;
}

static enum status read_elevation(struct row_work *w)
{
    struct view text = row_cell(w, FIELD_ELEVATION);
    struct distance d;
    if (!text.len)
        return STATUS_OK;
    switch (elevation_parse(text, elevation_unit(w), w->m->numbers, &d)) {
    case DISTANCE_OK:
        w->row->elevation_mm = d.mm;
        w->row->elevation_unit = (uint8_t)d.unit;
        break;
    case DISTANCE_EMPTY: break;
    case DISTANCE_BAD:
    case DISTANCE_NEGATIVE:
    case DISTANCE_NO_UNIT: row_note(w, CODE_ELEVATION_INVALID, FIELD_ELEVATION, text); break;
    }
    return STATUS_OK;
}

/* RunSignup publishes no limit; the longest comment of a season of a large race has 314 characters. */
enum { COMMENT_MOST = 1000 };

static void cut_comment(struct row_work *w)
{
    struct view text = w->row->comment;
    size_t count = 0, kept = text.len;
    for (size_t i = 0; i < text.len; count++) {
        size_t n = utf8_length(text.at + i, text.len - i);
        i += n ? n : 1;
        kept = count + 1 == COMMENT_MOST ? i : kept;
    }
    if (count <= COMMENT_MOST)
        return;
    struct finding *f = row_note(w, CODE_COMMENT_TOO_LONG, FIELD_COMMENT, text);
    w->row->comment = view_trim((struct view){text.at, kept});
    if (!f)
        return;
    f->args[0] = arg_number((int64_t)count);
    f->args[1] = arg_number(COMMENT_MOST);
}

/* What the event wants as the comment of a track that has none. */
static struct view track_comment(const struct row_work *w)
{
    static const enum field fields[] = {
        [TRACK_COMMENT_NONE] = FIELD_COMMENT,
        [TRACK_COMMENT_TITLE] = FIELD_TITLE,
        [TRACK_COMMENT_DEVICE] = FIELD_DEVICE,
    };
    int wanted = w->m->event->track_comment;
    return wanted == TRACK_COMMENT_FILE ? w->m->options->track_file : row_cell(w, fields[wanted]);
}

static enum status read_comment(struct row_work *w)
{
    bool changed;
    struct view text = row_text_unguarded(row_cell(w, FIELD_COMMENT));
    if (!text.len && w->m->options->track_file.len)
        text = track_comment(w);
    w->row->comment = row_text_clean(&w->batch->arena, text, &changed);
    if (changed)
        row_note(w, CODE_TEXT_CONTROL, FIELD_COMMENT, w->row->comment);
    if (w->row->comment.len > COMMENT_MOST)
        cut_comment(w);
    return STATUS_OK;
}

/* ---- the row as a whole ---- */

/* Why the row is no activity: a line of sums, the header again, nothing in the cells that count. NULL when it is one.
 */
static const char *not_an_activity(const struct row_work *w)
{
    struct view date = row_cell(w, FIELD_DATE), distance = row_cell(w, FIELD_DISTANCE), time = row_cell(w, FIELD_TIME);
    bool has_both = mapping_has(w->m, FIELD_DISTANCE) && mapping_has(w->m, FIELD_TIME);
    if (!date.len && !distance.len && !time.len)
        return "date, distance and time are all empty";
    if (!distance.len && !time.len && has_both)
        return "distance and time are both empty";
    if (date.len && view_equal(date, w->m->names[FIELD_DATE]))
        return "it repeats the header";
    if (date.len && ((unsigned char)date.at[0] & 0x70) == 0x30) /* begins with a digit: the common case */
        return NULL;
    for (uint32_t i = 0; i < w->record->count && i < w->m->column_count; i++)
        if (w->record->cells[i].len && row_text_is_total(w->record->cells[i]))
            return "it is a line of totals";
    return NULL;
}

/* Cells beyond the header that hold something, or too few to reach the columns that are used. */
static bool is_ragged(const struct row_work *w)
{
    const struct record *r = w->record;
    if (!w->m->delimited || r->count == w->m->column_count)
        return false;
    if (r->count < w->m->column_count)
        return (int)r->count <= w->m->last_column;
    for (uint32_t i = w->m->column_count; i < r->count; i++)
        if (view_trim(r->cells[i]).len)
            return true;
    return false;
}

static void note_ragged(const struct row_work *w)
{
    struct finding *f = row_note(w, CODE_CSV_RAGGED_ROW, FIELD_NONE, (struct view){"", 0});
    if (!f)
        return;
    f->args[0] = arg_number(w->record->count);
    f->args[1] = arg_number(w->m->column_count);
}

void normalizer_init(struct normalizer *n, const struct mapping *mapping)
{
    *n = (struct normalizer){mapping, type_memo_new()};
}

void normalizer_release(struct normalizer *n)
{
    type_memo_free(n->memo);
    *n = (struct normalizer){0};
}

enum status normalize_row(struct normalizer *n, struct batch *batch, const struct record *record, struct activity *row)
{
    static enum status (*const steps[])(struct row_work *) = {
        read_participant, row_read_date,  read_type,    read_distance,    row_read_times,
        row_fix,          read_elevation, read_comment, row_check_rivals,
    };
    struct row_work w = {n->mapping, n->memo, batch, record, row};
    const char *why = not_an_activity(&w);
    if (why && row->verdict == VERDICT_REJECTED)
        return STATUS_OK; /* a damaged one: what its reader said is all there is to say */
    if (why) {
        row_note_arg(&w, CODE_ROW_NOT_ACTIVITY, FIELD_NONE, (struct view){"", 0}, arg_word(why));
        row->verdict = VERDICT_SKIPPED;
        return STATUS_OK;
    }
    if (is_ragged(&w)) {
        note_ragged(&w);
        return STATUS_OK;
    }
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < sizeof steps / sizeof *steps; i++)
        status = steps[i](&w);
    return status;
}
