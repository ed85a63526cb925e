#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/civil.h"
#include "event/event_file.h"

static char folder[] = "/tmp/test_event_file-XXXXXX", path[100];

static const char *const others[] = {"types.json", "p.csv", "bad.json", "bad.csv"};
static const char *const other_texts[] = {
    "{\"activity_types\": ["
    "{\"virtual_race_activity_type_id\": 5, \"standard_activity_type\": 1, \"activity_type_text\": \"Run\","
    " \"deleted\": \"T\"},"
    "{\"virtual_race_activity_type_id\": 6, \"standard_activity_type\": 1, \"activity_type_text\": \"Run\","
    " \"max_tally_value\": 26.2, \"time_entry_type\": 3},"
    "{\"virtual_race_activity_type_id\": 7, \"standard_activity_type\": 6, \"activity_type_text\": \"Paddle / Row\"},"
    "{\"virtual_race_activity_type_id\": 8, \"activity_type_text\": \"pushups\", \"entry_tally_field_type\": 1,"
    " \"max_tally_value\": 500},"
    "{\"virtual_race_activity_type_id\": 9, \"activity_type_text\": \"Hike\", \"entry_tally_field_type\": 2},"
    "{\"virtual_race_activity_type_id\": 10, \"standard_activity_type\": 77, \"activity_type_text\": \"zorbing\"}]}",
    "Bib,Registration ID\n7,900\n8,901\n",
    "[{\"a\": 1}]",
    "Name\nAnn\n",
};

static void file_of(char out[static 100], const char *name)
{
    snprintf(out, 100, "%s/%s", folder, name);
}

static void write_file(const char *to, struct view text)
{
    FILE *f = fopen(to, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(text.at, 1, text.len, f), text.len);
    assert_int_equal(fclose(f), 0);
}

static int set_up(void **state)
{
    (void)state;
    char other[100];
    if (!mkdtemp(folder))
        return -1;
    file_of(path, "event.ini");
    for (size_t i = 0; i < 4; i++) {
        file_of(other, others[i]);
        write_file(other, view_of(other_texts[i]));
    }
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    char other[100];
    for (size_t i = 0; i < 4; i++) {
        file_of(other, others[i]);
        unlink(other);
    }
    unlink(path);
    return rmdir(folder);
}

static enum status load(struct event *event, struct view text, struct error *error)
{
    write_file(path, text);
    event_init(event);
    return event_file_load(event, path, error);
}

static void load_good(struct event *event, const char *text)
{
    struct error error = {0};
    if (load(event, view_of(text), &error) != STATUS_OK)
        fail_msg("%s", error.text);
}

