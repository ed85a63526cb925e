/* zip_open: zip archives by libzip, over a descriptor that several handles share.
 *
 * A handle is used by one thread at a time; each keeps its own place in the file. */
#ifndef INPUT_ZIP_OPEN_H
#define INPUT_ZIP_OPEN_H

#include <stdint.h>
#include <zip.h>

#include "base/error.h"

/* Opens the archive that the file holds; the descriptor must outlive the handle. `stored` (or NULL) is set to where the
 * bytes that the handle has read from the file are counted; it lives as long as the handle. STATUS_REFUSED: it is no
 * zip archive, or damaged; STATUS_IO: the file cannot be read. The error is the reason alone. zip_discard closes the
 * handle. */
enum status zip_open_descriptor(zip_t **out, int descriptor, const uint64_t **stored, struct error *error);

/* The reason as an error: STATUS_IO when the file could not be read, else STATUS_REFUSED: it is damaged. Ends the
 * program when the library got no memory: that must not make an archive look damaged. */
enum status zip_open_explain(zip_error_t *reason, struct error *error);

/* Ends the program when the library got no memory: that must not make an archive look damaged. */
void zip_open_require_memory(const zip_error_t *error);

#endif
