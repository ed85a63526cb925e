#include "outputs/next_step.h"
#include "outputs/page.h"
#include "outputs/store_report.h"

enum { PEOPLE_SHOWN = 20 };

struct text {
    struct buffer *out;
    int64_t people, looked_at; /* participants, and how many of them need a look */
    struct buffer list;        /* of the first participants */
};

/* "3 confirmed, 1 sent": what is not 0. */
static void add_part(struct buffer *out, int64_t count, const char *what)
{
    if (!count)
        return;
    char last = out->len ? out->at[out->len - 1] : ' ';
    buffer_add_text(out, last == ' ' ? "" : ", ");
    page_add_number(out, (uint64_t)count);
    buffer_format(out, " %s", what);
}

static void add_activities(struct buffer *out, const struct standing_activities *a)
{
    add_part(out, a->confirmed, "confirmed");
    add_part(out, a->sent, "sent");
    add_part(out, a->unknown, "unknown");
    add_part(out, a->ready, "in packs that are not sent");
    add_part(out, a->unposted, "not packed yet");
    add_part(out, a->gone, "deleted on RunSignup");
    add_part(out, a->elsewhere, "on RunSignup from elsewhere");
}

/* ---- imports ---- */

static bool add_batch(void *context, const struct standing_batch *b)
{
    struct buffer *out = ((struct text *)context)->out;
    buffer_format(out, "  batch %lld of %.*s, ", (long long)b->id, VIEW_ARG(b->as_of));
    buffer_add_masked(out, b->sources);
    if (b->source_count > 1)
        buffer_format(out, " and %lld more", (long long)b->source_count - 1);
    buffer_add_text(out, ": ");
    page_add_count(out, (uint64_t)b->added, "activity", "activities");
    buffer_format(out, " of %lld rows added", (long long)b->rows);
    add_part(out, b->rejected, "rejected");
    if (b->undone)
        buffer_add_text(out, "; taken back");
    else if (b->taken_back)
        buffer_format(out, "; %lld taken back", (long long)b->taken_back);
    buffer_add_char(out, '\n');
    if (!b->undone && b->cured + b->open) {
        buffer_add_text(out, "    of the rejected rows ");
        add_part(out, b->cured, "cured by a later import");
        add_part(out, b->open, "still open");
        if (b->open_anew)
            buffer_format(out, " (%lld with a new problem)", (long long)b->open_anew);
        buffer_add_char(out, '\n');
    }
    if (b->activities.stored) {
        buffer_add_text(out, "    now ");
        add_activities(out, &b->activities);
        buffer_add_char(out, '\n');
    }
    return true;
}

/* ---- packs ---- */

static bool add_pack(void *context, const struct standing_pack *p)
{
    static const char *const words[REQUEST_STATES] = {"ready to be sent", "sent", "confirmed", "refused", "unknown"};
    struct buffer *out = ((struct text *)context)->out;
    int64_t requests = 0;
    for (int state = 0; state < REQUEST_STATES; state++)
        requests += p->requests[state];
    buffer_format(out, "  pack %lld%s in ", (long long)p->id, p->is_probe ? " (a probe)" : "");
    buffer_add_masked(out, p->folder);
    buffer_add_text(out, ": ");
    page_add_count(out, (uint64_t)requests, "request", "requests");
    buffer_format(out, ", values in %.*s", VIEW_ARG(p->unit));
    if (requests)
        buffer_add_text(out, ": ");
    for (int state = 0; state < REQUEST_STATES; state++)
        add_part(out, p->requests[state], words[state]);
    if (p->taken_back)
        buffer_add_text(out, "; taken back");
    if (p->is_unplaced)
        buffer_add_text(out, "; its making was interrupted");
    buffer_add_char(out, '\n');
    return true;
}

/* ---- participants ---- */

