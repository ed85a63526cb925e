#include "input/source.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>

#include <cmocka.h>

#include "base/buffer.h"

static char path[64];

static void write_file(struct view bytes)
{
    snprintf(path, sizeof path, "/tmp/source-test-XXXXXX");
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes.at, bytes.len), (ssize_t)bytes.len);
    close(fd);
}

/* One gzip member. */
static void gzip(struct buffer *out, struct view text)
{
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (Bytef *)(size_t)text.at;
    z.avail_in = (unsigned)text.len;
    size_t room = deflateBound(&z, text.len) + 64;
    z.next_out = (Bytef *)buffer_room(out, room);
    z.avail_out = (unsigned)room;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    out->len += room - z.avail_out;
    deflateEnd(&z);
}

static void read_all(struct source *source, struct buffer *out, size_t step)
{
    char block[4096];
    buffer_reset(out);
    for (size_t got; (got = source_read(source, block, step)) != 0;)
        buffer_add(out, (struct view){block, got});
}

struct expected {
    struct view bytes;
    const char *text;
    enum code trouble;
};

static void expect(const struct expected *e)
{
    struct error error;
    struct source *source;
    struct buffer text = {0};
    write_file(e->bytes);
    assert_int_equal(source_open_file(&source, path, &error), STATUS_OK);
    for (size_t step = 16; step <= 4096; step *= 4) { /* any read size, and after a rewind, gives the same */
        read_all(source, &text, step);
        assert_string_equal(buffer_string(&text), e->text);
        assert_int_equal(source_trouble(source)->code, e->trouble);
        assert_int_equal(source_rewind(source, &error), STATUS_OK);
    }
    buffer_release(&text);
    source_close(source);
    unlink(path);
}

static void reads_plain_and_gzip(void **state)
{
    struct buffer gz = {0};
    (void)state;
    expect(&(struct expected){VIEW("a,b\n"), "a,b\n", CODE_COUNT});
    expect(&(struct expected){VIEW(""), "", CODE_COUNT});
    expect(&(struct expected){VIEW("\xEF\xBB\xBFx"), "x", CODE_COUNT});
    gzip(&gz, VIEW("one\n"));
    gzip(&gz, VIEW("two\n"));
    expect(&(struct expected){buffer_view(&gz), "one\ntwo\n", CODE_COUNT});
    buffer_add(&gz, VIEW("\0\0\0\0"));
    expect(&(struct expected){buffer_view(&gz), "one\ntwo\n", CODE_COUNT});
    buffer_release(&gz);
}

static void tells_damage_apart(void **state)
{
    struct buffer gz = {0};
    struct view text = VIEW("some text that is long enough to be cut\n");
    (void)state;
    gzip(&gz, text);
    struct view whole = buffer_view(&gz);
    expect(&(struct expected){{whole.at, whole.len - 4}, text.at, CODE_INPUT_TRUNCATED});
    gz.at[gz.len - 6] ^= 1; /* the checksum */
    expect(&(struct expected){whole, text.at, CODE_INPUT_CORRUPT});
    gz.at[gz.len - 6] ^= 1;
    buffer_add(&gz, VIEW("garbage"));
    expect(&(struct expected){buffer_view(&gz), text.at, CODE_INPUT_CORRUPT});
    buffer_release(&gz);
}

static void trouble_names_what_it_is(void **state)
{
    struct buffer gz = {0}, text = {0};
    struct source *source;
    struct error error;
    (void)state;
    gzip(&gz, VIEW("x\n"));
    buffer_add(&gz, VIEW("garbage"));
    write_file(buffer_view(&gz));
    assert_int_equal(source_open_file(&source, path, &error), STATUS_OK);
    read_all(source, &text, 64);
    assert_string_equal(source_trouble(source)->text,
                        "after the gzip data there are bytes that belong to nothing; they were not read");
    source_close(source);
    unlink(path);
    buffer_release(&gz);
    buffer_release(&text);
}

static void decodes(void **state)
{
    static const struct {
        struct view bytes;
        enum encoding encoding;
        const char *text;
    } cases[] = {
        {{"caf\xE9\x80", 5}, ENCODING_WINDOWS_1252, "caf\xC3\xA9\xE2\x82\xAC"},
        {{"\xFF\xFE"
          "a\0\xE9\0",
          6},
         ENCODING_UTF16LE,
         "a\xC3\xA9"},
        {{"\0a\0\xE9", 4}, ENCODING_UTF16BE, "a\xC3\xA9"},
        {{"\xC3\xA9 \xE9!", 5}, ENCODING_UTF8_MENDED, "\xC3\xA9 \xC3\xA9!"},
        {{"a\0b", 3}, ENCODING_UTF16LE, "a\xEF\xBF\xBD"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error error;
        struct source *source;
        struct buffer text = {0};
        write_file(cases[i].bytes);
        assert_int_equal(source_open_file(&source, path, &error), STATUS_OK);
        source_decode(source, cases[i].encoding);
        read_all(source, &text, 16);
        assert_string_equal(buffer_string(&text), cases[i].text);
        buffer_release(&text);
        source_close(source);
        unlink(path);
    }
}

static void peeks_without_moving(void **state)
{
    struct error error;
    struct source *source;
    struct buffer text = {0};
    (void)state;
    write_file(VIEW("abcdef"));
    assert_int_equal(source_open_file(&source, path, &error), STATUS_OK);
    assert_true(view_is(source_peek(source, 100), "abcdef"));
    read_all(source, &text, 16);
    assert_string_equal(buffer_string(&text), "abcdef");
    buffer_release(&text);
    source_close(source);
    unlink(path);
}

static void names_what_cannot_be_opened(void **state)
{
    struct error error;
    struct source *source;
    (void)state;
    assert_int_equal(source_open_file(&source, "/nowhere/x.csv", &error), STATUS_IO);
    assert_string_equal(error.text, "/nowhere/x.csv: cannot open: No such file or directory");
    assert_int_equal(source_open_file(&source, "/tmp", &error), STATUS_IO);
    assert_string_equal(error.text, "/tmp: is a folder");
}

static void census_decides(void **state)
{
    static const struct {
        struct view text;
        enum encoding encoding;
        uint64_t first_bad;
    } cases[] = {
        {{"plain", 5}, ENCODING_UTF8, 0},
        {{"caf\xC3\xA9", 5}, ENCODING_UTF8, 0},
        {{"caf\xE9 au lait", 12}, ENCODING_WINDOWS_1252, 3},
        {{"\xC3\xA9\xC3\xA9 \xE9 x", 8}, ENCODING_UTF8_MENDED, 5},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (size_t cut = 0; cut <= cases[i].text.len; cut++) { /* in two pieces, wherever they meet */
            struct encoding_census census = {0};
            encoding_count(&census, (struct view){cases[i].text.at, cut});
            encoding_count(&census, view_skip(cases[i].text, cut));
            assert_int_equal(encoding_decide(&census), cases[i].encoding);
            assert_int_equal(census.first_bad, cases[i].first_bad);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_plain_and_gzip),     cmocka_unit_test(tells_damage_apart),
        cmocka_unit_test(trouble_names_what_it_is), cmocka_unit_test(decodes),
        cmocka_unit_test(peeks_without_moving),     cmocka_unit_test(names_what_cannot_be_opened),
        cmocka_unit_test(census_decides),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
