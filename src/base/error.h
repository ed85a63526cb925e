/* error: trouble of the world or of the user's options, as a status and one line of text.
 *
 * A function that can meet such trouble returns an enum status and fills the struct error it was
 * handed; the text names file, line and value and says what to do. It is printed once, by cli.
 * Bad data is no such trouble: that is a finding. */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include <stdarg.h>

enum status {
    STATUS_OK,
    STATUS_USAGE,   /* an option or the event file is wrong: exit code 2 */
    STATUS_IO,      /* cannot read or write: exit code 4 */
    STATUS_REFUSED, /* the file is not what it should be; the caller makes it a finding or a usage error */
    STATUS_AGAIN,   /* what was found contradicts what was decided: start over with a whole survey */
};

struct error {
    enum status status;
    char text[1000];
};

/* Fills the error (which may be NULL) and returns `status`. A text that does not fit is cut. */
enum status error_set(struct error *error, enum status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* error_set with ": " and the message of errno behind the text. */
enum status error_errno(struct error *error, enum status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
