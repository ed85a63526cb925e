/* json_items: which array of a JSON document holds the activities, or whether the document is NDJSON, or one activity.
 *
 * The keys of all objects are collected with what stands behind them. An object whose own fields look like an activity
 * (a date with a distance or a time) is preferred, above all one in a list called "activities" or the like; of several
 * the outermost is taken. The same bytes lead to the same choice. */
#ifndef READERS_JSON_ITEMS_H
#define READERS_JSON_ITEMS_H

#include "input/json_cut.h"
#include "readers/reader.h"

/* Fills the shape and table.items from the source, which is read from its first byte on: 2 MiB of it, more when nothing
 * was found yet, all of it when options.whole. STATUS_REFUSED with a finding in `notes` when there is no object that
 * could be an activity. */
enum status json_items_choose(struct reader *reader, struct json_shape *shape, struct batch *notes);

#endif
