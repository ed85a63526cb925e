/* activity: one normalized row. Integers only; views live as long as the batch that holds it. */
#ifndef MODEL_ACTIVITY_H
#define MODEL_ACTIVITY_H

#include <stdint.h>

#include "base/view.h"
#include "model/kind.h"
#include "model/units.h"

/* What stands for "unknown" in every integer of an activity. */
#define UNKNOWN INT64_MIN
#define UNKNOWN_DAY INT32_MIN

enum verdict { VERDICT_ACCEPTED, VERDICT_REJECTED, VERDICT_SKIPPED };

extern const char *const verdict_names[]; /* "accepted", "rejected", "skipped" */

/* How exactly a value was written, for rules that look inside its rounding: half the last digit's worth. */
struct activity {
    uint64_t index;           /* 0-based record in its source */
    uint64_t line, last_line; /* physical, from 1; 0 when the format has none */
    const struct view *cells; /* the raw record, as many as the source has columns; NULL when not kept */
    uint32_t cell_count;

    struct view bib, registration_id;
    struct view first_name, last_name, name, event_name; /* as written, for the roster and round trips */
    struct view type_text, comment;

    int64_t start_ms;    /* unix, UTC */
    int64_t distance_mm; /* UNKNOWN when it is a count or missing */
    int64_t count;       /* push-ups, laps: tallies that are no distance */
    int64_t elapsed_ms, moving_ms;
    int64_t elevation_mm;
    int64_t distance_slack_mm; /* the value may be up to so much more or less: half of its last digit */
    int64_t elapsed_slack_ms;
    int64_t type_id; /* virtual_race_activity_type_id to post, UNKNOWN when there is none */
    uint64_t key; /* activity_key of the store, set by the committer; 63 bits. 0: not accepted, or not known yet. With
                     waivers, rows with findings have row_key_alone until then */
    uint64_t mended_line;     /* of a row of a rejects file: the line it was rejected in; 0: none */
    uint64_t event_id;        /* to post under, of a stored row whose import decided it; 0: the event decides */
    int32_t day;              /* days since 1970-01-01, local; UNKNOWN_DAY */
    int16_t type;             /* index into the event's types, -1 when none */
    uint8_t kind;             /* enum kind */
    uint8_t verdict;          /* enum verdict */
    uint8_t distance_unit;    /* enum unit the distance was written in */
    uint8_t elevation_unit;   /* enum unit the elevation gain was written in */
    bool validated_pace;      /* the pace rule ran and found nothing above info, or it was waived */
    bool pace_checked;        /* a pace rule existed for this row and ran */
    struct finding *findings; /* linked, in the order they were found */
};

/* An activity in which nothing is known yet. */
extern const struct activity activity_empty;

#endif
