/* across: what the rules that look across rows share: the row under judgement, and what came before it.
 *
 * rule_across.c calls the others for each accepted row in the order of the input, in one thread. */
#ifndef RULES_ACROSS_H
#define RULES_ACROSS_H

#include "base/hash.h"
#include "rules/limits.h"
#include "rules/rule_note.h"
#include "rules/seen_rows.h"

/* The hashes of a row, made some rows ahead. */
struct across_hashes {
    uint64_t participant;         /* 0: nobody */
    uint64_t person_day, content; /* content: row_key.h */
    uint64_t twin;                /* day, distance and time */
    uint64_t habit;               /* participant, distance and time */
};

struct across {
    const struct rule_context *context;
    struct seen_rows *seen;
    bool past_midnight; /* a row was seen that ends on the next day */
    struct twins *twins;
    struct habits *habits;
    struct type_counts *type_counts;
};

struct across_row {
    struct across *across;
    struct batch *batch;
    struct activity *row;
    const struct across_hashes *hashes;
    struct seen_row own;
    struct seen_day today; /* of the same participant; of nobody also rows of other sources */
    struct hash_search twin_end;
    bool is_twin_kept; /* the row goes into the index of twins, where twin_end stands */
};

/* The print of a participant and a day. */
static inline uint64_t across_person_day(uint64_t participant, int32_t day)
{
    return hash_mix(participant + 1, (uint64_t)day);
}

/* Whether the earlier row belongs to the same person: rows without a participant stand together by source and names. */
static inline bool across_is_same_person(const struct across_row *r, const struct seen_row *other)
{
    return r->hashes->participant || r->own.who == other->who;
}

static inline struct view across_place(const struct across_row *r, const struct seen_row *other)
{
    return seen_rows_place(r->across->seen, &r->batch->arena, other, r->batch);
}

/* An earlier row with the same content: refused, and the key of the row. */
enum status across_check_duplicate(struct across_row *r, struct error *error);

/* Nearly the same, or at the same time. */
enum status across_check_pairs(struct across_row *r, struct error *error);

/* The sums of the day. */
void across_check_day(struct across_row *r);

/* The same activity under another participant. */
struct twins *twins_new(void);
void twins_free(struct twins *twins);
void across_prefetch_twin(const struct across *a, const struct activity *row, uint64_t twin);
enum status across_check_twins(struct across_row *r, struct error *error);
void across_count_twin(struct across_row *r); /* the row was accepted */

/* The same distance and time for days. */
struct habits *habits_new(void);
void habits_free(struct habits *habits);
void habits_prefetch(const struct habits *habits, uint64_t habit);
enum status across_check_habit(struct across_row *r, struct error *error);
void across_count_habit(struct across_row *r);

/* How many of a type a participant may have, and must. NULL when no type of the event has a limit: then do not ask. */
struct type_counts *type_counts_new(const struct event *event);
void type_counts_free(struct type_counts *counts);
void across_check_count(struct across_row *r);
void across_count_type(struct across_row *r);
void across_tell_counts(struct across *across, struct batch *notes); /* of its source; sources in their order */

#endif
