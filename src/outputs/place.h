/* place: where something stands, as text for people: "export.zip/activities.csv:17". Control characters in names are
 * masked. */
#ifndef OUTPUTS_PLACE_H
#define OUTPUTS_PLACE_H

#include "base/buffer.h"
#include "model/activity.h"
#include "model/summary.h"

/* "spring.csv", "export.zip/activities.csv". */
void place_source(struct buffer *out, const struct source_info *source);

/* "spring.csv:17", or "run.fit: record 3", counted from 1, where the format has no lines. */
void place_row(struct buffer *out, const struct source_info *source, const struct activity *row);

/* Where a finding about the source stands: "spring.csv:17", or "spring.csv" when it has no line. */
void place_finding(struct buffer *out, const struct source_info *source, const struct finding *finding);

/* The same without the source: "line 17", "record 3", or nothing. `row` is NULL for a finding about the source. */
void place_within(struct buffer *out, const struct activity *row, const struct finding *finding);

#endif
