#include "base/civil.h"
#include "base/zone.h"
#include "normalize/row_work.h"

/* When: the local day, and the moment where date, clock time and zone give one. */

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
static bool read_offset(const struct row_work *w, int64_t *offset_ms)
{
    struct decimal number;
    static const int64_t unit_ms[] = {
        [TIME_UNIT_NONE] = 1000,     [TIME_UNIT_MS] = 1,          [TIME_UNIT_SECONDS] = 1000,
        [TIME_UNIT_MINUTES] = 60000, [TIME_UNIT_HOURS] = 3600000, [TIME_UNIT_DAYS] = MS_PER_DAY,
    };
    enum time_unit unit = w->m->profile ? w->m->profile->offset_unit : TIME_UNIT_NONE;
    if (utc_offset_text(row_cell(w, FIELD_UTC_OFFSET), offset_ms))
        return true;
    return mapping_has(w->m, FIELD_UTC_OFFSET) && number_parse(row_cell(w, FIELD_UTC_OFFSET), NUMBER_POINT, &number) &&
           number_scale(number, unit_ms[unit], 1, offset_ms);
}

/* The moment and the local day of a date with a clock time. */
static void set_moment(struct row_work *w, const struct date_text *date, int32_t day)
{
    bool zone_known = w->m->options->zone_known, has_zone = date->has_zone && !w->m->dates_local;
    bool is_epoch = date->shape == DATE_EPOCH;
    int64_t local_ms = is_epoch ? date->epoch_ms : (int64_t)day * MS_PER_DAY + date->time_of_day_ms, offset_ms = 0;
    bool is_utc =
        is_epoch ? !w->m->dates_local : (has_zone && date->offset_s == 0) || (!date->has_zone && w->m->dates_utc);
    w->row->day = day;
    if (is_utc) {
        w->row->start_ms = local_ms;
        bool zone_first = zone_known && w->m->profile && w->m->profile->offset_last;
        if (zone_first || (!read_offset(w, &offset_ms) && zone_known))
            offset_ms = (int64_t)zone_offset(local_ms / 1000) * 1000;
        w->row->day = (int32_t)civil_day_of_ms(local_ms + offset_ms);
    } else if (has_zone) {
        w->row->start_ms = local_ms - (int64_t)date->offset_s * 1000;
    } else if (zone_known) {
        w->row->start_ms = zone_to_utc(local_ms);
    }
}

/* A date that can be read in two ways, in a column where nothing proves which. */
static void note_undecided(struct row_work *w, struct view text, int32_t mdy, int32_t dmy)
{
    if (w->m->date_conflict) {
        char first[CIVIL_ISO_SIZE], second[CIVIL_ISO_SIZE];
        civil_iso(first, mdy);
        civil_iso(second, dmy);
        row_note_arg(w, CODE_DATE_ORDER_CONFLICT, FIELD_DATE, text,
                     arg_view(arena_format(&w->batch->arena,
                                           "Date \"%.*s\" reads as %s or as %s, and other rows prove both orders",
                                           VIEW_ARG(text), first, second)));
        return;
    }
    struct finding *f = row_note(w, CODE_DATE_ORDER_AMBIGUOUS, FIELD_DATE, text);
    if (f) {
        f->args[0] = arg_day(mdy);
        f->args[1] = arg_day(dmy);
    }
}

static void read_undecided(struct row_work *w, struct view text, const struct date_text *date)
{
    int32_t mdy = 0, dmy = 0;
    bool is_mdy = date_resolve(date, DATE_ORDER_MDY, &mdy), is_dmy = date_resolve(date, DATE_ORDER_DMY, &dmy);
    if (!is_mdy && !is_dmy)
        row_note(w, CODE_DATE_INVALID, FIELD_DATE, text);
    else if (is_mdy && is_dmy && mdy != dmy)
        note_undecided(w, text, mdy, dmy);
    else
        w->row->day = is_mdy ? mdy : dmy;
}

static void note_bad_date(struct row_work *w, struct view text, const struct date_text *date)
{
    struct finding *f = row_note(w, CODE_DATE_INVALID, FIELD_DATE, text);
    enum date_order other = w->m->date_order == DATE_ORDER_MDY ? DATE_ORDER_DMY : DATE_ORDER_MDY;
    int32_t day;
    if ((date->shape == DATE_SLASHED || date->shape == DATE_DOTTED) && date_resolve(date, other, &day))
        batch_hint(w->batch, f, SLIP_DAY_MONTH, FIELD_DATE, arg_day(day));
}

/* Year, month and day in columns of their own, as one date. */
static struct view split_date(const struct row_work *w)
{
    struct view year = row_cell(w, FIELD_YEAR), month = row_cell(w, FIELD_MONTH), day = row_cell(w, FIELD_DAY);
    if (!year.len || !month.len || !day.len)
        return (struct view){"", 0};
    return arena_format(&w->batch->arena, "%.*s-%.*s-%.*s", VIEW_ARG(year), VIEW_ARG(month), VIEW_ARG(day));
}

/* 1.740824462E12 is how some programs write the epoch 1740824462000. */
static struct view without_power(const struct row_work *w, struct view text)
{
    struct decimal number;
    bool has_power = text.len > 3 && text.at[0] >= '0' && text.at[0] <= '9' && memchr(text.at, 'E', text.len);
    if (!has_power || !number_parse(text, NUMBER_POINT, &number) || number.scale)
        return text;
    return arena_format(&w->batch->arena, "%lld", (long long)number.digits);
}

enum status row_read_date(struct row_work *w)
{
    struct view text = row_cell(w, FIELD_DATE);
    if (!mapping_has(w->m, FIELD_DATE) && mapping_has_split_date(w->m))
        text = split_date(w);
    if (date_plain_iso(text, &w->row->day))
        return STATUS_OK;
    struct date_text date;
    date_scan(without_power(w, text), &date);
    if (date.shape == DATE_EMPTY) {
        row_note_arg(w, CODE_DATE_MISSING, FIELD_DATE, text, arg_view(w->m->lacking[FIELD_DATE]));
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
        row_note_arg(w, CODE_DATE_SERIAL, FIELD_DATE, text, arg_day(day));
    return STATUS_OK;
}
