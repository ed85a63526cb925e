/* track_rows: how the readers of tracks hand their summaries over: as rows of one table with fixed columns, that the
 * profile "track" maps. A chunk holds the summaries in a form of its own; parse makes cells and findings of each. */
#ifndef READERS_TRACK_ROWS_H
#define READERS_TRACK_ROWS_H

#include "readers/reader.h"
#include "readers/track.h"

/* Fills reader->table: format, encoding, and the columns that all tracks have. For the ops' open. */
void track_rows_open(struct reader *reader, const char *format, const char *encoding);

/* Adds a row to the chunk; the texts are copied. For the ops' cut, which empties chunk->cuts and chunk->text first and
 * sets chunk->first_index. */
void track_rows_add(struct chunk *chunk, const struct track_summary *summary);

/* What was added; its texts live in the chunk. */
struct track_summary track_rows_summary(const struct chunk *chunk, const struct cut *cut);

/* "2026-05-02T08:14:05.250Z"; empty when it is UNKNOWN. */
struct view track_rows_moment(struct arena *arena, int64_t ms);

/* The ops' parser_init, parser_release and parse. */
void track_rows_parser_init(struct parser *parser);
void track_rows_parser_release(struct parser *parser);
enum status track_rows_parse(struct parser *parser, const struct chunk *chunk, const struct cut *cut,
                             struct batch *batch, struct activity *row, struct record *out);

#endif
