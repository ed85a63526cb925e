/* waiver_uses: what became of the waivers, told at the end of a run: those that expired and those that covered nothing.
 */
#ifndef RUN_WAIVER_USES_H
#define RUN_WAIVER_USES_H

#include "model/batch.h"

/* Notes a finding for each such waiver in the batch. Returns the file of the waivers as a source, made in the arena,
 * which is none of the summary's: it has no rows. */
struct source_info *waiver_uses_note(const struct summary *summary, const struct waivers *waivers, struct arena *arena,
                                     struct batch *batch);

#endif
