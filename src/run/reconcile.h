/* reconcile: takes in what came back from RunSignup: the answers in a pack's responses/, and what was read back.
 *
 * Nothing is changed until reconcile_finish. What is wrong with a file, a request or an activity becomes a line in
 * `lines`; the counts say how much there was. STATUS_USAGE when a file is nothing that can be taken in, STATUS_IO when
 * something cannot be read or written. One thread. */
#ifndef RUN_RECONCILE_H
#define RUN_RECONCILE_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "run/match_back.h"
#include "store/receipts.h"

enum { RECONCILE_SHOWN = 20 }; /* lines of a kind */

/* Kinds of lines. */
enum reconcile_kind {
    RECONCILE_REFUSED,   /* the API refused a request */
    RECONCILE_UNKNOWN,   /* nobody knows whether it was posted */
    RECONCILE_MISSING,   /* RunSignup does not have an activity that was sent */
    RECONCILE_EXTRA,     /* RunSignup has one that is not ours */
    RECONCILE_DIFFERENT, /* RunSignup has it with other values */
    RECONCILE_ALREADY,   /* RunSignup has one that was not sent from here */
    RECONCILE_KINDS
};

struct reconcile_page; /* a saved page of a participant, waiting for its turn */

struct reconcile {
    struct store *store;
    const char *store_name;
    int32_t as_of;
    struct view registration_id, bib; /* whose the pages are that name nobody */
    /* what came of it: */
    struct buffer lines;
    uint64_t shown[RECONCILE_KINDS], counts[RECONCILE_KINDS];
    uint64_t news;                          /* answers that were not known */
    uint64_t people, confirmed, incomplete; /* of what was read back */
    struct reconcile_page *pages;
    size_t page_count, page_room;
    struct arena arena, scratch;
};

enum status reconcile_begin(struct reconcile *r, struct error *error);
/* A pack's folder, its responses/ or read-back/, a file in one of these, or a saved answer of GET vr-activities. */
enum status reconcile_take(struct reconcile *r, const char *path, struct error *error);
enum status reconcile_finish(struct reconcile *r, struct error *error);
void reconcile_release(struct reconcile *r); /* rolls back what is open */

/* ---- for its files ---- */

/* A line of that kind, unless enough of them were shown: GNU style, "place: severity: text". */
void reconcile_note(struct reconcile *r, enum reconcile_kind kind, const char *place, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* The answers in a pack's folder; `only`: the name of the one request, or empty. */
enum status reconcile_answers(struct reconcile *r, const char *folder, const struct receipt_request *requests,
                              size_t count, struct view only, struct error *error);

/* What RunSignup has of a participant, all pages together. `when`: the oldest page's time; `is_complete`: no page is
 * missing. */
struct read_back {
    int64_t participant_key, event_id;
    const struct answer_activity *theirs;
    size_t count;
    int64_t when;
    bool is_complete;
    const char *place; /* a page's path */
};

enum status reconcile_participant(struct reconcile *r, const struct read_back *back, struct error *error);

/* A whole small file in the scratch arena; *exists is false when there is none. `when`: its time, in nanoseconds. */
enum status reconcile_read(struct reconcile *r, const char *path, bool *exists, struct view *text, int64_t *when,
                           struct error *error);

#endif
