#include "normalize/columns.h"

#include "normalize/parse_distance.h"
#include "normalize/parse_duration.h"

enum {
    MAJORITY = 20, /* one side of a contradiction wins when it is proved so many times as often */
    LEAST_SAMPLES = 5,
    SUSPECT_SAMPLES = 20,
    FIX_SAMPLES = 10, /* the least that prove a mending, and the share of them that must agree */
    FIX_PERCENT = 95,
};

/* The work of one columns_decide. */
struct decision {
    struct mapping *m;
    const struct survey *s;
    const struct judgement *judgement;
    struct column_info *info;
    struct batch *notes;
};

static void explain(struct decision *d, enum field field, struct view decision, struct view evidence)
{
    if (!mapping_has(d->m, field))
        return;
    struct column_info *info = &d->info[d->m->column[field]];
    info->decision = decision;
    if (evidence.len)
        info->evidence = evidence;
}

static struct view proof_text(struct decision *d, const struct proof *proof)
{
    return arena_format(&d->notes->arena, "line %llu: %.*s", (unsigned long long)proof->line, VIEW_ARG(proof->text));
}

/* ---- dates ---- */

/* 1: the first side wins, -1: the second, 0: neither. */
static int majority(uint64_t first, uint64_t second)
{
    if (first > 0 && first >= second * MAJORITY)
        return 1;
    return second > 0 && second >= first * MAJORITY ? -1 : 0;
}

static void note_order(struct decision *d, enum date_order order, const struct proof *proof, const char *because)
{
    struct finding *f = batch_note(d->notes, NULL, CODE_DATE_ORDER_PROVED, FIELD_DATE, (struct view){NULL, 0});
    struct view words = order == DATE_ORDER_DMY ? VIEW("day first") : VIEW("month first");
    struct view evidence = arena_format(&d->notes->arena, "%.*s%s", VIEW_ARG(proof_text(d, proof)), because);
    if (f)
        f->args[0] =
            arg_view(arena_format(&d->notes->arena, "dates are %.*s: %.*s", VIEW_ARG(words), VIEW_ARG(evidence)));
    explain(d, FIELD_DATE, words, evidence);
    d->m->date_order = order;
}

static void note_conflict(struct decision *d)
{
    const struct date_survey *dates = &d->s->dates;
    struct finding *f = batch_note(d->notes, NULL, CODE_DATE_ORDER_CONFLICT, FIELD_DATE, (struct view){NULL, 0});
    if (f) {
        f->line = dates->day_first.line;
        f->args[0] = arg_view(arena_format(
            &d->notes->arena,
            "the dates contradict each other: line %llu (%.*s) can only be day first, line %llu (%.*s) only month "
            "first "
            "(%llu and %llu such rows); rows that read both ways are refused. Mend the column, or give --date-order",
            (unsigned long long)dates->day_first.line, VIEW_ARG(dates->day_first.text),
            (unsigned long long)dates->month_first.line, VIEW_ARG(dates->month_first.text),
            (unsigned long long)dates->day_first.count, (unsigned long long)dates->month_first.count));
    }
    d->m->date_conflict = true;
    explain(d, FIELD_DATE, VIEW("undecided: rows contradict each other"), (struct view){NULL, 0});
}

static void decide_date_order(struct decision *d)
{
    const struct date_survey *dates = &d->s->dates;
    struct mapping *m = d->m;
    if (m->options->date_order != DATE_ORDER_UNKNOWN || (!dates->slashed && !dates->dotted)) {
        explain(d, FIELD_DATE, m->options->date_order ? VIEW("order as told") : VIEW("no order to decide"),
                (struct view){NULL, 0});
        return;
    }
    m->slashed_dates = true;
    int proved = majority(dates->day_first.count, dates->month_first.count);
    int inside = majority(dates->day_inside.count, dates->month_inside.count);
    if (proved) {
        note_order(d, proved > 0 ? DATE_ORDER_DMY : DATE_ORDER_MDY,
                   proved > 0 ? &dates->day_first : &dates->month_first, "");
    } else if (dates->day_first.count || dates->month_first.count) {
        note_conflict(d);
        m->date_order = DATE_ORDER_UNKNOWN;
    } else if (m->date_order != DATE_ORDER_UNKNOWN) {
        explain(d, FIELD_DATE, VIEW("order of the profile"), (struct view){NULL, 0});
    } else if (!dates->slashed) {
        m->date_order = DATE_ORDER_DMY;
        explain(d, FIELD_DATE, VIEW("day first"), VIEW("dotted dates are day first unless a row disproves it"));
    } else if (inside) {
        note_order(d, inside > 0 ? DATE_ORDER_DMY : DATE_ORDER_MDY,
                   inside > 0 ? &dates->day_inside : &dates->month_inside, " is in the event's days only so");
    } else if (!dates->open.count) {
        m->date_order = DATE_ORDER_MDY;
        explain(d, FIELD_DATE, VIEW("either order"), VIEW("day and month are equal in every row"));
    } else {
        explain(d, FIELD_DATE, VIEW("undecided: day first or month first"), proof_text(d, &dates->open));
    }
}

