/* xlsx_book: the parts of an Excel workbook: sheets, shared texts, number formats. Streams over libzip and expat.
 *
 * Source: ECMA-376 part 1, 12 (packaging) and 18 (SpreadsheetML). Documents with a DTD are refused. One thread. */
#ifndef READERS_XLSX_BOOK_H
#define READERS_XLSX_BOOK_H

#include <expat.h>

#include "base/arena.h"
#include "base/error.h"
#include "readers/xlsx_number.h"

struct xlsx_book;

/* Takes a descriptor of its own. STATUS_REFUSED, with the reason, when it is no workbook or is damaged. */
enum status xlsx_book_open(struct xlsx_book **out, int descriptor, struct error *error);
void xlsx_book_close(struct xlsx_book *book); /* NULL is fine */

/* Inflated bytes read so far, of all parts. */
uint64_t xlsx_book_bytes_read(const struct xlsx_book *book);

size_t xlsx_book_sheets(const struct xlsx_book *book);
struct view xlsx_book_sheet_name(const struct xlsx_book *book, size_t sheet);
bool xlsx_book_epoch_1904(const struct xlsx_book *book);

/* A shared text by its number; the format that a cell's style gives its numbers. Out of range: empty, plain. */
struct view xlsx_book_text(const struct xlsx_book *book, size_t number);
enum xlsx_format xlsx_book_format(const struct xlsx_book *book, size_t style);

/* An XML part that is parsed piece by piece. */
struct xlsx_part;

enum status xlsx_part_open_sheet(struct xlsx_part **out, struct xlsx_book *book, size_t sheet, struct error *error);
XML_Parser xlsx_part_parser(struct xlsx_part *part); /* set handlers on it */
/* Parses the next piece; *more becomes false at the end. STATUS_REFUSED: damaged or not well-formed. */
enum status xlsx_part_step(struct xlsx_part *part, bool *more, struct error *error);
void xlsx_part_close(struct xlsx_part *part); /* NULL is fine */

/* Every handler of a start tag calls it first and every handler of an end tag takes one off the depth: what nests
 * deeper than any workbook is refused. */
void xlsx_enter(void *parser, int *depth);

#endif
