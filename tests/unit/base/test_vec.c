/* Growable arrays, sets of what is missing, reusable buffers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/missing.h"
#include "base/vec.h"

static void test_push_keeps_items(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    VEC(int) numbers = {0};
    VEC(char) others = {0};
    for (int i = 0; i < 10000; i++) {
        int *place = vec_push(arena, &numbers);
        assert_int_equal(*place, 0);
        *place = i;
        *vec_push(arena, &others) = (char)i; /* takes the place behind it in the arena */
    }
    assert_int_equal(numbers.count, 10000);
    assert_true(numbers.cap >= numbers.count);
    for (int i = 0; i < 10000; i++)
        assert_int_equal(numbers.items[i], i);
    assert_int_equal(others.items[77], 77);
    arena_free(arena);
}

static struct missing_set one(struct arena *arena, const char *kind, const char *name) {
    return missing_one(arena, (struct missing){str_of(kind), STR("ns"), str_of(name)});
}

static void assert_names(struct missing_set set, const char *expected) {
    assert_int_equal(set.count, strlen(expected));
    for (size_t i = 0; i < set.count; i++)
        assert_int_equal(set.items[i].name.ptr[0], expected[i]);
}

static void test_union_is_sorted_and_without_repetition(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct missing_set none = {0};
    struct missing_set a = one(arena, "Pod", "a"), b = one(arena, "Pod", "b");
    struct missing_set c = one(arena, "Pod", "c");
    struct missing_set ca = missing_union(arena, c, a);
    assert_names(ca, "ac");
    assert_names(missing_union(arena, ca, missing_union(arena, b, c)), "abc");
    assert_names(missing_union(arena, none, a), "a");
    assert_names(missing_union(arena, a, none), "a");
    assert_names(missing_union(arena, none, none), "");
    assert_names(ca, "ac"); /* never changed */
    struct missing_set same = missing_union(arena, ca, ca);
    assert_names(same, "ac");
    assert_names(missing_union(arena, one(arena, "Pod", "a"), a), "a");
    arena_free(arena);
}

static void test_missing_order(void **state) {
    (void)state;
    struct missing node = {STR("Node"), STR(""), STR("z")};
    struct missing pod = {STR("Pod"), STR("a"), STR("z")};
    struct missing other = {STR("Pod"), STR("b"), STR("a")};
    struct missing all = {STR("Pod"), STR("b"), STR("")};
    assert_true(missing_cmp(&node, &pod) < 0);
    assert_true(missing_cmp(&pod, &other) < 0);
    assert_true(missing_cmp(&all, &other) < 0);
    assert_int_equal(missing_cmp(&pod, &pod), 0);
}

static void test_buffer_appends(void **state) {
    (void)state;
    struct buffer buffer = {0};
    assert_int_equal(buffer_str(&buffer).len, 0);
    for (int i = 0; i < 500000; i++) /* more than it has at once */
        buffer_append(&buffer, STR("0123456789"));
    buffer_append(&buffer, (struct str){0});
    struct str all = buffer_str(&buffer);
    assert_int_equal(all.len, 5000000);
    for (size_t i = 0; i < all.len; i++)
        assert_int_equal(all.ptr[i], '0' + (char)(i % 10));
    buffer_free(&buffer);
}

static void test_buffer_keeps_or_gives_back(void **state) {
    (void)state;
    struct buffer buffer = {0};
    buffer_append(&buffer, STR("abc"));
    size_t cap = buffer.cap;
    buffer_clear(&buffer, cap);
    assert_int_equal(buffer.len, 0);
    assert_int_equal(buffer.cap, cap);
    buffer_append(&buffer, STR("x"));
    buffer_clear(&buffer, cap - 1);
    assert_int_equal(buffer.cap, 0);
    assert_null(buffer.ptr);
    buffer_append(&buffer, STR("y"));
    assert_int_equal(buffer_str(&buffer).ptr[0], 'y');
    buffer_free(&buffer);
    buffer_free(&buffer);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_push_keeps_items),
        cmocka_unit_test(test_union_is_sorted_and_without_repetition),
        cmocka_unit_test(test_missing_order),
        cmocka_unit_test(test_buffer_appends),
        cmocka_unit_test(test_buffer_keeps_or_gives_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