/* ---- numbers ---- */

static void decide_decimal_mark(struct decision *d)
{
    const struct profile *p = d->m->profile;
    if (p && p->says_decimal) {
        d->m->numbers = p->numbers;
        return;
    }
    d->m->numbers = d->s->comma_proofs > d->s->point_proofs ? NUMBER_COMMA : NUMBER_POINT;
}

/* ---- times ---- */

static bool sample_mm(const struct distance_sample *sample, enum unit otherwise, int64_t *mm)
{
    enum unit unit = sample->unit != UNIT_NONE ? sample->unit : otherwise;
    return unit != UNIT_NONE && unit != UNIT_COUNT && unit_to_mm(sample->digits, unit, mm) && *mm > 0;
}

enum { FASTEST_MS_PER_KM = 60000, SLOWEST_MS_PER_KM = 2700000 };

/* Where nothing is known about the kind, anything between a fast ride and a stroll will do. */
static int looks(const struct decision *d, enum kind kind, int64_t mm, int64_t ms)
{
    if (kind != KIND_OTHER)
        return d->judgement->plausible(d->judgement->context, kind, mm, ms);
    int64_t pace;
    if (!number_scale((struct decimal){ms, 0}, 1000000, mm, &pace) || pace > SLOWEST_MS_PER_KM)
        return 1;
    return pace < FASTEST_MS_PER_KM ? -1 : 0;
}

/* Of the samples whose time this style reads: how many there are, and how many are plausible. */
struct tally {
    uint32_t read, plausible, fast;
};

static struct tally try_reading(const struct decision *d, const struct duration_style *style, enum unit unit, int parts)
{
    struct tally tally = {0};
    for (size_t i = 0; i < d->s->sample_count; i++) {
        const struct distance_sample *sample = &d->s->samples[i];
        int64_t mm, ms;
        if (parts >= 0 && duration_parts(sample->time) != parts)
            continue;
        if (!sample_mm(sample, unit, &mm) || duration_parse(sample->time, style, &ms, NULL) != DURATION_OK)
            continue;
        int judged = looks(d, sample->kind, mm, ms);
        tally.read++;
        tally.plausible += judged == 0;
        tally.fast += judged < 0;
    }
    return tally;
}

static uint32_t count_parts(const struct decision *d, int parts)
{
    uint32_t n = 0;
    for (size_t i = 0; i < d->s->sample_count; i++)
        n += d->s->samples[i].time.len && duration_parts(d->s->samples[i].time) == parts;
    return n;
}

static enum unit likely_unit(const struct decision *d)
{
    return d->m->distance_unit != UNIT_NONE ? d->m->distance_unit : UNIT_MI;
}

/* "1:05" in a column without seconds: minutes and seconds, unless that makes nearly all paces absurd and h:mm mends
 * them. */
static void decide_two_parts(struct decision *d)
{
    if (d->m->clock != CLOCK_PLAIN || count_parts(d, 2) < LEAST_SAMPLES || count_parts(d, 3))
        return;
    struct duration_style style = {.numbers = d->m->numbers};
    struct tally minutes = try_reading(d, &style, likely_unit(d), 2);
    style.two_part_is_hours = true;
    struct tally hours = try_reading(d, &style, likely_unit(d), 2);
    if (hours.plausible * 5 >= hours.read * 4 && minutes.plausible * 5 <= minutes.read && hours.read >= LEAST_SAMPLES) {
        d->m->clock = CLOCK_HOURS_MINUTES;
        explain(d, FIELD_TIME, VIEW("hours and minutes (h:mm)"), VIEW("as m:ss nearly all paces would be absurd"));
    }
}

