#include "event/word_table.h"

#include <csv.h>

#include "base/fileio.h"
#include "base/utf8.h"
#include "input/encoding.h"

enum { TABLE_LIMIT = 256 * 1024 * 1024, MOST_RECORD_LINES = 1000 };

struct reading {
    struct word_table *table;
    const struct word_form *form;
    struct arena *arena;
    struct error *error;
    enum status status;
    size_t ranks[WORD_TABLE_COLUMNS];  /* how good the header found is; form->header_count: none yet */
    size_t places[WORD_TABLE_COLUMNS]; /* the column's place in a record */
    size_t header_cells;               /* 0: the header is still to come */
    struct word_row row;
    size_t cell;   /* of the record being read */
    bool has_text; /* in one of its cells */
    bool between;  /* records */
    int line;      /* the one being read */
};

static void refuse(struct reading *r, const char *what)
{
    if (r->status == STATUS_OK)
        r->status = error_set(r->error, STATUS_USAGE, "%s:%d: %s", r->table->path, r->row.line, what);
}

/* ---- cells and records ---- */

static void take_header(struct reading *r, struct view text)
{
    struct view folded = utf8_fold(r->arena, text);
    for (size_t i = 0; i < r->form->header_count; i++) {
        int column = r->form->headers[i].column;
        if (view_is(folded, r->form->headers[i].folded) && i < r->ranks[column]) {
            r->ranks[column] = i;
            r->places[column] = r->cell;
            r->table->has[column] = true;
        }
    }
}

static void refuse_cells(struct reading *r)
{
    if (r->status == STATUS_OK)
        r->status = error_set(r->error, STATUS_USAGE, "%s:%d: more cells than the header has; %s", r->table->path,
                              r->row.line, r->form->again);
}

static void take_cell(void *at, size_t len, void *context)
{
    struct reading *r = context;
    struct view text = view_trim((struct view){at, len});
    r->has_text = r->has_text || text.len;
    if (!r->header_cells)
        take_header(r, text);
    else if (r->cell >= r->header_cells && text.len)
        refuse_cells(r);
    for (size_t c = 0; r->header_cells && c < WORD_TABLE_COLUMNS; c++)
        if (r->table->has[c] && r->places[c] == r->cell)
            r->row.cells[c] = arena_copy(r->arena, text);
    r->cell++;
}

static bool has_kept_text(const struct word_row *row)
{
    size_t len = 0;
    for (size_t c = 0; c < WORD_TABLE_COLUMNS; c++)
        len += row->cells[c].len;
    return len != 0;
}

static void end_record(int terminator, void *context)
{
    (void)terminator;
    struct reading *r = context;
    struct word_table *table = r->table;
    if (r->status == STATUS_OK && !r->header_cells && r->has_text) {
        r->header_cells = r->cell;
        table->header_line = r->row.line;
        r->status = r->form->check(table, r->error);
    } else if (r->status == STATUS_OK && r->header_cells && has_kept_text(&r->row)) {
        table->rows = memory_grow(table->rows, &table->capacity, table->count + 1, sizeof *table->rows);
        table->rows[table->count++] = r->row;
    }
    r->row = (struct word_row){0};
    r->cell = 0;
    r->has_text = false;
    r->between = true;
}

/* ---- the text ---- */

static struct view decode(struct arena *arena, struct view bytes)
{
    enum encoding encoding = ENCODING_UTF8;
    size_t mark = encoding_bom(bytes, &encoding);
    struct encoding_census census = {0};
    bytes = view_skip(bytes, mark);
    if (!mark && !encoding_looks_utf16(bytes, &encoding)) {
        encoding_count(&census, bytes);
        encoding = encoding_decide(&census);
    }
    struct buffer text = {0};
    struct decoder *decoder = decoder_new(encoding);
    size_t got, left;
    do {
        left = bytes.len;
        got = decoder_step(decoder, &bytes, true, buffer_room(&text, 64 * 1024), 64 * 1024);
        text.len += got;
    } while (bytes.len && (got || bytes.len < left));
    decoder_free(decoder);
    struct view decoded = arena_copy(arena, buffer_view(&text));
    buffer_release(&text);
    return decoded;
}

/* The one of comma, semicolon and tab that the first line with text has most of. */
static char delimiter_of(struct view text)
{
    static const char candidates[] = {',', ';', '\t'};
    struct view line = {0};
    while (text.at && !view_trim(line).len)
        line = view_cut(&text, '\n');
    char best = ',';
    size_t most = 0;
    for (size_t c = 0; c < sizeof candidates; c++) {
        size_t count = 0;
        for (size_t i = 0; i < line.len; i++)
            count += line.at[i] == candidates[c];
        if (count > most) {
            most = count;
            best = candidates[c];
        }
    }
    return best;
}

/* Feeds a line with its end. An open quote would swallow all that follows. */
static void feed_line(struct reading *r, struct csv_parser *parser, struct view line)
{
    r->line++;
    if (r->between && view_trim(line).len) {
        r->between = false;
        r->row.line = r->line;
    }
    csv_parse(parser, line.at, line.len, take_cell, end_record, r);
    if (!r->between && r->line - r->row.line >= MOST_RECORD_LINES)
        refuse(r, "a quote opens in this line and is not closed");
}

static void feed(struct reading *r, struct csv_parser *parser, struct view text)
{
    while (text.len && r->status == STATUS_OK) {
        struct view rest = text, line = view_cut(&rest, '\n');
        line.len += rest.at != NULL;
        feed_line(r, parser, line);
        text = rest;
    }
    if (r->status == STATUS_OK && !r->between)
        csv_parse(parser, "\n", 1, take_cell, end_record, r);
    if (!r->between)
        refuse(r, "a quote opens in this line and is never closed");
    if (r->status == STATUS_OK && !r->header_cells)
        r->status = error_set(r->error, STATUS_USAGE, "%s: is empty; %s", r->table->path, r->form->empty);
}

static void read_rows(struct reading *r, struct view text)
{
    struct csv_parser parser;
    csv_init(&parser, 0);
    csv_set_realloc_func(&parser, memory_resize);
    csv_set_free_func(&parser, memory_free);
    csv_set_delim(&parser, (unsigned char)delimiter_of(text));
    for (size_t c = 0; c < WORD_TABLE_COLUMNS; c++)
        r->ranks[c] = r->form->header_count;
    r->between = true;
    feed(r, &parser, text);
    csv_free(&parser);
}

enum status word_table_read(struct word_table *table, const struct word_form *form, const char *path,
                            struct arena *arena, struct error *error)
{
    struct arena scratch = {0};
    struct view bytes;
    *table = (struct word_table){.path = path};
    struct reading r = {.table = table, .form = form, .arena = arena, .error = error};
    r.status = fileio_read(path, TABLE_LIMIT, &scratch, &bytes, error);
    if (r.status == STATUS_OK)
        read_rows(&r, decode(&scratch, bytes));
    arena_release(&scratch);
    return r.status;
}

void word_table_release(struct word_table *table)
{
    memory_free(table->rows);
    *table = (struct word_table){0};
}
