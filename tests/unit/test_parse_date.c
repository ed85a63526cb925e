#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/civil.h"
#include "normalize/date_words.h"
#include "normalize/parse_date.h"

enum { NO_TIME = -1, NO_ZONE = INT32_MIN };

static struct date_text scanned(const char *text)
{
    struct date_text date;
    date_scan(view_of(text), &date);
    return date;
}

/* The day in ISO form, "" when there is none. */
static const char *day_text(const char *text, enum date_order order)
{
    static char iso[CIVIL_ISO_SIZE];
    struct date_text date = scanned(text);
    int32_t day;
    iso[0] = '\0';
    if (date_resolve(&date, order, &day))
        civil_iso(iso, day);
    return iso;
}

struct settled {
    const char *text;
    enum date_shape shape;
    const char *day;
    int time_s; /* of the day, NO_TIME */
    int zone_s; /* east of UTC, NO_ZONE */
};

static void check_settled(const struct settled *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct date_text date = scanned(cases[i].text);
        if (date.shape != cases[i].shape)
            fail_msg("\"%s\" has shape %d", cases[i].text, (int)date.shape);
        assert_string_equal(day_text(cases[i].text, DATE_ORDER_UNKNOWN), cases[i].day);
        int time_s = date.has_time ? (int)(date.time_of_day_ms / 1000) : NO_TIME;
        if (time_s != cases[i].time_s)
            fail_msg("\"%s\" is at %d s", cases[i].text, time_s);
        int zone_s = date.has_zone ? date.offset_s : NO_ZONE;
        if (zone_s != cases[i].zone_s)
            fail_msg("\"%s\" has zone %d", cases[i].text, zone_s);
    }
}

#define CHECK(cases) check_settled(cases, sizeof(cases) / sizeof *(cases))
#define AT(hour, minute, second) (((hour)*60 + (minute)) * 60 + (second))

static void year_first(void **state)
{
    (void)state;
    static const struct settled cases[] = {
        {"2026-05-01", DATE_ISO, "2026-05-01", NO_TIME, NO_ZONE},
        {"  2026-05-01\xC2\xA0", DATE_ISO, "2026-05-01", NO_TIME, NO_ZONE},
        {"2026-02-30", DATE_ISO, "", NO_TIME, NO_ZONE},
        {"2026/5/1", DATE_ISO, "2026-05-01", NO_TIME, NO_ZONE},
        {"2026.05.01", DATE_ISO, "2026-05-01", NO_TIME, NO_ZONE},
        {"2026. 05. 01. 7:22", DATE_ISO, "2026-05-01", AT(7, 22, 0), NO_ZONE},
        {"20260501", DATE_ISO, "2026-05-01", NO_TIME, NO_ZONE},
        {"20260501T070322Z", DATE_ISO, "2026-05-01", AT(7, 3, 22), 0},
        {"20260501070322", DATE_ISO, "2026-05-01", AT(7, 3, 22), NO_ZONE},
        {"2026-05-01 19:03:59", DATE_ISO, "2026-05-01", AT(19, 3, 59), NO_ZONE},
        {"2026-05-01T07:03", DATE_ISO, "2026-05-01", AT(7, 3, 0), NO_ZONE},
        {"2026-05-01T07:03:22Z", DATE_ISO, "2026-05-01", AT(7, 3, 22), 0},
        {"2026-05-01T07:03:22.999Z", DATE_ISO, "2026-05-01", AT(7, 3, 22), 0},
        {"2026-05-01T07:03:22.123+02:00", DATE_ISO, "2026-05-01", AT(7, 3, 22), 7200},
        {"2026-05-01T07:03:22-0430", DATE_ISO, "2026-05-01", AT(7, 3, 22), -16200},
        {"2026-05-01 07:03:22 +0200", DATE_ISO, "2026-05-01", AT(7, 3, 22), 7200},
        {"2026-05-01 07:03:22+00", DATE_ISO, "2026-05-01", AT(7, 3, 22), 0},
        {"2026-05-01 07:03:22 UTC", DATE_ISO, "2026-05-01", AT(7, 3, 22), 0},
        {"2026-05-01 09:15:00 EDT", DATE_ISO, "2026-05-01", AT(9, 15, 0), -14400},
        {"2026-05-01 24:00:00", DATE_ISO, "2026-05-01", AT(24, 0, 0), NO_ZONE},
        {"2026-05-01 23:59:60", DATE_ISO, "2026-05-01", AT(23, 59, 59), NO_ZONE},
        {"2026-05-01T07:03:22+02:00[Europe/Berlin]", DATE_ISO, "2026-05-01", AT(7, 3, 22), 7200},
        {"2026-05-01 07:00:00 +0200 - 2026-05-01 08:00:00 +0200", DATE_ISO, "2026-05-01", AT(7, 0, 0), 7200},
        {"1899-12-31", DATE_ISO, "", NO_TIME, NO_ZONE},
        {"2200-01-01", DATE_ISO, "", NO_TIME, NO_ZONE},
    };
    CHECK(cases);
}

