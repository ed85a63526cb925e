/* fit_decode: the bytes of FIT files as messages, pulled one by one.
 *
 * A source may hold several FIT files one behind the other. Each is told as FIT_FILE, its data messages as FIT_MESSAGE,
 * and FIT_FILE_END; then comes the next file or FIT_DONE. Whatever is wrong with the bytes is told by fit_damage at
 * FIT_FILE_END: what was decoded before the damage has been told by then, what follows it in the same file is lost.
 * Memory is some 200 KiB whatever the bytes. Used by one thread at a time. */
#ifndef READERS_FIT_DECODE_H
#define READERS_FIT_DECODE_H

#include "input/source.h"
#include "readers/fit_message.h"

enum fit_step { FIT_FILE, FIT_MESSAGE, FIT_FILE_END, FIT_DONE };

/* Why a file's messages are not the whole truth; code is CODE_COUNT when they are. */
struct fit_damage {
    enum code code; /* CODE_FIT_CORRUPT, CODE_INPUT_TRUNCATED */
    char text[160];
};

struct fit_decoder;

/* Reads from where the source is, which must be its beginning. The source must outlive it. */
struct fit_decoder *fit_decoder_new(struct source *source);
void fit_decoder_free(struct fit_decoder *decoder); /* NULL is fine */

/* FIT_MESSAGE: the message is good until the next fit_next. */
enum fit_step fit_next(struct fit_decoder *decoder, struct fit_message *message);

/* Of the file whose FIT_FILE_END was the last step. */
const struct fit_damage *fit_damage(const struct fit_decoder *decoder);

#endif
