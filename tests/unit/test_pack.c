#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <cjson/cJSON.h>
#include <zlib.h>

#include "pack_fixture.h"

/* The API's own example (GET /API/v2/vr-activities.json/POST) with tallies in miles. */
static void documented_example(void **state)
{
    struct fixture *f = *state;
    struct activity *row = add_row(f, "0042", "");
    row->distance_mm = 1609344;
    row->elevation_mm = 1002000;
    row->elapsed_ms = 1234556;
    row->type_id = 6;
    row->validated_pace = true;
    row->comment = VIEW("Morning run\n\"caf\xC3\xA9\"");
    row = add_row(f, "42", "");
    row->distance_mm = 2 * 1609344;
    row->elapsed_ms = 12345562;
    row->type_id = 7;
    assert_int_equal(write_pack(f), STATUS_OK);
    assert_string_equal(content(f, "requests/0001-bib-42.json"),
                        "{\"activities\":[{\"tally_split_date\":\"2026-05-01\",\"result_split_tally_value\":1,"
                        "\"split_elevation_gain_in_mm\":1002000,\"tally_split_comment\":\"Morning run\\n\\\"caf\xC3\xA9"
                        "\\\"\",\"submitted_time_in_ms\":1234556,\"virtual_race_activity_type_id\":6,"
                        "\"validated_pace\":\"T\"},{\"tally_split_date\":\"2026-05-01\",\"result_split_tally_value\":2,"
                        "\"submitted_time_in_ms\":12345562,\"virtual_race_activity_type_id\":7,"
                        "\"validated_pace\":\"F\"}]}");
}