static void every_key(void **state)
{
    (void)state;
    struct event event;
    load_good(&event, "\xEF\xBB\xBF; an event\r\n"
                      "[event]\r\n"
                      "name = \"Spring; Mileage\"\r\n"
                      "race_id = 90457\r\n"
                      "event_id = 1142660\r\n"
                      "first_day = 2026-05-01\r\n"
                      "last_day = 2026-09-30 ; inclusive\r\n"
                      "submit_until = 2026-10-04\r\n"
                      "max_age_days = 10\r\n"
                      "tally_unit = miles\r\n"
                      "distance_unit = km\r\n"
                      "elevation_unit = ft\r\n"
                      "fixed_distance = 5 km\r\n"
                      "track_comment = device\r\n"
                      "types = types.json\r\n"
                      "roster = p.csv\r\n"
                      "limits = my/limits.ini\r\n"
                      "[event-map]\r\n"
                      "1142661 = GVRAT 26 NON-USA\r\n"
                      "1142661 = GVRAT 26\r\n"
                      "[rules]\r\n"
                      "duplicate-near = off\r\n"
                      "date-missing = warning\r\n");
    assert_true(event.given && view_is(event.path, path) && view_is(event.name, "Spring; Mileage"));
    assert_true(event.race_id == 90457 && event.event_id == 1142660);
    assert_int_equal(event.first_day, civil_day(2026, 5, 1));
    assert_int_equal(event.last_day, civil_day(2026, 9, 30));
    assert_int_equal(event.submit_until, civil_day(2026, 10, 4));
    assert_true(event.max_age_days == 10 && event.fixed_distance_mm == 5000000);
    assert_int_equal(event.track_comment, TRACK_COMMENT_DEVICE);
    assert_true(event.tally_unit == UNIT_MI && event.distance_unit == UNIT_KM && event.elevation_unit == UNIT_FT);
    char limits[100];
    file_of(limits, "my/limits.ini");
    assert_string_equal(event.limits_path.at, limits);
    assert_true(event.lists_types);
    assert_int_equal(event.type_count, 6);
    assert_int_equal(participants_count(event.roster), 2);
    assert_int_equal(event.map_count, 2);
    assert_int_equal(event_id_for(&event, VIEW("GVRAT 26")), 1142661);
    assert_true(event.severities[CODE_DUPLICATE_NEAR] == SEVERITY_OFF && event.severity_set[CODE_DUPLICATE_NEAR]);
    assert_true(event.severities[CODE_DATE_MISSING] == SEVERITY_WARNING && event.severity_set[CODE_DATE_MISSING]);
    assert_true(event.severities[CODE_DATE_INVALID] == SEVERITY_ERROR && !event.severity_set[CODE_DATE_INVALID]);
    event_release(&event);
}

static void a_small_one(void **state)
{
    (void)state;
    struct event event;
    load_good(&event, "[event]\nfirst_day = 2026-05-01\nlast_day = 2026-05-01\n");
    assert_true(event.given && !event.lists_types && !event.roster && event.tally_unit == UNIT_NONE);
    assert_int_equal(event.submit_until, UNKNOWN_DAY);
    event_release(&event);
}

static void a_zone(void **state)
{
    (void)state;
    struct event event;
    if (access("/usr/share/zoneinfo/Europe/Paris", R_OK) != 0)
        skip();
    load_good(&event, "[event]\ntime_zone = Europe/Paris\n");
    assert_true(view_is(event.time_zone, "Europe/Paris"));
    event_release(&event);
}

/* A type as "id text kind [count] [deleted] time elevation max fast slow: names", "-" for what is unknown. */
static void assert_type(const struct event *event, size_t i, const char *expected)
{
    assert_true(i < event->type_count);
    static const char *const entries[] = {"optional", "not-allowed", "required"};
    const struct event_type *t = &event->types[i];
    const int64_t numbers[] = {t->id, t->max_tally, t->fast_ms_per_km, t->slow_ms_per_km};
    char shown[4][24];
    for (size_t n = 0; n < 4; n++)
        if (numbers[n] == UNKNOWN)
            strcpy(shown[n], "-");
        else
            snprintf(shown[n], sizeof shown[n], "%lld", (long long)numbers[n]);
    char out[500];
    size_t len = (size_t)snprintf(out, sizeof out, "%s %.*s %s%s%s %s %s %s %s %s:", shown[0], VIEW_ARG(t->text),
                                  kind_table[t->kind].name, t->is_count ? " count" : "", t->deleted ? " deleted" : "",
                                  entries[t->time], entries[t->elevation], shown[1], shown[2], shown[3]);
    for (size_t n = 0; n < t->name_count; n++)
        len += (size_t)snprintf(out + len, sizeof out - len, "%s%.*s", n ? "," : " ", VIEW_ARG(t->names[n]));
    assert_string_equal(out, expected);
}

