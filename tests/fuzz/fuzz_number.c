/* Numbers: any bytes are parsed or refused, and what is written of a parsed one reads back the same. */
#include <stdlib.h>

#include "base/number.h"
#include "model/units.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(struct view text, enum number_style style)
{
    struct decimal d, again;
    char written[NUMBER_TEXT_SIZE];
    int64_t mm, back;
    size_t length = number_prefix(text, style, &d);
    if (length > text.len)
        abort();
    if (!number_parse(text, style, &d))
        return;
    if (d.scale <= 18 && llabs(d.digits) < 1000000000000000000) { /* one digit more is written, but not read */
        number_text(written, d);
        if (!number_parse(view_of(written), NUMBER_POINT, &again) || !number_scale(d, 1, 1, &mm) ||
            !number_scale(again, 1, 1, &back) || mm != back)
            abort();
    }
    for (enum unit unit = UNIT_MM; unit < UNIT_COUNT_OF; unit++)
        if (unit_to_mm(d, unit, &mm) && llabs(mm) < 1000000000000 &&
            (!unit_to_mm(unit_from_mm(mm, unit), unit, &back) || back != mm))
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct view text = {(const char *)data, size};
    check(text, NUMBER_POINT);
    check(text, NUMBER_COMMA);
    return 0;
}
