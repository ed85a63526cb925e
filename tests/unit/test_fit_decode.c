#include "readers/fit_decode.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "fit_bytes.h"
#include "readers/fit_crc.h"

enum { RECORD = 20, STAMP = 1100000000 };

/* Every step: "F" a file, "18@1100000000" a message and its time, "E" an end and the damage behind it. */
static void decode(struct buffer *out, struct view bytes)
{
    struct source *source = fb_source(bytes);
    struct fit_decoder *decoder = fit_decoder_new(source);
    struct fit_message message;
    enum fit_step step;
    buffer_reset(out);
    while ((step = fit_next(decoder, &message)) != FIT_DONE) {
        if (step == FIT_FILE)
            buffer_add_text(out, "F ");
        else if (step == FIT_MESSAGE)
            buffer_format(out, "%d@%lld ", message.global, (long long)fit_number(&message, FIT_TIMESTAMP));
        else if (fit_damage(decoder)->code == CODE_COUNT)
            buffer_add_text(out, "E ");
        else
            buffer_format(out, "E[%s: %s] ", code_table[fit_damage(decoder)->code].name, fit_damage(decoder)->text);
    }
    assert_int_equal(fit_next(decoder, &message), FIT_DONE);
    fit_decoder_free(decoder);
    source_close(source);
}

static void two_records(struct buffer *out, bool big)
{
    fb_message(out, 3, RECORD, big, FB_FIELDS({FIT_TIMESTAMP, 4, FB_UINT32, STAMP, NULL}, {3, 1, FB_UINT8, 90, NULL}));
    fb_byte(out, 3);
    fb_integer(out, STAMP + 1, 4, big);
    fb_byte(out, 91);
}

static const char two_told[] = "F 20@1100000000 20@1100000001 E";

static void expect(struct view bytes, const char *told)
{
    struct buffer out = {0};
    decode(&out, bytes);
    out.len -= out.len > 0; /* the last blank */
    assert_string_equal(buffer_string(&out), told);
    buffer_release(&out);
}

static void headers_and_byte_orders(void **state)
{
    static const unsigned headers[] = {12, 14, 20};
    (void)state;
    for (size_t i = 0; i < 6; i++) {
        struct buffer messages = {0}, file = {0};
        two_records(&messages, i & 1);
        unsigned header = headers[i / 2];
        fb_file(&file, buffer_view(&messages), header == 20 ? 14 : header);
        if (header == 20) { /* six bytes that are not known yet */
            struct buffer longer = {0};
            buffer_add(&longer, (struct view){file.at, 14});
            longer.at[0] = 20;
            longer.at[12] = longer.at[13] = 0;
            buffer_add(&longer, (struct view){"future", 6});
            buffer_add(&longer, buffer_view(&messages));
            fb_integer(&longer, fb_crc(buffer_view(&longer), 0), 2, false);
            buffer_release(&file);
            file = longer;
        }
        expect(buffer_view(&file), two_told);
        buffer_release(&messages);
        buffer_release(&file);
    }
}

static void checksums(void **state)
{
    struct buffer messages = {0}, file = {0};
    (void)state;
    two_records(&messages, false);
    fb_file(&file, buffer_view(&messages), 14);
    file.at[file.len - 1] ^= 1;
    expect(buffer_view(&file),
           "F 20@1100000000 20@1100000001 E[fit-corrupt: the checksum at byte 38 does not fit the data]");
    file.at[file.len - 1] ^= 1;
    file.at[13] ^= 1;
    expect(buffer_view(&file),
           "F 20@1100000000 20@1100000001 E[fit-corrupt: the checksum of the header at byte 0 is wrong]");
    file.at[12] = file.at[13] = 0; /* "not worked out" */
    file.len -= 2;
    fb_integer(&file, fb_crc(buffer_view(&file), 0), 2, false);
    expect(buffer_view(&file), two_told);
    buffer_release(&messages);
    buffer_release(&file);
}

static void crc_of_all_lengths(void **state)
{
    struct fit_crc_table table;
    unsigned char bytes[64];
    (void)state;
    fit_crc_table_init(&table);
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)(i * 37 + 11);
    for (size_t n = 0; n <= sizeof bytes; n++)
        for (size_t cut = 0; cut <= n; cut += 5) {
            uint16_t crc = fit_crc(&table, fit_crc(&table, 0, bytes, cut), bytes + cut, n - cut);
            assert_int_equal(crc, fb_crc((struct view){(char *)bytes, n}, 0));
        }
}

/* ---- messages ---- */