static void types_of_a_file(void **state)
{
    (void)state;
    struct event event;
    load_good(&event, "[event]\ntypes = types.json\ntally_unit = mi\n");
    assert_int_equal(event.type_count, 6);
    assert_type(&event, 0, "5 Run run deleted optional optional - - -:");
    assert_type(&event, 1, "6 Run run required optional 42164813 - -:");
    assert_type(&event, 2, "7 Paddle / Row row optional optional - - -:");
    assert_type(&event, 3, "8 pushups other count optional optional 500 - -:");
    assert_type(&event, 4, "9 Hike hike optional optional - - -:");
    assert_type(&event, 5, "10 zorbing other optional optional - - -:");
    event_release(&event);
    load_good(&event, "[event]\ntypes = types.json\n");
    assert_type(&event, 1, "6 Run run required optional - - -:"); /* no unit is known for the cap */
    assert_type(&event, 3, "8 pushups other count optional optional 500 - -:");
    event_release(&event);
}

static void types_of_sections(void **state)
{
    (void)state;
    struct event event;
    load_good(&event,
              "[event]\ntally_unit = km\n"
              "[type run]\nid = 37792\nnames = running, jog , RUN,, trail run\nfast = 4:00/mi\nslow = 25:00/mi\n"
              "time = required\nelevation = not-allowed\nmax_tally = 50\n"
              "[type \"Stair Steps\"]\nkind = count\nmax_tally = 1,000 count\n"
              "[type zorbing]\nkind = other\nmax_tally = 26.2 mi\n"
              "[type long one]\nnames = zzz, Laufen\n"
              "[type rolling]\nkind = bike\nfast = 28 mph\n");
    assert_true(event.lists_types);
    assert_int_equal(event.type_count, 5);
    assert_type(&event, 0, "37792 run run required not-allowed 50000000 149129 932057: run,running,jog,trail run");
    assert_type(&event, 1, "- Stair Steps other count optional optional 1000 - -: Stair Steps");
    assert_type(&event, 2, "- zorbing other optional optional 42164813 - -: zorbing");
    assert_type(&event, 3, "- long one run optional optional - - -: long one,zzz,Laufen");
    assert_type(&event, 4, "- rolling ride optional optional - 79891 -: rolling");
    event_release(&event);
    load_good(&event, "[event]\ntally_unit = count\n[type zorbing]\n[type run]\n");
    assert_type(&event, 0, "- zorbing other count optional optional - - -: zorbing");
    assert_type(&event, 1, "- run run optional optional - - -: run");
    event_release(&event);
}

static void sections_over_a_file(void **state)
{
    (void)state;
    struct event event;
    load_good(&event, "[type run]\nnames = jog\nslow = 20:00/mi\ntime = optional\n"
                      "[type rowing]\nid = 7\nkind = paddle\n"
                      "[type sit-ups]\nnames = push ups, PUSHUPS\nmax_tally = 300\n"
                      "[type sled]\nid = 99\n"
                      "[event]\ntypes = types.json\ntally_unit = mi\n");
    assert_int_equal(event.type_count, 7);
    assert_type(&event, 0, "5 Run run deleted optional optional - - -:");
    assert_type(&event, 1, "6 run run optional optional 42164813 - 745645: run,jog");
    assert_type(&event, 2, "7 rowing paddle optional optional - - -: rowing,Paddle / Row");
    assert_type(&event, 3, "8 sit-ups other count optional optional 300 - -: sit-ups,push ups,PUSHUPS,pushups");
    assert_type(&event, 6, "99 sled other optional optional - - -: sled");
    event_release(&event);
}

struct refusal {
    const char *text, *expected; /* behind the path */
};

static void assert_refused(const struct refusal *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct event event;
        struct error error = {0};
        assert_int_equal(load(&event, view_of(cases[i].text), &error), STATUS_USAGE);
        assert_int_equal(error.status, STATUS_USAGE);
        assert_int_equal(strncmp(error.text, path, strlen(path)), 0);
        assert_string_equal(error.text + strlen(path), cases[i].expected);
        event_release(&event);
    }
}

