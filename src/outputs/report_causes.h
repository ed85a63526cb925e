/* report_causes: what is the matter, a cause at a time. What is wrong with a whole column comes first, with what cures
 * it and the rows it may explain. Then each code that was found, once for each severity it had, with how often, where
 * first and what was said there: a thousand equal errors are one cause. A zeroed one is valid and empty. Nothing fails.
 * One thread. */
#ifndef OUTPUTS_REPORT_CAUSES_H
#define OUTPUTS_REPORT_CAUSES_H

#include "model/batch.h"

/* What was waived stands where no finding is: SEVERITY_OFF. */
enum {
    REPORT_WAIVED = SEVERITY_OFF,
    REPORT_SEVERITIES = SEVERITY_ERROR + 1,
    REPORT_CAUSES = CODE_COUNT * REPORT_SEVERITIES
};

enum { REPORT_VALUES = 6 };

/* A cell's text and in how many rows it stands. */
struct report_value {
    struct view text;
    uint64_t count;
};

struct report_cause {
    enum code code;
    enum severity severity; /* or REPORT_WAIVED */
    uint64_t count;
    uint64_t slips[SLIP_COUNT];            /* how often each was the first hint */
    struct report_value *values;           /* what was written, for codes of which it tells more; NULL: not counted */
    bool beside;                           /* the source is no input: its name belongs to the place always */
    struct view place, source, line, text; /* of the first; its place whole, and in two parts */
    struct view hint, waived;              /* of the first; one of them is empty */
};

/* Where a finding is counted: by its severity, or as waived. */
static inline enum severity report_slot(const struct finding *f)
{
    return f->waiver ? (enum severity)REPORT_WAIVED : f->severity;
}

/* "error", "waived" */
static inline const char *report_slot_name(enum severity slot)
{
    return slot == (enum severity)REPORT_WAIVED ? "waived" : severity_names[slot];
}

struct report_causes {
    struct arena arena; /* owns the texts */
    struct buffer scratch;
    const struct source_info **doubted; /* sources of which a column may be in another unit */
    size_t doubted_count, doubted_capacity;
    struct report_cause table[REPORT_CAUSES]; /* by code and severity: a rule may soften its own code */
};

/* Findings about a row, or about the source when row is NULL. */
void report_causes_observe(struct report_causes *causes, const struct source_info *source, const struct activity *row,
                           const struct finding *first);

/* The causes that were found, the worst first, then the most: their number comes back. */
size_t report_causes_list(const struct report_causes *causes, const struct report_cause *list[REPORT_CAUSES]);

/* The table, the worst first, then the most; places without their source when there is only one; with a blank line
 * behind it when there is anything to say. Remarks (info) are told when verbose, and when they say why rows were
 * skipped; else only counted. */
void report_causes_write(struct report_causes *causes, struct buffer *out, bool one_source, bool verbose, bool color);

void report_causes_release(struct report_causes *causes);

#endif
