/* units: the units of length that people write, as exact ratios to the millimetre. */
#ifndef MODEL_UNITS_H
#define MODEL_UNITS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/number.h"

/* UNIT(identifier, short name, name in a sentence, numerator, denominator): millimetres = value * numerator /
 * denominator. A count (push-ups, laps) is no length; its ratio keeps it as it is. */
#define UNITS(UNIT)                                                                                                    \
    UNIT(NONE, "", "(no unit)", 1, 1)                                                                                  \
    UNIT(MM, "mm", "millimetres", 1, 1)                                                                                \
    UNIT(CM, "cm", "centimetres", 10, 1)                                                                               \
    UNIT(M, "m", "metres", 1000, 1)                                                                                    \
    UNIT(KM, "km", "kilometres", 1000000, 1)                                                                           \
    UNIT(FT, "ft", "feet", 3048, 10)                                                                                   \
    UNIT(YD, "yd", "yards", 9144, 10)                                                                                  \
    UNIT(MI, "mi", "miles", 1609344, 1)                                                                                \
    UNIT(COUNT, "count", "a plain count", 1, 1)

enum unit {
#define UNIT(id, name, words, numerator, denominator) UNIT_##id,
    UNITS(UNIT)
#undef UNIT
        UNIT_COUNT_OF
};

struct unit_info {
    const char *name, *words;
    int64_t numerator, denominator;
};

extern const struct unit_info unit_table[UNIT_COUNT_OF];

/* The unit of a word such as "mi", "Miles", "kilometers", "km", "Kilometer", "metri", "ft", "'" in the languages
 * exports come in; UNIT_NONE when it is none. The view is trimmed and a final "." is ignored. */
enum unit unit_from_word(struct view word);

/* Decimal in `unit` to millimetres (or a count), rounded half up; false when it does not fit. */
static inline bool unit_to_mm(struct decimal value, enum unit unit, int64_t *mm)
{
    return number_scale(value, unit_table[unit].numerator, unit_table[unit].denominator, mm);
}

/* The shortest decimal in `unit` that reads back to the same millimetre. */
static inline struct decimal unit_from_mm(int64_t mm, enum unit unit)
{
    return number_shortest(mm, unit_table[unit].numerator, unit_table[unit].denominator);
}

#endif
