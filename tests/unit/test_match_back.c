#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "run/match_back.h"

enum { MI = 1609344, MOST = 4 };

struct side {
    int64_t number, value, elapsed_ms;
    int32_t day;
    bool may_differ;
};

/* For each of ours the number it was found under, 0: none, negative: with other values. */
static void expect(const char *what, const struct side *own, size_t own_count, const struct side *theirs,
                   size_t their_count, const int64_t *wanted)
{
    struct match_own mine[MOST] = {0};
    struct answer_activity there[MOST] = {0};
    bool taken[MOST];
    for (size_t i = 0; i < own_count; i++)
        mine[i] = (struct match_own){.number = own[i].number ? own[i].number : UNKNOWN,
                                     .value = own[i].value,
                                     .elapsed_ms = own[i].elapsed_ms ? own[i].elapsed_ms : UNKNOWN,
                                     .type_id = UNKNOWN,
                                     .day = own[i].day,
                                     .may_differ = own[i].may_differ};
    for (size_t i = 0; i < their_count; i++)
        there[i] = (struct answer_activity){.number = theirs[i].number,
                                            .value = theirs[i].value,
                                            .elapsed_ms = theirs[i].elapsed_ms,
                                            .type_id = 41,
                                            .day = theirs[i].day};
    match_back(mine, own_count, there, their_count, taken);
    for (size_t i = 0; i < own_count; i++) {
        int64_t found = mine[i].found ? mine[i].found->number * (mine[i].is_different ? -1 : 1) : 0;
        if (found != wanted[i])
            fail_msg("%s: %zu is found as %lld, not %lld", what, i, (long long)found, (long long)wanted[i]);
    }
}

#define EXPECT(what, own, theirs, ...)                                                                                 \
    expect(what, own, sizeof own / sizeof *own, theirs, sizeof theirs / sizeof *theirs, (const int64_t[]){__VA_ARGS__})

static void cases(void **state)
{
    (void)state;
    const struct side one[] = {{0, 3 * MI, 60000, 10, true}};
    const struct side two[] = {{0, 3 * MI, 60000, 10, true}, {0, 3 * MI, 60000, 10, true}};
    const struct side numbered[] = {{7, 3 * MI, 60000, 10, true}, {0, 3 * MI, 60000, 10, true}};
    const struct side unsent[] = {{0, 3 * MI, 60000, 10, false}};
    const struct side timeless[] = {{0, 3 * MI, 0, 10, true}};
    const struct side there[] = {{7, 3 * MI, 60000, 10, false}};
    const struct side shorter[] = {{7, 3 * MI - 1, 60000, 10, false}}, much[] = {{7, 3 * MI - 2, 60000, 10, false}};
    const struct side other_day[] = {{7, 3 * MI, 60000, 11, false}}, other_time[] = {{7, 3 * MI, 60001, 10, false}};
    const struct side zero_time[] = {{7, 3 * MI, 0, 10, false}};
    const struct side km[] = {{7, 3000000, 60000, 10, false}};
    const struct side mixed[] = {{6, 3000000, 60000, 10, false}, {7, 3 * MI, 60000, 10, false}};
    EXPECT("the same", one, there, 7);
    EXPECT("a millimetre off", one, shorter, 7);
    EXPECT("two millimetres off", one, much, -7);
    EXPECT("another day", one, other_day, 0);
    EXPECT("another time", one, other_time, 0);
    EXPECT("no time, and 0", timeless, zero_time, 7);
    EXPECT("another unit", one, km, -7);
    EXPECT("another unit, but never sent", unsent, km, 0);
    EXPECT("there, though never sent", unsent, there, 7);
    EXPECT("once, of two", two, there, 7, 0);
    EXPECT("the number goes first", numbered, there, 7, 0);
    EXPECT("the number goes first, whatever the value", numbered, km, -7, 0);
    EXPECT("the equal one goes before the other", one, mixed, 7);
    EXPECT("each its own", two, mixed, 7, -6);
}

static void units(void **state)
{
    (void)state;
    static const struct {
        struct decimal posted;
        int64_t mm;
        enum unit unit;
    } cases[] = {
        {{263, 1}, 42325747, UNIT_MI}, {{263, 1}, 42325748, UNIT_MI}, {{263, 1}, 26300000, UNIT_KM},
        {{263, 1}, 26300, UNIT_M},     {{263, 1}, 24049, UNIT_YD},    {{263, 1}, 8016, UNIT_FT},
        {{263, 1}, 26, UNIT_MM},       {{263, 1}, 263, UNIT_NONE},    {{263, 1}, 0, UNIT_NONE},
        {{1, 0}, 1609344, UNIT_MI},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(match_back_unit(cases[i].posted, cases[i].mm), cases[i].unit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cases),
        cmocka_unit_test(units),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
