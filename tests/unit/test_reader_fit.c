#include "readers/reader.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "fit_bytes.h"

extern const struct reader_ops reader_fit_ops;

enum {
    FILE_ID = 0,
    SPORT = 12,
    SESSION = 18,
    LAP = 19,
    RECORD = 20,
    EVENT = 21,
    DEVICE_INFO = 23,
    ACTIVITY = 34,
    STAMP = 253,
    T0 = 1100000000, /* 2024-11-08T11:33:20Z */
};

/* Fields of the widths that devices give them. */
#define U8(number, value)                                                                                              \
    {                                                                                                                  \
        number, 1, FB_UINT8, value, NULL                                                                               \
    }
#define U16(number, value)                                                                                             \
    {                                                                                                                  \
        number, 2, FB_UINT16, value, NULL                                                                              \
    }
#define U32(number, value)                                                                                             \
    {                                                                                                                  \
        number, 4, FB_UINT32, value, NULL                                                                              \
    }
#define I32(number, value)                                                                                             \
    {                                                                                                                  \
        number, 4, FB_SINT32, value, NULL                                                                              \
    }
#define TEXT(number, text)                                                                                             \
    {                                                                                                                  \
        number, sizeof(text), FB_STRING, 0, text                                                                       \
    }
#define ADD(global, ...) fb_message(&messages, 0, global, false, FB_FIELDS(__VA_ARGS__))

static struct buffer messages;

/* ---- one reader and its one parser ---- */

struct bed {
    struct source *source;
    struct reader reader;
    struct parser parser;
    struct batch notes, batch;
    struct chunk chunk;
    struct error error;
};

static void add_findings(struct buffer *out, const struct finding *f)
{
    for (; f; f = f->next) {
        buffer_format(out, "[%s", code_table[f->code].name);
        if (f->args[0].type != ARG_NONE) {
            buffer_add_text(out, ": ");
            arg_text(out, &f->args[0]);
        }
        buffer_add_char(out, ']');
    }
}

static void tell_rows(struct bed *bed, struct buffer *out)
{
    for (size_t i = 0; i < bed->chunk.count; i++) {
        struct activity *row = batch_add_row(&bed->batch);
        struct record record;
        assert_int_equal(
            reader_fit_ops.parse(&bed->parser, &bed->chunk, &bed->chunk.cuts[i], &bed->batch, row, &record), STATUS_OK);
        buffer_add_text(out, out->len ? " | " : "");
        for (uint32_t n = 0; n < record.count; n++) {
            buffer_add_text(out, n ? "," : "");
            buffer_add_masked(out, record.cells[n]);
        }
        add_findings(out, row->findings);
    }
}

/* All rows twice, as a run that starts over reads them; what the second time gives is told. */
static void read_rows(struct bed *bed, struct buffer *out)
{
    for (int pass = 0; pass < 2; pass++) {
        uint64_t index = 0;
        buffer_reset(out);
        assert_int_equal(source_rewind(bed->source, &bed->error), STATUS_OK);
        assert_int_equal(reader_fit_ops.start(&bed->reader, &bed->error), STATUS_OK);
        while (reader_fit_ops.cut(&bed->reader, &bed->chunk, &bed->error) == STATUS_OK && bed->chunk.count) {
            assert_int_equal(bed->chunk.first_index, index);
            index += bed->chunk.count;
            tell_rows(bed, out);
        }
        reader_fit_ops.finish(&bed->reader, &bed->notes);
    }
}

static void read_all(struct buffer *out, struct view file)
{
    struct bed bed = {.source = fb_source(file)};
    bed.reader = (struct reader){.ops = &reader_fit_ops, .source = bed.source};
    enum status status = reader_fit_ops.open(&bed.reader, &bed.notes, &bed.error);
    bed.parser.reader = &bed.reader;
    reader_fit_ops.parser_init(&bed.parser);
    if (status == STATUS_OK)
        read_rows(&bed, out);
    else
        buffer_add_text(out, "refused ");
    add_findings(out, bed.notes.findings);
    reader_fit_ops.parser_release(&bed.parser);
    reader_fit_ops.close(&bed.reader);
    arena_release(&bed.reader.arena);
    batch_release(&bed.notes);
    batch_release(&bed.batch);
    buffer_release(&bed.chunk.text);
    memory_free(bed.chunk.cuts);
    source_close(bed.source);
}

