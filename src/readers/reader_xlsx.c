#include "readers/reader.h"

#include "readers/xlsx_sheet.h"

enum { HEADER_SEARCH = 60, HEAD_BYTES = 64 * 1024, ENOUGH_NAMES = 2, SEARCH_BYTES = 1 << 30 };

struct xlsx_reader {
    struct xlsx_book *book;
    struct xlsx_sheet *sheet;
    size_t number; /* of the sheet that is read */
};

/* Workbooks are zip archives; the name of the first member or of the file tells them from others. */
static int bid(struct view head, struct view path)
{
    if (head.len < 4 || memcmp(head.at, "PK\x03\x04", 4) != 0)
        return 0;
    if (view_ends(path, VIEW(".xlsx")) || view_ends(path, VIEW(".xlsm")))
        return 90;
    return view_contains(head, VIEW("[Content_Types].xml")) || view_contains(head, VIEW("xl/")) ? 80 : 0;
}

static void note_refusal(struct batch *notes, enum code code, struct view text)
{
    struct finding *f = batch_note(notes, NULL, code, FIELD_NONE, (struct view){"", 0});
    if (f)
        f->args[0] = arg_view(arena_copy(&notes->arena, text));
}

static uint32_t split(struct view text, struct view *cells, uint32_t room)
{
    uint32_t n = 0;
    for (struct view rest = text; rest.at && n < room; n++)
        cells[n] = view_trim(view_cut(&rest, XLSX_CELL_END));
    return n;
}

/* The header of a sheet: of its first rows the one with the most names that mean something. */
struct header {
    uint32_t known, columns;
    uint64_t line;
    struct view text;
};

static struct header find_header(const struct reader *reader, const struct chunk *chunk, struct arena *arena)
{
    struct header best = {0};
    struct view *cells = memory_get(XLSX_COLUMN_LIMIT * sizeof *cells);
    for (size_t i = 0; i < chunk->count && i < HEADER_SEARCH; i++) {
        struct view text = chunk_text(chunk, &chunk->cuts[i]);
        uint32_t n = split(text, cells, XLSX_COLUMN_LIMIT);
        uint32_t known = chunk->cuts[i].state == CUT_RECORD && reader->options.known_names
                             ? reader->options.known_names(reader->options.context, cells, n)
                             : 0;
        if (known <= best.known)
            continue;
        best = (struct header){known, n, chunk->cuts[i].line, arena_copy(arena, text)};
    }
    memory_free(cells);
    return best;
}

static enum status read_header(struct reader *reader, size_t number, struct header *header, struct error *error)
{
    struct xlsx_reader *x = reader->state;
    struct xlsx_sheet *sheet;
    struct chunk chunk = {0};
    enum status status = xlsx_sheet_open(&sheet, x->book, number, error);
    if (status == STATUS_OK) {
        status = xlsx_sheet_cut(sheet, 0, HEAD_BYTES, &chunk, error);
        *header = find_header(reader, &chunk, &reader->arena);
        xlsx_sheet_close(sheet);
    }
    buffer_release(&chunk.text);
    memory_free(chunk.cuts);
    return header->known ? STATUS_OK : status;
}

static bool is_wanted(const struct reader *reader, struct view name)
{
    return !reader->options.sheet || view_equal_fold(name, view_of(reader->options.sheet));
}

/* The first sheet with a header that means something, or the one that was asked for. */
static enum status choose_sheet(struct reader *reader, struct header *best, struct error *error)
{
    struct xlsx_reader *x = reader->state;
    enum status status = STATUS_OK;
    bool found = false;
    for (size_t i = 0; i < xlsx_book_sheets(x->book) && best->known < ENOUGH_NAMES; i++) {
        if (xlsx_book_bytes_read(x->book) > SEARCH_BYTES)
            break;
        struct header header = {0};
        if (!is_wanted(reader, xlsx_book_sheet_name(x->book, i)))
            continue;
        found = true;
        status = read_header(reader, i, &header, error);
        if (status == STATUS_OK && header.known > best->known) {
            *best = header;
            x->number = i;
        }
    }
    if (!found && reader->options.sheet)
        return error_set(error, STATUS_USAGE, "tallypost: --sheet %s: the workbook has no sheet of that name",
                         reader->options.sheet);
    return best->known ? STATUS_OK : status;
}

