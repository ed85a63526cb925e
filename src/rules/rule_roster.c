/* Whether the row belongs to somebody, and to whom the roster says it does. Nothing is filled in here. */
#include "rules/roster_names.h"
#include "rules/rule_note.h"

static const struct view bib_word = {"bib", 3}, registration_word = {"registration id", 15};

static bool is_bib(enum field field)
{
    return field == FIELD_BIB;
}

static void check_missing(const struct rule_context *context, struct batch *batch, struct activity *row)
{
    if (rule_noted(row, CODE_BIB_INVALID))
        return;
    bool is_needed = context->event->roster || context->participants_needed;
    rule_note_as(context, batch, row, CODE_PARTICIPANT_MISSING, FIELD_NONE,
                 is_needed ? SEVERITY_ERROR : SEVERITY_WARNING);
}

static struct finding *note_one(struct batch *batch, struct activity *row, enum code code, enum field field)
{
    struct finding *f = batch_note(batch, row, code, field, is_bib(field) ? row->bib : row->registration_id);
    if (f)
        f->args[0] = arg_view(is_bib(field) ? bib_word : registration_word);
    return f;
}

static struct view without_zeros(struct view text)
{
    while (text.len > 1 && text.at[0] == '0')
        text = view_skip(text, 1);
    return text;
}

static bool is_plain_number(struct view text)
{
    uint64_t number;
    return number_parse_uint(text, &number);
}

/* The only participant whose bib is this one with zeros in front that were lost or added. For plain numbers the lookup
 * has seen to that already. */
static const struct participant *by_lost_zeros(const struct participants *roster, struct view bib)
{
    const struct participant *only = NULL;
    struct view number = without_zeros(bib);
    for (size_t i = 0; i < participants_count(roster) && !is_plain_number(bib); i++) {
        const struct participant *one = participants_at(roster, i);
        if (!view_equal_fold(without_zeros(one->bib), number))
            continue;
        if (only)
            return NULL;
        only = one;
    }
    return only;
}

/* Looking through a long roster for every row of a long file that belongs to another race would never end. The bound
 * depends on the row alone, so that the hints are the same however the work is shared out. */
static bool may_search(const struct participants *roster, const struct activity *row)
{
    return row->index < 500000000 / (participants_count(roster) + 1);
}

static void note_unknown_bib(const struct rule_context *context, struct batch *batch, struct activity *row)
{
    const struct participants *roster = context->event->roster;
    struct finding *f = note_one(batch, row, CODE_PARTICIPANT_UNKNOWN, FIELD_BIB);
    if (!f || !may_search(roster, row))
        return;
    const struct participant *one = by_lost_zeros(roster, row->bib);
    if (one)
        batch_hint(batch, f, SLIP_LOST_ZEROS, FIELD_BIB, arg_view(one->bib));
    if ((one = participants_one_edit(roster, row->bib)))
        batch_hint(batch, f, SLIP_ONE_EDIT, FIELD_BIB, arg_view(one->bib));
    roster_names_hint(batch, row, f, roster_names_find(&batch->arena, roster, row));
}

/* A bib that the roster gives to somebody else and not, as it may in a transfer, to this registration as well. */
static bool is_mismatch(const struct activity *row, const struct participant *by_id, const struct participant *by_bib)
{
    return by_id && by_bib && by_id != by_bib &&
           !view_equal_fold(participant_number(by_id->bib), participant_number(row->bib));
}

static void note_mismatch(struct batch *batch, struct activity *row)
{
    struct finding *f = batch_note(batch, row, CODE_PARTICIPANT_MISMATCH, FIELD_BIB, row->bib);
    if (!f)
        return;
    f->args[0] = arg_view(row->bib);
    f->args[1] = arg_view(arena_format(&batch->arena, "registration id %.*s", VIEW_ARG(row->registration_id)));
}

static void note_inactive(struct batch *batch, struct activity *row, const struct participant *one, enum field field)
{
    struct finding *f = note_one(batch, row, CODE_PARTICIPANT_INACTIVE, field);
    if (f)
        f->args[1] = arg_view(one->status);
}

/* The bib is one person's and the name in the row another's: one digit was mistyped. Who gives a registration id is
 * known well enough. */
static void check_name(struct batch *batch, struct activity *row, const struct participants *roster,
                       const struct participant *by_bib)
{
    if (row->registration_id.len || roster_names_agree(&batch->arena, by_bib, row))
        return;
    const struct participant *named = roster_names_find(&batch->arena, roster, row);
    if (!named || named == by_bib || !named->active)
        return;
    struct finding *f = batch_note(batch, row, CODE_PARTICIPANT_MISMATCH, FIELD_BIB, row->bib);
    if (!f)
        return;
    f->args[0] = arg_view(row->bib);
    f->args[1] = arg_view(arena_format(&batch->arena, "the name in the row (%.*s)",
                                       VIEW_ARG(roster_names_initials(&batch->arena, named))));
    roster_names_hint(batch, row, f, named);
}

static void check(const struct rule_context *context, struct batch *batch, struct activity *row)
{
    const struct participants *roster = context->event->roster;
    if (!row->bib.len && !row->registration_id.len) {
        check_missing(context, batch, row);
        return;
    }
    if (!roster)
        return;
    const struct participant *by_id = participants_by_registration(roster, row->registration_id);
    const struct participant *by_bib = participants_by_bib(roster, row->bib);
    if (row->bib.len && !by_bib)
        note_unknown_bib(context, batch, row);
    else if (row->registration_id.len && !by_id)
        note_one(batch, row, CODE_PARTICIPANT_UNKNOWN, FIELD_REGISTRATION_ID);
    else if (is_mismatch(row, by_id, by_bib))
        note_mismatch(batch, row);
    else if (by_id && !by_id->active)
        note_inactive(batch, row, by_id, row->bib.len ? FIELD_BIB : FIELD_REGISTRATION_ID);
    else if (!by_id && by_bib && !by_bib->active)
        note_inactive(batch, row, by_bib, FIELD_BIB);
    if (by_bib && row->verdict != VERDICT_REJECTED)
        check_name(batch, row, roster, by_bib);
}

const struct row_rule_ops rule_roster_ops = {.name = "roster", .check = check};
