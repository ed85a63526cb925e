#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "normalize/parse_kind.h"

static enum kind kind_of(const char *text)
{
    struct arena scratch = {0};
    enum kind kind = kind_from_words(view_of(text), &scratch);
    arena_release(&scratch);
    return kind;
}

static const char *kind_name(enum kind kind)
{
    return kind == KIND_COUNT ? "nothing known" : kind_table[kind].name;
}

static void check_kinds(const char *const *texts, size_t count, enum kind kind)
{
    for (size_t i = 0; i < count; i++)
        if (kind_of(texts[i]) != kind)
            fail_msg("\"%s\" is %s", texts[i], kind_name(kind_of(texts[i])));
}

#define CHECK(kind, ...)                                                                                               \
    do {                                                                                                               \
        static const char *const texts[] = {__VA_ARGS__};                                                              \
        check_kinds(texts, sizeof texts / sizeof *texts, kind);                                                        \
    } while (0)

static void apps(void **state)
{
    (void)state;
    CHECK(KIND_RUN, "run", "Run", "RUNNING", "TrailRun", "VirtualRun", "Trail Running", "trail_running",
          "treadmill_running", "Treadmill", "Indoor Run / Jog", "Ultra Running", "HKWorkoutActivityTypeRunning",
          "TRAIL_RUNNING", "Jogging", "street_running", "easy");
    CHECK(KIND_WALK, "walk", "Walking", "casual_walking", "speed_walking", "Nordic Walking",
          "HKWorkoutActivityTypeWalking", "treadmill walk", "fitness_walking", "Rucking");
    CHECK(KIND_HIKE, "Hike", "hiking", "Snowshoe", "snow_shoe_ws", "HKWorkoutActivityTypeHiking");
    CHECK(KIND_RIDE, "Ride", "GravelRide", "MountainBikeRide", "VirtualRide", "Virtual Ride", "indoor_cycling",
          "road_biking", "Bike", "Bike Ride", "Spin", "Outdoor Bike", "BikeErg", "cyclocross", "CYCLING",
          "Exercise Bike", "HKWorkoutActivityTypeCycling");
    CHECK(KIND_SWIM, "Swim", "lap_swimming", "open_water_swimming", "Pool Swim", "HKWorkoutActivityTypeSwimming");
    CHECK(KIND_ROW, "Rowing", "VirtualRow", "Indoor Rower", "Rowing Machine", "indoor_rowing", "RowErg", "rowing_v2");
    CHECK(KIND_PADDLE, "Canoeing", "Kayaking", "StandUpPaddling", "standuppaddling", "paddling_v2",
          "whitewater_rafting_kayaking", "HKWorkoutActivityTypePaddleSports");
    CHECK(KIND_SKI, "AlpineSki", "BackcountrySki", "NordicSki", "RollerSki", "cross_country_skiing", "SkiErg",
          "skate_skiing_ws", "resort_skiing_snowboarding_ws", "Winter Sport / Activity",
          "HKWorkoutActivityTypeDownhillSkiing");
    CHECK(KIND_WHEELCHAIR, "Wheelchair", "Handcycle", "hand_cycling", "wheelchair_push_walk",
          "HKWorkoutActivityTypeWheelchairRunPace", "Wheelchair walk");
    CHECK(KIND_OTHER, "EBikeRide", "E-Bike Tour", "EMountainBikeRide", "e_bike_fitness", "Velomobile", "Workout",
          "WeightTraining", "Weight Training", "Traditional Strength Training", "STRENGTH_TRAINING", "Yoga",
          "Elliptical", "Stairmaster", "Golf", "Football (Soccer)", "IceSkate", "Ice Skating", "InlineSkate",
          "Snowboard", "Water Skiing", "WATERSPORTS_WATERSKI", "Horse Riding", "motorcycling_v2", "Multi Sport",
          "HKWorkoutActivityTypeSwimBikeRun", "multi_sport", "transition", "Interval Workout", "Gym class",
          "indoor_cardio", "uncategorized", "Generic", "rest", "Activity", "Commuting", "MOBILITY_DYNAMIC",
          "Wheelchair Basketball", "Padel", "zumba", "Gardening", "HKWorkoutActivityTypeCoreTraining");
}

