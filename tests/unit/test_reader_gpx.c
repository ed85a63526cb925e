#include "track_case.h"

extern const struct reader_ops reader_gpx_ops;

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define TRACK(inside) "<gpx><trk><trkseg>" inside "</trkseg></trk></gpx>"
#define POINT(lat, lon, inside) "<trkpt lat=\"" lat "\" lon=\"" lon "\">" inside "</trkpt>"
#define TIME(text) "<time>" text "</time>"

static void tracks(void **state)
{
    (void)state;
    static const struct track_case cases[] = {
        {"<?xml version=\"1.0\"?>\n<gpx creator='Watch 5' version='1.1' xmlns='http://www.topografix.com/GPX/1/1'>\n"
         "<metadata><name>May</name><time>2026-06-01T00:00:00Z</time></metadata>\n"
         "<trk><name>Morning &amp; sun</name><desc>flat</desc><type>running</type>\n<trkseg>\n" //
         POINT("45", "-70", "<ele>10</ele>" TIME("2026-05-02T08:00:00Z"))                       //
         POINT("45.001", "-70", "<ele>13.5</ele>" TIME("2026-05-02T08:00:40Z"))                 //
         "</trkseg>\n<trkseg>"                                                                  //
         POINT("45.002", "-70", TIME("2026-05-02T08:02:00Z"))                                   //
         POINT("45.003", "-70", TIME("2026-05-02T08:02:30Z"))                                   //
         "</trkseg></trk>\n</gpx>",
         "4-7: 2026-05-02T08:00:00.000Z - 150.000 70.000 222.390 3.500 running Morning & sun flat Watch 5"},
        {"<g:gpx xmlns:g='x'><g:trk><g:trkseg><g:trkpt lat='1' lon='2'><g:time>2026-05-02T08:00:00Z</g:time>"
         "</g:trkpt></g:trkseg></g:trk></g:gpx>",
         "1-1: 2026-05-02T08:00:00.000Z - 0.000 0.000 0.000 - - - - -"},
        {"<gpx><trk><type>9</type>" POINT("1", "2", TIME("2026-05-02T08:00:00Z")) "</trk></gpx>",
         "1-1: 2026-05-02T08:00:00.000Z - 0.000 0.000 0.000 - Run - - -"},
        {"<gpx><trk><extensions><x:a><x:activityType>cycling</x:activityType></x:a></extensions></trk></gpx>",
         "1-1: - - - - - - cycling - - - [track-no-points]"},
        {"<gpx><trk/><trk><name>B</name></trk></gpx>",
         "1-1: - - - - - - - - - - [track-no-points] | 1-1: - - - - - - - B - - [track-no-points]"},
        {TRACK(POINT("1", "2", "") POINT("1.001", "2", "")), "1-1: - - - - 111.195 - - - - - [track-no-time]"},
        /* what is no place: out of range, no number, empty, missing, nowhere */
        {TRACK(POINT("91", "2", "") POINT("NaN", "2", "") POINT("", "", "") "<trkpt/>" POINT("0", "0.0", "")),
         "1-1: - - - - - - - - - - [track-no-time]"},
        /* a longitude counted round the world, a decimal comma, an exponent */
        {TRACK(POINT("1", "359.999", "") POINT("1,0", "-0.001", "") POINT("1e0", "0", "")),
         "1-1: - - - - 111.178 - - - - - [track-no-time]"},
        /* an odometer that agrees with the places, and lengths of steps under the same name */
        {TRACK(POINT("1", "2", "<extensions><d:distance>0</d:distance></extensions>")
                   POINT("1.001", "2", "<extensions><d:distance>112.5</d:distance></extensions>")),
         "1-1: - - - - 112.500 - - - - - [track-no-time]"},
        {TRACK(POINT("1", "2", "<extensions><d:distance>0</d:distance></extensions>")
                   POINT("1.001", "2", "<extensions><d:distance>112</d:distance></extensions>")
                       POINT("1.002", "2", "<extensions><d:distance>110</d:distance></extensions>")),
         "1-1: - - - - 222.390 - - - - - [track-no-time]"},
        {"<gpx><trk><extensions><s:Stats><s:Distance>9</s:Distance><s:TotalAscent>77</s:TotalAscent></s:Stats>"
         "</extensions><trkseg>" POINT("1", "2", "") "</trkseg></trk></gpx>",
         "1-1: - - - - 0.000 77.000 - - - - [track-no-time]"},
        /* a name that stands elsewhere is none of the track's */
        {"<gpx><trk><link><text>no</text><type>text/html</type></link><trkseg>" POINT(
             "1", "2", "<name>p</name>") "</trkseg></trk></gpx>",
         "1-1: - - - - 0.000 - - - - - [track-no-time]"},
    };
    track_cases_run(&reader_gpx_ops, cases, COUNT(cases));
}