/* "47:08:00" where 47:08 was meant: a spreadsheet takes minutes for hours, and shows them so from 24 on. Only when it
 * is so in nearly all of those rows. */
static void decide_resaved(struct decision *d)
{
    uint32_t read = 0, slow = 0, mended = 0;
    struct duration_style style = {.numbers = d->m->numbers};
    for (size_t i = 0; i < d->s->sample_count; i++) {
        const struct distance_sample *sample = &d->s->samples[i];
        int64_t mm, ms;
        if (duration_parts(sample->time) != 3 || !sample_mm(sample, likely_unit(d), &mm) ||
            duration_parse(sample->time, &style, &ms, NULL) != DURATION_OK || !mapping_is_resaved(ms))
            continue;
        read++;
        slow += looks(d, sample->kind, mm, ms) > 0;
        mended += looks(d, sample->kind, mm, ms / 60) == 0;
    }
    if (read < LEAST_SAMPLES || slow * 5 < read * 4 || mended * 5 < read * 4)
        return;
    d->m->clock = CLOCK_RESAVED;
    explain(d, FIELD_TIME, VIEW("mm:ss:00 from 24:00:00 on"),
            VIEW("as h:mm:ss nearly all those paces would be absurd"));
}

/* Whether the share of the samples is beyond doubt. */
static bool is_certain(uint32_t agreeing, uint32_t all)
{
    return all >= FIX_SAMPLES && agreeing * 100 >= all * FIX_PERCENT;
}

/* "18:23:00" for 18:23: below 24 hours nobody can tell from one row. --fix safe takes it so where nearly all times of the
 * column end in :00, are absurd as hours and usual as minutes. */
static void fix_minutes(struct decision *d)
{
    uint32_t read = 0, whole = 0, slow = 0, mended = 0;
    struct duration_style style = {.numbers = d->m->numbers};
    for (size_t i = 0; d->m->options->fix_safe && i < d->s->sample_count; i++) {
        const struct distance_sample *sample = &d->s->samples[i];
        int64_t mm, ms;
        if (duration_parts(sample->time) != 3 || !sample_mm(sample, likely_unit(d), &mm) ||
            duration_parse(sample->time, &style, &ms, NULL) != DURATION_OK || mapping_is_resaved(ms))
            continue;
        read++;
        whole += ms % 60000 == 0;
        slow += looks(d, sample->kind, mm, ms) > 0;
        mended += looks(d, sample->kind, mm, ms / 60) == 0;
    }
    if (!is_certain(whole, read) || !is_certain(slow, read) || !is_certain(mended, read))
        return;
    d->m->fixes.minutes = true;
    d->m->fixes.minutes_why =
        arena_format(&d->notes->arena, "as h:mm:ss %u of %u paces would be absurd, as mm:ss %u are usual", slow, read,
                     mended);
    explain(d, FIELD_TIME, VIEW("mm:ss:00"), VIEW("--fix safe: as h:mm:ss nearly all paces would be absurd"));
}

/* "22.14" without a unit: were it a decimal of minutes, some row would have 60 or more behind the point. */
static void decide_minutes_point(struct decision *d)
{
    enum { LEAST_POINTED = 10 };
    const struct survey *s = d->s;
    if (d->m->time_unit != TIME_UNIT_NONE || s->pointed < LEAST_POINTED || s->pointed_over_59 || s->pointed_odd)
        return;
    d->m->clock = CLOCK_MINUTES_POINT;
    explain(d, FIELD_TIME, VIEW("minutes.seconds"),
            arena_format(&d->notes->arena, "behind the point nothing passes 59 in %llu rows",
                         (unsigned long long)s->pointed));
}

