#include "model/fields.h"

const struct field_info field_table[FIELD_COUNT] = {
#define FIELD(id, name, title) [FIELD_##id] = {name, title},
#include "model/fields.def"
#undef FIELD
};

enum field field_from_name(struct view name)
{
    for (enum field field = FIELD_NONE + 1; field < FIELD_COUNT; field++)
        if (view_is(name, field_table[field].name))
            return field;
    return FIELD_NONE;
}
