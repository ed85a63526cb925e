#include "readers/reader.h"

#include "base/utf8.h"
#include "input/json_cut.h"
#include "readers/json_items.h"
#include "readers/json_row.h"
#include "readers/text_encoding.h"

enum { SAMPLE_ELEMENTS = 2000, SAMPLE_BYTES = 2 * 1024 * 1024 };

struct json_reader {
    struct json_shape shape;
    enum encoding encoding;
    struct json_columns columns;
    struct json_cutter cutter;
};

/* ---- bid ---- */

/* The first bytes that say something: without byte order mark, blanks, and the zeros of UTF-16. */
static size_t first_characters(struct view head, char *out, size_t room)
{
    enum encoding encoding;
    size_t len = 0;
    for (size_t i = encoding_bom(head, &encoding); i < head.len && len < room; i++)
        if (head.at[i] && !json_scan_is_blank(head.at[i]))
            out[len++] = head.at[i];
    return len;
}

static bool has_control(struct view head)
{
    for (size_t i = 0; i < head.len; i++)
        if ((unsigned char)head.at[i] < 0x20 && !json_scan_is_blank(head.at[i]))
            return true;
    return false;
}

static int bid(struct view head, struct view path)
{
    static const struct view extensions[] = {{".json", 5}, {".ndjson", 7}, {".jsonl", 6}, {".geojson", 8}};
    char first[2] = {0};
    size_t len = first_characters(head, first, sizeof first);
    bool is_named = false;
    for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++)
        is_named = is_named || view_ends(path, extensions[i]);
    bool is_object = first[0] == '{' && (len == 1 || first[1] == '"' || first[1] == '}');
    bool is_list = first[0] == '[' && (len == 1 || (first[1] && strchr("[{]", first[1])));
    if (is_object || is_list)
        return is_named ? 90 : 60;
    if (is_named && !has_control(head))
        return 40;
    return first[0] == '{' || first[0] == '[' ? 5 : 0;
}

/* ---- the table ---- */

static void note(struct batch *notes, enum code code, struct view text, uint64_t line)
{
    struct finding *f = batch_note(notes, NULL, code, FIELD_NONE, (struct view){"", 0});
    if (f) {
        f->args[0] = arg_view(text);
        f->line = line;
    }
}

static void begin(struct reader *reader)
{
    struct json_reader *json = reader->state;
    source_decode(reader->source, json->encoding);
    json_cutter_start(&json->cutter, reader->source, &json->shape);
}

/* What the beginning of the source has shown. */
struct sample {
    uint64_t elements, bytes, bad_line;
    enum code bad_code;
    const char *bad_why;
};

static void learn_chunk(struct json_row *row, const struct chunk *chunk, struct sample *sample, struct arena *scratch)
{
    for (size_t i = 0; i < chunk->count; i++) {
        const struct cut *cut = &chunk->cuts[i];
        sample->bytes += cut->len;
        sample->elements += cut->state == CUT_RECORD;
        if (cut->state == CUT_RECORD)
            json_row_read(row, chunk_text(chunk, cut), scratch);
        if (cut->state != CUT_BAD || sample->bad_line)
            continue;
        sample->bad_line = chunk->first_line + cut->line;
        sample->bad_code = (enum code)cut->code;
        sample->bad_why = cut->why;
    }
    arena_reset(scratch);
}

/* Collects the columns. */
static enum status learn(struct reader *reader, struct sample *sample, struct error *error)
{
    struct json_reader *json = reader->state;
    struct arena scratch = {0};
    struct chunk chunk = {0};
    struct json_row row;
    json_row_init(&row, &json->columns, &json->columns);
    begin(reader);
    enum status status = STATUS_OK;
    do {
        status = json_cut(&json->cutter, &chunk, error);
        if (status == STATUS_OK)
            learn_chunk(&row, &chunk, sample, &scratch);
    } while (status == STATUS_OK && chunk.count &&
             (reader->options.whole || (sample->elements < SAMPLE_ELEMENTS && sample->bytes < SAMPLE_BYTES)));
    json_row_release(&row);
    buffer_release(&chunk.text);
    memory_free(chunk.cuts);
    arena_release(&scratch);
    return status;
}

