/* How many activities of a type the event takes from a participant, and how many it asks for. That there were too few
 * is known only at the end of the run; as long as the event goes on it is a remark, for more may come. Participants
 * without any activity of a type are not looked at: they may have chosen another. */
#include <stdlib.h>

#include "base/hash.h"
#include "base/memory.h"
#include "rules/across.h"

struct count {
    uint64_t print; /* of participant and type; 0 is a gap */
    uint64_t number;
    uint64_t line; /* of the last activity */
    struct view who;
    uint32_t source; /* of the last activity */
    int16_t type;
};

struct type_counts {
    struct count *slots; /* a power of two, at most half of them used */
    size_t slot_count, used;
    struct arena arena; /* the words for who it is */
    struct count **low; /* at the end: too few, by source and line */
    size_t low_count, told;
};

static bool has_limit(const struct event_type *type)
{
    return type->max_activities != UNKNOWN || type->min_activities != UNKNOWN;
}

struct type_counts *type_counts_new(const struct event *event)
{
    bool is_limited = false;
    for (size_t i = 0; i < event->type_count; i++)
        is_limited = is_limited || has_limit(&event->types[i]);
    return is_limited ? memory_get(sizeof(struct type_counts)) : NULL;
}

void type_counts_free(struct type_counts *counts)
{
    if (!counts)
        return;
    memory_free(counts->slots);
    memory_free(counts->low);
    arena_release(&counts->arena);
    memory_free(counts);
}

static struct count *slot_of(const struct type_counts *counts, uint64_t print)
{
    size_t slot = print & (counts->slot_count - 1);
    while (counts->slots[slot].print && counts->slots[slot].print != print)
        slot = (slot + 1) & (counts->slot_count - 1);
    return &counts->slots[slot];
}

static void grow(struct type_counts *counts)
{
    struct type_counts larger = *counts;
    larger.slot_count = counts->slot_count ? counts->slot_count * 2 : 64;
    larger.slots = memory_get(larger.slot_count * sizeof *larger.slots);
    for (size_t i = 0; i < counts->slot_count; i++)
        if (counts->slots[i].print)
            *slot_of(&larger, counts->slots[i].print) = counts->slots[i];
    memory_free(counts->slots);
    *counts = larger;
}

/* The count to which the row belongs, NULL when nothing limits it. */
static struct count *count_of(const struct across_row *r)
{
    struct type_counts *counts = r->across->type_counts;
    const struct event_type *type = rule_type(r->across->context, r->row);
    if (!type || !has_limit(type))
        return NULL;
    if (counts->used * 2 >= counts->slot_count)
        grow(counts);
    uint64_t who = r->hashes->participant ? r->hashes->participant : r->own.who;
    uint64_t print = hash_mix(who, (uint64_t)r->row->type + (r->hashes->participant ? 0 : 1u << 16));
    struct count *count = slot_of(counts, print ? print : 1);
    counts->used += count->print == 0;
    count->print = print ? print : 1;
    return count;
}

void across_check_count(struct across_row *r)
{
    const struct count *count = count_of(r);
    const struct event_type *type = count ? rule_type(r->across->context, r->row) : NULL;
    if (!count || type->max_activities == UNKNOWN || count->number < (uint64_t)type->max_activities)
        return;
    struct finding *f = rule_note(r->batch, r->row, CODE_COUNT_HIGH, FIELD_TYPE);
    if (f) {
        f->args[0] = arg_number((int64_t)count->number + 1);
        f->args[1] = arg_view(type->text);
        f->args[2] = arg_number(type->max_activities);
    }
}

static struct view who_is(struct arena *arena, const struct activity *row)
{
    if (row->bib.len)
        return arena_format(arena, "bib %.*s", VIEW_ARG(row->bib));
    if (row->registration_id.len)
        return arena_format(arena, "registration id %.*s", VIEW_ARG(row->registration_id));
    return VIEW("a participant without a bib");
}

void across_count_type(struct across_row *r)
{
    struct count *count = count_of(r);
    if (!count)
        return;
    if (!count->number++)
        count->who = who_is(&r->across->type_counts->arena, r->row);
    count->line = r->row->line;
    count->source = r->batch->source->number;
    count->type = r->row->type;
}

/* ---- the end of the run ---- */

static int by_place(const void *left, const void *right)
{
    const struct count *a = *(struct count *const *)left, *b = *(struct count *const *)right;
    if (a->source != b->source)
        return a->source < b->source ? -1 : 1;
    if (a->line != b->line)
        return a->line < b->line ? -1 : 1;
    return (a->print > b->print) - (a->print < b->print);
}

static void find_low(struct type_counts *counts, const struct event *event)
{
    counts->low = memory_get((counts->used + 1) * sizeof *counts->low);
    for (size_t i = 0; i < counts->slot_count; i++) {
        struct count *count = &counts->slots[i];
        int64_t least = count->number ? event->types[count->type].min_activities : UNKNOWN;
        if (least != UNKNOWN && count->number < (uint64_t)least)
            counts->low[counts->low_count++] = count;
    }
    qsort(counts->low, counts->low_count, sizeof *counts->low, by_place);
}

static bool is_over(const struct event *event)
{
    return event->last_day != UNKNOWN_DAY && event->as_of != UNKNOWN_DAY && event->as_of > event->last_day;
}

void across_tell_counts(struct across *a, struct batch *notes)
{
    struct type_counts *counts = a->type_counts;
    const struct event *event = a->context->event;
    if (!counts->low)
        find_low(counts, event);
    for (; counts->told < counts->low_count && counts->low[counts->told]->source == notes->source->number;
         counts->told++) {
        const struct count *count = counts->low[counts->told];
        struct finding *f = batch_note(notes, NULL, CODE_COUNT_LOW, FIELD_TYPE, (struct view){"", 0});
        if (!f)
            continue;
        if (!is_over(event) && !event->severity_set[CODE_COUNT_LOW])
            f->severity = SEVERITY_INFO;
        f->line = count->line;
        f->args[0] = arg_number((int64_t)count->number);
        f->args[1] = arg_view(event->types[count->type].text);
        f->args[2] = arg_number(event->types[count->type].min_activities);
        f->args[3] = arg_view(count->who);
    }
}
