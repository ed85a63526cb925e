#include "readers/fit_names.h"

#include <stdio.h>

#include "model/activity.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

enum { FILE_ACTIVITY = 4, FILE_ACTIVITY_SUMMARY = 20 };

static const struct {
    int64_t type;
    const char *name;
} file_types[] = {
    {1, "a device"},
    {2, "settings"},
    {3, "a sport's settings"},
    {FILE_ACTIVITY, "an activity"},
    {5, "a workout plan"},
    {6, "a course"},
    {7, "schedules"},
    {8, "locations"},
    {9, "weights"},
    {10, "totals"},
    {11, "goals"},
    {14, "blood pressure"},
    {15, "daily monitoring"},
    {FILE_ACTIVITY_SUMMARY, "an activity's summary"},
    {28, "daily monitoring"},
    {32, "daily monitoring"},
    {34, "a segment"},
    {35, "a list of segments"},
    {40, "a device's configuration"},
    {49, "sleep"},
};

const char *fit_file_type_name(int64_t type)
{
    for (size_t i = 0; i < COUNT(file_types); i++)
        if (file_types[i].type == type)
            return file_types[i].name;
    return NULL;
}

enum fit_file_holds fit_file_holds(int64_t type)
{
    if (type == FILE_ACTIVITY || type == FILE_ACTIVITY_SUMMARY || type == UNKNOWN)
        return FIT_HOLDS_RECORDS;
    return fit_file_type_name(type) ? FIT_HOLDS_NONE : FIT_HOLDS_SESSIONS;
}

/* ---- sports ---- */

static const char *const sports[] = {
    [0] = "generic",
    [1] = "running",
    [2] = "cycling",
    [3] = "transition",
    [4] = "fitness equipment",
    [5] = "swimming",
    [6] = "basketball",
    [7] = "soccer",
    [8] = "tennis",
    [9] = "american football",
    [10] = "training",
    [11] = "walking",
    [12] = "cross country skiing",
    [13] = "alpine skiing",
    [14] = "snowboarding",
    [15] = "rowing",
    [16] = "mountaineering",
    [17] = "hiking",
    [18] = "multisport",
    [19] = "paddling",
    [20] = "flying",
    [21] = "e-biking",
    [22] = "motorcycling",
    [23] = "boating",
    [24] = "driving",
    [25] = "golf",
    [26] = "hang gliding",
    [27] = "horseback riding",
    [28] = "hunting",
    [29] = "fishing",
    [30] = "inline skating",
    [31] = "rock climbing",
    [32] = "sailing",
    [33] = "ice skating",
    [34] = "sky diving",
    [35] = "snowshoeing",
    [36] = "snowmobiling",
    [37] = "stand up paddleboarding",
    [38] = "surfing",
    [39] = "wakeboarding",
    [40] = "water skiing",
    [41] = "kayaking",
    [42] = "rafting",
    [43] = "windsurfing",
    [44] = "kitesurfing",
    [45] = "tactical training",
    [46] = "parachute jumping",
    [47] = "boxing",
    [48] = "floor climbing",
    [49] = "baseball",
    [53] = "diving",
    [62] = "hiit",
    [64] = "racket sports",
    [65] = "wheelchair walk",
    [66] = "wheelchair run",
    [67] = "meditation",
    [69] = "disc golf",
    [71] = "cricket",
    [72] = "rugby",
    [73] = "hockey",
    [74] = "lacrosse",
    [75] = "volleyball",
    [76] = "water tubing",
    [77] = "wakesurfing",
    [80] = "martial arts",
    [82] = "snorkeling",
    [83] = "dancing",
    [84] = "jump rope",
};

