#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/civil.h"
#include "event/waivers.h"

static char folder[] = "/tmp/test_waivers-XXXXXX", path[100];
static const char *const inputs[] = {"spring.csv", "a/june.csv", "b/june.csv"};
static int32_t as_of;

static int set_up(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/w.csv", folder);
    as_of = civil_day(2026, 6, 1);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(folder);
}

static enum status read_text(const char *text, struct arena *arena, const struct waivers **out, struct error *error)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
    return waivers_read(out, path, inputs, 3, as_of, arena, error);
}

/* Which of the waivers covers the finding about the row, -1 when none does. */
static int found(const struct waivers *w, const char *source, const char *member, uint64_t line, uint64_t key,
                 enum code code)
{
    struct source_info info = {.source = view_of(source), .member = view_of(member)};
    struct activity row = activity_empty;
    row.line = line;
    row.index = line ? line - 2 : 2;
    row.key = key;
    row.distance_mm = 1;
    const struct waiver *one = waivers_find(w, &info, &row, code);
    return one ? (int)one->number : -1;
}

static void forms(void **state)
{
    (void)state;
    static const struct {
        const char *text, *expected;
    } cases[] = {
        {"row,code,reason,who\nspring.csv:17,pace-fast,downhill,Jo\n", "17 \"spring.csv:17\" pace-fast downhill Jo -"},
        {"Until;WHO;Why;Finding;Key\n2026-12-31;Jo;ok;overlap;5642815745972537046\n",
         "5642815745972537046 \"5642815745972537046\" overlap ok Jo 2026-12-31"},
        {"\xEF\xBB\xBFsource,line,code,reason,who,until\nx/spring.csv,17,overlap,ok,Jo,12/31/2026\n",
         "17 \"x/spring.csv:17\" overlap ok Jo 2026-12-31"},
        {"source:line,code,reason,who,until\nrun.fit: record 3,overlap,ok,Jo,31.12.2026\n",
         "2 \"run.fit: record 3\" overlap ok Jo 2026-12-31"},
        {"row,code,reason,who,until\n\"C:\\x y\\s.csv:4\",overlap,\"a, b\",Jo,\"Dec 31, 2026\"\n",
         "4 \"C:\\x y\\s.csv:4\" overlap a, b Jo 2026-12-31"},
        {"row,code,reason,who,team\n\n,,,,\n-:4,distance-invalid,a,b,x\n", "4 \"-:4\" distance-invalid a b -"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena arena = {0};
        struct error error = {0};
        const struct waivers *all;
        char out[300], day[CIVIL_ISO_SIZE] = "-";
        if (read_text(cases[i].text, &arena, &all, &error) != STATUS_OK)
            fail_msg("%s", error.text);
        assert_int_equal(all->count, 1);
        const struct waiver *w = &all->list[0];
        if (w->until != UNKNOWN_DAY)
            civil_iso(day, w->until);
        snprintf(out, sizeof out, "%llu %.*s %s %.*s %.*s %s", (unsigned long long)w->row, VIEW_ARG(w->written),
                 code_table[w->code].name, VIEW_ARG(w->reason), VIEW_ARG(w->by), day);
        assert_string_equal(out, cases[i].expected);
        arena_release(&arena);
    }
}

static void refused(void **state)
{
    (void)state;
    static const struct {
        const char *text, *expected; /* behind the path */
    } cases[] = {
        {"", ": is empty; the columns of waivers are row, code, reason, who, until"},
        {"code,reason,who\n",
         ":1: no column is called row (FILE:LINE or activity_key); the columns of waivers are row, "
         "code, reason, who, until"},
        {"row,code,reason\n", ":1: no column is called who; the columns of waivers are row, code, reason, who, until"},
        {"row,code,reason,who\nspring.csv:17,pace-fats,a,b\n",
         ":2: \"pace-fats\" is no code of a finding; did you mean pace-fast?"},
        {"row,code,reason,who\nspring.csv:17,,a,b\n",
         ":2: names no code; give the one in [brackets] behind the finding"},
        {"row,code,reason,who\n\nspring.csv:17,overlap,,b\n",
         ":3: does not say why; write the reason into the column reason"},
        {"row,code,reason,who\nspring.csv:17,overlap,a,\n",
         ":2: does not say who waives it; write a name into the column who"},
        {"row,code,reason,who\n,overlap,a,b\n",
         ":2: names no row; give FILE:LINE as the report names it, or an activity_key"},
        {"row,code,reason,who\n5.64E+18,overlap,a,b\n",
         ":2: row \"5.64E+18\" is neither FILE:LINE nor an activity_key of digits only (spreadsheets round long "
         "numbers: make the column text)"},
        {"row,code,reason,who\n17,overlap,a,b\n",
         ":2: row \"17\" is too small for an activity_key; if it is a line write FILE:17"},
        {"row,code,reason,who\nspring.csv:0,overlap,a,b\n",
         ":2: row \"spring.csv:0\" is neither FILE:LINE nor an activity_key of digits only (spreadsheets round long "
         "numbers: make the column text)"},
        {"row,code,reason,who\njune.csv:4,overlap,a,b\n",
         ":2: row \"june.csv:4\" could be in a/june.csv or in b/june.csv; write the folder too"},
        {"row,code,reason,who,until\nspring.csv:4,overlap,a,b,soon\n",
         ":2: until \"soon\" is not a date; write it as 2026-12-31"},
        {"row,code,reason,who,until\nspring.csv:4,overlap,a,b,5/6/2026\n",
         ":2: until \"5/6/2026\" could be two days; write it as 2026-12-31"},
        {"row,code,reason,who\nspring.csv:4,date-invalid,a,b\n",
         ":2: date-invalid cannot be waived: without it there is nothing to post; mend the row"},
        {"row,code,reason,who\nspring.csv:4,already-imported,a,b\n",
         ":2: already-imported cannot be waived: it only says why the row is skipped"},
        {"row,code,reason,who\nspring.csv:4,overlap,a,b,c\n",
         ":2: more cells than the header has; put text with a comma in quotes"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena arena = {0};
        struct error error = {0};
        const struct waivers *all;
        assert_int_equal(read_text(cases[i].text, &arena, &all, &error), STATUS_USAGE);
        assert_memory_equal(error.text, path, strlen(path));
        assert_string_equal(error.text + strlen(path), cases[i].expected);
        arena_release(&arena);
    }
    struct error error = {0};
    struct arena arena = {0};
    const struct waivers *all;
    assert_int_equal(waivers_read(&all, "/nowhere/w.csv", inputs, 3, as_of, &arena, &error), STATUS_IO);
    arena_release(&arena);
}

static void lookups(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct error error = {0};
    const struct waivers *w;
    assert_int_equal(read_text("row,code,reason,who,until\n"
                               "spring.csv:17,pace-fast,a,b,2026-05-31\n"
                               "spring.csv:17,pace-fast,a,b,2026-06-01\n"
                               "7777777777,pace-fast,a,b,\n"
                               "export.zip/june.csv:17,pace-fast,a,b,\n"
                               "run.fit: record 3,overlap,a,b,\n"
                               "x/a/june.csv:9,distance-invalid,a,b,\n",
                               &arena, &w, &error),
                     STATUS_OK);
    assert_true(w->list[0].expired);
    assert_false(w->list[1].expired); /* its last day counts */
    assert_int_equal(found(w, "spring.csv", "", 17, 0, CODE_PACE_FAST), 1);
    assert_int_equal(found(w, "./in/spring.csv", "", 17, 0, CODE_PACE_FAST), 1);
    assert_int_equal(found(w, "offspring.csv", "", 17, 0, CODE_PACE_FAST), -1);
    assert_int_equal(found(w, "spring.csv", "", 18, 0, CODE_PACE_FAST), -1);
    assert_int_equal(found(w, "spring.csv", "", 17, 0, CODE_PACE_SLOW), -1);
    assert_int_equal(found(w, "spring.csv", "", 18, 7777777777, CODE_PACE_FAST), 2);
    assert_int_equal(found(w, "in/export.zip", "june.csv", 17, 0, CODE_PACE_FAST), 3);
    assert_int_equal(found(w, "other.zip", "june.csv", 17, 0, CODE_PACE_FAST), -1);
    assert_int_equal(found(w, "zips", "export.zip/june.csv", 17, 0, CODE_PACE_FAST), -1);
    assert_int_equal(found(w, "run.fit", "", 0, 0, CODE_OVERLAP), 4);
    assert_int_equal(found(w, "a/june.csv", "", 9, 0, CODE_DISTANCE_INVALID), 5);
    struct source_info info = {.source = VIEW("a/june.csv")};
    struct activity row = activity_empty;
    row.line = 9;
    assert_null(waivers_find(w, &info, &row, CODE_DISTANCE_INVALID)); /* there is no distance to post */
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forms),
        cmocka_unit_test(refused),
        cmocka_unit_test(lookups),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
