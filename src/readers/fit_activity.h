/* fit_activity: the activities of a source of FIT files: a second pass over the messages, that gives each record to its
 * session and makes a row of each session.
 *
 * What a session says counts; what it does not say comes from its laps, else from its records, which also show jumps
 * and pauses. Memory is the same for ten records and ten million. Used by one thread at a time. */
#ifndef READERS_FIT_ACTIVITY_H
#define READERS_FIT_ACTIVITY_H

#include "input/chunk.h"
#include "readers/fit_file.h"

struct fit_activities;

/* The source must be at its beginning; it and the files must outlive it. */
struct fit_activities *fit_activities_new(const struct fit_files *files, struct source *source);
void fit_activities_free(struct fit_activities *activities); /* NULL is fine */

/* Adds the rows of the next FIT file that has any to the chunk; false when there is none. */
bool fit_activities_next(struct fit_activities *activities, struct chunk *chunk);

#endif
