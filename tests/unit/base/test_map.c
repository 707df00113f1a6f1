/* Maps and atoms: order of insertion, many keys, empty and binary keys. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/intern.h"
#include "base/map.h"
#include "base/parallel.h"

#define MANY 100000

static struct str key_of(struct arena *arena, int i) {
    return str_printf(arena, "key-%d", i);
}

static void test_empty_map(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct map map = map_new(arena);
    assert_null(map_find(&map, STR("a")));
    assert_int_equal(map.count, 0);
    arena_free(arena);
}

static void test_copy_grows_alone(void **state) {
    (void)state;
    struct arena *arena = arena_new(), *other = arena_new();
    static int values[2];
    struct map none = map_new(arena), map = map_new(arena);
    struct map copy = map_copy(other, &none);
    *map_at(&copy, STR("a")) = &values[0];
    assert_null(map_find(&none, STR("a")));
    for (int i = 0; i < 100; i++)
        *map_at(&map, key_of(arena, i)) = &values[0];
    copy = map_copy(other, &map);
    for (int i = 50; i < 150; i++)
        *map_at(&copy, key_of(other, i)) = &values[1];
    assert_int_equal(map.count, 100);
    assert_int_equal(copy.count, 150);
    for (int i = 0; i < 150; i++) {
        assert_ptr_equal(map_find(&map, key_of(arena, i)), i < 100 ? &values[0] : NULL);
        assert_ptr_equal(map_find(&copy, key_of(other, i)), i < 50 ? &values[0] : &values[1]);
        assert_true(str_eq(copy.entries[i].key, key_of(other, i)));
    }
    arena_free(arena);
    arena_free(other);
}

static void test_keys_of_any_bytes(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct map map = map_new(arena);
    static int values[4];
    *map_at(&map, STR("")) = &values[0];
    *map_at(&map, STR("a")) = &values[1];
    *map_at(&map, STR("a\0")) = &values[2];
    *map_at(&map, STR("\xff\xfe")) = &values[3];
    assert_ptr_equal(map_find(&map, (struct str){0}), &values[0]);
    assert_ptr_equal(map_find(&map, STR("a")), &values[1]);
    assert_ptr_equal(map_find(&map, STR("a\0")), &values[2]);
    assert_ptr_equal(map_find(&map, STR("\xff\xfe")), &values[3]);
    assert_null(map_find(&map, STR("b")));
    arena_free(arena);
}

static void test_many_keys_keep_their_order(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct map map = map_new(arena);
    for (int i = 0; i < MANY; i++) {
        void **value = map_at(&map, key_of(arena, i));
        assert_null(*value);
        *value = (void *)(intptr_t)(i + 1);
    }
    assert_int_equal(map.count, MANY);
    for (int i = 0; i < MANY; i++) {
        struct str key = key_of(arena, i);
        assert_int_equal((intptr_t)map_find(&map, key), i + 1);
        assert_true(str_eq(map.entries[i].key, key));
        assert_int_equal((intptr_t)*map_at(&map, key), i + 1);
    }
    assert_int_equal(map.count, MANY);
    assert_null(map_find(&map, STR("key-100000")));
    arena_free(arena);
}

static void test_hash_depends_on_every_byte(void **state) {
    (void)state;
    char text[40] = {0};
    uint64_t before = hash_bytes((struct str){text, sizeof text});
    assert_int_equal(before, hash_bytes((struct str){text, sizeof text}));
    for (size_t i = 0; i < sizeof text; i++) {
        text[i] = 1;
        assert_int_not_equal(hash_bytes((struct str){text, sizeof text}), before);
        text[i] = 0;
        assert_int_not_equal(hash_bytes((struct str){text, i}), before);
    }
}

static void test_atoms_are_dense_and_in_order(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct intern *intern = intern_new(arena);
    assert_int_equal(intern_find(intern, STR("key-0")), 0);
    for (int i = 0; i < MANY; i++)
        assert_int_equal(intern_add(intern, key_of(arena, i)), (uint32_t)i + 1);
    for (int i = 0; i < MANY; i++) {
        assert_int_equal(intern_add(intern, key_of(arena, i)), (uint32_t)i + 1);
        assert_int_equal(intern_find(intern, key_of(arena, i)), (uint32_t)i + 1);
    }
    assert_int_equal(intern_find(intern, STR("other")), 0);
    arena_free(arena);
}

/* Texts that look the same at a glance: of each length one for each byte that may differ. */
static void test_atoms_of_similar_texts(void **state) {
    (void)state;
    enum { LENGTH_MOST = 40 };
    struct arena *arena = arena_new();
    struct intern *intern = intern_new(arena);
    uint32_t expected[2] = {0, 0};
    for (int round = 0; round < 2; round++) {
        for (size_t length = 0; length <= LENGTH_MOST; length++) {
            for (size_t at = 0; at <= length; at++) { /* at its end: none differs */
                char text[LENGTH_MOST + 1];
                memset(text, 'x', sizeof text);
                text[at] = 'y';
                assert_int_equal(intern_add(intern, (struct str){text, length}), ++expected[round]);
            }
        }
    }
    arena_free(arena);
}

