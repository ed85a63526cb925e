#include "model/explanations.h"

#include <assert.h>

#include "base/ini.h"

const struct explanation explanation_table[CODE_COUNT] = {
#define EXPLANATION(id, title, meaning, example, printed, mend) [CODE_##id] = {title, meaning, example, printed, mend},
#include "model/explanations.def"
#undef EXPLANATION
};

/* The rows are those of the catalogue, all of them and in its order. */
enum {
#define EXPLANATION(id, title, meaning, example, printed, mend) ROW_##id,
#include "model/explanations.def"
#undef EXPLANATION
    ROW_COUNT
};
#define EXPLANATION(id, title, meaning, example, printed, mend)                                                        \
    static_assert((int)ROW_##id == (int)CODE_##id, #id ": explanations.def has not the order of findings.def");
#include "model/explanations.def"
#undef EXPLANATION
static_assert((int)ROW_COUNT == (int)CODE_COUNT, "a finding has no row in explanations.def");

const struct code_family code_families[] = {
    {"Structure of the file", CODE_CSV_OPEN_QUOTE},
    {"How the file was read", CODE_ENCODING_GUESSED},
    {"Cells of a row", CODE_DATE_MISSING},
    {"The event's days", CODE_DATE_BEFORE_WINDOW},
    {"Pace and size", CODE_PACE_IMPOSSIBLE},
    {"The event's activity types", CODE_TIME_REQUIRED},
    {"Roster", CODE_PARTICIPANT_UNKNOWN},
    {"Across rows", CODE_DUPLICATE_EXACT},
    {"Tracks", CODE_TRACK_NO_TIME},
    {"Waivers", CODE_WAIVER_EXPIRED},
};
const size_t code_family_count = sizeof code_families / sizeof *code_families;

/* ---- finding one ---- */

enum code explanation_find(struct view name, const char **near)
{
    const char *names[CODE_COUNT];
    enum code code = code_from_name(name);
    *near = NULL;
    if (code < CODE_COUNT)
        return code;
    for (enum code i = 0; i < CODE_COUNT; i++)
        names[i] = code_table[i].name;
    *near = ini_nearest(name, names, CODE_COUNT);
    for (enum code i = 0; !*near && name.len && i < CODE_COUNT; i++)
        if (view_contains(view_of(names[i]), name))
            *near = names[i];
    return CODE_COUNT;
}

/* ---- the page ---- */

enum { INDENT = 2, EXAMPLE_INDENT = 4, FURTHER_INDENT = 8 };

/* The text in lines of at most so many columns; lines after the first are indented by `further`. */
static void add_wrapped(struct buffer *out, struct view text, int indent, int further)
{
    size_t column = 0;
    for (struct view rest = text; rest.at;) {
        struct view word = view_cut(&rest, ' ');
        if (column && column + 1 + word.len > EXPLANATION_WIDTH) {
            buffer_add_char(out, '\n');
            column = 0;
            indent = further;
        }
        buffer_format(out, "%*s%.*s", column ? 1 : indent, "", VIEW_ARG(word));
        column += (column ? 1 : (size_t)indent) + word.len;
    }
    buffer_add_char(out, '\n');
}

static void add_paragraph(struct buffer *out, const char *text)
{
    add_wrapped(out, view_of(text), INDENT, INDENT);
}

/* The lines of the example as they are; "@NAME" becomes a heading. */
static void add_example(struct buffer *out, const char *example)
{
    if (example[0] != '@')
        buffer_add_text(out, "\nExample, club.csv:\n\n");
    for (struct view rest = view_of(example); rest.len;) {
        struct view line = view_cut(&rest, '\n');
        if (line.len && line.at[0] == '@')
            buffer_format(out, "\nExample, %.*s:\n\n", VIEW_ARG(view_skip(line, 1)));
        else
            buffer_format(out, "%*s%.*s\n", EXAMPLE_INDENT, "", VIEW_ARG(line));
    }
}

/* An example that is told, not shown, stands in parentheses. */
static void add_told_example(struct buffer *out, const char *example)
{
    struct view text = view_trim(view_of(example));
    buffer_add_text(out, "\nExample:\n\n");
    add_wrapped(out, (struct view){text.at + 1, text.len - 2}, EXAMPLE_INDENT, EXAMPLE_INDENT);
}

static void add_printed(struct buffer *out, const char *printed)
{
    buffer_add_text(out, "\ntallypost says:\n\n");
    for (struct view rest = view_of(printed); rest.at;)
        add_wrapped(out, view_cut(&rest, '\n'), EXAMPLE_INDENT, FURTHER_INDENT);
}

void explanation_text(struct buffer *out, enum code code)
{
    const struct explanation *e = &explanation_table[code];
    const struct code_info *info = &code_table[code];
    buffer_format(out, "%s (%s): %s\n\n", info->name, severity_names[info->severity], e->title);
    add_paragraph(out, e->meaning);
    if (e->example[0] == '(')
        add_told_example(out, e->example);
    else
        add_example(out, e->example);
    add_printed(out, e->printed);
    buffer_add_text(out, "\nHow to mend it:\n\n");
    add_paragraph(out, e->mend);
}
