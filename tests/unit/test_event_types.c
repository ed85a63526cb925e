#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "event/event_types.h"

static char folder[] = "/tmp/test_event_types-XXXXXX", path[100];

static int set_up(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/types.json", folder);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(folder);
}

static enum status read_text(struct type_list *list, struct view text, struct arena *arena, struct error *error)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(text.at, 1, text.len, f), text.len);
    assert_int_equal(fclose(f), 0);
    return event_types_read(list, path, arena, error);
}

static void an_answer(void **state)
{
    (void)state;
    struct view text = VIEW(
        "{\"activity_types\": [{\"virtual_race_activity_type_id\": 6, \"event_id\": 1, \"standard_activity_type\": 1,\n"
        "\"activity_type_text\": \" run \", \"entry_tally_field_type\": 2, \"max_tally_value\": 26.2,\n"
        "\"time_entry_type\": 3, \"elevation_gain_entry_type\": 1, \"min_num_activities\": 2,\n"
        "\"max_num_activities\": 30, \"sort_order\": 0, \"new_key\": {}, \"deleted\": \"F\"},\n"
        "{\"virtual_race_activity_type_id\": \"9007199254740991\", \"standard_activity_type\": null,\n"
        "\"activity_type_text\": \"push\\u00FCps\", \"entry_tally_field_type\": 1, \"max_tally_value\": \"500\",\n"
        "\"time_entry_type\": 2, \"min_num_activities\": null, \"max_num_activities\": 0, \"deleted\": \"T\"},\n"
        "{\"virtual_race_activity_type_id\": 9007199254740990, \"max_tally_value\": 0, \"deleted\": true}]}\n");
    struct type_list list = {0};
    struct arena arena = {0};
    struct error error = {0};
    if (read_text(&list, text, &arena, &error) != STATUS_OK)
        fail_msg("%s", error.text);
    assert_int_equal(list.count, 3);
    const struct type_draft *run = &list.items[0], *push = &list.items[1], *bare = &list.items[2];
    assert_true(run->id == 6 && run->standard_type == 1 && run->tally_field == 2 && !run->deleted && run->line == 0);
    assert_true(view_is(run->text, "run"));
    assert_true(run->max_tally.given && run->max_tally.value.digits == 262 && run->max_tally.value.scale == 1);
    assert_int_equal(run->time, ENTRY_REQUIRED);
    assert_int_equal(run->elevation, ENTRY_NOT_ALLOWED);
    assert_true(run->min_activities == 2 && run->max_activities == 30);
    assert_true(push->id == 9007199254740991 && push->standard_type == UNKNOWN && push->deleted);
    assert_true(view_is(push->text, "push\xC3\xBCps"));
    assert_true(push->max_tally.given && push->max_tally.value.digits == 500);
    assert_int_equal(push->time, ENTRY_OPTIONAL);
    assert_int_equal(push->elevation, ENTRY_UNSAID);
    assert_true(push->min_activities == UNKNOWN && push->max_activities == UNKNOWN);
    assert_true(view_is(bare->text, "type 9007199254740990") && !bare->max_tally.given && bare->deleted);
    type_list_release(&list);
    arena_release(&arena);
}

static void a_bare_array_with_a_mark(void **state)
{
    (void)state;
    struct type_list list = {0};
    struct arena arena = {0};
    struct view text = VIEW("\xEF\xBB\xBF[{\"virtual_race_activity_type_id\": 6, \"activity_type_text\": \"walk\"}]");
    assert_int_equal(read_text(&list, text, &arena, NULL), STATUS_OK);
    assert_int_equal(list.count, 1);
    assert_true(view_is(list.items[0].text, "walk"));
    type_list_release(&list);
    arena_release(&arena);
}

#define ID "\"virtual_race_activity_type_id\": "
#define AGAIN "; save the answer again"
#define IS_NO_ID "virtual_race_activity_type_id is not an id, a whole number from 1 to 9007199254740991" AGAIN

