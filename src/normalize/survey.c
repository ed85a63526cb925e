#include "normalize/survey.h"

#include "base/memory.h"
#include "normalize/parse_distance.h"
#include "normalize/parse_kind.h"

void survey_init(struct survey *s, const struct mapping *mapping)
{
    *s = (struct survey){.mapping = mapping};
    s->samples = memory_get(SURVEY_SAMPLES * sizeof *s->samples);
    unused_init(&s->unused, mapping);
}

void survey_release(struct survey *s)
{
    memory_free(s->samples);
    unused_release(&s->unused);
    arena_release(&s->arena);
    *s = (struct survey){0};
}

static struct view cell_of(const struct survey *s, const struct record *record, enum field field)
{
    int column = s->mapping->column[field];
    return column < 0 ? (struct view){"", 0} : view_trim(record->cells[column]);
}

static void prove(struct survey *s, struct proof *proof, const struct record *record, struct view text)
{
    if (proof->count++ == 0) {
        proof->line = record->line;
        proof->text = arena_copy(&s->arena, text);
    }
}

static bool in_window(const struct event *event, int32_t day)
{
    return (event->first_day == UNKNOWN_DAY || day >= event->first_day) &&
           (event->last_day == UNKNOWN_DAY || day <= event->last_day) &&
           (event->as_of == UNKNOWN_DAY || day <= event->as_of + 1);
}

static void observe_order(struct survey *s, const struct record *record, struct view text, const struct date_text *date)
{
    struct date_survey *d = &s->dates;
    int32_t dmy = 0, mdy = 0;
    bool is_dmy = date_resolve(date, DATE_ORDER_DMY, &dmy), is_mdy = date_resolve(date, DATE_ORDER_MDY, &mdy);
    if (is_dmy && !is_mdy)
        prove(s, &d->day_first, record, text);
    else if (is_mdy && !is_dmy)
        prove(s, &d->month_first, record, text);
    if (!is_dmy || !is_mdy || dmy == mdy)
        return;
    const struct event *event = s->mapping->event;
    bool dmy_fits = in_window(event, dmy), mdy_fits = in_window(event, mdy);
    if (dmy_fits && !mdy_fits)
        prove(s, &d->day_inside, record, text);
    else if (mdy_fits && !dmy_fits)
        prove(s, &d->month_inside, record, text);
    prove(s, &d->open, record, text);
}

static void observe_date(struct survey *s, const struct record *record)
{
    struct view text = cell_of(s, record, FIELD_DATE);
    int32_t day;
    if (!text.len)
        return;
    if (date_plain_iso(text, &day)) {
        s->dates.iso++;
        return;
    }
    struct date_text date;
    date_scan(text, &date);
    s->dates.slashed += date.shape == DATE_SLASHED;
    s->dates.dotted += date.shape == DATE_DOTTED;
    s->dates.others += date.shape != DATE_SLASHED && date.shape != DATE_DOTTED;
    if (date.shape == DATE_SLASHED || date.shape == DATE_DOTTED)
        observe_order(s, record, text, &date);
}

/* "7,5" and "1.234,5" have a decimal comma beyond doubt, "7.5" and "1,234.5" a point; "1,234" and "7" prove nothing. */
static void observe_style(struct survey *s, const struct record *record, struct view text)
{
    struct view number = text;
    const char *comma = NULL, *point = NULL;
    size_t commas = 0, points = 0;
    for (size_t i = 0; i < number.len; i++) {
        if (number.at[i] == ',') {
            comma = number.at + i;
            commas++;
        } else if (number.at[i] == '.') {
            point = number.at + i;
            points++;
        }
    }
    const char *last = comma > point ? comma : point;
    if (!last || commas + points == 0)
        return;
    size_t digits = 0;
    for (const char *p = last + 1; p < number.at + number.len && *p >= '0' && *p <= '9'; p++)
        digits++;
    bool single = last == comma ? commas == 1 : points == 1;
    bool leading_zero = number.at[0] == '0' && last == number.at + 1;
    if (!single || !digits || (digits == 3 && !(commas && points) && !leading_zero))
        return;
    if (last == comma)
        prove(s, &s->comma, record, text);
    s->comma_proofs += last == comma;
    s->point_proofs += last == point;
}

