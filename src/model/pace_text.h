/* pace_text: lengths and paces as people write them into an event or limits file. Views only; any thread. */
#ifndef MODEL_PACE_TEXT_H
#define MODEL_PACE_TEXT_H

#include "model/units.h"

/* "5 km", "26.2 miles", "10,000 m": millimetres above 0, at most 100,000 km. A bare number, a count or anything else is
 * false. */
bool pace_text_length(struct view text, int64_t *mm);

/* "4:00/mi", "2:30/km", "1:20/100m", "1:05:00/mi", "12 min/mi", "28 mph", "45 km/h", "3.5 m/s": milliseconds a
 * kilometre, above 0, rounded half up. A bare number or anything else is false. */
bool pace_text_parse(struct view text, int64_t *ms_per_km);

#endif
