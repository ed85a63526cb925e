/* pack_checksum: the checksum that the POSIX command cksum prints, so that a shell can tell whether a file was edited.
 */
#ifndef OUTPUTS_PACK_CHECKSUM_H
#define OUTPUTS_PACK_CHECKSUM_H

#include <stdint.h>

#include "base/view.h"

struct pack_checksum {
    uint32_t table[8][256];
};

void pack_checksum_init(struct pack_checksum *tables);
uint32_t pack_checksum_of(const struct pack_checksum *tables, struct view bytes);

#endif