static void worded(void **state)
{
    (void)state;
    static const struct settled cases[] = {
        {"May 1, 2026", DATE_WORDED, "2026-05-01", NO_TIME, NO_ZONE},
        {"Apr 30, 2026, 7:00:00 AM", DATE_WORDED, "2026-04-30", AT(7, 0, 0), NO_ZONE},
        {"Apr 30, 2026, 7:00:00\xE2\x80\xAFPM", DATE_WORDED, "2026-04-30", AT(19, 0, 0), NO_ZONE},
        {"Apr 30, 2026, 12:05 AM", DATE_WORDED, "2026-04-30", AT(0, 5, 0), NO_ZONE},
        {"Apr 30, 2026, 12:05 p. m.", DATE_WORDED, "2026-04-30", AT(12, 5, 0), NO_ZONE},
        {"May 1st, 2026 at 7 AM", DATE_WORDED, "2026-05-01", AT(7, 0, 0), NO_ZONE},
        {"Dec 3, 2:15PM 2015", DATE_WORDED, "2015-12-03", AT(14, 15, 0), NO_ZONE},
        {"Fri 1-May-26", DATE_WORDED, "2026-05-01", NO_TIME, NO_ZONE},
        {"1-May-69", DATE_WORDED, "1969-05-01", NO_TIME, NO_ZONE},
        {"2026-May-01", DATE_WORDED, "2026-05-01", NO_TIME, NO_ZONE},
        {"May 1 '26", DATE_WORDED, "2026-05-01", NO_TIME, NO_ZONE},
        {"Sept. 7, 2008", DATE_WORDED, "2008-09-07", NO_TIME, NO_ZONE},
        {"Friday, the 1st of May 2026", DATE_WORDED, "2026-05-01", NO_TIME, NO_ZONE},
        {"Fri May 01 2026 07:00:00 GMT-0400 (Eastern Daylight Time)", DATE_WORDED, "2026-05-01", AT(7, 0, 0), -14400},
        {"Fri May  1 07:00:00 EDT 2026", DATE_WORDED, "2026-05-01", AT(7, 0, 0), -14400},
        {"jeu., 2 juil. 2015 5:58", DATE_WORDED, "2015-07-02", AT(5, 58, 0), NO_ZONE},
        {"mar., 7 juil. 2015 5:47", DATE_WORDED, "2015-07-07", AT(5, 47, 0), NO_ZONE},
        {"mar. 3 mars 2015", DATE_WORDED, "2015-03-03", NO_TIME, NO_ZONE},
        {"3 mar 2015", DATE_WORDED, "2015-03-03", NO_TIME, NO_ZONE},
        {"dim., 1er f\xC3\xA9vr. 2015 \xC3\xA0 7h03", DATE_WORDED, "2015-02-01", AT(7, 3, 0), NO_ZONE},
        {"5 ao\xC3\xBBt 2015", DATE_WORDED, "2015-08-05", NO_TIME, NO_ZONE},
        {"5 aou\xCC\x82t 2015", DATE_WORDED, "2015-08-05", NO_TIME, NO_ZONE},
        {"24 sep. 2019 15:44:06", DATE_WORDED, "2019-09-24", AT(15, 44, 6), NO_ZONE},
        {"29 mrt. 2020 08:03:34", DATE_WORDED, "2020-03-29", AT(8, 3, 34), NO_ZONE},
        {"Freitag, den 1. Mai 2026 um 7:03 Uhr", DATE_WORDED, "2026-05-01", AT(7, 3, 0), NO_ZONE},
        {"3. M\xC3\xA4rz 2026", DATE_WORDED, "2026-03-03", NO_TIME, NO_ZONE},
        {"viernes, 1 de mayo de 2026", DATE_WORDED, "2026-05-01", NO_TIME, NO_ZONE},
        {"sexta-feira, 1 de maio de 2026", DATE_WORDED, "2026-05-01", NO_TIME, NO_ZONE},
        {"ven 1 mag 2026", DATE_WORDED, "2026-05-01", NO_TIME, NO_ZONE},
        {"1 wrze\xC5\x9Bnia 2026", DATE_WORDED, "2026-09-01", NO_TIME, NO_ZONE},
        {"1 pa\xC5\xBA 2026", DATE_WORDED, "2026-10-01", NO_TIME, NO_ZONE},
        {"fredag den 1. maj 2026 kl. 07.03", DATE_WORDED, "2026-05-01", AT(7, 3, 0), NO_ZONE},
        {"l\xC3\xB8r. 2. des. 2023", DATE_WORDED, "2023-12-02", NO_TIME, NO_ZONE},
        {"1. toukokuuta 2026 klo 7.03.22", DATE_WORDED, "2026-05-01", AT(7, 3, 22), NO_ZONE},
        {"2026. m\xC3\xA1jus 1., p\xC3\xA9ntek", DATE_WORDED, "2026-05-01", NO_TIME, NO_ZONE},
        {"Feb 29, 2026", DATE_WORDED, "", NO_TIME, NO_ZONE},
        {"May 1", DATE_WORDED, "", NO_TIME, NO_ZONE},
    };
    CHECK(cases);
}

