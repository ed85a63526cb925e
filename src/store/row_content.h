/* row_content: what two rows must share to be the same activity, for verifying what a key says. */
#ifndef STORE_ROW_CONTENT_H
#define STORE_ROW_CONTENT_H

#include "base/hash.h"
#include "model/activity.h"

/* Only 64-bit members: no padding, so that it compares and hashes as bytes. */
struct row_content {
    int64_t participant; /* as in the column participant_key */
    int64_t day, kind, distance_mm, count, elapsed_ms;
};

/* The hash of row_key_participant as it is stored: never UNKNOWN. */
static inline int64_t row_content_participant(uint64_t hash)
{
    return (int64_t)(hash >> 1);
}

static inline struct row_content row_content_of(const struct activity *row, uint64_t participant_hash)
{
    return (struct row_content){
        .participant = row_content_participant(participant_hash),
        .day = row->day,
        .kind = row->kind,
        .distance_mm = row->distance_mm,
        .count = row->count,
        .elapsed_ms = row->elapsed_ms,
    };
}

static inline bool row_content_equal(const struct row_content *a, const struct row_content *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

/* Of no kinship with the hash that makes keys: two rows of one key hardly share this too. */
static inline uint32_t row_content_check(const struct row_content *content)
{
    return (uint32_t)hash_bytes(content, sizeof *content);
}

/* Where to look next when a key is taken by another row. */
static inline uint64_t row_content_next_key(uint64_t key)
{
    uint64_t next = hash_mix(key, 1) & INT64_MAX;
    return next ? next : 1;
}

#endif
