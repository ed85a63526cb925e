/* What libcsv alone costs on a file: the yardstick for check. Prints the number of rows.
 * Build: cc -O2 -o libcsv_only libcsv_only.c -lcsv */
#include <csv.h>
#include <stdio.h>

static void on_cell(void *text, size_t len, void *rows)
{
    (void)text, (void)len, (void)rows;
}

static void on_row(int end, void *rows)
{
    (void)end;
    ++*(long *)rows;
}

int main(int argc, char **argv)
{
    static char block[1 << 18];
    struct csv_parser parser;
    long rows = 0;
    FILE *in = argc == 2 ? fopen(argv[1], "rb") : NULL;
    if (!in || csv_init(&parser, 0) != 0) {
        fprintf(stderr, "usage: libcsv_only FILE.csv\n");
        return 2;
    }
    for (size_t got; (got = fread(block, 1, sizeof block, in)) != 0;)
        csv_parse(&parser, block, got, on_cell, on_row, &rows);
    csv_fini(&parser, on_cell, on_row, &rows);
    csv_free(&parser);
    fclose(in);
    printf("%ld rows\n", rows);
    return 0;
}