static void times(void **state)
{
    (void)state;
    static const struct {
        const char *text, *start, *offset;
    } cases[] = {
        {"2026-05-02T08:00:00Z", "2026-05-02T08:00:00.000Z", "-"},
        {"2026-05-02T08:00:00.25Z", "2026-05-02T08:00:00.250Z", "-"},
        {"2026-05-02T08:00:00.1234567Z", "2026-05-02T08:00:00.123Z", "-"},
        {"2026-05-02t08:00:00z", "2026-05-02T08:00:00.000Z", "-"},
        {"2026-05-02 08:00:00", "2026-05-02T08:00:00.000Z", "-"},
        {" 2026-05-02T08:00:00+02:00\t", "2026-05-02T06:00:00.000Z", "7200"},
        {"2026-05-02T08:00:00-0330", "2026-05-02T11:30:00.000Z", "-12600"},
        {"2026-05-02T23:59:60Z", "2026-05-03T00:00:00.000Z", "-"},
        {"2026-05-02T24:00:00Z", "2026-05-03T00:00:00.000Z", "-"},
        {"2026-05-02T08:30Z", "2026-05-02T08:30:00.000Z", "-"},
        {"20260502T083000Z", "2026-05-02T08:30:00.000Z", "-"},
        {"2026-5-2T8:3:1Z", "2026-05-02T08:03:01.000Z", "-"},
        {"1969-12-31T23:59:59Z", "1969-12-31T23:59:59.000Z", "-"},
        {"2026-05-02", "-", "-"},
        {"2026-02-30T08:00:00Z", "-", "-"},
        {"2026-05-02T25:00:00Z", "-", "-"},
        {"2026-05-02T08:60:00Z", "-", "-"},
        {"2026-05-02T08:00:00X", "-", "-"},
        {"2026-05-02T08:00:00+99:00", "-", "-"},
        {"noon", "-", "-"},
        {"", "-", "-"},
    };
    struct buffer document = {0}, out = {0};
    for (size_t i = 0; i < COUNT(cases); i++) {
        char expected[100];
        buffer_reset(&document);
        buffer_format(&document, TRACK(POINT("1", "2", TIME("%s"))), cases[i].text);
        snprintf(expected, sizeof expected, "1-1: %s %s ", cases[i].start, cases[i].offset);
        track_case_read(&reader_gpx_ops, buffer_view(&document), &out);
        if (!view_starts(buffer_view(&out), view_of(expected)))
            fail_msg("\"%s\" gives %s", cases[i].text, buffer_string(&out));
    }
    buffer_release(&document);
    buffer_release(&out);
}

