/* profile: how one app's export names its columns (or JSON keys) and what it leaves unsaid, from an INI file.
 *
 * Built-in profiles are in profiles/; adding one needs no other change. Const after profiles_open. The file format is
 * told in docs/formats.md. */
#ifndef NORMALIZE_PROFILE_H
#define NORMALIZE_PROFILE_H

#include "base/arena.h"
#include "base/error.h"
#include "model/fields.h"
#include "model/kind.h"
#include "model/units.h"
#include "normalize/alias.h"
#include "normalize/header_name.h"
#include "normalize/parse_date.h"
#include "normalize/parse_duration.h"

/* How clock-like times of a column are to be read. */
enum clock_style {
    CLOCK_PLAIN,         /* H:MM:SS and M:SS */
    CLOCK_HOURS_MINUTES, /* "1:05" is h:mm */
    CLOCK_RESAVED,       /* "47:08:00" was 47:08 before a spreadsheet saved it */
    CLOCK_MINUTES_POINT, /* "22.14" is 22:14 */
    CLOCK_STYLES
};

extern const char *const clock_style_names[CLOCK_STYLES]; /* "plain", "h:mm", "mm:ss:00", "mm.ss" */

struct profile_column {
    enum field field;
    struct header_ref *headers; /* the first that is there counts */
    size_t header_count;
};

/* One set of headers that gives an export away; a profile has one for each language or version. */
struct header_set {
    struct header_ref *headers; /* all must be there */
    size_t count;
};

/* What a code in a type column stands for: "2" is a ride in one app's export. */
struct type_word {
    struct view code, word;
};

struct profile {
    struct view name, title, format;
    struct header_set *matches;
    size_t match_count, match_capacity;
    struct profile_column *columns;
    size_t column_count, column_capacity;
    struct type_word *types;
    size_t type_count, type_capacity;
    enum unit distance_unit, elevation_unit; /* of bare numbers; NONE: not said */
    enum unit kind_unit[KIND_COUNT];         /* where a kind has a unit of its own: pools are measured in metres */
    bool distance_is_tally;                  /* bare distances are in the unit given, else the event's tally unit */
    enum time_unit time_unit, moving_unit, offset_unit;
    enum date_order date_order;
    bool says_decimal, says_clock; /* [reading] was given: it is not for the survey to decide */
    enum number_style numbers;
    enum clock_style clock;
    bool offset_last; /* [dates] offset = without zone: the row's own offset counts only where no zone was given */
    bool dates_utc;   /* dates with a clock time and no zone are UTC */
    bool dates_local; /* dates are of the local clock, whatever zone is written behind them */
};

struct profiles;

/* All built-in profiles, and the one in `path` unless that is NULL: it comes first, and fits whatever the headers.
 * STATUS_USAGE with file and line when it is not a good profile. */
enum status profiles_open(struct profiles **out, const char *path, struct error *error);
void profiles_close(struct profiles *all); /* NULL is fine */

size_t profiles_count(const struct profiles *all);
const struct profile *profiles_at(const struct profiles *all, size_t i);

/* The profile whose match headers are all among these folded names, the one with most; NULL when none fits. */
const struct profile *profiles_match(const struct profiles *all, const struct view *folded, size_t count);

/* What a header of no known app means. */
struct alias profiles_alias(const struct profiles *all, struct view folded);

/* The field of an alias that is one slip of the pen away from the folded name; FIELD_NONE when none is. */
enum field profiles_near(const struct profiles *all, struct view folded);

/* Whether any profile or alias knows that folded name. */
bool profiles_know(const struct profiles *all, struct view folded);

#endif
