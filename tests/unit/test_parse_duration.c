#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "normalize/parse_duration.h"

static const char *const result_names[] = {"ok",       "empty",         "bad",     "zero",
                                           "negative", "a status word", "a clock", "a day fraction"};

static const struct duration_style plain = {TIME_UNIT_NONE, false, NUMBER_POINT};

struct timed {
    const char *text;
    enum duration_result result;
    int64_t ms, slack_ms;
};

static void check(const struct duration_style *style, const struct timed *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int64_t ms, slack_ms;
        enum duration_result result = duration_parse(view_of(cases[i].text), style, &ms, &slack_ms);
        if (result != cases[i].result)
            fail_msg("\"%s\" is %s", cases[i].text, result_names[result]);
        if (ms != cases[i].ms || slack_ms != cases[i].slack_ms)
            fail_msg("\"%s\" gives %lld give or take %lld", cases[i].text, (long long)ms, (long long)slack_ms);
    }
}

#define CHECK(style, cases) check(style, cases, sizeof(cases) / sizeof *(cases))
#define HMS(hours, minutes, seconds) ((((hours)*60 + (minutes)) * 60 + (seconds)) * INT64_C(1000))

static void clocks(void **state)
{
    (void)state;
    static const struct timed cases[] = {
        {"9:20", DURATION_OK, HMS(0, 9, 20), 500},
        {"1:05:10", DURATION_OK, HMS(1, 5, 10), 500},
        {"00:31:24", DURATION_OK, HMS(0, 31, 24), 500},
        {"10:37:51", DURATION_OK, HMS(10, 37, 51), 500},
        {"100:00:00", DURATION_OK, HMS(100, 0, 0), 500},
        {"75:30", DURATION_OK, HMS(0, 75, 30), 500},
        {"\xC2\xA0"
         "27:00 ",
         DURATION_OK, HMS(0, 27, 0), 500},
        {"1:5", DURATION_OK, HMS(0, 1, 5), 500},
        {"1:05:5", DURATION_OK, HMS(1, 5, 5), 500},
        {"52:33.03", DURATION_OK, HMS(0, 52, 33) + 30, 5},
        {"00:28:10.5", DURATION_OK, HMS(0, 28, 10) + 500, 50},
        {"00:06:40,8", DURATION_OK, HMS(0, 6, 40) + 800, 50},
        {"25:10:00.0", DURATION_OK, HMS(25, 10, 0), 50},
        {"0:00:59.9996", DURATION_OK, HMS(0, 1, 0), 0},
        {"\"21:11.0\"", DURATION_OK, HMS(0, 21, 11), 50},
        {"1.02:03:04", DURATION_OK, HMS(26, 3, 4), 500},
        {"1 day, 2:03:04", DURATION_OK, HMS(26, 3, 4), 500},
        {"0 days 00:35:01", DURATION_OK, HMS(0, 35, 1), 500},
        {"1.05.10", DURATION_OK, HMS(1, 5, 10), 500},
        {"01.05.10", DURATION_OK, HMS(1, 5, 10), 500},
        {"1:05 h", DURATION_OK, HMS(1, 5, 0), 30000},
        {"1:05:10 h", DURATION_OK, HMS(1, 5, 10), 500},
        {"25:10 min", DURATION_OK, HMS(0, 25, 10), 500},
        {"744:00:00", DURATION_OK, HMS(744, 0, 0), 500},
    };
    CHECK(&plain, cases);
}

static void two_parts_can_be_hours(void **state)
{
    (void)state;
    static const struct duration_style hours = {TIME_UNIT_NONE, true, NUMBER_POINT};
    static const struct timed cases[] = {
        {"1:05", DURATION_OK, HMS(1, 5, 0), 30000},      {"1:5", DURATION_OK, HMS(1, 5, 0), 30000},
        {"1:05:10", DURATION_OK, HMS(1, 5, 10), 500},    {"1:05.5", DURATION_OK, HMS(0, 1, 5) + 500, 50},
        {"25:10 min", DURATION_OK, HMS(0, 25, 10), 500}, {"0:00", DURATION_ZERO, 0, 30000},
    };
    CHECK(&hours, cases);
}

