#include "track_case.h"

extern const struct reader_ops reader_tcx_ops;

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define TCX(inside) "<TrainingCenterDatabase>" inside "</TrainingCenterDatabase>"
#define ACTIVITY(inside) TCX("<Activities><Activity Sport=\"Running\">" inside "</Activity></Activities>")
#define LAP(start, seconds, metres, inside)                                                                            \
    "<Lap StartTime=\"" start "\"><TotalTimeSeconds>" seconds "</TotalTimeSeconds><DistanceMeters>" metres             \
    "</DistanceMeters>" inside "</Lap>"
#define POINT(time, metres) "<Trackpoint><Time>" time "</Time><DistanceMeters>" metres "</DistanceMeters></Trackpoint>"
#define PLACE(time, lat)                                                                                               \
    "<Trackpoint><Time>" time "</Time><Position><LatitudeDegrees>" lat "</LatitudeDegrees>"                            \
    "<LongitudeDegrees>2</LongitudeDegrees></Position></Trackpoint>"

static void activities(void **state)
{
    (void)state;
    static const struct track_case cases[] = {
        {"<?xml version=\"1.0\"?>\n<TrainingCenterDatabase><Activities>\n<Activity Sport=\"Biking\">"
         "<Id>2026-05-02T08:00:00Z</Id>" //
         LAP("2026-05-02T08:00:01.500Z", "300.5", "1000",
             "<Track>" POINT("2026-05-02T08:00:02Z", "3") POINT("2026-05-02T08:05:00Z", "999") "</Track>") //
         LAP("2026-05-02T08:06:00Z", "120", "500.25",
             "<Track>" POINT("2026-05-02T08:06:01Z", "1000") POINT("2026-05-02T08:08:02Z", "1490") "</Track>") //
         "<Notes>windy</Notes><Training><Plan><Name>Week 3</Name></Plan></Training>"                           //
         "<Creator><Name>Edge "
         "9</Name><Version>1</Version></Creator>\n</Activity></Activities></TrainingCenterDatabase>",
         "3-4: 2026-05-02T08:00:01.500Z - 480.000 420.500 1500.250 - Biking Week 3 windy Edge 9"},
        /* no distance of the lap: the odometer, else the places */
        {ACTIVITY("<Lap StartTime=\"2026-05-02T08:00:00Z\"><Track>" POINT("2026-05-02T08:00:00Z", "0")
                      POINT("2026-05-02T08:01:00Z", "250.5") "</Track></Lap>"),
         "1-1: 2026-05-02T08:00:00.000Z - 60.000 60.000 250.500 - Running - - -"},
        {ACTIVITY("<Lap StartTime=\"2026-05-02T08:00:00Z\"><Track>" PLACE("2026-05-02T08:00:00Z", "1")
                      PLACE("2026-05-02T08:01:00Z", "1.001") "</Track></Lap>"),
         "1-1: 2026-05-02T08:00:00.000Z - 60.000 60.000 111.195 - Running - - -"},
        /* laps without points */
        {ACTIVITY("<Id>2026-05-02T08:00:00Z</Id>" LAP("2026-05-02T08:00:00Z", "600", "2000", "")
                      LAP("2026-05-02T08:11:00Z", "600", "2000", "")),
         "1-1: 2026-05-02T08:00:00.000Z - 1260.000 1200.000 4000.000 - Running - - -"},
        /* points that were cut from under their lap */
        {ACTIVITY(LAP("2026-05-02T08:00:00Z", "1800", "5000",
                      "<Track>" POINT("2026-05-02T08:00:00Z", "0") POINT("2026-05-02T08:00:05Z", "14") "</Track>")),
         "1-1: 2026-05-02T08:00:00.000Z - 1800.000 1800.000 5000.000 - Running - - -"},
        /* a lap whose start is the day of the export */
        {ACTIVITY(LAP("2026-07-01T12:00:00Z", "60", "200",
                      "<Track>" POINT("2026-05-02T08:00:00Z", "0") POINT("2026-05-02T08:01:00Z", "200") "</Track>")),
         "1-1: 2026-05-02T08:00:00.000Z - 60.000 60.000 200.000 - Running - - -"},
        {ACTIVITY("<Id>2026-05-02T08:00:00+02:00</Id>"),
         "1-1: 2026-05-02T06:00:00.000Z 7200 - - - - Running - - - [track-no-points]"},
        {TCX("<Activities><Activity Sport='Other'><Extensions><x><Sport>Swimming</Sport></x></Extensions></Activity>"
             "<MultiSportSession><FirstSport><Activity Sport='Biking'/></FirstSport>"
             "<NextSport><Transition/><Activity Sport='Running'/></NextSport></MultiSportSession></Activities>"),
         "1-1: - - - - - - Swimming - - - [track-no-points] | 1-1: - - - - - - Biking - - - [track-no-points] | 1-1: "
         "- - - - - - Running - - - [track-no-points]"},
    };
    track_cases_run(&reader_tcx_ops, cases, COUNT(cases));
}

static void damage(void **state)
{
    (void)state;
    static const struct track_case cases[] = {
        /* the lap says more than what is left of it */
        {"<TrainingCenterDatabase><Activities><Activity Sport='Running'><Lap StartTime='2026-05-02T08:00:00Z'>"
         "<TotalTimeSeconds>1800</TotalTimeSeconds><DistanceMeters>5000</DistanceMeters><Track>\n" //
         POINT("2026-05-02T08:00:00Z", "0") POINT("2026-05-02T08:00:05Z", "14") "<Trackpoint><Time>2026-05",
         "1-2: 2026-05-02T08:00:00.000Z - 5.000 5.000 14.000 - Running - - - [input-truncated: the file ends in line "
         "2, "
         "before its last element does]"},
        {TCX("<Courses><Course/><Course/></Courses><Workouts><Workout/></Workouts>"),
         " [not-activities: the file holds 2 courses, 1 planned workout, but no activity]"},
        {TCX("<Workouts><Workout/></Workouts>"),
         " [not-activities: the file holds 1 planned workout, but no activity]"},
        {TCX(""), " [not-activities: the file holds no activity]"},
    };
    track_cases_run(&reader_tcx_ops, cases, COUNT(cases));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(activities),
        cmocka_unit_test(damage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