static void values(void **state)
{
    (void)state;
    static const struct {
        int64_t distance_mm, count, elapsed_ms, elevation_mm;
        enum unit unit;
        int type;
        const char *expected;
    } cases[] = {
        {42325747, UNKNOWN, 1, UNKNOWN, UNIT_MI, -1, "\"result_split_tally_value\":26.3,\"submitted_time_in_ms\":1,"},
        {8577804, UNKNOWN, 1, UNKNOWN, UNIT_MI, 1, "\"result_split_tally_value\":5.33,\"submitted_time_in_ms\":1,"},
        {42195000, UNKNOWN, 1, 0, UNIT_KM, -1,
         "\"result_split_tally_value\":42.195,\"split_elevation_gain_in_mm\":0,\"submitted_time_in_ms\":1,"},
        {42325747, UNKNOWN, UNKNOWN, UNKNOWN, UNIT_MM, -1, "\"result_split_tally_value\":42325747,\"valid"},
        {UNKNOWN, 250, 1, UNKNOWN, UNIT_MI, -1, "\"result_split_tally_value\":250,\"submitted"},
        {UNKNOWN, 250, 1, UNKNOWN, UNIT_COUNT, -1, "\"result_split_tally_value\":250,\"submitted"},
        {1000000, UNKNOWN, 1, UNKNOWN, UNIT_KM, 0, "_value\":1,\"split_elevation_gain_in_mm\":0,\"submitted"},
        {9007199254740993, UNKNOWN, 9007199254740995, UNKNOWN, UNIT_MM, -1,
         "\"result_split_tally_value\":9007199254740993,\"submitted_time_in_ms\":9007199254740995,"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        set_up(state);
        struct fixture *f = *state;
        struct event_type types[] = {{.elevation = ENTRY_REQUIRED}, {.elevation = ENTRY_OPTIONAL}};
        f->event.types = types;
        f->event.type_count = 2;
        struct activity *row = add_row(f, "7", "");
        row->distance_mm = cases[i].distance_mm;
        row->count = cases[i].count;
        row->elapsed_ms = cases[i].elapsed_ms;
        row->elevation_mm = cases[i].elevation_mm;
        row->type = (int16_t)cases[i].type;
        f->output.options.tally_unit = cases[i].unit;
        assert_int_equal(write_pack(f), STATUS_OK);
        const char *body = content(f, "requests/0001-bib-7.json");
        if (!strstr(body, cases[i].expected))
            fail_msg("case %zu: %s", i, body);
        tear_down(state);
    }
}

static struct participants *roster(void)
{
    struct participants *all = participants_new();
    participants_add(all, &(struct participant){.bib = VIEW("0042"),
                                                .registration_id = VIEW("00900"),
                                                .event_name = VIEW("Mileage NON-USA"),
                                                .active = true});
    participants_add(all, &(struct participant){.bib = VIEW("7"), .registration_id = VIEW("907"), .active = true});
    participants_add(all, &(struct participant){.bib = VIEW("8"), .registration_id = VIEW("908"), .active = true});
    participants_add(all, &(struct participant){.bib = VIEW("8"), .registration_id = VIEW("909"), .active = true});
    return all;
}

/* One participant a request, whoever is named how; a bib that two registrations have is left to the API. */
static void participants_are_one(void **state)
{
    struct fixture *f = *state;
    f->event.roster = roster();
    struct event_map map[] = {{.event_id = 77, .name = VIEW("Mileage NON-USA")}};
    f->event.map = map;
    f->event.map_count = 1;
    static const char *const who[][2] = {{"42", ""},    {"7", ""},  {"", "900"}, {"0042", ""}, {"042", "0900"},
                                         {"", "00907"}, {"12", ""}, {"a1", ""},  {"A1", ""},   {"8", ""}};
    for (size_t i = 0; i < sizeof who / sizeof *who; i++)
        add_row(f, who[i][0], who[i][1]);
    assert_int_equal(write_pack(f), STATUS_OK);
    assert_string_equal(requests_of(f), "0001-reg-900.json 0002-reg-907.json 0003-bib-12.json 0004-bib-a1.json "
                                        "0005-bib-8.json ");
    const char *manifest = content(f, "manifest.json");
    assert_non_null(strstr(manifest, "\"query\":{\"race_id\":90457,\"event_id\":77,\"registration_id\":\"900\","
                                     "\"format\":\"json\"},\"participant\":{\"registration_id\":\"00900\","
                                     "\"bib_num\":\"42\"},\"event_id\":77,"));
    assert_non_null(strstr(manifest, "\"query\":{\"race_id\":90457,\"event_id\":1142660,\"bib_num\":\"12\","
                                     "\"format\":\"json\"},\"participant\":{\"registration_id\":null,"
                                     "\"bib_num\":\"12\"},\"event_id\":1142660,"));
    assert_non_null(strstr(manifest, "\"counts\":{\"requests\":5,\"participants\":5,\"activities\":10}"));
}

/* Without a roster the event's name in the row decides where it goes. */
static void events_of_rows(void **state)
{
    struct fixture *f = *state;
    struct event_map map[] = {{.event_id = 77, .name = VIEW("B")}};
    f->event.map = map;
    f->event.map_count = 1;
    add_row(f, "1", "")->event_name = VIEW("A");
    add_row(f, "1", "")->event_name = VIEW("B");
    add_row(f, "01", "")->event_name = VIEW("a");
    assert_int_equal(write_pack(f), STATUS_OK);
    const char *manifest = content(f, "manifest.json");
    assert_non_null(strstr(manifest, "race_id=90457&event_id=1142660&bib_num=1&format=json\",\"activities\":2,"));
    assert_non_null(strstr(manifest, "race_id=90457&event_id=77&bib_num=1&format=json\",\"activities\":1,"));
    assert_non_null(strstr(manifest, "\"counts\":{\"requests\":2,\"participants\":1,\"activities\":3}"));
}

static void split_and_ordered(void **state)
{
    struct fixture *f = *state;
    f->output.options.per_request = 2;
    for (int i = 0; i < 10; i++)
        add_row(f, i % 2 ? "5" : "3", "")->elapsed_ms = i;
    f->batch.rows[0].verdict = VERDICT_REJECTED;
    f->batch.rows[2].verdict = VERDICT_SKIPPED;
    assert_int_equal(write_pack(f), STATUS_OK);
    assert_string_equal(requests_of(f), "0001-bib-5.json 0002-bib-5.json 0003-bib-5.json 0004-bib-3.json "
                                        "0005-bib-3.json ");
    static const char *const expected[][3] = {{"0001-bib-5.json", "ms\":1,", "ms\":3,"},
                                              {"0002-bib-5.json", "ms\":5,", "ms\":7,"},
                                              {"0003-bib-5.json", "ms\":9,", "[{"},
                                              {"0004-bib-3.json", "ms\":4,", "ms\":6,"},
                                              {"0005-bib-3.json", "ms\":8,", "[{"}};
    for (size_t i = 0; i < 5; i++) {
        char name[64];
        snprintf(name, sizeof name, "requests/%s", expected[i][0]);
        const char *body = content(f, name);
        assert_non_null(strstr(body, expected[i][1]));
        assert_non_null(strstr(body, expected[i][2]));
        assert_int_equal(strstr(body, "},{") != NULL, i != 2 && i != 4);
    }
}

static void safe_names(void **state)
{
    struct fixture *f = *state;
    add_row(f, "../../etc/passwd", "");
    add_row(f, "A 1/\xC3\xBC&x=\"\n", "");
    add_row(f, "1234567890123456789012345678901234567890123456789", "");
    assert_int_equal(write_pack(f), STATUS_OK);
    assert_string_equal(requests_of(f), "0001-bib-______etc_passwd.json 0002-bib-A_1____x___.json "
                                        "0003-bib-1234567890123456789012345678901234567890.json ");
    assert_non_null(strstr(content(f, "manifest.json"), "&bib_num=A%201%2F%C3%BC%26x%3D%22%0A&format=json\""));
}

static int64_t number_at(const cJSON *object, const char *key)
{
    return (int64_t)cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(object, key));
}