static bool add_person(void *context, const struct standing_person *p)
{
    struct text *text = context;
    bool needs_a_look = p->different || p->extra || p->activities.unknown || p->activities.gone;
    text->looked_at += needs_a_look;
    if (text->people++ >= PEOPLE_SHOWN)
        return true;
    struct buffer *out = &text->list;
    buffer_add_text(out, "  ");
    if (p->bib.len) {
        buffer_add_text(out, "bib ");
        buffer_add_masked(out, p->bib);
    }
    if (p->registration_id.len) {
        buffer_add_text(out, p->bib.len ? " (" : "registration ");
        buffer_add_masked(out, p->registration_id);
        buffer_add_text(out, p->bib.len ? ")" : "");
    }
    buffer_add_text(out, ": ");
    add_activities(out, &p->activities);
    add_part(out, p->different, "with other values on RunSignup");
    add_part(out, p->extra, "on RunSignup that are not ours");
    buffer_add_char(out, '\n');
    return true;
}

static void add_people(struct text *text)
{
    struct buffer *out = text->out;
    buffer_add_text(out, "\nParticipants: ");
    page_add_number(out, (uint64_t)text->people);
    if (text->looked_at)
        buffer_format(out, ", %lld of them need a look, they come first", (long long)text->looked_at);
    buffer_add_char(out, '\n');
    buffer_add(out, buffer_view(&text->list));
    if (text->people > PEOPLE_SHOWN)
        buffer_format(out, "  and %lld more; --report json=FILE has them all\n",
                      (long long)(text->people - PEOPLE_SHOWN));
}

/* ---- the whole ---- */

static void add_line(struct buffer *out, int64_t count, const char *one, const char *many)
{
    if (!count)
        return;
    buffer_add_text(out, "  ");
    page_add_number(out, (uint64_t)count);
    buffer_format(out, " %s\n", count == 1 ? one : many);
}

static void add_standing(struct buffer *out, const struct standing *s)
{
    const struct standing_activities *a = &s->activities;
    buffer_add_text(out, "\nWhere they stand\n");
    add_line(out, a->confirmed, "confirmed: RunSignup has it", "confirmed: RunSignup has them");
    add_line(out, a->sent, "sent: RunSignup gave it a number; not confirmed by reading back",
             "sent: RunSignup gave them numbers; not confirmed by reading back");
    add_line(out, a->unknown,
             "unknown: it was sent, and no clear answer came; it is not packed again until it was read back",
             "unknown: they were sent, and no clear answer came; they are not packed again until they were read back");
    add_line(out, a->ready, "in a pack that is not sent", "in packs that are not sent");
    add_line(out, a->unposted, "not packed yet", "not packed yet");
    add_line(out, s->failed, "of these was in a request that RunSignup refused or did not keep",
             "of these were in requests that RunSignup refused or did not keep");
    add_line(out, a->gone, "deleted on RunSignup after it was posted", "deleted on RunSignup after they were posted");
    add_line(out, a->elsewhere, "on RunSignup, and not sent from here", "on RunSignup, and not sent from here");
    add_line(out, s->different, "has other values on RunSignup than were sent",
             "have other values on RunSignup than were sent");
    add_line(out, s->extra, "on RunSignup that is not ours", "on RunSignup that are not ours");
    add_line(out, s->twice, "may have been posted twice", "may have been posted twice");
    add_line(out, s->already_in_pack, "on RunSignup already, and in a pack that is not sent",
             "on RunSignup already, and in packs that are not sent");
}

enum status store_report_text(struct buffer *out, struct store *store, const char *store_name, struct error *error)
{
    struct standing standing;
    struct arena arena = {0};
    struct text text = {.out = out};
    enum status status = standing_read(&standing, store, &arena, error);
    buffer_format(out, "%s: ", store_name);
    page_add_count(out, (uint64_t)standing.activities.stored, "activity", "activities");
    buffer_add_text(out, "\n\nImports\n");
    if (status == STATUS_OK)
        status = standing_batches(store, add_batch, &text, error);
    size_t before = out->len;
    buffer_add_text(out, "\nPacks\n");
    size_t header = out->len;
    if (status == STATUS_OK)
        status = standing_packs(store, add_pack, &text, error);
    out->len = out->len == header ? before : out->len;
    if (status == STATUS_OK)
        add_standing(out, &standing);
    if (status == STATUS_OK)
        status = standing_people(store, add_person, &text, error);
    add_people(&text);
    buffer_add_char(out, '\n');
    next_step_add(out, &standing, store_name);
    buffer_release(&text.list);
    arena_release(&arena);
    return status;
}
