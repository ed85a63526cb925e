#include "readers/csv_table.h"

#include "readers/text_encoding.h"

enum {
    HEAD_BYTES = 256 * 1024,
    HEADER_SEARCH = 60, /* records above the header, titles and metadata, at most */
    SAMPLE_RECORDS = 200,
    MAX_COLUMNS = 2000,
};

/* ---- delimiter and header ---- */

/* The beginning of the file cut at one delimiter. */
struct reading {
    char delimiter;
    uint32_t known;              /* names in the header that mean something */
    uint32_t columns;            /* of the header */
    uint64_t header_line;        /* the last line of the header, 0: none found */
    uint32_t consistent, sample; /* rows below it that have as many cells, of so many */
    struct view header;
};

static uint32_t split(struct view text, char delimiter, struct view *cells, uint32_t room)
{
    struct csv_cell cell;
    uint32_t n = 0;
    for (struct view rest = text; n < room && csv_next_cell(&rest, delimiter, &cell); n++)
        cells[n] = view_trim(cell.text);
    return n;
}

static uint32_t count_filled(const struct view *cells, uint32_t n)
{
    uint32_t filled = 0;
    for (uint32_t i = 0; i < n; i++)
        filled += cells[i].len != 0;
    return filled;
}

/* Cuts the text of `head` as if it were the whole source. */
static void cut_head(struct view head, struct csv_dialect dialect, struct chunk *chunk)
{
    struct csv_cutter cutter = {0};
    csv_cutter_start(&cutter, NULL, dialect);
    buffer_add(&cutter.carry, head);
    cutter.ended = true;
    csv_cut(&cutter, chunk, NULL);
    csv_cutter_release(&cutter);
}

/* The header is the record with the most names that mean something; without any, the first with two cells or more. */
static void find_header(const struct reader *reader, const struct chunk *chunk, struct reading *r, struct view *cells)
{
    for (size_t i = 0; i < chunk->count && i < HEADER_SEARCH; i++) {
        const struct cut *cut = &chunk->cuts[i];
        if (cut->state != CUT_RECORD)
            continue;
        struct view text = chunk_text(chunk, cut);
        uint32_t n = split(text, r->delimiter, cells, MAX_COLUMNS);
        uint32_t known = n > 1 && count_filled(cells, n) > 1 && reader->options.known_names
                             ? reader->options.known_names(reader->options.context, cells, n)
                             : 0;
        bool better = known > r->known || (r->header_line == 0 && n > 1 && count_filled(cells, n) > 1);
        if (!better)
            continue;
        r->known = known;
        r->columns = n;
        r->header_line = chunk->first_line + cut->last_line;
        r->header = text;
        r->consistent = r->sample = 0;
    }
}

static void count_consistent(const struct chunk *chunk, struct reading *r, struct view *cells)
{
    for (size_t i = 0; i < chunk->count && r->sample < SAMPLE_RECORDS; i++) {
        const struct cut *cut = &chunk->cuts[i];
        if (cut->state != CUT_RECORD || chunk->first_line + cut->line <= r->header_line)
            continue;
        r->sample++;
        r->consistent += split(chunk_text(chunk, cut), r->delimiter, cells, MAX_COLUMNS) == r->columns;
    }
}

/* More known names win, then more rows that fit the header, then more columns. */
static int compare(const struct reading *a, const struct reading *b)
{
    if (a->known != b->known)
        return a->known > b->known ? 1 : -1;
    uint64_t fit_a = (uint64_t)a->consistent * (b->sample ? b->sample : 1);
    uint64_t fit_b = (uint64_t)b->consistent * (a->sample ? a->sample : 1);
    if (fit_a != fit_b)
        return fit_a > fit_b ? 1 : -1;
    return (a->columns > b->columns) - (a->columns < b->columns);
}

static void note_not_activities(struct batch *notes, struct view text)
{
    struct finding *f = batch_note(notes, NULL, CODE_NOT_ACTIVITIES, FIELD_NONE, (struct view){NULL, 0});
    if (f)
        f->args[0] = arg_view(text);
}

static void note_tie(struct batch *notes, char chosen, char other)
{
    struct finding *f = batch_note(notes, NULL, CODE_DELIMITER_GUESSED, FIELD_NONE, (struct view){NULL, 0});
    if (f)
        f->args[0] = arg_view(arena_format(&notes->arena,
                                           "\"%c\" and \"%c\" fit equally well as delimiter; \"%c\" was taken "
                                           "(--delimiter settles it)",
                                           chosen, other, chosen));
}

