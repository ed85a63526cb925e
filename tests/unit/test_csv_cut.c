#include "input/csv_cut.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static char path[64];

static void write_file(const char *text, size_t len)
{
    snprintf(path, sizeof path, "/tmp/csv-cut-test-XXXXXX");
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, len), (ssize_t)len);
    close(fd);
}

/* Every cut as "line-last:state:text" with '|' between, so that a case is one string. */
static void cut_all(struct buffer *out, const char *text, struct csv_dialect dialect)
{
    struct error error;
    struct source *source;
    struct csv_cutter cutter = {0};
    struct chunk chunk = {0};
    write_file(text, strlen(text));
    assert_int_equal(source_open_file(&source, path, &error), STATUS_OK);
    csv_cutter_start(&cutter, source, dialect);
    while (csv_cut(&cutter, &chunk, &error) == STATUS_OK && chunk.count)
        for (size_t i = 0; i < chunk.count; i++) {
            const struct cut *c = &chunk.cuts[i];
            const char *state = c->state == CUT_RECORD ? "r" : c->state == CUT_BLANK ? "b" : code_table[c->code].name;
            buffer_format(out, "%s%llu-%llu:%s%s:", out->len ? "|" : "", (unsigned long long)chunk.first_line + c->line,
                          (unsigned long long)chunk.first_line + c->last_line, state, c->stray ? "*" : "");
            buffer_add_masked(out, chunk_text(&chunk, c));
        }
    csv_cutter_release(&cutter);
    buffer_release(&chunk.text);
    memory_free(chunk.cuts);
    source_close(source);
    unlink(path);
}

struct cut_case {
    const char *text, *cuts;
    uint32_t columns;
};

static void cuts_records(void **state)
{
    static const struct cut_case cases[] = {
        {"a,b\nc,d\n", "1-1:r:a,b|2-2:r:c,d", 2},
        {"a,b\r\nc,d", "1-1:r:a,b|2-2:r:c,d", 2},
        {"a,b\n\n,\nc,d\n", "1-1:r:a,b|2-2:b:|3-3:b:,|4-4:r:c,d", 2},
        {"a,\"b\nB\"\nc,d\n", "1-2:r:a,\"b?B\"|3-3:r:c,d", 2},
        {"a,\"b \"\"x\"\" b\"\nc,d\n", "1-1:r:a,\"b \"\"x\"\" b\"|2-2:r:c,d", 2},
        {"a, \"b,b\" \nc,d\n", "1-1:r:a, \"b,b\" |2-2:r:c,d", 2},
        /* a quote that never closes loses its own line */
        {"a,\"b\nc,d\ne,f\n", "1-1:csv-open-quote:a,\"b|2-2:r:c,d|3-3:r:e,f", 2},
        /* ... also when a later row has a good cell in quotes */
        {"a,\"b\nc,d\ne,\"f,f\"\n", "1-1:csv-open-quote:a,\"b|2-2:r:c,d|3-3:r:e,\"f,f\"", 2},
        /* ... or in a cell that would close it, but with too many cells for the header */
        {"a,\"b\nc\",d\ne,f\n", "1-1:csv-open-quote:a,\"b|2-2:r*:c\",d|3-3:r:e,f", 2},
        /* a cell over two lines that fits the header is one */
        {"a,\"b\nc,d,\"\ne,f\n", "1-2:r:a,\"b?c,d,\"|3-3:r:e,f", 2},
        /* quotes that are text */
        {"6\" snow,b\nc,d\n", "1-1:r*:6\" snow,b|2-2:r:c,d", 2},
        {"\"Great\" run,b\nc,d\n", "1-1:r*:\"Great\" run,b|2-2:r:c,d", 2},
        {"\"say \"hi\" now, ok\",b\nc,d\n", "1-1:r*:\"say \"hi\" now, ok\",b|2-2:r:c,d", 2},
        {"", "", 2},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer out = {0};
        cut_all(&out, cases[i].text,
                (struct csv_dialect){.delimiter = ',', .line_end = '\n', .columns = cases[i].columns});
        assert_string_equal(buffer_string(&out), cases[i].cuts);
        buffer_release(&out);
    }
}

static void cuts_at_carriage_returns(void **state)
{
    struct buffer out = {0};
    (void)state;
    cut_all(&out, "a;b\rc;\"d\rD\"\r", (struct csv_dialect){.delimiter = ';', .line_end = '\r', .columns = 2});
    assert_string_equal(buffer_string(&out), "1-1:r:a;b|2-3:r:c;\"d?D\"");
    buffer_release(&out);
}