static void damage(void **state)
{
    (void)state;
    static const struct track_case cases[] = {
        {"<gpx><trk><trkseg>\n" POINT("1", "2", "") "\n" POINT("1.001", "2",
                                                               "") "\n<trkpt lat=\"1.002\" lon=\"2\"><ele>",
         "1-4: - - - - 111.195 - - - - - [input-truncated: the file ends in line 4, before its last element does]"
         " [track-no-time]"},
        {"<gpx><trk><trkseg>\n" POINT("1", "2", "") "\n</trk></gpx>",
         "1-3: - - - - 0.000 - - - - - [xml-syntax: the file breaks at line 3: mismatched tag] [track-no-time]"},
        {"<gpx><trk><trkseg>" POINT("1", "2", "") "</trkseg></trk>\n<x></gpx>",
         "1-1: - - - - 0.000 - - - - - [track-no-time]"
         " [xml-syntax: the file breaks at line 2: mismatched tag; the track before it was read]"},
        {TRACK(POINT("1", "2", "")) "<gpx/>",
         "1-1: - - - - 0.000 - - - - - [track-no-time]"
         " [xml-syntax: the file breaks at line 1: more follows after the end of the document; the track before it "
         "was read]"},
        {"<gpx><trk><trkseg>", " [xml-syntax: the file ends in line 1, before its last element does]"},
        {"\n \n", " [xml-syntax: there is no element in the file]"},
        {"hello", " [xml-syntax: the file breaks at line 1: syntax error]"},
        {"<!DOCTYPE gpx [<!ENTITY a 'b'>]>" TRACK(POINT("1", "2", "")),
         " [xml-syntax: the file was read to line 1: it declares entities, which no app does]"},
        {"<gpx><rte/><rte/><wpt/></gpx>", " [not-activities: the file holds 2 routes, 1 way point, but no track]"},
        {"<gpx/>", " [not-activities: the file holds no track]"},
        {"<kml/>", " [not-activities: the file holds no track]"},
    };
    track_cases_run(&reader_gpx_ops, cases, COUNT(cases));
}

/* Files that are made to take more than there is. */
static void bombs(void **state)
{
    (void)state;
    enum { MANY = 300000, LARGE = 3 * 1024 * 1024 };
    static const char head[] = "<gpx><trk><trkseg>" POINT("1", "2", "");
    struct buffer document = {0}, out = {0};
    buffer_add_text(&document, head);
    for (int i = 0; i < MANY; i++)
        buffer_add_text(&document, "<a>");
    track_case_read(&reader_gpx_ops, buffer_view(&document), &out);
    assert_non_null(strstr(buffer_string(&out), "read to line 1: elements are nested too deeply"));
    for (int quoted = 0; quoted < 2; quoted++) {
        buffer_reset(&document);
        buffer_add_text(&document, head);
        buffer_add_text(&document, quoted ? "<a b='" : "<!--");
        memset(buffer_room(&document, LARGE), 'x', LARGE);
        document.len += LARGE;
        buffer_add_text(&document, quoted ? "'/>" : "-->");
        track_case_read(&reader_gpx_ops, buffer_view(&document), &out);
        assert_non_null(strstr(buffer_string(&out), "read to line 1: a tag or comment is longer than 1 MiB"));
    }
    buffer_reset(&document);
    buffer_add_text(&document, "<gpx><trk><name>\n");
    for (int i = 0; i < MANY; i++)
        buffer_add_text(&document, "\xC3\xBC!");
    buffer_add_text(&document, "</name></trk></gpx>");
    track_case_read(&reader_gpx_ops, buffer_view(&document), &out);
    assert_true(out.len > 3900 && out.len < 4100); /* the name is cut, at the end of a letter */
    assert_non_null(strstr(buffer_string(&out), "\xC3\xBC! - - [track-no-points]"));
    buffer_release(&document);
    buffer_release(&out);
}

