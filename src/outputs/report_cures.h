/* report_cures: what mends many rows at once, and what one cause in a column brings about in its rows. */
#ifndef OUTPUTS_REPORT_CURES_H
#define OUTPUTS_REPORT_CURES_H

#include "model/findings.h"

/* What cures a slip that nearly all rows share, as the end of a sentence; NULL when each row is to be mended by itself.
 */
const char *report_cure(enum slip slip);

/* Findings about rows that a wrong unit of a column may bring about. */
extern const enum code report_consequences[];
extern const size_t report_consequence_count;

#endif
