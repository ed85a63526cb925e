/* store: the SQLite file: opening, the schema, batches of imported activities. All that is SQL lives in this folder. */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/error.h"
#include "model/activity.h"
#include "model/event.h"
#include "model/summary.h"

struct store;

enum store_mode { STORE_READ, STORE_WRITE /* made when it is not there */ };

/* STATUS_IO with one clear line: not a SQLite file, not one of ours (application_id), a newer schema, locked, no
 * rights. */
enum status store_open(struct store **out, const char *path, enum store_mode mode, struct error *error);

/* Whether an activity with this key is stored and is the same row (participant, day, kind, distance or count, time,
 * verified); fills where it came from, e.g. "batch 1, spring.csv:17", in the arena. */
bool store_has(struct store *store, const struct activity *row, struct arena *arena, struct view *where);

/* One transaction from begin to commit: killed at any instant, the file holds all of it or none. */
enum status store_begin(struct store *store, const struct event *event, const char *command, struct error *error);
/* Rows are collected (spooled beyond a bound), sorted by key and inserted at commit. */
enum status store_add(struct store *store, const struct source_info *source, const struct activity *row,
                      struct error *error);
enum status store_commit(struct store *store, const struct summary *summary, int64_t *batch_id, struct error *error);
void store_rollback(struct store *store);
void store_close(struct store *store); /* NULL is fine; rolls back what is open */

#endif
