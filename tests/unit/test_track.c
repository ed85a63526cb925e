#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "readers/track.h"

/* A script of a track: each word is a point or a mark. "t12" at 12 s, "t-" without time, "|" a new segment; then
 * optional "n300" 300 m north of the start, "e20" 20 m high, "o500" odometer at 500 m. */
static const char *number(const char *p, int64_t *out)
{
    bool negative = *p == '-';
    int64_t n = 0;
    for (p += negative; *p >= '0' && *p <= '9'; p++)
        n = n * 10 + (*p - '0');
    *out = negative ? -n : n;
    return p;
}

static const char *read_point(const char *p, struct track_point *point)
{
    int64_t n;
    *point = (struct track_point){.time_ms = UNKNOWN, .elevation_mm = UNKNOWN, .odometer_mm = UNKNOWN};
    while (*p && *p != ' ') {
        char what = *p++;
        if (what == 't' && *p == '-') {
            p++;
            continue;
        }
        p = number(p, &n);
        point->time_ms = what == 't' ? n * 1000 : point->time_ms;
        point->elevation_mm = what == 'e' ? n * 1000 : point->elevation_mm;
        point->odometer_mm = what == 'o' ? n * 1000 : point->odometer_mm;
        point->placed = point->placed || what == 'n';
        point->lat_e7 = what == 'n' ? (int32_t)(n * 10000000 / 111195) : point->lat_e7;
    }
    return p;
}

static struct track_summary play(const char *script)
{
    struct track track;
    struct track_point point;
    struct track_summary summary = track_summary_empty;
    track_start(&track);
    for (const char *p = script; *p;) {
        if (*p == ' ') {
            p++;
        } else if (*p == '|') {
            track_segment(&track);
            p++;
        } else {
            p = read_point(p, &point);
            track_point(&track, &point);
        }
    }
    track_finish(&track, &summary);
    return summary;
}

static int64_t seconds(int64_t ms)
{
    return ms == UNKNOWN ? -1 : ms / 1000;
}

