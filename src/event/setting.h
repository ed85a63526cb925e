/* setting: one "key = value" of an event file, what its value may be, and how a wrong one is told.
 *
 * A table of struct setting_key says which keys a section has, how each is read and where the value goes. Texts live in
 * the arena of the setting. All trouble is STATUS_USAGE with "FILE:LINE: ", the value, and what to do. One thread. */
#ifndef EVENT_SETTING_H
#define EVENT_SETTING_H

#include "base/error.h"
#include "base/ini.h"
#include "model/event.h"

struct setting {
    const char *file;
    struct ini_entry entry;
    struct arena *arena;
    struct error *error;
};

typedef enum status setting_reader(const struct setting *s, void *into);

struct setting_key {
    const char *name;
    setting_reader *read;
    void *into;
    int line; /* where the key was given, 0: it was not */
};

/* Finds the entry's key in the table, refuses a second one and an empty value, and reads the value. */
enum status setting_read(const struct setting *s, struct setting_key *keys, size_t count);

/* What a setting may be. A cap on a tally is kept as it was written, since what its bare number means is known only
 * when the whole file is. */
struct setting_amount {
    bool given;
    int line; /* in the event file; 0: it is not from there */
    struct decimal value;
    enum unit unit; /* NONE: a bare number */
};

struct setting_names {
    struct view *list;
    size_t count;
};

struct setting_kind {
    bool given, is_count;
    enum kind kind;
};

setting_reader setting_text;          /* struct view */
setting_reader setting_path;          /* struct view, ends in NUL: relative ones beside the event file */
setting_reader setting_zone;          /* struct view: a zone that the system knows */
setting_reader setting_id;            /* uint64_t, above 0 */
setting_reader setting_type_id;       /* int64_t, above 0 */
setting_reader setting_days;          /* int64_t, 0 to 36500 */
setting_reader setting_count;         /* int64_t, 1 to 100000 */
setting_reader setting_day;           /* int32_t: YYYY-MM-DD */
setting_reader setting_unit;          /* enum unit: of length */
setting_reader setting_tally_unit;    /* enum unit: of length, or count */
setting_reader setting_length;        /* int64_t mm: "5 km" */
setting_reader setting_pace;          /* int64_t ms a km: "4:00/mi", "28 mph" */
setting_reader setting_amount_read;   /* struct setting_amount: "26.2 mi", "100" */
setting_reader setting_name_list;     /* struct setting_names: "run, running, jog" */
setting_reader setting_kind_read;     /* struct setting_kind: "ride", "count" */
setting_reader setting_track_comment; /* int, an enum track_comment: title, device, file */
setting_reader setting_entry;         /* int, an enum entry: required, optional, not-allowed */

/* "FILE:LINE: KEY = "VALUE" " and the text. */
enum status setting_refuse(const struct setting *s, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* "FILE:LINE: " and the text. */
enum status setting_trouble(const struct setting *s, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* "FILE:LINE: "WORD" is no WHAT; did you mean NEAREST?", or with the whole list when no known word is near. */
enum status setting_unknown(const struct setting *s, struct view word, const char *what, const char *const known[],
                            size_t count);

/* The text in quotes, control characters masked, long ones cut; for messages. */
struct view setting_shown(const struct setting *s, struct view text);

#endif
