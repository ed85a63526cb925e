/* fit_names: words for the numbers in FIT files: what a file is, sports, makers of devices. Const data, nothing fails.
 */
#ifndef READERS_FIT_NAMES_H
#define READERS_FIT_NAMES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/view.h"

enum { FIT_SPORT_WORDS = 64 };

/* What a file of that file_id.type is: "settings", "a course"; NULL for a type that is not in the table, or UNKNOWN. */
const char *fit_file_type_name(int64_t type);

/* What files of a type can hold. */
enum fit_file_holds { FIT_HOLDS_NONE, FIT_HOLDS_SESSIONS, FIT_HOLDS_RECORDS };

/* RECORDS: an activity, also where it has no session. SESSIONS: a type that is not known here, where only a session
 * shows that somebody moved. */
enum fit_file_holds fit_file_holds(int64_t type);

/* Words for the kind, from sport and sub-sport (each may be UNKNOWN): "trail running", "lap swimming". Written to
 * `room`, or a string that lives for ever; empty when both are unknown. */
struct view fit_sport_words(int64_t sport, int64_t sub_sport, char room[static FIT_SPORT_WORDS]);

/* "Garmin", or NULL. */
const char *fit_manufacturer_name(int64_t manufacturer);

#endif
