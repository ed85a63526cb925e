#include "outputs/safe_cell.h"

#include "base/number.h"

struct view safe_cell(struct buffer *scratch, struct view text)
{
    struct decimal number;
    if (!text.len || !text.at[0] || !strchr("=+-@\t\r", text.at[0]) || number_parse(text, NUMBER_POINT, &number))
        return text;
    buffer_reset(scratch);
    buffer_add_char(scratch, '\'');
    buffer_add(scratch, text);
    return buffer_view(scratch);
}
