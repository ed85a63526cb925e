#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fileio.h"

/* Each test has a folder of its own as its working directory. */
static int enter_folder(void **state)
{
    static char folder[] = "/tmp/test_fileio-XXXXXX";
    memcpy(folder + sizeof folder - 7, "XXXXXX", 6);
    *state = mkdtemp(folder);
    return *state && chdir(folder) == 0 ? 0 : -1;
}

static int leave_folder(void **state)
{
    char command[100];
    snprintf(command, sizeof command, "rm -rf '%s'", (char *)*state);
    return chdir("/") == 0 && system(command) == 0 ? 0 : -1;
}

static void put(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void assert_holds(const char *path, const char *text)
{
    struct arena arena = {0};
    struct error error = {0};
    struct view content;
    assert_int_equal(fileio_read(path, 1000000, &arena, &content, &error), STATUS_OK);
    assert_true(view_is(content, text));
    arena_release(&arena);
}

static int files_here(void)
{
    int count = 0;
    DIR *dir = opendir(".");
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;)
        count += entry->d_name[0] != '.';
    closedir(dir);
    return count;
}

static void reading(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct error error = {0};
    struct view text = {0};
    put("ten", "0123456789");
    put("empty", "");
    assert_int_equal(fileio_read("ten", 10, &arena, &text, &error), STATUS_OK);
    assert_true(view_is(text, "0123456789"));
    assert_int_equal(fileio_read("empty", 0, &arena, &text, &error), STATUS_OK);
    assert_int_equal(text.len, 0);
    assert_int_equal(fileio_read("ten", 9, &arena, &text, &error), STATUS_IO);
    assert_non_null(strstr(error.text, "ten: larger than the limit of 9 bytes"));
    arena_release(&arena);
}

static void reading_a_large_file(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct error error = {0};
    struct view text;
    FILE *file = fopen("large", "w");
    for (int i = 0; i < 300000; i++)
        fputc('a' + i % 26, file);
    fclose(file);
    assert_int_equal(fileio_read("large", 1000000, &arena, &text, &error), STATUS_OK);
    assert_int_equal(text.len, 300000);
    for (size_t i = 0; i < text.len; i++)
        assert_int_equal(text.at[i], 'a' + (int)i % 26);
    assert_int_equal(fileio_read("/dev/zero", 100000, &arena, &text, &error), STATUS_IO); /* no end */
    arena_release(&arena);
}

static void reading_what_cannot_be_read(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct error error = {0};
    struct view text;
    assert_int_equal(fileio_read("absent.ini", 100, &arena, &text, &error), STATUS_IO);
    assert_string_equal(error.text, "absent.ini: cannot open: No such file or directory");
    assert_int_equal(fileio_read(".", 100, &arena, &text, &error), STATUS_IO);
    assert_non_null(strstr(error.text, ".: cannot read"));
    assert_int_equal(fileio_read("absent.ini", 100, &arena, &text, NULL), STATUS_IO);
    arena_release(&arena);
}

static void paths_beside(void **state)
{
    (void)state;
    static const struct {
        const char *base, *path, *joined;
    } cases[] = {
        {"event.ini", "types.json", "types.json"},
        {"dir/event.ini", "types.json", "dir/types.json"},
        {"/a/b/event.ini", "../types.json", "/a/b/../types.json"},
        {"dir/event.ini", "/abs/types.json", "/abs/types.json"},
        {"/event.ini", "types.json", "/types.json"},
    };
    struct arena arena = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(fileio_beside(&arena, cases[i].base, view_of(cases[i].path)), cases[i].joined);
    arena_release(&arena);
}

static void temporary_is_nameless(void **state)
{
    (void)state;
    struct error error = {0};
    struct stat st;
    setenv("TMPDIR", ".", 1);
    int fd = fileio_temporary(&error);
    assert_true(fd >= 0);
    assert_int_equal(fstat(fd, &st), 0);
    assert_int_equal(st.st_size, 0);
    assert_int_equal(st.st_nlink, 0);
    assert_int_equal(files_here(), 0);
    close(fd);
    setenv("TMPDIR", "./absent", 1);
    assert_int_equal(fileio_temporary(&error), -1);
    assert_int_equal(error.status, STATUS_IO);
    assert_non_null(strstr(error.text, "TMPDIR"));
    unsetenv("TMPDIR");
}

static void whole_or_absent(void **state)
{
    (void)state;
    struct error error = {0};
    struct writer w;
    assert_int_equal(writer_open(&w, "out", false, &error), STATUS_OK);
    buffer_add_text(&w.pending, "new");
    assert_int_not_equal(access("out", F_OK), 0);
    assert_int_equal(writer_commit(&w, &error), STATUS_OK);
    assert_holds("out", "new");
    assert_int_equal(files_here(), 1);
    writer_abort(&w); /* after a commit there is nothing left to drop */
    assert_holds("out", "new");
}

static void abort_leaves_the_old_file(void **state)
{
    (void)state;
    struct error error = {0};
    struct writer w;
    put("out", "old");
    assert_int_equal(writer_open(&w, "out", false, &error), STATUS_OK);
    for (int i = 0; i < WRITER_BLOCK; i++)
        buffer_add_char(&w.pending, 'x');
    assert_int_equal(writer_flush_full(&w, &error), STATUS_OK);
    assert_int_equal(w.pending.len, 0);
    assert_holds("out", "old");
    writer_abort(&w);
    assert_holds("out", "old");
    assert_int_equal(files_here(), 1);
    writer_abort(&(struct writer){0});
}

