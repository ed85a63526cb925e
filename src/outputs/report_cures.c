#include "outputs/report_cures.h"

static const char *const cures[SLIP_COUNT] = {
    [SLIP_MILES_KM] = "if the whole column is so give --distance-unit, or write the unit over the column",
    [SLIP_MINUTES_HOURS] = "if the whole column is so give --fix safe, or write the times as h:mm:ss",
    [SLIP_METRES_AS_KM] = "if the whole column is so give --distance-unit m",
    [SLIP_PACE_AS_TIME] = "if the column holds paces name the one with the times: --map time=COLUMN",
    [SLIP_OTHER_YEAR] = "mend the year in the whole column",
    [SLIP_DAY_MONTH] = "give --date-order dmy or --date-order mdy",
    [SLIP_METRES_FEET] = "if the whole column is so give --elevation-unit ft",
};

const char *report_cure(enum slip slip)
{
    return cures[slip];
}

const enum code report_consequences[] = {
    CODE_PACE_IMPOSSIBLE,  CODE_PACE_FAST,         CODE_PACE_SLOW,
    CODE_KIND_SUSPECT,     CODE_DISTANCE_HIGH,     CODE_DAY_DISTANCE_HIGH,
    CODE_DISTANCE_INVALID, CODE_DAY_TIME_OVER_24H, CODE_ELEVATION_IMPLAUSIBLE,
};
const size_t report_consequence_count = sizeof report_consequences / sizeof *report_consequences;