static struct reading best_reading(const struct reader *reader, struct view head, char line_end, struct batch *notes)
{
    static const char candidates[] = {',', ';', '\t', '|'};
    struct reading best = {0};
    char tie = 0;
    struct view *cells = memory_get(MAX_COLUMNS * sizeof *cells);
    for (size_t i = 0; i < sizeof candidates; i++) {
        struct reading r = {.delimiter = candidates[i]};
        if (reader->options.delimiter)
            r.delimiter = reader->options.delimiter;
        struct chunk chunk = {0};
        cut_head(head, (struct csv_dialect){.delimiter = r.delimiter, .line_end = line_end}, &chunk);
        find_header(reader, &chunk, &r, cells);
        count_consistent(&chunk, &r, cells);
        r.header = arena_copy(&notes->arena, r.header);
        int better = r.header_line ? compare(&r, &best) : -1;
        if (better >= 0 && (best.header_line == 0 || better > 0)) {
            best = r;
            tie = 0;
        } else if (better == 0) {
            tie = r.delimiter;
        }
        buffer_release(&chunk.text);
        memory_free(chunk.cuts);
        if (reader->options.delimiter)
            break;
    }
    memory_free(cells);
    if (tie)
        note_tie(notes, best.delimiter, tie);
    return best;
}

enum { SECOND_TABLE_NAMES = 3 };

/* Names all: no cell is a number. */
static bool are_names(const struct view *cells, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (cells[i].len && cells[i].at[0] >= '0' && cells[i].at[0] <= '9')
            return false;
    return true;
}

/* Some exports put a second table (samples, laps) beneath the first: the line of its header, 0 when there is none. */
static uint64_t second_table(const struct reader *reader, struct view head, const struct csv_dialect *dialect,
                             uint64_t header_line)
{
    struct chunk chunk = {0};
    uint64_t line = 0;
    struct view *cells = memory_get(MAX_COLUMNS * sizeof *cells);
    cut_head(head, *dialect, &chunk);
    for (size_t i = 0; !line && i < chunk.count; i++) {
        const struct cut *cut = &chunk.cuts[i];
        if (cut->state != CUT_RECORD || chunk.first_line + cut->line <= header_line)
            continue;
        uint32_t n = split(chunk_text(&chunk, cut), dialect->delimiter, cells, MAX_COLUMNS);
        if (n != dialect->columns && n > 1 && are_names(cells, n) && reader->options.known_names &&
            reader->options.known_names(reader->options.context, cells, n) >= SECOND_TABLE_NAMES)
            line = chunk.first_line + cut->line;
    }
    buffer_release(&chunk.text);
    memory_free(chunk.cuts);
    memory_free(cells);
    return line;
}

static void end_at_second_table(struct csv_dialect *dialect, uint64_t line, struct batch *notes)
{
    dialect->last_line = line - 1;
    struct finding *f = batch_note(notes, NULL, CODE_ROW_NOT_ACTIVITY, FIELD_NONE, (struct view){"", 0});
    if (!f)
        return;
    f->line = line;
    f->args[0] = arg_word("another table begins here and goes on to the end of the file; it was not read");
}

static struct view read_head(struct source *source, struct arena *arena)
{
    char *head = arena_get(arena, HEAD_BYTES);
    size_t len = 0;
    for (size_t got; HEAD_BYTES - len >= 16 && (got = source_read(source, head + len, HEAD_BYTES - len)) != 0;)
        len += got;
    return (struct view){head, len};
}

static char line_end_of(struct view head)
{
    bool newline = memchr(head.at, '\n', head.len) != NULL;
    return newline || !memchr(head.at, '\r', head.len) ? '\n' : '\r';
}

static void keep_header(struct reader *reader, const struct reading *r)
{
    struct table *table = &reader->table;
    table->columns = arena_zero(&reader->arena, r->columns * sizeof *table->columns);
    struct csv_cell cell;
    for (struct view rest = r->header; table->column_count < r->columns && csv_next_cell(&rest, r->delimiter, &cell);) {
        struct view name = arena_copy(&reader->arena, view_trim(cell.text));
        table->columns[table->column_count++] = name;
    }
}

enum status csv_table_recognise(struct reader *reader, struct csv_dialect *dialect, enum encoding *encoding,
                                struct batch *notes, struct error *error)
{
    enum status status = text_encoding_choose(reader, encoding, notes, error);
    if (status != STATUS_OK)
        return status;
    reader->table.format = "csv";
    reader->table.encoding = encoding_names[*encoding];
    source_decode(reader->source, *encoding);
    struct view head = read_head(reader->source, &notes->arena);
    if (view_trim(head).len == 0) {
        note_not_activities(notes, VIEW("the file is empty"));
        return STATUS_REFUSED;
    }
    dialect->line_end = line_end_of(head);
    struct reading r = best_reading(reader, head, dialect->line_end, notes);
    if (r.header_line == 0) {
        note_not_activities(notes, VIEW("no table was found: every line has one cell only, whatever the delimiter"));
        return STATUS_REFUSED;
    }
    reader->table.delimiter = dialect->delimiter = r.delimiter;
    reader->table.header_line = r.header_line;
    dialect->columns = r.columns;
    keep_header(reader, &r);
    uint64_t second = second_table(reader, head, dialect, r.header_line);
    if (second)
        end_at_second_table(dialect, second, notes);
    return STATUS_OK;
}
