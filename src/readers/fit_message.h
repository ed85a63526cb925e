/* fit_message: a data message of a FIT file and the values of its fields.
 *
 * The bytes and the definition belong to whoever decodes the file. Fields are asked for by their numbers; what a
 * message does not have is UNKNOWN. Nothing here fails, whatever the bytes. */
#ifndef READERS_FIT_MESSAGE_H
#define READERS_FIT_MESSAGE_H

#include "base/view.h"
#include "model/activity.h"

enum { FIT_TIMESTAMP = 253, FIT_FIELDS = 256 };

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

struct fit_message {
    uint16_t global;
    const struct fit_definition *definition;
    const unsigned char *data;
    int64_t timestamp; /* of a compressed header, or UNKNOWN */
};

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

/* Plain integers, for the parts of a file that are no fields. */
uint16_t fit_uint16(const unsigned char *at, bool is_big_endian);
uint32_t fit_uint32(const unsigned char *at, bool is_big_endian);

#endif