static void refused(void **state)
{
    (void)state;
    static const struct {
        struct view text;
        const char *expected; /* behind the path */
    } cases[] = {
        {VIEW(""), ":1: is not JSON from here on; save the answer of GET vr-activity-types with format=json"},
        {VIEW("[\n{\"a\": 1},\n{\"b\" 2}]"),
         ":3: is not JSON from here on; save the answer of GET vr-activity-types with format=json"},
        {VIEW("[] x"), ":1: is not JSON from here on; save the answer of GET vr-activity-types with format=json"},
        {VIEW("\n<activity_types/>"), ": is XML or HTML; save the answer of GET vr-activity-types with format=json"},
        {VIEW("{\"activities\": []}"),
         ": holds no activity_types; save the answer of GET vr-activity-types with format=json"},
        {VIEW("7"), ": holds no activity_types; save the answer of GET vr-activity-types with format=json"},
        {VIEW("{\"error\": {\"error_code\": 6, \"error_msg\": \"Key authentication\\nfailed\"}}"),
         ": is an error of the API (Key authentication?failed), not its activity types; ask for them again"},
        {VIEW("{\"error\": \"Invalid ID\"}"),
         ": is an error of the API (Invalid ID), not its activity types; ask for them again"},
        {VIEW("{\"error\": 5}"), ": is an error of the API (no message), not its activity types; ask for them again"},
        {VIEW("{\"activity_types\": []}"), ": activity_types is empty; has the event activity types?"},
        {VIEW("[5]"), ": activity_types[0]: virtual_race_activity_type_id is not there" AGAIN},
        {VIEW("[{" ID "6}, {" ID "1.5}]"), ": activity_types[1]: " IS_NO_ID},
        {VIEW("[{" ID "9007199254740992}]"), ": activity_types[0]: " IS_NO_ID},
        {VIEW("[{" ID "12345678901234567890}]"), ": activity_types[0]: " IS_NO_ID},
        {VIEW("[{" ID "-6}]"), ": activity_types[0]: " IS_NO_ID},
        {VIEW("[{" ID "0}]"), ": activity_types[0]: " IS_NO_ID},
        {VIEW("[{" ID "1e999}]"), ": activity_types[0]: " IS_NO_ID},
        {VIEW("[{" ID "\"6a\"}]"), ": activity_types[0]: " IS_NO_ID},
        {VIEW("[{" ID "6, \"time_entry_type\": 4}]"),
         ": activity_types[0]: time_entry_type is not 1 (not allowed), 2 (optional) or 3 (required)" AGAIN},
        {VIEW("[{" ID "6, \"max_tally_value\": \"many\"}]"),
         ": activity_types[0]: max_tally_value is not a number or null" AGAIN},
        {VIEW("[{" ID "6, \"max_num_activities\": 1.5}]"),
         ": activity_types[0]: max_num_activities is not a whole number or null" AGAIN},
        {VIEW("[{" ID "6, \"activity_type_text\": 5}]"), ": activity_types[0]: activity_type_text is not a text" AGAIN},
        {VIEW("[{" ID "6, \"deleted\": \"yes\"}]"), ": activity_types[0]: deleted is not \"T\" or \"F\"" AGAIN},
        {VIEW("[{" ID "6}, {" ID "6}]"), ": activity_types[1]: the type with the id 6 is there twice; remove one"},
        {VIEW("[\n\"\xFF\"]"), ":2: is not UTF-8 text; save it again as UTF-8"},
        {VIEW("[]\n\0[]\n\n"), ":2: is not UTF-8 text; save it again as UTF-8"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct type_list list = {0};
        struct arena arena = {0};
        struct error error = {0};
        assert_int_equal(read_text(&list, cases[i].text, &arena, &error), STATUS_USAGE);
        assert_int_equal(strncmp(error.text, path, strlen(path)), 0);
        assert_string_equal(error.text + strlen(path), cases[i].expected);
        type_list_release(&list);
        arena_release(&arena);
    }
}

static void too_many(void **state)
{
    (void)state;
    struct buffer text = {0};
    for (int i = 1; i <= TYPE_LIST_MOST + 1; i++)
        buffer_format(&text, "%c{" ID "%d}", i == 1 ? '[' : ',', i);
    buffer_add_char(&text, ']');
    struct type_list list = {0};
    struct arena arena = {0};
    struct error error = {0};
    assert_int_equal(read_text(&list, buffer_view(&text), &arena, &error), STATUS_USAGE);
    assert_non_null(strstr(error.text, "more than 1000 activity types"));
    type_list_release(&list);
    arena_release(&arena);
    buffer_release(&text);
}

static void not_there(void **state)
{
    (void)state;
    struct type_list list = {0};
    struct arena arena = {0};
    struct error error;
    assert_int_equal(event_types_read(&list, "/tmp/no-such-folder/t.json", &arena, &error), STATUS_IO);
    assert_string_equal(error.text, "/tmp/no-such-folder/t.json: cannot open: No such file or directory");
    assert_int_equal(list.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer), cmocka_unit_test(a_bare_array_with_a_mark),
        cmocka_unit_test(refused),   cmocka_unit_test(too_many),
        cmocka_unit_test(not_there),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
