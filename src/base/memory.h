/* memory: allocation that cannot fail.
 *
 * When the system has no more memory the handler is called once; it must not return. The program
 * sets one that says so in a line and ends with exit code 4: every output is written beside its
 * place and renamed when whole, and the store is one transaction, so nothing half-written stays. */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stddef.h>

/* Sets the handler; the default one aborts. Call before threads start. */
void memory_on_exhaustion(void (*handler)(void));

/* Freed memory stays with the program, up to 32 MiB: of thousands of small files each takes what the last one gave
 * back, which spares most calls to the system. Call before threads start. */
void memory_keep_freed(void);

void *memory_get(size_t size);               /* zeroed; size 0 gives a valid pointer */
void *memory_resize(void *old, size_t size); /* as realloc */
void *memory_grow(void *old, size_t *capacity, size_t needed, size_t item_size);
/* room for `needed` items, amortised */
void memory_free(void *p); /* NULL is fine */

/* Calls the handler, for a library that says it got no memory. */
void memory_exhausted(void);

#endif
