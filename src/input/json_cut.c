#include "input/json_cut.h"

#include "base/utf8.h"
#include "input/json_parents.h"

enum { JSON_OFF_PATH = 255, CHUNK_LIMIT = 2 * CHUNK_BYTES, EXCERPT = 80 };

void json_cutter_start(struct json_cutter *cutter, struct source *source, const struct json_shape *shape)
{
    json_cutter_release(cutter);
    *cutter = (struct json_cutter){.source = source, .shape = *shape, .line = 1};
    json_scan_start(&cutter->scan, (struct view){"", 0}, false);
}

void json_cutter_release(struct json_cutter *cutter)
{
    buffer_release(&cutter->carry);
    buffer_release(&cutter->parents);
    buffer_release(&cutter->woven);
}

/* ---- cuts ---- */

/* Counts the line ends up to `to`. */
static void count_to(struct json_cutter *cutter, const struct chunk *chunk, const char *to)
{
    cutter->line_here += json_scan_lines(view_between(chunk->text.at + cutter->counted, to), &cutter->after_cr);
    cutter->counted = (size_t)(to - chunk->text.at);
}

/* Puts the text of a cut where it belongs: it stays, or goes to the woven text together with its parents' fields. */
static void place(struct json_cutter *cutter, struct chunk *chunk, struct cut *cut, struct view text)
{
    struct buffer *woven = &cutter->woven;
    bool with_parents = cut->state == CUT_RECORD && cutter->parents.len;
    cut->from = (uint32_t)(text.at - chunk->text.at);
    cut->len = (uint32_t)text.len;
    if (with_parents && woven->len == 0) /* from now on the chunk is woven, also what it has already */
        buffer_add(woven, view_between(chunk->text.at, text.at));
    if (!with_parents && woven->len == 0)
        return;
    cut->from = (uint32_t)woven->len;
    if (with_parents) {
        struct view parents = buffer_view(&cutter->parents);
        text = view_skip(text, 1);
        parents.len -= *json_scan_blanks(text.at, text.at + text.len) == '}'; /* no comma in front of nothing */
        buffer_add_char(woven, '{');
        buffer_add(woven, parents);
    }
    buffer_add(woven, text);
    cut->len = (uint32_t)(woven->len - cut->from);
}

static struct cut *add_cut(struct json_cutter *cutter, struct chunk *chunk, enum cut_state state, struct view text)
{
    struct cut *cut = chunk_add(chunk);
    count_to(cutter, chunk, text.at);
    cut->line = (uint32_t)(cutter->line_here - chunk->first_line);
    count_to(cutter, chunk, text.at + text.len);
    cut->last_line = (uint32_t)(cutter->line_here - chunk->first_line);
    cut->state = (uint8_t)state;
    place(cutter, chunk, cut, text);
    cutter->index += state != CUT_BLANK;
    return cut;
}

/* What is wrong somewhere, with the beginning of the text that stands there. */
static void add_bad(struct json_cutter *cutter, struct chunk *chunk, struct view text, enum code code, const char *why)
{
    struct cut *cut = add_cut(cutter, chunk, CUT_BAD, text);
    if (text.len > EXCERPT)
        cut->len = (uint32_t)utf8_valid_until((struct view){text.at, EXCERPT}, false);
    cut->code = (uint16_t)code;
    cut->why = why;
}

/* The source ended in trouble, so that its end is not the document's fault. */
static bool is_broken_off(const struct json_cutter *cutter)
{
    return cutter->ended && cutter->source && source_trouble(cutter->source)->code != CODE_COUNT;
}

/* What one step over the text has come to. */
struct step {
    const char *next; /* what comes behind it */
    bool more;        /* the text ends first: go on at `next` with more of it */
};

static struct step go_on(const char *next)
{
    return (struct step){next, false};
}

/* The document breaks at `at`. `again` is where to come back to when there is too little of it to be shown. */
static struct step end_broken(struct json_cutter *cutter, struct chunk *chunk, const char *at, const char *again,
                              const char *why)
{
    const char *end = chunk->text.at + chunk->text.len, *line_end = memchr(at, '\n', (size_t)(end - at));
    if (end - at < EXCERPT && !cutter->ended)
        return (struct step){again, true};
    cutter->done = true;
    add_bad(cutter, chunk, view_between(at, line_end ? line_end : end), CODE_JSON_SYNTAX, why);
    return go_on(end);
}

/* The text ends in the middle of what began at `at`. */
static struct step end_early(struct json_cutter *cutter, struct chunk *chunk, const char *at, const char *why)
{
    const char *end = chunk->text.at + chunk->text.len;
    bool is_source = is_broken_off(cutter);
    cutter->done = true;
    add_bad(cutter, chunk, view_between(at, end), is_source ? CODE_INPUT_TRUNCATED : CODE_JSON_SYNTAX,
            is_source ? "the data break off inside the document" : why);
    return go_on(end);
}

/* ---- the document ---- */

static const char inside_element[] = "the file ends inside an element";

