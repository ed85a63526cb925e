#include "readers/xlsx_sheet.h"

#include <stdlib.h>

#include "base/memory.h"
#include "readers/xml_scan.h"

enum { BLANK_ROW = 16 }; /* an empty row counts as so many bytes, so that a chunk of them ends too */

enum cell_type { CELL_NUMBER, CELL_SHARED, CELL_TEXT, CELL_BOOLEAN };

struct xlsx_sheet {
    struct xlsx_book *book;
    struct xlsx_part *part;
    struct chunk *chunk;       /* being filled, while xlsx_sheet_cut runs */
    uint64_t skip, row, index; /* rows left out; the present row's number; rows given so far */
    bool more;
    int depth;
    struct buffer cells; /* of the present row */
    size_t columns;      /* cells of the present row so far */
    bool row_filled;     /* one of them holds something */
    enum cell_type type;
    enum xlsx_format format;
    size_t column; /* of the present cell, 0-based */
    bool in_value, in_phonetic;
    struct buffer value;
};

/* "AB12" is column 27. */
static size_t column_of(const char *reference, size_t otherwise)
{
    size_t column = 0;
    if (!reference)
        return otherwise;
    for (; *reference >= 'A' && *reference <= 'Z' && column < XLSX_COLUMN_LIMIT; reference++)
        column = column * 26 + (size_t)(*reference - 'A') + 1;
    return column ? column - 1 : otherwise;
}

static enum cell_type type_of(const char *text)
{
    static const struct {
        const char *name;
        enum cell_type type;
    } types[] = {{"s", CELL_SHARED},  {"str", CELL_TEXT}, {"inlineStr", CELL_TEXT},
                 {"b", CELL_BOOLEAN}, {"e", CELL_TEXT},   {"d", CELL_TEXT}};
    for (size_t i = 0; text && i < sizeof types / sizeof *types; i++)
        if (strcmp(text, types[i].name) == 0)
            return types[i].type;
    return CELL_NUMBER;
}

static void begin_row(struct xlsx_sheet *s, const char **attributes)
{
    const char *number = xml_attribute(attributes, "r");
    uint64_t row = number ? strtoull(number, NULL, 10) : s->row + 1;
    s->row = row > s->row ? row : s->row + 1;
    buffer_reset(&s->cells);
    s->columns = 0;
    s->row_filled = false;
}

static void begin_cell(struct xlsx_sheet *s, const char **attributes)
{
    const char *style = xml_attribute(attributes, "s");
    s->column = column_of(xml_attribute(attributes, "r"), s->columns);
    s->type = type_of(xml_attribute(attributes, "t"));
    s->format = xlsx_book_format(s->book, style ? strtoul(style, NULL, 10) : 0);
    buffer_reset(&s->value);
}

static void on_start(void *parser, const char *name, const char **attributes)
{
    struct xlsx_sheet *s = XML_GetUserData((XML_Parser)parser);
    xlsx_enter(parser, &s->depth);
    name = xml_local(name);
    if (strcmp(name, "row") == 0)
        begin_row(s, attributes);
    else if (strcmp(name, "c") == 0)
        begin_cell(s, attributes);
    else if (strcmp(name, "rPh") == 0)
        s->in_phonetic = true;
    else if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)
        s->in_value = !s->in_phonetic;
}

/* Text of a cell, without the mark that ends cells. */
static void add_text(struct buffer *out, struct view text)
{
    for (struct view rest = text; rest.at;) {
        buffer_add(out, view_cut(&rest, XLSX_CELL_END));
        if (rest.at)
            buffer_add_char(out, ' ');
    }
}

