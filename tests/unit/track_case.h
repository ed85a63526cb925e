/* track_case: a document through a reader of tracks, and what comes out as one line of text. */
#ifndef TESTS_UNIT_TRACK_CASE_H
#define TESTS_UNIT_TRACK_CASE_H

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "readers/reader.h"

static inline void track_case_findings(struct buffer *out, const struct finding *f)
{
    for (; f; f = f->next) {
        buffer_format(out, " [%s", code_table[f->code].name);
        if (f->args[0].type != ARG_NONE) {
            buffer_add_text(out, ": ");
            arg_text(out, &f->args[0]);
        }
        buffer_add_char(out, ']');
    }
}

/* "line-last: start offset elapsed moving distance gain sport name comment device [findings]"; "-" is an empty cell. */
static inline void track_case_row(struct parser *parser, const struct chunk *chunk, const struct cut *cut,
                                  struct buffer *out)
{
    struct batch batch = {0};
    struct record record;
    struct activity *row = batch_add_row(&batch);
    assert_int_equal(parser->reader->ops->parse(parser, chunk, cut, &batch, row, &record), STATUS_OK);
    assert_int_equal(record.count, parser->reader->table.column_count);
    buffer_format(out, "%s%u-%u:", out->len ? " | " : "", cut->line, cut->last_line);
    for (uint32_t i = 0; i < record.count; i++) {
        buffer_add_char(out, ' ');
        buffer_add(out, record.cells[i].len ? record.cells[i] : VIEW("-"));
    }
    track_case_findings(out, row->findings);
    batch_release(&batch);
}

static inline void track_case_rows(struct reader *reader, struct buffer *out)
{
    struct parser parser = {.reader = reader};
    struct chunk chunk = {0};
    struct error error;
    uint64_t index = 0;
    reader->ops->parser_init(&parser);
    while (assert_int_equal(reader->ops->cut(reader, &chunk, &error), STATUS_OK), chunk.count) {
        assert_int_equal(chunk.first_index, index);
        for (size_t i = 0; i < chunk.count; i++, index++)
            track_case_row(&parser, &chunk, &chunk.cuts[i], out);
    }
    reader->ops->parser_release(&parser);
    buffer_release(&chunk.text);
    memory_free(chunk.cuts);
}

/* What the reader makes of the bytes, read twice to see that it starts afresh. */
static inline void track_case_read(const struct reader_ops *ops, struct view bytes, struct buffer *out)
{
    char path[] = "/tmp/track-test-XXXXXX";
    struct error error;
    struct source *source;
    struct batch notes = {0};
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes.at, bytes.len), (ssize_t)bytes.len);
    close(fd);
    assert_int_equal(source_open_file(&source, path, &error), STATUS_OK);
    unlink(path);
    struct reader reader = {.ops = ops, .source = source};
    assert_int_equal(ops->open(&reader, &notes, &error), STATUS_OK);
    for (int pass = 0; pass < 2; pass++) {
        buffer_reset(out);
        assert_int_equal(source_rewind(source, &error), STATUS_OK);
        assert_int_equal(ops->start(&reader, &error), STATUS_OK);
        track_case_rows(&reader, out);
    }
    ops->finish(&reader, &notes);
    track_case_findings(out, notes.findings);
    ops->close(&reader);
    arena_release(&reader.arena);
    batch_release(&notes);
    source_close(source);
}

struct track_case {
    const char *document, *expected;
};

static inline void track_cases_run(const struct reader_ops *ops, const struct track_case *cases, size_t count)
{
    struct buffer out = {0};
    for (size_t i = 0; i < count; i++) {
        track_case_read(ops, view_of(cases[i].document), &out);
        if (!view_is(buffer_view(&out), cases[i].expected))
            fail_msg("%s\ngives    %s\ninstead of %s", cases[i].document, buffer_string(&out), cases[i].expected);
    }
    buffer_release(&out);
}

#endif