static void encodings(void **state)
{
    (void)state;
#define NAMED(declaration, name) declaration "<gpx><trk><name>" name "</name></trk></gpx>"
#define GIVES(name) "1-1: - - - - - - - " name " - - [track-no-points]"
    static const struct track_case cases[] = {
        {NAMED("\xEF\xBB\xBF<?xml version='1.0'?>", "Z\xC3\xBCrich"), GIVES("Z\xC3\xBCrich")},
        {NAMED("<?xml version='1.0' encoding=\"ISO-8859-1\"?>", "Z\xFCrich"), GIVES("Z\xC3\xBCrich")},
        {NAMED("<?xml version='1.0' encoding='windows-1252'?>", "\x84Z\xFCrich\x93"),
         GIVES("\xE2\x80\x9EZ\xC3\xBCrich\xE2\x80\x9C")},
        {NAMED("<?xml version='1.0' encoding='windows-1250'?>", "\x8E\xEF\xE1r"), GIVES("\xC5\xBD\xC4\x8F\xC3\xA1r")},
        {NAMED("<?xml version='1.0' encoding='utf-16'?>", "Z\xC3\xBCrich"), GIVES("Z\xC3\xBCrich")}, /* it is not */
        {NAMED("<?xml version='1.0'?>", "Z\xFCrich"), GIVES("Z\xC3\xBCrich") " [encoding-guessed: windows-1252]"},
        {NAMED("<?xml version='1.0' encoding='klingon'?>", "x"),
         " [xml-syntax: the file breaks at line 1: unknown encoding]"},
        {NAMED("<?xml version='1.0' encoding='Shift_JIS'?>", "x"),
         " [xml-syntax: the file breaks at line 1: unknown encoding]"},
        {NAMED("\n\n <?xml version='1.0'?>\n", "x"), "4-4: - - - - - - - x - - [track-no-points]"},
    };
    track_cases_run(&reader_gpx_ops, cases, COUNT(cases));
    static const char utf8[] = NAMED("<?xml version='1.0' encoding='UTF-16'?>", "Z\xFCrich");
    for (int big = 0; big < 2; big++)
        for (int marked = 0; marked < 2; marked++) {
            struct buffer wide = {0}, out = {0};
            if (marked)
                buffer_add_text(&wide, big ? "\xFE\xFF" : "\xFF\xFE");
            for (const char *p = utf8; *p; p++)
                buffer_add(&wide, (struct view){(char[]){big ? '\0' : *p, big ? *p : '\0'}, 2});
            track_case_read(&reader_gpx_ops, buffer_view(&wide), &out);
            assert_true(view_starts(buffer_view(&out), VIEW(GIVES("Z\xC3\xBCrich"))));
            buffer_release(&wide);
            buffer_release(&out);
        }
}

static void bids(void **state)
{
    (void)state;
    static const struct {
        const char *head, *path, *name; /* of the reader, "" for none */
    } cases[] = {
        {"<gpx>", "x", "gpx"},
        {"\xEF\xBB\xBF<?xml version='1.0'?>\r\n<!-- a > b --><gpx\n creator='x'>", "x", "gpx"},
        {"<!DOCTYPE gpx><a:gpx>", "x.xml", "gpx"},
        {"<!DOCTYPE gpx [<!ENTITY a '>'>]><gpx>", "x", "gpx"},
        {"<TrainingCenterDatabase xmlns='x'>", "x", "tcx"},
        {"<?xml version='1.0'?><!-- and so on", "x.gpx", "gpx"},
        {"<?xml version='1.0'?><!-- and so on", "x.tcx", "tcx"},
        {"<kml>", "x", "csv"},
        {"<html><gpx>", "x", "csv"},
        {"a,b\n<gpx>,2\n", "x.csv", "csv"},
        {"{\"a\":\"<gpx>\"}", "x.json", "json"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct reader_ops *ops = reader_choose(view_of(cases[i].head), view_of(cases[i].path), NULL);
        if (!ops || strcmp(ops->name, cases[i].name) != 0)
            fail_msg("%s in %s is read by %s", cases[i].head, cases[i].path, ops ? ops->name : "nobody");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tracks), cmocka_unit_test(times),     cmocka_unit_test(damage),
        cmocka_unit_test(bombs),  cmocka_unit_test(encodings), cmocka_unit_test(bids),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
