#include "readers/json_items.h"

#include "readers/json_census.h"

enum { HEAD_BYTES = 2 * 1024 * 1024, FIELDS = 400, LEVELS = 4, ASKED = 100 };

/* ---- words ---- */

enum look { LOOK_DATE = 1, LOOK_DISTANCE = 2, LOOK_TIME = 4 };

/* What a key is about; the first word that is in it decides. A word with '=' in front must be the whole key. */
static const struct {
    const char *word;
    enum look look;
} look_words[] = {
    {"duration", LOOK_TIME},  {"elapsed", LOOK_TIME},     {"moving", LOOK_TIME},      {"dauer", LOOK_TIME},
    {"dura", LOOK_TIME},      {"date", LOOK_DATE},        {"datum", LOOK_DATE},       {"=dato", LOOK_DATE},
    {"=data", LOOK_DATE},     {"fecha", LOOK_DATE},       {"=day", LOOK_DATE},        {"start", LOOK_DATE},
    {"begin", LOOK_DATE},     {"timestamp", LOOK_DATE},   {"epoch", LOOK_DATE},       {"time", LOOK_TIME},
    {"zeit", LOOK_TIME},      {"=temps", LOOK_TIME},      {"tiempo", LOOK_TIME},      {"=tempo", LOOK_TIME},
    {"=tijd", LOOK_TIME},     {"seconds", LOOK_TIME},     {"minutes", LOOK_TIME},     {"distan", LOOK_DISTANCE},
    {"mile", LOOK_DISTANCE},  {"=km", LOOK_DISTANCE},     {"meters", LOOK_DISTANCE},  {"metres", LOOK_DISTANCE},
    {"tally", LOOK_DISTANCE}, {"strecke", LOOK_DISTANCE}, {"=length", LOOK_DISTANCE}, {"afstand", LOOK_DISTANCE},
    {"=dist", LOOK_DISTANCE},
};

/* Names of lists of activities; the second half may be lists of anything, inside one activity for instance. */
static const char *const sure_lists[] = {"activities", "workouts", "runs"};
static const char *const likely_lists[] = {"exercises", "sessions", "data",    "items", "entries",
                                           "results",   "records",  "tallies", "logs",  "rows"};

static enum look look_of(struct view key)
{
    for (size_t i = 0; i < sizeof look_words / sizeof *look_words; i++) {
        const char *word = look_words[i].word;
        if (*word == '=' ? view_equal_fold(key, view_of(word + 1)) : view_contains(key, view_of(word)))
            return look_words[i].look;
    }
    return 0;
}