/* Bare numbers without a unit from anywhere: the one that makes most paces plausible, if one clearly does. */
static void decide_time_unit(struct decision *d)
{
    static const struct {
        enum time_unit unit;
        struct view words;
    } candidates[] = {
        {TIME_UNIT_SECONDS, {"seconds", 7}},
        {TIME_UNIT_MINUTES, {"minutes", 7}},
        {TIME_UNIT_HOURS, {"hours", 5}},
        {TIME_UNIT_MS, {"milliseconds", 12}},
    };
    if (d->m->time_unit != TIME_UNIT_NONE || count_parts(d, 0) < LEAST_SAMPLES)
        return;
    uint32_t best = 0, second = 0, read = 0;
    size_t winner = 0;
    for (size_t i = 0; i < sizeof candidates / sizeof *candidates; i++) {
        struct duration_style style = {.bare = candidates[i].unit, .numbers = d->m->numbers};
        struct tally t = try_reading(d, &style, likely_unit(d), 0);
        read = t.read > read ? t.read : read;
        if (t.plausible > best) {
            second = best;
            best = t.plausible;
            winner = i;
        } else if (t.plausible > second) {
            second = t.plausible;
        }
    }
    if (read < LEAST_SAMPLES || best * 2 < read || best < second * 3)
        return;
    d->m->time_unit = candidates[winner].unit;
    explain(d, FIELD_TIME, candidates[winner].words,
            arena_format(&d->notes->arena, "%u of %u paces are plausible so", best, read));
}

/* ---- distances ---- */

/* How many samples have a pace cell that agrees (within 3 %) with the time over the distance in `unit`. */
static struct tally try_pace(const struct decision *d, enum unit unit)
{
    struct tally tally = {0};
    struct duration_style style = {
        .bare = d->m->time_unit, .numbers = d->m->numbers, .two_part_is_hours = d->m->clock == CLOCK_HOURS_MINUTES};
    struct duration_style pace_style = {.bare = TIME_UNIT_MINUTES, .numbers = d->m->numbers};
    for (size_t i = 0; i < d->s->sample_count; i++) {
        const struct distance_sample *sample = &d->s->samples[i];
        int64_t mm, ms, pace, expected;
        if (sample->unit != UNIT_NONE || !sample_mm(sample, unit, &mm) ||
            duration_parse(sample->time, &style, &ms, NULL) != DURATION_OK ||
            duration_parse(sample->pace, &pace_style, &pace, NULL) != DURATION_OK)
            continue;
        if (!number_scale((struct decimal){ms, 0}, unit_table[d->m->pace_unit].numerator, mm, &expected))
            continue;
        int64_t off = expected > pace ? expected - pace : pace - expected;
        tally.read++;
        tally.plausible += off * 100 <= pace * 3 + 100000;
    }
    return tally;
}

/* --fix safe: another unit than the one that was said, unless the user said it. */
static bool fix_unit(struct decision *d, enum unit unit, struct tally right)
{
    if (!d->m->options->fix_safe || d->m->options->distance_unit != UNIT_NONE ||
        !is_certain(right.plausible, right.read))
        return false;
    d->m->fixes.unit = unit;
    d->m->fixes.unit_why = arena_format(&d->notes->arena, "the pace column proves it for %u of %u rows", right.plausible,
                                        right.read);
    return true;
}

static void note_suspect(struct decision *d, struct view text)
{
    struct finding *f = batch_note(d->notes, NULL, CODE_UNIT_SUSPECT, FIELD_DISTANCE, (struct view){NULL, 0});
    if (f)
        f->args[0] = arg_view(text);
}

/* A pace column settles the unit of distances, or contradicts the one that was said. */
static void check_pace_column(struct decision *d)
{
    enum unit said = d->m->distance_unit;
    if (d->m->pace_unit != UNIT_MI && d->m->pace_unit != UNIT_KM)
        return;
    enum unit units[] = {UNIT_MI, UNIT_KM};
    for (size_t i = 0; i < 2; i++) {
        struct tally right = try_pace(d, units[i]), wrong = try_pace(d, units[1 - i]);
        if (right.read < LEAST_SAMPLES || right.plausible * 10 < right.read * 9 || wrong.plausible * 2 > wrong.read)
            continue;
        if (said == UNIT_NONE) {
            d->m->distance_unit = units[i];
            d->m->distance_unit_from = "pace column";
        } else if (said != units[i] && !fix_unit(d, units[i], right)) {
            note_suspect(
                d, arena_format(&d->notes->arena,
                                "distances are read as %s (%s), but %u of %u rows agree with the pace column only "
                                "as %s; if that is right give --distance-unit %s",
                                unit_table[said].words, d->m->distance_unit_from, right.plausible, right.read,
                                unit_table[units[i]].words, unit_table[units[i]].name));
        }
        return;
    }
}