static void compressed_timestamps(void **state)
{
    static const unsigned headers[] = {0x80 | 1 << 5 | 2, 0x80 | 1 << 5 | 31, 0x80 | 1 << 5 | 31, 0x80 | 1 << 5 | 0};
    struct buffer messages = {0}, file = {0};
    (void)state;
    fb_define(&messages, 1, RECORD, false, FB_FIELDS({3, 1, FB_UINT8, 0, NULL}));
    fb_byte(&messages, headers[0]); /* nothing to count on from */
    fb_byte(&messages, 90);
    fb_message(&messages, 0, RECORD, false, FB_FIELDS({FIT_TIMESTAMP, 4, FB_UINT32, STAMP, NULL})); /* ends in 0 bits */
    for (size_t i = 0; i < 4; i++) {
        fb_byte(&messages, headers[i]);
        fb_byte(&messages, 90);
    }
    fb_file(&file, buffer_view(&messages), 14);
    assert_int_equal(STAMP & 31, 0);
    expect(buffer_view(&file), "F 20@-9223372036854775808 20@1100000000 20@1100000002 20@1100000031 20@1100000031 "
                               "20@1100000032 E");
    buffer_release(&messages);
    buffer_release(&file);
}

static void developer_fields_are_skipped(void **state)
{
    struct buffer messages = {0}, file = {0};
    (void)state;
    fb_define(&messages, 1, RECORD, false, FB_FIELDS({FIT_TIMESTAMP, 4, FB_UINT32, 0, NULL}));
    messages.at[0] |= 0x20;
    buffer_add(&messages, (struct view){"\2\0\3\0\1\2\0", 7}); /* two, of 3 and 2 bytes */
    for (int i = 0; i < 2; i++) {
        fb_byte(&messages, 1);
        fb_integer(&messages, STAMP + i, 4, false);
        buffer_add_text(&messages, "\x41\x41\x41\x41\x41");
    }
    fb_file(&file, buffer_view(&messages), 14);
    expect(buffer_view(&file), two_told);
    buffer_release(&messages);
    buffer_release(&file);
}

/* A definition of the greatest size, and more data than is read at once. */
static void long_messages(void **state)
{
    struct fb_field fields[255];
    struct buffer messages = {0}, file = {0}, out = {0};
    (void)state;
    for (unsigned i = 0; i < 255; i++)
        fields[i] = (struct fb_field){(uint8_t)i, 255, FB_BYTE, 0, NULL};
    fields[FIT_TIMESTAMP] = (struct fb_field){FIT_TIMESTAMP, 4, FB_UINT32, 0, NULL};
    fb_define(&messages, 0, RECORD, false, fields, 255);
    messages.at[0] |= 0x20;
    fb_byte(&messages, 255);
    for (unsigned i = 0; i < 255; i++)
        buffer_add(&messages, (struct view){"\0\xFF\0", 3});
    for (unsigned n = 0; n < 5; n++) {
        fb_byte(&messages, 0);
        for (unsigned i = 0; i < 255; i++)
            fb_values(&messages, false,
                      &(struct fb_field){0, fields[i].size, 0, i == FIT_TIMESTAMP ? STAMP + n : 0, NULL}, 1);
        for (unsigned i = 0; i < 255; i++)
            fb_integer(&messages, 0, 255, false);
    }
    fb_file(&file, buffer_view(&messages), 14);
    expect(buffer_view(&file), "F 20@1100000000 20@1100000001 20@1100000002 20@1100000003 20@1100000004 E");
    buffer_release(&messages);
    buffer_release(&file);
    buffer_release(&out);
}

/* ---- damage ---- */

static void chains_and_what_follows(void **state)
{
    struct buffer messages = {0}, file = {0};
    (void)state;
    two_records(&messages, false);
    fb_file(&file, buffer_view(&messages), 14);
    fb_file(&file, (struct view){"", 0}, 14); /* a file with nothing in it */
    fb_file(&file, buffer_view(&messages), 12);
    size_t whole = file.len;
    expect(buffer_view(&file), "F 20@1100000000 20@1100000001 E F E F 20@1100000000 20@1100000001 E");
    for (int i = 0; i < 100; i++)
        fb_byte(&file, 0);
    expect(buffer_view(&file), "F 20@1100000000 20@1100000001 E F E F 20@1100000000 20@1100000001 E");
    fb_byte(&file, 1);
    expect(buffer_view(&file), "F 20@1100000000 20@1100000001 E F E F 20@1100000000 20@1100000001 "
                               "E[fit-corrupt: the bytes from byte 194 on are no FIT file]");
    file.len = whole;
    file.at[38] ^= 1; /* the checksum of the first: the others stay good */
    expect(buffer_view(&file),
           "F 20@1100000000 20@1100000001 E[fit-corrupt: the checksum at byte 38 does not fit the data] "
           "F E F 20@1100000000 20@1100000001 E");
    buffer_release(&messages);
    buffer_release(&file);
}