static void wrong_lines(void **state)
{
    (void)state;
    static const struct refusal cases[] = {
        {"", ": is empty; an event file begins with [event]"},
        {"; nothing\n", ": is empty; an event file begins with [event]"},
        {"name = x\n", ":1: \"name\" stands before the first section; begin the file with [event]"},
        {"[event]\nname\n", ":2: \"name\" is neither [section] nor key = value, or a quote in it is not closed"},
        {"[event]\nname = \"x\n",
         ":2: \"name = \"x\" is neither [section] nor key = value, or a quote in it is not closed"},
        {"[evnt]\n", ":1: \"evnt\" is no section; did you mean event?"},
        {"[Event]\n", ":1: \"Event\" is no section; did you mean event?"},
        {"[profile]\n", ":1: \"profile\" is no section; known are event, type, event-map, rules"},
        {"[event x]\n", ":1: write [event] without more behind it"},
        {"[type]\n", ":1: [type] has no name; write [type run]"},
        {"[event]\nfirstday = 2026-05-01\n", ":2: \"firstday\" is no key of [event]; did you mean first_day?"},
        {"[event]\n\ncolour = red\n",
         ":3: \"colour\" is no key of [event]; known are name, race_id, event_id, first_day, last_day, submit_until, "
         "max_age_days, time_zone, tally_unit, distance_unit, elevation_unit, fixed_distance, track_comment, types, "
         "roster, limits"},
        {"[type run]\nname = jog\n", ":2: \"name\" is no key of [type run]; did you mean names?"},
        {"[event]\nname =\n", ":2: name has no value; give one or remove the line"},
        {"[event]\nrace_id = 1\nname = a\nrace_id = 2\n",
         ":4: race_id = \"2\" is the second race_id, the first is in line 2; remove one of them"},
        {"[event]\nrace_id = 1\n[rules]\n[event]\nrace_id = 1\n",
         ":5: race_id = \"1\" is the second race_id, the first is in line 2; remove one of them"},
        {"[type a]\nid = 1\n[type b]\nid = 2\nid = 3\n",
         ":5: id = \"3\" is the second id, the first is in line 4; remove one of them"},
        {"[event]\nname = \xFF\n", ":2: is not UTF-8 text; save the file again as UTF-8"},
        {"[event-map]\nx = GVRAT\n", ":2: a line of [event-map] is EVENT_ID = event name as in the roster"},
        {"[event-map]\n1 =\n", ":2: a line of [event-map] is EVENT_ID = event name as in the roster"},
        {"[event-map]\n1 = A\n2 = a\n", ":3: 2 = \"a\" is mapped already, in line 2; remove one of them"},
        {"[rules]\nduplicate-nera = off\n",
         ":2: \"duplicate-nera\" is no code of a finding; did you mean duplicate-near?"},
        {"[rules]\nx = off\n", ":2: \"x\" is no code of a finding; tallypost explain lists them"},
        {"[rules]\noverlap = fatal\n", ":2: overlap = \"fatal\" is not one of error, warning, info, off"},
        {"[rules]\noverlap = off\noverlap = info\n",
         ":3: overlap = \"info\" is the second overlap, the first is in line 2; remove one of them"},
    };
    assert_refused(cases, sizeof cases / sizeof *cases);
}

#define EVENT_ID " is not an id; give the number from the race's pages or API, such as 90457"
#define DATE " is not a date; write it as YYYY-MM-DD, such as 2026-05-01"
#define ZONE " is no time zone of this system; give a name such as America/New_York or Europe/Paris (package tzdata)"
#define PACE " is not a pace or speed, such as 4:00/mi, 2:30/km, 1:20/100m, 28 mph or 45 km/h"
#define AMOUNT " is not an amount, such as 26.2 mi, or a bare number in the tally unit"