/* Most paces too fast as the unit said, and nearly all plausible as the other one. */
static void check_paces(struct decision *d)
{
    enum unit said = d->m->distance_unit, other = said == UNIT_MI ? UNIT_KM : UNIT_MI;
    if ((said != UNIT_MI && said != UNIT_KM) || d->m->fixes.unit != UNIT_NONE)
        return;
    struct duration_style style = {
        .bare = d->m->time_unit, .numbers = d->m->numbers, .two_part_is_hours = d->m->clock == CLOCK_HOURS_MINUTES};
    struct tally as_said = try_reading(d, &style, said, -1), as_other = try_reading(d, &style, other, -1);
    if (as_said.read < SUSPECT_SAMPLES || as_said.fast * 2 < as_said.read ||
        as_other.plausible * 10 < as_other.read * 8)
        return;
    note_suspect(
        d, arena_format(&d->notes->arena,
                        "distances are read as %s (%s), but %u of %u paces are too fast; as %s %u are plausible: if "
                        "that is right give --distance-unit %s",
                        unit_table[said].words, d->m->distance_unit_from, as_said.fast, as_said.read,
                        unit_table[other].words, as_other.plausible, unit_table[other].name));
}

static void explain_units(struct decision *d)
{
    const struct mapping *m = d->m;
    if (m->fixes.unit != UNIT_NONE)
        explain(d, FIELD_DISTANCE, view_of(unit_table[m->fixes.unit].words),
                arena_format(&d->notes->arena, "--fix safe, pace column; %s (%s) is not true",
                             unit_table[m->distance_unit].words, m->distance_unit_from));
    else if (m->distance_unit != UNIT_NONE)
        explain(d, FIELD_DISTANCE, view_of(unit_table[m->distance_unit].words),
                arena_format(&d->notes->arena, "%s", m->distance_unit_from));
    else
        explain(d, FIELD_DISTANCE, d->s->bare_distance.count ? VIEW("unit unknown") : VIEW("unit in the cells"),
                d->s->bare_distance.count ? proof_text(d, &d->s->bare_distance) : (struct view){NULL, 0});
    if (m->elevation_unit != UNIT_NONE)
        explain(d, FIELD_ELEVATION, view_of(unit_table[m->elevation_unit].words), (struct view){NULL, 0});
}

static void explain_all(struct decision *d)
{
    for (enum field field = FIELD_NONE + 1; field < FIELD_COUNT; field++)
        if (mapping_has(d->m, field))
            explain(d, field, view_of("as text"), (struct view){NULL, 0});
    static const struct view times[] = {{"clock times", 11}, {"milliseconds", 12}, {"seconds", 7},
                                        {"minutes", 7},      {"hours", 5},         {"days", 4}};
    explain(d, FIELD_TIME,
            d->m->clock == CLOCK_HOURS_MINUTES ? VIEW("hours and minutes (h:mm)") : times[d->m->time_unit],
            (struct view){NULL, 0});
    explain(d, FIELD_MOVING_TIME, times[d->m->moving_unit], (struct view){NULL, 0});
}

static void decide_clock(struct decision *d)
{
    const struct profile *p = d->m->profile;
    if (p && p->says_clock) {
        d->m->clock = p->clock;
        return;
    }
    decide_two_parts(d);
    decide_resaved(d);
    fix_minutes(d);
    decide_time_unit(d);
    decide_minutes_point(d);
}

void columns_decide(struct mapping *mapping, const struct survey *survey, const struct judgement *judgement,
                    struct column_info *info, struct batch *notes)
{
    struct decision d = {mapping, survey, judgement, info, notes};
    explain_all(&d);
    decide_date_order(&d);
    decide_decimal_mark(&d);
    decide_clock(&d);
    check_pace_column(&d);
    check_paces(&d);
    explain_units(&d);
}
