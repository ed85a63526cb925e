/* receipts: what became of requests, and what RunSignup has of a participant.
 *
 * All of a run is one transaction, from receipts_begin to receipts_commit; receipts_rollback forgets it. Texts come in
 * the arena. Trouble is STATUS_IO with one line. One thread at a time. */
#ifndef STORE_RECEIPTS_H
#define STORE_RECEIPTS_H

#include "base/arena.h"
#include "base/error.h"
#include "model/activity.h"
#include "store/store.h"

enum request_state { REQUEST_READY, REQUEST_SENT, REQUEST_CONFIRMED, REQUEST_FAILED, REQUEST_UNKNOWN, REQUEST_STATES };
extern const char *const request_state_names[REQUEST_STATES];

struct receipt_request {
    int64_t id, participant_key, event_id, rows;
    enum request_state state;
    struct view file;    /* "requests/0001-bib-42.json" */
    struct view message; /* why it failed or is unknown; may be empty */
};

/* What a file says of a request. */
struct receipt_answer {
    enum request_state state;
    struct view file, message;
    int64_t http_status; /* UNKNOWN */
    int64_t touched;     /* when the request was sent, in nanoseconds of Unix time; UNKNOWN */
    const int64_t *numbers;
    size_t number_count; /* the request's rows, or 0 */
    int32_t as_of;
};

/* An activity of a participant, and its last request. */
struct receipt_own {
    int64_t key, number, value, elapsed_ms, type_id, request_id, touched;
    int32_t day;
    bool has_request, is_probe;
    enum request_state state;
};

/* What RunSignup has. */
struct receipt_back {
    int64_t number, value, elapsed_ms, elevation_mm, type_id;
    int32_t day;
    int64_t key; /* of our activity; UNKNOWN: none */
    bool is_different;
    struct view message; /* may be empty */
};

enum status receipts_begin(struct store *store, struct error *error);
enum status receipts_commit(struct store *store, struct error *error);
void receipts_rollback(struct store *store);

enum status receipts_of_pack(struct store *store, int64_t pack_id, struct arena *arena, struct receipt_request **list,
                             size_t *count, struct error *error);

/* *changed: it is news. A request that RunSignup was seen to have stays confirmed. */
enum status receipts_answer(struct store *store, const struct receipt_request *request,
                            const struct receipt_answer *answer, bool *changed, struct error *error);

/* The participant of that registration id or bib (the other one is empty), 0 when there is none; *event_id when all the
 * activities are posted under one event, else 0. */
enum status receipts_participant(struct store *store, struct view registration_id, struct view bib, int64_t *key,
                                 int64_t *event_id, struct error *error);

enum status receipts_own(struct store *store, int64_t participant_key, int64_t event_id, struct arena *arena,
                         struct receipt_own **list, size_t *count, struct error *error);

/* RunSignup does not have it. That of a probe may be packed again. */
enum status receipts_missing(struct store *store, const struct receipt_own *own, struct error *error);

/* Puts one of RunSignup's activities down; of ours it becomes the number. */
enum status receipts_back(struct store *store, int64_t participant_key, int64_t event_id,
                          const struct receipt_back *back, struct error *error);

/* Before the first receipts_back: what was read back earlier is void, when this time everything was. */
enum status receipts_forget(struct store *store, int64_t participant_key, int64_t event_id, struct error *error);

/* The requests of the participant, by what is known of their activities now. */
enum status receipts_judge(struct store *store, int64_t participant_key, int64_t event_id, struct error *error);

#endif
