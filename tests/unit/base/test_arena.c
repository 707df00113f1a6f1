/* Arenas: alignment, zeroing, growing in place, reset, callbacks, counting. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdalign.h>
#include <string.h>

#include "base/arena.h"

static void test_objects_are_zeroed_and_aligned(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    for (size_t size = 0; size < 300; size += 7) {
        unsigned char *object = arena_alloc(arena, size);
        assert_int_equal((uintptr_t)object % alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(object[i], 0);
        memset(object, 0xff, size);
    }
    arena_free(arena);
}

static void test_reset_gives_zeroed_memory_again(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    memset(arena_alloc(arena, 1000), 0xff, 1000);
    arena_reset(arena);
    assert_int_equal(arena_used(arena), 0);
    unsigned char *object = arena_alloc(arena, 1000);
    for (size_t i = 0; i < 1000; i++)
        assert_int_equal(object[i], 0);
    arena_free(arena);
}

static void test_object_larger_than_any_block(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    size_t size = (size_t)5 * 1024 * 1024;
    char *object = arena_alloc(arena, size);
    object[0] = 'a';
    object[size - 1] = 'z';
    char *small = arena_alloc(arena, 1);
    assert_true(small < object || small >= object + size);
    arena_free(arena);
}

static void test_growing_the_newest_stays_in_place(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    char *object = arena_alloc(arena, 10);
    memcpy(object, "0123456789", 10);
    char *grown = arena_grow(arena, object, 10, 100);
    assert_ptr_equal(grown, object);
    assert_memory_equal(grown, "0123456789", 10);
    for (size_t i = 10; i < 100; i++)
        assert_int_equal(grown[i], 0);
    arena_free(arena);
}

static void test_growing_an_older_one_copies(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    char *object = arena_alloc(arena, 10);
    memcpy(object, "0123456789", 10);
    char *next = arena_alloc(arena, 10);
    memset(next, 'x', 10);
    char *grown = arena_grow(arena, object, 10, 4000);
    assert_ptr_not_equal(grown, object);
    assert_memory_equal(grown, "0123456789", 10);
    assert_int_equal(grown[3999], 0);
    assert_memory_equal(next, "xxxxxxxxxx", 10);
    arena_free(arena);
}

static void test_growing_from_nothing_and_to_less(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    char *object = arena_grow(arena, NULL, 0, 8);
    assert_non_null(object);
    assert_ptr_equal(arena_grow(arena, object, 8, 4), object);
    arena_free(arena);
}

/* Every growth beyond a block's end must keep what was there. */
static void test_growing_across_blocks(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    size_t size = 1;
    unsigned char *object = arena_alloc(arena, size);
    object[0] = 1;
    for (; size < 3000000; size *= 2) {
        object = arena_grow(arena, object, size, size * 2);
        for (size_t i = size; i < size * 2; i++) {
            assert_int_equal(object[i], 0);
            object[i] = (unsigned char)i;
        }
    }
    for (size_t i = 1; i < size; i++)
        assert_int_equal(object[i], (unsigned char)i);
    arena_free(arena);
}

static int order[4];
static int n_order;

static void remember(void *arg) {
    order[n_order++] = *(int *)arg;
}

static void test_callbacks_run_newest_first_and_once(void **state) {
    (void)state;
    static int one = 1, two = 2, three = 3;
    struct arena *arena = arena_new();
    n_order = 0;
    arena_on_reset(arena, remember, &one);
    arena_on_reset(arena, remember, &two);
    arena_reset(arena);
    assert_int_equal(n_order, 2);
    assert_int_equal(order[0], 2);
    assert_int_equal(order[1], 1);
    arena_on_reset(arena, remember, &three);
    arena_free(arena);
    assert_int_equal(n_order, 3);
    assert_int_equal(order[2], 3);
    arena_free(NULL);
}

static void test_peak_is_kept_over_a_reset(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    arena_alloc(arena, 100000);
    size_t peak = arena_peak(arena);
    assert_true(peak >= 100000);
    assert_true(arena_used(arena) >= 100000);
    arena_reset(arena);
    arena_alloc(arena, 10);
    assert_int_equal(arena_peak(arena), peak);
    assert_true(arena_used(arena) < 1000);
    arena_free(arena);
}

static void test_array(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    uint64_t *numbers = NEW_ARRAY(arena, 1000, uint64_t);
    numbers[999] = 7;
    assert_int_equal(numbers[0], 0);
    assert_non_null(NEW_ARRAY(arena, 0, uint64_t));
    arena_free(arena);
}

/* The rest of the newest block is not given up for it, and it can still grow. */
static void test_a_large_object_stands_aside(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    char *before = arena_alloc(arena, 16);
    char *large = arena_alloc(arena, 500000);
    memset(large, 'x', 500000);
    char *after = arena_alloc(arena, 16);
    assert_true(after > before && after - before <= 64);
    large = arena_grow(arena, large, 500000, 600000);
    assert_int_equal(large[499999], 'x');
    assert_int_equal(large[599999], 0);
    arena_reset(arena);
    assert_int_equal(((char *)arena_alloc(arena, 500000))[499999], 0);
    arena_free(arena);
}

static void fill_many_blocks(struct arena *arena) {
    enum { COUNT = 24000, SIZE = 1000 };
    unsigned char *objects[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        objects[i] = arena_alloc(arena, SIZE);
        assert_int_equal(objects[i][0] | objects[i][SIZE / 2] | objects[i][SIZE - 1], 0);
        memset(objects[i], (int)(i % 255) + 1, SIZE);
    }
    for (size_t i = 0; i < COUNT; i++) {
        assert_int_equal(objects[i][0], i % 255 + 1);
        assert_int_equal(objects[i][SIZE - 1], i % 255 + 1);
    }
}

static void test_many_blocks(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    fill_many_blocks(arena);
    arena_reset(arena);
    fill_many_blocks(arena);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_many_blocks),
        cmocka_unit_test(test_objects_are_zeroed_and_aligned),
        cmocka_unit_test(test_reset_gives_zeroed_memory_again),
        cmocka_unit_test(test_object_larger_than_any_block),
        cmocka_unit_test(test_growing_the_newest_stays_in_place),
        cmocka_unit_test(test_growing_an_older_one_copies),
        cmocka_unit_test(test_growing_from_nothing_and_to_less),
        cmocka_unit_test(test_growing_across_blocks),
        cmocka_unit_test(test_callbacks_run_newest_first_and_once),
        cmocka_unit_test(test_peak_is_kept_over_a_reset),
        cmocka_unit_test(test_array),
        cmocka_unit_test(test_a_large_object_stands_aside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
