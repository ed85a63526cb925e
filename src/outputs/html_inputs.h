/* html_inputs: the section about what was read, and how. Nothing is kept. */
#ifndef OUTPUTS_HTML_INPUTS_H
#define OUTPUTS_HTML_INPUTS_H

#include "outputs/html_text.h"
#include "outputs/report_inputs.h"

/* At most so many inputs, those with something wrong first to be told, and columns of one; the rest is counted. */
enum { HTML_INPUTS_SHOWN = 100, HTML_INPUTS_COLUMNS = 100 };

/* STATUS_IO when the writer, to which the page's buffer belongs, cannot write. */
enum status html_inputs_write(const struct report_inputs *inputs, const struct html_page *page, struct writer *writer,
                              struct error *error);

#endif
