#include "base/error.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

/* Names and values in a message may hold anything: a terminal gets neither control characters nor half a character. */
static void mask(char *text, size_t size)
{
    size_t len = strlen(text);
    if (len == size - 1) { /* perhaps cut inside a character */
        size_t whole = utf8_valid_until((struct view){text, len}, false);
        len = whole < len && len - whole < 4 ? whole : len;
        text[len] = '\0';
    }
    for (size_t i = 0, n; i < len; i += n ? n : 1) {
        unsigned char c = (unsigned char)text[i];
        n = utf8_length(text + i, len - i);
        bool control = c < 0x20 || c == 0x7F || (c == 0xC2 && n == 2 && (unsigned char)text[i + 1] < 0xA0);
        if (control || n == 0)
            memset(text + i, '?', n ? n : 1);
    }
}

static void fill(struct error *error, enum status status, const char *format, va_list args)
{
    error->status = status;
    vsnprintf(error->text, sizeof error->text, format, args);
    mask(error->text, sizeof error->text);
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