static void end_cell(struct xlsx_sheet *s)
{
    struct buffer *out = &s->cells;
    struct view value = buffer_view(&s->value);
    if (s->column < s->columns || s->column >= XLSX_COLUMN_LIMIT || out->len > RECORD_LIMIT)
        return;
    for (; s->columns < s->column; s->columns++)
        buffer_add_char(out, XLSX_CELL_END);
    size_t before = out->len;
    switch (s->type) {
    case CELL_SHARED: add_text(out, xlsx_book_text(s->book, strtoul(buffer_string(&s->value), NULL, 10))); break;
    case CELL_TEXT: add_text(out, value); break;
    case CELL_BOOLEAN: buffer_add_text(out, view_is(value, "1") ? "TRUE" : "FALSE"); break;
    case CELL_NUMBER:
        if (value.len)
            xlsx_add_number(out, value, s->format, xlsx_book_epoch_1904(s->book));
        break;
    }
    s->row_filled = s->row_filled || out->len > before;
    buffer_add_char(out, XLSX_CELL_END);
    s->columns++;
}

static void end_row(struct xlsx_sheet *s)
{
    struct chunk *chunk = s->chunk;
    if (s->row <= s->skip)
        return;
    size_t len = s->cells.len ? s->cells.len - 1 : 0; /* without the mark behind the last cell */
    struct cut *cut = chunk_add(chunk);
    *cut = (struct cut){
        .from = (uint32_t)chunk->text.len,
        .len = (uint32_t)len,
        .line = (uint32_t)s->row,
        .last_line = (uint32_t)s->row,
        .state = s->row_filled ? CUT_RECORD : CUT_BLANK,
    };
    if (len > RECORD_LIMIT) {
        cut->state = CUT_BAD;
        cut->code = CODE_RECORD_TOO_LONG;
        cut->why = "this row is too long";
        cut->len = 0;
    }
    buffer_add(&chunk->text, (struct view){s->cells.at, cut->len});
    s->index += s->row_filled;
}

static void on_end(void *parser, const char *name)
{
    struct xlsx_sheet *s = XML_GetUserData((XML_Parser)parser);
    s->depth--;
    name = xml_local(name);
    if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)
        s->in_value = false;
    else if (strcmp(name, "rPh") == 0)
        s->in_phonetic = false;
    else if (strcmp(name, "c") == 0)
        end_cell(s);
    else if (strcmp(name, "row") == 0)
        end_row(s);
}

static void on_text(void *parser, const char *text, int len)
{
    struct xlsx_sheet *s = XML_GetUserData((XML_Parser)parser);
    if (s->in_value && s->value.len < RECORD_LIMIT)
        buffer_add(&s->value, (struct view){text, (size_t)len});
}

enum status xlsx_sheet_open(struct xlsx_sheet **out, struct xlsx_book *book, size_t number, struct error *error)
{
    struct xlsx_part *part;
    enum status status = xlsx_part_open_sheet(&part, book, number, error);
    if (status != STATUS_OK)
        return status;
    struct xlsx_sheet *s = memory_get(sizeof *s);
    *s = (struct xlsx_sheet){.book = book, .part = part, .more = true};
    XML_Parser parser = xlsx_part_parser(part);
    XML_SetUserData(parser, s);
    XML_SetElementHandler(parser, on_start, on_end);
    XML_SetCharacterDataHandler(parser, on_text);
    *out = s;
    return STATUS_OK;
}

enum status xlsx_sheet_cut(struct xlsx_sheet *s, uint64_t skip, size_t wanted, struct chunk *chunk, struct error *error)
{
    enum status status = STATUS_OK;
    chunk->count = 0;
    chunk->first_line = 0;
    chunk->first_index = s->index;
    buffer_reset(&chunk->text);
    s->chunk = chunk;
    s->skip = skip;
    while (status == STATUS_OK && s->more && (chunk->text.len + chunk->count * BLANK_ROW < wanted || chunk->count == 0))
        status = xlsx_part_step(s->part, &s->more, error);
    s->chunk = NULL;
    return status;
}

void xlsx_sheet_close(struct xlsx_sheet *s)
{
    if (!s)
        return;
    xlsx_part_close(s->part);
    buffer_release(&s->value);
    buffer_release(&s->cells);
    memory_free(s);
}
