#include "readers/json_census.h"

static uint32_t add_place(struct json_census *census, uint32_t parent, struct view quoted)
{
    size_t before = census->names.count;
    uint32_t place = json_names_add(&census->names, parent, quoted);
    if (place == JSON_NO_NAME || census->names.count == before)
        return place;
    census->places = memory_grow(census->places, &census->capacity, census->names.count, sizeof *census->places);
    struct json_place *above = &census->places[parent];
    census->places[place] = (struct json_place){.depth = above->depth + 1};
    if (above->last)
        census->places[above->last].next = place;
    else
        above->first = place;
    above->last = place;
    return place;
}

void json_census_start(struct json_census *census)
{
    *census = (struct json_census){.line = 1};
    json_scan_start(&census->scan, (struct view){"", 0}, false);
    census->places = memory_grow(NULL, &census->capacity, 1, sizeof *census->places);
    census->places[0] = (struct json_place){0};
}

void json_census_release(struct json_census *census)
{
    json_names_release(&census->names);
    memory_free(census->places);
    *census = (struct json_census){0};
}

static bool in_list(const struct json_census *census, uint32_t depth)
{
    return depth && census->scan.stack[depth - 1] == '[';
}

/* The last token was an opening bracket. */
static void enter(struct json_census *census, bool is_object)
{
    uint32_t depth = census->scan.depth, place = census->next;
    bool is_listed = in_list(census, depth - 1);
    census->at[depth] = place;
    if (place == JSON_NO_NAME)
        return;
    census->places[place].objects += is_object;
    census->places[place].listed += is_object && is_listed;
    census->places[place].lists += !is_object && !is_listed;
}

static void count_value(struct json_census *census)
{
    if (census->next == JSON_NO_NAME)
        return;
    census->places[census->next].values++;
    census->places[census->next].loose += in_list(census, census->scan.depth);
}

static void take_key(struct json_census *census, struct view key)
{
    uint32_t parent = census->at[census->scan.depth];
    bool is_followed = parent != JSON_NO_NAME && census->places[parent].depth < JSON_STEPS;
    census->next = is_followed ? add_place(census, parent, (struct view){key.at - 1, key.len + 2}) : JSON_NO_NAME;
}

static void take_token(struct json_census *census, enum json_token token, struct view text)
{
    switch (token) {
    case JSON_OBJECT:
    case JSON_ARRAY: enter(census, token == JSON_OBJECT); break;
    case JSON_CLOSE: census->next = census->scan.depth ? census->at[census->scan.depth] : 0; break;
    case JSON_KEY: take_key(census, text); break;
    case JSON_STRING:
    case JSON_NUMBER:
    case JSON_WORD: count_value(census); break;
    case JSON_END: census->is_complete = true; break;
    case JSON_BROKEN: census->is_broken = true; break;
    case JSON_MORE: break;
    }
}

size_t json_census_take(struct json_census *census, struct view piece, bool final)
{
    struct json_scan *scan = &census->scan;
    scan->at = piece.at;
    scan->end = piece.at + piece.len;
    scan->final = final;
    enum json_token token = JSON_MORE;
    do {
        struct view text;
        token = json_scan_next(scan, &text);
        take_token(census, token, text);
    } while (token != JSON_MORE && token != JSON_END && token != JSON_BROKEN);
    size_t used = (size_t)(scan->at - piece.at);
    census->line += json_scan_lines((struct view){piece.at, used}, &census->after_cr);
    return used;
}
