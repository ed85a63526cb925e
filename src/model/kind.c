#include "model/kind.h"

const struct kind_info kind_table[KIND_COUNT] = {
#define KIND(id, name, past, standard, pace) [KIND_##id] = {name, past, standard, pace},
    KINDS(KIND)
#undef KIND
};

enum kind kind_from_name(struct view name)
{
    enum kind kind = 0;
    while (kind < KIND_COUNT && !view_is(name, kind_table[kind].name))
        kind++;
    return kind;
}
