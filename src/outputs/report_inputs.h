/* report_inputs: what each input was taken for, how it was read, and its books, as text for people. A zeroed one is
 * valid and empty. One thread. */
#ifndef OUTPUTS_REPORT_INPUTS_H
#define OUTPUTS_REPORT_INPUTS_H

#include "base/fileio.h"
#include "model/batch.h"

/* Up to so many inputs are told one by one; when there are more, only so many of those with something wrong. */
enum { REPORT_INPUTS_ALL = 10, REPORT_INPUTS_BAD = 50 };

struct report_inputs {
    struct arena arena; /* owns the texts */
    struct buffer scratch;
    struct view *troubles; /* by the number of the source: the first error about it as a whole, or empty */
    size_t count, capacity;
};

/* Notes what is wrong with the batch's source as a whole. */
void report_inputs_observe(struct report_inputs *inputs, const struct batch *batch);

/* Inputs that could not be read, or have an error as a whole. */
uint64_t report_inputs_in_trouble(const struct report_inputs *inputs, const struct summary *summary);

/* The first error about the source as a whole, or empty. */
struct view report_inputs_trouble(const struct report_inputs *inputs, const struct source_info *info);

/* A file of a folder or archive that is something else in good order. */
bool report_inputs_idle(const struct report_inputs *inputs, const struct source_info *info);

/* Whether something is wrong with it or with a row of it. */
bool report_inputs_bad(const struct report_inputs *inputs, const struct source_info *info);

/* "read as csv, profile X, UTF-8, comma, header in line 1". */
void report_inputs_recognition(struct buffer *out, const struct source_info *info);

/* "date: month first (line 5: 5/31/2026); distance: miles (header)": how the columns were read in which a mistake costs
 * most; what the profile says needs no telling. */
void report_inputs_decisions(struct buffer *out, const struct source_info *info);

/* A block for each, and a blank line behind it; the others are counted, unless verbose. */
enum status report_inputs_write(struct report_inputs *inputs, const struct summary *summary, struct writer *writer,
                                bool verbose, bool color, struct error *error);

/* "240 rows: 235 accepted, 4 rejected, 1 skipped": no line end. */
void report_inputs_books(struct buffer *out, const struct books *books);

void report_inputs_release(struct report_inputs *inputs);

#endif
