/* next_step: what to do next with a store, as the exact command. Nothing here fails. */
#ifndef OUTPUTS_NEXT_STEP_H
#define OUTPUTS_NEXT_STEP_H

#include "base/buffer.h"
#include "store/standing.h"

/* One or more lines; the first begins with "next: ". */
void next_step_add(struct buffer *out, const struct standing *standing, const char *store_name);

/* Whether anything waits for somebody: not all that is stored is known to be on RunSignup as it was sent. */
bool next_step_is_open(const struct standing *standing);

/* A path as a word of a shell's command. */
void next_step_add_word(struct buffer *out, struct view word);

#endif
