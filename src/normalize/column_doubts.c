#include "normalize/decision.h"
#include "normalize/parse_duration.h"

/* What the rows as a whole say against a unit: told once for the column, with what cures it. */

enum {
    SUSPECT_SAMPLES = 10,
    PLAUSIBLE_PERCENT = 80, /* of the paces, in another unit, while in the one that was said it is half at most */
    FIX_SAMPLES = 10,       /* the least that prove a mending, and the share of them that must agree */
    FIX_PERCENT = 95,
};

/* Whether the share of the samples is beyond doubt. */
static bool is_certain(uint32_t agreeing, uint32_t all)
{
    return all >= FIX_SAMPLES && agreeing * 100 >= all * FIX_PERCENT;
}

static void note_suspect(struct decision *d, enum field field, struct view text)
{
    struct finding *f = batch_note(d->notes, NULL, CODE_UNIT_SUSPECT, field, (struct view){NULL, 0});
    if (f)
        f->args[0] = arg_view(text);
}

/* "998 of 1,000"; samples are a few thousand at most. */
static const char *share_text(struct decision *d, uint32_t part, uint32_t whole)
{
    const uint32_t numbers[] = {part, whole};
    struct buffer text = {0};
    for (size_t i = 0; i < 2; i++) {
        buffer_add_text(&text, i ? " of " : "");
        if (numbers[i] >= 1000)
            buffer_format(&text, "%u,%03u", numbers[i] / 1000, numbers[i] % 1000);
        else
            buffer_format(&text, "%u", numbers[i]);
    }
    const char *kept = arena_string(&d->notes->arena, buffer_view(&text));
    buffer_release(&text);
    return kept;
}

