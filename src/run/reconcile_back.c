/* What RunSignup has of a participant against what is stored. */
#include "base/civil.h"
#include "model/units.h"
#include "run/reconcile.h"

struct comparison {
    struct reconcile *r;
    const struct read_back *back;
    struct receipt_own *own;
    struct match_own *match;
    size_t count;
    bool *taken;
};

static const char *day_text(char *room, int32_t day)
{
    civil_iso(room, day);
    return day == UNKNOWN_DAY ? "without a date" : room;
}

/* "26.3 mi (42325747 mm)"; a count has no unit. */
static void add_value(struct buffer *out, int64_t mm)
{
    char text[NUMBER_TEXT_SIZE];
    if (mm == UNKNOWN) {
        buffer_add_text(out, "nothing");
        return;
    }
    struct decimal miles = unit_from_mm(mm, UNIT_MI);
    number_text(text, miles);
    buffer_format(out, "%lld mm (%s mi)", (long long)mm, text);
}

static bool is_posted(const struct receipt_own *own)
{
    return own->has_request && own->state != REQUEST_READY && own->state != REQUEST_FAILED;
}

/* It is not there; but only a page from after the sending can say so. */
static enum status tell_missing(struct comparison *c, const struct receipt_own *own, struct error *error)
{
    char day[CIVIL_ISO_SIZE];
    bool is_older = own->touched != UNKNOWN && c->back->when <= own->touched;
    if (!is_posted(own) || !c->back->is_complete || is_older)
        return STATUS_OK;
    if (own->number != UNKNOWN)
        reconcile_note(c->r, RECONCILE_MISSING, c->back->place, "number %lld of %s is not on RunSignup any more",
                       (long long)own->number, day_text(day, own->day));
    else
        reconcile_note(c->r, RECONCILE_MISSING, c->back->place,
                       "the activity of %s is not on RunSignup; it can be packed again", day_text(day, own->day));
    return receipts_missing(c->r->store, own, error);
}

static enum status tell_found(struct comparison *c, const struct receipt_own *own, const struct match_own *match,
                              struct error *error)
{
    char day[CIVIL_ISO_SIZE];
    const struct answer_activity *there = match->found;
    struct buffer message = {0};
    if (match->is_different) {
        buffer_add_text(&message, "RunSignup has ");
        add_value(&message, there->value);
        buffer_add_text(&message, ", we have ");
        add_value(&message, own->value);
        reconcile_note(c->r, RECONCILE_DIFFERENT, c->back->place, "number %lld of %s: %s", (long long)there->number,
                       day_text(day, there->day), buffer_string(&message));
    }
    if (!own->has_request || own->state == REQUEST_READY)
        reconcile_note(c->r, RECONCILE_ALREADY, c->back->place,
                       "number %lld of %s is there already, and was not sent from this store%s",
                       (long long)there->number, day_text(day, there->day),
                       own->has_request ? "; take its pack back before it is sent" : "; it will not be packed");
    const struct receipt_back back = {
        .number = there->number,
        .value = there->value,
        .elapsed_ms = there->elapsed_ms,
        .elevation_mm = there->elevation_mm,
        .type_id = there->type_id,
        .day = there->day,
        .key = own->key,
        .is_different = match->is_different,
        .message = buffer_view(&message),
    };
    c->r->confirmed += !match->is_different;
    enum status status = receipts_back(c->r->store, c->back->participant_key, c->back->event_id, &back, error);
    buffer_release(&message);
    return status;
}

static enum status tell_extra(struct comparison *c, const struct answer_activity *there, struct error *error)
{
    char day[CIVIL_ISO_SIZE];
    struct buffer value = {0};
    add_value(&value, there->value);
    reconcile_note(c->r, RECONCILE_EXTRA, c->back->place, "number %lld of %s, %s, is on RunSignup and not ours",
                   (long long)there->number, day_text(day, there->day), buffer_string(&value));
    buffer_release(&value);
    const struct receipt_back back = {.number = there->number,
                                      .value = there->value,
                                      .elapsed_ms = there->elapsed_ms,
                                      .elevation_mm = there->elevation_mm,
                                      .type_id = there->type_id,
                                      .day = there->day,
                                      .key = UNKNOWN};
    return receipts_back(c->r->store, c->back->participant_key, c->back->event_id, &back, error);
}

static void match_all(struct comparison *c)
{
    c->match = arena_zero(&c->r->scratch, (c->count + 1) * sizeof *c->match);
    c->taken = arena_zero(&c->r->scratch, c->back->count + 1);
    for (size_t i = 0; i < c->count; i++) {
        const struct receipt_own *own = &c->own[i];
        c->match[i] = (struct match_own){.key = (uint64_t)own->key,
                                         .number = own->number,
                                         .value = own->value,
                                         .elapsed_ms = own->elapsed_ms,
                                         .type_id = own->type_id,
                                         .day = own->day,
                                         .may_differ = is_posted(own)};
    }
    match_back(c->match, c->count, c->back->theirs, c->back->count, c->taken);
}

static enum status tell_all(struct comparison *c, struct error *error)
{
    enum status status = STATUS_OK;
    if (c->back->is_complete)
        status = receipts_forget(c->r->store, c->back->participant_key, c->back->event_id, error);
    for (size_t i = 0; status == STATUS_OK && i < c->count; i++)
        status =
            c->match[i].found ? tell_found(c, &c->own[i], &c->match[i], error) : tell_missing(c, &c->own[i], error);
    for (size_t j = 0; status == STATUS_OK && j < c->back->count; j++)
        if (!c->taken[j])
            status = tell_extra(c, &c->back->theirs[j], error);
    return status;
}

enum status reconcile_participant(struct reconcile *r, const struct read_back *back, struct error *error)
{
    struct comparison c = {.r = r, .back = back};
    enum status status =
        receipts_own(r->store, back->participant_key, back->event_id, &r->scratch, &c.own, &c.count, error);
    if (status != STATUS_OK)
        return status;
    match_all(&c);
    r->people++;
    r->incomplete += !back->is_complete;
    status = tell_all(&c, error);
    return status == STATUS_OK ? receipts_judge(r->store, back->participant_key, back->event_id, error) : status;
}
