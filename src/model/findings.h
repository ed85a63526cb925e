/* findings: things noticed in the input, each with a code from the catalogue.
 *
 * A finding keeps typed arguments, not text: most are only counted. finding_text makes the sentence, in one
 * place, so that text, JSON, CSV and HTML agree. Findings live in the arena of their batch. */
#ifndef MODEL_FINDINGS_H
#define MODEL_FINDINGS_H

#include <stdint.h>

#include "base/buffer.h"
#include "model/fields.h"
#include "model/units.h"

enum severity { SEVERITY_OFF, SEVERITY_INFO, SEVERITY_WARNING, SEVERITY_ERROR };

enum code {
#define FINDING(id, code, severity, sentence) CODE_##id,
#include "model/findings.def"
#undef FINDING
    CODE_COUNT
};

enum slip {
#define SLIP(id, name, sentence) SLIP_##id,
#include "model/slips.def"
#undef SLIP
    SLIP_COUNT
};

struct code_info {
    const char *name;
    enum severity severity; /* the default */
    const char *sentence;
};

extern const struct code_info code_table[CODE_COUNT];
extern const char *const severity_names[]; /* "off", "info", "warning", "error" */

enum code code_from_name(struct view name); /* CODE_COUNT when there is none */
const char *slip_name(enum slip slip);
enum severity severity_from_name(struct view name, bool *known);

enum arg_type {
    ARG_NONE,
    ARG_TEXT,     /* text: as it is */
    ARG_QUOTED,   /* text: in quotes, masked, cut at 60 characters */
    ARG_NUMBER,   /* number */
    ARG_DAY,      /* number: a day, as 2026-05-01 */
    ARG_TIME,     /* number: ms, as 9:20 or 1:02:03 */
    ARG_DISTANCE, /* number: mm, unit: enum unit, as "4.5 mi" */
    ARG_PACE,     /* number: ms per km, unit: enum kind, as "2:04/mi", "28.4 mph", "1:32/100 m" */
    ARG_WORD,     /* word: a string that lives for ever */
};

struct arg {
    enum arg_type type;
    int unit;
    union {
        int64_t number;
        struct view text;
        const char *word;
    };
};

struct waiver; /* waiver.h */

struct hint {
    enum slip slip;
    enum field field;
    struct arg value, args[3];
    struct hint *next; /* an alternative, less likely */
};

struct finding {
    enum code code;
    enum severity severity;
    enum field field;  /* FIELD_NONE when it is about the whole row or source */
    struct view value; /* the cell as written */
    uint64_t line;     /* for a finding about a source: its line, 0 when it has none */
    struct arg args[5];
    struct hint *hint;
    const struct waiver *waiver; /* it was waived: it neither rejects nor counts against the pace; the severity stays */
    struct finding *next;
};

/* The finding's sentence, or the hint's sentence or value, added to the buffer. */
void finding_text(struct buffer *out, const struct finding *finding);
void hint_text(struct buffer *out, const struct hint *hint);
void arg_text(struct buffer *out, const struct arg *arg);

/* Arguments. */
static inline struct arg arg_word(const char *word)
{
    return (struct arg){.type = ARG_WORD, .word = word};
}
static inline struct arg arg_view(struct view text)
{
    return (struct arg){.type = ARG_TEXT, .text = text};
}
static inline struct arg arg_quoted(struct view text)
{
    return (struct arg){.type = ARG_QUOTED, .text = text};
}
static inline struct arg arg_number(int64_t n)
{
    return (struct arg){.type = ARG_NUMBER, .number = n};
}
static inline struct arg arg_day(int32_t day)
{
    return (struct arg){.type = ARG_DAY, .number = day};
}
static inline struct arg arg_time(int64_t ms)
{
    return (struct arg){.type = ARG_TIME, .number = ms};
}
static inline struct arg arg_distance(int64_t mm, enum unit unit)
{
    return (struct arg){.type = ARG_DISTANCE, .unit = (int)unit, .number = mm};
}
static inline struct arg arg_pace(int64_t ms_per_km, int kind)
{
    return (struct arg){.type = ARG_PACE, .unit = kind, .number = ms_per_km};
}

#endif
