#include "base/error.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static void fill(struct error *error, enum status status, const char *format, va_list args)
{
    error->status = status;
    vsnprintf(error->text, sizeof error->text, format, args);
}

enum status error_set(struct error *error, enum status status, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    if (error)
        fill(error, status, format, args);
    va_end(args);
    return status;
}

enum status error_errno(struct error *error, enum status status, const char *format, ...)
{
    int number = errno;
    va_list args;
    va_start(args, format);
    if (error) {
        fill(error, status, format, args);
        size_t used = strlen(error->text);
        snprintf(error->text + used, sizeof error->text - used, ": %s", strerror(number));
    }
    va_end(args);
    return status;
}
