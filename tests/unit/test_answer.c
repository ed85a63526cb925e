#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/civil.h"
#include "readers/answer.h"

static void what_it_is(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum answer_kind kind;
        size_t count;
        const char *code, *message;
    } cases[] = {
        {"{\"tally_split_nums\":[7,8]}", ANSWER_NUMBERS, 2, "", ""},
        {" {\"tally_split_nums\":[]}\n", ANSWER_NUMBERS, 0, "", ""},
        {"{\"tally_split_nums\":[\"7\"]}", ANSWER_NUMBERS, 1, "", ""},
        {"{\"error\":{\"error_code\":11,\"error_msg\":\"Invalid submission\"}}", ANSWER_ERROR, 0, "11",
         "Invalid submission"},
        {"{\"error\":\"Bad\",\"details\":[{\"code\":\"9\",\"message\":\"Invalid date\"}]}", ANSWER_ERROR, 0, "9",
         "Invalid date"},
        {"{\"error\":\"Bad\",\"details\":[{\"code\":9,\"message\":{\"x\":1}}]}", ANSWER_ERROR, 0, "9", "Bad"},
        {"{\"error\":\"Bad\",\"details\":[]}", ANSWER_ERROR, 0, "", "Bad"},
        {"{\"error\":null,\"tally_split_nums\":[1]}", ANSWER_NUMBERS, 1, "", ""},
        {"{\"error\":{},\"tally_split_nums\":[1]}", ANSWER_ERROR, 0, "", ""},
        {"", ANSWER_EMPTY, 0, "", ""},
        {"\xEF\xBB\xBF \n", ANSWER_EMPTY, 0, "", ""},
        {"<?xml version=\"1.0\"?><x/>", ANSWER_XML, 0, "", ""},
        {"{\"activities\":[]}", ANSWER_ACTIVITIES, 0, "", ""},
        {"{\"activities\":[{}]}", ANSWER_OTHER, 0, "",
         "an activity without tally_split_num: this is no answer of GET vr-activities"},
        {"{\"tally_split_nums\":[1.5]}", ANSWER_OTHER, 0, "", "tally_split_nums holds something that is no number"},
        {"{\"tally_split_nums\":[-1]}", ANSWER_OTHER, 0, "", "tally_split_nums holds something that is no number"},
        {"{\"tally_split_nums\":[9007199254740993]}", ANSWER_OTHER, 0, "",
         "tally_split_nums holds something that is no number"},
        {"{\"tally_split_nums\":[7", ANSWER_OTHER, 0, "", "it is no JSON, or only a piece of it"},
        {"{\"tally_split_nums\":[7]} x", ANSWER_OTHER, 0, "", "it is no JSON, or only a piece of it"},
        {"{\"a\":\"\xFF\"}", ANSWER_OTHER, 0, "", "it is no text in UTF-8"},
        {"[]", ANSWER_OTHER, 0, "", "neither activities, nor their numbers, nor an error is in it"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena arena = {0};
        struct answer answer = answer_read(view_of(cases[i].text), &arena);
        if (answer.kind != cases[i].kind || answer.count != cases[i].count * (answer.kind != ANSWER_OTHER) ||
            !view_is(answer.code, cases[i].code) || !view_is(answer.message, cases[i].message))
            fail_msg("%s: kind %d, %zu, \"%.*s\", \"%.*s\"", cases[i].text, (int)answer.kind, answer.count,
                     VIEW_ARG(answer.code), VIEW_ARG(answer.message));
        arena_release(&arena);
    }
}

static void an_activity(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct answer answer = answer_read(
        VIEW("{\"activities\":[{\"tally_split_num\":7,\"tally_split_date\":\"2026-05-01\",\"result_split_tally_value\":"
             "42325747,\"split_elevation_gain_in_mm\":null,\"submitted_time_in_ms\":\"15120000\",\"registration_id\":"
             "900100201},{\"tally_split_num\":8,\"tally_split_date\":\"1 May\",\"result_split_tally_value\":0.5}]}"),
        &arena);
    assert_int_equal(answer.count, 2);
    const struct answer_activity *a = answer.activities;
    assert_int_equal(a[0].number, 7);
    assert_int_equal(a[0].day, civil_day(2026, 5, 1));
    assert_int_equal(a[0].value, 42325747);
    assert_int_equal(a[0].elapsed_ms, 15120000);
    assert_true(a[0].elevation_mm == UNKNOWN && a[0].type_id == UNKNOWN);
    assert_true(view_is(a[0].registration_id, "900100201"));
    assert_true(a[1].day == UNKNOWN_DAY && a[1].value == UNKNOWN && !a[1].registration_id.len);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_it_is),
        cmocka_unit_test(an_activity),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
