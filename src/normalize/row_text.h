/* row_text: bibs and free text as spreadsheets leave them. */
#ifndef NORMALIZE_ROW_TEXT_H
#define NORMALIZE_ROW_TEXT_H

#include "base/arena.h"

enum row_text { ROW_TEXT_PLAIN, ROW_TEXT_UNWRAPPED, ROW_TEXT_BAD };

/* A bib or registration number: plain; taken out of ="0123", '0123, #123 or 123.0; or none at all (a power of ten such
 * as 1.2E+07, more than 20 characters, no letter or digit). Registration ids are digits only. Leading zeros stay. */
enum row_text row_text_bib(struct view written, bool digits_only, struct view *number);

/* Text without control characters (line ends and tabs stay); a copy in the arena only when there were some. */
struct view row_text_clean(struct arena *arena, struct view text, bool *changed);

/* Without the apostrophe that keeps a spreadsheet from running "=..." as a formula. */
struct view row_text_unguarded(struct view text);

/* Whether the cell says that its row is a line of sums: "Total", "Totals:", "Summe", ... */
bool row_text_is_total(struct view cell);

#endif
