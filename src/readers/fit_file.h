/* fit_file: what the FIT files of a source are and which activities they say they hold: a first pass over the messages,
 * that looks at everything but records.
 *
 * A session may stand behind its records or before them, so which records are of which session is known only when all
 * sessions are. Memory grows with the activities, up to FIT_ACTIVITIES of them. Used by one thread at a time. */
#ifndef READERS_FIT_FILE_H
#define READERS_FIT_FILE_H

#include "readers/fit_decode.h"

enum {
    FIT_SESSIONS = 64,      /* in one FIT file; more are not read */
    FIT_ACTIVITIES = 10000, /* and chained files in one source; more are not read */
    FIT_NAME = 64,
};

/* Messages and their fields, of those that are looked at. */
enum fit_global {
    FIT_FILE_ID = 0,
    FIT_SPORT = 12,
    FIT_SESSION = 18,
    FIT_LAP = 19,
    FIT_RECORD = 20,
    FIT_EVENT = 21,
    FIT_DEVICE_INFO = 23,
    FIT_WORKOUT = 26,
    FIT_ACTIVITY = 34,
};

/* What sessions and laps both say; UNKNOWN where they do not. */
struct fit_totals {
    int64_t start_ms; /* unix, UTC */
    int64_t elapsed_ms, moving_ms;
    int64_t distance_mm, ascent_mm;
    int64_t sport, sub_sport;
};

struct fit_session {
    struct fit_totals totals;
    int64_t index; /* message_index */
    char name[FIT_NAME];
};

/* One FIT file of the source. Texts end in NUL, and are empty when the file has none. */
struct fit_file {
    int64_t type, manufacturer; /* of file_id */
    uint32_t first_session, session_count;
    bool has_track; /* records or laps */
    int64_t sport, sub_sport;
    int32_t utc_offset_s; /* TRACK_NO_OFFSET */
    char name[FIT_NAME], product[FIT_NAME];
};

struct fit_files {
    struct fit_file *files;
    struct fit_session *sessions; /* of all files, in their order */
    size_t count, capacity, session_count, session_capacity;
    struct fit_damage damage; /* the first one of all files */
    const char *left_out;     /* what there was more of than the limits above allow, or NULL; lives for ever */
};

/* Reads the source from its beginning to its end. A zeroed one can be released. */
void fit_files_read(struct fit_files *files, struct source *source);
void fit_files_release(struct fit_files *files);

/* How many activities come of a file: its sessions, or one of its records, or none. */
uint32_t fit_file_activities(const struct fit_file *file);

/* The totals of a session (FIT_SESSION) or lap message. */
struct fit_totals fit_totals_of(const struct fit_message *message);

#endif
