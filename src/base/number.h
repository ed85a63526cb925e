/* number: decimals as they are written, exactly, and fixed-point results in 64-bit integers.
 *
 * No double anywhere. Rounding is half up in magnitude (half away from zero). Results that do not
 * fit in 64 bits are refused, never wrapped. */
#ifndef BASE_NUMBER_H
#define BASE_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/view.h"

/* digits / 10^scale; at most 18 significant digits, further decimals are dropped after rounding. */
struct decimal {
    int64_t digits;
    int scale;
};

/* How a column writes its numbers: decimal point (1,234.5) or decimal comma (1.234,5). */
enum number_style { NUMBER_POINT, NUMBER_COMMA };

/* Parses a whole view "[+-]digits[.digits][e[+-]digits]"; thousands separators (the other mark, blank,
 * NBSP, apostrophe) are accepted only in groups of three. "1.5", ".5", "5." are numbers; "", "-", "1.2.3",
 * "NaN", "0x10" are not. */
bool number_parse(struct view text, enum number_style style, struct decimal *out);

/* The longest number at the start of the view (no exponent); returns its length, 0 if there is none. */
size_t number_prefix(struct view text, enum number_style style, struct decimal *out);

/* decimal * numerator / denominator, rounded; false when it does not fit. Both factors are positive. */
bool number_scale(struct decimal d, int64_t numerator, int64_t denominator, int64_t *out);

int64_t number_power_of_ten(int n); /* n is 0..18 */

/* A plain non-negative integer of at most 18 digits, the whole view. */
bool number_parse_uint(struct view text, uint64_t *out);

/* The fewest decimals (0..9) such that reading them back with number_scale(..., numerator,
 * denominator) gives `value` again; e.g. 42325747 mm with 1609344/1 gives 26.3. */
struct decimal number_shortest(int64_t value, int64_t numerator, int64_t denominator);

enum { NUMBER_TEXT_SIZE = 32 };

/* Plain decimal text without trailing zeros, with NUL; returns its length. */
size_t number_text(char out[static NUMBER_TEXT_SIZE], struct decimal d);

#endif
