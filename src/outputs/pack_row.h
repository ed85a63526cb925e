/* pack_row: what a pack remembers of an activity until its request is written: integers, and the comment behind them.
 *
 * A row owns nothing; the comment lives wherever the row does. Nothing here fails. */
#ifndef OUTPUTS_PACK_ROW_H
#define OUTPUTS_PACK_ROW_H

#include "base/buffer.h"
#include "model/event.h"

struct pack_row {
    uint32_t person; /* number in pack_people */
    uint32_t source; /* number of the source_info */
    uint32_t comment_len;
    int32_t day;
    uint64_t line; /* or the record's index, when the format has no lines */
    uint64_t key;  /* activity_key */
    int64_t tally; /* mm, or the count; UNKNOWN */
    int64_t elapsed_ms, elevation_mm, type_id;
    bool has_line, is_count, validated_pace;
};

/* A type that requires a climb gets 0 where none is known. */
struct pack_row pack_row_of(const struct event *event, const struct activity *activity);

/* One element of "activities", as the API documents it. Lengths are written in `unit`; what is unknown is left out. */
void pack_row_add_json(struct buffer *out, const struct pack_row *row, struct view comment, enum unit unit);

/* The tally as a JSON number: 26.3. It is known. */
void pack_row_add_tally(struct buffer *out, const struct pack_row *row, enum unit unit);

#endif
