#include "outputs/json_member.h"
#include "outputs/next_step.h"
#include "outputs/store_report.h"

/* A list that is being written. */
struct json {
    struct buffer *out;
    bool is_first;
};

static void add_activities(struct buffer *out, const struct standing_activities *a)
{
    json_member_key(out, "activities");
    buffer_add_char(out, '{');
    json_member_int(out, "stored", a->stored);
    json_member_int(out, "unposted", a->unposted);
    json_member_int(out, "ready", a->ready);
    json_member_int(out, "sent", a->sent);
    json_member_int(out, "confirmed", a->confirmed);
    json_member_int(out, "unknown", a->unknown);
    json_member_int(out, "deleted", a->gone);
    json_member_int(out, "elsewhere", a->elsewhere);
    buffer_add_char(out, '}');
}

static void add_requests(struct buffer *out, const int64_t *requests)
{
    json_member_key(out, "requests");
    buffer_add_char(out, '{');
    for (int state = 0; state < REQUEST_STATES; state++)
        json_member_int(out, request_state_names[state], requests[state]);
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
    json_member_int(out, "batch_id", b->id);
    json_member_text(out, "as_of", b->as_of);
    json_member_text(out, "source", b->sources);
    json_member_int(out, "sources", b->source_count);
    json_member_int(out, "rows", b->rows);
    json_member_int(out, "accepted", b->accepted);
    json_member_int(out, "rejected", b->rejected);
    json_member_int(out, "skipped", b->skipped);
    json_member_int(out, "added", b->added);
    json_member_int(out, "taken_back", b->taken_back);
    json_member_flag(out, "undone", b->undone);
    json_member_int(out, "rejected_cured", b->cured);
    json_member_int(out, "rejected_open", b->open);
    json_member_int(out, "rejected_new", b->open_anew);
    add_activities(out, &b->activities);
    buffer_add_char(out, '}');
    return true;
}

static bool add_pack(void *context, const struct standing_pack *p)
{
    struct buffer *out = begin(context);
    json_member_int(out, "pack_id", p->id);
    json_member_text(out, "folder", p->folder);
    json_member_text(out, "tally_unit", p->unit);
    json_member_flag(out, "probe", p->is_probe);
    json_member_flag(out, "taken_back", p->taken_back);
    json_member_int(out, "activities", p->activities);
    add_requests(out, p->requests);
    buffer_add_char(out, '}');
    return true;
}

static bool add_person(void *context, const struct standing_person *p)
{
    struct buffer *out = begin(context);
    json_member_text(out, "bib_num", p->bib);
    json_member_text(out, "registration_id", p->registration_id);
    add_activities(out, &p->activities);
    json_member_int(out, "different", p->different);
    json_member_int(out, "extra", p->extra);
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
    json_member_text(out, "store", view_of(store_name));
    buffer_add_text(out, "\n");
    buffer_add_char(out, ' ');
    add_activities(out, &s->activities);
    add_requests(out, s->requests);
    json_member_int(out, "refused", s->failed);
    json_member_int(out, "different", s->different);
    json_member_int(out, "extra", s->extra);
    json_member_int(out, "posted_twice", s->twice);
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
