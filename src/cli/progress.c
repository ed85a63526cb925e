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

static void draw_bar(uint64_t done, uint64_t all)
{
    char bar[BAR + 1];
    uint64_t full = done >= all ? BAR : done * BAR / all;
    for (uint64_t i = 0; i < BAR; i++)
        bar[i] = i < full ? '#' : '.';
    bar[BAR] = '\0';
    fprintf(stderr, "\r[%s] ", bar);
}

static long long seconds_left(int64_t spent_ms, uint64_t done, uint64_t all)
{
    return done ? (long long)(spent_ms * (int64_t)(all - done) / (int64_t)(done * 1000)) : 0;
}

/* Of several inputs the files count, of one its bytes. */
void progress_show(void *context, const struct source *source, const struct summary *summary, size_t inputs)
{
    struct progress *p = context;
    int64_t now = p->wanted ? now_ms() : 0, spent = now - p->start_ms;
    uint64_t size = source_size(source), position = source_position(source);
    if (!p->wanted || now - p->last_ms < EVERY_MS || spent < FIRST_MS || (size == 0 && inputs == 1))
        return;
    p->last_ms = now;
    p->drawn = true;
    uint64_t rows = summary->totals.rows;
    position = position < size ? position : size;
    if (inputs > 1) {
        draw_bar(summary->source_count, inputs);
        fprintf(stderr, "%zu of %zu files, %llu rows, %llds left ", summary->source_count, inputs,
                (unsigned long long)rows, seconds_left(spent, summary->source_count, inputs));
    } else {
        draw_bar(position, size);
        fprintf(stderr, "%llu rows, %.1f MB/s, %llds left ", (unsigned long long)rows,
                (double)position / 1000.0 / (double)spent, seconds_left(spent, position >> 10, size >> 10));
    }
    fflush(stderr);
}

void progress_end(void *context)
{
    struct progress *p = context;
    if (p->drawn)
        fputs("\r\033[K", stderr);
    p->drawn = false;
}
