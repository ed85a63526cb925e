#include "outputs/html_grid.h"

#include "base/logarithm.h"
#include "rules/limits.h"

static int clamped(int64_t at, int size)
{
    return at < 0 ? 0 : at >= size ? size - 1 : (int)at;
}

int html_grid_column(int64_t distance_mm)
{
    return clamped(logarithm_2(distance_mm, GRID_BITS) - (GRID_COLUMN_0 << GRID_BITS), GRID_COLUMNS);
}

int html_grid_row(int64_t ms_per_km)
{
    return clamped(logarithm_2(ms_per_km, GRID_BITS) - (GRID_ROW_0 << GRID_BITS), GRID_ROWS);
}

static int class_of(enum unit unit, int64_t distance_mm)
{
    int64_t parts = distance_mm < (INT64_MAX >> GRID_CLASS_0)
                        ? (distance_mm << GRID_CLASS_0) / unit_table[unit].numerator
                        : INT64_MAX;
    return parts < 1 ? 0 : clamped(logarithm_2(parts, 0) + 1, GRID_CLASSES);
}

static void count_class(struct grid_class *class, enum grid_verdict verdict, int64_t pace)
{
    if (verdict == GRID_ACCEPTED) {
        bool first = class->count[GRID_ACCEPTED] == 0;
        class->fastest = first || pace < class->fastest ? pace : class->fastest;
        class->slowest = first || pace > class->slowest ? pace : class->slowest;
    }
    class->count[verdict]++;
}

void html_grid_add(struct html_grid *grid, enum kind kind, enum grid_verdict verdict, int64_t distance_mm,
                   int64_t elapsed_ms)
{
    int64_t pace = limits_pace(distance_mm, elapsed_ms);
    pace = pace > 0 ? pace : 1;
    grid->total[verdict]++;
    grid->cells[verdict][html_grid_row(pace)][html_grid_column(distance_mm)]++;
    for (int metric = 0; metric < 2; metric++) {
        struct html_units units = html_units_of(kind, metric);
        int class = class_of(html_units_distance(units), distance_mm);
        count_class(&grid->classes[metric][class], verdict, pace);
        int64_t measure = html_units_measure(units, distance_mm, elapsed_ms);
        grid->bars[metric][verdict][clamped(measure / html_units_bar(units), GRID_BARS)]++;
    }
}

static bool is_used(const struct html_grid *grid, int row, int column)
{
    return grid->cells[GRID_ACCEPTED][row][column] || grid->cells[GRID_REJECTED][row][column];
}

static size_t cells_used(const struct html_grid *grid, const struct grid_window *w)
{
    size_t used = 0;
    for (int row = 0; row * w->step < w->rows; row++)
        for (int column = 0; column * w->step < w->columns; column++)
            used += html_grid_sum(grid, w, GRID_ACCEPTED, column, row) ||
                    html_grid_sum(grid, w, GRID_REJECTED, column, row);
    return used;
}

bool html_grid_window(const struct html_grid *grid, size_t most, struct grid_window *window)
{
    int first_row = GRID_ROWS, last_row = -1, first_column = GRID_COLUMNS, last_column = -1;
    for (int row = 0; row < GRID_ROWS; row++)
        for (int column = 0; column < GRID_COLUMNS; column++) {
            if (!is_used(grid, row, column))
                continue;
            first_row = row < first_row ? row : first_row;
            last_row = row;
            first_column = column < first_column ? column : first_column;
            last_column = column > last_column ? column : last_column;
        }
    *window =
        (struct grid_window){first_column, last_column - first_column + 1, first_row, last_row - first_row + 1, 1};
    if (last_row < 0)
        return false;
    while (cells_used(grid, window) > most)
        window->step *= 2;
    return true;
}

uint64_t html_grid_sum(const struct html_grid *grid, const struct grid_window *window, enum grid_verdict verdict,
                       int column, int row)
{
    uint64_t sum = 0;
    int r0 = row * window->step, c0 = column * window->step;
    for (int r = r0; r < r0 + window->step && r < window->rows; r++)
        for (int c = c0; c < c0 + window->step && c < window->columns; c++)
            sum += grid->cells[verdict][window->row + r][window->column + c];
    return sum;
}

int64_t html_grid_middle(const struct html_grid *grid)
{
    enum grid_verdict verdict = grid->total[GRID_ACCEPTED] ? GRID_ACCEPTED : GRID_REJECTED;
    uint64_t below = 0;
    int column = 0;
    for (; column < GRID_COLUMNS; column++) {
        for (int row = 0; row < GRID_ROWS; row++)
            below += grid->cells[verdict][row][column];
        if (below * 2 >= grid->total[verdict])
            break;
    }
    int64_t middle_of_cell = ((int64_t)(GRID_COLUMN_0 << GRID_BITS) + column) * 2 + 1;
    return logarithm_2_inverse(middle_of_cell << (LOGARITHM_BITS - GRID_BITS - 1));
}
