#include "input/csv_cut.h"

/* Where a cell that begins with a quote ends. */
struct quoted {
    enum { QUOTED_CLOSED, QUOTED_OPEN, QUOTED_MORE } result; /* MORE: the text ends first */
    const char *inner_end;                                   /* the closing quote, or the end of a stray cell's text */
    const char *end;                                         /* the delimiter, line end, or end of the text */
    uint32_t lines;                                          /* line ends inside */
    bool stray;
};

static bool ends_cell(const char *p, const char *end, const struct csv_dialect *d)
{
    while (p < end && *p == ' ' && d->delimiter != ' ')
        p++;
    return p == end || *p == d->delimiter || *p == d->line_end || (*p == '\r' && (p + 1 == end || p[1] == d->line_end));
}

/* Whether a quote is the first of a cell; `from` is where to stop looking back. */
static bool opens_cell(const char *quote, const char *from, const struct csv_dialect *d)
{
    while (quote > from && quote[-1] == ' ' && d->delimiter != ' ')
        quote--;
    return quote > from && quote[-1] == d->delimiter;
}

static const char *find(const char *p, const char *end, char c)
{
    const char *found = memchr(p, c, (size_t)(end - p));
    return found ? found : end;
}

/* After a closing quote something else follows: the quote was text. The cell still ends at a quote in front of a
 * delimiter if one comes in this line before another cell opens; else, unquoted, at the next delimiter. */
static struct quoted end_stray(const char *p, const char *end, const struct csv_dialect *d)
{
    struct quoted q = {.result = QUOTED_CLOSED, .stray = true};
    const char *limit = p; /* no further than the next quote: a line of many such cells is looked at once */
    while (limit < end) {
        const char *quote = find(limit, end, '"');
        limit = find(limit, quote, d->line_end);
        if (limit < quote || quote == end || opens_cell(quote, p, d))
            break;
        if (ends_cell(quote + 1, end, d)) {
            q.inner_end = quote;
            q.end = quote + 1;
            return q;
        }
        limit = quote + 1;
    }
    q.inner_end = q.end = find(p, limit, d->delimiter);
    return q;
}

static uint32_t count_lines(const char *p, const char *end, char line_end)
{
    uint32_t lines = 0;
    for (; (p = memchr(p, line_end, (size_t)(end - p))); p++)
        lines++;
    return lines;
}

/* `p` is behind the opening quote; `final`: nothing comes behind `end`. */
static struct quoted end_quoted(const char *p, const char *end, const struct csv_dialect *d, bool final)
{
    uint32_t lines = 0;
    for (const char *from = p;;) {
        const char *quote = find(from, end, '"');
        lines += count_lines(from, quote, d->line_end);
        if (lines > RECORD_LINE_LIMIT || quote - p > RECORD_LIMIT)
            return (struct quoted){.result = QUOTED_OPEN};
        if (quote == end || (quote + 1 == end && !final))
            return (struct quoted){.result = final ? QUOTED_OPEN : QUOTED_MORE};
        if (quote + 1 < end && quote[1] == '"') {
            from = quote + 2;
            continue;
        }
        if (ends_cell(quote + 1, end, d))
            return (struct quoted){.inner_end = quote, .end = quote + 1, .lines = lines};
        if (lines) /* a stray quote lines later: the first one was never closed */
            return (struct quoted){.result = QUOTED_OPEN};
        return end_stray(quote + 1, end, d);
    }
}

/* The record that begins at `p`, up to its line end. */
struct record_end {
    const char *end;       /* of the record's text; NULL: the text ends first */
    uint32_t lines, cells; /* line ends inside */
    bool open, stray, quoted;
};

