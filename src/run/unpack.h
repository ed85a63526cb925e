/* unpack: takes a pack back that was not sent: its folder can never be posted again, then the store forgets the
 * requests.
 *
 * In this order, so that a run that is killed in between leaves a pack that cannot be posted, and undo to be called
 * again. STATUS_USAGE, with nothing changed, when something of the pack was sent, or is being sent, and the store does
 * not know of it. One thread. */
#ifndef RUN_UNPACK_H
#define RUN_UNPACK_H

#include "base/buffer.h"
#include "base/error.h"
#include "store/store.h"

struct unpack {
    const char *store_name;
    const char *given; /* "pack-3", or a folder */
    bool not_posted;   /* the user says that nothing was posted: asked for only when the folder is gone */
    /* what came of it: */
    int64_t pack_id, requests, activities;
    struct buffer folder;
};

enum status unpack_run(struct unpack *unpack, struct store *store, struct error *error);

#endif
