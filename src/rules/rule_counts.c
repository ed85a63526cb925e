/* How many activities of a type the event takes from a participant. That there were too few is known only at the end of
 * the event, and is not looked at here. */
#include "base/hash.h"
#include "base/memory.h"
#include "rules/across.h"

struct count {
    uint64_t print; /* of participant and type; 0 is a gap */
    uint64_t number;
};

struct type_counts {
    struct count *slots; /* a power of two, at most half of them used */
    size_t slot_count, used;
};

struct type_counts *type_counts_new(const struct event *event)
{
    bool has_limit = false;
    for (size_t i = 0; i < event->type_count; i++)
        has_limit = has_limit || event->types[i].max_activities != UNKNOWN;
    return has_limit ? memory_get(sizeof(struct type_counts)) : NULL;
}

void type_counts_free(struct type_counts *counts)
{
    if (counts)
        memory_free(counts->slots);
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
    struct type_counts larger = {.slot_count = counts->slot_count ? counts->slot_count * 2 : 64, .used = counts->used};
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
    if (!type || type->max_activities == UNKNOWN)
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
    if (!count || count->number < (uint64_t)(type->max_activities > 0 ? type->max_activities : 0))
        return;
    struct finding *f = rule_note(r->batch, r->row, CODE_COUNT_HIGH, FIELD_TYPE);
    if (f) {
        f->args[0] = arg_number((int64_t)count->number + 1);
        f->args[1] = arg_view(type->text);
        f->args[2] = arg_number(type->max_activities);
    }
}

void across_count_type(struct across_row *r)
{
    struct count *count = count_of(r);
    if (count)
        count->number++;
}
