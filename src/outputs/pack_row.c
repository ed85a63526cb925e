#include "outputs/pack_row.h"

#include "base/civil.h"

struct pack_row pack_row_of(const struct event *event, const struct activity *activity)
{
    bool climb_required = activity->type >= 0 && (size_t)activity->type < event->type_count &&
                          event->types[activity->type].elevation == ENTRY_REQUIRED;
    bool is_count = activity->count != UNKNOWN;
    bool has_line = activity->line != 0;
    return (struct pack_row){
        .comment_len = (uint32_t)activity->comment.len,
        .day = activity->day,
        .line = has_line ? activity->line : activity->index,
        .key = activity->key,
        .tally = is_count ? activity->count : activity->distance_mm,
        .elapsed_ms = activity->elapsed_ms,
        .elevation_mm = activity->elevation_mm == UNKNOWN && climb_required ? 0 : activity->elevation_mm,
        .type_id = activity->type_id,
        .has_line = has_line,
        .is_count = is_count,
        .validated_pace = activity->validated_pace,
    };
}

void pack_row_add_tally(struct buffer *out, const struct pack_row *row, enum unit unit)
{
    char text[NUMBER_TEXT_SIZE];
    struct decimal value = unit_from_mm(row->tally, row->is_count ? UNIT_COUNT : unit);
    buffer_add(out, (struct view){text, number_text(text, value)});
}

static void add_known(struct buffer *out, struct view key, int64_t value)
{
    if (value == UNKNOWN)
        return;
    buffer_add(out, key);
    buffer_add_int(out, value);
}

void pack_row_add_json(struct buffer *out, const struct pack_row *row, struct view comment, enum unit unit)
{
    char day[CIVIL_ISO_SIZE];
    buffer_add(out, VIEW("{\"tally_split_date\":\""));
    buffer_add(out, (struct view){day, civil_iso(day, row->day)});
    buffer_add_char(out, '"');
    if (row->tally != UNKNOWN) {
        buffer_add(out, VIEW(",\"result_split_tally_value\":"));
        pack_row_add_tally(out, row, unit);
    }
    add_known(out, VIEW(",\"split_elevation_gain_in_mm\":"), row->elevation_mm);
    if (comment.len) {
        buffer_add(out, VIEW(",\"tally_split_comment\":"));
        buffer_add_json(out, comment);
    }
    add_known(out, VIEW(",\"submitted_time_in_ms\":"), row->elapsed_ms);
    add_known(out, VIEW(",\"virtual_race_activity_type_id\":"), row->type_id);
    buffer_add(out, row->validated_pace ? VIEW(",\"validated_pace\":\"T\"}") : VIEW(",\"validated_pace\":\"F\"}"));
}
