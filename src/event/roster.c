#include "event/roster.h"

#include <csv.h>

#include "base/fileio.h"
#include "base/utf8.h"
#include "input/encoding.h"

enum { ROSTER_LIMIT = 256 * 1024 * 1024, MOST_RECORD_LINES = 1000 };

/* FOREIGN: only exports of activities have it; a roster made of one would know everybody who submitted. */
enum column { BIB, REGISTRATION, FIRST, LAST, EVENT, STATUS, FOREIGN, COLUMNS };

/* Headers as utf8_fold makes them; of several in one roster the one that is first here counts. */
static const struct {
    const char *folded;
    enum column column;
} header_words[] = {
    {"bib", BIB},
    {"bib no", BIB},
    {"bib num", BIB},
    {"bib number", BIB},
    {"registration id", REGISTRATION},
    {"registration no", REGISTRATION},
    {"registration number", REGISTRATION},
    {"reg id", REGISTRATION},
    {"first name", FIRST},
    {"first", FIRST},
    {"last name", LAST},
    {"last", LAST},
    {"event", EVENT},
    {"event name", EVENT},
    {"status", STATUS},
    {"registration status", STATUS},
    {"activity date", FOREIGN},
    {"tally value", FOREIGN},
};

enum { HEADER_WORDS = sizeof header_words / sizeof *header_words };

struct row {
    struct view cells[COLUMNS];
    bool active;
};

struct reading {
    const char *path;
    struct arena *arena;
    struct error *error;
    enum status status;
    struct row *rows;
    size_t count, capacity;
    size_t ranks[COLUMNS];  /* how good the header found is; HEADER_WORDS: none yet */
    size_t places[COLUMNS]; /* the column's place in a record */
    size_t header_cells;    /* 0: the header is still to come */
    struct row row;
    size_t cell;        /* of the record being read */
    bool has_text;      /* in one of its cells */
    bool between;       /* records */
    int line, row_line; /* the line being read, and the first of the record */
};

/* ---- cells and records ---- */

static void take_header(struct reading *r, struct view text)
{
    struct view folded = utf8_fold(r->arena, text);
    for (size_t i = 0; i < HEADER_WORDS; i++) {
        enum column column = header_words[i].column;
        if (view_is(folded, header_words[i].folded) && i < r->ranks[column]) {
            r->ranks[column] = i;
            r->places[column] = r->cell;
        }
    }
}

static void take_cell(void *at, size_t len, void *context)
{
    struct reading *r = context;
    struct view text = view_trim((struct view){at, len});
    r->has_text = r->has_text || text.len;
    if (!r->header_cells)
        take_header(r, text);
    else if (r->cell >= r->header_cells && text.len && r->status == STATUS_OK)
        r->status = error_set(r->error, STATUS_USAGE,
                              "%s:%d: more cells than the header has; save the participants export again", r->path,
                              r->row_line);
    for (enum column c = 0; r->header_cells && c < COLUMNS; c++)
        if (r->places[c] == r->cell && r->ranks[c] < HEADER_WORDS)
            r->row.cells[c] = arena_copy(r->arena, text);
    r->cell++;
}

static void end_header(struct reading *r)
{
    r->header_cells = r->cell;
    if (r->ranks[FOREIGN] < HEADER_WORDS)
        r->status = error_set(r->error, STATUS_USAGE,
                              "%s:%d: is an export of activities; the roster is RunSignup's participants export",
                              r->path, r->row_line);
    else if (r->ranks[BIB] == HEADER_WORDS && r->ranks[REGISTRATION] == HEADER_WORDS)
        r->status =
            error_set(r->error, STATUS_USAGE,
                      "%s:%d: no column is called Bib or Registration ID; the roster is RunSignup's participants "
                      "export with its header",
                      r->path, r->row_line);
}

static void end_record(int terminator, void *context)
{
    (void)terminator;
    struct reading *r = context;
    const struct view *cells = r->row.cells;
    if (r->status != STATUS_OK) {
        ;
    } else if (!r->header_cells) {
        if (r->has_text)
            end_header(r);
    } else if (cells[BIB].len || cells[REGISTRATION].len) {
        r->row.active = !cells[STATUS].len || view_equal_fold(cells[STATUS], VIEW("Active"));
        r->rows = memory_grow(r->rows, &r->capacity, r->count + 1, sizeof *r->rows);
        r->rows[r->count++] = r->row;
    }
    r->row = (struct row){0};
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
        r->row_line = r->line;
    }
    csv_parse(parser, line.at, line.len, take_cell, end_record, r);
    if (r->status == STATUS_OK && !r->between && r->line - r->row_line >= MOST_RECORD_LINES)
        r->status = error_set(r->error, STATUS_USAGE, "%s:%d: a quote opens in this line and is not closed", r->path,
                              r->row_line);
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
    if (r->status == STATUS_OK && !r->between)
        r->status = error_set(r->error, STATUS_USAGE, "%s:%d: a quote opens in this line and is never closed", r->path,
                              r->row_line);
    if (r->status == STATUS_OK && !r->header_cells)
        r->status = error_set(r->error, STATUS_USAGE,
                              "%s: is empty; the roster is RunSignup's participants export with its header", r->path);
}

static void read_rows(struct reading *r, struct view text)
{
    struct csv_parser parser;
    csv_init(&parser, 0);
    csv_set_realloc_func(&parser, memory_resize);
    csv_set_free_func(&parser, memory_free);
    csv_set_delim(&parser, (unsigned char)delimiter_of(text));
    for (enum column c = 0; c < COLUMNS; c++)
        r->ranks[c] = HEADER_WORDS;
    r->between = true;
    feed(r, &parser, text);
    csv_free(&parser);
}

/* ---- participants ---- */

/* Adds the rows that are active, or those that are not. Lookups find what was added first. */
static void add_rows(struct participants *all, struct reading *r, bool active)
{
    for (size_t i = 0; i < r->count; i++) {
        const struct view *cells = r->rows[i].cells;
        if (r->rows[i].active != active)
            continue;
        struct participant one = {
            .bib = cells[BIB],
            .registration_id = cells[REGISTRATION],
            .first_name = cells[FIRST],
            .last_name = cells[LAST],
            .event_name = cells[EVENT],
            .status = cells[STATUS],
            .active = active,
        };
        const struct participant *known = participants_by_registration(all, one.registration_id);
        if (!known || !view_equal_fold(participant_number(known->bib), participant_number(one.bib)))
            participants_add(all, &one);
    }
}

enum status roster_read(struct participants **out, const char *path, struct error *error)
{
    struct arena arena = {0};
    struct view bytes;
    struct reading r = {.path = path, .arena = &arena, .error = error};
    r.status = fileio_read(path, ROSTER_LIMIT, &arena, &bytes, error);
    if (r.status == STATUS_OK)
        read_rows(&r, decode(&arena, bytes));
    if (r.status == STATUS_OK) {
        *out = participants_new();
        add_rows(*out, &r, true);
        add_rows(*out, &r, false);
    }
    memory_free(r.rows);
    arena_release(&arena);
    return r.status;
}
