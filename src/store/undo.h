/* undo: takes back imports and packs, as far as nothing of them was posted.
 *
 * Trouble is STATUS_IO with one line, STATUS_USAGE when there is no such batch or pack; then nothing was changed. One
 * thread at a time. */
#ifndef STORE_UNDO_H
#define STORE_UNDO_H

#include "base/buffer.h"
#include "base/error.h"
#include "store/store.h"

/* What became of the activities of a batch. */
struct undo_result {
    int64_t stored; /* before */
    int64_t removed;
    int64_t in_packs; /* stay: in a request that was not sent yet */
    int64_t posted;   /* stay: RunSignup has them */
    int64_t unknown;  /* stay: RunSignup may have them */
    int64_t pack_id;  /* one that holds them; 0: none */
    bool was_undone;
};

/* One transaction. `source` becomes the name of the batch's first source, `folder` that of the pack. */
enum status undo_batch(struct store *store, int64_t batch_id, struct undo_result *result, struct buffer *source,
                       struct buffer *folder, struct error *error);

/* The pack of that number with that content (empty: any), or else the one made in that folder; STATUS_USAGE when there
 * is none. `place` becomes its folder. */
enum status undo_find_pack(struct store *store, int64_t number, struct view folder, struct view content,
                           int64_t *pack_id, struct buffer *place, struct error *error);

/* The files of the requests that are ready, each with a line end. */
enum status undo_ready_files(struct store *store, int64_t pack_id, struct buffer *files, struct error *error);

/* Removes the requests that are ready; their activities are unposted again. */
enum status undo_pack(struct store *store, int64_t pack_id, int64_t *requests, int64_t *activities,
                      struct error *error);

/* The calls that would remove the batch's posted activities from RunSignup, a line each; how many have no number, so
 * that there is no call for them. */
enum status undo_list_calls(struct store *store, int64_t batch_id, struct buffer *out, int64_t *calls,
                            int64_t *numberless, struct error *error);

#endif
