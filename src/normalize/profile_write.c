#include "normalize/profile_write.h"

/* A header as a profile names it: with {n} when it is not the first of that name. Quoted, for it may hold any
 * character. */
static void add_header(struct buffer *out, const struct table *table, int column)
{
    struct view name = table->columns[column];
    int nth = 1;
    for (int i = 0; i < column; i++)
        nth += view_equal_fold(table->columns[i], name);
    for (size_t i = 0; i < name.len; i++) /* line ends in a header do not matter where headers are compared */
        buffer_add_char(out,
                        (unsigned char)name.at[i] < ' ' || name.at[i] == '|' || name.at[i] == '"' ? ' ' : name.at[i]);
    if (nth > 1)
        buffer_format(out, " {%d}", nth);
}

static void add_columns(struct buffer *out, const struct mapping *m, const struct table *table)
{
    buffer_add_text(out, "[columns]\n");
    for (enum field field = FIELD_NONE + 1; field < FIELD_COUNT; field++) {
        if (!mapping_has(m, field) || !table->columns[m->column[field]].len)
            continue;
        buffer_format(out, "%s = \"", field_table[field].name);
        add_header(out, table, m->column[field]);
        if (field == FIELD_TIME && m->second_time >= 0) {
            buffer_add_text(out, " | ");
            add_header(out, table, m->second_time);
        }
        buffer_add_text(out, "\"\n");
    }
}

static void add_units(struct buffer *out, const struct mapping *m)
{
    static const char *const times[] = {NULL, "ms", "seconds", "minutes", "hours", "days"};
    buffer_add_text(out, "[units]\n");
    if (m->distance_unit != UNIT_NONE)
        buffer_format(out, "distance = %s\n", unit_table[m->distance_unit].name);
    for (enum kind kind = 0; m->profile && kind < KIND_COUNT; kind++)
        if (m->profile->kind_unit[kind] != UNIT_NONE)
            buffer_format(out, "distance %s = %s\n", kind_table[kind].name,
                          unit_table[m->profile->kind_unit[kind]].name);
    if (m->elevation_unit != UNIT_NONE)
        buffer_format(out, "elevation = %s\n", unit_table[m->elevation_unit].name);
    if (times[m->time_unit])
        buffer_format(out, "time = %s\n", times[m->time_unit]);
    if (times[m->moving_unit])
        buffer_format(out, "moving_time = %s\n", times[m->moving_unit]);
    if (m->profile && times[m->profile->offset_unit])
        buffer_format(out, "utc_offset = %s\n", times[m->profile->offset_unit]);
}

static void add_reading(struct buffer *out, const struct mapping *m)
{
    static const char *const orders[] = {NULL, "mdy", "dmy", "ymd"};
    buffer_add_text(out, "[dates]\n");
    if (orders[m->date_order])
        buffer_format(out, "order = %s\n", orders[m->date_order]);
    if (m->dates_utc || m->dates_local)
        buffer_format(out, "zone = %s\n", m->dates_utc ? "utc" : "local");
    buffer_add_text(out, "[reading]\n");
    buffer_format(out, "decimal = %s\n", m->numbers == NUMBER_COMMA ? "comma" : "point");
    buffer_format(out, "clock = %s\n", clock_style_names[m->clock]);
}

static void add_types(struct buffer *out, const struct profile *p)
{
    if (!p || !p->type_count)
        return;
    buffer_add_text(out, "[types]\n");
    for (size_t i = 0; i < p->type_count; i++)
        buffer_format(out, "%.*s = %.*s\n", VIEW_ARG(p->types[i].code), VIEW_ARG(p->types[i].word));
}

void profile_write(struct buffer *out, const struct mapping *m, const struct table *table, struct view name)
{
    buffer_add_text(out, "; How tallypost read a table; give it to --profile to have others read alike. "
                         "docs/formats.md tells every key.\n[profile]\nname = \"");
    buffer_add_masked(out, name);
    buffer_format(out, "\"\nformat = %s\n", table->format);
    add_columns(out, m, table);
    add_units(out, m);
    add_reading(out, m);
    add_types(out, m->profile);
}
