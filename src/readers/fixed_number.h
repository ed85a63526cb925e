/* fixed_number: the decimals of machines (48.1234567, -0.5, 1.2e3) as integers of so many places, exactly, quickly. */
#ifndef READERS_FIXED_NUMBER_H
#define READERS_FIXED_NUMBER_H

#include "base/view.h"

#include <stdint.h>

/* The value times 10^places (0..9), rounded half away from zero; blanks around it do not matter, a decimal comma is
 * taken too. False for what is no number or does not fit. Any thread. */
bool fixed_number_parse(struct view text, int places, int64_t *out);

#endif
