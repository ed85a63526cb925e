/* xlsx_sheet: the rows of one sheet, as chunks: a row's cells stand between XLSX_CELL_END marks, its line is its
 * number. */
#ifndef READERS_XLSX_SHEET_H
#define READERS_XLSX_SHEET_H

#include "input/chunk.h"
#include "readers/xlsx_book.h"

enum { XLSX_CELL_END = '\x1F', XLSX_COLUMN_LIMIT = 4000 };

struct xlsx_sheet;

/* The book outlives the sheet. STATUS_REFUSED when the sheet's part is missing or damaged. */
enum status xlsx_sheet_open(struct xlsx_sheet **out, struct xlsx_book *book, size_t number, struct error *error);

/* The next rows, about `wanted` bytes of them; rows up to number `skip` are left out. chunk->count is 0 at the end. A
 * sheet that breaks off gives its whole rows, then STATUS_REFUSED. */
enum status xlsx_sheet_cut(struct xlsx_sheet *sheet, uint64_t skip, size_t wanted, struct chunk *chunk,
                           struct error *error);
void xlsx_sheet_close(struct xlsx_sheet *sheet); /* NULL is fine */

#endif