#define VIEWS 4
#define SHARED_TEXTS 5000

struct views {
    struct intern *of[VIEWS];
    uint32_t atoms[VIEWS][SHARED_TEXTS];
};

/* Each begins elsewhere, so that all are first with some texts. */
static void add_through_view(void *arg, size_t number) {
    struct views *views = arg;
    for (size_t i = 0; i < SHARED_TEXTS; i++) {
        char name[32];
        size_t text = (i + number * SHARED_TEXTS / VIEWS) % SHARED_TEXTS;
        snprintf(name, sizeof name, "shared-%zu", text);
        uint32_t atom = intern_add(views->of[number], str_of(name));
        assert_true(str_eq(intern_text(views->of[number], atom), str_of(name)));
        views->atoms[number][text] = atom;
    }
}

static void test_views_share_atoms(void **state) {
    struct arena *arena = arena_new();
    (void)state;
    struct intern *intern = intern_new(arena);
    struct views *views = NEW(arena, struct views);
    uint32_t before = intern_add(intern, STR("before"));
    for (size_t i = 0; i < VIEWS; i++) {
        views->of[i] = intern_view(arena, intern);
        assert_ptr_equal(intern_whole(views->of[i]), intern);
    }
    parallel_run(VIEWS, VIEWS, add_through_view, views);
    intern_shared(intern, false);
    assert_int_equal(intern_find(views->of[1], STR("before")), before);
    assert_int_equal(intern_add(intern, STR("after")), SHARED_TEXTS + 2);
    for (size_t i = 0; i < SHARED_TEXTS; i++)
        for (size_t view = 0; view < VIEWS; view++) {
            assert_int_equal(views->atoms[view][i], views->atoms[0][i]);
            assert_int_equal(views->atoms[view][i],
                             intern_find(intern, str_printf(arena, "shared-%zu", i)));
        }
    arena_free(arena);
}

/* An empty text may have no address: nothing may be computed from it. */
static void test_hash_of_nothing(void **state) {
    (void)state;
    assert_int_equal(hash_bytes((struct str){0}), hash_bytes(STR("")));
}

static void test_interned_text_has_one_address(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct intern *intern = intern_new(arena);
    char text[] = "spec";
    struct str first = intern_str(intern, str_of(text));
    text[0] = 'x'; /* it was copied */
    struct str again = intern_str(intern, STR("spec"));
    assert_ptr_equal(first.ptr, again.ptr);
    assert_int_equal(again.len, 4);
    assert_true(str_eq(intern_text(intern, intern_find(intern, STR("spec"))), STR("spec")));
    assert_int_equal(intern_str(intern, STR("")).len, 0);
    assert_int_equal(intern_find(intern, (struct str){0}), 2);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_empty_map),
        cmocka_unit_test(test_copy_grows_alone),
        cmocka_unit_test(test_keys_of_any_bytes),
        cmocka_unit_test(test_many_keys_keep_their_order),
        cmocka_unit_test(test_hash_depends_on_every_byte),
        cmocka_unit_test(test_hash_of_nothing),
        cmocka_unit_test(test_atoms_are_dense_and_in_order),
        cmocka_unit_test(test_atoms_of_similar_texts),
        cmocka_unit_test(test_views_share_atoms),
        cmocka_unit_test(test_interned_text_has_one_address),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
