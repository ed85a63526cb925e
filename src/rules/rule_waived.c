/* What was waived by the row's key, which is known only now that the row was read; and the verdict that is left. */
#include "model/row_key.h"
#include "rules/rule_note.h"

static bool is_about_pace(enum code code)
{
    return code == CODE_PACE_IMPOSSIBLE || code == CODE_PACE_FAST || code == CODE_PACE_SLOW ||
           code == CODE_KIND_SUSPECT;
}

static void look_again(struct batch *batch, struct activity *row)
{
    bool is_refused = false, is_pace_fine = true;
    for (struct finding *f = row->findings; f; f = f->next) {
        if (!f->waiver)
            f->waiver = waivers_find(batch->waivers, batch->source, row, f->code);
        is_refused = is_refused || (f->severity == SEVERITY_ERROR && !f->waiver);
        is_pace_fine = is_pace_fine && (!is_about_pace(f->code) || f->severity <= SEVERITY_INFO || f->waiver);
    }
    row->verdict = is_refused ? VERDICT_REJECTED : VERDICT_ACCEPTED;
    row->validated_pace = row->pace_checked && is_pace_fine;
}

static void check(const struct rule_context *context, struct batch *batch, struct activity *row)
{
    if (!row->findings || !batch->waivers)
        return;
    row->key = row_key_alone(context->event->roster, row);
    look_again(batch, row);
}

const struct row_rule_ops rule_waived_ops = {.name = "waived", .check = check};
