#include "normalize/normalize.h"

#include "base/civil.h"
#include "base/utf8.h"
#include "base/zone.h"
#include "normalize/parse_distance.h"
#include "normalize/parse_duration.h"
#include "normalize/row_text.h"

/* The work on one row. */
struct work {
    const struct mapping *m;
    struct type_memo *memo;
    struct batch *batch;
    const struct record *record;
    struct activity *row;
};

static struct view cell(const struct work *w, enum field field)
{
    int column = w->m->column[field];
    if (column < 0)
        return (struct view){"", 0};
    struct view v = w->record->cells[column];
    if (!v.len)
        return v;
    unsigned char first = (unsigned char)v.at[0], last = (unsigned char)v.at[v.len - 1];
    bool plain = first > ' ' && first < 0xC2 && last > ' ' && last < 0x80;
    return plain ? v : view_trim(v);
}

static struct finding *note(const struct work *w, enum code code, enum field field, struct view value)
{
    return batch_note(w->batch, w->row, code, field, value);
}

static void note_arg(const struct work *w, enum code code, enum field field, struct view value, struct arg arg)
{
    struct finding *f = note(w, code, field, value);
    if (f)
        f->args[0] = arg;
}

/* ---- who ---- */

static struct view read_number(const struct work *w, enum field field)
{
    struct view written = cell(w, field), number;
    if (!written.len)
        return written;
    switch (row_text_bib(written, field == FIELD_REGISTRATION_ID, &number)) {
    case ROW_TEXT_PLAIN: return number;
    case ROW_TEXT_UNWRAPPED: note_arg(w, CODE_BIB_UNWRAPPED, field, written, arg_view(number)); return number;
    case ROW_TEXT_BAD: note(w, CODE_BIB_INVALID, field, written); break;
    }
    return (struct view){"", 0};
}

static enum status read_participant(struct work *w)
{
    const struct reading_options *options = w->m->options;
    w->row->bib = read_number(w, FIELD_BIB);
    w->row->registration_id = read_number(w, FIELD_REGISTRATION_ID);
    w->row->first_name = cell(w, FIELD_FIRST_NAME);
    w->row->last_name = cell(w, FIELD_LAST_NAME);
    w->row->event_name = cell(w, FIELD_EVENT_NAME);
    if (!w->row->bib.len && !w->row->registration_id.len) {
        w->row->bib = options->bib;
        w->row->registration_id = options->registration_id;
    }
    return STATUS_OK;
}

/* ---- when ---- */

static int32_t day_of(int64_t ms)
{
    return (int32_t)(ms / MS_PER_DAY - (ms % MS_PER_DAY < 0));
}

/* "UTC+0530", "GMT-04:00" */
static bool utc_offset_text(struct view text, int64_t *offset_ms)
{
    struct view digits = view_skip(text, 4);
    uint64_t hours, minutes;
    bool named = view_starts(text, VIEW("UTC")) || view_starts(text, VIEW("GMT"));
    if (!named || digits.len < 4 || (text.at[3] != '+' && text.at[3] != '-') ||
        !number_parse_uint((struct view){digits.at, 2}, &hours) ||
        !number_parse_uint(view_skip(digits, digits.len - 2), &minutes) || hours > 14 || minutes > 59)
        return false;
    int64_t ms = (int64_t)(hours * 60 + minutes) * 60000;
    *offset_ms = text.at[3] == '-' ? -ms : ms;
    return true;
}

/* A column that says how far the clock was from UTC. */
static bool read_offset(const struct work *w, int64_t *offset_ms)
{
    struct decimal number;
    static const int64_t unit_ms[] = {
        [TIME_UNIT_NONE] = 1000,     [TIME_UNIT_MS] = 1,          [TIME_UNIT_SECONDS] = 1000,
        [TIME_UNIT_MINUTES] = 60000, [TIME_UNIT_HOURS] = 3600000, [TIME_UNIT_DAYS] = MS_PER_DAY,
    };
    enum time_unit unit = w->m->profile ? w->m->profile->offset_unit : TIME_UNIT_NONE;
    if (utc_offset_text(cell(w, FIELD_UTC_OFFSET), offset_ms))
        return true;
    return mapping_has(w->m, FIELD_UTC_OFFSET) && number_parse(cell(w, FIELD_UTC_OFFSET), NUMBER_POINT, &number) &&
           number_scale(number, unit_ms[unit], 1, offset_ms);
}

