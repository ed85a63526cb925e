/* fuzz_track: whatever the bytes, a reader of tracks ends well, its rows make sense, and where the document falls into
 * blocks changes nothing. */
#ifndef TESTS_FUZZ_FUZZ_TRACK_H
#define TESTS_FUZZ_FUZZ_TRACK_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/number.h"
#include "base/utf8.h"
#include "readers/reader.h"

enum { FUZZ_TRACK_NUMBERS_FROM = 2, FUZZ_TRACK_NUMBERS_TO = 6, FUZZ_TRACK_BLOCK = 32 * 1024 };

/* What came of one reading. */
struct fuzz_track {
    uint64_t rows, findings, hash; /* of all cells */
    int64_t values[FUZZ_TRACK_NUMBERS_TO];
};

static inline void fuzz_track_require(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "does not hold: %s\n", what);
    abort();
}

static inline uint64_t fuzz_track_findings(const struct finding *f)
{
    uint64_t n = 0;
    struct buffer text = {0};
    for (; f; f = f->next, n++) {
        buffer_reset(&text);
        finding_text(&text, f);
        struct view said = buffer_view(&text);
        fuzz_track_require(said.len && utf8_valid_until(said, false) == said.len, "a finding can be shown");
    }
    buffer_release(&text);
    return n;
}

/* Elapsed time, moving time, distance and gain are numbers, none below zero; one moves no longer than it took. */
static inline void fuzz_track_row(struct parser *parser, const struct chunk *chunk, const struct cut *cut,
                                  struct fuzz_track *o)
{
    struct batch batch = {0};
    struct record record;
    struct activity *row = batch_add_row(&batch);
    fuzz_track_require(cut->last_line >= cut->line, "a track ends where it begins or after");
    fuzz_track_require(parser->reader->ops->parse(parser, chunk, cut, &batch, row, &record) == STATUS_OK, "it parses");
    fuzz_track_require(record.count == parser->reader->table.column_count, "a row is whole");
    for (uint32_t i = 0; i < record.count; i++) {
        struct view cell = record.cells[i];
        fuzz_track_require(utf8_valid_until(cell, false) == cell.len, "a cell is text");
        o->hash = o->hash * 31 + hash_bytes(cell.at, cell.len);
        struct decimal d;
        if (i < FUZZ_TRACK_NUMBERS_FROM || i >= FUZZ_TRACK_NUMBERS_TO)
            continue;
        o->values[i] = INT64_MAX;
        if (cell.len)
            fuzz_track_require(number_parse(cell, NUMBER_POINT, &d) && d.digits >= 0 &&
                                   number_scale(d, 1000, 1, &o->values[i]),
                               "a value is a number");
    }
    bool has_times = row->findings == NULL || o->values[2] != INT64_MAX;
    fuzz_track_require(!has_times || o->values[3] == INT64_MAX || o->values[3] <= o->values[2], "moving is no more");
    o->findings += fuzz_track_findings(row->findings);
    batch_release(&batch);
}

static inline void fuzz_track_rows(struct reader *reader, struct fuzz_track *o)
{
    struct parser parser = {.reader = reader};
    struct chunk chunk = {0};
    struct error error;
    reader->ops->parser_init(&parser);
    fuzz_track_require(reader->ops->start(reader, &error) == STATUS_OK, "it starts");
    for (;;) {
        fuzz_track_require(reader->ops->cut(reader, &chunk, &error) == STATUS_OK, "it cuts");
        if (!chunk.count)
            break;
        fuzz_track_require(chunk.first_index == o->rows, "rows are counted");
        for (size_t i = 0; i < chunk.count; i++, o->rows++)
            fuzz_track_row(&parser, &chunk, &chunk.cuts[i], o);
    }
    reader->ops->parser_release(&parser);
    buffer_release(&chunk.text);
    memory_free(chunk.cuts);
}

/* Reads the document with a comment of so many bytes in front, none for 0. */
static inline struct fuzz_track fuzz_track_read(const struct reader_ops *ops, struct view bytes, size_t comment)
{
    struct fuzz_track o = {0};
    struct error error;
    struct batch notes = {0};
    struct source *source;
    struct buffer front = {0};
    char path[64];
    int fd = memfd_create("track", 0);
    fuzz_track_require(fd >= 0, "a file in memory can be made");
    if (comment) {
        buffer_add_text(&front, "<!--");
        memset(buffer_room(&front, comment), '.', comment);
        front.len += comment;
        buffer_add_text(&front, "-->");
    }
    buffer_add(&front, bytes);
    fuzz_track_require(write(fd, front.at ? front.at : "", front.len) == (ssize_t)front.len, "it can be written");
    buffer_release(&front);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    fuzz_track_require(source_open_file(&source, path, &error) == STATUS_OK, "it can be opened");
    struct reader reader = {.ops = ops, .source = source};
    ops->bid(source_peek(source, 4096), view_of(path));
    fuzz_track_require(ops->open(&reader, &notes, &error) == STATUS_OK, "a reader opens");
    fuzz_track_require(source_rewind(source, &error) == STATUS_OK, "a file can be read again");
    fuzz_track_rows(&reader, &o);
    ops->finish(&reader, &notes);
    o.findings += fuzz_track_findings(notes.findings);
    fuzz_track_require(o.rows || o.findings, "something is said");
    ops->close(&reader);
    arena_release(&reader.arena);
    batch_release(&notes);
    source_close(source);
    close(fd);
    return o;
}

static inline void fuzz_track_run(const struct reader_ops *ops, const uint8_t *data, size_t size)
{
    struct view bytes = {(const char *)data, size};
    bool is_plain = size > 1 && data[0] == '<' && data[1] != '?'; /* a declaration must come first */
    for (size_t i = 0; i < size; i++)
        is_plain = is_plain && data[i] < 0x80 && data[i];
    struct fuzz_track plain = fuzz_track_read(ops, bytes, 0);
    if (!is_plain)
        return;
    struct fuzz_track moved = fuzz_track_read(ops, bytes, FUZZ_TRACK_BLOCK - size / 2 % FUZZ_TRACK_BLOCK);
    fuzz_track_require(memcmp(&plain, &moved, sizeof plain) == 0, "blocks change nothing");
}

#endif
