/* pack_readme: README.txt of a pack, what a race director does with it. `has_store`: a store keeps the books of it.
 * Nothing here fails. */
#ifndef OUTPUTS_PACK_README_H
#define OUTPUTS_PACK_README_H

#include "outputs/pack_totals.h"

void pack_readme_add(struct buffer *out, const struct pack_totals *totals, bool has_store);

#endif
