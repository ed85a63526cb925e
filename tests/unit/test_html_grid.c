#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/memory.h"
#include "outputs/html_grid.h"

enum { MILE = 1609344, KM = 1000000, MINUTE = 60000 };

static struct html_grid *empty_grid(void)
{
    return memory_get(sizeof(struct html_grid));
}

static void what_lies_outside_is_at_the_edge(void **state)
{
    (void)state;
    assert_int_equal(html_grid_column(1), 0);
    assert_int_equal(html_grid_column(8192), 0);
    assert_int_equal(html_grid_column(16384), 32);
    assert_int_equal(html_grid_column(INT64_MAX), GRID_COLUMNS - 1);
    assert_int_equal(html_grid_row(1), 0);
    assert_int_equal(html_grid_row(32768), 32);
    assert_int_equal(html_grid_row(INT64_MAX), GRID_ROWS - 1);
}

static void counts_by_distance_and_pace(void **state)
{
    (void)state;
    struct html_grid *grid = empty_grid();
    html_grid_add(grid, KIND_RUN, GRID_ACCEPTED, 4 * MILE, 32 * MINUTE);     /* 8:00/mi */
    html_grid_add(grid, KIND_RUN, GRID_ACCEPTED, 4 * MILE - 1, 40 * MINUTE); /* 10:00/mi */
    html_grid_add(grid, KIND_RUN, GRID_ACCEPTED, 5 * MILE, 50 * MINUTE);
    html_grid_add(grid, KIND_RUN, GRID_REJECTED, 4 * MILE, 8 * MINUTE);
    assert_int_equal(grid->total[GRID_ACCEPTED], 3);
    assert_int_equal(grid->total[GRID_REJECTED], 1);
    const struct grid_class *four = &grid->classes[0][GRID_CLASS_0 + 1 + 2], *two = four - 1;
    assert_int_equal(four->count[GRID_ACCEPTED], 2);
    assert_int_equal(four->count[GRID_REJECTED], 1);
    assert_int_equal(two->count[GRID_ACCEPTED], 1);
    assert_int_equal(four->fastest, 298258); /* 8:00/mi; the rejected one is no pace that counts */
    assert_int_equal(four->slowest, 372823);
    assert_int_equal(grid->bars[0][GRID_ACCEPTED][8 * 4], 1);
    assert_int_equal(grid->bars[0][GRID_ACCEPTED][10 * 4], 2);
    assert_int_equal(grid->bars[0][GRID_REJECTED][2 * 4], 1);
    memory_free(grid);
}

static void extremes_are_counted_too(void **state)
{
    (void)state;
    struct html_grid *grid = empty_grid();
    html_grid_add(grid, KIND_RUN, GRID_ACCEPTED, 1, INT64_MAX);
    html_grid_add(grid, KIND_RIDE, GRID_ACCEPTED, INT64_MAX, 1);
    html_grid_add(grid, KIND_SWIM, GRID_REJECTED, 1, 1);
    assert_int_equal(grid->bars[1][GRID_ACCEPTED][GRID_BARS - 1], 2);
    struct grid_window window;
    assert_true(html_grid_window(grid, 2000, &window));
    assert_int_equal(window.columns, GRID_COLUMNS);
    memory_free(grid);
}

static void the_window_is_what_there_is(void **state)
{
    (void)state;
    struct html_grid *grid = empty_grid();
    struct grid_window window;
    assert_false(html_grid_window(grid, 2000, &window));
    html_grid_add(grid, KIND_RUN, GRID_ACCEPTED, 5 * KM, 25 * MINUTE);
    html_grid_add(grid, KIND_RUN, GRID_REJECTED, 10 * KM, 25 * MINUTE);
    assert_true(html_grid_window(grid, 2000, &window));
    assert_int_equal(window.step, 1);
    assert_int_equal(window.columns, 33); /* an octave */
    assert_int_equal(window.rows, 33);
    assert_int_equal(html_grid_sum(grid, &window, GRID_ACCEPTED, 0, 32), 1);
    assert_int_equal(html_grid_sum(grid, &window, GRID_REJECTED, 32, 0), 1);
    assert_int_equal(html_grid_sum(grid, &window, GRID_REJECTED, 0, 32), 0);
    memory_free(grid);
}

static void many_cells_become_fewer_and_lose_nothing(void **state)
{
    (void)state;
    struct html_grid *grid = empty_grid();
    uint32_t random = 1;
    for (int i = 0; i < 200000; i++) {
        random = random * 1664525 + 1013904223;
        int64_t mm = 500000 + random % 40000000;
        random = random * 1664525 + 1013904223;
        html_grid_add(grid, KIND_RUN, i % 10 ? GRID_ACCEPTED : GRID_REJECTED, mm,
                      mm / 1000 * (200 + random % 700) / 1000 * 1000);
    }
    struct grid_window window;
    assert_true(html_grid_window(grid, 2000, &window));
    size_t used = 0;
    uint64_t sums[GRID_VERDICTS] = {0};
    for (int row = 0; row * window.step < window.rows; row++)
        for (int column = 0; column * window.step < window.columns; column++) {
            uint64_t accepted = html_grid_sum(grid, &window, GRID_ACCEPTED, column, row);
            uint64_t rejected = html_grid_sum(grid, &window, GRID_REJECTED, column, row);
            used += accepted || rejected;
            sums[GRID_ACCEPTED] += accepted;
            sums[GRID_REJECTED] += rejected;
        }
    assert_true(window.step > 1 && used <= 2000 && used > 500);
    assert_int_equal(sums[GRID_ACCEPTED], 180000);
    assert_int_equal(sums[GRID_REJECTED], 20000);
    memory_free(grid);
}

static void the_middle_distance(void **state)
{
    (void)state;
    struct html_grid *grid = empty_grid();
    html_grid_add(grid, KIND_RUN, GRID_REJECTED, 100 * KM, 25 * MINUTE);
    assert_in_range(html_grid_middle(grid), 98 * KM, 102 * KM);
    for (int i = 0; i < 3; i++)
        html_grid_add(grid, KIND_RUN, GRID_ACCEPTED, (i + 1) * 5 * KM, 60 * MINUTE);
    assert_in_range(html_grid_middle(grid), 9800000, 10200000);
    memory_free(grid);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_lies_outside_is_at_the_edge),
        cmocka_unit_test(counts_by_distance_and_pace),
        cmocka_unit_test(extremes_are_counted_too),
        cmocka_unit_test(the_window_is_what_there_is),
        cmocka_unit_test(many_cells_become_fewer_and_lose_nothing),
        cmocka_unit_test(the_middle_distance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
