/* replay: runs a fuzz target over its seeds without a fuzzer, and over mutations of them that are the same in every
 * run. The program's name says which: fuzz_csv takes tests/fuzz/seeds/csv. Files as arguments take their place, e.g.
 * a crash a fuzzer has found. Speaks TAP, one test in all; a crash or a hang ends the program before it is said. */
#include <dirent.h>
#include <libgen.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MUTATIONS = 60, BIG_SEED = 64 * 1024, BIG_MUTATIONS = 4, SIZE_LIMIT = 4 * 1024 * 1024, SECONDS_A_SEED = 60 };

static uint64_t state;

static size_t roll(size_t below)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return below ? (size_t)(state % below) : 0;
}

/* Changes a few places; returns the new size, which never grows over `size` + 16. */
static size_t mutate(uint8_t *data, size_t size)
{
    static const char *const words[] = {"\"", "\n", "\r\n", ",", "{", "]", "\0", "\xFF", "-", "99999999999999999999"};
    for (size_t n = 1 + roll(4); n > 0 && size > 0; n--) {
        size_t at = roll(size), len;
        const char *word = words[roll(sizeof words / sizeof *words)];
        switch (roll(5)) {
        case 0: data[at] ^= (uint8_t)(1u << roll(8)); break;
        case 1: data[at] = (uint8_t)roll(256); break;
        case 2: size = at; break;
        case 3:
            len = roll(size - at < 64 ? size - at : 64);
            memmove(data + at, data + at + len, size - at - len);
            size -= len;
            break;
        default: len = *word ? strlen(word) : 1; memcpy(data + at, word, len < size - at ? len : size - at);
        }
    }
    return size;
}

/* An exact copy on the heap, so that a sanitizer sees a read one byte behind the end. */
static void run(const uint8_t *data, size_t size)
{
    uint8_t *exact = malloc(size ? size : 1);
    if (!exact)
        abort();
    memcpy(exact, data, size);
    LLVMFuzzerTestOneInput(exact, size);
    free(exact);
}

/* A hang ends the program; a busy machine does not. */
static void limit_cpu(int seconds)
{
    struct itimerval timer = {.it_value = {.tv_sec = seconds}};
    setitimer(ITIMER_VIRTUAL, &timer, NULL);
}

static void run_seed(const uint8_t *seed, size_t size)
{
    static uint8_t work[SIZE_LIMIT];
    int count = size > BIG_SEED ? BIG_MUTATIONS : MUTATIONS;
    limit_cpu(SECONDS_A_SEED);
    run(seed, size);
    state = 0x9E3779B97F4A7C15u + size;
    for (int i = 0; i < count; i++) {
        memcpy(work, seed, size);
        run(work, mutate(work, size));
    }
    limit_cpu(0);
}

/* Whether the file could be read. */
static bool run_file(const char *path)
{
    static uint8_t seed[SIZE_LIMIT];
    FILE *file = fopen(path, "rb");
    if (!file) {
        fprintf(stderr, "%s: cannot be opened\n", path);
        return false;
    }
    size_t size = fread(seed, 1, sizeof seed, file);
    fclose(file);
    fprintf(stderr, "%s\n", path);
    run_seed(seed, size);
    return true;
}

static int is_seed(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* The seeds of the target in the program's name; a target without seeds is a mistake. */
static bool run_folder(const char *name)
{
    const char *source = getenv("TALLYPOST_SOURCE");
    char folder[4096], path[8192];
    snprintf(folder, sizeof folder, "%s/tests/fuzz/seeds/%s", source ? source : ".", name);
    struct dirent **entries;
    int count = scandir(folder, &entries, is_seed, alphasort);
    if (count < 1) {
        fprintf(stderr, "%s: no seeds\n", folder);
        return false;
    }
    bool good = true;
    for (int i = 0; i < count; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
        good = run_file(path) && good;
        free(entries[i]);
    }
    free(entries);
    return good;
}

int main(int argc, char **argv)
{
    const char *name = basename(argv[0]);
    name += strncmp(name, "fuzz_", 5) == 0 ? 5 : 0;
    bool good = argc > 1 || run_folder(name);
    for (int i = 1; i < argc; i++)
        good = run_file(argv[i]) && good;
    printf("1..1\n%s 1 - replay of %s\n", good ? "ok" : "not ok", name);
    return 0;
}