/* However the bytes fall into chunks, the cuts are the same: a file of several chunks against its lines. */
static void chunks_do_not_matter(void **state)
{
    struct error error;
    struct source *source;
    struct csv_cutter cutter = {0};
    struct chunk chunk = {0};
    struct buffer text = {0};
    enum { ROWS = 20000 };
    (void)state;
    for (int i = 0; i < ROWS; i++)
        buffer_format(&text, "%d,\"two\nlines %*s\",x\n", i, i % 37, "");
    write_file(text.at, text.len);
    assert_int_equal(source_open_file(&source, path, &error), STATUS_OK);
    csv_cutter_start(&cutter, source, (struct csv_dialect){.delimiter = ',', .line_end = '\n', .columns = 3});
    uint64_t row = 0, chunks = 0;
    for (; csv_cut(&cutter, &chunk, &error) == STATUS_OK && chunk.count; chunks++) {
        assert_int_equal(chunk.first_index, row);
        for (size_t i = 0; i < chunk.count; i++, row++) {
            assert_int_equal(chunk.first_line + chunk.cuts[i].line, row * 2 + 1);
            assert_int_equal(atoi(chunk_text(&chunk, &chunk.cuts[i]).at), row);
        }
    }
    assert_int_equal(row, ROWS);
    assert_true(chunks > 1);
    csv_cutter_release(&cutter);
    buffer_release(&chunk.text);
    buffer_release(&text);
    memory_free(chunk.cuts);
    source_close(source);
    unlink(path);
}

static void a_line_without_end_is_bounded(void **state)
{
    struct buffer text = {0}, out = {0};
    (void)state;
    buffer_add_text(&text, "a,b\n");
    for (int i = 0; i < RECORD_LIMIT / 8 * 3; i++)
        buffer_add_text(&text, "01234567");
    buffer_add_text(&text, "\nc,d\n");
    cut_all(&out, buffer_string(&text), (struct csv_dialect){.delimiter = ',', .line_end = '\n', .columns = 2});
    assert_string_equal(buffer_string(&out), "1-1:r:a,b|2-2:record-too-long:|3-3:r:c,d");
    buffer_release(&text);
    buffer_release(&out);
}

static void cuts_cells(void **state)
{
    static const struct {
        const char *record, *cells;
    } cases[] = {
        {"a,b", "a|b"},
        {"a,", "a|"},
        {",", "|"},
        {"\"a,b\",c", "a,b|c"},
        {" \"a\" ,c", "a|c"},
        {"6\" snow,c", "6\" snow|c"},
        {"\"Great\" run,c", "\"Great\" run|c"},
        {"\"say \"hi\" now, ok\",c", "say \"hi\" now, ok|c"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer out = {0};
        struct csv_cell cell;
        bool first = true;
        for (struct view rest = view_of(cases[i].record); csv_next_cell(&rest, ',', &cell); first = false) {
            buffer_add_text(&out, first ? "" : "|");
            buffer_add(&out, cell.text);
        }
        assert_string_equal(buffer_string(&out), cases[i].cells);
        buffer_release(&out);
    }
}

/* Longer than a row may be, in pieces that the cutter sees one after the other. */
static void loses_only_what_is_too_long(void **state)
{
    (void)state;
    static const struct {
        const char *first, *again, *cuts;
    } cases[] = {
        {"", "abc,", "1-1:record-too-long:|2-2:r:c,d"},
        {"", "\"a\"b,", "1-1:record-too-long:|2-2:r:c,d"},
        {"", ", \"a\"b", "1-1:record-too-long:|2-2:r:c,d"},
        {"\"x\n\",", "abc,", "1-1:csv-open-quote:\"x|2-2:record-too-long:|3-3:r:c,d"},
        {"\"x\n", "abc,", "1-1:csv-open-quote:\"x|2-2:record-too-long:|3-3:r:c,d"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer text = {0}, out = {0};
        buffer_add_text(&text, cases[i].first);
        while (text.len < 3 * RECORD_LIMIT)
            buffer_add_text(&text, cases[i].again);
        buffer_add_text(&text, "\nc,d\n");
        cut_all(&out, buffer_string(&text), (struct csv_dialect){.delimiter = ',', .line_end = '\n'});
        assert_string_equal(buffer_string(&out), cases[i].cuts);
        buffer_release(&text);
        buffer_release(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cuts_records),         cmocka_unit_test(cuts_at_carriage_returns),
        cmocka_unit_test(chunks_do_not_matter), cmocka_unit_test(a_line_without_end_is_bounded),
        cmocka_unit_test(cuts_cells),           cmocka_unit_test(loses_only_what_is_too_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
