#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdalign.h>
#include <stdio.h>

#include "base/arena.h"

static void pieces_are_aligned_and_apart(void **state)
{
    (void)state;
    struct arena arena = {0};
    char *last = NULL;
    size_t last_size = 0;
    for (size_t size = 0; size < 500; size++) {
        char *p = arena_get(&arena, size);
        assert_int_equal((uintptr_t)p % alignof(max_align_t), 0);
        if (last && last_size) /* what was written before is untouched */
            assert_int_equal((unsigned char)last[last_size - 1], last_size & 0xFF);
        memset(p, (int)(size & 0xFF), size);
        last = p;
        last_size = size;
    }
    arena_release(&arena);
}

static void zeroed_also_after_reset(void **state)
{
    (void)state;
    struct arena arena = {0};
    memset(arena_get(&arena, 1000), 0xAA, 1000);
    arena_reset(&arena);
    const char *p = arena_zero(&arena, 1000);
    for (size_t i = 0; i < 1000; i++)
        assert_int_equal(p[i], 0);
    arena_release(&arena);
}

static void larger_than_a_block(void **state)
{
    (void)state;
    struct arena arena = {0};
    enum { BIG = 1000000 };
    char *small = arena_string(&arena, VIEW("small"));
    char *big = arena_get(&arena, BIG);
    memset(big, 'b', BIG);
    struct view after = arena_copy(&arena, VIEW("after"));
    assert_string_equal(small, "small");
    assert_true(view_is(after, "after"));
    assert_int_equal(big[BIG - 1], 'b');
    arena_release(&arena);
}

/* Blocks are kept, so the same work again takes no more of them. */
static void reset_gives_the_same_memory(void **state)
{
    (void)state;
    struct arena arena = {0};
    void *first[40];
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 40; i++) {
            void *p = arena_get(&arena, 10000);
            if (round == 0)
                first[i] = p;
            assert_ptr_equal(p, first[i]);
        }
        arena_reset(&arena);
    }
    arena_release(&arena);
}

/* A block too small for a later piece must neither be overrun nor lose the ones behind it. */
static void growing_pieces_after_reset(void **state)
{
    (void)state;
    struct arena arena = {0};
    for (size_t round = 1; round <= 6; round++) {
        char *p[5];
        for (size_t i = 0; i < 5; i++) {
            p[i] = arena_get(&arena, round * 30000);
            memset(p[i], (int)i, round * 30000);
        }
        for (size_t i = 0; i < 5; i++)
            for (size_t k = 0; k < round * 30000; k += 9999)
                assert_int_equal(p[i][k], (char)i);
        arena_reset(&arena);
    }
    arena_release(&arena);
}

static void copies(void **state)
{
    (void)state;
    struct arena arena = {0};
    char text[] = "text";
    struct view copy = arena_copy(&arena, view_of(text));
    char *string = arena_string(&arena, (struct view){text, 2});
    text[0] = 'n';
    assert_true(view_is(copy, "text"));
    assert_string_equal(string, "te");
    assert_non_null(arena_copy(&arena, (struct view){NULL, 0}).at);
    assert_string_equal(arena_string(&arena, (struct view){NULL, 0}), "");
    arena_release(&arena);
}

static void format_of_any_length(void **state)
{
    (void)state;
    static const int widths[] = {1, 2, 254, 255, 256, 257, 300, 70000};
    struct arena arena = {0};
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        struct view text = arena_format(&arena, "%0*d", widths[i], 7);
        assert_int_equal(text.len, widths[i]);
        assert_int_equal(text.at[text.len - 1], '7');
        assert_int_equal(text.at[text.len], '\0');
    }
    arena_release(&arena);
}

static void released_twice(void **state)
{
    (void)state;
    struct arena arena = {0};
    arena_reset(&arena);
    arena_release(&arena);
    arena_get(&arena, 1);
    arena_release(&arena);
    arena_release(&arena);
    assert_null(arena.first);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_are_aligned_and_apart), cmocka_unit_test(zeroed_also_after_reset),
        cmocka_unit_test(larger_than_a_block),          cmocka_unit_test(reset_gives_the_same_memory),
        cmocka_unit_test(growing_pieces_after_reset),   cmocka_unit_test(copies),
        cmocka_unit_test(format_of_any_length),         cmocka_unit_test(released_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