static void units(void **state)
{
    (void)state;
    static const struct timed cases[] = {
        {"1h 05m 10s", DURATION_OK, HMS(1, 5, 10), 500},
        {"02h 04m", DURATION_OK, HMS(2, 4, 0), 30000},
        {"1 hr 5 min", DURATION_OK, HMS(1, 5, 0), 30000},
        {"1 hour and 5 minutes", DURATION_OK, HMS(1, 5, 0), 30000},
        {"65min", DURATION_OK, HMS(0, 65, 0), 30000},
        {"65 m", DURATION_OK, HMS(0, 65, 0), 30000},
        {"65.5 min", DURATION_OK, HMS(0, 65, 30), 3000},
        {"3600 s", DURATION_OK, HMS(1, 0, 0), 500},
        {"1.5 h", DURATION_OK, HMS(1, 30, 0), 180000},
        {"0.46027777777777779 h", DURATION_OK, HMS(0, 27, 37), 0},
        {"1h05", DURATION_OK, HMS(1, 5, 0), 30000},
        {"5 min 30", DURATION_OK, HMS(0, 5, 30), 500},
        {"25'10\"", DURATION_OK, HMS(0, 25, 10), 500},
        {"25'10''", DURATION_OK, HMS(0, 25, 10), 500},
        {"25'10", DURATION_OK, HMS(0, 25, 10), 500},
        {"25\xE2\x80\xB2"
         "10\xE2\x80\xB3",
         DURATION_OK, HMS(0, 25, 10), 500},
        {"1\xC2\xB0"
         "02'03\"",
         DURATION_OK, HMS(1, 2, 3), 500},
        {"1 Std. 5 Min.", DURATION_OK, HMS(1, 5, 0), 30000},
        {"1 heure et 5 minutes", DURATION_OK, HMS(1, 5, 0), 30000},
        {"1 tim 5 min 10 sek", DURATION_OK, HMS(1, 5, 10), 500},
        {"1d 2h", DURATION_OK, HMS(26, 0, 0), 1800000},
        {"5 s 250 ms", DURATION_OK, 5250, 1},
        {"PT1H5M10S", DURATION_OK, HMS(1, 5, 10), 500},
        {"PT4H13M", DURATION_OK, HMS(4, 13, 0), 30000},
        {"PT609.974S", DURATION_OK, 609974, 1},
        {"P1DT2H", DURATION_OK, HMS(26, 0, 0), 1800000},
        {"P1D", DURATION_OK, HMS(24, 0, 0), 43200000},
        {"PT90M", DURATION_OK, HMS(0, 90, 0), 30000},
        {"PT0S", DURATION_ZERO, 0, 500},
    };
    CHECK(&plain, cases);
}

static void spreadsheets(void **state)
{
    (void)state;
    static const struct timed cases[] = {
        {"0:25:10 AM", DURATION_CLOCK, HMS(0, 25, 10), 500},
        {"12:25:10 AM", DURATION_CLOCK, HMS(0, 25, 10), 500},
        {"1:25:10 am", DURATION_CLOCK, HMS(1, 25, 10), 500},
        {"12:25:10 PM", DURATION_CLOCK, HMS(12, 25, 10), 500},
        {"1:25:10 p. m.", DURATION_CLOCK, HMS(13, 25, 10), 500},
        {"12:25 AM", DURATION_CLOCK, HMS(0, 25, 0), 30000},
        {"1/0/1900 0:25:10", DURATION_CLOCK, HMS(0, 25, 10), 500},
        {"0/1/1900 0:25:10", DURATION_CLOCK, HMS(0, 25, 10), 500},
        {"1/1/1900 1:10:00 AM", DURATION_CLOCK, HMS(25, 10, 0), 500},
        {"1/0/00 0:25", DURATION_CLOCK, HMS(0, 25, 0), 500},
        {"1900-01-00 00:25:10", DURATION_CLOCK, HMS(0, 25, 10), 500},
        {"1899-12-30T00:25:10", DURATION_CLOCK, HMS(0, 25, 10), 500},
        {"12/31/1899 01:10:00", DURATION_CLOCK, HMS(25, 10, 0), 500},
        {"1904-01-01 00:25:10", DURATION_CLOCK, HMS(0, 25, 10), 500},
        {"12:00:00 AM", DURATION_ZERO, 0, 500},
        {"0.0174768", DURATION_DAY_FRACTION, HMS(0, 25, 10), 500},
        {"0.01747685185", DURATION_DAY_FRACTION, HMS(0, 25, 10), 500},
        {"0,01747685185", DURATION_DAY_FRACTION, HMS(0, 25, 10), 500},
        {".083333", DURATION_DAY_FRACTION, HMS(2, 0, 0), 500},
        {"0.5", DURATION_DAY_FRACTION, HMS(12, 0, 0), 500},
        {"0,500", DURATION_DAY_FRACTION, HMS(12, 0, 0), 500},
        {"1.25000", DURATION_DAY_FRACTION, HMS(30, 0, 0), 500},
        {"1.7476851851852E-02", DURATION_DAY_FRACTION, HMS(0, 25, 10), 500},
        {"0", DURATION_ZERO, 0, 0},
        {"0.00", DURATION_ZERO, 0, 0},
        {"0.000001", DURATION_ZERO, 0, 500},
        {"0:00:00", DURATION_ZERO, 0, 500},
    };
    CHECK(&plain, cases);
}

