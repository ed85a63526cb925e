/* What expat alone costs on files: the yardstick for tracks. Prints the number of elements.
 * Build: cc -O2 -o expat_only expat_only.c -lexpat */
#include <expat.h>
#include <stdio.h>

static void on_start(void *elements, const char *name, const char **attributes)
{
    (void)name, (void)attributes;
    ++*(long *)elements;
}

static void on_end(void *elements, const char *name)
{
    (void)elements, (void)name;
}

static void on_text(void *elements, const char *text, int len)
{
    (void)elements, (void)text, (void)len;
}

static int parse(const char *path, long *elements)
{
    static char block[1 << 16];
    FILE *in = fopen(path, "rb");
    XML_Parser parser = XML_ParserCreate(NULL);
    if (!in || !parser)
        return 2;
    XML_SetUserData(parser, elements);
    XML_SetElementHandler(parser, on_start, on_end);
    XML_SetCharacterDataHandler(parser, on_text);
    for (size_t got; (got = fread(block, 1, sizeof block, in)) != 0;)
        XML_Parse(parser, block, (int)got, 0);
    XML_Parse(parser, block, 0, 1);
    XML_ParserFree(parser);
    fclose(in);
    return 0;
}

int main(int argc, char **argv)
{
    long elements = 0;
    for (int i = 1; i < argc; i++)
        if (parse(argv[i], &elements) != 0) {
            fprintf(stderr, "usage: expat_only FILE.gpx...\n");
            return 2;
        }
    printf("%ld elements\n", elements);
    return 0;
}