/* The messages so far as a file, read; start,offset,elapsed,moving,distance,gain,sport,name,comment,device of each row.
 */
static void expect(const char *rows)
{
    struct buffer file = {0}, out = {0};
    fb_file(&file, buffer_view(&messages), 14);
    read_all(&out, buffer_view(&file));
    assert_string_equal(buffer_string(&out), rows);
    buffer_release(&file);
    buffer_release(&out);
    buffer_reset(&messages);
}

static int release(void **state)
{
    (void)state;
    buffer_release(&messages);
    return 0;
}

static void add_records(int64_t start, int count, int64_t metres)
{
    for (int i = 0; i < count; i++)
        ADD(RECORD, U32(STAMP, start + i * 10), U32(5, (metres + i * 40) * 100));
}

static void add_session(int64_t start, int64_t seconds, int64_t metres, int64_t sport)
{
    ADD(SESSION, U32(STAMP, start + seconds), U32(2, start), U32(7, seconds * 1000), U32(8, seconds * 1000 - 500),
        U32(9, metres * 100), U16(22, 55), U8(5, sport), U8(6, 0));
}

/* ---- sessions ---- */

static void one_session(void **state)
{
    (void)state;
    ADD(FILE_ID, U8(0, 4), U16(1, 1), TEXT(8, "Forerunner 255"));
    ADD(SPORT, U8(0, 1), U8(1, 0), TEXT(3, "Morning Run"));
    add_records(T0, 10, 0);
    add_session(T0, 1800, 5000, 1);
    ADD(ACTIVITY, U32(STAMP, T0 + 1800), U32(5, T0 + 1800 - 4 * 3600));
    expect(
        "2024-11-08T11:33:20.000Z,-14400,1800.000,1799.500,5000.000,55.000,running,Morning Run,,Garmin Forerunner 255");
}

static void what_is_not_said(void **state)
{
    (void)state;
    ADD(FILE_ID, U8(0, 4));
    add_records(T0, 10, 0);
    ADD(SESSION, U32(2, 0xFFFFFFFF), U32(7, 0xFFFFFFFF), U32(8, 0xFFFFFFFF), U32(9, 0xFFFFFFFF), U8(5, 1));
    expect("2024-11-08T11:33:20.000Z,,90.000,90.000,360.000,,running,,,");
    ADD(SESSION, U32(STAMP, T0 + 60), U32(7, 60000), U32(9, 20000)); /* no start, but an end */
    expect("2024-11-08T11:33:20.000Z,,60.000,,200.000,,,,,");
    ADD(SESSION, U32(2, 5000), U32(7, 60000), U32(9, 20000), U8(5, 1)); /* seconds since power-up */
    expect(",,60.000,,200.000,,running,,,");
    add_records(5000, 3, 0);
    ADD(SESSION, U32(2, 5000), U32(7, 60000), U32(9, 20000), U8(5, 1));
    expect(",,60.000,,200.000,,running,,,[track-no-time]");
}

static void zeros_that_are_none(void **state)
{
    (void)state;
    add_records(T0, 30, 0); /* 1160 m */
    add_session(T0, 290, 0, 1);
    expect("2024-11-08T11:33:20.000Z,,290.000,289.500,1160.000,55.000,running,,,");
    add_records(T0, 10, 0); /* 360 m: it may be so */
    add_session(T0, 290, 0, 10);
    expect("2024-11-08T11:33:20.000Z,,290.000,289.500,0.000,55.000,training,,,");
    add_records(T0, 10, 0);
    ADD(SESSION, U32(2, T0), U32(7, 0), U32(8, 0), U32(9, 36000));
    expect("2024-11-08T11:33:20.000Z,,90.000,90.000,360.000,,,,,");
    ADD(SESSION, U32(2, T0), U32(7, 0), U32(8, 90000), U32(9, 36000));
    expect("2024-11-08T11:33:20.000Z,,90.000,90.000,360.000,,,,,");
}

static void times_in_each_others_place(void **state)
{
    (void)state;
    ADD(SESSION, U32(2, T0), U32(7, 60000), U32(8, 90000), U32(9, 36000));
    expect("2024-11-08T11:33:20.000Z,,90.000,60.000,360.000,,,,,");
}

