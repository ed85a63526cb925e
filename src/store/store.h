/* store: the SQLite file: opening, the schema, batches of imported activities. All that is SQL lives in this folder.
 *
 * Trouble is STATUS_IO with one clear line, and the file is as it was before: not a SQLite file, not one of ours
 * (application_id), a newer schema, locked, no rights, disk full. One thread at a time; in one process a file may be
 * open once only. A new store is made in PATH.tallypost-part. */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/error.h"
#include "model/activity.h"
#include "model/event.h"
#include "model/summary.h"

struct store;
struct store_file;

enum store_mode { STORE_READ, STORE_WRITE /* made when it is not there */, STORE_CHANGE /* it must be there */ };

/* Looks whether it is a store of ours; one that is not there yet comes into being at store_commit. `path` is copied. */
enum status store_open(struct store **out, const char *path, enum store_mode mode, struct error *error);

/* How long to wait for another process, 5 s unless told. */
void store_set_patience(struct store *store, int ms);

/* Whether an activity with this key is stored and is the same row (participant, day, kind, distance or count, time,
 * verified); fills where it came from, e.g. "batch 1, spring.csv:17", in the arena. Participants are compared by the
 * roster of the event that was begun with. Trouble comes back from the next store_add or store_commit. */
bool store_has(struct store *store, const struct activity *row, struct arena *arena, struct view *where);

/* Whether RunSignup has the activity that store_has found last. */
bool store_has_posted(struct store *store);

/* Whether a source of that name was imported before with another activity in the row's line, of the same day, and of
 * the same participant or with the same length and time: then the row was changed. Call it for rows that are not
 * stored. Fills the old one's key and what it was, in the arena. */
bool store_had(struct store *store, const struct source_info *source, const struct activity *row, struct arena *arena,
               uint64_t *key, struct view *was);

/* Fetches the memory that store_has will look at for a row of that key; called some rows ahead it saves much waiting.
 */
void store_expect(const struct store *store, uint64_t key);

/* One transaction from begin to commit: killed at any instant, the file holds all of it or none. The event must live
 * until then. `tally_unit` is what result_split_tally_value is told in; UNIT_NONE: distances have none. */
enum status store_begin(struct store *store, const struct event *event, enum unit tally_unit, const char *command,
                        struct error *error);
/* Rows are collected (spooled beyond a bound), sorted by key and inserted at commit. STATUS_USAGE for a row that
 * only options can have let pass: without a date, or with a number below zero. */
enum status store_add(struct store *store, const struct source_info *source, const struct activity *row,
                      struct error *error);
/* Keeps that the row was rejected, so that a later import can cure it; also call it for accepted and skipped rows that
 * have a mended_line. Part of the batch. */
enum status store_outcome(struct store *store, const struct source_info *source, const struct activity *row,
                          struct error *error);
/* Nothing to add: a store that was there stays as it is, byte for byte, and *batch_id (may be NULL) is 0. */
enum status store_commit(struct store *store, const struct summary *summary, int64_t *batch_id, struct error *error);
void store_rollback(struct store *store);
/* The open file, for the other files of this folder; its db is NULL while there is no store. */
struct store_file *store_file_in(struct store *store);

void store_close(struct store *store); /* NULL is fine; rolls back what is open */

#endif