/* The moment and the local day of a date with a clock time. */
static void set_moment(struct work *w, const struct date_text *date, int32_t day)
{
    bool zone_known = w->m->options->zone_known, has_zone = date->has_zone && !w->m->dates_local;
    bool is_epoch = date->shape == DATE_EPOCH;
    int64_t local_ms = is_epoch ? date->epoch_ms : (int64_t)day * MS_PER_DAY + date->time_of_day_ms, offset_ms = 0;
    bool is_utc =
        is_epoch ? !w->m->dates_local : (has_zone && date->offset_s == 0) || (!date->has_zone && w->m->dates_utc);
    w->row->day = day;
    if (is_utc) {
        w->row->start_ms = local_ms;
        if (!read_offset(w, &offset_ms) && zone_known)
            offset_ms = (int64_t)zone_offset(local_ms / 1000) * 1000;
        w->row->day = day_of(local_ms + offset_ms);
    } else if (has_zone) {
        w->row->start_ms = local_ms - (int64_t)date->offset_s * 1000;
    } else if (zone_known) {
        w->row->start_ms = zone_to_utc(local_ms);
    }
}

/* A date that can be read in two ways, in a column where nothing proves which. */
static void note_undecided(struct work *w, struct view text, int32_t mdy, int32_t dmy)
{
    if (w->m->date_conflict) {
        char first[CIVIL_ISO_SIZE], second[CIVIL_ISO_SIZE];
        civil_iso(first, mdy);
        civil_iso(second, dmy);
        note_arg(w, CODE_DATE_ORDER_CONFLICT, FIELD_DATE, text,
                 arg_view(arena_format(&w->batch->arena,
                                       "Date \"%.*s\" reads as %s or as %s, and other rows prove both orders",
                                       VIEW_ARG(text), first, second)));
        return;
    }
    struct finding *f = note(w, CODE_DATE_ORDER_AMBIGUOUS, FIELD_DATE, text);
    if (f) {
        f->args[0] = arg_day(mdy);
        f->args[1] = arg_day(dmy);
    }
}

static void read_undecided(struct work *w, struct view text, const struct date_text *date)
{
    int32_t mdy = 0, dmy = 0;
    bool is_mdy = date_resolve(date, DATE_ORDER_MDY, &mdy), is_dmy = date_resolve(date, DATE_ORDER_DMY, &dmy);
    if (!is_mdy && !is_dmy)
        note(w, CODE_DATE_INVALID, FIELD_DATE, text);
    else if (is_mdy && is_dmy && mdy != dmy)
        note_undecided(w, text, mdy, dmy);
    else
        w->row->day = is_mdy ? mdy : dmy;
}

static void note_bad_date(struct work *w, struct view text, const struct date_text *date)
{
    struct finding *f = note(w, CODE_DATE_INVALID, FIELD_DATE, text);
    enum date_order other = w->m->date_order == DATE_ORDER_MDY ? DATE_ORDER_DMY : DATE_ORDER_MDY;
    int32_t day;
    if ((date->shape == DATE_SLASHED || date->shape == DATE_DOTTED) && date_resolve(date, other, &day))
        batch_hint(w->batch, f, SLIP_DAY_MONTH, FIELD_DATE, arg_day(day));
}

/* Year, month and day in columns of their own, as one date. */
static struct view split_date(const struct work *w)
{
    struct view year = cell(w, FIELD_YEAR), month = cell(w, FIELD_MONTH), day = cell(w, FIELD_DAY);
    if (!year.len || !month.len || !day.len)
        return (struct view){"", 0};
    return arena_format(&w->batch->arena, "%.*s-%.*s-%.*s", VIEW_ARG(year), VIEW_ARG(month), VIEW_ARG(day));
}

