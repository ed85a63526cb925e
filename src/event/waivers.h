/* waivers: reads a CSV of waivers: row (FILE:LINE as the report names it, or an activity_key), code, reason, who,
 * until.
 *
 * Columns are found by their header's words, in any order; docs/waivers.md lists them. Every line is checked, and the
 * first that is wrong stops the program: a waiver that is misread lets pass what nobody looked at. */
#ifndef EVENT_WAIVERS_H
#define EVENT_WAIVERS_H

#include "base/error.h"
#include "model/waiver.h"

/* The waivers that hold on the day, in the arena. STATUS_IO: the file cannot be read. STATUS_USAGE: a line of it is
 * wrong, or names a file that could be any of two inputs; the error says file, line and what to do. */
enum status waivers_read(const struct waivers **out, const char *path, const char *const *inputs, size_t input_count,
                         int32_t as_of, struct arena *arena, struct error *error);

#endif