/* A sub-sport either tells more of the sport ("trail" running) or says all by itself. */
static const struct {
    const char *words;
    bool is_whole;
} sub_sports[] = {
    [1] = {"treadmill", false},
    [2] = {"street", false},
    [3] = {"trail", false},
    [4] = {"track", false},
    [5] = {"spinning", true},
    [6] = {"indoor cycling", true},
    [7] = {"road", false},
    [8] = {"mountain", false},
    [9] = {"downhill", false},
    [10] = {"recumbent", false},
    [11] = {"cyclocross", true},
    [12] = {"hand cycling", true},
    [13] = {"track cycling", true},
    [14] = {"indoor rowing", true},
    [15] = {"elliptical", true},
    [16] = {"stair climbing", true},
    [17] = {"lap swimming", true},
    [18] = {"open water swimming", true},
    [19] = {"flexibility training", true},
    [20] = {"strength training", true},
    [25] = {"indoor skiing", true},
    [26] = {"cardio training", true},
    [27] = {"indoor walking", true},
    [28] = {"e-bike fitness", true},
    [29] = {"bmx", false},
    [30] = {"casual walking", true},
    [31] = {"speed walking", true},
    [32] = {"transition", true},
    [33] = {"transition", true},
    [34] = {"transition", true},
    [35] = {"atv", true},
    [36] = {"motocross", true},
    [37] = {"backcountry", false},
    [38] = {"resort", false},
    [40] = {"wingsuit", true},
    [41] = {"whitewater", false},
    [42] = {"cross country skiing", true},
    [43] = {"yoga", true},
    [44] = {"pilates", true},
    [45] = {"indoor running", true},
    [46] = {"gravel", false},
    [47] = {"e-mountain bike", true},
    [56] = {"freediving", true},
    [58] = {"virtual", false},
    [59] = {"obstacle", false},
    [62] = {"breathing", true},
    [67] = {"ultra", false},
    [68] = {"indoor climbing", true},
    [69] = {"bouldering", true},
    [70] = {"hiit", true},
    [78] = {"triathlon", true},
    [79] = {"duathlon", true},
    [81] = {"swimrun", true},
    [84] = {"pickleball", true},
    [85] = {"padel", true},
    [86] = {"indoor wheelchair walk", true},
    [87] = {"indoor wheelchair run", true},
    [88] = {"indoor hand cycling", true},
    [94] = {"squash", true},
    [95] = {"badminton", true},
    [96] = {"racquetball", true},
    [97] = {"table tennis", true},
};

struct view fit_sport_words(int64_t sport, int64_t sub_sport, char room[static FIT_SPORT_WORDS])
{
    bool has_sub = sub_sport >= 0 && sub_sport < (int64_t)COUNT(sub_sports) && sub_sports[sub_sport].words;
    if (has_sub && sub_sports[sub_sport].is_whole)
        return view_of(sub_sports[sub_sport].words);
    if (sport == UNKNOWN)
        return (struct view){"", 0};
    const char *more = has_sub ? sub_sports[sub_sport].words : "", *blank = has_sub ? " " : "";
    bool is_known = sport >= 0 && sport < (int64_t)COUNT(sports) && sports[sport];
    int n = is_known ? snprintf(room, FIT_SPORT_WORDS, "%s%s%s", more, blank, sports[sport])
                     : snprintf(room, FIT_SPORT_WORDS, "sport %lld", (long long)sport);
    return (struct view){room, (size_t)n};
}

/* ---- devices ---- */

static const struct {
    int64_t number;
    const char *name;
} manufacturers[] = {
    {1, "Garmin"},   {6, "SRM"},       {7, "Quarq"},    {15, "Dynastream"}, {16, "Timex"},       {23, "Suunto"},
    {32, "Wahoo"},   {37, "Magellan"}, {38, "o-synce"}, {40, "Concept2"},   {41, "Shimano"},     {63, "Specialized"},
    {69, "Stages"},  {70, "Sigma"},    {86, "Elite"},   {89, "Tacx"},       {95, "Stryd"},       {123, "Polar"},
    {258, "Lezyne"}, {260, "Zwift"},   {265, "Strava"}, {267, "Bryton"},    {289, "Hammerhead"}, {294, "Coros"},
};

const char *fit_manufacturer_name(int64_t manufacturer)
{
    for (size_t i = 0; i < COUNT(manufacturers); i++)
        if (manufacturers[i].number == manufacturer)
            return manufacturers[i].name;
    return NULL;
}
