/* zone: the one time zone of a run, by its name in the system's time zone data ("America/New_York").
 *
 * zone_use is called once, before threads start; zone_offset then answers from any thread. */
#ifndef BASE_ZONE_H
#define BASE_ZONE_H

#include <stdint.h>

#include "base/view.h"

/* Whether the system knows a zone of that name. */
bool zone_exists(struct view name);

/* False when the zone is not known; then nothing changes. */
bool zone_use(struct view name);

/* Seconds east of UTC at that moment (unix seconds) in the zone in use. */
int32_t zone_offset(int64_t unix_s);

/* The moment (unix ms) at which clocks in the zone show that local time (ms since 1970-01-01 00:00 local). In the hour
 * that is skipped or repeated by daylight saving either answer may come back. */
int64_t zone_to_utc(int64_t local_ms);

#endif