/* 1.740824462E12 is how some programs write the epoch 1740824462000. */
static struct view without_power(const struct work *w, struct view text)
{
    struct decimal number;
    bool has_power = text.len > 3 && text.at[0] >= '0' && text.at[0] <= '9' && memchr(text.at, 'E', text.len);
    if (!has_power || !number_parse(text, NUMBER_POINT, &number) || number.scale)
        return text;
    return arena_format(&w->batch->arena, "%lld", (long long)number.digits);
}

static enum status read_date(struct work *w)
{
    struct view text = cell(w, FIELD_DATE);
    if (!mapping_has(w->m, FIELD_DATE) && mapping_has_split_date(w->m))
        text = split_date(w);
    if (date_plain_iso(text, &w->row->day))
        return STATUS_OK;
    struct date_text date;
    date_scan(without_power(w, text), &date);
    if (date.shape == DATE_EMPTY) {
        note(w, CODE_DATE_MISSING, FIELD_DATE, text);
        return STATUS_OK;
    }
    bool numeric = date.shape == DATE_SLASHED || date.shape == DATE_DOTTED;
    if (numeric && !w->m->slashed_dates && !w->m->whole && w->m->options->date_order == DATE_ORDER_UNKNOWN)
        return STATUS_AGAIN;
    if (numeric && w->m->date_order == DATE_ORDER_UNKNOWN) {
        read_undecided(w, text, &date);
        return STATUS_OK;
    }
    int32_t day;
    if (!date_resolve(&date, w->m->date_order, &day)) {
        note_bad_date(w, text, &date);
        return STATUS_OK;
    }
    if (date.has_time || date.shape == DATE_EPOCH)
        set_moment(w, &date, day);
    else
        w->row->day = day;
    if (date.shape == DATE_SERIAL)
        note_arg(w, CODE_DATE_SERIAL, FIELD_DATE, text, arg_day(day));
    return STATUS_OK;
}

/* ---- what ---- */

/* The types the event has, for the message: ", the event has run, walk and ride". */
static struct arg types_of(const struct work *w)
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
static struct view type_word(const struct work *w, struct view text)
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

static enum status read_type(struct work *w)
{
    const struct event *event = w->m->event;
    struct view text = type_word(w, cell(w, FIELD_TYPE));
    struct type_match match = {.kind = KIND_OTHER, .type = -1};
    w->row->type_text = text;
    if (text.len) {
        match = type_match(event, text, w->memo);
        if (match.deleted)
            note(w, CODE_TYPE_DELETED, FIELD_TYPE, text);
        else if (!match.known && (event->lists_types || !is_number(text))) /* a bare id says nothing without the list */
            note_arg(w, CODE_TYPE_UNKNOWN, FIELD_TYPE, text, types_of(w));
    } else if (!mapping_has(w->m, FIELD_TYPE) && (match.type = only_type(event)) >= 0) {
        match.kind = event->types[match.type].kind;
    } else {
        note(w, CODE_TYPE_MISSING, FIELD_TYPE, text);
    }
    w->row->kind = (uint8_t)match.kind;
    w->row->type = (int16_t)match.type;
    if (match.type >= 0)
        w->row->type_id = event->types[match.type].id;
    return STATUS_OK;
}

static bool counts(const struct work *w)
{
    return w->row->type >= 0 && w->m->event->types[w->row->type].is_count;
}

/* Whether the text would be a distance if the decimal mark were the other one: then the survey saw too little. */
static bool other_mark_reads(const struct work *w, struct view text)
{
    struct distance d;
    enum number_style other = w->m->numbers == NUMBER_POINT ? NUMBER_COMMA : NUMBER_POINT;
    return !w->m->whole && distance_parse(text, UNIT_M, other, &d) == DISTANCE_OK;
}

