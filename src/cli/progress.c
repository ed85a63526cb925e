#include "cli/progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"

enum { FIRST_MS = 1000, EVERY_MS = 100, BAR = 24 };

struct progress {
    bool wanted, drawn;
    int64_t start_ms, last_ms;
};

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

struct progress *progress_new(enum when when)
{
    struct progress *p = memory_get(sizeof *p);
    p->wanted = when == WHEN_ALWAYS || (when == WHEN_AUTO && isatty(STDERR_FILENO));
    p->start_ms = p->last_ms = now_ms();
    return p;
}

void progress_free(struct progress *p)
{
    memory_free(p);
}

void progress_show(void *context, const struct source *source, const struct summary *summary)
{
    struct progress *p = context;
    int64_t now = p->wanted ? now_ms() : 0, spent = now - p->start_ms;
    uint64_t size = source_size(source), position = source_position(source);
    if (!p->wanted || now - p->last_ms < EVERY_MS || spent < FIRST_MS || size == 0)
        return;
    p->last_ms = now;
    p->drawn = true;
    char bar[BAR + 1];
    uint64_t full = position >= size ? BAR : position * BAR / size;
    for (uint64_t i = 0; i < BAR; i++)
        bar[i] = i < full ? '#' : '.';
    bar[BAR] = '\0';
    int64_t left = position ? spent * (int64_t)((size - position) >> 10) / (int64_t)((position >> 10) + 1) : 0;
    fprintf(stderr, "\r[%s] %llu rows, %.1f MB/s, %llds left ", bar, (unsigned long long)summary->totals.rows,
            (double)position / 1000.0 / (double)spent, (long long)(left / 1000));
    fflush(stderr);
}

void progress_end(void *context)
{
    struct progress *p = context;
    if (p->drawn)
        fputs("\r\033[K", stderr);
    p->drawn = false;
}