static const char *text_at(const cJSON *object, const char *key)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, key));
    assert_non_null(text);
    return text;
}

static void manifest(void **state)
{
    struct fixture *f = *state;
    add_row(f, "42", "");
    struct activity *row = add_row(f, "7", "");
    row->line = 0;
    row->index = 5;
    row->key = 9223372036854775807u;
    row->distance_mm = UNKNOWN;
    row->count = 30;
    f->source.member = VIEW("a/b.csv");
    assert_int_equal(write_pack(f), STATUS_OK);
    cJSON *all = cJSON_Parse(content(f, "manifest.json"));
    assert_non_null(all);
    assert_int_equal(number_at(all, "manifest_version"), 1);
    const cJSON *event = cJSON_GetObjectItem(all, "event");
    assert_string_equal(text_at(event, "name"), "Spring \"Mileage\" Challenge");
    assert_int_equal(number_at(event, "race_id"), 90457);
    assert_string_equal(text_at(all, "tally_unit"), "mi");
    assert_string_equal(text_at(all, "tally_unit_words"), "miles: 3.1 means 3.1 miles");
    assert_string_equal(text_at(all, "as_of"), "2026-05-10");
    assert_int_equal(number_at(cJSON_GetObjectItem(all, "counts"), "participants"), 2);
    assert_int_equal(number_at(cJSON_GetObjectItem(all, "sums"), "distance_mm"), 4988966);
    assert_int_equal(number_at(cJSON_GetObjectItem(all, "sums"), "elapsed_ms"), 3720000);
    assert_int_equal(number_at(cJSON_GetObjectItem(all, "sums"), "tally_count"), 30);
    const cJSON *requests = cJSON_GetObjectItem(all, "requests"), *request;
    assert_int_equal(cJSON_GetArraySize(requests), 2);
    cJSON_ArrayForEach(request, requests)
    {
        const char *body = content(f, text_at(request, "file"));
        char crc[16];
        snprintf(crc, sizeof crc, "%08lx", crc32(0, (const unsigned char *)body, (unsigned)strlen(body)));
        assert_string_equal(text_at(request, "crc32"), crc);
        assert_int_equal(number_at(request, "bytes"), strlen(body));
        assert_int_equal(number_at(request, "activities"), 1);
        assert_string_equal(text_at(request, "url"), "https://runsignup.com/rest/v2/vr-activities.json");
        assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(request, "rows")), 1);
    }
    const cJSON *rows = cJSON_GetObjectItem(cJSON_GetArrayItem(requests, 0), "rows");
    assert_string_equal(text_at(cJSON_GetArrayItem(rows, 0), "source"), "spring.csv");
    assert_string_equal(text_at(cJSON_GetArrayItem(rows, 0), "member"), "a/b.csv");
    assert_int_equal(number_at(cJSON_GetArrayItem(rows, 0), "line"), 2);
    assert_string_equal(text_at(cJSON_GetArrayItem(rows, 0), "activity_key"), "1001");
    rows = cJSON_GetObjectItem(cJSON_GetArrayItem(requests, 1), "rows");
    assert_true(cJSON_IsNull(cJSON_GetObjectItem(cJSON_GetArrayItem(rows, 0), "line")));
    assert_int_equal(number_at(cJSON_GetArrayItem(rows, 0), "index"), 5);
    assert_string_equal(text_at(cJSON_GetArrayItem(rows, 0), "activity_key"), "9223372036854775807");
    cJSON_Delete(all);
}