/* The unit of a bare distance in this row: its own column's, its kind's in this profile, else the table's. */
static enum unit distance_unit(const struct work *w)
{
    if (counts(w))
        return UNIT_COUNT;
    enum unit told = mapping_has(w->m, FIELD_DISTANCE_UNIT) ? unit_from_word(cell(w, FIELD_DISTANCE_UNIT)) : UNIT_NONE;
    if (told == UNIT_NONE && w->m->profile)
        told = w->m->profile->kind_unit[w->row->kind];
    return told != UNIT_NONE ? told : w->m->distance_unit;
}

static enum status read_distance(struct work *w)
{
    struct view text = cell(w, FIELD_DISTANCE);
    struct distance d;
    switch (distance_parse(text, distance_unit(w), w->m->numbers, &d)) {
    case DISTANCE_EMPTY: note(w, CODE_DISTANCE_MISSING, FIELD_DISTANCE, text); return STATUS_OK;
    case DISTANCE_NO_UNIT: note(w, CODE_UNIT_UNKNOWN, FIELD_DISTANCE, text); return STATUS_OK;
    case DISTANCE_BAD:
        if (other_mark_reads(w, text))
            return STATUS_AGAIN;
        note(w, CODE_DISTANCE_INVALID, FIELD_DISTANCE, text);
        return STATUS_OK;
    case DISTANCE_NEGATIVE:
        note_arg(w, CODE_DISTANCE_INVALID, FIELD_DISTANCE, text, arg_word(": it is negative"));
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

/* ---- how long ---- */

/* The time cell, or the one that stands in for it where it is empty or zero. */
static struct view time_cell(const struct work *w, const struct duration_style *style)
{
    struct view text = cell(w, FIELD_TIME);
    int64_t ms;
    if (w->m->second_time < 0)
        return text;
    enum duration_result result = duration_parse(text, style, &ms, NULL);
    bool stands = result != DURATION_EMPTY && result != DURATION_ZERO;
    return stands ? text : view_trim(w->record->cells[w->m->second_time]);
}

/* Start and end make a duration where there is none. */
static int64_t time_between(const struct work *w)
{
    struct date_text start, end;
    int32_t first, last;
    if (!mapping_has(w->m, FIELD_END_TIME) || w->row->day == UNKNOWN_DAY)
        return UNKNOWN;
    date_scan(cell(w, FIELD_DATE), &start);
    date_scan(cell(w, FIELD_END_TIME), &end);
    if (!start.has_time || !end.has_time || !date_resolve(&start, w->m->date_order, &first) ||
        !date_resolve(&end, w->m->date_order, &last))
        return UNKNOWN;
    int64_t ms = (int64_t)(last - first) * MS_PER_DAY + end.time_of_day_ms - start.time_of_day_ms;
    return ms > 0 && ms <= 31 * (int64_t)MS_PER_DAY ? ms : UNKNOWN;
}

/* "22.14" is 22 minutes and 14 seconds in a column where nothing behind the point ever passes 59. */
static bool minutes_point_seconds(struct view text, int64_t *ms)
{
    struct decimal number;
    if (!number_parse(text, NUMBER_POINT, &number) || number.scale > 2 || number.digits <= 0)
        return false;
    int64_t hundredths = number.digits * number_power_of_ten(2 - number.scale);
    *ms = (hundredths / 100 * 60 + hundredths % 100) * 1000;
    return true;
}

static int64_t read_time(struct work *w, int64_t *slack_ms)
{
    enum field field = FIELD_TIME;
    struct duration_style style = {w->m->time_unit, w->m->clock == CLOCK_HOURS_MINUTES, w->m->numbers};
    struct view text = time_cell(w, &style);
    int64_t ms = UNKNOWN;
    static const char *const why[] = {
        [DURATION_BAD] = "", [DURATION_ZERO] = ": it is zero", [DURATION_NEGATIVE] = ": it is negative"};
    enum duration_result result = duration_parse(text, &style, &ms, slack_ms);
    if (w->m->clock == CLOCK_MINUTES_POINT && minutes_point_seconds(text, &ms))
        return ms;
    switch (result) {
    case DURATION_OK: return w->m->clock == CLOCK_RESAVED && mapping_is_resaved(ms) ? ms / 60 : ms;
    case DURATION_EMPTY: return time_between(w);
    case DURATION_BAD:
    case DURATION_ZERO:
    case DURATION_NEGATIVE: note_arg(w, CODE_TIME_INVALID, field, text, arg_word(why[result])); return UNKNOWN;
    case DURATION_STATUS_WORD: note(w, CODE_TIME_STATUS_WORD, field, text); return UNKNOWN;
    case DURATION_CLOCK: note_arg(w, CODE_TIME_CLOCK, field, text, arg_time(ms)); return ms;
    case DURATION_DAY_FRACTION: note_arg(w, CODE_TIME_DAY_FRACTION, field, text, arg_time(ms)); return ms;
    }
    return UNKNOWN;
}

/* A column of its own for DNF and the like. */
static void read_status(const struct work *w)
{
    struct duration_style style = {.bare = TIME_UNIT_SECONDS};
    struct view text = cell(w, FIELD_STATUS);
    int64_t ms;
    if (text.len && duration_parse(text, &style, &ms, NULL) == DURATION_STATUS_WORD)
        note(w, CODE_TIME_STATUS_WORD, FIELD_STATUS, text);
}

static enum status read_times(struct work *w)
{
    read_status(w);
    if (mapping_has(w->m, FIELD_TIME) || mapping_has(w->m, FIELD_END_TIME))
        w->row->elapsed_ms = read_time(w, &w->row->elapsed_slack_ms);
    if (mapping_has(w->m, FIELD_MOVING_TIME)) {
        struct duration_style style = {w->m->moving_unit, w->m->clock == CLOCK_HOURS_MINUTES, w->m->numbers};
        int64_t ms;
        enum duration_result result = duration_parse(cell(w, FIELD_MOVING_TIME), &style, &ms, NULL);
        if (result == DURATION_OK || result == DURATION_DAY_FRACTION)
            w->row->moving_ms = ms;
    }
    if (w->m->options->take_moving && w->row->moving_ms != UNKNOWN)
        w->row->elapsed_ms = w->row->moving_ms;
    return STATUS_OK;
}

/* Without a word about it, people who run miles climb feet. */
static enum unit elevation_unit(const struct work *w)
{
    if (w->m->elevation_unit != UNIT_NONE)
        return w->m->elevation_unit;
    return w->row->distance_unit == UNIT_MI ? UNIT_FT : UNIT_M;
}

static enum status read_elevation(struct work *w)
{
    struct view text = cell(w, FIELD_ELEVATION);
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
    case DISTANCE_NO_UNIT: note(w, CODE_ELEVATION_INVALID, FIELD_ELEVATION, text); break;
    }
    return STATUS_OK;
}

static enum status read_comment(struct work *w)
{
    bool changed;
    struct view text = row_text_unguarded(cell(w, FIELD_COMMENT));
    w->row->comment = row_text_clean(&w->batch->arena, text, &changed);
    if (changed)
        note(w, CODE_TEXT_CONTROL, FIELD_COMMENT, w->row->comment);
    return STATUS_OK;
}

/* ---- the row as a whole ---- */

/* Why the row is no activity: a line of sums, the header again, nothing in the cells that count. NULL when it is one.
 */
static const char *not_an_activity(const struct work *w)
{
    struct view date = cell(w, FIELD_DATE), distance = cell(w, FIELD_DISTANCE), time = cell(w, FIELD_TIME);
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
static bool is_ragged(const struct work *w)
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

static void note_ragged(const struct work *w)
{
    struct finding *f = note(w, CODE_CSV_RAGGED_ROW, FIELD_NONE, (struct view){"", 0});
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
    static enum status (*const steps[])(struct work *) = {
        read_participant, read_date, read_type, read_distance, read_times, read_elevation, read_comment,
    };
    struct work w = {n->mapping, n->memo, batch, record, row};
    const char *why = not_an_activity(&w);
    if (why) {
        note_arg(&w, CODE_ROW_NOT_ACTIVITY, FIELD_NONE, (struct view){"", 0}, arg_word(why));
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
