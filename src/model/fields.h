/* fields: what a column of the input can be taken for. */
#ifndef MODEL_FIELDS_H
#define MODEL_FIELDS_H

#include "base/view.h"

enum field {
#define FIELD(id, name, title) FIELD_##id,
#include "model/fields.def"
#undef FIELD
    FIELD_COUNT
};

struct field_info {
    const char *name, *title;
};

extern const struct field_info field_table[FIELD_COUNT];

/* The field of that name ("registration_id"), or FIELD_NONE. */
enum field field_from_name(struct view name);

#endif
