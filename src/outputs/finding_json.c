#include "outputs/finding_json.h"

#include "model/waiver.h"

void finding_json_text(struct buffer *out, struct view text)
{
    if (text.len)
        buffer_add_json(out, text);
    else
        buffer_add_text(out, "null");
}

static void add_field(struct buffer *out, enum field field)
{
    buffer_add_text(out, "\"field\":");
    finding_json_text(out, view_of(field_table[field].name));
}

/* The value alone, for programs: text without the quotes that a sentence puts around it. */
static void add_hint_value(struct buffer *out, const struct arg *value, struct buffer *scratch)
{
    buffer_reset(scratch);
    if (value->type != ARG_QUOTED)
        arg_text(scratch, value);
    buffer_add_text(out, ",\"value\":");
    finding_json_text(out, value->type == ARG_QUOTED ? value->text : buffer_view(scratch));
}

static void add_hint(struct buffer *out, const struct hint *hint, struct buffer *scratch)
{
    buffer_add_text(out, "{\"slip\":");
    buffer_add_json(out, view_of(slip_name(hint->slip)));
    buffer_add_char(out, ',');
    add_field(out, hint->field);
    add_hint_value(out, &hint->value, scratch);
    buffer_add_text(out, ",\"text\":");
    buffer_reset(scratch);
    hint_text(scratch, hint);
    buffer_add_json(out, buffer_view(scratch));
}

static void add_hints(struct buffer *out, const struct hint *first, struct buffer *scratch)
{
    if (!first) {
        buffer_add_text(out, "null");
        return;
    }
    add_hint(out, first, scratch);
    buffer_add_text(out, ",\"alternatives\":[");
    for (const struct hint *hint = first->next; hint; hint = hint->next) {
        add_hint(out, hint, scratch);
        buffer_add_text(out, hint->next ? "}," : "}");
    }
    buffer_add_text(out, "]}");
}

static void add_waiver(struct buffer *out, const struct waiver *waiver, struct buffer *scratch)
{
    struct arg until = arg_day(waiver->until);
    buffer_reset(scratch);
    if (waiver->until != UNKNOWN_DAY)
        arg_text(scratch, &until);
    buffer_add_text(out, ",\"waived\":{\"by\":");
    buffer_add_json(out, waiver->by);
    buffer_add_text(out, ",\"reason\":");
    buffer_add_json(out, waiver->reason);
    buffer_add_text(out, ",\"until\":");
    finding_json_text(out, buffer_view(scratch));
    buffer_add_char(out, '}');
}

void finding_json(struct buffer *out, const struct finding *finding, struct buffer *scratch)
{
    buffer_add_text(out, "\"code\":");
    buffer_add_json(out, view_of(code_table[finding->code].name));
    buffer_add_text(out, ",\"severity\":");
    buffer_add_json(out, view_of(severity_names[finding->severity]));
    buffer_add_char(out, ',');
    add_field(out, finding->field);
    buffer_add_text(out, ",\"value\":");
    finding_json_text(out, finding->value);
    buffer_add_text(out, ",\"message\":");
    buffer_reset(scratch);
    finding_text(scratch, finding);
    buffer_add_json(out, buffer_view(scratch));
    buffer_add_text(out, ",\"hint\":");
    add_hints(out, finding->hint, scratch);
    if (finding->waiver)
        add_waiver(out, finding->waiver, scratch);
}
