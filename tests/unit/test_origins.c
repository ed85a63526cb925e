#include "input/origins.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "input/source.h"

static char folder[64];

static int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/origins-test-XXXXXX");
    return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    char command[96];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return chdir("/") == 0 && system(command) == 0 ? 0 : -1;
}

/* An archive of members that hold their own names; the names are separated by blanks, "FILE=NAME" is a file. */
static void make_zip(const char *path, const char *names)
{
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
    assert_non_null(zip);
    for (struct view rest = view_of(names); rest.at;) {
        struct view name = view_cut(&rest, ' '), file = view_cut(&name, '=');
        char text[2][128];
        snprintf(text[0], sizeof text[0], "%.*s", VIEW_ARG(file));
        snprintf(text[1], sizeof text[1], "%.*s", VIEW_ARG(name));
        zip_source_t *source =
            name.at ? zip_source_file(zip, text[0], 0, -1) : zip_source_buffer(zip, strdup(text[0]), file.len, 1);
        assert_true(zip_file_add(zip, name.at ? text[1] : text[0], source, ZIP_FL_ENC_UTF_8) >= 0);
    }
    assert_int_equal(zip_close(zip), 0);
}

static void make_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void expect_names(const struct origins *list, const char *expected)
{
    struct buffer names = {0};
    for (size_t i = 0; i < list->count; i++)
        buffer_format(&names, "%s%s%s", i ? " " : "", list->at[i].name, list->at[i].trouble == CODE_COUNT ? "" : "!");
    if (!view_is(buffer_view(&names), expected))
        fail_msg("%.*s instead of %s", VIEW_ARG(buffer_view(&names)), expected);
    buffer_release(&names);
}

static void add(struct origins *list, const char *input)
{
    struct error error;
    assert_int_equal(origins_add(list, input, &error), STATUS_OK);
}

static void order_and_logs(void **state)
{
    (void)state;
    make_zip("e.zip", "z.gpx b/activities.csv a.gpx activities.csv .h .d/x a/.d/x __MACOSX/q");
    mkdir("log", 0700);
    make_file("log/9.gpx", "");
    make_file("log/.h.gpx", "");
    make_file("log/Activities.csv", "");
    assert_int_equal(rename("e.zip", "log/e.zip"), 0);
    make_file("activities.csv", "");
    struct origins list;
    origins_init(&list, (struct input_limits){0});
    add(&list, "log");
    add(&list, "activities.csv");
    expect_names(&list,
                 "log/e.zip/b/activities.csv log/e.zip/activities.csv log/9.gpx log/Activities.csv log/e.zip/z.gpx "
                 "log/e.zip/a.gpx activities.csv");
    assert_true(list.at[0].is_log && list.at[1].is_log && !list.at[2].is_log);
    assert_false(list.at[6].is_log);
    assert_int_equal(list.at[0].group, 1);
    assert_int_equal(list.at[5].group, 1);
    assert_int_equal(list.at[6].group, 0);
    assert_string_equal(list.at[4].member, "z.gpx");
    assert_null(list.at[2].member);
    origins_release(&list);
}

static void found_by_name(void **state)
{
    (void)state;
    make_zip("s.zip", "a/1.gpx a/10.gpx activities.csv a/1 b/activities.csv b/a/1.gpx twice.gpx");
    struct origins list;
    origins_init(&list, (struct input_limits){0});
    add(&list, "s.zip");
    add(&list, "s.zip");
    origins_finish(&list);
    static const struct {
        size_t log;
        const char *name, *found;
    } cases[] = {
        {0, "a/1.gpx", "s.zip/a/1.gpx"},
        {0, "a/10.gpx", "s.zip/a/10.gpx"},
        {0, "a/1", "s.zip/a/1"},
        {1, "a/1.gpx", "s.zip/b/a/1.gpx"},
        {0, "activities.csv", "s.zip/activities.csv"},
        {0, "a/", NULL},
        {0, "", NULL},
        {0, "A/1.gpx", NULL},
        {0, "../s.zip/a/1.gpx", NULL},
        {0, "/etc/passwd", NULL},
        {0, "zzz", NULL},
    };
    for (size_t twice = 0; twice < 2; twice++)
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
            const struct origin *log = &list.at[twice * 7 + cases[i].log];
            const struct origin *found = origins_find(&list, log, view_of(cases[i].name));
            assert_true(log->is_log);
            assert_int_equal(found != NULL, cases[i].found != NULL);
            if (found) {
                assert_string_equal(found->name, cases[i].found);
                assert_int_equal(found->group, log->group);
            }
        }
    origins_release(&list);
}

static void nested(void **state)
{
    (void)state;
    make_zip("4.zip", "x.csv");
    make_zip("3.zip", "y.csv 4.zip=4.zip");
    make_zip("2.zip", "3.zip=3.ZIP");
    make_file("no.zip", "PK\3\4 is no archive");
    make_zip("1.zip", "a 2.zip=2.zip no.zip=no.zip z");
    struct origins list;
    origins_init(&list, (struct input_limits){0});
    add(&list, "1.zip");
    expect_names(&list, "1.zip/a 1.zip/2.zip/3.ZIP/y.csv 1.zip/2.zip/3.ZIP/4.zip! 1.zip/no.zip! 1.zip/z");
    assert_int_equal(list.at[2].trouble, CODE_INPUT_TOO_LARGE);
    assert_int_equal(list.at[3].trouble, CODE_INPUT_CORRUPT);
    struct source *source;
    struct error error;
    char text[16];
    assert_int_equal(source_open(&source, &list.at[1], 0, &error), STATUS_OK);
    assert_int_equal(source_read(source, text, sizeof text), 5);
    assert_memory_equal(text, "y.csv", 5);
    source_close(source);
    origins_release(&list);
}

static void limits(void **state)
{
    (void)state;
    make_zip("in.zip", "x.csv y.csv");
    make_zip("out.zip", "a in.zip=in.zip z");
    make_zip("five.zip", "1 2 3 4 5");
    struct origins list;
    origins_init(&list, (struct input_limits){.members = 4});
    add(&list, "five.zip");
    add(&list, "out.zip");
    expect_names(&list, "five.zip! out.zip/a out.zip/in.zip! out.zip/z");
    origins_release(&list);
    origins_init(&list, (struct input_limits){.bytes = 20});
    add(&list, "out.zip");
    expect_names(&list, "out.zip/a out.zip/in.zip! out.zip/z");
    assert_int_equal(list.at[1].trouble, CODE_INPUT_TOO_LARGE);
    origins_release(&list);
}

static void troubles(void **state)
{
    (void)state;
    struct origins list;
    struct error error;
    origins_init(&list, (struct input_limits){0});
    mkdir("empty", 0700);
    assert_int_equal(origins_add(&list, "empty", &error), STATUS_USAGE);
    add(&list, "missing.csv");
    make_zip("folders.zip", "a/");
    add(&list, "folders.zip");
    expect_names(&list, "missing.csv folders.zip!");
    struct source *source;
    assert_int_equal(source_open(&source, &list.at[0], 0, &error), STATUS_IO);
    assert_int_equal(source_open(&source, &list.at[1], 0, &error), STATUS_OK);
    assert_int_equal(source_trouble(source)->code, CODE_NOT_ACTIVITIES);
    source_close(source);
    origins_release(&list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(order_and_logs, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(found_by_name, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(nested, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(limits, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(troubles, make_folder, remove_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
