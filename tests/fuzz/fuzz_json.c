/* JSON and NDJSON: whatever the bytes, the lines never go back, cells fit the columns, a row that is accepted is valid
 * JSON, and where the text falls into chunks changes nothing. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "input/json_scan.h"
#include "readers/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const struct reader_ops reader_json_ops;

static void require(bool holds)
{
    if (!holds)
        abort();
}

/* What came of one reading. */
struct outcome {
    enum status status;
    uint32_t columns;
    uint64_t records, lost, cell_bytes, lines;
};

static void read_record(struct parser *parser, const struct chunk *chunk, const struct cut *cut, struct outcome *o)
{
    struct batch batch = {0};
    struct record record;
    const char *why;
    size_t offset;
    struct activity *row = batch_add_row(&batch);
    struct view element = chunk_text(chunk, cut);
    require(reader_json_ops.parse(parser, chunk, cut, &batch, row, &record) == STATUS_OK);
    require((record.count == 0) == (row->verdict == VERDICT_REJECTED));
    require(record.count == 0 || record.count == parser->reader->table.column_count);
    require(record.count == 0 || json_scan_check(element, &why, &offset));
    o->records += record.count != 0;
    o->lost += record.count == 0;
    for (uint32_t i = 0; i < record.count; i++) {
        require(utf8_valid_until(record.cells[i], false) == record.cells[i].len);
        o->cell_bytes += record.cells[i].len;
    }
    batch_release(&batch);
}

static void read_rows(struct reader *reader, struct outcome *o)
{
    struct parser parser = {.reader = reader};
    struct chunk chunk = {0};
    struct error error;
    uint64_t line = 1, index = 0;
    reader_json_ops.parser_init(&parser);
    require(reader_json_ops.start(reader, &error) == STATUS_OK);
    while (require(reader_json_ops.cut(reader, &chunk, &error) == STATUS_OK), chunk.count) {
        require(chunk.first_index == index);
        for (size_t i = 0; i < chunk.count; i++) {
            const struct cut *cut = &chunk.cuts[i];
            require(chunk.first_line + cut->line >= line && cut->last_line >= cut->line);
            require((size_t)cut->from + cut->len <= chunk.text.len);
            line = chunk.first_line + cut->line;
            o->lines += line;
            index += cut->state != CUT_BLANK;
            o->lost += cut->state == CUT_BAD;
            if (cut->state == CUT_RECORD)
                read_record(&parser, &chunk, cut, o);
        }
    }
    reader_json_ops.parser_release(&parser);
    buffer_release(&chunk.text);
    memory_free(chunk.cuts);
}

/* Reads the text with so many blanks in front. */
static struct outcome read_text(const uint8_t *data, size_t size, size_t blanks)
{
    struct outcome o = {0};
    struct error error;
    struct batch notes = {0};
    struct source *source;
    char path[64];
    int fd = memfd_create("json", 0);
    require(fd >= 0);
    char *front = memory_get(blanks);
    memset(front, ' ', blanks);
    require(write(fd, front, blanks) == (ssize_t)blanks && write(fd, data, size) == (ssize_t)size);
    memory_free(front);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    require(source_open_file(&source, path, &error) == STATUS_OK);
    struct reader reader = {.ops = &reader_json_ops, .source = source, .options.whole = true};
    reader_json_ops.bid(source_peek(source, 4096), VIEW("x.json"));
    o.status = reader_json_ops.open(&reader, &notes, &error);
    require(o.status == STATUS_OK || (o.status == STATUS_REFUSED && notes.findings));
    require(source_rewind(source, &error) == STATUS_OK);
    o.columns = reader.table.column_count;
    if (o.status == STATUS_OK)
        read_rows(&reader, &o);
    reader_json_ops.close(&reader);
    arena_release(&reader.arena);
    batch_release(&notes);
    source_close(source);
    close(fd);
    return o;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct outcome plain = read_text(data, size, 0);
    bool is_plain = size && (data[0] == '{' || data[0] == '['); /* no BOM, no gzip, which blanks would hide */
    if (is_plain && hash_bytes(data, size) % 8 == 0) {          /* it is slow */
        struct outcome moved = read_text(data, size, CHUNK_BYTES - size / 2 % CHUNK_BYTES);
        require(memcmp(&plain, &moved, sizeof plain) == 0);
    }
    return 0;
}