static void bare_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        struct duration_style style;
        enum duration_result result;
        int64_t ms, slack_ms;
    } cases[] = {
        {"3600", {TIME_UNIT_SECONDS, false, NUMBER_POINT}, DURATION_OK, HMS(1, 0, 0), 500},
        {"1737.5", {TIME_UNIT_SECONDS, false, NUMBER_POINT}, DURATION_OK, 1737500, 50},
        {"1737,5", {TIME_UNIT_SECONDS, false, NUMBER_COMMA}, DURATION_OK, 1737500, 50},
        {"0.4", {TIME_UNIT_SECONDS, false, NUMBER_POINT}, DURATION_OK, 400, 50},
        {"1,204", {TIME_UNIT_SECONDS, false, NUMBER_POINT}, DURATION_OK, 1204000, 500},
        {"1510000", {TIME_UNIT_MS, false, NUMBER_POINT}, DURATION_OK, HMS(0, 25, 10), 1},
        {"65", {TIME_UNIT_MINUTES, false, NUMBER_POINT}, DURATION_OK, HMS(0, 65, 0), 30000},
        {"27.616666666666667", {TIME_UNIT_MINUTES, false, NUMBER_POINT}, DURATION_OK, HMS(0, 27, 37), 0},
        {"1.5", {TIME_UNIT_HOURS, false, NUMBER_POINT}, DURATION_OK, HMS(1, 30, 0), 180000},
        {"0.0174768", {TIME_UNIT_DAYS, false, NUMBER_POINT}, DURATION_DAY_FRACTION, HMS(0, 25, 10), 500},
        {"9:20", {TIME_UNIT_SECONDS, false, NUMBER_POINT}, DURATION_OK, HMS(0, 9, 20), 500},
        {"0.0", {TIME_UNIT_SECONDS, false, NUMBER_POINT}, DURATION_ZERO, 0, 50},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct timed one = {cases[i].text, cases[i].result, cases[i].ms, cases[i].slack_ms};
        check(&cases[i].style, &one, 1);
    }
}

