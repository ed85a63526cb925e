/* iso_time: the times of track files, "2026-05-01T08:15:30.250+02:00". */
#ifndef READERS_ISO_TIME_H
#define READERS_ISO_TIME_H

#include "base/view.h"

#include <stdint.h>

struct iso_time {
    int64_t unix_ms;  /* UTC */
    int32_t offset_s; /* of the zone that was written, 0 for Z */
    bool has_offset;  /* the zone was written as an offset: the clock of the place is known */
};

/* Date and time of day, as ISO 8601 or as apps vary it: a blank or small letters between, no seconds, single digits,
 * a fraction, 24:00:00, second 60; without a zone it is UTC. False for anything else, for a date alone and for days
 * that do not exist. Any thread. */
bool iso_time_parse(struct view text, struct iso_time *out);

#endif