static void unit_words(void **state)
{
    static const struct {
        enum unit unit;
        int64_t distance_mm, count;
        const char *words;
    } cases[] = {
        {UNIT_MI, 42325747, UNKNOWN, "miles: 26.3 means 26.3 miles"},
        {UNIT_KM, 5000000, UNKNOWN, "kilometres: 5 means 5 kilometres"},
        {UNIT_MM, 42325747, UNKNOWN, "millimetres: 42325747 means 42325747 millimetres, which is 26.3 miles"},
        {UNIT_COUNT, UNKNOWN, 25, "a plain count: 25 means a count of 25"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        set_up(state);
        struct fixture *f = *state;
        struct activity *row = add_row(f, "7", "");
        row->distance_mm = cases[i].distance_mm;
        row->count = cases[i].count;
        f->output.options.tally_unit = cases[i].unit;
        assert_int_equal(write_pack(f), STATUS_OK);
        assert_non_null(strstr(content(f, "manifest.json"), cases[i].words));
        assert_non_null(strstr(content(f, "README.txt"), cases[i].words));
        tear_down(state);
    }
}

static void sums_do_not_wrap(void **state)
{
    struct fixture *f = *state;
    f->output.options.tally_unit = UNIT_MM;
    for (int i = 0; i < 3; i++) {
        struct activity *row = add_row(f, "7", "");
        row->distance_mm = INT64_MAX;
        row->elapsed_ms = i ? UNKNOWN : 1;
    }
    assert_int_equal(write_pack(f), STATUS_OK);
    assert_non_null(strstr(content(f, "manifest.json"),
                           "\"sums\":{\"distance_mm\":27670116110564327421,\"elapsed_ms\":1,\"tally_count\":0}"));
}

static void nothing_to_post(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(write_pack(f), STATUS_OK);
    assert_string_equal(requests_of(f), "");
    cJSON *all = cJSON_Parse(content(f, "manifest.json"));
    assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(all, "requests")), 0);
    cJSON_Delete(all);
}

/* Rows that cannot be posted, though somebody let them through. */
static void impossible_rows(void **state)
{
    static const char *const reasons[] = {"neither a bib nor a registration id", "has no date", "no distance or count",
                                          "the tally unit is count"};
    for (size_t i = 0; i < 4; i++) {
        set_up(state);
        struct fixture *f = *state;
        add_row(f, "7", "");
        struct activity *row = add_row(f, i ? "8" : "", "");
        if (i == 1)
            row->day = UNKNOWN_DAY;
        if (i == 2)
            row->distance_mm = UNKNOWN;
        if (i == 3)
            f->output.options.tally_unit = UNIT_COUNT;
        assert_int_equal(write_pack(f), STATUS_USAGE);
        assert_non_null(strstr(f->error.text, i == 3 ? "spring.csv:2: " : "spring.csv:3: "));
        assert_non_null(strstr(f->error.text, reasons[i]));
        assert_string_equal(names_in(f, f->folder), "");
        tear_down(state);
    }
    set_up(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(documented_example),
        CASE(participants_are_one),
        CASE(events_of_rows),
        CASE(split_and_ordered),
        CASE(safe_names),
        CASE(manifest),
        CASE(sums_do_not_wrap),
        CASE(nothing_to_post),
        cmocka_unit_test(values),
        cmocka_unit_test(unit_words),
        cmocka_unit_test_teardown(impossible_rows, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
