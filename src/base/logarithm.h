/* logarithm: binary logarithms in whole numbers, the same on every machine. Nothing fails; any thread. */
#ifndef BASE_LOGARITHM_H
#define BASE_LOGARITHM_H

#include <stdint.h>

enum { LOGARITHM_BITS = 24 };

/* Of a number above zero, rounded down to a multiple of 2^-bits and told in these; bits are 0 to LOGARITHM_BITS. */
int64_t logarithm_2(int64_t number, int bits);

/* The smallest number whose logarithm in 2^-LOGARITHM_BITS is at least that; `log` is for numbers below 2^62. */
int64_t logarithm_2_inverse(int64_t log);

#endif
