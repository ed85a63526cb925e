/* The same activity twice in one run, and the key of each accepted row.
 *
 * Every accepted row leaves the fingerprint of its content and ordinal, which is its key. A row whose content is there
 * already is a duplicate, unless both have start times and these differ; then a second fingerprint, with the start, is
 * left for those that come after. Knowing the key of every ordinal, the next free one is found by halving. */
#include "base/fingerprints.h"
#include "base/hash.h"
#include "base/memory.h"
#include "model/row_key.h"
#include "rules/rule_note.h"

enum { OTHER_SOURCE = UINT16_MAX, AHEAD = 24 };

struct state {
    const struct participants *roster;
    struct fingerprints *seen;
    const struct source_info **sources; /* by number */
    size_t source_count, source_capacity;
    uint64_t *contents; /* of the batch's rows */
    size_t content_capacity;
};

static void *open_rule(const struct rule_context *context)
{
    struct state *s = memory_get(sizeof *s);
    s->roster = context->event->roster;
    s->seen = fingerprints_new(0);
    return s;
}

static void close_rule(void *state)
{
    struct state *s = state;
    fingerprints_free(s->seen);
    memory_free(s->sources);
    memory_free(s->contents);
    memory_free(s);
}

/* The key has 63 bits; a fingerprint must be spread over all 64. */
static uint64_t print_of(uint64_t content, uint64_t ordinal)
{
    return row_key_number(content, ordinal) << 1;
}

static uint16_t source_number(struct state *s, const struct source_info *source)
{
    if (!source || source->number >= OTHER_SOURCE)
        return OTHER_SOURCE;
    while (s->source_count <= source->number) {
        s->sources = memory_grow(s->sources, &s->source_capacity, s->source_count + 1, sizeof *s->sources);
        s->sources[s->source_count++] = NULL;
    }
    s->sources[source->number] = source;
    return (uint16_t)source->number;
}

static struct fingerprint fingerprint_of(const struct activity *row, uint64_t content, uint16_t source)
{
    struct fingerprint own = {.print = print_of(content, 0), .source = source};
    own.line = row->line < UINT32_MAX ? (uint32_t)row->line : UINT32_MAX;
    if (row->start_ms != UNKNOWN)
        own.start = (uint16_t)(hash_mix(content, (uint64_t)row->start_ms) % UINT16_MAX + 1);
    return own;
}

/* "spring.csv:17", or "line 17 of this file". */
static struct view place_of(const struct state *s, struct arena *arena, const struct fingerprint *twin, uint16_t here)
{
    const struct source_info *source = twin->source < s->source_count ? s->sources[twin->source] : NULL;
    if (!source)
        return VIEW("an earlier row");
    if (twin->source == here)
        return twin->line ? arena_format(arena, "line %lu of this file", (unsigned long)twin->line)
                          : VIEW("an earlier row");
    const char *slash = source->member.len ? "/" : "";
    struct view file = arena_format(arena, "%.*s%s%.*s", VIEW_ARG(source->source), slash, VIEW_ARG(source->member));
    return twin->line ? arena_format(arena, "%.*s:%lu", VIEW_ARG(file), (unsigned long)twin->line) : file;
}

static enum status is_taken(struct state *s, uint64_t content, uint64_t ordinal, bool *taken, struct error *error)
{
    struct fingerprint first;
    return fingerprints_find(s->seen, print_of(content, ordinal), &first, taken, error);
}

/* The first ordinal that is free; 0 is taken. The taken ones leave no gaps. */
static enum status free_ordinal(struct state *s, uint64_t content, uint64_t *ordinal, struct error *error)
{
    uint64_t taken = 0, step = 1;
    bool is_there = true;
    enum status status = STATUS_OK;
    while (status == STATUS_OK && is_there) {
        status = is_taken(s, content, taken + step, &is_there, error);
        taken += is_there ? step : 0;
        step *= is_there ? 2 : 1;
    }
    for (; status == STATUS_OK && step > 1; step /= 2) {
        status = is_taken(s, content, taken + step / 2, &is_there, error);
        taken += is_there ? step / 2 : 0;
    }
    *ordinal = taken + 1;
    return status;
}

static enum status take_next(struct state *s, struct activity *row, uint64_t content, struct fingerprint own,
                             struct error *error)
{
    uint64_t ordinal;
    struct fingerprint first;
    bool was_there;
    enum status status = free_ordinal(s, content, &ordinal, error);
    if (status != STATUS_OK)
        return status;
    row->key = row_key_number(content, ordinal);
    own.print = print_of(content, ordinal);
    return fingerprints_put(s->seen, own, &first, &was_there, error);
}

/* A row whose content is there already, at `twin`. */
static enum status judge_again(struct state *s, struct batch *batch, struct activity *row, uint64_t content,
                               struct fingerprint own, struct fingerprint twin, struct error *error)
{
    bool is_twin = !own.start || !twin.start || own.start == twin.start;
    if (!is_twin) {
        struct fingerprint with_start = own;
        with_start.print = hash_mix(content + 1, (uint64_t)row->start_ms);
        enum status status = fingerprints_put(s->seen, with_start, &twin, &is_twin, error);
        if (status != STATUS_OK)
            return status;
    }
    if (is_twin) {
        struct finding *f = batch_note(batch, row, CODE_DUPLICATE_EXACT, FIELD_NONE, (struct view){"", 0});
        if (f)
            f->args[0] = arg_view(place_of(s, &batch->arena, &twin, own.source));
    }
    return row->verdict == VERDICT_ACCEPTED ? take_next(s, row, content, own, error) : STATUS_OK;
}

static enum status judge(struct state *s, struct batch *batch, struct activity *row, uint64_t content, uint16_t source,
                         struct error *error)
{
    bool was_there;
    struct fingerprint own = fingerprint_of(row, content, source), twin;
    enum status status = fingerprints_put(s->seen, own, &twin, &was_there, error);
    if (status != STATUS_OK || was_there)
        return status == STATUS_OK ? judge_again(s, batch, row, content, own, twin, error) : status;
    row->key = row_key_number(content, 0);
    return STATUS_OK;
}

static void hash_rows(struct state *s, const struct batch *batch)
{
    s->contents = memory_grow(s->contents, &s->content_capacity, batch->row_count + AHEAD, sizeof *s->contents);
    for (size_t i = 0; i < batch->row_count; i++) {
        const struct activity *row = &batch->rows[i];
        s->contents[i] = 0;
        if (row->verdict == VERDICT_ACCEPTED)
            s->contents[i] = row_key_content(row_key_participant(s->roster, row), row);
    }
    memset(s->contents + batch->row_count, 0, AHEAD * sizeof *s->contents);
}

/* The memory that a hash leads to is called for some rows before it is needed. */
static enum status observe(void *state, struct batch *batch, struct error *error)
{
    struct state *s = state;
    uint16_t source = source_number(s, batch->source);
    enum status status = STATUS_OK;
    hash_rows(s, batch);
    for (size_t i = 0; status == STATUS_OK && i < batch->row_count; i++) {
        fingerprints_prefetch(s->seen, print_of(s->contents[i + AHEAD], 0));
        if (batch->rows[i].verdict == VERDICT_ACCEPTED)
            status = judge(s, batch, &batch->rows[i], s->contents[i], source, error);
    }
    return status;
}

const struct sequence_rule_ops rule_duplicates_ops = {
    .name = "duplicates", .open = open_rule, .observe = observe, .close = close_rule};