static void written_twice(void **state)
{
    (void)state;
    add_session(T0, 0, 0, 1);
    add_session(T0, 1800, 5000, 1);
    expect("2024-11-08T11:33:20.000Z,,1800.000,1799.500,5000.000,55.000,running,,,");
    ADD(SESSION, U16(254, 0), U32(2, T0), U32(7, 60000), U32(9, 20000), U8(5, 3));
    ADD(SESSION, U16(254, 1), U32(2, T0), U32(7, 90000), U32(9, 20000), U8(5, 3));
    expect("2024-11-08T11:33:20.000Z,,60.000,,200.000,,transition,,, | "
           "2024-11-08T11:33:20.000Z,,90.000,,200.000,,transition,,,");
    ADD(SESSION, U32(2, 100), U32(7, 60000), U32(9, 20000)); /* without a clock two are two */
    ADD(SESSION, U32(2, 300), U32(7, 60000), U32(9, 20000));
    expect(",,60.000,,200.000,,,,, | ,,60.000,,200.000,,,,,");
}

/* Each leg has a distance of its own from its records, wherever the sessions stand and whether or not the odometer
 * starts again. */
static void multisport(void **state)
{
    (void)state;
    for (int i = 0; i < 4; i++) {
        bool first = i & 1, through = i & 2;
        for (int part = 0; part < 2; part++)
            if ((part == 0) == first) {
                ADD(SESSION, U32(2, T0), U32(7, 100000), U32(9, 0xFFFFFFFF), U8(5, 5), U8(6, 18), U16(254, 0));
                ADD(SESSION, U32(2, T0 + 100), U32(7, 50000), U32(9, 0), U8(5, 3), U8(6, 0), U16(254, 1));
                ADD(SESSION, U32(2, T0 + 150), U32(7, 400000), U32(9, 0), U8(5, 2), U8(6, 7), U16(254, 2));
            } else {
                add_records(T0, 10, 0);
                add_records(T0 + 100, 5, through ? 360 : 0);
                add_records(T0 + 150, 41, through ? 520 : 0);
            }
        expect("2024-11-08T11:33:20.000Z,,100.000,90.000,360.000,,open water swimming,,, | "
               "2024-11-08T11:35:00.000Z,,50.000,40.000,0.000,,transition,,, | "
               "2024-11-08T11:35:50.000Z,,400.000,400.000,1600.000,,road cycling,,,");
    }
}

static void too_many_sessions(void **state)
{
    struct buffer file = {0}, out = {0};
    (void)state;
    for (int i = 0; i < 65; i++)
        add_session(T0 + i * 3600, 60, 200, 1);
    fb_file(&file, buffer_view(&messages), 14);
    buffer_reset(&messages);
    read_all(&out, buffer_view(&file));
    size_t rows = 1;
    for (struct view rest = buffer_view(&out); view_cut(&rest, '|').at && rest.at;)
        rows++;
    assert_int_equal(rows, 64);
    assert_true(view_contains(buffer_view(&out), VIEW("[input-too-large: ")));
    buffer_release(&file);
    buffer_release(&out);
}

/* ---- no session ---- */

static void laps_and_records(void **state)
{
    (void)state;
    ADD(FILE_ID, U8(0, 4));
    add_records(T0, 11, 0);
    ADD(LAP, U32(STAMP, T0 + 60), U32(2, T0), U32(7, 60000), U32(8, 59000), U32(9, 24100), U16(21, 5), U8(25, 2),
        U8(39, 8));
    ADD(LAP, U32(STAMP, T0 + 105), U32(2, T0 + 60), U32(7, 45000), U32(8, 45000), U32(9, 16000), U16(21, 6));
    expect("2024-11-08T11:33:20.000Z,,105.000,104.000,400.000,11.000,mountain cycling,,,");
    add_records(T0, 11, 0);
    ADD(LAP, U32(STAMP, T0 + 60), U32(2, T0), U32(7, 60000), U32(9, 24100), U8(25, 1)); /* the last lap is lost */
    expect("2024-11-08T11:33:20.000Z,,100.000,100.000,400.000,,running,,,");
    ADD(LAP, U32(STAMP, T0 + 60), U32(2, T0), U32(7, 60000), U32(9, 24100));
    expect("2024-11-08T11:33:20.000Z,,60.000,,241.000,,,,,");
    ADD(SPORT, U8(0, 11), U8(1, 0));
    add_records(T0, 11, 0);
    expect("2024-11-08T11:33:20.000Z,,100.000,100.000,400.000,,walking,,,");
}