/* ---- the pace column ---- */

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
        if (sample->unit != UNIT_NONE || !decision_sample_mm(sample, unit, &mm) ||
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

static struct view proof_by_pace(struct decision *d, struct tally right)
{
    return arena_format(&d->notes->arena, "the pace column proves it for %s rows",
                        share_text(d, right.plausible, right.read));
}

/* --fix safe: another unit than the one that was said, unless the user said it. */
static bool fix_unit(struct decision *d, enum unit unit, struct tally right)
{
    if (!d->m->options->fix_safe || d->m->options->distance_unit != UNIT_NONE ||
        !is_certain(right.plausible, right.read))
        return false;
    d->m->fixes.unit = unit;
    d->m->fixes.unit_why = proof_by_pace(d, right);
    return true;
}

static void doubt_by_pace(struct decision *d, enum unit unit, struct tally right)
{
    enum unit said = d->m->distance_unit;
    bool can_fix = is_certain(right.plausible, right.read) && d->m->options->distance_unit == UNIT_NONE;
    note_suspect(d, FIELD_DISTANCE,
                 arena_format(&d->notes->arena,
                              "Distance reads as %s (%s), but %s rows agree with the pace column only as %s: give "
                              "--distance-unit %s%s",
                              unit_table[said].words, d->m->distance_unit_from,
                              share_text(d, right.plausible, right.read), unit_table[unit].words, unit_table[unit].name,
                              can_fix ? ", or --fix safe" : ""));
}

/* A pace column settles the unit of distances, or contradicts the one that was said. Returns whether it did the latter.
 */
static bool check_pace_column(struct decision *d)
{
    enum unit said = d->m->distance_unit;
    if (d->m->pace_unit != UNIT_MI && d->m->pace_unit != UNIT_KM)
        return false;
    enum unit units[] = {UNIT_MI, UNIT_KM};
    for (size_t i = 0; i < 2; i++) {
        struct tally right = try_pace(d, units[i]), wrong = try_pace(d, units[1 - i]);
        if (right.read < LEAST_SAMPLES || right.plausible * 10 < right.read * 9 || wrong.plausible * 2 > wrong.read)
            continue;
        if (said == UNIT_NONE) {
            d->m->distance_unit = units[i];
            d->m->distance_unit_from = "pace column";
            if (d->m->options->fix_safe)
                d->m->fixes.told_unit_why = proof_by_pace(d, right);
        } else if (said != units[i] && !fix_unit(d, units[i], right)) {
            doubt_by_pace(d, units[i], right);
        }
        return said != UNIT_NONE && said != units[i];
    }
    return false;
}

/* ---- times ---- */

/* "18:23:00" for 18:23: below 24 hours nobody can tell from one row. Where nearly all times of the column end in :00,
 * are absurd as hours and usual as minutes, --fix safe takes them so. */
static bool check_minutes(struct decision *d)
{
    uint32_t read = 0, whole = 0, slow = 0, mended = 0;
    struct duration_style style = {.numbers = d->m->numbers};
    for (size_t i = 0; i < d->s->sample_count; i++) {
        const struct distance_sample *sample = &d->s->samples[i];
        int64_t mm, ms;
        if (duration_parts(sample->time) != 3 || !decision_sample_mm(sample, decision_likely_unit(d), &mm) ||
            duration_parse(sample->time, &style, &ms, NULL) != DURATION_OK || mapping_is_resaved(ms))
            continue;
        read++;
        whole += ms % 60000 == 0;
        slow += decision_looks(d, sample->kind, mm, ms) > 0;
        mended += decision_looks(d, sample->kind, mm, ms / 60) == 0;
    }
    if (!is_certain(whole, read) || !is_certain(slow, read) || !is_certain(mended, read))
        return false;
    if (!d->m->options->fix_safe) {
        note_suspect(d, FIELD_TIME,
                     arena_format(&d->notes->arena,
                                  "Time reads as h:mm:ss, but %s paces become plausible as mm:ss (spreadsheets take "
                                  "minutes for hours): give --fix safe",
                                  share_text(d, mended, read)));
        return true;
    }
    d->m->fixes.minutes = true;
    d->m->fixes.minutes_why =
        arena_format(&d->notes->arena, "as h:mm:ss %s paces would be absurd, as mm:ss %u are usual",
                     share_text(d, slow, read), mended);
    decision_explain(d, FIELD_TIME, VIEW("mm:ss:00"), VIEW("--fix safe: as h:mm:ss nearly all paces would be absurd"));
    return true;
}

static bool is_doubtful(struct tally as_said)
{
    return as_said.read >= SUSPECT_SAMPLES && as_said.plausible * 2 <= as_said.read;
}

static bool is_good(struct tally as_other)
{
    return as_other.plausible * 100 >= as_other.read * PLAUSIBLE_PERCENT;
}

/* Bare times in the unit that the header names, and usual only in another. */
static bool check_time_unit(struct decision *d)
{
    static const struct {
        enum time_unit unit;
        const char *words, *header;
    } units[] = {{TIME_UNIT_SECONDS, "seconds", "Time (s)"},
                 {TIME_UNIT_MINUTES, "minutes", "Time (min)"},
                 {TIME_UNIT_HOURS, "hours", "Time (h)"},
                 {TIME_UNIT_MS, "milliseconds", "Time (ms)"}};
    enum { UNITS = sizeof units / sizeof *units };
    size_t said = 0;
    while (said < UNITS && units[said].unit != d->m->time_unit)
        said++;
    if (d->m->profile || said == UNITS || d->m->clock != CLOCK_PLAIN)
        return false;
    struct duration_style style = {.bare = units[said].unit, .numbers = d->m->numbers};
    struct tally as_said = decision_try(d, &style, decision_likely_unit(d), 0);
    for (size_t i = 0; i < UNITS && is_doubtful(as_said); i++) {
        style.bare = units[i].unit;
        struct tally as_other = decision_try(d, &style, decision_likely_unit(d), 0);
        if (i == said || !is_good(as_other))
            continue;
        note_suspect(d, FIELD_TIME,
                     arena_format(&d->notes->arena,
                                  "Time reads as %s, but %s paces become plausible as %s: write the unit over the "
                                  "column, such as %s",
                                  units[said].words, share_text(d, as_other.plausible, as_other.read), units[i].words,
                                  units[i].header));
        return true;
    }
    return false;
}

/* ---- distances ---- */

/* The unit in which most paces are plausible. */
static enum unit best_unit(const struct decision *d, const struct duration_style *style, struct tally *best)
{
    static const enum unit units[] = {UNIT_MI, UNIT_KM, UNIT_M, UNIT_YD};
    enum unit found = UNIT_NONE;
    *best = (struct tally){0};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        struct tally tally = decision_try(d, style, units[i], -1);
        if (found != UNIT_NONE && tally.plausible <= best->plausible)
            continue;
        found = units[i];
        *best = tally;
    }
    return found;
}

/* Most paces absurd in the unit that was said, and nearly all plausible in another one. */
static void check_paces(struct decision *d)
{
    enum unit said = d->m->distance_unit;
    if (said == UNIT_NONE || d->m->fixes.unit != UNIT_NONE)
        return;
    struct duration_style style = {
        .bare = d->m->time_unit, .numbers = d->m->numbers, .two_part_is_hours = d->m->clock == CLOCK_HOURS_MINUTES};
    struct tally as_said = decision_try(d, &style, said, -1), as_other;
    if (!is_doubtful(as_said))
        return;
    enum unit other = best_unit(d, &style, &as_other);
    if (other == said || !is_good(as_other))
        return;
    note_suspect(d, FIELD_DISTANCE,
                 arena_format(&d->notes->arena,
                              "Distance reads as %s (%s), but %s paces become plausible as %s: give --distance-unit %s",
                              unit_table[said].words, d->m->distance_unit_from,
                              share_text(d, as_other.plausible, as_other.read), unit_table[other].words,
                              unit_table[other].name));
}

void column_doubts(struct decision *d)
{
    bool is_told = check_pace_column(d);
    is_told = check_minutes(d) || is_told;
    if (!is_told && !check_time_unit(d))
        check_paces(d);
}
