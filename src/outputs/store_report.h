/* store_report: where a store stands, as text that can be read out on the telephone, and as JSON.
 *
 * Participants' names are in neither: the store has none. Trouble is STATUS_IO with one line. */
#ifndef OUTPUTS_STORE_REPORT_H
#define OUTPUTS_STORE_REPORT_H

#include "base/buffer.h"
#include "base/error.h"
#include "store/standing.h"

enum status store_report_text(struct buffer *out, struct store *store, const char *store_name, struct error *error);

/* "report_version": 1. All of it: nothing is cut. */
enum status store_report_json(struct buffer *out, struct store *store, const char *store_name, struct error *error);

#endif
