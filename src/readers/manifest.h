/* manifest: what a pack's manifest.json says of the pack itself.
 *
 * Only manifests as tallypost writes them are read: what else is in the folder is judged by post.sh. Texts live in the
 * arena. STATUS_USAGE when the folder is no pack, STATUS_IO when it cannot be read. */
#ifndef READERS_MANIFEST_H
#define READERS_MANIFEST_H

#include "base/arena.h"
#include "base/error.h"
#include "model/units.h"

struct manifest {
    int64_t number;      /* of the store's packs; 0: of no store */
    struct view content; /* what tells it from others */
    bool is_probe;
    enum unit tally_unit;
    uint64_t race_id, event_id;
};

enum status manifest_read(const char *folder, struct arena *arena, struct manifest *out, struct error *error);

#endif
