#include "model/findings.h"

#include "base/civil.h"
#include "base/utf8.h"
#include "model/kind.h"

const struct code_info code_table[CODE_COUNT] = {
#define FINDING(id, code, severity, sentence) [CODE_##id] = {code, SEVERITY_##severity, sentence},
#include "model/findings.def"
#undef FINDING
};

static const struct {
    const char *name, *sentence;
} slip_table[SLIP_COUNT] = {
#define SLIP(id, name, sentence) [SLIP_##id] = {name, sentence},
#include "model/slips.def"
#undef SLIP
};

const char *const severity_names[] = {"off", "info", "warning", "error"};

const char *slip_name(enum slip slip)
{
    return slip_table[slip].name;
}

enum code code_from_name(struct view name)
{
    enum code code = 0;
    while (code < CODE_COUNT && !view_is(name, code_table[code].name))
        code++;
    return code;
}

enum severity severity_from_name(struct view name, bool *known)
{
    *known = true;
    for (enum severity s = SEVERITY_OFF; s <= SEVERITY_ERROR; s++)
        if (view_is(name, severity_names[s]))
            return s;
    *known = false;
    return SEVERITY_OFF;
}

enum { QUOTED_LIMIT = 60 }; /* characters */

static void add_quoted(struct buffer *out, struct view text)
{
    size_t shown = 0;
    for (int count = 0; shown < text.len && count < QUOTED_LIMIT; count++) {
        size_t n = utf8_length(text.at + shown, text.len - shown);
        shown += n ? n : 1;
    }
    buffer_add_char(out, '"');
    buffer_add_masked(out, (struct view){text.at, shown});
    buffer_add_text(out, shown < text.len ? "...\"" : "\"");
}

/* 9:20, 1:02:03, 0:07.5: hours only when there are some, a fraction only when there is one. */
static void add_clock(struct buffer *out, int64_t ms)
{
    if (ms < 0) {
        buffer_add_char(out, '-');
        ms = -ms;
    }
    int64_t seconds = ms / 1000, hours = seconds / 3600, part = ms % 1000;
    if (hours) {
        buffer_add_int(out, hours);
        buffer_add_char(out, ':');
    }
    buffer_add_padded(out, seconds / 60 % 60, hours ? 2 : 1);
    buffer_add_char(out, ':');
    buffer_add_padded(out, seconds % 60, 2);
    if (part) {
        char text[NUMBER_TEXT_SIZE];
        number_text(text, (struct decimal){part, 3});
        buffer_add_text(out, text + 1);
    }
}

static void add_distance(struct buffer *out, int64_t mm, enum unit unit)
{
    char text[NUMBER_TEXT_SIZE];
    unit = unit == UNIT_NONE ? UNIT_MI : unit;
    struct decimal d = unit_from_mm(mm, unit);
    if (d.scale > 3) /* a converted value: three decimals are enough for people */
        d = (struct decimal){(d.digits / number_power_of_ten(d.scale - 4) + 5) / 10, 3};
    buffer_add(out, (struct view){text, number_text(text, d)});
    if (unit != UNIT_COUNT) {
        buffer_add_char(out, ' ');
        buffer_add_text(out, unit_table[unit].name);
    }
}

static int64_t divided(int64_t value, int64_t by)
{
    return by ? (value + by / 2) / by : 0;
}

static void add_pace(struct buffer *out, int64_t ms_per_km, int kind)
{
    switch (kind_table[kind].pace) {
    case PACE_MPH: /* one decimal: 3.6e9 / 160.9344 tenths */
        if (ms_per_km > 0) {
            int64_t tenths = divided(36000000000 / ms_per_km * 1000, 1609344);
            buffer_format(out, "%lld.%lld mph", (long long)(tenths / 10), (long long)(tenths % 10));
        }
        break;
    case PACE_PER_100M:
        add_clock(out, divided(ms_per_km, 10000) * 1000);
        buffer_add_text(out, "/100 m");
        break;
    case PACE_PER_MILE:
    case PACE_NONE:
        add_clock(out, divided(ms_per_km / 1000 * 1609344 + ms_per_km % 1000 * 1609344 / 1000, 1000000) * 1000);
        buffer_add_text(out, "/mi");
        break;
    }
}

static void add_day(struct buffer *out, int64_t day)
{
    char iso[CIVIL_ISO_SIZE];
    buffer_add(out, (struct view){iso, civil_iso(iso, (int32_t)day)});
}

void arg_text(struct buffer *out, const struct arg *arg)
{
    switch (arg->type) {
    case ARG_NONE: break;
    case ARG_TEXT: buffer_add_masked(out, arg->text); break;
    case ARG_QUOTED: add_quoted(out, arg->text); break;
    case ARG_NUMBER: buffer_add_int(out, arg->number); break;
    case ARG_DAY: add_day(out, arg->number); break;
    case ARG_TIME: add_clock(out, arg->number); break;
    case ARG_DISTANCE: add_distance(out, arg->number, (enum unit)arg->unit); break;
    case ARG_PACE: add_pace(out, arg->number, arg->unit); break;
    case ARG_WORD: buffer_add_text(out, arg->word); break;
    }
}

/* Fills a sentence: {value} and {field} from what is given, {0}.. from the arguments. */
static void fill(struct buffer *out, const char *sentence, const struct arg *value, const char *field,
                 const struct arg *args)
{
    for (struct view rest = view_of(sentence); rest.at;) {
        buffer_add(out, view_cut(&rest, '{'));
        if (!rest.at)
            break;
        struct view name = view_cut(&rest, '}');
        if (view_is(name, "value"))
            arg_text(out, value);
        else if (view_is(name, "field"))
            buffer_add_text(out, field);
        else
            arg_text(out, &args[name.at[0] - '0']);
    }
}

void finding_text(struct buffer *out, const struct finding *finding)
{
    struct arg value = arg_quoted(finding->value);
    fill(out, code_table[finding->code].sentence, &value, field_table[finding->field].title, finding->args);
}

void hint_text(struct buffer *out, const struct hint *hint)
{
    fill(out, slip_table[hint->slip].sentence, &hint->value, field_table[hint->field].title, hint->args);
}
