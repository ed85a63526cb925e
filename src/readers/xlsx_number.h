/* xlsx_number: the number in a spreadsheet's cell as the text that the sheet shows: dates as ISO, durations as H:MM:SS.
 *
 * Source: ECMA-376 part 1, 18.8.30 (number formats), 18.17.4 (dates and times). No locale, no floating point. */
#ifndef READERS_XLSX_NUMBER_H
#define READERS_XLSX_NUMBER_H

#include "base/buffer.h"

enum xlsx_format {
    XLSX_PLAIN,
    XLSX_DATE,     /* a day, with a time of day when there is a fraction */
    XLSX_TIME,     /* a time of day, or a duration below a day */
    XLSX_DURATION, /* [h]:mm:ss: hours may be over 24 */
};

/* What a number format makes of its numbers: by its built-in id, or by its code when that is not empty. */
enum xlsx_format xlsx_format_of(int id, struct view code);

/* Adds the number as text; what is no number is added as it is. At most 15 digits count, as in the sheet. */
void xlsx_add_number(struct buffer *out, struct view number, enum xlsx_format format, bool epoch_1904);

#endif
