/* html_summary: the top of the page: what happened in a sentence, what to do, the totals. Nothing fails or is kept. */
#ifndef OUTPUTS_HTML_SUMMARY_H
#define OUTPUTS_HTML_SUMMARY_H

#include "outputs/html_text.h"
#include "outputs/report_causes.h"

struct html_facts {
    uint64_t warned;     /* accepted rows with a warning */
    uint64_t in_trouble; /* inputs that could not be read or have an error as a whole */
    uint64_t people;     /* participants with accepted rows */
    int64_t count;       /* sum of tallies that are counts */
    int32_t first, last; /* days with accepted rows, UNKNOWN_DAY when there are none */
    const struct report_causes *causes;
};

void html_summary_write(const struct html_facts *facts, const struct html_page *page);

#endif