/* The rest of an element that was too long. */
static struct step skip_element(struct json_cutter *cutter, struct chunk *chunk, const char *from, const char *end)
{
    const char *broke = NULL, *next = json_skim_on(&cutter->skim, from, end, &broke);
    const char *why = cutter->skim.why;
    cutter->skim.why = NULL;
    if (why)
        return end_broken(cutter, chunk, broke, broke, why);
    if (!next && cutter->ended)
        return end_early(cutter, chunk, end, inside_element);
    cutter->skipping = !next;
    if (next)
        json_scan_value_passed(&cutter->scan);
    return go_on(next ? next : end);
}

/* The element at `from`. */
static struct step cut_element(struct json_cutter *cutter, struct chunk *chunk, const char *from, const char *end)
{
    const char *broke = NULL;
    struct json_skim *skim = &cutter->skim;
    *skim = (struct json_skim){0};
    const char *next = json_skim_on(skim, from, end, &broke), *stop = next ? next : skim->why ? broke : end;
    if (stop - from > (cutter->shape.sole ? JSON_SOLE_LIMIT : RECORD_LIMIT)) {
        add_bad(cutter, chunk, (struct view){from, 0}, CODE_RECORD_TOO_LONG, "this element is too long for a row");
        *skim = (struct json_skim){0};
        return skip_element(cutter, chunk, from, end);
    }
    if (skim->why)
        return end_broken(cutter, chunk, broke, from, skim->why);
    if (!next && cutter->ended)
        return end_early(cutter, chunk, from, inside_element);
    if (!next)
        return (struct step){from, true};
    add_cut(cutter, chunk, CUT_RECORD, view_between(from, next));
    json_scan_value_passed(&cutter->scan);
    return go_on(next);
}

/* An object around the elements, or one beside them. False: more of it must be there first. */
static bool enter_object(struct json_cutter *cutter, const char *end)
{
    uint32_t depth = cutter->scan.depth;
    cutter->steps[depth] = cutter->next_steps;
    cutter->parent_len[depth] = (uint16_t)cutter->parents.len;
    return cutter->next_steps == JSON_OFF_PATH ||
           json_parents_add(&cutter->parents, view_between(cutter->scan.at - 1, end),
                            cutter->shape.steps[cutter->next_steps], cutter->ended);
}

static void leave(struct json_cutter *cutter)
{
    uint32_t depth = cutter->scan.depth; /* of what we are in now */
    if (cutter->scan.stack[depth] == '{')
        cutter->parents.len = cutter->parent_len[depth + 1];
    cutter->next_steps = depth ? cutter->steps[depth] : JSON_OFF_PATH;
}

static void take_key(struct json_cutter *cutter, struct view key)
{
    uint8_t steps = cutter->steps[cutter->scan.depth];
    bool on_path = steps != JSON_OFF_PATH && view_equal(key, cutter->shape.steps[steps]);
    cutter->next_steps = on_path ? (uint8_t)(steps + 1) : JSON_OFF_PATH;
}

/* A value that is no object, where elements are expected. */
static void add_odd(struct json_cutter *cutter, struct chunk *chunk, enum json_token token, struct view text)
{
    bool in_list = cutter->scan.depth && cutter->scan.stack[cutter->scan.depth - 1] == '[';
    if (cutter->next_steps != cutter->shape.step_count || !in_list)
        return;
    if (token == JSON_WORD && *text.at == 'n')
        add_cut(cutter, chunk, CUT_BLANK, text);
    else
        add_bad(cutter, chunk, text, CODE_NOT_ACTIVITIES, "this element of the list is no object");
}

/* The next token or element. */
static struct step cut_document(struct json_cutter *cutter, struct chunk *chunk, const char *from, const char *end)
{
    struct json_scan *scan = &cutter->scan;
    if (cutter->skipping)
        return skip_element(cutter, chunk, from, end);
    struct view text;
    scan->at = from;
    scan->end = end;
    scan->final = cutter->ended;
    enum json_token token = json_scan_next(scan, &text);
    bool is_element = token == JSON_OBJECT && cutter->next_steps == cutter->shape.step_count;
    if (is_element || (token == JSON_OBJECT && !enter_object(cutter, end))) {
        json_scan_step_back(scan);
        return is_element ? cut_element(cutter, chunk, scan->at, end) : (struct step){scan->at, true};
    }
    switch (token) {
    case JSON_MORE:
        if (end - scan->at > JSON_SOLE_LIMIT)
            return end_broken(cutter, chunk, scan->at, scan->at, "a single value is longer than 16 MiB");
        return (struct step){scan->at, true};
    case JSON_BROKEN:
        return scan->cut_off ? end_early(cutter, chunk, scan->at, scan->why)
                             : end_broken(cutter, chunk, scan->at, scan->at, scan->why);
    case JSON_END: cutter->done = true; break;
    case JSON_ARRAY: cutter->steps[scan->depth] = cutter->next_steps; break;
    case JSON_CLOSE: leave(cutter); break;
    case JSON_KEY: take_key(cutter, text); break;
    case JSON_STRING:
    case JSON_NUMBER:
    case JSON_WORD: add_odd(cutter, chunk, token, text); break;
    case JSON_OBJECT: break;
    }
    return go_on(scan->at);
}