static void counted(void **state)
{
    (void)state;
    static const struct settled cases[] = {
        {"46143", DATE_SERIAL, "2026-05-01", NO_TIME, NO_ZONE},
        {"46143.5", DATE_SERIAL, "2026-05-01", AT(12, 0, 0), NO_ZONE},
        {"46143,29166666667", DATE_SERIAL, "2026-05-01", AT(7, 0, 0), NO_ZONE},
        {"46143.999999", DATE_SERIAL, "2026-05-02", AT(0, 0, 0), NO_ZONE},
        {"1777618800", DATE_EPOCH, "2026-05-01", 0, NO_ZONE},
        {"1777593599.9994", DATE_EPOCH, "2026-04-30", 0, NO_ZONE},
        {"1777618800123", DATE_EPOCH, "2026-05-01", 0, NO_ZONE},
    };
    CHECK(cases);
    assert_true(scanned("1777618800.5").epoch_ms == 1777618800500);
    assert_true(scanned("1777618800123").epoch_ms == 1777618800123);
    assert_true(scanned("46143.5").serial == 46143);
    assert_true(scanned("2026-05-01T07:03:22.123Z").time_of_day_ms == AT(7, 3, 22) * 1000 + 123);
}

static void order_decides(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum date_shape shape;
        const char *unknown, *mdy, *dmy, *ymd;
    } cases[] = {
        {"5/31/2026", DATE_SLASHED, "", "2026-05-31", "", ""},
        {"04/08/2015 07:00", DATE_SLASHED, "", "2015-04-08", "2015-08-04", ""},
        {"31-05-26", DATE_SLASHED, "", "", "2026-05-31", "2031-05-26"},
        {"26-05-01", DATE_SLASHED, "", "", "2001-05-26", "2026-05-01"},
        {"01/07/21 23:21:55", DATE_SLASHED, "", "2021-01-07", "2021-07-01", "2001-07-21"},
        {"5 / 1 / 2026", DATE_SLASHED, "", "2026-05-01", "2026-01-05", ""},
        {"01 05 2026", DATE_SLASHED, "", "2026-01-05", "2026-05-01", ""},
        {"ter, 21/02/2023", DATE_SLASHED, "", "", "2023-02-21", ""},
        {"mar. 3/5/2026", DATE_SLASHED, "", "2026-03-05", "2026-05-03", ""},
        {"7:00 AM 5/31/2026", DATE_SLASHED, "", "2026-05-31", "", ""},
        {"07:00 31-05-2026", DATE_SLASHED, "", "", "2026-05-31", ""},
        {"31.05.2026", DATE_DOTTED, "2026-05-31", "", "2026-05-31", ""},
        {"1. 5. 2026", DATE_DOTTED, "2026-05-01", "2026-01-05", "2026-05-01", ""},
        {"05.06.26 7.30", DATE_DOTTED, "2026-06-05", "2026-05-06", "2026-06-05", "2005-06-26"},
        {"99/99/2026", DATE_SLASHED, "", "", "", ""},
        {"13/31/2026", DATE_SLASHED, "", "", "", ""},
        {"5/1", DATE_SLASHED, "", "", "", ""},
        {"31.05.", DATE_DOTTED, "", "", "", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (scanned(cases[i].text).shape != cases[i].shape)
            fail_msg("\"%s\" has shape %d", cases[i].text, (int)scanned(cases[i].text).shape);
        assert_string_equal(day_text(cases[i].text, DATE_ORDER_UNKNOWN), cases[i].unknown);
        assert_string_equal(day_text(cases[i].text, DATE_ORDER_MDY), cases[i].mdy);
        assert_string_equal(day_text(cases[i].text, DATE_ORDER_DMY), cases[i].dmy);
        assert_string_equal(day_text(cases[i].text, DATE_ORDER_YMD), cases[i].ymd);
    }
    struct date_text date = scanned("5/31/26");
    assert_true(date.two_digit_year && date.has_year && date.year == 2026 && date.first == 5 && date.second == 31);
    date = scanned("5/31");
    assert_true(!date.has_year && date.first == 5 && date.second == 31);
}

