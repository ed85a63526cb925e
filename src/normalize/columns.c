#include "normalize/columns.h"

#include "normalize/decision.h"
#include "normalize/parse_duration.h"

enum {
    MAJORITY = 20, /* one side of a contradiction wins when it is proved so many times as often */
};

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
    decision_explain(d, FIELD_DATE, words, evidence);
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
    decision_explain(d, FIELD_DATE, VIEW("undecided: rows contradict each other"), (struct view){NULL, 0});
}

static void decide_date_order(struct decision *d)
{
    const struct date_survey *dates = &d->s->dates;
    struct mapping *m = d->m;
    if (m->options->date_order != DATE_ORDER_UNKNOWN || (!dates->slashed && !dates->dotted)) {
        decision_explain(d, FIELD_DATE, m->options->date_order ? VIEW("order as told") : VIEW("no order to decide"),
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
        decision_explain(d, FIELD_DATE, VIEW("order of the profile"), (struct view){NULL, 0});
    } else if (!dates->slashed) {
        m->date_order = DATE_ORDER_DMY;
        decision_explain(d, FIELD_DATE, VIEW("day first"),
                         VIEW("dotted dates are day first unless a row disproves it"));
    } else if (inside) {
        note_order(d, inside > 0 ? DATE_ORDER_DMY : DATE_ORDER_MDY,
                   inside > 0 ? &dates->day_inside : &dates->month_inside, " is in the event's days only so");
    } else if (!dates->open.count) {
        m->date_order = DATE_ORDER_MDY;
        decision_explain(d, FIELD_DATE, VIEW("either order"), VIEW("day and month are equal in every row"));
    } else {
        decision_explain(d, FIELD_DATE, VIEW("undecided: day first or month first"), proof_text(d, &dates->open));
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

static uint32_t count_parts(const struct decision *d, int parts)
{
    uint32_t n = 0;
    for (size_t i = 0; i < d->s->sample_count; i++)
        n += d->s->samples[i].time.len && duration_parts(d->s->samples[i].time) == parts;
    return n;
}

/* "1:05" in a column without seconds: minutes and seconds, unless that makes nearly all paces absurd and h:mm mends
 * them. */
static void decide_two_parts(struct decision *d)
{
    if (d->m->clock != CLOCK_PLAIN || count_parts(d, 2) < LEAST_SAMPLES || count_parts(d, 3))
        return;
    struct duration_style style = {.numbers = d->m->numbers};
    struct tally minutes = decision_try(d, &style, decision_likely_unit(d), 2);
    style.two_part_is_hours = true;
    struct tally hours = decision_try(d, &style, decision_likely_unit(d), 2);
    if (hours.plausible * 5 >= hours.read * 4 && minutes.plausible * 5 <= minutes.read && hours.read >= LEAST_SAMPLES) {
        d->m->clock = CLOCK_HOURS_MINUTES;
        if (d->m->options->fix_safe)
            d->m->fixes.told_clock_why = VIEW("as m:ss nearly all paces would be absurd");
        decision_explain(d, FIELD_TIME, VIEW("hours and minutes (h:mm)"),
                         VIEW("as m:ss nearly all paces would be absurd"));
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
        if (duration_parts(sample->time) != 3 || !decision_sample_mm(sample, decision_likely_unit(d), &mm) ||
            duration_parse(sample->time, &style, &ms, NULL) != DURATION_OK || !mapping_is_resaved(ms))
            continue;
        read++;
        slow += decision_looks(d, sample->kind, mm, ms) > 0;
        mended += decision_looks(d, sample->kind, mm, ms / 60) == 0;
    }
    if (read < LEAST_SAMPLES || slow * 5 < read * 4 || mended * 5 < read * 4)
        return;
    d->m->clock = CLOCK_RESAVED;
    if (d->m->options->fix_safe)
        d->m->fixes.told_clock_why = VIEW("as h:mm:ss nearly all those paces would be absurd");
    decision_explain(d, FIELD_TIME, VIEW("mm:ss:00 from 24:00:00 on"),
                     VIEW("as h:mm:ss nearly all those paces would be absurd"));
}

/* "22.14" without a unit: were it a decimal of minutes, some row would have 60 or more behind the point. */
static void decide_minutes_point(struct decision *d)
{
    enum { LEAST_POINTED = 10 };
    const struct survey *s = d->s;
    if (d->m->time_unit != TIME_UNIT_NONE || s->pointed < LEAST_POINTED || s->pointed_over_59 || s->pointed_odd)
        return;
    d->m->clock = CLOCK_MINUTES_POINT;
    decision_explain(d, FIELD_TIME, VIEW("minutes.seconds"),
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
        struct tally t = decision_try(d, &style, decision_likely_unit(d), 0);
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
    decision_explain(d, FIELD_TIME, candidates[winner].words,
                     arena_format(&d->notes->arena, "%u of %u paces are plausible so", best, read));
}

/* ---- the rest ---- */

static void explain_units(struct decision *d)
{
    const struct mapping *m = d->m;
    if (m->fixes.unit != UNIT_NONE)
        decision_explain(d, FIELD_DISTANCE, view_of(unit_table[m->fixes.unit].words),
                         arena_format(&d->notes->arena, "--fix safe, pace column; %s (%s) is not true",
                                      unit_table[m->distance_unit].words, m->distance_unit_from));
    else if (m->distance_unit != UNIT_NONE)
        decision_explain(d, FIELD_DISTANCE, view_of(unit_table[m->distance_unit].words),
                         arena_format(&d->notes->arena, "%s", m->distance_unit_from));
    else
        decision_explain(d, FIELD_DISTANCE,
                         d->s->bare_distance.count ? VIEW("unit unknown") : VIEW("unit in the cells"),
                         d->s->bare_distance.count ? proof_text(d, &d->s->bare_distance) : (struct view){NULL, 0});
    if (m->elevation_unit != UNIT_NONE)
        decision_explain(d, FIELD_ELEVATION, view_of(unit_table[m->elevation_unit].words), (struct view){NULL, 0});
}

static void explain_all(struct decision *d)
{
    for (enum field field = FIELD_NONE + 1; field < FIELD_COUNT; field++)
        if (mapping_has(d->m, field))
            decision_explain(d, field, view_of("as text"), (struct view){NULL, 0});
    static const struct view times[] = {{"clock times", 11}, {"milliseconds", 12}, {"seconds", 7},
                                        {"minutes", 7},      {"hours", 5},         {"days", 4}};
    decision_explain(d, FIELD_TIME,
                     d->m->clock == CLOCK_HOURS_MINUTES ? VIEW("hours and minutes (h:mm)") : times[d->m->time_unit],
                     (struct view){NULL, 0});
    decision_explain(d, FIELD_MOVING_TIME, times[d->m->moving_unit], (struct view){NULL, 0});
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
    column_doubts(&d);
    explain_units(&d);
}