static struct record_end end_record(const char *p, const char *end, const struct csv_dialect *d, bool final)
{
    struct record_end r = {.cells = 1, .quoted = true};
    const char *record = p;
    for (; p < end; p++) {
        while (p < end && *p == ' ' && d->delimiter != ' ')
            p++;
        if (p < end && *p == '"') {
            struct quoted q = end_quoted(p + 1, end, d, final);
            if (q.result == QUOTED_MORE && end - record <= RECORD_LIMIT)
                return r;
            if (q.result != QUOTED_CLOSED) {
                r.open = true;
                r.end = record;
                return r;
            }
            r.lines += q.lines;
            r.stray = r.stray || q.stray;
            p = q.end;
        }
        for (; p < end && *p != d->delimiter && *p != d->line_end; p++)
            r.stray = r.stray || *p == '"';
        if (p == end || *p == d->line_end)
            break;
        r.cells++;
    }
    if (p >= end && !final && end - record <= RECORD_LIMIT)
        return r;
    r.end = p < end ? p : end;
    r.open = (r.lines && d->columns && r.cells != d->columns) || (p >= end && !final);
    return r;
}

static bool is_blank(struct view line, char delimiter)
{
    for (size_t i = 0; i < line.len; i++)
        if (line.at[i] != delimiter && (unsigned char)line.at[i] > ' ')
            return false;
    return true;
}

static bool may_be_blank(struct view line, char delimiter)
{
    return !line.len || line.at[0] == delimiter || (unsigned char)line.at[0] <= ' ';
}

void csv_cutter_start(struct csv_cutter *cutter, struct source *source, struct csv_dialect dialect)
{
    buffer_release(&cutter->carry);
    *cutter = (struct csv_cutter){.source = source, .dialect = dialect, .line = 1};
}

void csv_cutter_release(struct csv_cutter *cutter)
{
    buffer_release(&cutter->carry);
}

/* What the last chunk left over, then as much again as makes a chunk. */
static void fill(struct csv_cutter *cutter, struct buffer *text, size_t wanted)
{
    while (!cutter->ended && text->len < wanted) {
        size_t room = wanted - text->len;
        size_t got = source_read(cutter->source, buffer_room(text, room < 16 ? 16 : room), room < 16 ? 16 : room);
        text->len += got;
        cutter->ended = got == 0;
    }
}

/* The source ended in trouble: its last line is not to be trusted when it has no line end. */
static bool is_broken_off(const struct csv_cutter *cutter)
{
    return cutter->ended && cutter->source && source_trouble(cutter->source)->code != CODE_COUNT;
}

/* The rest of a line that was too long. */
static const char *skip_line(struct csv_cutter *cutter, const char *from, const char *end)
{
    const char *line_end = find(from, end, cutter->dialect.line_end);
    cutter->skipping = line_end == end;
    return cutter->skipping ? end : line_end + 1;
}

/* Where the record at `from` ends; its end is NULL when the text ends first. One whose quotes never close ends with its
 * first line. */
static struct record_end record_at(struct csv_cutter *cutter, const char *from, const char *end)
{
    const char *line_end = memchr(from, cutter->dialect.line_end, (size_t)(end - from));
    if (!line_end && !cutter->ended && end - from <= RECORD_LIMIT)
        return (struct record_end){0};
    cutter->skipping = !line_end && !cutter->ended;
    line_end = line_end ? line_end : end;
    struct record_end r = {.end = line_end};
    r.quoted = memchr(from, '"', (size_t)(line_end - from)) != NULL;
    if (r.quoted && !cutter->skipping) /* else it is too long whatever its quotes say */
        r = end_record(from, end, &cutter->dialect, cutter->ended);
    if (r.open) {
        r.end = line_end;
        r.lines = 0;
    }
    return r;
}

static void spoil(struct cut *cut, enum code code, const char *why)
{
    cut->state = CUT_BAD;
    cut->code = (uint16_t)code;
    cut->why = why;
}

/* The record's place in the chunk, and whether it can be read. */
static void add_cut(struct csv_cutter *cutter, struct chunk *chunk, const char *from, const struct record_end *r)
{
    const struct csv_dialect *d = &cutter->dialect;
    size_t len = (size_t)(r->end - from);
    bool too_long = len > RECORD_LIMIT;
    bool last = r->end == chunk->text.at + chunk->text.len;
    len -= len && r->end[-1] == '\r' && d->line_end == '\n';
    struct cut *cut = chunk_add(chunk);
    *cut = (struct cut){
        .from = (uint32_t)(from - chunk->text.at),
        .len = (uint32_t)(too_long ? 0 : len),
        .line = (uint32_t)(cutter->line - chunk->first_line),
        .last_line = (uint32_t)(cutter->line + r->lines - chunk->first_line),
        .quoted = r->quoted,
        .stray = r->stray,
    };
    struct view text = chunk_text(chunk, cut);
    if (r->open)
        spoil(cut, CODE_CSV_OPEN_QUOTE, NULL);
    else if (too_long)
        spoil(cut, CODE_RECORD_TOO_LONG, "this line is too long for a row");
    else if (last && is_broken_off(cutter))
        spoil(cut, CODE_INPUT_TRUNCATED, "the data break off inside this row");
    else if (may_be_blank(text, d->delimiter) && is_blank(text, d->delimiter))
        cut->state = CUT_BLANK;
    cutter->index += cut->state != CUT_BLANK;
}

