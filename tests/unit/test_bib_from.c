#include "run/bib_from.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

struct expected {
    const char *path, *member, *bib;
};

static void expect(const struct expected *e, enum bib_from from)
{
    struct origin origin = {.path = e->path, .member = e->member};
    struct view bib = bib_from_origin(&origin, from);
    if (!view_is(bib, e->bib))
        fail_msg("%s, %s: \"%.*s\" instead of \"%s\"", e->path, e->member ? e->member : "no member", VIEW_ARG(bib),
                 e->bib);
}

static void names(void **state)
{
    (void)state;
    static const struct expected cases[] = {
        {"0042-morning.gpx", NULL, "0042"},
        {"0042.gpx", NULL, "0042"},
        {"log/0042.fit.gz", NULL, "0042"},
        {"7", NULL, "7"},
        {"7.", NULL, "7"},
        {".7", NULL, "7"},
        {"export.zip", "99/12.tcx", "12"},
        {"55.zip", "ride.gpx", ""},
        {"bib-12_2026-05-01.gpx", NULL, "12"},
        {"2 laps, Bib #12.gpx", NULL, "12"},
        {"BIB12 3.csv", NULL, "12"},
        {"12 and 13.gpx", NULL, ""},
        {"morning.gpx", NULL, ""},
        {"", NULL, ""},
        {".gz", NULL, ""},
        {"123456.gpx", NULL, "123456"},
        {"1234567.gpx", NULL, ""},
        {"activity_12345678901.gpx", NULL, ""},
        {"activity_12345678901_42.gpx", NULL, "42"},
        {"5k 42.gpx", NULL, "42"},
        {"42 10km.gpx", NULL, "42"},
        {"10km.gpx", NULL, ""},
        {"2nd run.gpx", NULL, ""},
        {"42Smith.gpx", NULL, "42"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect(&cases[i], BIB_FROM_NAME);
}

/* Of a date or a time of day nobody must become a participant. */
static void dates(void **state)
{
    (void)state;
    static const struct expected cases[] = {
        {"2026-05-01.gpx", NULL, ""},
        {"2026.05.01.gpx", NULL, ""},
        {"2026.05.01-42.fit", NULL, ""},
        {"42-2026.05.01.fit", NULL, "42"},
        {"20260501.gpx", NULL, ""},
        {"20260501-42.gpx", NULL, "42"},
        {"20260501_070000.gpx", NULL, ""},
        {"20260501-0700-42.gpx", NULL, "42"},
        {"2026-05-01-070000.gpx", NULL, ""},
        {"2026-05-01T07:00:00Z.gpx", NULL, ""},
        {"2026-05-01_1299.gpx", NULL, "1299"},
        {"01.05.2026.gpx", NULL, ""},
        {"05-01-2026 42.gpx", NULL, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect(&cases[i], BIB_FROM_NAME);
}

static void folders(void **state)
{
    (void)state;
    static const struct expected cases[] = {
        {"0042/morning.gpx", NULL, "0042"},
        {"races/0042/morning-7.gpx", NULL, "0042"},
        {"0042/activities/1.gpx", NULL, "0042"},
        {"activities/1.gpx", NULL, ""},
        {"1.gpx", NULL, ""},
        {"/1.gpx", NULL, ""},
        {"7//ride.gpx", NULL, ""},
        {"55.zip", "ride.gpx", "55"},
        {"races/55.zip", "activities/1.gpx", "55"},
        {"55.zip", "66/ride.gpx", "66"},
        {"55.zip", "66.zip/ride.gpx", "66"},
        {"55.zip", "notes/ride.gpx", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect(&cases[i], BIB_FROM_FOLDER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names),
        cmocka_unit_test(dates),
        cmocka_unit_test(folders),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
