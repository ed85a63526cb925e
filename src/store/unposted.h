/* unposted: the activities of a store that stand in no request, in the order they were imported.
 *
 * Trouble is STATUS_IO with one line. One thread at a time; the store must stay open and unchanged until
 * unposted_close.
 */
#ifndef STORE_UNPOSTED_H
#define STORE_UNPOSTED_H

#include "base/arena.h"
#include "model/event.h"
#include "model/summary.h"
#include "store/store.h"

struct unposted;

/* Fills what the event does not say (race, event, unit, name) from the batches that the activities are of. STATUS_USAGE
 * when these do not agree with each other or with the event. */
enum status unposted_event(struct store *store, struct event *event, struct error *error);

/* All sources of the store, numbered in their order; texts and entries live in the arena. */
enum status unposted_sources(struct store *store, struct summary *summary, struct arena *arena, struct error *error);

/* `probe`: only one, the shortest distance. */
enum status unposted_open(struct unposted **out, struct store *store, bool probe, struct error *error);

/* The next activity, its texts in the arena; *source is its source's number. Sets *ended when there is none. */
enum status unposted_next(struct unposted *unposted, struct arena *arena, struct activity *row, uint32_t *source,
                          bool *ended, struct error *error);
void unposted_close(struct unposted *unposted); /* NULL is fine */

#endif
