/* csv_table: recognises a delimited table: its encoding, delimiter, line ends and header. */
#ifndef READERS_CSV_TABLE_H
#define READERS_CSV_TABLE_H

#include "input/csv_cut.h"
#include "readers/reader.h"

/* Fills reader->table, the dialect and the encoding from the beginning of the source (the encoding from all of it when
 * options.whole). STATUS_REFUSED with a finding in `notes` when there is no table of activities. */
enum status csv_table_recognise(struct reader *reader, struct csv_dialect *dialect, enum encoding *encoding,
                                struct batch *notes, struct error *error);

#endif