static void places_and_elevation(void **state)
{
    (void)state;
    for (int i = 0; i < 11; i++)
        ADD(RECORD, U32(STAMP, T0 + i * 10), I32(0, 1000), I32(1, i * 11930),
            U16(2, (500 + i) * 5)); /* a degree is 11930465 */
    ADD(RECORD, U32(STAMP, T0 + 110), I32(0, 0x7FFFFFFF), I32(1, 0x7FFFFFFF), U16(2, 0xFFFF));
    ADD(RECORD, U32(STAMP, T0 + 120), I32(0, 0), I32(1, 0), U16(2, 0xFFFF)); /* no signal */
    expect("2024-11-08T11:33:20.000Z,,120.000,120.000,1111.906,10.000,,,,");
}

static void short_distances(void **state)
{
    (void)state;
    for (int i = 0; i < 20; i++) {
        unsigned bits = (unsigned)i * 100 * 16 & 0xFFF;
        char bytes[3] = {0, (char)((bits & 0xF) << 4), (char)(bits >> 4)};
        ADD(RECORD, U32(STAMP, T0 + i * 10), {8, 3, FB_BYTE, 0, bytes});
    }
    expect("2024-11-08T11:33:20.000Z,,190.000,190.000,1900.000,,,,,");
}

static void pauses(void **state)
{
    (void)state;
    add_records(T0, 11, 0);
    ADD(EVENT, U32(STAMP, T0 + 100), U8(0, 0), U8(1, 4));
    ADD(EVENT, U32(STAMP, T0 + 200), U8(0, 0), U8(1, 0));
    add_records(T0 + 200, 11, 400);
    expect("2024-11-08T11:33:20.000Z,,300.000,200.000,800.000,,,,,");
    add_records(T0, 11, 0);
    ADD(EVENT, U32(STAMP, T0 + 100), U8(0, 9), U8(1, 4)); /* the end of a lap, not of the timer */
    ADD(EVENT, U32(STAMP, T0 + 200), U8(0, 0), U8(1, 0));
    add_records(T0 + 200, 11, 400);
    expect("2024-11-08T11:33:20.000Z,,300.000,300.000,800.000,,,,,");
}

/* ---- what a file is ---- */

static void offsets(void **state)
{
    static const struct {
        int64_t seconds;
        const char *offset;
    } cases[] = {{0, "0"},           {19800, "19800"}, {-12600, "-12600"}, {7201, "7200"}, {7199, "7200"},
                 {-14401, "-14400"}, {7500, ""},       {50400, "50400"},   {51300, ""},    {-T0 + 1000, ""}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char row[100];
        ADD(SESSION, U32(2, T0), U32(7, 60000), U32(9, 20000));
        ADD(ACTIVITY, U32(STAMP, T0), U32(5, T0 + cases[i].seconds));
        snprintf(row, sizeof row, "2024-11-08T11:33:20.000Z,%s,60.000,,200.000,,,,,", cases[i].offset);
        expect(row);
    }
}

static void devices_and_names(void **state)
{
    (void)state;
    ADD(FILE_ID, U8(0, 4), U16(1, 23));
    ADD(DEVICE_INFO, U8(0, 1), TEXT(27, "Belt"));
    ADD(DEVICE_INFO, U8(0, 0), TEXT(27, "Suunto 9"));
    ADD(26, TEXT(8, "Intervals"));
    ADD(SESSION, U32(2, T0), U32(7, 60000), U32(9, 20000));
    ADD(SESSION, U32(2, T0 + 60), U32(7, 60000), U32(9, 20000), TEXT(110, "Trail Run"));
    expect("2024-11-08T11:33:20.000Z,,60.000,,200.000,,,Intervals,,Suunto 9 | "
           "2024-11-08T11:34:20.000Z,,60.000,,200.000,,,Trail Run,,Suunto 9");
    /* 63 bytes are kept, and no part of a character */
    ADD(26, TEXT(8, "12345678901234567890123456789012345678901234567890123456789012\xC3\xA4"));
    ADD(SESSION, U32(2, T0), U32(7, 60000), U32(9, 20000));
    expect("2024-11-08T11:33:20.000Z,,60.000,,200.000,,,"
           "12345678901234567890123456789012345678901234567890123456789012,,");
}