static bool is_number_like(struct view text)
{
    return text.len && (text.at[0] == '-' || text.at[0] == '.' || (text.at[0] >= '0' && text.at[0] <= '9'));
}

static enum kind kind_of(struct survey *s, struct view text)
{
    enum kind kind = kind_from_words(text, &s->arena);
    return kind < KIND_COUNT ? kind : KIND_OTHER;
}

/* Of a bare distance, where a column beside it or the app tells it of that kind; NONE: the table's. */
static enum unit unit_beside(const struct survey *s, const struct record *record, enum kind kind)
{
    const struct profile *profile = s->mapping->profile;
    enum unit told = mapping_has(s->mapping, FIELD_DISTANCE_UNIT)
                         ? unit_from_word(cell_of(s, record, FIELD_DISTANCE_UNIT))
                         : UNIT_NONE;
    return told == UNIT_NONE && profile ? profile->kind_unit[kind] : told;
}

static void observe_distance(struct survey *s, const struct record *record)
{
    struct view text = cell_of(s, record, FIELD_DISTANCE);
    if (!is_number_like(text))
        return;
    observe_style(s, record, text);
    if (s->sample_count == SURVEY_SAMPLES)
        return;
    struct distance d;
    enum number_style style = s->comma_proofs > s->point_proofs ? NUMBER_COMMA : NUMBER_POINT;
    enum distance_result result = distance_parse(text, UNIT_NONE, style, &d);
    if (result == DISTANCE_NO_UNIT)
        prove(s, &s->bare_distance, record, text);
    if ((result != DISTANCE_OK && result != DISTANCE_NO_UNIT) || d.digits.digits <= 0)
        return;
    enum kind kind = kind_of(s, cell_of(s, record, FIELD_TYPE));
    s->samples[s->sample_count++] = (struct distance_sample){
        .digits = d.digits,
        .unit = result == DISTANCE_OK ? d.unit : unit_beside(s, record, kind),
        .time = arena_copy(&s->arena, cell_of(s, record, FIELD_TIME)),
        .pace = arena_copy(&s->arena, cell_of(s, record, FIELD_PACE)),
        .kind = kind,
    };
}

static void observe_dated_times(struct survey *s, const struct record *record)
{
    for (size_t i = 0; i < sizeof s->dated_times / sizeof *s->dated_times && s->mapping->time_columns[i] >= 0; i++) {
        struct date_text date;
        date_scan(view_trim(record->cells[s->mapping->time_columns[i]]), &date);
        s->dated_times[i] += date.has_time && date.shape != DATE_BAD && date.shape != DATE_EMPTY;
    }
}

/* Times such as 22.14: minutes and seconds, if nothing behind the point ever passes 59. */
static void observe_pointed(struct survey *s, struct view time)
{
    struct decimal number;
    if (!number_parse(time, NUMBER_POINT, &number))
        return;
    int64_t hundredths = number.scale <= 2 ? number.digits * number_power_of_ten(2 - number.scale) : 0;
    bool fits = number.scale >= 1 && number.scale <= 2 && hundredths >= 500 && hundredths < 60000;
    s->pointed += fits;
    s->pointed_over_59 += fits && hundredths % 100 > 59;
    s->pointed_odd += !fits && number.scale > 0;
}

void survey_observe(struct survey *s, const struct record *record)
{
    s->rows++;
    if (mapping_has(s->mapping, FIELD_DATE))
        observe_date(s, record);
    else if (!mapping_has_split_date(s->mapping))
        observe_dated_times(s, record);
    if (s->rows <= UNUSED_ROWS)
        unused_observe(&s->unused, s->mapping, record);
    if (s->rows > SURVEY_RECORDS)
        return;
    observe_distance(s, record);
    struct view elevation = cell_of(s, record, FIELD_ELEVATION), time = cell_of(s, record, FIELD_TIME);
    if (is_number_like(elevation))
        observe_style(s, record, elevation);
    if (is_number_like(time) && !memchr(time.at, ':', time.len)) {
        observe_style(s, record, time);
        observe_pointed(s, time);
    }
}

bool survey_needs_all(const struct survey *s)
{
    return s->mapping->options->date_order == DATE_ORDER_UNKNOWN && (s->dates.slashed || s->dates.dotted);
}
