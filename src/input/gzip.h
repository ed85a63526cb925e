/* gzip: inflates a gzip stream of one or more members, and tells the ways apart in which it can be damaged. */
#ifndef INPUT_GZIP_H
#define INPUT_GZIP_H

#include <stdbool.h>

#include "base/view.h"

enum gunzip_state {
    GUNZIP_GOING,
    GUNZIP_END,       /* the last member is whole and nothing follows but zero padding */
    GUNZIP_TRUNCATED, /* the input ends inside a member */
    GUNZIP_CORRUPT,   /* bad data, checksum or length */
    GUNZIP_TRAILING,  /* whole members, then bytes that are no gzip */
};

struct gunzip;

bool gunzip_is_magic(struct view head);
struct gunzip *gunzip_new(void);
void gunzip_free(struct gunzip *g);
void gunzip_reset(struct gunzip *g);

/* Inflates from `in` (whose front is consumed) into `out`; returns how many bytes it gave. Call again with more input
 * while it gives nothing and the state is GUNZIP_GOING; `in_ended` says that no more will come. */
size_t gunzip_step(struct gunzip *g, struct view *in, bool in_ended, char *out, size_t room);
enum gunzip_state gunzip_state(const struct gunzip *g);

#endif
