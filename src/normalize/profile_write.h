/* profile_write: how a table was read, as a profile that reads it the same way again. */
#ifndef NORMALIZE_PROFILE_WRITE_H
#define NORMALIZE_PROFILE_WRITE_H

#include "base/buffer.h"
#include "normalize/mapping.h"

/* Adds the INI text of the decided mapping. `name` becomes the profile's name. */
void profile_write(struct buffer *out, const struct mapping *mapping, const struct table *table, struct view name);

#endif