static void languages(void **state)
{
    (void)state;
    CHECK(KIND_RUN, "Laufen", "Laufbandtraining", "Course \xC3\xA0 pied", "Course \xC3\xA0 pied sur tapis roulant",
          "Carrera", "Entrenamiento en cinta", "Corrida", "Corrida em esteira", "Corsa", "Hardloopsessie",
          "L\xC3\xB6pning", "Lopning", "LO\xCC\x88PNING", "L\xC3\xB6pband", "Terr\xC3\xA4ngl\xC3\xB6pning",
          "L\xC3\xB8"
          "b",
          "Bieganie", "Bieganie na bie\xC5\xBCni", "Fut\xC3\xA1s", "Juoksu");
    CHECK(KIND_WALK, "Gehen", "Marche nordique", "Caminhada", "Camminata", "Wandelen", "G\xC3\xA5ng", "Spacer",
          "S\xC3\xA9ta");
    CHECK(KIND_HIKE, "Wandern",
          "Randonn\xC3\xA9"
          "e p\xC3\xA9"
          "destre",
          "Senderismo", "Vandring",
          "W\xC4\x99"
          "dr\xC3\xB3wka",
          "T\xC3\xBAr\xC3\xA1z\xC3\xA1s");
    CHECK(KIND_RIDE, "Radfahren", "Fietsrit", "Ciclismo em local fechado", "Inomhuscykling", "Landsv\xC3\xA4gscykling",
          "VTT", "Jazda na rowerze", "Kolarstwo", "Py\xC3\xB6r\xC3\xA4ily");
    CHECK(KIND_SWIM, "Schwimmbadschwimmen", "Nata\xC3\xA7\xC3\xA3o em alto mar", "Simbass\xC3\xA4ng", "Zwemmen",
          "Nuoto", "P\xC5\x82ywanie");
    CHECK(KIND_ROW, "Indoor-Rudern", "Remo", "Aviron", "Rodd");
    CHECK(KIND_SKI, "L\xC3\xA4ngdskid\xC3\xA5kning klassisk stil", "Langdskidakning fristil",
          "Utf\xC3\xB6rs\xC3\xA5kning i pist", "Skilanglauf", "Ski de fond", "Langrenn");
    CHECK(KIND_OTHER, "Styrketr\xC3\xA4ning", "Styrketraning", "Konditionspass", "Annan", "Andningsterapi",
          "Krafttraining");
}

static void nothing_known(void **state)
{
    (void)state;
    CHECK(KIND_COUNT, "", "  ", "-", "37792", "999999", "LaD", "javelin throwing", "Walk and bike", "runaway",
          "rides4u", "\xF0\x9F\x8F\x83", "_", "running\xFF");
    char text[3000];
    memset(text, 'a', sizeof text);
    struct arena scratch = {0};
    assert_int_equal(kind_from_words((struct view){text, sizeof text}, &scratch), KIND_COUNT);
    for (size_t i = 0; i + 3 < 199; i += 3) /* a ligature that unfolds to 18 letters */
        memcpy(text + i, "\xEF\xB7\xBA", 3);
    assert_int_equal(kind_from_words((struct view){text, 198}, &scratch), KIND_COUNT);
    assert_int_equal(kind_from_words((struct view){NULL, 0}, &scratch), KIND_COUNT);
    arena_release(&scratch);
}

/* Each row of the table is found as it stands: the table is sorted and no key is there twice. */
static void words_are_sorted(void **state)
{
    (void)state;
    static const struct {
        const char *key;
        enum kind kind;
    } rows[] = {
#define KIND_WORD(key, kind, role) {key, KIND_##kind},
#include "normalize/kind_words.def"
#undef KIND_WORD
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (kind_of(rows[i].key) != rows[i].kind)
            fail_msg("\"%s\" is %s", rows[i].key, kind_name(kind_of(rows[i].key)));
        assert_true(i == 0 || strcmp(rows[i - 1].key, rows[i].key) < 0);
    }
}

/* ---- types of an event ---- */

static struct view cardio_names[] = {{"Aerobic stuff", 13}, {"HIIT class", 10}};

static struct event_type types[] = {
    {.id = 37792, .text = {"run", 3}, .kind = KIND_RUN},
    {.id = 37793, .text = {"walk", 4}, .kind = KIND_WALK},
    {.id = 37794, .text = {"Push-ups", 8}, .kind = KIND_OTHER, .is_count = true},
    {.id = 37795, .text = {"cardio", 6}, .names = cardio_names, .name_count = 2, .kind = KIND_OTHER},
    {.id = 37796, .text = {"elliptical", 10}, .kind = KIND_OTHER, .deleted = true},
    {.id = 37797, .text = {"bike", 4}, .kind = KIND_RIDE, .deleted = true},
    {.id = 37798, .text = {"paddle", 6}, .kind = KIND_PADDLE},
    {.id = 37799, .text = {"Trail run", 9}, .kind = KIND_RUN},
    {.id = UNKNOWN, .text = {"Schwimmen", 9}, .kind = KIND_SWIM},
};

enum { RUN, WALK, PUSH_UPS, CARDIO, ELLIPTICAL, BIKE, PADDLE, TRAIL, SWIM, NONE = -1 };

