#include "input/json_parents.h"

#include "input/json_cut.h"

enum {
    LEVELS = 3,          /* objects inside each other */
    FIELD_LIMIT = 256,   /* bytes of a name or value */
    PARENTS_LIMIT = 2048 /* bytes of all of them: they are in front of every element */
};

/* One way through the object. */
struct collect {
    struct buffer *parents;
    struct json_scan scan;
    struct view names[LEVELS + 1]; /* the key read last at each depth */
};

static void add_field(struct collect *c, enum json_token token, struct view value)
{
    size_t len = value.len + sizeof "\"parent\":\"\",";
    for (uint32_t i = 1; i <= c->scan.depth; i++)
        len += c->names[i].len + 1;
    if (value.len > FIELD_LIMIT || c->parents->len + len > PARENTS_LIMIT)
        return;
    buffer_add_text(c->parents, "\"parent");
    for (uint32_t i = 1; i <= c->scan.depth; i++) {
        buffer_add_char(c->parents, '.');
        buffer_add(c->parents, c->names[i]);
    }
    buffer_add_text(c->parents, token == JSON_STRING ? "\":\"" : "\":");
    buffer_add(c->parents, value);
    buffer_add_text(c->parents, token == JSON_STRING ? "\"," : ",");
}

/* One token; what it leads to. */
static enum json_token collect_next(struct collect *c, struct view step)
{
    struct view text;
    enum json_token token = json_scan_next(&c->scan, &text);
    uint32_t depth = c->scan.depth;
    bool is_step = depth == 2 && c->names[1].at && view_equal(c->names[1], step);
    if (token == JSON_KEY && depth <= LEVELS)
        c->names[depth] = text;
    else if (token == JSON_ARRAY || (token == JSON_OBJECT && (depth > LEVELS || is_step)))
        token = json_scan_leap(&c->scan);
    else if (token == JSON_STRING || token == JSON_NUMBER || token == JSON_WORD)
        add_field(c, token, text);
    return token;
}

bool json_parents_add(struct buffer *parents, struct view text, struct view step, bool final)
{
    struct collect c = {.parents = parents};
    size_t before = parents->len;
    bool is_long = text.len > JSON_PARENT_LIMIT;
    text.len = is_long ? JSON_PARENT_LIMIT : text.len;
    json_scan_start(&c.scan, text, final && !is_long);
    enum json_token token;
    do
        token = collect_next(&c, step);
    while (token != JSON_MORE && token != JSON_BROKEN && c.scan.depth);
    if (token == JSON_MORE && !is_long) {
        parents->len = before;
        return false;
    }
    return true;
}