static void keep_header(struct reader *reader, const struct header *header)
{
    struct table *table = &reader->table;
    table->header_line = header->line;
    table->columns = arena_zero(&reader->arena, header->columns * sizeof *table->columns);
    table->column_count = split(header->text, table->columns, header->columns);
}

/* What could not be read is trouble of the source. */
static enum status told(struct reader *reader, enum status status, const struct error *error)
{
    if (status == STATUS_IO)
        source_unreadable(reader->source, error->text);
    return status;
}

static enum status open_xlsx(struct reader *reader, struct batch *notes, struct error *error)
{
    struct xlsx_reader *x = memory_get(sizeof *x);
    struct header header = {0};
    reader->state = x;
    reader->table.format = "xlsx";
    reader->table.encoding = "UTF-8";
    int descriptor;
    enum status status = source_as_file(reader->source, &descriptor, error);
    if (status == STATUS_OK)
        status = xlsx_book_open(&x->book, descriptor, error);
    if (status == STATUS_OK)
        status = choose_sheet(reader, &header, error);
    if (status == STATUS_REFUSED)
        note_refusal(notes, CODE_INPUT_CORRUPT, view_of(error->text));
    if (status != STATUS_OK)
        return told(reader, status, error);
    if (!header.known) {
        note_refusal(notes, CODE_NOT_ACTIVITIES,
                     VIEW("no sheet of the workbook has a header row that names a date, a distance or a time"));
        return STATUS_REFUSED;
    }
    keep_header(reader, &header);
    return STATUS_OK;
}

static enum status start(struct reader *reader, struct error *error)
{
    struct xlsx_reader *x = reader->state;
    xlsx_sheet_close(x->sheet);
    x->sheet = NULL;
    return told(reader, xlsx_sheet_open(&x->sheet, x->book, x->number, error), error);
}

/* A sheet that breaks off ends in a row that says so. */
static void add_broken(struct chunk *chunk)
{
    struct cut *cut = chunk_add(chunk);
    uint32_t line = chunk->count > 1 ? cut[-1].last_line + 1 : 0;
    *cut = (struct cut){
        .line = line,
        .last_line = line,
        .state = CUT_BAD,
        .code = CODE_INPUT_CORRUPT,
        .why = "the workbook is damaged from here on; the rows before were used",
    };
}

static enum status cut(struct reader *reader, struct chunk *chunk, struct error *error)
{
    struct xlsx_reader *x = reader->state;
    chunk->count = 0;
    if (!x->sheet)
        return STATUS_OK;
    enum status status = xlsx_sheet_cut(x->sheet, reader->table.header_line, CHUNK_BYTES, chunk, error);
    if (status != STATUS_REFUSED)
        return told(reader, status, error);
    add_broken(chunk);
    xlsx_sheet_close(x->sheet);
    x->sheet = NULL;
    return STATUS_OK;
}

static void parser_init(struct parser *parser)
{
    parser->cells = NULL;
    parser->capacity = 0;
}

static void parser_release(struct parser *parser)
{
    memory_free(parser->cells);
}

static enum status parse(struct parser *parser, const struct chunk *chunk, const struct cut *c, struct batch *batch,
                         struct activity *row, struct record *out)
{
    uint32_t columns = parser->reader->table.column_count, count = 0;
    (void)batch, (void)row;
    for (struct view rest = chunk_text(chunk, c); rest.at;) {
        parser->cells = memory_grow(parser->cells, &parser->capacity, (size_t)count + 1, sizeof *parser->cells);
        parser->cells[count++] = view_cut(&rest, XLSX_CELL_END);
    }
    *out = (struct record){.count = count};
    for (; count < columns; count++) {
        parser->cells = memory_grow(parser->cells, &parser->capacity, (size_t)count + 1, sizeof *parser->cells);
        parser->cells[count] = (struct view){"", 0};
    }
    out->cells = parser->cells;
    return STATUS_OK;
}

static void close_xlsx(struct reader *reader)
{
    struct xlsx_reader *x = reader->state;
    if (!x)
        return;
    xlsx_sheet_close(x->sheet);
    xlsx_book_close(x->book);
    memory_free(x);
}

const struct reader_ops reader_xlsx_ops = {
    .name = "xlsx",
    .title = "Excel workbook",
    .extensions = "xlsx xlsm",
    .bid = bid,
    .open = open_xlsx,
    .start = start,
    .cut = cut,
    .parser_init = parser_init,
    .parser_release = parser_release,
    .parse = parse,
    .close = close_xlsx,
};