static void event_types(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int type;
        enum kind kind;
        bool known, deleted;
    } cases[] = {
        {"run", RUN, KIND_RUN, true, false},
        {" Run ", RUN, KIND_RUN, true, false},
        {"37793", WALK, KIND_WALK, true, false},
        {"Course \xC3\xA0 pied", RUN, KIND_RUN, true, false},
        {"Hike", WALK, KIND_WALK, true, false},
        {"TrailRun", TRAIL, KIND_RUN, true, false},
        {"trail_run", TRAIL, KIND_RUN, true, false},
        {"Trail Running", RUN, KIND_RUN, true, false},
        {"PushUps", PUSH_UPS, KIND_OTHER, true, false},
        {"aerobic-stuff", CARDIO, KIND_OTHER, true, false},
        {"hiit class", CARDIO, KIND_OTHER, true, false},
        {"Rowing Machine", PADDLE, KIND_PADDLE, true, false},
        {"lap_swimming", SWIM, KIND_SWIM, true, false},
        {"elliptical", NONE, KIND_OTHER, true, true},
        {"37796", NONE, KIND_OTHER, true, true},
        {"VirtualRide", NONE, KIND_RIDE, true, true},
        {"yoga", NONE, KIND_OTHER, false, false},
        {"zumba", NONE, KIND_OTHER, false, false},
        {"NordicSki", NONE, KIND_SKI, false, false},
        {"999999", NONE, KIND_OTHER, false, false},
        {"nonsense", NONE, KIND_OTHER, false, false},
        {"", NONE, KIND_OTHER, false, false},
    };
    struct event event = {.types = types, .type_count = sizeof types / sizeof *types, .lists_types = true};
    struct type_memo *memo = type_memo_new();
    for (int round = 0; round < 2; round++) /* the second time from the memo */
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
            struct type_match match = type_match(&event, view_of(cases[i].text), memo);
            if (match.type != cases[i].type || match.kind != cases[i].kind)
                fail_msg("\"%s\" is type %d, %s", cases[i].text, match.type, kind_name(match.kind));
            if (match.known != cases[i].known || match.deleted != cases[i].deleted)
                fail_msg("\"%s\" is %sknown, %sdeleted", cases[i].text, match.known ? "" : "un",
                         match.deleted ? "" : "not ");
        }
    type_memo_free(memo);
}

static void no_types(void **state)
{
    (void)state;
    struct event event = {0};
    struct type_memo *memo = type_memo_new();
    struct type_match match = type_match(&event, VIEW("Hike"), memo);
    assert_true(match.known && match.kind == KIND_HIKE && match.type == NONE && !match.deleted);
    match = type_match(&event, VIEW("yoga"), memo);
    assert_true(match.known && match.kind == KIND_OTHER && match.type == NONE);
    match = type_match(&event, VIEW("37792"), memo);
    assert_true(!match.known && match.kind == KIND_OTHER && match.type == NONE);
    match = type_match(&event, VIEW("a very long name for a run that does not fit into the memo of texts"), memo);
    assert_true(match.known && match.kind == KIND_RUN);
    type_memo_free(memo);
    type_memo_free(NULL);
}

/* A memo that is used with another event gives nothing of the first. */
static void memo_turns_to_another_event(void **state)
{
    (void)state;
    struct event first = {.types = types, .type_count = 2, .lists_types = true}, second = {0};
    struct type_memo *memo = type_memo_new();
    assert_int_equal(type_match(&first, VIEW("run"), memo).type, RUN);
    assert_int_equal(type_match(&second, VIEW("run"), memo).type, NONE);
    assert_int_equal(type_match(&first, VIEW("walk"), memo).type, WALK);
    type_memo_free(memo);
}

/* More texts than the memo has places. */
static void memo_overflows(void **state)
{
    (void)state;
    struct event event = {.types = types, .type_count = 2, .lists_types = true};
    struct type_memo *memo = type_memo_new();
    for (int i = 0; i < 2000; i++) {
        char text[] = "run 0000";
        for (int k = 7, n = i; k > 3; k--, n /= 10)
            text[k] = (char)('0' + n % 10);
        assert_int_equal(type_match(&event, VIEW("walk"), memo).type, WALK);
        assert_int_equal(type_match(&event, view_of(text), memo).type, RUN);
    }
    type_memo_free(memo);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(apps),
        cmocka_unit_test(languages),
        cmocka_unit_test(nothing_known),
        cmocka_unit_test(words_are_sorted),
        cmocka_unit_test(event_types),
        cmocka_unit_test(no_types),
        cmocka_unit_test(memo_turns_to_another_event),
        cmocka_unit_test(memo_overflows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