/* ---- lines ---- */

static struct step cut_line(struct json_cutter *cutter, struct chunk *chunk, const char *from, const char *end)
{
    const char *line_end = memchr(from, cutter->shape.line_end, (size_t)(end - from));
    if (!line_end && !cutter->ended && end - from <= RECORD_LIMIT && !cutter->skipping)
        return (struct step){from, true};
    struct view line = view_between(from, line_end ? line_end : end);
    bool was_skipping = cutter->skipping;
    cutter->skipping = !line_end && !cutter->ended;
    struct step step = go_on(line_end ? line_end + 1 : end);
    if (was_skipping)
        return step;
    line.len -= line.len && line.at[line.len - 1] == '\r' && cutter->shape.line_end == '\n';
    const char *text = json_scan_blanks(from, from + line.len);
    if (line.len > RECORD_LIMIT)
        add_bad(cutter, chunk, (struct view){from, 0}, CODE_RECORD_TOO_LONG, "this line is too long for a row");
    else if (text == from + line.len)
        add_cut(cutter, chunk, CUT_BLANK, (struct view){from, 0});
    else if (*text != '{')
        add_bad(cutter, chunk, line, CODE_JSON_SYNTAX, "this line is no object in braces");
    else if (!line_end && is_broken_off(cutter))
        add_bad(cutter, chunk, line, CODE_INPUT_TRUNCATED, "the data break off inside this line");
    else
        add_cut(cutter, chunk, CUT_RECORD, line);
    return step;
}

/* ---- chunks ---- */

static void fill(struct json_cutter *cutter, struct buffer *text, size_t wanted)
{
    while (!cutter->ended && text->len < wanted) {
        size_t room = wanted - text->len < 16 ? 16 : wanted - text->len;
        size_t got = cutter->source ? source_read(cutter->source, buffer_room(text, room), room) : 0;
        text->len += got;
        cutter->ended = got == 0;
    }
}

/* Whether the chunk has as much as it should have, though more text is there. */
static bool is_enough(const struct json_cutter *cutter, const struct chunk *chunk, const char *at)
{
    return chunk->count && (at - chunk->text.at > CHUNK_LIMIT || cutter->woven.len > CHUNK_LIMIT);
}

/* Cuts what there is; returns how much of it is used up. */
static size_t cut_text(struct json_cutter *cutter, struct chunk *chunk)
{
    const char *end = chunk->text.at + chunk->text.len;
    struct step step = go_on(chunk->text.at);
    while (!cutter->done && !step.more && !is_enough(cutter, chunk, step.next)) {
        bool at_end = step.next == end;
        cutter->done = at_end && cutter->ended && cutter->shape.lines;
        if (cutter->done || (at_end && !cutter->ended))
            break;
        step = (cutter->shape.lines ? cut_line : cut_document)(cutter, chunk, step.next, end);
    }
    return (size_t)(step.next - chunk->text.at);
}

/* What was used up but has no cut needs no room. */
static void drop(struct json_cutter *cutter, struct chunk *chunk, size_t used)
{
    count_to(cutter, chunk, chunk->text.at + used);
    chunk->text.len -= used;
    memmove(chunk->text.at, chunk->text.at + used, chunk->text.len);
    cutter->counted = 0;
}

static void begin_chunk(struct json_cutter *cutter, struct chunk *chunk)
{
    chunk->count = 0;
    chunk->first_index = cutter->index;
    chunk->first_line = cutter->line_here = cutter->line;
    cutter->counted = 0;
    buffer_reset(&cutter->woven);
    buffer_reset(&chunk->text);
    buffer_room(&chunk->text, 16); /* never NULL */
    buffer_add(&chunk->text, buffer_view(&cutter->carry));
    buffer_reset(&cutter->carry);
}

static void end_chunk(struct json_cutter *cutter, struct chunk *chunk, size_t used)
{
    count_to(cutter, chunk, chunk->text.at + used);
    cutter->line = cutter->line_here;
    buffer_add(&cutter->carry, view_skip(buffer_view(&chunk->text), used));
    chunk->text.len = used;
    if (cutter->woven.len) {
        struct buffer text = chunk->text;
        chunk->text = cutter->woven;
        cutter->woven = text;
    }
}

enum status json_cut(struct json_cutter *cutter, struct chunk *chunk, struct error *error)
{
    begin_chunk(cutter, chunk);
    size_t used = 0;
    bool tried = false;
    while (chunk->count == 0 && !cutter->done) {
        drop(cutter, chunk, used);
        size_t left = tried ? chunk->text.len : 0; /* what was too little: twice as much */
        fill(cutter, &chunk->text, 2 * left + CHUNK_BYTES);
        used = cut_text(cutter, chunk);
        tried = true;
    }
    end_chunk(cutter, chunk, used);
    const struct source_trouble *trouble = cutter->source ? source_trouble(cutter->source) : NULL;
    if (trouble && trouble->status != STATUS_OK)
        return error_set(error, trouble->status, "cannot read: %s", trouble->text);
    return STATUS_OK;
}