static void no_dates(void **state)
{
    (void)state;
    static const char *const empty[] = {"", "  ", "-", "--", "n/a", "N/A", "#N/A", "null", "\xE2\x80\x94"};
    for (size_t i = 0; i < sizeof empty / sizeof *empty; i++)
        assert_int_equal(scanned(empty[i]).shape, DATE_EMPTY);
    static const char *const bad[] = {
        "yesterday",
        "6/?/2026",
        "TBD",
        "?",
        "####",
        "#VALUE!",
        "five",
        "3 or 4",
        "12",
        "7.5",
        "1234",
        "123456",
        "2026",
        "May 2026",
        "2026 May",
        "05/2026",
        "5/31/026",
        "5/31/20266",
        "31.05-2026",
        "5//31/2026",
        "5,31,2026",
        "10 12 13",
        "2026-05-01 25:00",
        "2026-05-01 07:61",
        "2026-05-01 7",
        "2026-05-01 07:00 07:00",
        "2026-05-01-",
        "-2026-05-01",
        "2026-05-01x",
        "2026-05-01 AM",
        "May June 1 2026",
        "1.2.3.4",
        "0:25:10",
        "2026-05-01T07:00:00+99:00",
        "99991231T1",
        "1.5e3",
        "31/the",
        "\xC3(",
        "05312026",
        "2026-13",
        "46143x",
        "2026-05-01 07:00 - 2026-05-01",
        "2026-W18-5",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct date_text date = scanned(bad[i]);
        bool placed = date.shape == DATE_BAD || !*day_text(bad[i], DATE_ORDER_DMY);
        if (!placed || (date.shape != DATE_BAD && date.has_year))
            fail_msg("\"%s\" has shape %d", bad[i], (int)date.shape);
    }
}

static void long_and_strange_bytes(void **state)
{
    (void)state;
    char text[4096];
    for (int byte = 0; byte < 256; byte++) {
        struct date_text date;
        memset(text, byte, sizeof text);
        for (size_t len = 1; len <= sizeof text; len = len * 3 + 1) {
            date_scan((struct view){text, len}, &date);
            assert_true(date.shape == DATE_BAD || date.shape == DATE_EMPTY || !date.has_year || byte == '2');
        }
    }
    struct date_text date;
    date_scan((struct view){"2026-05-01\0", 11}, &date);
    assert_int_equal(date.shape, DATE_BAD);
    date_scan((struct view){NULL, 0}, &date);
    assert_int_equal(date.shape, DATE_EMPTY);
}

/* Every prefix of a good date is read within its own bytes; the copy has no byte to spare. */
static void prefixes(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "Fri May 01 2026 07:00:00 p. m. GMT-0400 (Eastern)",
        "2026-05-01T07:03:22.123+02:00[Europe/Berlin]",
        "dim., 1er f\xC3\xA9vr. 2015 \xC3\xA0 7h03",
        "46143,29166666667",
        "1. toukokuuta 2026 klo 7.03.22",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (size_t len = 0; len <= strlen(texts[i]); len++) {
            char *copy = test_malloc(len ? len : 1);
            struct date_text date;
            memcpy(copy, texts[i], len);
            date_scan((struct view){copy, len}, &date);
            assert_true(len < strlen(texts[i]) || date.shape != DATE_BAD);
            test_free(copy);
        }
}

static void plain_iso(void **state)
{
    (void)state;
    int32_t day = 0;
    assert_true(date_plain_iso(VIEW("2026-05-01"), &day) && day == 20574);
    static const char *const others[] = {
        "2026-5-1", "2026-05-01 ", "2026/05/01", "2026-02-30", "1899-12-31", "2200-01-01", ""};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(date_plain_iso(view_of(others[i]), &day));
}

/* Each row of the table is found: the table is sorted and has no word twice. */
static void words_are_sorted(void **state)
{
    (void)state;
    static const struct {
        const char *word;
        enum date_role role;
        int value;
    } rows[] = {
#define DATE_WORD(word, role, value) {word, DATE_ROLE_##role, value},
#include "normalize/date_words.def"
#undef DATE_WORD
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct date_word found = date_word_at(view_of(rows[i].word));
        if (found.role != rows[i].role || found.value != rows[i].value || found.len != strlen(rows[i].word))
            fail_msg("\"%s\" is not found", rows[i].word);
    }
    assert_int_equal(date_word_at(VIEW("MAYBE")).role, DATE_ROLE_NONE);
    assert_int_equal(date_word_at(VIEW("Pneumonoultramicroscopic")).role, DATE_ROLE_NONE);
    assert_int_equal(date_word_at(VIEW("1")).len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(year_first),    cmocka_unit_test(worded),    cmocka_unit_test(counted),
        cmocka_unit_test(order_decides), cmocka_unit_test(no_dates),  cmocka_unit_test(long_and_strange_bytes),
        cmocka_unit_test(prefixes),      cmocka_unit_test(plain_iso), cmocka_unit_test(words_are_sorted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
