#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "model/explanations.h"

enum { TITLE_COLUMNS = 40 };

static const char *const option_names[] = {
#define OPTION(id, name, argument, commands, help) name,
#include "cli/options.def"
#undef OPTION
};

/* A text that is there, in printable ASCII, without blanks that would be lost or show. */
static void assert_text(const char *code, const char *text)
{
    size_t len = text ? strlen(text) : 0;
    if (len == 0 || text[0] == ' ' || text[len - 1] == ' ' || strstr(text, "  "))
        fail_msg("%s: a text is missing or has blanks too many", code);
    for (size_t i = 0; i < len; i++)
        if (text[i] != '\n' && (text[i] < ' ' || text[i] > '~'))
            fail_msg("%s: byte %zu of \"%s\"", code, i, text);
}

static void nothing_is_missing(void **state)
{
    (void)state;
    for (enum code code = 0; code < CODE_COUNT; code++) {
        const struct explanation *e = &explanation_table[code];
        const char *texts[] = {e->title, e->meaning, e->printed, e->mend};
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
            assert_text(code_table[code].name, texts[i]);
        assert_non_null(e->example);
        assert_true(strlen(e->example) > 1);
        assert_int_equal(e->example[strlen(e->example) - 1], '\n');
    }
}

static void titles_are_short_and_unique(void **state)
{
    (void)state;
    for (enum code code = 0; code < CODE_COUNT; code++) {
        if (strlen(explanation_table[code].title) > TITLE_COLUMNS)
            fail_msg("%s: the title is too long", code_table[code].name);
        for (enum code other = 0; other < code; other++)
            if (strcmp(explanation_table[code].title, explanation_table[other].title) == 0)
                fail_msg("%s has the title of %s", code_table[code].name, code_table[other].name);
    }
}

static void pages_fit_the_width(void **state)
{
    (void)state;
    for (enum code code = 0; code < CODE_COUNT; code++) {
        struct buffer page = {0};
        explanation_text(&page, code);
        for (struct view rest = buffer_view(&page); rest.len;) {
            struct view line = view_cut(&rest, '\n');
            if (line.len > EXPLANATION_WIDTH || (line.len && line.at[line.len - 1] == ' '))
                fail_msg("%s: \"%.*s\"", code_table[code].name, VIEW_ARG(line));
        }
        buffer_release(&page);
    }
}

/* What stands between the arguments of a sentence is in the line, in that order, and then comes the code. */
static bool follows_sentence(const char *line, enum code code)
{
    for (struct view rest = view_of(code_table[code].sentence); rest.at;) {
        struct view piece = view_cut(&rest, '{');
        line = piece.len ? memmem(line, strlen(line), piece.at, piece.len) : line;
        if (!line)
            return false;
        line += piece.len;
        if (rest.at)
            view_cut(&rest, '}');
    }
    const char *end = strchr(line, '[');
    return end && strncmp(end + 1, code_table[code].name, strlen(code_table[code].name)) == 0;
}

static void printed_lines_are_the_catalogue_s(void **state)
{
    (void)state;
    int wrong = 0;
    for (enum code code = 0; code < CODE_COUNT; code++) {
        if (follows_sentence(explanation_table[code].printed, code))
            continue;
        print_error("%s: the example does not say \"%s\"\n", code_table[code].name, code_table[code].sentence);
        wrong++;
    }
    assert_int_equal(wrong, 0);
}

static bool is_option(struct view name)
{
    for (size_t i = 0; i < sizeof option_names / sizeof *option_names; i++)
        if (view_is(name, option_names[i]))
            return true;
    return false;
}

static void assert_options(const char *code, const char *text)
{
    for (const char *at = text; (at = strstr(at, "--")) != NULL;) {
        at += 2;
        size_t len = strspn(at, "abcdefghijklmnopqrstuvwxyz-");
        if (!is_option((struct view){at, len}))
            fail_msg("%s: there is no option --%.*s", code, (int)len, at);
    }
}

static void options_that_are_named_exist(void **state)
{
    (void)state;
    for (enum code code = 0; code < CODE_COUNT; code++) {
        assert_options(code_table[code].name, explanation_table[code].meaning);
        assert_options(code_table[code].name, explanation_table[code].printed);
        assert_options(code_table[code].name, explanation_table[code].mend);
    }
}

static void families_cover_the_catalogue(void **state)
{
    (void)state;
    assert_int_equal(code_families[0].first, 0);
    for (size_t i = 1; i < code_family_count; i++)
        assert_true(code_families[i].first > code_families[i - 1].first);
    assert_true(code_families[code_family_count - 1].first < CODE_COUNT);
}

static void a_page(void **state)
{
    (void)state;
    struct buffer page = {0};
    explanation_text(&page, CODE_DATE_LATE);
    assert_string_equal(buffer_string(&page),
                        "date-late (error): handed in too late\n"
                        "\n"
                        "  The event sets a last day for handing in (submit_until), or a number of days\n"
                        "  within which an activity must be handed in (max_age_days), and that is over on\n"
                        "  the day of the check.\n"
                        "\n"
                        "Example, event.ini:\n"
                        "\n"
                        "    [event]\n"
                        "    max_age_days = 10\n"
                        "\n"
                        "Example, club.csv:\n"
                        "\n"
                        "    Bib,Date,Distance (mi),Time,Type\n"
                        "    7,2026-05-02,4.5,45:00,run\n"
                        "\n"
                        "tallypost says:\n"
                        "\n"
                        "    club.csv:2: error: 2026-05-02 is 39 days before 2026-06-10; the event takes\n"
                        "        at most 10 [date-late]\n"
                        "\n"
                        "How to mend it:\n"
                        "\n"
                        "  Check the date. If the rows did come in time and are only checked now, say\n"
                        "  when they came: --as-of 2026-05-10.\n");
    buffer_release(&page);
}

static void finding_a_code(void **state)
{
    (void)state;
    static const struct {
        const char *word;
        enum code code;
        const char *near;
    } cases[] = {
        {"pace-fast", CODE_PACE_FAST, NULL},
        {"overlap", CODE_OVERLAP, NULL},
        {"pace-fats", CODE_COUNT, "pace-fast"},
        {"Pace-Fast", CODE_COUNT, "pace-fast"},
        {"duplicate", CODE_COUNT, "duplicate-exact"},
        {"teleport", CODE_COUNT, "track-teleport"},
        {"qqqqqqqq", CODE_COUNT, NULL},
        {"", CODE_COUNT, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *near;
        assert_int_equal(explanation_find(view_of(cases[i].word), &near), cases[i].code);
        if (cases[i].near)
            assert_string_equal(near, cases[i].near);
        else
            assert_null(near);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_missing),
        cmocka_unit_test(titles_are_short_and_unique),
        cmocka_unit_test(pages_fit_the_width),
        cmocka_unit_test(printed_lines_are_the_catalogue_s),
        cmocka_unit_test(options_that_are_named_exist),
        cmocka_unit_test(families_cover_the_catalogue),
        cmocka_unit_test(a_page),
        cmocka_unit_test(finding_a_code),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
