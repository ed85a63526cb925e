#include "normalize/decision.h"

#include "normalize/parse_duration.h"

void decision_explain(struct decision *d, enum field field, struct view decision, struct view evidence)
{
    if (!mapping_has(d->m, field))
        return;
    struct column_info *info = &d->info[d->m->column[field]];
    info->decision = decision;
    if (evidence.len)
        info->evidence = evidence;
}

bool decision_sample_mm(const struct distance_sample *sample, enum unit otherwise, int64_t *mm)
{
    enum unit unit = sample->unit != UNIT_NONE ? sample->unit : otherwise;
    return unit != UNIT_NONE && unit != UNIT_COUNT && unit_to_mm(sample->digits, unit, mm) && *mm > 0;
}

enum { FASTEST_MS_PER_KM = 60000, SLOWEST_MS_PER_KM = 2700000 };

/* Where nothing is known about the kind, anything between a fast ride and a stroll will do. */
int decision_looks(const struct decision *d, enum kind kind, int64_t mm, int64_t ms)
{
    if (kind != KIND_OTHER)
        return d->judgement->plausible(d->judgement->context, kind, mm, ms);
    int64_t pace;
    if (!number_scale((struct decimal){ms, 0}, 1000000, mm, &pace) || pace > SLOWEST_MS_PER_KM)
        return 1;
    return pace < FASTEST_MS_PER_KM ? -1 : 0;
}

struct tally decision_try(const struct decision *d, const struct duration_style *style, enum unit unit, int parts)
{
    struct tally tally = {0};
    for (size_t i = 0; i < d->s->sample_count; i++) {
        const struct distance_sample *sample = &d->s->samples[i];
        int64_t mm, ms;
        if (parts >= 0 && duration_parts(sample->time) != parts)
            continue;
        if (!decision_sample_mm(sample, unit, &mm) || duration_parse(sample->time, style, &ms, NULL) != DURATION_OK)
            continue;
        int judged = decision_looks(d, sample->kind, mm, ms);
        tally.read++;
        tally.plausible += judged == 0;
        tally.fast += judged < 0;
    }
    return tally;
}

enum unit decision_likely_unit(const struct decision *d)
{
    return d->m->distance_unit != UNIT_NONE ? d->m->distance_unit : UNIT_MI;
}
