/* html_findings: the findings that the page shows one by one, the worst first: a bounded sample of them, counted
 * exactly. A zeroed one is valid and empty. STATUS_IO when the temporary file fails. One thread. */
#ifndef OUTPUTS_HTML_FINDINGS_H
#define OUTPUTS_HTML_FINDINGS_H

#include "outputs/html_text.h"
#include "outputs/report_causes.h"
#include "outputs/report_spool.h"

/* Of a code and source so many are shown even when others have used up the room, while there is any at all. */
enum { HTML_FINDINGS_EACH = 20 };

struct html_findings {
    struct report_spool spools[REPORT_SEVERITIES];
    struct buffer scratch;
    const struct source_info *source;
    uint64_t found[CODE_COUNT]; /* in the source at hand */
    uint64_t shown[REPORT_SEVERITIES], total, order;
    uint64_t shown_of[REPORT_CAUSES]; /* as in report_causes */
};

/* Findings about a row, or about the source when row is NULL. */
enum status html_findings_observe(struct html_findings *findings, const struct source_info *source,
                                  const struct activity *row, const struct finding *first, struct error *error);

/* The section with the table; what is written goes to the writer, to which the page's buffer belongs. */
enum status html_findings_write(struct html_findings *findings, const struct html_page *page, struct writer *writer,
                                struct error *error);
void html_findings_release(struct html_findings *findings);

/* The section about causes, with their explanations. */
void html_causes_write(const struct report_causes *causes, const struct html_findings *findings,
                       const struct html_page *page);

#endif
