#include "normalize/parse_kind.h"

#include "base/hash.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/utf8.h"

enum {
    LONGEST_TEXT = 200, /* bytes; longer cells are no names of activities */
    MOST_JOINED = 3,    /* "stand up paddling" is found as one word */
    SHORTEST_STEM = 5,
};

enum role { ROLE_WHOLE, ROLE_STRONG, ROLE_STEM, ROLE_WEAK };

struct kind_word {
    const char *key;
    uint8_t len, kind, role;
};

static const struct kind_word kind_words[] = {
#define KIND_WORD(key, kind, role) {key, sizeof(key) - 1, KIND_##kind, ROLE_##role},
#include "normalize/kind_words.def"
#undef KIND_WORD
};

static const struct kind_word *find_word(struct view key)
{
    size_t low = 0, high = sizeof kind_words / sizeof *kind_words;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const struct kind_word *word = &kind_words[middle];
        size_t shorter = key.len < word->len ? key.len : word->len;
        int order = memcmp(key.at, word->key, shorter);
        if (order == 0 && key.len == word->len)
            return word;
        if (order < 0 || (order == 0 && key.len < word->len))
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

/* ---- folding ---- */

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* A blank between the words of "TrailRun" and of "EBikeRide". */
static struct view split_camel(struct arena *arena, struct view text)
{
    char *out = arena_get(arena, text.len * 2 + 1);
    size_t n = 0;
    for (size_t i = 0; i < text.len; i++) {
        bool starts =
            i && is_upper(text.at[i]) &&
            (is_lower(text.at[i - 1]) || (is_upper(text.at[i - 1]) && i + 1 < text.len && is_lower(text.at[i + 1])));
        if (starts)
            out[n++] = ' ';
        out[n++] = text.at[i];
    }
    return (struct view){out, n};
}

/* Letters that have no decomposition become their base letter, in place; blanks go when `joined`. */
static struct view plain_letters(struct view folded, bool joined, char *out)
{
    static const struct {
        char letter[3], base;
    } letters[] = {{"\xC3\xB8", 'o'}, {"\xC3\xA6", 'a'}, {"\xC5\x82", 'l'}, {"\xC4\x91", 'd'},
                   {"\xC3\xB0", 'd'}, {"\xC4\xB1", 'i'}, {"\xC5\x93", 'o'}};
    size_t n = 0;
    for (size_t i = 0; i < folded.len; i++) {
        size_t k = 0;
        while (k < sizeof letters / sizeof *letters &&
               (i + 1 == folded.len || memcmp(folded.at + i, letters[k].letter, 2) != 0))
            k++;
        bool is_special = k < sizeof letters / sizeof *letters;
        if (is_special || folded.at[i] != ' ' || !joined)
            out[n++] = is_special ? letters[k].base : folded.at[i];
        i += is_special;
    }
    return (struct view){out, n};
}

/* Folded, in base letters, without blanks: "Trail Run", "trail_run" and "TrailRun" are one key. */
static struct view key_of(struct arena *arena, struct view text)
{
    struct view folded = utf8_fold(arena, text);
    return plain_letters(folded, true, arena_get(arena, folded.len + 1));
}

/* ---- words ---- */

/* The word that ends a compound: "inomhus-cykling". */
static const struct kind_word *find_stem(struct view word)
{
    for (size_t skip = 1; skip < word.len && word.len - skip >= SHORTEST_STEM; skip++) {
        const struct kind_word *found = find_word(view_skip(word, skip));
        if (found && found->role == ROLE_STEM)
            return found;
    }
    return NULL;
}

/* The longest run of words at the start of `text` that is in the table, else the end of a compound. `taken` becomes how
 * many bytes to go on. */
static const struct kind_word *find_within(struct view text, size_t *taken)
{
    char joined[LONGEST_TEXT * 4];
    size_t ends[MOST_JOINED], key_ends[MOST_JOINED], count = 0, n = 0;
    for (size_t i = 0; i <= text.len && count < MOST_JOINED; i++) {
        if (i < text.len && text.at[i] != ' ') {
            joined[n++] = text.at[i];
            continue;
        }
        ends[count] = i;
        key_ends[count++] = n;
    }
    *taken = ends[0];
    for (size_t k = count; k-- > 0;) {
        const struct kind_word *found = find_word((struct view){joined, key_ends[k]});
        if (found && found->role != ROLE_WHOLE) {
            *taken = ends[k];
            return found;
        }
    }
    return find_stem((struct view){joined, key_ends[0]});
}

/* Word by word. Words of other activities and of wheelchairs outweigh the rest ("horse riding", "wheelchair walk"); two
 * kinds that contradict each other say nothing. */
static enum kind kind_within(struct view words)
{
    enum kind strong = KIND_COUNT, weak = KIND_COUNT;
    bool mixed = false, other = false, wheelchair = false;
    while (words.len) {
        size_t taken;
        const struct kind_word *found = find_within(words, &taken);
        words = view_skip(words, taken + (taken < words.len));
        if (!found)
            continue;
        enum kind kind = found->kind;
        if (found->role == ROLE_WEAK) {
            weak = weak == KIND_COUNT || weak == KIND_OTHER ? kind : weak;
            continue;
        }
        other = other || kind == KIND_OTHER;
        wheelchair = wheelchair || kind == KIND_WHEELCHAIR;
        mixed = mixed || (strong != KIND_COUNT && strong != kind);
        strong = kind;
    }
    if (other || wheelchair)
        return other ? KIND_OTHER : KIND_WHEELCHAIR;
    if (strong != KIND_COUNT)
        return mixed ? KIND_COUNT : strong;
    return weak;
}

enum kind kind_from_words(struct view text, struct arena *scratch)
{
    text = view_trim(text);
    if (!text.len || text.len > LONGEST_TEXT)
        return KIND_COUNT;
    struct view folded = utf8_fold(scratch, split_camel(scratch, text));
    if (folded.len > (size_t)LONGEST_TEXT * 4) /* compatibility forms can grow */
        return KIND_COUNT;
    char *letters = arena_get(scratch, 2 * folded.len + 1);
    struct view words = plain_letters(folded, false, letters);
    const struct kind_word *whole = find_word(plain_letters(folded, true, letters + folded.len));
    return whole ? (enum kind)whole->kind : kind_within(words);
}

/* ---- the event's types ---- */

enum { MEMO_SIZE = 64, MEMO_TEXT = 40 };

struct memo_entry {
    struct type_match match;
    uint8_t len; /* 0: empty */
    char text[MEMO_TEXT];
};

/* A name of a type as it is compared. */
struct type_key {
    struct view key;
    int type;
};

struct type_memo {
    const struct event *event; /* whose names and answers these are */
    struct arena names, scratch;
    struct type_key *keys;
    size_t key_count;
    struct memo_entry entries[MEMO_SIZE];
};

struct type_memo *type_memo_new(void)
{
    return memory_get(sizeof(struct type_memo));
}

void type_memo_free(struct type_memo *memo)
{
    if (!memo)
        return;
    arena_release(&memo->names);
    arena_release(&memo->scratch);
    memory_free(memo);
}

static void add_key(struct type_memo *memo, struct view name, size_t type)
{
    struct view key = name.len <= LONGEST_TEXT ? key_of(&memo->names, name) : (struct view){NULL, 0};
    if (key.len)
        memo->keys[memo->key_count++] = (struct type_key){key, (int)type};
}

/* Forgets what it knows of another event and folds the names of this one. */
static void turn_to(struct type_memo *memo, const struct event *event)
{
    arena_reset(&memo->names);
    memset(memo->entries, 0, sizeof memo->entries);
    memo->event = event;
    memo->key_count = 0;
    size_t most = event->type_count;
    for (size_t i = 0; i < event->type_count; i++)
        most += event->types[i].name_count;
    memo->keys = arena_get(&memo->names, (most + 1) * sizeof *memo->keys);
    for (size_t i = 0; i < event->type_count; i++) {
        add_key(memo, event->types[i].text, i);
        for (size_t k = 0; k < event->types[i].name_count; k++)
            add_key(memo, event->types[i].names[k], i);
    }
}

static int type_by_id(const struct event *event, struct view text, bool deleted)
{
    uint64_t id;
    if (!number_parse_uint(text, &id))
        return -1;
    for (size_t i = 0; i < event->type_count; i++)
        if (event->types[i].deleted == deleted && event->types[i].id == (int64_t)id)
            return (int)i;
    return -1;
}

static int type_by_name(const struct type_memo *memo, struct view key, bool deleted)
{
    for (size_t i = 0; i < memo->key_count; i++) {
        int type = memo->keys[i].type;
        if (memo->event->types[type].deleted == deleted && view_equal(memo->keys[i].key, key))
            return type;
    }
    return -1;
}

static int type_of_kind(const struct event *event, enum kind kind, bool deleted)
{
    for (size_t i = 0; kind != KIND_OTHER && i < event->type_count; i++)
        if (event->types[i].deleted == deleted && event->types[i].kind == kind)
            return (int)i;
    return -1;
}

/* What stands in for a kind that the event does not list; OTHER: nothing does. */
static enum kind substitute(enum kind kind)
{
    switch (kind) {
    case KIND_HIKE: return KIND_WALK;
    case KIND_ROW: return KIND_PADDLE;
    case KIND_PADDLE: return KIND_ROW;
    default: return KIND_OTHER;
    }
}

static int find_type(const struct type_memo *memo, struct view text, struct view key, enum kind kind, bool deleted)
{
    int type = type_by_id(memo->event, text, deleted);
    if (type < 0)
        type = type_by_name(memo, key, deleted);
    if (type < 0)
        type = type_of_kind(memo->event, kind, deleted);
    return type < 0 ? type_of_kind(memo->event, substitute(kind), deleted) : type;
}

/* A deleted type that is named by its id or its own name: the row means it, though another of its kind is live. */
static int deleted_by_name(const struct type_memo *memo, struct view text, struct view key)
{
    if (type_by_id(memo->event, text, false) >= 0 || type_by_name(memo, key, false) >= 0)
        return -1;
    int type = type_by_id(memo->event, text, true);
    return type >= 0 ? type : type_by_name(memo, key, true);
}

static struct type_match look_up(struct type_memo *memo, struct view text)
{
    const struct event *event = memo->event;
    enum kind kind = kind_from_words(text, &memo->scratch);
    struct view key = text.len <= LONGEST_TEXT ? key_of(&memo->scratch, text) : (struct view){NULL, 0};
    bool any_kind = kind != KIND_COUNT;
    kind = any_kind ? kind : KIND_OTHER;
    int deleted = deleted_by_name(memo, text, key);
    struct type_match match = {.kind = kind, .type = deleted < 0 ? find_type(memo, text, key, kind, false) : -1};
    if (deleted < 0 && match.type < 0)
        deleted = find_type(memo, text, key, kind, true);
    match.deleted = deleted >= 0;
    match.known = match.type >= 0 || match.deleted || (any_kind && !event->lists_types);
    int decisive = match.type >= 0 ? match.type : deleted;
    if (decisive >= 0)
        match.kind = event->types[decisive].kind;
    return match;
}

struct type_match type_match(const struct event *event, struct view text, struct type_memo *memo)
{
    text = view_trim(text);
    if (memo->event != event)
        turn_to(memo, event);
    if (!text.len)
        return (struct type_match){.kind = KIND_OTHER, .type = -1};
    struct memo_entry *entry = &memo->entries[hash_view(text) % MEMO_SIZE];
    if (entry->len == text.len && memcmp(entry->text, text.at, text.len) == 0)
        return entry->match;
    arena_reset(&memo->scratch);
    struct type_match match = look_up(memo, text);
    if (text.len > MEMO_TEXT)
        return match;
    memcpy(entry->text, text.at, text.len);
    entry->len = (uint8_t)text.len;
    entry->match = match;
    return match;
}