static enum status decide(struct reader *reader, struct batch *notes, struct error *error)
{
    struct json_reader *json = reader->state;
    source_decode(reader->source, json->encoding);
    enum status status = json_items_choose(reader, &json->shape, notes);
    if (status == STATUS_OK)
        status = source_rewind(reader->source, error);
    struct sample sample = {0};
    if (status == STATUS_OK)
        status = learn(reader, &sample, error);
    if (status != STATUS_OK || json->columns.count)
        return status;
    if (sample.bad_why)
        note(notes, sample.bad_code, view_of(sample.bad_why), sample.bad_line);
    else
        note(notes, CODE_NOT_ACTIVITIES, VIEW("no object in the file has a plain value in it"), 0);
    return STATUS_REFUSED;
}

static enum status open_json(struct reader *reader, struct batch *notes, struct error *error)
{
    struct json_reader *json = memory_get(sizeof *json);
    reader->state = json;
    enum status status = text_encoding_choose(reader, &json->encoding, notes, error);
    if (status == STATUS_OK)
        status = decide(reader, notes, error);
    reader->table.format = json->shape.lines ? "ndjson" : "json";
    reader->table.encoding = encoding_names[json->encoding];
    reader->table.columns = json->columns.paths;
    reader->table.column_count = json->columns.count;
    return status;
}

static enum status start(struct reader *reader, struct error *error)
{
    (void)error;
    begin(reader);
    return STATUS_OK;
}

static enum status cut(struct reader *reader, struct chunk *chunk, struct error *error)
{
    struct json_reader *json = reader->state;
    return json_cut(&json->cutter, chunk, error);
}

static void close_json(struct reader *reader)
{
    struct json_reader *json = reader->state;
    if (json) {
        json_cutter_release(&json->cutter);
        json_columns_release(&json->columns);
    }
    memory_free(json);
}

/* ---- rows ---- */

static void parser_init(struct parser *parser)
{
    const struct json_reader *json = parser->reader->state;
    struct json_row *row = memory_get(sizeof *row);
    json_row_init(row, &json->columns, NULL);
    parser->state = row;
}

static void parser_release(struct parser *parser)
{
    json_row_release(parser->state);
    memory_free(parser->state);
}

/* "a number is malformed near "01}" in line 17" */
static struct view say_why(struct batch *batch, const struct json_row *row, struct view element, uint64_t first_line)
{
    enum { EXCERPT = 20 };
    bool after_cr = false;
    struct buffer text = {0};
    struct view near = view_skip(element, row->offset);
    near.len = utf8_valid_until((struct view){near.at, near.len < EXCERPT ? near.len : EXCERPT}, false);
    uint64_t line = first_line + json_scan_lines((struct view){element.at, row->offset}, &after_cr);
    buffer_add_text(&text, row->why);
    if (near.len) {
        buffer_add_text(&text, " at \"");
        buffer_add_masked(&text, near);
        buffer_add_char(&text, '"');
    }
    if (line > first_line)
        buffer_format(&text, " in line %llu", (unsigned long long)line);
    struct view said = arena_copy(&batch->arena, buffer_view(&text));
    buffer_release(&text);
    return said;
}

static enum status parse(struct parser *parser, const struct chunk *chunk, const struct cut *c, struct batch *batch,
                         struct activity *activity, struct record *out)
{
    struct json_row *row = parser->state;
    struct view element = chunk_text(chunk, c);
    enum json_row_result result = json_row_read(row, element, &batch->arena);
    *out = (struct record){0};
    if (result == JSON_ROW_UNKNOWN && !parser->reader->options.whole)
        return STATUS_AGAIN;
    if (result == JSON_ROW_BROKEN) {
        struct finding *f = batch_note(batch, activity, CODE_JSON_SYNTAX, FIELD_NONE, element);
        activity->verdict = VERDICT_REJECTED; /* it cannot be read, whatever the code's severity was set to */
        if (f)
            f->args[0] = arg_view(say_why(batch, row, element, chunk->first_line + c->line));
        return STATUS_OK;
    }
    out->cells = row->cells;
    out->count = parser->reader->table.column_count;
    return STATUS_OK;
}

const struct reader_ops reader_json_ops = {
    .name = "json",
    .title = "JSON and NDJSON",
    .extensions = "json ndjson jsonl",
    .bid = bid,
    .open = open_json,
    .start = start,
    .cut = cut,
    .parser_init = parser_init,
    .parser_release = parser_release,
    .parse = parse,
    .close = close_json,
};