static void times(void **state)
{
    (void)state;
    static const struct {
        const char *script;
        int64_t start, elapsed, moving;
    } cases[] = {
        {"", -1, -1, -1},
        {"t-n1 t-n2", -1, -1, -1},
        {"t100", 100, 0, 0},
        {"t100 t101 t- t103", 100, 3, 3},
        {"t100 t110 | t500 t520", 100, 420, 30},
        {"t100 t110 t4000 t4010", 100, 3910, 3910},                     /* a pause */
        {"t500 t520 | t100 t110", 100, 420, 30},                        /* segments in another order */
        {"t130 t120 t110 t100", 100, 30, 30},                           /* last point first */
        {"t100 t101 t3702 t103 t104", 100, 4, 4},                       /* one point an hour late */
        {"t100 t101 t3702 t3703 t103 t104", 100, 4, 4},                 /* two of them */
        {"t1000 t1001 t2 t1003 t1004", 1000, 4, 4},                     /* one too early */
        {"t0 t1700000000 t1700000010 t1700000020", 1700000000, 20, 20}, /* a clock that was not set at first */
        {"t1700000000 t1700000010 t2147483647 t1700000020", 1700000000, 20, 20},
        {"t1700000000 t1700000010 t2147483647", 1700000000, 10, 10},
        {"t0 t1 | t1700000000 t1700000010 t1700000020", 1700000000, 20, 20},
        {"t7200 t7205 t3600 t3605 t3610 t3615 t3620", 3600, 20, 20}, /* the clock was put back early on */
        {"t100 t105 t104 t106", 100, 6, 6},
        {"t100 t100 t100", 100, 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct track_summary s = play(cases[i].script);
        int64_t start = seconds(s.start_ms), elapsed = seconds(s.elapsed_ms), moving = seconds(s.moving_ms);
        if (start != cases[i].start || elapsed != cases[i].elapsed || moving != cases[i].moving)
            fail_msg("\"%s\": start %lld, elapsed %lld, moving %lld", cases[i].script, (long long)start,
                     (long long)elapsed, (long long)moving);
    }
}

static void distances(void **state)
{
    (void)state;
    static const struct {
        const char *script;
        int64_t metres, climb;
    } cases[] = {
        {"", -1, -1},
        {"t0", -1, -1},
        {"t0n0e5", 0, 0},
        {"t0n0 t9n100 t19n0", 200, -1},
        {"n0 n100000", 100000, -1}, /* no times; far apart */
        {"n0 n100 | n500 n600", 200, -1},
        {"n0 t5 n100", 100, -1}, /* a point without a place between */
        {"n0o3 n100o110 n200o250", 250, -1},
        {"n0o0 n100o0", 100, -1}, /* an odometer that does not work */
        {"o0 o25 o50", 50, -1},
        {"n0e0 n1e1 n2e0 n3e1", 3, 0}, /* noise */
        {"n0e0 n1e1 n2e2 n3e10 n4e4 n5e9", 5, 15},
        {"n0e0 | n1e100", 0, 0},
        {"n0e0 n1e20000 n2e5", 2, 5}, /* no such height */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct track_summary s = play(cases[i].script);
        int64_t metres = s.distance_mm == UNKNOWN ? -1 : (s.distance_mm + 50) / 1000;
        int64_t climb = seconds(s.ascent_mm);
        if (metres != cases[i].metres || climb != cases[i].climb)
            fail_msg("\"%s\": %lld m, climb %lld m", cases[i].script, (long long)metres, (long long)climb);
    }
}

static void events(void **state)
{
    (void)state;
    static const struct {
        const char *script;
        unsigned teleports, pauses, backward;
        int64_t at, duration; /* of the one there is */
    } cases[] = {
        {"t0n0 t1n10 t2n20", 0, 0, 0, 0, 0},
        {"t0n0 t1n299 t2n320", 0, 0, 0, 0, 0},         /* bad reception */
        {"t0n0 t1n10 t3n2000 t4n2010", 1, 0, 0, 1, 2}, /* 1,990 m in 2 s */
        {"t0n0 t60n2000", 0, 0, 0, 0, 0},              /* a train */
        {"t0n0 t0n2000 t0n4000", 0, 0, 0, 0, 0},       /* no time passed: nothing can be said yet */
        {"t0n0 t0n2000 t1n4000", 1, 0, 0, 0, 1},
        {"t0n0 | t1n5000", 0, 0, 0, 0, 0},
        {"t0n0 t299n100", 0, 0, 0, 0, 0},
        {"t0n0 t300n60", 0, 1, 0, 0, 300},
        {"t0n0 t300n100 t600n1000", 0, 0, 0, 0, 0}, /* few points, but it went on */
        {"t0n0 | t300n100", 0, 1, 0, 0, 300},
        {"t0n0 t10n50 t100n55 t200n45 t320n60 t330n200", 0, 1, 0, 10, 310}, /* stood still */
        {"t0n0 t10n50 t100n55 t200n45 t320n60", 0, 1, 0, 10, 310},          /* until the end */
        {"t0n0 t10n50 t100n55 t200n45 t300n60 t330n200", 0, 0, 0, 0, 0},
        {"t0n0o0 t200n0o200 t400n0o400", 0, 0, 0, 0, 0}, /* a treadmill */
        {"t0 t200 t400 t600", 0, 0, 0, 0, 0},            /* a heart rate tells no standing */
        {"t0 t200 t600 t700", 0, 1, 0, 200, 400},
        {"t100 t90 t110", 0, 0, 1, 100, 10},
        {"t100 | t90 t110", 0, 0, 1, 100, 10},
        {"t100n0 t-n5000 t110n100", 0, 0, 0, 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct track_summary s = play(cases[i].script);
        struct track_event one = s.teleport.count ? s.teleport : s.pause.count ? s.pause : s.backward;
        if (s.teleport.count != cases[i].teleports || s.pause.count != cases[i].pauses ||
            s.backward.count != cases[i].backward || seconds(one.at_ms) != cases[i].at ||
            seconds(one.duration_ms) != cases[i].duration)
            fail_msg("\"%s\": %u teleports, %u pauses, %u back; at %lld for %lld", cases[i].script, s.teleport.count,
                     s.pause.count, s.backward.count, (long long)seconds(one.at_ms),
                     (long long)seconds(one.duration_ms));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times),
        cmocka_unit_test(distances),
        cmocka_unit_test(events),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
