#include "rules/limits.h"

#include <stdlib.h>

#include "base/fileio.h"
#include "base/logarithm.h"
#include "base/memory.h"
#include "rules/limits_file.h"

__extension__ typedef __int128 wide;

enum { LIMITS_FILE_MOST = 1 << 20 };

/* mm in 1000 s, from ms a kilometre and back: their product. */
static const int64_t SPEED_TIMES_PACE = 1000000000000;

static int64_t record_speed(const struct kind_limits *k, int64_t distance_mm)
{
    const struct limits_record *next = k->curve, *end = k->curve + k->record_count;
    while (next < end && next->distance_mm < distance_mm)
        next++;
    if (next == k->curve)
        return next->speed;
    const struct limits_record *last = next - 1;
    if (next == end)
        return last->speed;
    int64_t along = logarithm_2(distance_mm, LOGARITHM_BITS) - last->log2, all = next->log2 - last->log2;
    return all > 0 ? last->speed - (last->speed - next->speed) * along / all : next->speed;
}

/* The speed above which nothing is believed. */
static int64_t limit_speed(const struct limits *limits, const struct kind_limits *k, int64_t distance_mm)
{
    return record_speed(k, distance_mm) * (100 + limits->tolerance_percent) * (100 + k->margin_percent) / 10000;
}

bool limits_beats_record(const struct limits *limits, enum kind kind, int64_t distance_mm, int64_t elapsed_ms)
{
    const struct kind_limits *k = &limits->kinds[kind];
    if (k->record_count == 0 || distance_mm <= 0 || elapsed_ms <= 0)
        return false;
    return (wide)limit_speed(limits, k, distance_mm) * elapsed_ms / 1000000 < distance_mm;
}

int64_t limits_fast(const struct limits *limits, enum kind kind, int64_t distance_mm)
{
    const struct kind_limits *k = &limits->kinds[kind];
    if (k->fast_percent == 0 || k->record_count == 0)
        return k->fast_ms_per_km;
    return SPEED_TIMES_PACE / (record_speed(k, distance_mm) * k->fast_percent / 100);
}

int64_t limits_record_pace(const struct limits *limits, enum kind kind, int64_t distance_mm)
{
    const struct kind_limits *k = &limits->kinds[kind];
    return k->record_count ? SPEED_TIMES_PACE / limit_speed(limits, k, distance_mm) : UNKNOWN;
}

int64_t limits_pace(int64_t distance_mm, int64_t elapsed_ms)
{
    if (elapsed_ms < INT64_MAX / 2000000)
        return (elapsed_ms * 1000000 + distance_mm / 2) / distance_mm;
    wide pace = (wide)elapsed_ms * 1000000 / distance_mm;
    return pace < INT64_MAX / 2 ? (int64_t)pace : INT64_MAX / 2;
}

int limits_plausible(const struct limits *limits, enum kind kind, int64_t distance_mm, int64_t elapsed_ms)
{
    if (distance_mm <= 0 || elapsed_ms <= 0)
        return 0;
    const struct kind_limits *k = &limits->kinds[kind];
    int64_t pace = limits_pace(distance_mm, elapsed_ms), fast = limits_fast(limits, kind, distance_mm);
    if (fast != UNKNOWN && pace + 1 < fast)
        return -1;
    return k->slow_ms_per_km != UNKNOWN && pace > k->slow_ms_per_km + 1;
}

/* ---- opening ---- */

static int by_distance(const void *a, const void *b)
{
    const struct limits_record *x = a, *y = b;
    if (x->distance_mm != y->distance_mm)
        return x->distance_mm < y->distance_mm ? -1 : 1;
    return x->speed > y->speed ? -1 : x->speed < y->speed;
}

/* Sorts the curve and drops the marks that a longer record beats: who holds a speed for 42 km holds it for 10. */
static void finish_curve(struct kind_limits *k)
{
    qsort(k->curve, k->record_count, sizeof *k->curve, by_distance);
    size_t kept = LIMITS_RECORDS;
    int64_t best = 0;
    for (size_t i = k->record_count; i-- > 0;)
        if (k->curve[i].speed > best) {
            best = k->curve[i].speed;
            k->curve[--kept] = k->curve[i];
            k->curve[kept].log2 = logarithm_2(k->curve[kept].distance_mm, LOGARITHM_BITS);
        }
    k->record_count = LIMITS_RECORDS - kept;
    memmove(k->curve, k->curve + kept, k->record_count * sizeof *k->curve);
}

/* The first distance above the bucket, where its speeds are lowest. */
static int64_t bucket_end(unsigned bucket)
{
    unsigned octave = bucket >> 2;
    int64_t quarters = 4 + (bucket & 3) + 1;
    return octave < 2 ? 8 : octave > 60 ? INT64_MAX : quarters << (octave - 2);
}

static uint32_t above(int64_t ms_per_km)
{
    return ms_per_km < UINT32_MAX - 2 ? (uint32_t)ms_per_km + 2 : UINT32_MAX;
}

static void finish_buckets(const struct limits *limits, struct kind_limits *k)
{
    enum kind kind = (enum kind)(k - limits->kinds);
    for (unsigned i = 0; i < LIMITS_BUCKETS; i++) {
        int64_t fast = limits_fast(limits, kind, bucket_end(i));
        k->not_fast[i] = fast == UNKNOWN ? 0 : above(fast);
        k->no_record[i] = k->record_count ? above(SPEED_TIMES_PACE / limit_speed(limits, k, bucket_end(i))) : 0;
    }
}

static void start(struct limits *limits)
{
    limits->as_of = UNKNOWN_DAY;
    for (enum kind kind = 0; kind < KIND_COUNT; kind++) {
        struct kind_limits *k = &limits->kinds[kind];
        k->fast_ms_per_km = k->slow_ms_per_km = k->distance_high = k->day_distance_high = UNKNOWN;
    }
}

static enum status read_own(struct limits *limits, const char *path, struct error *error)
{
    struct arena arena = {0};
    struct view text;
    enum status status = fileio_read(path, LIMITS_FILE_MOST, &arena, &text, error);
    if (status == STATUS_OK)
        status = limits_file_read(limits, path, text, error);
    arena_release(&arena);
    return status;
}

enum status limits_open(struct limits **out, const char *path, struct error *error)
{
    struct limits *limits = memory_get(sizeof *limits);
    start(limits);
    struct view builtin = {builtin_limits_ini, builtin_limits_ini_size};
    enum status status = limits_file_read(limits, "limits.ini", builtin, error);
    if (status == STATUS_OK && path)
        status = read_own(limits, path, error);
    for (enum kind kind = 0; kind < KIND_COUNT; kind++) {
        finish_curve(&limits->kinds[kind]);
        finish_buckets(limits, &limits->kinds[kind]);
    }
    if (status != STATUS_OK) {
        limits_close(limits);
        limits = NULL;
    }
    *out = limits;
    return status;
}

void limits_close(struct limits *limits)
{
    memory_free(limits);
}
