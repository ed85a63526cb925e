/* repack: a pack of what a store has and nobody was sent, and packs that lost their place.
 *
 * The store is locked from the first row to the last, so that two runs cannot pack the same activities. STATUS_USAGE
 * when the pack cannot be made as asked, STATUS_IO when something cannot be read or written; then no pack is left and
 * the store is as it was. One thread. */
#ifndef RUN_REPACK_H
#define RUN_REPACK_H

#include "model/event.h"
#include "model/summary.h"
#include "store/store.h"

struct repack {
    struct store *store;
    const char *store_name;
    struct event *event; /* race, event and unit are known */
    const char *out;     /* the folder */
    enum unit tally_unit;
    int per_request;
    bool probe;
    /* what came of it: */
    int64_t pack_id;
    uint64_t activities, requests; /* none: there was nothing to pack, and there is no pack */
    uint64_t climbs_made_up;       /* elevation gains of 0 where the type requires one */
};

enum status repack_run(struct repack *repack, struct error *error);

/* Finishes what a killed run left: a pack without a place is put in place, or forgotten when it never had one; one that
 * was being taken back is taken back. Says in `said` what was done, a line each. */
enum status repack_settle(struct store *store, struct buffer *said, struct error *error);

#endif
