/* placeholder: what apps and spreadsheets write in a cell that holds nothing. */
#ifndef NORMALIZE_PLACEHOLDER_H
#define NORMALIZE_PLACEHOLDER_H

#include "base/view.h"

/* Whether a trimmed cell is empty or says that there is nothing: "--", "-", "n/a", "#N/A", "null", "--:--:--". Errors
 * of a spreadsheet ("#VALUE!", "####") and doubts ("?", "TBD") are no placeholders: something was meant. */
bool placeholder_is(struct view trimmed);

#endif
