/* The rules that look across rows, row by row in the order of the input. What they say about a row, they say of it and
 * those before it; a row that is refused leaves no trace. */
#include "base/civil.h"
#include "base/memory.h"
#include "model/row_key.h"
#include "rules/across.h"

enum { AHEAD = 24, RING = 32 };

static void *open_rule(const struct rule_context *context)
{
    struct across *a = memory_get(sizeof *a);
    a->context = context;
    a->seen = seen_rows_new();
    a->twins = twins_new();
    a->habits = habits_new();
    a->type_counts = type_counts_new(context->event);
    return a;
}

static void close_rule(void *state)
{
    struct across *a = state;
    seen_rows_free(a->seen);
    twins_free(a->twins);
    habits_free(a->habits);
    type_counts_free(a->type_counts);
    memory_free(a);
}

/* The memory that the hashes lead to is called for before it is needed. */
static void hash_ahead(const struct across *a, const struct activity *row, struct across_hashes *out)
{
    if (row->verdict != VERDICT_ACCEPTED)
        return;
    uint64_t participant = row_key_participant(a->context->event->roster, row);
    out->participant = participant;
    out->person_day = across_person_day(participant, row->day);
    out->content = row_key_content(participant, row);
    uint64_t effort = hash_mix((uint64_t)row->distance_mm, (uint64_t)row->elapsed_ms);
    out->twin = hash_mix((uint64_t)row->day, effort);
    out->habit = hash_mix(participant, effort);
    seen_rows_prefetch_day(a->seen, out->person_day);
    habits_prefetch(a->habits, out->habit);
    across_prefetch_twin(a, row, out->twin);
}

static enum status keep(struct across_row *r, struct error *error)
{
    struct across *a = r->across;
    across_count_twin(r);
    across_count_habit(r);
    if (a->type_counts)
        across_count_type(r);
    return seen_rows_add(a->seen, r->hashes->person_day, &r->today, r->hashes->twin,
                         r->is_twin_kept ? &r->twin_end : NULL, &r->own, error);
}

static enum status judge(struct across_row *r, struct error *error)
{
    enum status status = across_check_duplicate(r, error);
    if (status != STATUS_OK || r->row->verdict != VERDICT_ACCEPTED)
        return status;
    if (r->across->type_counts)
        across_check_count(r);
    if (r->today.count || r->own.elapsed_ms > MS_PER_DAY)
        across_check_day(r);
    if (r->today.count || r->own.start_s != SEEN_UNKNOWN)
        status = across_check_pairs(r, error);
    if (status == STATUS_OK)
        status = across_check_twins(r, error);
    if (status == STATUS_OK)
        status = across_check_habit(r, error);
    if (status != STATUS_OK || r->row->verdict != VERDICT_ACCEPTED)
        return status;
    return keep(r, error);
}

static enum status look_and_judge(struct across_row *r, struct error *error)
{
    struct across *a = r->across;
    seen_rows_note(a->seen, r->batch, r->row, !r->hashes->participant, &r->own);
    r->own.person_day = (uint32_t)r->hashes->person_day;
    r->own.content = (uint32_t)r->hashes->content;
    r->is_twin_kept = false;
    enum status status = seen_rows_day(a->seen, r->hashes->person_day, &r->today, error);
    return status == STATUS_OK ? judge(r, error) : status;
}

static enum status observe(void *state, struct batch *batch, struct error *error)
{
    struct across *a = state;
    struct across_hashes ring[RING];
    struct across_row r;
    enum status status = STATUS_OK;
    r.across = a;
    r.batch = batch;
    for (size_t i = 0; i < AHEAD && i < batch->row_count; i++)
        hash_ahead(a, &batch->rows[i], &ring[i % RING]);
    for (size_t i = 0; status == STATUS_OK && i < batch->row_count; i++) {
        if (i + AHEAD < batch->row_count)
            hash_ahead(a, &batch->rows[i + AHEAD], &ring[(i + AHEAD) % RING]);
        r.row = &batch->rows[i];
        r.hashes = &ring[i % RING];
        if (r.row->verdict == VERDICT_ACCEPTED)
            status = look_and_judge(&r, error);
    }
    return status;
}

static void finish(void *state, struct batch *notes)
{
    struct across *a = state;
    if (a->type_counts)
        across_tell_counts(a, notes);
}

const struct sequence_rule_ops rule_across_ops = {
    .name = "across", .open = open_rule, .observe = observe, .finish = finish, .close = close_rule};
