/* standing: where the activities and requests of a store stand, in numbers.
 *
 * An activity is counted once, by its last request. Trouble is STATUS_IO with one line. Texts come in the arena. */
#ifndef STORE_STANDING_H
#define STORE_STANDING_H

#include "base/arena.h"
#include "base/error.h"
#include "store/receipts.h"

struct standing_activities {
    int64_t stored, unposted, ready, sent, confirmed, unknown;
    int64_t gone;      /* had a number, and RunSignup does not have it any more */
    int64_t elsewhere; /* RunSignup has it, not from here, and it is in no request */
};

struct standing {
    struct standing_activities activities;
    int64_t failed; /* of the unposted: the API refused them, or did not have them */
    int64_t requests[REQUEST_STATES];
    int64_t different, extra; /* as read back */
    int64_t twice;            /* in more than one request that was or may have been posted */
    int64_t already_pack;     /* a pack that holds one of these; 0: none */
    int64_t already_in_pack;  /* RunSignup has it, and it is in a pack that is not sent */
    int64_t unplaced;         /* packs whose making was interrupted */
    /* The folder of the oldest pack with such requests; empty: none. */
    struct view ready_pack, unknown_pack, sent_pack;
};

enum status standing_read(struct standing *out, struct store *store, struct arena *arena, struct error *error);

/* ---- rows of the report ---- */

struct standing_batch {
    int64_t id, rows, accepted, rejected, skipped, added, taken_back;
    bool undone;
    struct view as_of, sources; /* sources: the first one's name */
    int64_t source_count;
    struct standing_activities activities;
    int64_t cured, open,
        open_anew; /* of the rejected rows; open_anew: of the open ones, for another reason than at first */
};

struct standing_pack {
    int64_t id, requests[REQUEST_STATES], activities;
    struct view folder, unit;
    bool is_probe, taken_back, is_unplaced;
};

struct standing_person {
    struct view bib, registration_id;
    struct standing_activities activities;
    int64_t different, extra;
};

/* Calls `take` for each, in order, until it returns false. */
enum status standing_batches(struct store *store, bool (*take)(void *context, const struct standing_batch *batch),
                             void *context, struct error *error);
enum status standing_packs(struct store *store, bool (*take)(void *context, const struct standing_pack *pack),
                           void *context, struct error *error);
/* Those who need a look first. */
enum status standing_people(struct store *store, bool (*take)(void *context, const struct standing_person *person),
                            void *context, struct error *error);

#endif
