/* pack_ledger: who keeps the books of a pack's requests, and is told of them before anybody can see the pack.
 *
 * In this order: add for each request, seal when all is safe on the disk under a temporary name, settle when the folder
 * has its name, or cannot get it, or seal failed. When seal was not called the ledger forgets what was added. */
#ifndef OUTPUTS_PACK_LEDGER_H
#define OUTPUTS_PACK_LEDGER_H

#include "base/error.h"
#include "outputs/pack_manifest.h"

struct pack_ledger {
    void *context;
    int64_t pack_number;
    enum status (*add)(void *context, const struct pack_request *request, const uint64_t *keys, size_t count,
                       struct error *error);
    /* Both names are absolute. */
    enum status (*seal)(void *context, const char *target, const char *temporary, uint64_t content,
                        struct error *error);
    enum status (*settle)(void *context, bool is_placed, struct error *error);
};

#endif
