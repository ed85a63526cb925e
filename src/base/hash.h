/* hash: 64-bit hashes of bytes (XXH3). The same bytes give the same hash on every machine. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stdint.h>

#include "base/view.h"

uint64_t hash_bytes(const void *bytes, size_t size);

static inline uint64_t hash_view(struct view text)
{
    return hash_bytes(text.len ? text.at : "", text.len);
}

/* A well-mixed combination of two hashes; the order matters. */
static inline uint64_t hash_mix(uint64_t a, uint64_t b)
{
    uint64_t x = (a ^ (b + 0x9E3779B97F4A7C15u)) * 0xD6E8FEB86659FD93u;
    x = (x ^ x >> 32) * 0xD6E8FEB86659FD93u;
    return x ^ x >> 32;
}

#endif