static void wrong_values(void **state)
{
    (void)state;
    static const struct refusal cases[] = {
        {"[event]\nrace_id = 12x\n", ":2: race_id = \"12x\"" EVENT_ID},
        {"[event]\nevent_id = 0\n", ":2: event_id = \"0\"" EVENT_ID},
        {"[event]\nevent_id = 99999999999999999999\n", ":2: event_id = \"99999999999999999999\"" EVENT_ID},
        {"[event]\nfirst_day = 05/01/2026\n", ":2: first_day = \"05/01/2026\"" DATE},
        {"[event]\nlast_day = 2026-02-30\n", ":2: last_day = \"2026-02-30\"" DATE},
        {"[event]\nfirst_day = 2026-05-02\n\nlast_day = 2026-05-01\n",
         ":4: last_day is before first_day in line 2; swap them or mend one"},
        {"[event]\nsubmit_until = 2026-05-01\nfirst_day = 2026-05-02\n",
         ":2: submit_until is before first_day in line 3; swap them or mend one"},
        {"[event]\nmax_age_days = ten\n", ":2: max_age_days = \"ten\" is not a number of days from 0 to 36500"},
        {"[event]\nmax_age_days = 36501\n", ":2: max_age_days = \"36501\" is not a number of days from 0 to 36500"},
        {"[event]\ntime_zone = Mars/Olympus\n", ":2: time_zone = \"Mars/Olympus\"" ZONE},
        {"[event]\ntime_zone = ../../../etc/passwd\n", ":2: time_zone = \"../../../etc/passwd\"" ZONE},
        {"[event]\ntally_unit = furlong\n",
         ":2: tally_unit = \"furlong\" is not one of the units mi, km, m, yd, ft, mm, count"},
        {"[event]\ntally_unit = cm\n", ":2: tally_unit = \"cm\" is not one of the units mi, km, m, yd, ft, mm, count"},
        {"[event]\ndistance_unit = count\n",
         ":2: distance_unit = \"count\" is not one of the units mi, km, m, yd, ft, mm"},
        {"[event]\ntrack_comment = name\n", ":2: track_comment = \"name\" is not one of title, device, file"},
        {"[event]\nfixed_distance = 5\n",
         ":2: fixed_distance = \"5\" is not a distance with its unit, such as 5 km or 13.1 mi"},
        {"[type run]\nid = -1\n", ":2: id = \"-1\"" EVENT_ID},
        {"[type run]\nnames = ,\n", ":2: names = \",\" holds no name; write them as run, running, jog"},
        {"[type x]\nkind = rnu\n", ":2: \"rnu\" is no kind of activity; did you mean run?"},
        {"[type x]\nkind = quux zorb\n", ":2: \"quux zorb\" is no kind of activity; known are other, run, walk, hike, "
                                         "ride, swim, row, paddle, ski, wheelchair, count"},
        {"[type run]\nfast = 4:00\n", ":2: fast = \"4:00\"" PACE},
        {"[type run]\nslow = 4:75/mi\n", ":2: slow = \"4:75/mi\"" PACE},
        {"[type run]\nslow = 4:00/mi\nfast = 25:00/mi\n[type walk]\n",
         ":2: slow is not slower than fast in line 3; swap them or mend one"},
        {"[type run]\nmin_activities = 0\n",
         ":2: min_activities = \"0\" is not a number of activities from 1 to 100000"},
        {"[type run]\nmax_activities = 2\nmin_activities = 3\n",
         ":2: max_activities is below min_activities in line 3; swap them or mend one"},
        {"[type run]\nslow = 4:00/mi\nfast = 25:00/mi\n",
         ":2: slow is not slower than fast in line 3; swap them or mend one"},
        {"[type run]\nmax_tally = 5 stones\n", ":2: max_tally = \"5 stones\"" AMOUNT},
        {"[type run]\nmax_tally = 0\n", ":2: max_tally = \"0\"" AMOUNT},
        {"[type run]\nmax_tally = 5\n", ":2: this type is a distance; give its max_tally a unit of length, such as "
                                        "26.2 mi, or give a bare number and a tally_unit in [event]"},
        {"[type run]\nmax_tally = 5 count\n", ":2: this type is a distance; give its max_tally a unit of length, such "
                                              "as 26.2 mi, or give a bare number and a tally_unit in [event]"},
        {"[type x]\nkind = count\nmax_tally = 5 mi\n",
         ":3: this type is a plain count, but its max_tally is a length; give a bare number"},
        {"[type run]\ntime = maybe\n", ":2: time = \"maybe\" is not one of required, optional, not-allowed"},
        {"[event]\nname = a\n[type run]\nelevation = 3\x01\n",
         ":4: elevation = \"3?\" is not one of required, optional, not-allowed"},
    };
    assert_refused(cases, sizeof cases / sizeof *cases);
}

