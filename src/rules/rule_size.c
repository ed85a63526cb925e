/* Distances of zero or beyond the usual, and climbs that no ground has. */
#include "rules/limits.h"
#include "rules/rule_note.h"

static void note_high(const struct rule_context *context, struct batch *batch, struct activity *row, int64_t usual)
{
    struct finding *f = rule_note(batch, row, CODE_DISTANCE_HIGH, FIELD_DISTANCE);
    if (!f)
        return;
    enum unit unit = rule_unit(context, row);
    f->args[0] = arg_distance(row->distance_mm, unit);
    f->args[1] = arg_word(kind_table[row->kind].name);
    f->args[2] = arg_distance(usual, unit);
}

static bool is_steep(const struct rule_context *context, int64_t gain_mm, int64_t distance_mm)
{
    return gain_mm / context->limits->grade_percent > distance_mm / 100;
}

/* A height is said in feet when it was written so, else in metres. */
static enum unit height_unit(const struct activity *row)
{
    return row->elevation_unit == UNIT_FT ? UNIT_FT : UNIT_M;
}

static void add_height_hint(const struct rule_context *context, struct batch *batch, const struct activity *row,
                            struct finding *f, enum slip slip, int64_t mm, struct arg value)
{
    if (is_steep(context, mm, row->distance_mm))
        return;
    struct hint *hint = batch_hint(batch, f, slip, FIELD_ELEVATION, value);
    hint->args[0] = arg_distance(row->elevation_mm, height_unit(row));
}

static void note_steep(const struct rule_context *context, struct batch *batch, struct activity *row)
{
    struct finding *f = rule_note(batch, row, CODE_ELEVATION_IMPLAUSIBLE, FIELD_ELEVATION);
    if (!f)
        return;
    int64_t gain = row->elevation_mm, feet;
    enum unit unit = height_unit(row);
    f->args[0] = arg_distance(gain, unit);
    f->args[1] = arg_distance(row->distance_mm, rule_unit(context, row));
    f->args[2] = arg_number(row->distance_mm > 100 ? gain / (row->distance_mm / 100) : gain / row->distance_mm * 100);
    if (unit == UNIT_M && unit_to_mm(unit_from_mm(gain, UNIT_M), UNIT_FT, &feet))
        add_height_hint(context, batch, row, f, SLIP_METRES_FEET, feet, arg_distance(feet, UNIT_FT));
    add_height_hint(context, batch, row, f, SLIP_MILLIMETRES, gain / 1000, arg_distance(gain / 1000, unit));
}

static void check(const struct rule_context *context, struct batch *batch, struct activity *row)
{
    int64_t usual = context->limits->kinds[row->kind].distance_high;
    if (row->distance_mm == 0 || row->count == 0)
        rule_note(batch, row, CODE_DISTANCE_ZERO, FIELD_DISTANCE);
    if (usual != UNKNOWN && row->distance_mm > usual)
        note_high(context, batch, row, usual);
    if (row->distance_mm > 0 && row->elevation_mm > 0 && is_steep(context, row->elevation_mm, row->distance_mm))
        note_steep(context, batch, row);
}

const struct row_rule_ops rule_size_ops = {.name = "size", .check = check};
