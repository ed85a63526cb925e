/* tally: keeps the books: each source's, and the run's. */
#ifndef RUN_TALLY_H
#define RUN_TALLY_H

#include "base/error.h"
#include "model/batch.h"
#include "model/summary.h"

/* Counts a batch, with all its findings, into its source's books and the summary. */
void tally_batch(struct summary *summary, const struct batch *batch);

/* STATUS_REFUSED when rows are not accepted + rejected + skipped + blank, in a source or in the totals: a fault of the
 * program. */
enum status tally_check(const struct summary *summary, struct error *error);

#endif
