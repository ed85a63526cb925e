#include "outputs/next_step.h"
#include "outputs/store_report.h"

struct json {
    struct buffer *out;
    bool is_first;
};

static void add_key(struct buffer *out, const char *key)
{
    char last = out->len ? out->at[out->len - 1] : '{';
    buffer_format(out, "%s\"%s\":", last == '{' ? "" : ",", key);
}

static void add_number(struct buffer *out, const char *key, int64_t number)
{
    add_key(out, key);
    buffer_add_int(out, number);
}

static void add_flag(struct buffer *out, const char *key, bool value)
{
    add_key(out, key);
    buffer_add_text(out, value ? "true" : "false");
}

static void add_text(struct buffer *out, const char *key, struct view text)
{
    add_key(out, key);
    if (text.len)
        buffer_add_json(out, text);
    else
        buffer_add_text(out, "null");
}

static void add_activities(struct buffer *out, const struct standing_activities *a)
{
    add_key(out, "activities");
    buffer_add_char(out, '{');
    add_number(out, "stored", a->stored);
    add_number(out, "unposted", a->unposted);
    add_number(out, "ready", a->ready);
    add_number(out, "sent", a->sent);
    add_number(out, "confirmed", a->confirmed);
    add_number(out, "unknown", a->unknown);
    add_number(out, "deleted", a->gone);
    add_number(out, "elsewhere", a->elsewhere);
    buffer_add_char(out, '}');
}

static void add_requests(struct buffer *out, const int64_t *requests)
{
    add_key(out, "requests");
    buffer_add_char(out, '{');
    for (int state = 0; state < REQUEST_STATES; state++)
        add_number(out, request_state_names[state], requests[state]);
    buffer_add_char(out, '}');
}

/* Begins an element of a list, each on a line of its own. */
static struct buffer *begin(struct json *json)
{
    buffer_add_text(json->out, json->is_first ? "\n{" : ",\n{");
    json->is_first = false;
    return json->out;
}

static bool add_batch(void *context, const struct standing_batch *b)
{
    struct buffer *out = begin(context);
    add_number(out, "batch_id", b->id);
    add_text(out, "as_of", b->as_of);
    add_text(out, "source", b->sources);
    add_number(out, "sources", b->source_count);
    add_number(out, "rows", b->rows);
    add_number(out, "accepted", b->accepted);
    add_number(out, "rejected", b->rejected);
    add_number(out, "skipped", b->skipped);
    add_number(out, "added", b->added);
    add_number(out, "taken_back", b->taken_back);
    add_flag(out, "undone", b->undone);
    add_number(out, "rejected_cured", b->cured);
    add_number(out, "rejected_open", b->open);
    add_number(out, "rejected_new", b->open_anew);
    add_activities(out, &b->activities);
    buffer_add_char(out, '}');
    return true;
}

static bool add_pack(void *context, const struct standing_pack *p)
{
    struct buffer *out = begin(context);
    add_number(out, "pack_id", p->id);
    add_text(out, "folder", p->folder);
    add_text(out, "tally_unit", p->unit);
    add_flag(out, "probe", p->is_probe);
    add_flag(out, "taken_back", p->taken_back);
    add_number(out, "activities", p->activities);
    add_requests(out, p->requests);
    buffer_add_char(out, '}');
    return true;
}

static bool add_person(void *context, const struct standing_person *p)
{
    struct buffer *out = begin(context);
    add_text(out, "bib_num", p->bib);
    add_text(out, "registration_id", p->registration_id);
    add_activities(out, &p->activities);
    add_number(out, "different", p->different);
    add_number(out, "extra", p->extra);
    buffer_add_char(out, '}');
    return true;
}

static struct json begin_list(struct buffer *out, const char *key)
{
    buffer_format(out, ",\n\"%s\":[", key);
    return (struct json){out, true};
}

static void add_standing(struct buffer *out, const struct standing *s, const char *store_name)
{
    buffer_add_text(out, "{\"report_version\":1");
    add_text(out, "store", view_of(store_name));
    buffer_add_text(out, "\n");
    buffer_add_char(out, ' ');
    add_activities(out, &s->activities);
    add_requests(out, s->requests);
    add_number(out, "refused", s->failed);
    add_number(out, "different", s->different);
    add_number(out, "extra", s->extra);
    add_number(out, "posted_twice", s->twice);
}

static void add_next(struct buffer *out, const struct standing *s, const char *store_name)
{
    struct buffer lines = {0};
    next_step_add(&lines, s, store_name);
    buffer_add_text(out, "]");
    struct json list = begin_list(out, "next");
    for (struct view rest = buffer_view(&lines); rest.len;) {
        buffer_add_text(out, list.is_first ? "\n" : ",\n");
        list.is_first = false;
        buffer_add_json(out, view_cut(&rest, '\n'));
    }
    buffer_add_text(out, "]}\n");
    buffer_release(&lines);
}

enum status store_report_json(struct buffer *out, struct store *store, const char *store_name, struct error *error)
{
    struct standing standing;
    struct arena arena = {0};
    enum status status = standing_read(&standing, store, &arena, error);
    add_standing(out, &standing, store_name);
    struct json list = begin_list(out, "batches");
    if (status == STATUS_OK)
        status = standing_batches(store, add_batch, &list, error);
    buffer_add_char(out, ']');
    list = begin_list(out, "packs");
    if (status == STATUS_OK)
        status = standing_packs(store, add_pack, &list, error);
    buffer_add_char(out, ']');
    list = begin_list(out, "participants");
    if (status == STATUS_OK)
        status = standing_people(store, add_person, &list, error);
    add_next(out, &standing, store_name);
    arena_release(&arena);
    return status;
}
