#include "readers/json_columns.h"

#include "base/memory.h"

void json_columns_release(struct json_columns *columns)
{
    json_names_release(&columns->names);
    memory_free(columns->column_of);
    memory_free(columns->paths);
    memory_free(columns->prefixes);
    *columns = (struct json_columns){0};
}

/* The root has a place too, and what is new has no column yet. */
static void make_room(struct json_columns *columns, size_t before)
{
    size_t count = columns->names.count;
    columns->column_of = memory_grow(columns->column_of, &columns->column_room, count, sizeof *columns->column_of);
    columns->prefixes = memory_grow(columns->prefixes, &columns->prefix_room, count, sizeof *columns->prefixes);
    for (; before < count; before++) {
        columns->column_of[before] = -1;
        columns->prefixes[before] = (struct view){"", 0};
    }
}

uint32_t json_columns_add(struct json_columns *columns, uint32_t parent, struct view quoted)
{
    size_t before = columns->names.count;
    uint32_t name = json_names_add(&columns->names, parent, quoted);
    make_room(columns, before);
    columns->is_full = columns->is_full || name == JSON_NO_NAME;
    return name;
}

static struct view prefix_of(const struct json_columns *columns, uint32_t name)
{
    return columns->prefixes[columns->names.names[name].parent];
}

void json_columns_give(struct json_columns *columns, uint32_t name, struct view key)
{
    if (columns->column_of[name] >= 0)
        return;
    if (columns->count == JSON_COLUMN_LIMIT) {
        columns->is_full = true;
        return;
    }
    struct view prefix = prefix_of(columns, name);
    columns->paths =
        memory_grow(columns->paths, &columns->path_room, (size_t)columns->count + 1, sizeof *columns->paths);
    columns->column_of[name] = (int32_t)columns->count;
    columns->paths[columns->count++] = arena_format(&columns->names.arena, "%.*s%.*s", VIEW_ARG(prefix), VIEW_ARG(key));
}

void json_columns_open(struct json_columns *columns, uint32_t name, struct view key)
{
    struct view prefix = prefix_of(columns, name);
    if (!columns->prefixes[name].len)
        columns->prefixes[name] = arena_format(&columns->names.arena, "%.*s%.*s.", VIEW_ARG(prefix), VIEW_ARG(key));
}
