/* roster: reads RunSignup's participants export into participants.
 *
 * Columns are found by name: "Bib", "Bib No.", "Registration ID", "Status", "Event", "First Name", "Last Name" and
 * near forms of these; case and punctuation do not count. All other columns, which hold addresses, birthdays and phone
 * numbers, are never kept. Cells may hold line breaks. Separated by comma, semicolon or tab; UTF-8 with or without a
 * BOM, or windows-1252, or UTF-16, as spreadsheets write.
 *
 * An empty status is active, as is a roster without that column; any word but "Active" is not. Where several rows have
 * one bib (transfers, one person in two events) all are kept; a lookup by bib finds the first active one, or the first
 * when none is. A row that has neither a bib nor a registration id is left out. */
#ifndef EVENT_ROSTER_H
#define EVENT_ROSTER_H

#include "base/error.h"
#include "model/participants.h"

/* A new roster, to be freed with participants_free. STATUS_IO: it cannot be read. STATUS_USAGE: it is no such export,
 * or is damaged; the error names file and line. */
enum status roster_read(struct participants **out, const char *path, struct error *error);

#endif
