#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "pack_fixture.h"

static void what_is_there(void **state)
{
    struct fixture *f = *state;
    char path[128];
    struct stat st;
    add_row(f, "7", "");
    umask(0);
    assert_int_equal(write_pack(f), STATUS_OK);
    assert_string_equal(names_in(f, f->folder), "pack ");
    assert_string_equal(names_in(f, f->path), "README.txt manifest.json post.sh requests ");
    static const struct {
        const char *name;
        mode_t mode;
    } modes[] = {{"", 0700},        {"README.txt", 0600}, {"manifest.json", 0600},
                 {"post.sh", 0700}, {"requests", 0700},   {"requests/0001-bib-7.json", 0600}};
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
        snprintf(path, sizeof path, "%s/%s", f->path, modes[i].name);
        assert_int_equal(stat(path, &st), 0);
        assert_int_equal(st.st_mode & 07777, modes[i].mode);
    }
    assert_int_equal(strncmp(content(f, "post.sh"), "#!/bin/sh\n", 10), 0);
    const char *readme = content(f, "README.txt");
    assert_non_null(strstr(readme, "1 activity of 1 participant, in 1 request\n"));
    assert_non_null(strstr(readme, "Unit         miles: 3.1 means 3.1 miles\n"));
}

static void places(void **state)
{
    static const struct {
        const char *prepare;
        enum status status;
        const char *text;
    } cases[] = {
        {"true", STATUS_OK, NULL},
        {"mkdir pack", STATUS_OK, NULL},
        {"mkdir real && ln -s real pack", STATUS_OK, NULL},
        {"mkdir pack && touch pack/.x", STATUS_USAGE, "exists and is not empty"},
        {"touch pack", STATUS_USAGE, "exists and is no folder"},
        {"ln -s nowhere pack", STATUS_USAGE, "a link that leads nowhere"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        set_up(state);
        struct fixture *f = *state;
        char command[200];
        snprintf(command, sizeof command, "cd %s && %s", f->folder, cases[i].prepare);
        assert_int_equal(system(command), 0);
        add_row(f, "7", "");
        const char *before = names_in(f, f->folder);
        strcat(f->path, "/");
        assert_int_equal(write_pack(f), cases[i].status);
        if (cases[i].text) {
            assert_non_null(strstr(f->error.text, cases[i].text));
            assert_string_equal(names_in(f, f->folder), before);
        } else {
            assert_string_equal(requests_of(f), "0001-bib-7.json ");
        }
        tear_down(state);
    }
    set_up(state);
    struct fixture *f = *state;
    strcpy(f->path, "/tmp/no-such-folder-here/pack");
    assert_int_equal(write_pack(f), STATUS_IO);
    f->output.options.path = f->folder;
    char *before = getcwd(NULL, 0);
    assert_int_equal(chdir(f->folder), 0);
    assert_int_equal(write_pack(f), STATUS_USAGE); /* who stands in it would stand in nothing afterwards */
    assert_int_equal(chdir(before), 0);
    free(before);
}

/* Several loads for the writing thread; every request whole and in its place. */
static void many_requests(void **state)
{
    struct fixture *f = *state;
    static char comment[2000], bibs[1000][16];
    memset(comment, 'x', sizeof comment);
    for (int i = 0; i < 1000; i++) {
        snprintf(bibs[i], sizeof bibs[i], "%d", i);
        add_row(f, bibs[i], "")->comment = (struct view){comment, sizeof comment};
    }
    assert_int_equal(write_pack(f), STATUS_OK);
    for (int i = 0; i < 1000; i++) {
        char name[64];
        snprintf(name, sizeof name, "requests/%04d-bib-%d.json", i + 1, i);
        assert_true(strlen(content(f, name)) > sizeof comment);
    }
}

static void nothing_is_left(void **state)
{
    static char comment[10000];
    memset(comment, 'x', sizeof comment);
    signal(SIGXFSZ, SIG_IGN);
    struct rlimit before, low;
    getrlimit(RLIMIT_FSIZE, &before);
    for (int rows = 1; rows <= 400; rows += 399) { /* written at once; by the thread */
        struct fixture *f = *state;
        batch_reset(&f->batch);
        static char bibs[400][16];
        for (int i = 0; i < rows; i++) {
            snprintf(bibs[i], sizeof bibs[i], "%d", i);
            add_row(f, bibs[i], "")->comment = (struct view){comment, sizeof comment};
        }
        low = (struct rlimit){5000, before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &low);
        enum status status = write_pack(f);
        setrlimit(RLIMIT_FSIZE, &before);
        assert_int_equal(status, STATUS_IO);
        assert_non_null(strstr(f->error.text, "/pack: cannot write"));
        assert_string_equal(names_in(f, f->folder), "");
    }
    struct fixture *f = *state;
    assert_int_equal(pack_ops.open(&f->output, &f->error), STATUS_OK);
    assert_int_equal(pack_ops.batch(&f->output, &f->batch, &f->error), STATUS_OK);
    assert_string_equal(names_in(f, f->folder), "");
    pack_ops.abort(&f->output);
    assert_string_equal(names_in(f, f->folder), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(what_is_there),
        CASE(many_requests),
        CASE(nothing_is_left),
        cmocka_unit_test_teardown(places, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