static void not_times(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum duration_result result;
    } cases[] = {
        {"", DURATION_EMPTY},
        {"--", DURATION_EMPTY},
        {"--:--:--", DURATION_EMPTY},
        {"n/a", DURATION_EMPTY},
        {"#N/A", DURATION_EMPTY},
        {"DNF", DURATION_STATUS_WORD},
        {"dnf", DURATION_STATUS_WORD},
        {"DNS", DURATION_STATUS_WORD},
        {"DQ", DURATION_STATUS_WORD},
        {"DSQ", DURATION_STATUS_WORD},
        {"DNQ", DURATION_STATUS_WORD},
        {" NT ", DURATION_STATUS_WORD},
        {"WD", DURATION_STATUS_WORD},
        {"DNSA", DURATION_BAD},
        {"-9:20", DURATION_NEGATIVE},
        {"-1:05:10", DURATION_NEGATIVE},
        {"-1h 05m 10s", DURATION_NEGATIVE},
        {"- 65 min", DURATION_NEGATIVE},
        {"-0.0174768", DURATION_NEGATIVE},
        {"\xE2\x88\x92"
         "9:20",
         DURATION_NEGATIVE},
        {"-DNF", DURATION_BAD},
        {"--9:20", DURATION_BAD},
        {"9:60", DURATION_BAD},
        {"1:60:00", DURATION_BAD},
        {"1:05:60", DURATION_BAD},
        {"1:2:3:4", DURATION_BAD},
        {"01:29.65.1", DURATION_BAD},
        {"9:200", DURATION_BAD},
        {":30", DURATION_BAD},
        {"9:", DURATION_BAD},
        {"9:20.", DURATION_BAD},
        {"9:20 /mi", DURATION_BAD},
        {"25:10 h min", DURATION_BAD},
        {"1.23.324", DURATION_BAD},
        {"1.60.00", DURATION_BAD},
        {"25:00:00 AM", DURATION_BAD},
        {"2026-05-01 07:00:00", DURATION_BAD},
        {"5/1/2026 7:00", DURATION_BAD},
        {"2/1/1900 0:25:10", DURATION_CLOCK}, /* the second of January, day first */
        {"4/4/1900 0:25:10", DURATION_BAD},
        {"1899-12-29 00:25:10", DURATION_BAD},
        {"65", DURATION_BAD},
        {"1.25", DURATION_BAD},
        {"1.5e400", DURATION_BAD},
        {"99999999999999999999", DURATION_BAD},
        {"32.00000", DURATION_BAD},
        {"744:00:01", DURATION_BAD},
        {"999999999 h", DURATION_BAD},
        {"99999:00:00", DURATION_BAD},
        {"5m 1h", DURATION_BAD},
        {"1h 75m", DURATION_BAD},
        {"1h 5", DURATION_OK},
        {"10 s 5", DURATION_BAD},
        {"1 day 2", DURATION_BAD},
        {"1 day, 25:00:00", DURATION_BAD},
        {"5 miles", DURATION_BAD},
        {"3 or 4", DURATION_BAD},
        {"5.0000000000000000001 h 1.00000000000000000000001 m", DURATION_BAD},
        {"P", DURATION_BAD},
        {"PT", DURATION_BAD},
        {"PT5", DURATION_BAD},
        {"P1M", DURATION_BAD},
        {"PM", DURATION_BAD},
        {"pending", DURATION_BAD},
        {"#VALUE!", DURATION_BAD},
        {"####", DURATION_BAD},
        {"NaN", DURATION_BAD},
        {"half an hour", DURATION_BAD},
        {"\"", DURATION_BAD},
        {"\"\"", DURATION_BAD},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t ms;
        enum duration_result result = duration_parse(view_of(cases[i].text), &plain, &ms, NULL);
        if (result != cases[i].result)
            fail_msg("\"%s\" is %s", cases[i].text, result_names[result]);
    }
}

static void parts(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int parts;
    } cases[] = {
        {"9:20", 2}, {" 1:05:10 ", 3}, {"52:33.03", 2}, {"1:05:10,5", 3}, {"65", 0},     {"", 0},
        {"--", 0},   {"0.5", 0},       {"9:20 AM", 0},  {"1:2:3:4", 0},   {"1h 05m", 0}, {"9:", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(duration_parts(view_of(cases[i].text)), cases[i].parts);
}

/* Every prefix of a good time is read within its own bytes; the copy has no byte to spare. */
static void prefixes(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "1 day, 2:03:04.5",
        "1h 05m 10s",
        "PT1H5M10.5S",
        "1/1/1900 1:10:00 AM",
        "1\xC2\xB0 02'03''",
        "0,01747685185",
        "1 hour and 5 minutes & 3 seconds",
        "1.02:03:04",
        "01.05.10",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (size_t len = 0; len <= strlen(texts[i]); len++) {
            char *copy = test_malloc(len ? len : 1);
            int64_t ms;
            memcpy(copy, texts[i], len);
            enum duration_result result = duration_parse((struct view){copy, len}, &plain, &ms, NULL);
            assert_true(len < strlen(texts[i]) || result != DURATION_BAD);
            test_free(copy);
        }
}

static void long_and_strange_bytes(void **state)
{
    (void)state;
    char text[4096];
    for (int byte = 0; byte < 256; byte++) {
        memset(text, byte, sizeof text);
        for (size_t len = 1; len <= sizeof text; len = len * 3 + 1) {
            int64_t ms;
            enum duration_result result = duration_parse((struct view){text, len}, &plain, &ms, NULL);
            assert_true(result == DURATION_BAD || result == DURATION_EMPTY || byte == '0');
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clocks),
        cmocka_unit_test(two_parts_can_be_hours),
        cmocka_unit_test(units),
        cmocka_unit_test(spreadsheets),
        cmocka_unit_test(bare_numbers),
        cmocka_unit_test(not_times),
        cmocka_unit_test(parts),
        cmocka_unit_test(prefixes),
        cmocka_unit_test(long_and_strange_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
