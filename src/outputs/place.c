#include "outputs/place.h"

void place_source(struct buffer *out, const struct source_info *source)
{
    buffer_add_masked(out, source->source);
    if (!source->member.len)
        return;
    buffer_add_char(out, '/');
    buffer_add_masked(out, source->member);
}

static void add_line(struct buffer *out, uint64_t line)
{
    buffer_add_char(out, ':');
    buffer_add_int(out, (int64_t)line);
}

static void add_record(struct buffer *out, uint64_t index)
{
    buffer_add_text(out, "record ");
    buffer_add_int(out, (int64_t)index + 1);
}

void place_row(struct buffer *out, const struct source_info *source, const struct activity *row)
{
    place_source(out, source);
    if (row->line) {
        add_line(out, row->line);
        return;
    }
    buffer_add_text(out, ": ");
    add_record(out, row->index);
}

void place_finding(struct buffer *out, const struct source_info *source, const struct finding *finding)
{
    place_source(out, source);
    if (finding->line)
        add_line(out, finding->line);
}

void place_within(struct buffer *out, const struct activity *row, const struct finding *finding)
{
    uint64_t line = row ? row->line : finding->line;
    if (line) {
        buffer_add_text(out, "line ");
        buffer_add_int(out, (int64_t)line);
    } else if (row) {
        add_record(out, row->index);
    }
}
