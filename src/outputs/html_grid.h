/* html_grid: how the distances and paces of a kind lie, counted in cells: bounded, however many rows there are.
 *
 * Cells are a 32nd of an octave (some 2 %) wide and high; what lies outside of all is counted in the cell at the edge.
 * Beside them stand exact counts by distance, each time twice as far, and by pace, for histograms; these for miles and
 * for kilometres, since which is told is known only at the end. Nothing fails. One thread. */
#ifndef OUTPUTS_HTML_GRID_H
#define OUTPUTS_HTML_GRID_H

#include "outputs/html_units.h"

enum {
    GRID_BITS = 5,      /* of the logarithm */
    GRID_COLUMN_0 = 13, /* octave of the first column: 8 m */
    GRID_COLUMNS = 18 << GRID_BITS,
    GRID_ROW_0 = 14, /* octave of the first row: 16 s a kilometre */
    GRID_ROWS = 9 << GRID_BITS,
    GRID_CLASSES = 24,
    GRID_CLASS_0 = 7, /* octaves below the unit of the first class: 1/128 mi */
    GRID_BARS = 240,
};

/* Accepted rows, and those rejected for what is counted here, their pace or size; others say nothing about paces. */
enum grid_verdict { GRID_ACCEPTED, GRID_REJECTED, GRID_VERDICTS };

struct grid_class {
    uint64_t count[GRID_VERDICTS];
    int64_t fastest, slowest; /* ms a kilometre, of accepted rows */
};

struct html_grid {
    uint64_t total[GRID_VERDICTS];
    struct grid_class classes[2][GRID_CLASSES]; /* [metric]; class c is from 2^(c-1-GRID_CLASS_0) units to twice that */
    uint64_t bars[2][GRID_VERDICTS][GRID_BARS];
    uint32_t cells[GRID_VERDICTS][GRID_ROWS][GRID_COLUMNS];
};

/* Part of a grid, and how it is put together to fewer cells. */
struct grid_window {
    int column, columns, row, rows; /* first and number, in cells of the grid */
    int step;                       /* so many columns and rows make one: 1, 2, 4, ... */
};

/* The column and row of a distance and a pace, both above zero. */
int html_grid_column(int64_t distance_mm);
int html_grid_row(int64_t ms_per_km);

/* Counts in a row with distance and time above zero. */
void html_grid_add(struct html_grid *grid, enum kind kind, enum grid_verdict verdict, int64_t distance_mm,
                   int64_t elapsed_ms);

/* What has something in it; the step is the smallest with at most `most` cells that are not empty. False when the grid
 * is empty. */
bool html_grid_window(const struct html_grid *grid, size_t most, struct grid_window *window);

/* The sum over a cell of the window, with its column and row counted in steps. */
uint64_t html_grid_sum(const struct html_grid *grid, const struct grid_window *window, enum grid_verdict verdict,
                       int column, int row);

/* The distance below which half of the accepted rows are, to a cell; of all rows when none is accepted. */
int64_t html_grid_middle(const struct html_grid *grid);

#endif
