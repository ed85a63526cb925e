/* safe_cell: text for a spreadsheet that must not be run as a formula there. Nothing fails. */
#ifndef OUTPUTS_SAFE_CELL_H
#define OUTPUTS_SAFE_CELL_H

#include "base/buffer.h"

/* The text, with an apostrophe in front when a spreadsheet would run it; plain numbers stay as they are. It lives as
 * long as the text and, until it is used again, the scratch. */
struct view safe_cell(struct buffer *scratch, struct view text);

#endif