static void other_files(void **state)
{
    (void)state;
    ADD(FILE_ID, U8(0, 2));
    expect("refused [not-activities: a FIT file of settings, no activity]");
    ADD(FILE_ID, U8(0, 6)); /* a course has laps and records as an activity has */
    add_records(T0, 11, 0);
    ADD(LAP, U32(STAMP, T0 + 60), U32(2, T0), U32(7, 60000), U32(9, 24100));
    expect("refused [not-activities: a FIT file of a course, no activity]");
    ADD(FILE_ID, U8(0, 77));
    add_records(T0, 11, 0);
    expect("refused [not-activities: a FIT file of type 77, no activity]");
    ADD(FILE_ID, U8(0, 77));
    add_session(T0, 60, 200, 1);
    expect("2024-11-08T11:33:20.000Z,,60.000,59.500,200.000,55.000,running,,,");
    ADD(FILE_ID, U8(0, 4));
    expect("refused [not-activities: the FIT file has no session, lap or record in it]");
    expect("refused [not-activities: a FIT file that holds no activity]");
}

static void chains(void **state)
{
    struct buffer file = {0}, out = {0};
    (void)state;
    ADD(FILE_ID, U8(0, 4));
    add_session(T0, 60, 200, 1);
    fb_file(&file, buffer_view(&messages), 14);
    buffer_reset(&messages);
    ADD(FILE_ID, U8(0, 2));
    fb_file(&file, buffer_view(&messages), 12);
    buffer_reset(&messages);
    add_session(T0 + 100, 60, 300, 2);
    fb_file(&file, buffer_view(&messages), 14);
    buffer_reset(&messages);
    file.at[file.len - 1] ^= 1;
    read_all(&out, buffer_view(&file));
    assert_string_equal(buffer_string(&out), "2024-11-08T11:33:20.000Z,,60.000,59.500,200.000,55.000,running,,, | "
                                             "2024-11-08T11:35:00.000Z,,60.000,59.500,300.000,55.000,cycling,,,"
                                             "[fit-corrupt: the checksum at byte 176 does not fit the data]");
    buffer_release(&file);
    buffer_release(&out);
}

/* ---- damage ---- */

static void nothing_to_save(void **state)
{
    struct buffer out = {0};
    (void)state;
    read_all(&out, (struct view){"\x0E\x20\0\0\x40\0\0\0.FIT\0\0\x40", 15});
    assert_string_equal(buffer_string(&out), "refused [input-truncated: the FIT file is cut off at byte 15 of 80]");
    buffer_reset(&out);
    read_all(&out, (struct view){"nonsense", 8});
    assert_string_equal(buffer_string(&out), "refused [fit-corrupt: it does not begin as a FIT file does]");
    buffer_release(&out);
}

static void bids(void **state)
{
    static const struct {
        struct view head, path;
        int bid;
    } cases[] = {
        {{"\x0E\x20\0\0\0\0\0\0.FIT", 12}, {"x", 1}, 95},    {{"\x0C\x20\0\0\0\0\0\0.FIT", 12}, {"x.csv", 5}, 95},
        {{"\x20\x20\0\0\0\0\0\0.FIT", 12}, {"x", 1}, 60},    {{"\x0E\x20\0\0\0\0\0\0.FI", 11}, {"x", 1}, 0},
        {{"\x0E\x20\0\0\0\0\0\0.FI", 11}, {"x.FIT", 5}, 30}, {{"Date,Distance", 13}, {"x.fit", 5}, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(reader_fit_ops.bid(cases[i].head, cases[i].path), cases[i].bid);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_session),
        cmocka_unit_test(what_is_not_said),
        cmocka_unit_test(zeros_that_are_none),
        cmocka_unit_test(times_in_each_others_place),
        cmocka_unit_test(written_twice),
        cmocka_unit_test(multisport),
        cmocka_unit_test(too_many_sessions),
        cmocka_unit_test(laps_and_records),
        cmocka_unit_test(places_and_elevation),
        cmocka_unit_test(short_distances),
        cmocka_unit_test(pauses),
        cmocka_unit_test(offsets),
        cmocka_unit_test(devices_and_names),
        cmocka_unit_test(other_files),
        cmocka_unit_test(chains),
        cmocka_unit_test(nothing_to_save),
        cmocka_unit_test(bids),
    };
    return cmocka_run_group_tests(tests, NULL, release);
}