static void flush_waits_for_a_block(void **state)
{
    (void)state;
    struct error error = {0};
    struct writer w;
    struct stat st;
    assert_int_equal(writer_open(&w, "out", false, &error), STATUS_OK);
    buffer_add_text(&w.pending, "little");
    assert_int_equal(writer_flush_full(&w, &error), STATUS_OK);
    assert_int_equal(w.pending.len, 6);
    assert_int_equal(stat(w.part, &st), 0);
    assert_int_equal(st.st_size, 0);
    writer_abort(&w);
    assert_int_equal(files_here(), 0);
}

static void modes(void **state)
{
    (void)state;
    struct error error = {0};
    struct writer w;
    struct stat st;
    mode_t mask = umask(022);
    assert_int_equal(writer_open(&w, "private", true, &error), STATUS_OK);
    assert_int_equal(writer_commit(&w, &error), STATUS_OK);
    assert_int_equal(stat("private", &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(writer_open(&w, "public", false, &error), STATUS_OK);
    assert_int_equal(writer_commit(&w, &error), STATUS_OK);
    assert_int_equal(stat("public", &st), 0);
    assert_int_equal(st.st_mode & 0777, 0644);
    umask(mask);
}

/* A device is written in place: /dev/full stands for a disk that is full. */
static void disk_full(void **state)
{
    (void)state;
    struct error error = {0};
    struct writer w;
    assert_int_equal(writer_open(&w, "/dev/full", false, &error), STATUS_OK);
    buffer_add_text(&w.pending, "text");
    assert_int_equal(writer_commit(&w, &error), STATUS_IO);
    assert_string_equal(error.text, "/dev/full: cannot write: No space left on device");
    assert_int_equal(w.fd, -1);

    assert_int_equal(writer_open(&w, "/dev/full", false, &error), STATUS_OK);
    for (int i = 0; i < WRITER_BLOCK; i++)
        buffer_add_char(&w.pending, 'x');
    assert_int_equal(writer_flush_full(&w, &error), STATUS_IO);
    writer_abort(&w);
    struct stat st;
    assert_int_equal(stat("/dev/full", &st), 0);
    assert_true(S_ISCHR(st.st_mode));
}

static void links_stay_links(void **state)
{
    (void)state;
    struct error error = {0};
    struct writer w;
    struct stat st;
    put("real", "old");
    assert_int_equal(symlink("real", "link"), 0);
    assert_int_equal(writer_open(&w, "link", false, &error), STATUS_OK);
    buffer_add_text(&w.pending, "new");
    assert_holds("real", "old");
    assert_int_equal(writer_commit(&w, &error), STATUS_OK);
    assert_holds("real", "new");
    assert_int_equal(lstat("link", &st), 0);
    assert_true(S_ISLNK(st.st_mode));
    assert_int_equal(writer_open(&w, "link", false, &error), STATUS_OK);
    writer_abort(&w);
    assert_holds("link", "new");
}

static void where_nothing_can_be_written(void **state)
{
    (void)state;
    struct error error = {0};
    struct writer w;
    assert_int_equal(writer_open(&w, "absent/out", false, &error), STATUS_IO);
    assert_string_equal(error.text, "absent/out: cannot write: No such file or directory");
    assert_int_equal(w.fd, -1);
    assert_int_equal(writer_open(&w, ".", false, &error), STATUS_IO);
    assert_non_null(strstr(error.text, ".: cannot write"));
    /* the place is taken by a folder between open and commit */
    assert_int_equal(writer_open(&w, "out", false, &error), STATUS_OK);
    assert_int_equal(mkdir("out", 0777), 0);
    assert_int_equal(writer_commit(&w, &error), STATUS_IO);
    assert_non_null(strstr(error.text, "out: cannot be put in place"));
    assert_int_equal(files_here(), 1);
}

static void standard_output_has_no_file(void **state)
{
    (void)state;
    struct error error = {0};
    struct writer w;
    assert_int_equal(writer_open(&w, "-", false, &error), STATUS_OK);
    assert_int_equal(w.fd, STDOUT_FILENO);
    assert_null(w.path);
    writer_abort(&w);
    assert_int_equal(writer_open(&w, NULL, false, &error), STATUS_OK);
    assert_int_equal(writer_commit(&w, &error), STATUS_OK);
    struct stat st;
    assert_int_equal(fstat(STDOUT_FILENO, &st), 0); /* still open */
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, enter_folder, leave_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(reading),
        IN_FOLDER(reading_a_large_file),
        IN_FOLDER(reading_what_cannot_be_read),
        cmocka_unit_test(paths_beside),
        IN_FOLDER(temporary_is_nameless),
        IN_FOLDER(whole_or_absent),
        IN_FOLDER(abort_leaves_the_old_file),
        IN_FOLDER(flush_waits_for_a_block),
        IN_FOLDER(modes),
        IN_FOLDER(disk_full),
        IN_FOLDER(links_stay_links),
        IN_FOLDER(where_nothing_can_be_written),
        cmocka_unit_test(standard_output_has_no_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
