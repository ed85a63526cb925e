/* requests: packs, and the activities that stand in their requests.
 *
 * A pack is known to the store before anybody can see it: its requests are committed as ready while its folder still
 * has a temporary name. Killed in between, the next run finds the pack unplaced and puts it in place. An activity in a
 * request that may have been posted is never packed again.
 *
 * Trouble is STATUS_IO with one line; a transaction that met it is to be rolled back. One thread at a time. */
#ifndef STORE_REQUESTS_H
#define STORE_REQUESTS_H

#include "base/buffer.h"
#include "base/error.h"
#include "model/units.h"
#include "store/store.h"

struct request_entry {
    struct view file; /* "requests/0001-bib-42.json" */
    struct view bib, registration_id;
    uint64_t race_id, event_id;
    uint32_t crc32;
};

struct pack_entry {
    struct view folder, temporary; /* absolute; temporary is empty once it is in place */
    struct view content;           /* what tells the pack from others, hexadecimal */
    enum unit tally_unit;
    bool is_probe;
    int32_t as_of;
};

/* Takes the lock, so that nobody else packs the same rows, and the number of the next pack. */
enum status requests_begin(struct store *store, int64_t *pack_id, struct error *error);
/* A request with its activities, in their order. */
enum status requests_add(struct store *store, int64_t pack_id, const struct pack_entry *pack,
                         const struct request_entry *request, const uint64_t *keys, size_t count, struct error *error);
/* The pack itself, behind its requests; ends the transaction. */
enum status requests_seal(struct store *store, int64_t pack_id, const struct pack_entry *pack, struct error *error);
void requests_rollback(struct store *store); /* nothing open: nothing happens */

/* The folder has its name. */
enum status requests_placed(struct store *store, int64_t pack_id, struct error *error);
/* The folder never got its name and is gone: its activities are unposted again. */
enum status requests_revoke(struct store *store, int64_t pack_id, struct error *error);
/* A pack that has no place yet; *pack_id is 0 when there is none behind `after`. */
enum status requests_unplaced(struct store *store, int64_t after, int64_t *pack_id, struct buffer *folder,
                              struct buffer *temporary, struct error *error);

/* A pack with requests that are ready, and its folder; *pack_id is 0 when there is none behind `after`. */
enum status requests_ready(struct store *store, int64_t after, int64_t *pack_id, struct buffer *folder,
                           struct error *error);

/* How many activities are stored, how many of them are in no request, and how many in one that may have been posted. */
struct request_counts {
    int64_t stored, unposted, unknown;
};
enum status requests_count(struct store *store, struct request_counts *counts, struct error *error);

#endif
