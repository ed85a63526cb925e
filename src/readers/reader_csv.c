#include "readers/reader.h"

#include <csv.h>

#include "input/csv_cut.h"
#include "readers/csv_table.h"

/* Text is anything without many control characters; what is text may be a table. */
static int bid(struct view head, struct view path)
{
    static const struct view extensions[] = {{".csv", 4}, {".tsv", 4}, {".txt", 4}, {".tab", 4}};
    enum encoding encoding;
    if (encoding_bom(head, &encoding) || encoding_looks_utf16(head, &encoding))
        return 30;
    size_t control = 0;
    for (size_t i = 0; i < head.len; i++) {
        unsigned char c = (unsigned char)head.at[i];
        control += c < 0x20 && c != '\t' && c != '\n' && c != '\r';
    }
    if (control * 10 > head.len)
        return 0;
    for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++)
        if (view_ends(path, extensions[i]))
            return 30;
    return 10;
}

struct csv_reader {
    struct csv_cutter cutter;
    enum encoding encoding;
};

static enum status open_csv(struct reader *reader, struct batch *notes, struct error *error)
{
    struct csv_reader *csv = memory_get(sizeof *csv);
    reader->state = csv;
    return csv_table_recognise(reader, &csv->cutter.dialect, &csv->encoding, notes, error);
}

/* From the first row below the header on. */
static enum status start(struct reader *reader, struct error *error)
{
    (void)error;
    struct csv_reader *csv = reader->state;
    source_decode(reader->source, csv->encoding);
    csv_cutter_start(&csv->cutter, reader->source, csv->cutter.dialect);
    csv->cutter.skip_lines = reader->table.header_line;
    return STATUS_OK;
}

static enum status cut(struct reader *reader, struct chunk *chunk, struct error *error)
{
    struct csv_reader *csv = reader->state;
    return csv_cut(&csv->cutter, chunk, error);
}

static void close_csv(struct reader *reader)
{
    struct csv_reader *csv = reader->state;
    if (csv)
        csv_cutter_release(&csv->cutter);
    memory_free(csv);
}

/* What a libcsv parser writes its cells to. */
struct csv_state {
    struct csv_parser libcsv;
    struct parser *parser;
    struct arena *arena;
    uint32_t count;
};

static void parser_init(struct parser *parser)
{
    struct csv_state *state = memory_get(sizeof *state);
    parser->state = state;
    state->parser = parser;
    if (csv_init(&state->libcsv, 0) != 0) /* it allocates nothing yet and cannot fail */
        return;
    csv_set_delim(&state->libcsv, (unsigned char)parser->reader->table.delimiter);
    csv_set_realloc_func(&state->libcsv, memory_resize);
    csv_set_free_func(&state->libcsv, memory_free);
    if (parser->reader->table.delimiter ==
        '\t') /* a blank at an end is no part of a cell, but a tab is the delimiter */
        csv_set_space_func(&state->libcsv, NULL);
}

static void parser_release(struct parser *parser)
{
    struct csv_state *state = parser->state;
    csv_free(&state->libcsv);
    memory_free(state);
    memory_free(parser->cells);
}

static void add_cell(struct csv_state *state, struct view cell)
{
    struct parser *parser = state->parser;
    parser->cells = memory_grow(parser->cells, &parser->capacity, (size_t)state->count + 1, sizeof *parser->cells);
    parser->cells[state->count++] = cell;
}

static void on_cell(void *text, size_t len, void *context)
{
    struct csv_state *state = context;
    add_cell(state, arena_copy(state->arena, (struct view){text, len}));
}

static void on_row(int end, void *context)
{
    (void)end, (void)context;
}

/* A record with a quote: libcsv takes it apart. */
static void parse_quoted(struct csv_state *state, struct view text)
{
    csv_parse(&state->libcsv, text.at, text.len, on_cell, on_row, state);
    csv_fini(&state->libcsv, on_cell, on_row, state);
}

/* A record with quotes that are text: written anew with every quote doubled, then as any other. */
static void parse_stray(struct csv_state *state, struct view text, char delimiter)
{
    struct buffer mended = {0};
    struct csv_cell cell;
    for (struct view rest = text; csv_next_cell(&rest, delimiter, &cell);) {
        if (mended.len)
            buffer_add_char(&mended, delimiter);
        if (cell.quoted && !cell.stray)
            buffer_format(&mended, "\"%.*s\"", VIEW_ARG(cell.text));
        else
            buffer_add_csv(&mended, cell.text, delimiter);
    }
    parse_quoted(state, buffer_view(&mended));
    buffer_release(&mended);
}

/* Without a quote the cells are what stands between delimiters. This runs for most rows of most files. */
static void parse_plain(struct csv_state *state, struct view text, char delimiter)
{
    struct parser *parser = state->parser;
    const char *from = text.at, *end = text.at + text.len;
    uint32_t n = 0;
    for (const char *p = from; p <= end; p++) {
        if (p < end && *p != delimiter)
            continue;
        if (n == parser->capacity)
            parser->cells = memory_grow(parser->cells, &parser->capacity, (size_t)n + 1, sizeof *parser->cells);
        parser->cells[n++] = view_between(from, p);
        from = p + 1;
    }
    state->count = n;
}

static enum status parse(struct parser *parser, const struct chunk *chunk, const struct cut *c, struct batch *batch,
                         struct activity *row, struct record *out)
{
    struct csv_state *state = parser->state;
    struct view text = chunk_text(chunk, c);
    char delimiter = parser->reader->table.delimiter;
    uint32_t columns = parser->reader->table.column_count;
    state->arena = &batch->arena;
    state->count = 0;
    if (!c->quoted)
        parse_plain(state, text, delimiter);
    else if (c->stray)
        parse_stray(state, text, delimiter);
    else
        parse_quoted(state, text);
    if (c->stray)
        batch_note(batch, row, CODE_CSV_STRAY_QUOTE, FIELD_NONE, (struct view){NULL, 0});
    *out = (struct record){.count = state->count};
    while (state->count < columns)
        add_cell(state, (struct view){"", 0});
    out->cells = parser->cells;
    return STATUS_OK;
}

const struct reader_ops reader_csv_ops = {
    .name = "csv",
    .title = "CSV and other delimited text",
    .extensions = "csv tsv txt",
    .bid = bid,
    .open = open_csv,
    .start = start,
    .cut = cut,
    .parser_init = parser_init,
    .parser_release = parser_release,
    .parse = parse,
    .close = close_csv,
};
