/* diagnostics: findings as lines that editors jump to, in the style of GNU:
 *
 *     spring.csv:17: error: Date "13/31/2026" is not a date [date-invalid]
 *     spring.csv:17: hint: the year may be mistyped; 2026-05-31 would fit
 *     spring.csv: 976 more with [date-invalid]
 *
 * The lines are collected while batches come in and handed over at the end. The first DIAGNOSTICS_SHOWN of a code and
 * source are kept, and at most DIAGNOSTICS_BYTES of text in all; what is not shown is counted and said. The batches of
 * a source come one behind the other. Nothing fails. A zeroed one is valid and empty. One thread. */
#ifndef OUTPUTS_DIAGNOSTICS_H
#define OUTPUTS_DIAGNOSTICS_H

#include "model/batch.h"

enum { DIAGNOSTICS_SHOWN = 20, DIAGNOSTICS_BYTES = 8 * 1024 * 1024 };

struct diagnostics {
    bool verbose; /* set by the caller: info findings too */
    struct buffer lines;
    const struct source_info *source; /* the one at hand */
    uint64_t found[CODE_COUNT];       /* in it */
    uint64_t left_out;                /* findings after the text was full */
};

/* Takes in the findings about the batch's source and its rows. */
void diagnostics_batch(struct diagnostics *d, const struct batch *batch);

/* Adds all lines to the buffer, severities in colour when wanted. */
void diagnostics_write(struct diagnostics *d, struct buffer *out, bool color);

void diagnostics_release(struct diagnostics *d);

#endif
