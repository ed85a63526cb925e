/* source: a named stream of bytes: a file, standard input, the member of a zip archive, gunzipped where it is gzip,
 * turned into UTF-8.
 *
 * It can always be rewound. What unpacks to more than is sensible ends early, with trouble. Used by one thread at a
 * time. */
#ifndef INPUT_SOURCE_H
#define INPUT_SOURCE_H

#include "base/error.h"
#include "input/encoding.h"
#include "input/origins.h"
#include "model/findings.h"

/* What went wrong with the bytes themselves: a finding about the source. */
struct source_trouble {
    enum status status; /* STATUS_IO: the file could not be read to its end */
    enum code code;     /* else a finding about the source; CODE_COUNT: nothing */
    char text[240];
};

struct source;

/* Opens it; the origin must outlive the source. `most_bytes` may come out of what is packed, 0: the default. STATUS_IO
 * with the error set when that cannot be done. What its origin or archive says against it is trouble, not an error. */
enum status source_open(struct source **out, const struct origin *origin, uint64_t most_bytes, struct error *error);

/* The same for a file that is no archive. */
enum status source_open_file(struct source **out, const char *path, struct error *error);
void source_close(struct source *source); /* NULL is fine */

/* Lets go of the file or archive: nothing is read any more, but what became of it can still be asked. An archive costs
 * a handle for each member that is being read. */
void source_finish(struct source *source);

/* The first bytes, at most `size` (up to 64 KiB), gunzipped but not decoded; reading is not moved. */
struct view source_peek(struct source *source, size_t size);

/* From here on (after open or rewind) source_read gives UTF-8. A BOM at the start is dropped. */
void source_decode(struct source *source, enum encoding encoding);

/* From here on (after open or rewind) source_read gives the bytes as they are, for formats that are no text. */
void source_binary(struct source *source);

/* Up to `room` bytes; 0 at the end and after trouble. `room` is at least 16. */
size_t source_read(struct source *source, char *to, size_t room);

/* Back to the first byte. */
enum status source_rewind(struct source *source, struct error *error);

/* All its plain bytes as a file, for formats that need to jump about: the file itself, or an unlinked copy of what is
 * packed. The descriptor is the source's, and shared: read it with pread. Reading begins anew. */
enum status source_as_file(struct source *source, int *descriptor, struct error *error);

/* For whoever reads the file itself: it could not be read, and that is trouble of the source from now on. */
void source_unreadable(struct source *source, const char *why);

/* What went wrong so far: a truncated or damaged gzip, trailing garbage, a read error. Ask at the end. */
const struct source_trouble *source_trouble(const struct source *source);

/* For progress, from any thread: bytes as they are stored, read so far and in all (0 when not known). */
uint64_t source_position(const struct source *source);
uint64_t source_size(const struct source *source);

/* Bytes that came out of what was packed so far; 0 for a plain file. */
uint64_t source_unpacked(const struct source *source);

#endif
