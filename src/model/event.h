/* event: one virtual race event, filled by the event stage, const for everybody else. */
#ifndef MODEL_EVENT_H
#define MODEL_EVENT_H

#include "base/arena.h"
#include "model/activity.h"
#include "model/findings.h"
#include "model/participants.h"
#include "model/waiver.h"

enum entry { ENTRY_OPTIONAL, ENTRY_NOT_ALLOWED, ENTRY_REQUIRED };

/* What stands in for the comment of a recorded track that has none. */
enum track_comment { TRACK_COMMENT_NONE, TRACK_COMMENT_TITLE, TRACK_COMMENT_DEVICE, TRACK_COMMENT_FILE };

/* An activity type of the event. */
struct event_type {
    int64_t id;         /* virtual_race_activity_type_id, UNKNOWN when the event file gives none */
    struct view text;   /* the label */
    struct view *names; /* further names, as written */
    size_t name_count;
    enum kind kind; /* KIND_OTHER for custom types */
    bool is_count;  /* tallies are plain counts, not distances */
    bool deleted;
    enum entry time, elevation;
    int64_t max_tally;                      /* mm or count, UNKNOWN when there is none */
    int64_t min_activities, max_activities; /* per participant, UNKNOWN when there is none */
    int64_t fast_ms_per_km, slow_ms_per_km; /* the usual range, UNKNOWN: the kind's default */
};

/* Bundles: participants whose roster event is `name` are posted under `event_id`. */
struct event_map {
    uint64_t event_id;
    struct view name;
};

struct event {
    struct arena arena; /* owns every text in here */
    bool given;         /* there is an event file */
    struct view path, name;
    uint64_t race_id, event_id;                /* 0: not given */
    int32_t first_day, last_day, submit_until; /* UNKNOWN_DAY: not given */
    int64_t max_age_days;                      /* UNKNOWN: not given */
    struct view time_zone;                     /* empty: not given */
    struct view limits_path;                   /* empty: not given */
    enum unit tally_unit;                      /* UNIT_NONE: not given */
    enum unit distance_unit, elevation_unit;
    int64_t fixed_distance_mm; /* UNKNOWN: not given */
    int track_comment;         /* enum track_comment */
    struct event_type *types;
    size_t type_count;
    bool lists_types;            /* there is a [type] or a types file: other types are errors */
    struct participants *roster; /* NULL: not given */
    struct event_map *map;
    size_t map_count;
    enum severity severities[CODE_COUNT];
    bool severity_set[CODE_COUNT]; /* by the event file or an option, not the default */
    const struct waivers *waivers; /* NULL: none; in the arena */
    int32_t as_of;
};

/* An event without a file: nothing known, default severities. */
void event_init(struct event *event);
void event_release(struct event *event);

/* Case and the number of blanks in a row do not count. The event_id under which this participant's activities are
 * posted. */
uint64_t event_id_for(const struct event *event, struct view roster_event_name);

#endif