static void types_that_clash(void **state)
{
    (void)state;
    static const struct refusal cases[] = {
        {"[type run]\n[type Run]\n",
         ":2: the name \"Run\" also belongs to the section in line 1; a type has one section"},
        {"[type run]\nnames = jog\n[type walk]\nnames = jog\n",
         ":3: the name \"jog\" also belongs to the section in line 1; a type has one section"},
        {"[type run]\nid = 1\n[type walk]\nid = 1\n",
         ":3: the id of section \"walk\" also belongs to the section in line 1; a type has one section"},
        {"[event]\ntypes = types.json\n[type run]\n[type jog]\nid = 6\n",
         ":4: the type of section \"jog\" also belongs to the section in line 3; a type has one section"},
        {"[event]\ntypes = types.json\n[type hike]\nid = 6\n",
         ":3: the name \"hike\" also belongs to another type of the types file; leave it out, or give the id of that "
         "type"},
    };
    assert_refused(cases, sizeof cases / sizeof *cases);
}

static void trouble_in_the_files_it_names(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum status status;
        const char *expected; /* %s is the folder */
    } cases[] = {
        {"[event]\ntypes = no.json\n", STATUS_IO,
         "%s/event.ini:2: types: %s/no.json: cannot open: No such file or directory"},
        {"[event]\nname = x\nroster = no.csv\n", STATUS_IO,
         "%s/event.ini:3: roster: %s/no.csv: cannot open: No such file or directory"},
        {"[event]\nroster = /no/such.csv\n", STATUS_IO,
         "%s/event.ini:2: roster: /no/such.csv: cannot open: No such file or directory"},
        {"[event]\ntypes = bad.json\n", STATUS_USAGE,
         "%s/bad.json: activity_types[0]: virtual_race_activity_type_id is not there; save the answer again"},
        {"[event]\nroster = bad.csv\n", STATUS_USAGE,
         "%s/bad.csv:1: no column is called Bib or Registration ID; the roster is RunSignup's participants export with "
         "its header"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct event event;
        struct error error = {0};
        char expected[500] = "";
        for (const char *p = cases[i].expected; *p; p++) {
            bool is_folder = p[0] == '%' && p[1] == 's';
            size_t used = strlen(expected);
            snprintf(expected + used, sizeof expected - used, "%.*s", is_folder ? (int)strlen(folder) : 1,
                     is_folder ? folder : p);
            p += is_folder;
        }
        assert_int_equal(load(&event, view_of(cases[i].text), &error), cases[i].status);
        assert_string_equal(error.text, expected);
        event_release(&event);
    }
}

static void not_there(void **state)
{
    (void)state;
    struct event event;
    struct error error;
    event_init(&event);
    assert_int_equal(event_file_load(&event, "/no/such.ini", &error), STATUS_IO);
    assert_string_equal(error.text, "/no/such.ini: cannot open: No such file or directory");
    event_release(&event);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key),
        cmocka_unit_test(a_small_one),
        cmocka_unit_test(a_zone),
        cmocka_unit_test(types_of_a_file),
        cmocka_unit_test(types_of_sections),
        cmocka_unit_test(sections_over_a_file),
        cmocka_unit_test(wrong_lines),
        cmocka_unit_test(wrong_values),
        cmocka_unit_test(types_that_clash),
        cmocka_unit_test(trouble_in_the_files_it_names),
        cmocka_unit_test(not_there),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
