/* progress: a line on standard error that tells how far a long run is. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include "cli/options.h"

struct progress;

struct progress *
progress_new(enum when when); /* auto: when standard error is a terminal and the run takes over a second */
void progress_free(struct progress *progress);

/* To be called often; draws at most ten times a second. */
void progress_show(void *progress, const struct source *source, const struct summary *summary, size_t inputs);

/* Wipes the line. */
void progress_end(void *progress);

#endif
