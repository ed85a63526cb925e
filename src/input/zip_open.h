/* zip_open: zip archives by libzip, over a descriptor that several handles share.
 *
 * A handle is used by one thread at a time; each keeps its own place in the file. */
#ifndef INPUT_ZIP_OPEN_H
#define INPUT_ZIP_OPEN_H

#include <stdint.h>
#include <zip.h>

#include "base/error.h"

/* How reading the file goes on beneath a handle; lives as long as it. libzip takes what cannot be read for the end. */
struct zip_reading {
    uint64_t stored; /* bytes read so far */
    int trouble;     /* errno when the file could not be read, 0: it could */
};

/* Opens the archive that the file holds; the descriptor must outlive the handle. STATUS_REFUSED: it is no zip archive,
 * or damaged; the error is libzip's reason alone. zip_discard closes the handle. */
enum status zip_open_descriptor(zip_t **out, int descriptor, const struct zip_reading **reading, struct error *error);

/* What a trouble of libzip's is: STATUS_IO when the file could not be read, else STATUS_REFUSED: the archive is
 * damaged. Ends the program when the library got no memory: that must not make an archive look damaged. */
enum status zip_open_status(const zip_error_t *error, const struct zip_reading *reading);

#endif
