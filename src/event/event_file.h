/* event_file: the event's INI file with all it names: types, roster, limits. */
#ifndef EVENT_EVENT_FILE_H
#define EVENT_EVENT_FILE_H

#include "base/error.h"
#include "model/event.h"

/* Fills an event_init'ed event from the file and the files it names (paths relative to it). STATUS_USAGE: something in
 * one of them is wrong, with file:line and the nearest known key; STATUS_IO: one cannot be read. */
enum status event_file_load(struct event *event, const char *path, struct error *error);

#endif