static bool is_one_of(struct view key, const char *const words[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (view_equal_fold(key, view_of(words[i])))
            return true;
    return false;
}

static bool is_sure(struct view key)
{
    return is_one_of(key, sure_lists, sizeof sure_lists / sizeof *sure_lists);
}

static bool is_likely(struct view key)
{
    return is_sure(key) || is_one_of(key, likely_lists, sizeof likely_lists / sizeof *likely_lists) ||
           view_contains(key, VIEW("activit")) || view_contains(key, VIEW("workout"));
}

/* ---- candidates ---- */

/* Objects that may be the activities. */
struct candidate {
    uint32_t place;
    int tier;
    unsigned look, own_look; /* of all fields; of those not in objects inside */
    uint32_t known, depth;
    uint64_t objects;
};

static struct view key_of(const struct json_census *census, uint32_t place)
{
    if (place == 0) /* the tree may be empty */
        return (struct view){"", 0};
    struct view quoted = census->names.names[place].quoted;
    return (struct view){quoted.at + 1, quoted.len - 2};
}

/* The fields of the objects at a place, objects inside them included. */
static uint32_t gather(const struct json_census *census, uint32_t place, int level, struct candidate *c,
                       struct view *names, uint32_t count)
{
    for (uint32_t p = census->places[place].first; p; p = census->places[p].next) {
        const struct json_place *field = &census->places[p];
        if (field->values > field->loose && count < FIELDS) {
            names[count++] = key_of(census, p);
            c->look |= look_of(key_of(census, p));
            c->own_look |= level == 1 ? look_of(key_of(census, p)) : 0;
        }
        if (field->objects > field->listed && level < LEVELS)
            count = gather(census, p, level + 1, c, names, count);
    }
    return count;
}

static bool is_strong(unsigned look)
{
    return (look & LOOK_DATE) && (look & (LOOK_DISTANCE | LOOK_TIME));
}

/* Whether an object around the place looks like an activity by its own fields. */
static bool is_inside_activity(const struct json_census *census, uint32_t place, struct view *names)
{
    while (place) {
        place = census->names.names[place].parent;
        struct candidate c = {0};
        gather(census, place, LEVELS, &c, names, 0);
        if (is_strong(c.look))
            return true;
    }
    return false;
}

static int tier_of(const struct json_census *census, const struct candidate *c, struct view *names)
{
    struct view key = key_of(census, c->place);
    bool is_named = is_sure(key) || (is_likely(key) && !is_inside_activity(census, c->place, names));
    if (is_strong(c->look))
        return is_named ? 4 : 3;
    return is_named && c->look ? 2 : 1;
}

static int count_bits(unsigned bits)
{
    return (int)((bits & 1) + (bits >> 1 & 1) + (bits >> 2 & 1));
}

/* Whether `a` is more likely to be it. */
static bool is_better(const struct candidate *a, const struct candidate *b)
{
    int looks = count_bits(a->look) - count_bits(b->look);
    if (a->tier != b->tier)
        return a->tier > b->tier;
    if (a->tier >= 3 && a->depth != b->depth)
        return a->depth < b->depth;
    if (looks)
        return looks > 0;
    if (a->known != b->known)
        return a->known > b->known;
    if (a->depth != b->depth)
        return a->depth < b->depth;
    return a->objects > b->objects;
}

/* False when there is none. */
static bool best_candidate(const struct reader *reader, const struct json_census *census, struct candidate *best)
{
    struct view *names = memory_get(FIELDS * sizeof *names);
    *best = (struct candidate){0};
    uint32_t asked = 0; /* folding names costs, and whoever has that many lists does not keep a log */
    for (uint32_t p = 0; p < census->names.count || p == 0; p++) {
        struct candidate c = {.place = p, .depth = census->places[p].depth, .objects = census->places[p].objects};
        bool may_be = census->places[p].listed || (p == 0 && c.objects);
        uint32_t count = may_be ? gather(census, p, 1, &c, names, 0) : 0;
        if (!count)
            continue;
        if (reader->options.known_names && asked++ < ASKED)
            c.known = reader->options.known_names(reader->options.context, names, count);
        c.tier = tier_of(census, &c, names);
        if (best->tier == 0 || is_better(&c, best))
            *best = c;
    }
    memory_free(names);
    return best->tier != 0;
}

/* The only thing that stands in the objects of a place, when that is an object: {"activity": {...}}. */
static uint32_t unwrap(const struct json_census *census, uint32_t place)
{
    for (;;) {
        uint32_t inner = census->places[place].first;
        const struct json_place *p = inner ? &census->places[inner] : NULL;
        if (!p || p->next || p->values || p->lists || p->objects != census->places[place].objects)
            return place;
        place = inner;
    }
}

/* ---- the shape ---- */

static void set_shape(struct reader *reader, const struct json_census *census, uint32_t place, struct json_shape *shape)
{
    struct buffer items = {0};
    shape->sole = true;
    shape->step_count = census->places[place].depth;
    for (uint32_t p = place, i = census->places[place].depth;; p = census->names.names[p].parent) {
        shape->sole = shape->sole && census->places[p].listed == 0;
        if (i == 0)
            break;
        shape->steps[--i] = arena_copy(&reader->arena, key_of(census, p));
    }
    for (size_t i = 0; i < shape->step_count; i++) {
        buffer_add_text(&items, i ? "." : "");
        buffer_add(&items, shape->steps[i]);
    }
    reader->table.items = arena_copy(&reader->arena, buffer_view(&items));
    buffer_release(&items);
}

/* ---- lines ---- */

/* NDJSON when the first lines are objects, whole in themselves, and more of them are than are not. */
static bool looks_like_lines(struct view head, char line_end, bool is_all)
{
    enum { SAMPLE = 20 };
    uint32_t whole = 0, others = 0, number = 0;
    bool first_whole = false, second_opens = false;
    for (struct view rest = head; rest.at && number < SAMPLE;) {
        struct view line = view_cut(&rest, line_end);
        if (!rest.at && !is_all)
            break;
        const char *why, *text = json_scan_blanks(line.at, line.at + line.len);
        if (text == line.at + line.len)
            continue;
        size_t offset;
        bool opens = *text == '{', is_whole = opens && json_scan_check(line, &why, &offset);
        first_whole = first_whole || (number == 0 && is_whole);
        second_opens = second_opens || (number == 1 && opens);
        whole += is_whole;
        others += !is_whole;
        number++;
    }
    return (first_whole && second_opens) || (whole >= 2 && whole > others);
}

static bool is_lines(struct reader *reader, struct json_shape *shape, struct view head, bool is_all)
{
    bool has_newline = memchr(head.at, '\n', head.len);
    shape->line_end = has_newline || !memchr(head.at, '\r', head.len) ? '\n' : '\r';
    shape->lines = looks_like_lines(head, shape->line_end, is_all);
    reader->table.items = VIEW("");
    return shape->lines;
}

/* ---- refusals ---- */

static enum status refuse(struct batch *notes, enum code code, struct view text, uint64_t line)
{
    struct finding *f = batch_note(notes, NULL, code, FIELD_NONE, (struct view){"", 0});
    if (f) {
        f->args[0] = arg_view(text);
        f->line = line;
    }
    return STATUS_REFUSED;
}

/* A list with a promising name that is empty, or JSON_NO_NAME. */
static uint32_t empty_list(const struct json_census *census)
{
    uint32_t found = JSON_NO_NAME;
    for (uint32_t p = 0; p < census->names.count || p == 0; p++) {
        const struct json_place *place = &census->places[p];
        if (!place->lists || place->objects || place->values)
            continue;
        if (is_sure(key_of(census, p)))
            return p;
        if (found == JSON_NO_NAME && (p == 0 || is_likely(key_of(census, p))))
            found = p;
    }
    return found;
}

/* The object around an empty list of activities is no activity itself. */
static bool is_hollow(const struct json_census *census, const struct candidate *best)
{
    uint32_t empty = empty_list(census);
    bool is_sole = !census->places[best->place].listed;
    return is_sole && empty != JSON_NO_NAME && (is_sure(key_of(census, empty)) || best->look == 0);
}

static enum status refuse_document(const struct json_census *census, struct batch *notes)
{
    static const char missing[] = "a list of activities is missing, such as "
                                  "{\"activities\": [{\"date\": \"2026-05-01\", \"distance\": 3.1}]}";
    if (census->is_broken)
        return refuse(notes, CODE_JSON_SYNTAX, view_of(census->scan.why), census->line);
    const struct json_place *root = &census->places[0];
    uint32_t empty = empty_list(census);
    bool has_loose = false;
    for (size_t p = 0; p < census->names.count || p == 0; p++)
        has_loose = has_loose || census->places[p].loose;
    struct view found = VIEW("the objects in the document are empty");
    if (empty != JSON_NO_NAME)
        found = arena_format(&notes->arena, empty ? "the list \"%.*s\" is empty" : "the list is empty%.*s",
                             VIEW_ARG(key_of(census, empty)));
    else if (has_loose)
        found = VIEW("the lists in the document hold plain values, no objects");
    else if (root->values)
        found = VIEW("the document is a single plain value");
    return refuse(notes, CODE_NOT_ACTIVITIES, arena_format(&notes->arena, "%.*s; %s", VIEW_ARG(found), missing), 0);
}

/* ---- reading ---- */

/* What has been read and is not used up. */
struct reading {
    struct source *source;
    struct buffer text;
    bool ended;
};

static void read_on(struct reading *r, size_t wanted)
{
    enum { PIECE = 64 * 1024 };
    while (!r->ended && r->text.len < wanted) {
        size_t got = source_read(r->source, buffer_room(&r->text, PIECE), PIECE);
        r->text.len += got;
        r->ended = got == 0;
    }
}

/* One token may be longer than all that is read at once, within reason. */
static void take(struct json_census *census, struct reading *r)
{
    size_t used = json_census_take(census, buffer_view(&r->text), r->ended);
    memmove(r->text.at, r->text.at + used, r->text.len - used);
    r->text.len -= used;
    if (!census->is_broken && r->text.len > JSON_SOLE_LIMIT) {
        census->is_broken = true;
        census->scan.why = "a single value is longer than 16 MiB";
    }
}

static enum status choose_items(struct reader *reader, struct json_census *census, struct reading *r,
                                struct json_shape *shape, struct batch *notes)
{
    struct candidate best = {0};
    bool found = false, at_end = false;
    while (!at_end && (reader->options.whole || best.tier < 3)) {
        take(census, r);
        at_end = census->is_broken || census->is_complete || r->ended;
        if (!reader->options.whole || at_end)
            found = best_candidate(reader, census, &best);
        read_on(r, 2 * r->text.len + HEAD_BYTES);
    }
    bool is_nothing = census->is_broken && best.tier == 1 && best.look == 0;
    if (!found || is_nothing || (at_end && is_hollow(census, &best)))
        return refuse_document(census, notes);
    set_shape(reader, census, unwrap(census, best.place), shape);
    return STATUS_OK;
}

enum status json_items_choose(struct reader *reader, struct json_shape *shape, struct batch *notes)
{
    struct reading r = {.source = reader->source};
    struct json_census census;
    *shape = (struct json_shape){0};
    read_on(&r, HEAD_BYTES);
    enum status status = STATUS_OK;
    const char *text = json_scan_blanks(r.text.at, r.text.at + r.text.len);
    if (text == r.text.at + r.text.len) {
        status = refuse(notes, CODE_NOT_ACTIVITIES, VIEW("the file is empty"), 0);
    } else if (!is_lines(reader, shape, buffer_view(&r.text), r.ended)) {
        json_census_start(&census);
        status = choose_items(reader, &census, &r, shape, notes);
        json_census_release(&census);
    }
    buffer_release(&r.text);
    return status;
}
