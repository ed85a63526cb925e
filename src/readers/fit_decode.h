/* fit_decode: the bytes of FIT files as messages, pulled one by one.
 *
 * A source may hold several FIT files one behind the other. Each is told as FIT_FILE, its data messages as FIT_MESSAGE,
 * and FIT_FILE_END; then comes the next file or FIT_DONE. Whatever is wrong with the bytes is told by fit_damage at
 * FIT_FILE_END: what was decoded before the damage has been told by then, what follows it in the same file is lost.
 * Memory is some 200 KiB whatever the bytes. Used by one thread at a time. */
#ifndef READERS_FIT_DECODE_H
#define READERS_FIT_DECODE_H

#include "input/source.h"
#include "model/activity.h"

enum fit_step { FIT_FILE, FIT_MESSAGE, FIT_FILE_END, FIT_DONE };

enum { FIT_TIMESTAMP = 253, FIT_FIELDS = 256, FIT_LOCALS = 16 };

struct fit_field {
    uint8_t size; /* bytes; 0: the message has no such field */
    uint8_t type; /* the base type as it is in the file */
    uint16_t offset;
};

/* What the data messages of one local number look like. */
struct fit_definition {
    bool is_known, is_big_endian;
    uint16_t global; /* which message it is: 18 is a session, 20 a record */
    uint32_t size;   /* of the data, with the developer fields, which are skipped */
    struct fit_field fields[FIT_FIELDS];
};

/* Good until the next fit_next. */
struct fit_message {
    uint16_t global;
    const struct fit_definition *definition;
    const unsigned char *data;
    int64_t timestamp; /* of a compressed header, or UNKNOWN */
};

/* Why a file's messages are not the whole truth; code is CODE_COUNT when they are. */
struct fit_damage {
    enum code code; /* CODE_FIT_CORRUPT, CODE_INPUT_TRUNCATED */
    char text[160];
};

struct fit_decoder;

/* Reads from where the source is, which must be its beginning. The source must outlive it. */
struct fit_decoder *fit_decoder_new(struct source *source);
void fit_decoder_free(struct fit_decoder *decoder); /* NULL is fine */

enum fit_step fit_next(struct fit_decoder *decoder, struct fit_message *message);

/* Of the file whose FIT_FILE_END was the last step. */
const struct fit_damage *fit_damage(const struct fit_decoder *decoder);

/* The first (or only) integer of a field as it is in the file, neither scaled nor shifted. UNKNOWN when the message
 * does not have it, when it says "invalid", or when it is no integer. */
int64_t fit_number(const struct fit_message *message, uint8_t field);

/* A text field up to its NUL; empty when there is none or when it is not UTF-8. */
struct view fit_text(const struct fit_message *message, uint8_t field);

/* A field of `size` bytes, or NULL. */
const unsigned char *fit_bytes(const struct fit_message *message, uint8_t field, uint8_t size);

/* Milliseconds since 1970 of a FIT time. UNKNOWN for UNKNOWN, and for the seconds since power-up that a device counts
 * as long as it does not know the time. */
int64_t fit_unix_ms(int64_t stamp);

#endif
