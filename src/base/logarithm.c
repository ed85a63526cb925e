#include "base/logarithm.h"

/* Digit by digit: the square of a number between 1 and 2 tells whether the next digit of its logarithm is set. */
int64_t logarithm_2(int64_t number, int bits)
{
    unsigned octave = 63 - (unsigned)__builtin_clzll((unsigned long long)number);
    uint64_t x = octave >= 31 ? (uint64_t)number >> (octave - 31) : (uint64_t)number << (31 - octave);
    int64_t log = octave;
    for (int i = 0; i < bits; i++) {
        x = x * x >> 31;
        log = log << 1 | (int64_t)(x >> 32);
        x >>= x >> 32;
    }
    return log;
}

int64_t logarithm_2_inverse(int64_t log)
{
    int64_t low = 1, high = INT64_C(1) << 62;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (logarithm_2(middle, LOGARITHM_BITS) < log)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
