/* pack_writer: writes the request files in a thread of its own, while the next ones are rendered.
 *
 * Making tens of thousands of files takes the kernel longer than rendering what is in them. Files are handed over in
 * loads; at most a few loads wait. Where no thread can be had the files are written at once. The folder belongs to the
 * caller and must not change until pack_writer_finish. STATUS_IO, perhaps a few files late, when one cannot be written.
 */
#ifndef OUTPUTS_PACK_WRITER_H
#define OUTPUTS_PACK_WRITER_H

#include "outputs/pack_folder.h"

struct pack_writer;

struct pack_writer *pack_writer_start(const struct pack_folder *folder);

/* A file in "requests"; both texts are copied. `name` ends in NUL. */
enum status pack_writer_put(struct pack_writer *writer, const char *name, struct view text, struct error *error);

/* Writes the rest, ends the thread and frees the writer. */
enum status pack_writer_finish(struct pack_writer *writer, struct error *error);

#endif
