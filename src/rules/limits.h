/* limits: the record curves and usual ranges, read from limits.ini (built in, or the event's own). */
#ifndef RULES_LIMITS_H
#define RULES_LIMITS_H

#include "base/error.h"
#include "model/kind.h"
#include "base/arena.h"

struct limits;

/* The built-in table, or that of `path` over it. STATUS_USAGE names file, line and what is wrong. */
enum status limits_open(struct limits **out, const char *path, struct error *error);
void limits_close(struct limits *limits); /* NULL is fine */

#endif