/* One record at `from` in the chunk; returns where the next one begins, or NULL when the text ends first. */
static const char *cut_one(struct csv_cutter *cutter, struct chunk *chunk, const char *from, const char *end)
{
    if (cutter->skipping)
        return skip_line(cutter, from, end);
    struct record_end r = record_at(cutter, from, end);
    if (!r.end)
        return NULL;
    if (cutter->line > cutter->skip_lines)
        add_cut(cutter, chunk, from, &r);
    cutter->line += r.lines + 1;
    return r.end < end ? r.end + 1 : end;
}

static bool is_over(const struct csv_cutter *cutter)
{
    return cutter->dialect.last_line && cutter->line > cutter->dialect.last_line;
}

enum status csv_cut(struct csv_cutter *cutter, struct chunk *chunk, struct error *error)
{
    chunk->count = 0;
    chunk->first_index = cutter->index;
    chunk->first_line = cutter->line;
    buffer_reset(&chunk->text);
    buffer_add(&chunk->text, buffer_view(&cutter->carry));
    buffer_reset(&cutter->carry);
    size_t done = 0;
    for (size_t wanted = CHUNK_BYTES; chunk->count == 0; wanted = chunk->text.len + CHUNK_BYTES) {
        fill(cutter, &chunk->text, wanted);
        const char *p = chunk->text.at, *end = p + chunk->text.len;
        for (const char *next; p < end && !is_over(cutter) && (next = cut_one(cutter, chunk, p, end)); p = next)
            done = (size_t)(next - chunk->text.at);
        cutter->ended = cutter->ended || is_over(cutter);
        if (cutter->ended)
            break;
        if (chunk->count == 0) { /* what was skipped needs no room */
            chunk->text.len -= done;
            memmove(chunk->text.at, chunk->text.at + done, chunk->text.len);
            done = 0;
        }
    }
    buffer_add(&cutter->carry, view_skip(buffer_view(&chunk->text), done));
    chunk->text.len = done;
    const struct source_trouble *trouble = cutter->source ? source_trouble(cutter->source) : NULL;
    if (trouble && trouble->status != STATUS_OK)
        return error_set(error, trouble->status, "cannot read: %s", trouble->text);
    return STATUS_OK;
}

bool csv_next_cell(struct view *rest, char delimiter, struct csv_cell *cell)
{
    if (!rest->at)
        return false;
    struct csv_dialect d = {.delimiter = delimiter, .line_end = '\n'};
    const char *p = rest->at, *end = p + rest->len, *begin = p;
    *cell = (struct csv_cell){0};
    while (p < end && *p == ' ' && delimiter != ' ')
        p++;
    struct quoted q = {.result = QUOTED_OPEN};
    if (p < end && *p == '"')
        q = end_quoted(p + 1, end, &d, true);
    if (q.result == QUOTED_CLOSED) {
        cell->quoted = !q.stray || (q.inner_end < end && *q.inner_end == '"');
        cell->text = view_between(cell->quoted ? p + 1 : p, q.inner_end);
        cell->stray = q.stray;
        p = find(q.end, end, delimiter);
    } else {
        p = find(begin, end, delimiter);
        cell->text = view_between(begin, p);
        cell->stray = memchr(begin, '"', (size_t)(p - begin)) != NULL;
    }
    *rest = p < end ? view_between(p + 1, end) : (struct view){NULL, 0};
    if (p < end && p + 1 == end)
        rest->at = end;
    return true;
}
