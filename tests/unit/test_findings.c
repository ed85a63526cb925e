#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "model/findings.h"
#include "model/kind.h"

static void assert_arg(struct arg arg, const char *expected)
{
    struct buffer text = {0};
    arg_text(&text, &arg);
    assert_string_equal(buffer_string(&text), expected);
    buffer_release(&text);
}

static void times(void **state)
{
    (void)state;
    static const struct {
        int64_t ms;
        const char *text;
    } cases[] = {
        {560000, "9:20"},       {3723000, "1:02:03"}, {7500, "0:07.5"},       {0, "0:00"},
        {7007, "0:07.007"},     {59999, "0:59.999"},  {60000, "1:00"},        {3600000, "1:00:00"},
        {90000000, "25:00:00"}, {-560000, "-9:20"},   {86399000, "23:59:59"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_arg(arg_time(cases[i].ms), cases[i].text);
}

static void distances(void **state)
{
    (void)state;
    static const struct {
        int64_t mm;
        enum unit unit;
        const char *text;
    } cases[] = {
        {7242048, UNIT_MI, "4.5 mi"},   {42325747, UNIT_MI, "26.3 mi"}, {5000000, UNIT_KM, "5 km"},
        {5000000, UNIT_MI, "3.107 mi"}, {1609344, UNIT_KM, "1.609 km"}, {7242048, UNIT_NONE, "4.5 mi"},
        {100, UNIT_COUNT, "100"},       {0, UNIT_MI, "0 mi"},           {1, UNIT_MI, "0 mi"},
        {304800, UNIT_FT, "1000 ft"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_arg(arg_distance(cases[i].mm, cases[i].unit), cases[i].text);
}

static void paces(void **state)
{
    (void)state;
    static const struct {
        int64_t ms_per_km;
        enum kind kind;
        const char *text;
    } cases[] = {
        {77326, KIND_RUN, "2:04/mi"},   {149129, KIND_WALK, "4:00/mi"},    {120000, KIND_RIDE, "18.6 mph"},
        {78763, KIND_RIDE, "28.4 mph"}, {920000, KIND_SWIM, "1:32/100 m"}, {372823, KIND_OTHER, "10:00/mi"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_arg(arg_pace(cases[i].ms_per_km, (int)cases[i].kind), cases[i].text);
}

static void other_arguments(void **state)
{
    (void)state;
    assert_arg((struct arg){0}, "");
    assert_arg(arg_word("km"), "km");
    assert_arg(arg_number(-42), "-42");
    assert_arg(arg_day(20574), "2026-05-01");
    assert_arg(arg_view(VIEW("a\x1B"
                             "b")),
               "a?b");
    assert_arg(arg_quoted(VIEW("13/31/2026")), "\"13/31/2026\"");
    assert_arg(arg_quoted((struct view){NULL, 0}), "\"\"");
    assert_arg(arg_quoted(VIEW("two\nlines\0")), "\"two?lines?\"");
}

/* Cut at 60 characters, never inside one. */
static void long_quotes_are_cut(void **state)
{
    (void)state;
    struct buffer text = {0}, expected = {0};
    for (int i = 0; i < 61; i++)
        buffer_add_text(&text, "\xC3\xA4");
    buffer_add_char(&expected, '"');
    buffer_add(&expected, (struct view){text.at, 120});
    buffer_add_text(&expected, "...\"");
    assert_arg(arg_quoted(buffer_view(&text)), buffer_string(&expected));
    text.len = 120;
    buffer_reset(&expected);
    buffer_format(&expected, "\"%.*s\"", 120, text.at);
    assert_arg(arg_quoted(buffer_view(&text)), buffer_string(&expected));
    buffer_release(&text);
    buffer_release(&expected);
}

static void sentences(void **state)
{
    (void)state;
    struct finding finding = {.code = CODE_CSV_RAGGED_ROW};
    struct buffer text = {0};
    finding.args[0] = arg_number(4);
    finding.args[1] = arg_number(5);
    finding_text(&text, &finding);
    assert_string_equal(buffer_string(&text),
                        "4 cells where the header has 5; a separator is missing or one too many, or text that "
                        "contains it is not in quotes");
    buffer_reset(&text);
    finding = (struct finding){.code = CODE_DATE_INVALID, .field = FIELD_DATE, .value = VIEW("13/31/2026")};
    finding_text(&text, &finding);
    assert_string_equal(buffer_string(&text), "Date \"13/31/2026\" is not a date");
    buffer_reset(&text);
    struct hint hint = {.slip = SLIP_PACE_AS_TIME, .field = FIELD_TIME, .value = arg_time(2520000)};
    hint.args[0] = arg_time(560000);
    hint.args[1] = arg_distance(7242048, UNIT_MI);
    hint.args[2] = arg_pace(347979, KIND_RUN);
    hint_text(&text, &hint);
    assert_string_equal(buffer_string(&text), "9:20 looks like the pace; 4.5 mi at 9:20/mi takes 42:00");
    buffer_release(&text);
}

/* Braces in a value are no placeholders. */
static void values_are_not_read_again(void **state)
{
    (void)state;
    struct finding finding = {.code = CODE_DATE_INVALID, .value = VIEW("{0} {value} {")};
    struct buffer text = {0};
    finding_text(&text, &finding);
    assert_string_equal(buffer_string(&text), "Date \"{0} {value} {\" is not a date");
    buffer_release(&text);
}

static void assert_placeholders(const char *name, const char *sentence, int args)
{
    for (struct view rest = view_of(sentence); rest.at;) {
        view_cut(&rest, '{');
        if (!rest.at)
            break;
        assert_non_null(memchr(rest.at, '}', rest.len));
        struct view word = view_cut(&rest, '}');
        bool number = word.len == 1 && word.at[0] >= '0' && word.at[0] < '0' + args;
        if (!number && !view_is(word, "value") && !view_is(word, "field"))
            fail_msg("%s: {%.*s} is no placeholder", name, VIEW_ARG(word));
    }
}

static void assert_kebab(const char *name)
{
    assert_true(strlen(name) > 2 && name[0] != '-' && name[strlen(name) - 1] != '-');
    assert_int_equal(strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-"), strlen(name));
}

static void catalogue_is_sound(void **state)
{
    (void)state;
    for (enum code code = 0; code < CODE_COUNT; code++) {
        assert_kebab(code_table[code].name);
        assert_true(code_table[code].severity > SEVERITY_OFF && code_table[code].severity <= SEVERITY_ERROR);
        assert_placeholders(code_table[code].name, code_table[code].sentence, 5);
        assert_int_equal(code_from_name(view_of(code_table[code].name)), code); /* so no name is there twice */
    }
    for (enum slip slip = 0; slip < SLIP_COUNT; slip++)
        assert_kebab(slip_name(slip));
    assert_int_equal(code_from_name(VIEW("no-such-code")), CODE_COUNT);
    assert_int_equal(code_from_name((struct view){NULL, 0}), CODE_COUNT);
}

/* Texts of every code and slip, with no arguments at all: nothing is read that is not there. */
static void every_sentence_can_be_made(void **state)
{
    (void)state;
    struct buffer text = {0};
    for (enum code code = 0; code < CODE_COUNT; code++) {
        buffer_reset(&text);
        finding_text(&text, &(struct finding){.code = code});
        assert_null(memchr(text.at, '{', text.len));
    }
    for (enum slip slip = 0; slip < SLIP_COUNT; slip++) {
        buffer_reset(&text);
        hint_text(&text, &(struct hint){.slip = slip});
        assert_true(text.len > 0);
        assert_null(memchr(text.at, '{', text.len));
    }
    buffer_release(&text);
}

static void severities(void **state)
{
    (void)state;
    bool known;
    assert_int_equal(severity_from_name(VIEW("error"), &known), SEVERITY_ERROR);
    assert_true(known);
    assert_int_equal(severity_from_name(VIEW("off"), &known), SEVERITY_OFF);
    assert_true(known);
    assert_int_equal(severity_from_name(VIEW("Error"), &known), SEVERITY_OFF);
    assert_false(known);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times),
        cmocka_unit_test(distances),
        cmocka_unit_test(paces),
        cmocka_unit_test(other_arguments),
        cmocka_unit_test(long_quotes_are_cut),
        cmocka_unit_test(sentences),
        cmocka_unit_test(values_are_not_read_again),
        cmocka_unit_test(catalogue_is_sound),
        cmocka_unit_test(every_sentence_can_be_made),
        cmocka_unit_test(severities),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