static void damaged_messages(void **state)
{
    static const struct {
        struct view more;
        const char *end;
    } cases[] = {
        {{"\5", 1}, "E[fit-corrupt: the message at byte 38 is of a kind (5) that was not defined before]"},
        {{"\xE0", 1},
         "E[fit-corrupt: the message at byte 38 goes beyond the end of the data]"}, /* compressed, of kind 3 */
        {{"\3", 1}, "E[fit-corrupt: the message at byte 38 goes beyond the end of the data]"},
        {{"\x43\0\0\x14\0", 5}, "E[fit-corrupt: the message at byte 38 goes beyond the end of the data]"},
        {{"\x43\0\0\x14\0\2\1\1\2", 9}, "E[fit-corrupt: the message at byte 38 goes beyond the end of the data]"},
        {{"\x63\0\0\x14\0\0\1", 7}, "E[fit-corrupt: the message at byte 38 goes beyond the end of the data]"},
        {{"\x43\0\7\x14\0\0", 6}, "E[fit-corrupt: the definition at byte 38 makes no sense]"},
        {{"\x43\0\0\x14\0\0\3", 7}, "20@-9223372036854775808 E"}, /* a message without fields */
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer messages = {0}, file = {0}, told = {0};
        two_records(&messages, false);
        buffer_add(&messages, cases[i].more);
        fb_file(&file, buffer_view(&messages), 14);
        buffer_format(&told, "F 20@1100000000 20@1100000001 %s", cases[i].end);
        expect(buffer_view(&file), buffer_string(&told));
        buffer_release(&messages);
        buffer_release(&file);
        buffer_release(&told);
    }
}

static void not_fit(void **state)
{
    static const struct view cases[] = {
        {"x", 1},
        {"\x0E\x20\0\0\0\0\0\0.FI", 11},
        {"\x0E\x20\0\0\0\0\0\0.FIT", 12}, /* its header should go on */
        {"\x0E\x20\0\0\0\0\0\0.FAT\0\0\0\0", 16},
        {"\x0B\x20\0\0\0\0\0\0.FIT\0\0\0\0", 16},
        {"\xEF\xBB\xBF\x0E\x20\0\0\0\0\0\0.FIT\0\0", 17}, /* no text: the mark is not dropped */
    };
    (void)state;
    expect((struct view){"", 0}, "");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect(cases[i], "F E[fit-corrupt: it does not begin as a FIT file does]");
}

/* A size of 0 in the header: the device never came to write it. */
static void never_completed(void **state)
{
    struct buffer messages = {0}, file = {0};
    (void)state;
    two_records(&messages, false);
    fb_file(&file, buffer_view(&messages), 12);
    memset(file.at + 4, 0, 4);
    file.len -= 2;
    expect(buffer_view(&file),
           "F 20@1100000000 20@1100000001 E[input-truncated: the FIT file was never completed; it breaks "
           "off at byte 36]");
    buffer_release(&messages);
    buffer_release(&file);
}

static bool tells_damage(struct view bytes)
{
    struct buffer out = {0};
    decode(&out, bytes);
    bool tells = view_contains(buffer_view(&out), VIEW("E["));
    buffer_release(&out);
    return tells;
}

static void no_damage_is_silent(void **state)
{
    struct buffer messages = {0}, file = {0};
    (void)state;
    two_records(&messages, false);
    two_records(&messages, true);
    fb_file(&file, buffer_view(&messages), 14);
    for (size_t n = 1; n < file.len; n++)
        assert_true(tells_damage((struct view){file.at, n}));
    for (size_t i = 0; i < file.len * 8; i++) {
        file.at[i / 8] = (char)(file.at[i / 8] ^ 1 << i % 8);
        assert_true(tells_damage(buffer_view(&file)));
        file.at[i / 8] = (char)(file.at[i / 8] ^ 1 << i % 8);
    }
    assert_false(tells_damage(buffer_view(&file)));
    buffer_release(&messages);
    buffer_release(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headers_and_byte_orders),
        cmocka_unit_test(checksums),
        cmocka_unit_test(crc_of_all_lengths),
        cmocka_unit_test(compressed_timestamps),
        cmocka_unit_test(developer_fields_are_skipped),
        cmocka_unit_test(long_messages),
        cmocka_unit_test(chains_and_what_follows),
        cmocka_unit_test(damaged_messages),
        cmocka_unit_test(not_fit),
        cmocka_unit_test(never_completed),
        cmocka_unit_test(no_damage_is_silent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
