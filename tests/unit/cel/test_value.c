/* Values as other layers make, compare and show them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/intern.h"
#include "base/limits.h"
#include "cel/iter.h"
#include "cel/quantity.h"
#include "cel/value.h"
#include "document/document.h"

static int set_up(void **state) {
    *state = arena_new();
    return 0;
}

static int tear_down(void **state) {
    arena_free(*state);
    return 0;
}

static struct value read_yaml(struct arena *arena, const char *text) {
    struct document_origin *origin = NEW(arena, struct document_origin);
    origin->text = str_of(text);
    struct document_options options = {.whole_file = true};
    struct document_list list =
        document_read(arena, intern_new(arena), origin, options, diag_sink_new(arena));
    assert_int_equal(list.count, 1);
    return document_root(list.items[0]);
}

static void assert_shown(struct arena *arena, struct cel_value v, size_t limit,
                         const char *expected) {
    struct str got = cel_display(arena, v, limit);
    if (!str_eq(got, str_of(expected)))
        fail_msg("expected \"%s\", got \"%.*s\"", expected, STR_ARG(got));
    assert_true(got.len <= limit);
}

static struct missing_set lacks(struct arena *arena) {
    return missing_one(arena, (struct missing){.kind = STR("Pod")});
}

static void test_display(void **state) {
    struct arena *arena = *state;
    struct cel_value root = cel_tree(
        read_yaml(arena, "a: [x, 1, 2.50, true, null, {k: [v]}]\nb: text\nc: []\nd: {}\n"));
    struct cel_value v;
    assert_true(cel_iter_find(root, cel_string(STR("a")), &v));
    assert_shown(arena, v, 100, "x, 1, 2.5, true, null, {k: [v]}");
    assert_shown(arena, root, 100, "{a: [x, 1, 2.5, true, null, {k: [v]}], b: text, c: [], d: {}}");
    assert_shown(arena, cel_time((struct timepoint){0, 0}), 100, "1970-01-01T00:00:00Z");
    assert_shown(arena, cel_optional_of(arena, cel_int(5)), 100, "5");
    assert_shown(arena, cel_optional_none(), 100, "none");
    assert_shown(arena, cel_unknown_of(arena, lacks(arena)), 100, "?");
    assert_shown(arena, cel_error_of(arena, "no %s", "key"), 100, "error: no key");
    struct cel_value items[] = {cel_string(STR("a")), cel_string(STR("b"))};
    assert_shown(arena, cel_list_of(arena, items, 2, lacks(arena)), 100, "a, b, ?");
    assert_shown(arena, cel_list_of(arena, items, 0, lacks(arena)), 100, "?");
    assert_shown(arena, cel_list_of(arena, items, 0, (struct missing_set){0}), 100, "");
}

/* What is too long ends in "…", never within a character. */
static void test_display_is_bounded(void **state) {
    struct arena *arena = *state;
    struct cel_value v = cel_string(STR("ääääää"));
    assert_shown(arena, v, 12, "ääääää");
    assert_shown(arena, v, 11, "ääää…");
    assert_shown(arena, v, 10, "äää…");
    assert_shown(arena, v, 3, "…");
    assert_shown(arena, v, 2, "");
    assert_shown(arena, v, 0, "");
    struct cel_value items[] = {cel_string(STR("abc")), cel_string(STR("defghijklmno"))};
    assert_shown(arena, cel_list_of(arena, items, 2, (struct missing_set){0}), 12, "abc, defg…");
    assert_shown(arena, cel_list_of(arena, items, 2, (struct missing_set){0}), 5, "abc, ");
}

static struct cel_value nested(struct arena *arena, int depth) {
    struct cel_value v = cel_int(1);
    for (int i = 0; i < depth; i++) {
        struct cel_value *item = NEW(arena, struct cel_value);
        *item = v;
        v = cel_list_of(arena, item, 1, (struct missing_set){0});
    }
    return v;
}

/* Values that are nested beyond the bound are neither equal nor shown whole, and do no harm. */
static void test_deep_values(void **state) {
    struct arena *arena = *state;
    struct cel_value deep = nested(arena, LIMIT_VALUE_DEPTH - 1);
    assert_true(cel_equal(deep, nested(arena, LIMIT_VALUE_DEPTH - 1)));
    struct cel_value deeper = nested(arena, 100000);
    assert_false(cel_equal(deeper, nested(arena, 100000)));
    assert_int_equal(cel_cmp_total(deeper, deeper), 0);
    assert_true(cel_display(arena, deeper, 10000).len < 10000);
}

static void test_equal(void **state) {
    struct arena *arena = *state;
    struct cel_value tree = cel_tree(read_yaml(arena, "[1, a, {x: 2}]\n"));
    struct cel_value keys[] = {cel_string(STR("x"))}, values[] = {cel_double(2)};
    struct cel_map map = {.keys = keys, .values = values, .count = 1};
    struct cel_value items[] = {cel_int(1), cel_string(STR("a")), {.type = CEL_MAP, .map = &map}};
    struct cel_value built = cel_list_of(arena, items, 3, (struct missing_set){0});
    assert_true(cel_equal(tree, built));
    assert_true(cel_equal(built, tree));
    assert_false(cel_equal(cel_list_of(arena, items, 3, lacks(arena)), tree));
    assert_false(cel_equal(cel_int(1), cel_string(STR("1"))));
    assert_false(cel_equal(cel_optional_none(), cel_null()));
    assert_true(cel_equal(cel_optional_none(), cel_optional_none()));
}

static void test_total_order(void **state) {
    struct arena *arena = *state;
    struct cel_value two[] = {cel_int(1), cel_int(2)};
    const struct cel_value ascending[] = {
        cel_null(),
        cel_bool(false),
        cel_bool(true),
        cel_double(__builtin_nan("")),
        cel_int(-1),
        cel_double(0.5),
        cel_int(1),
        cel_double(1),
        cel_string(STR("a")),
        cel_string(STR("b")),
        cel_list_of(arena, two, 1, (struct missing_set){0}),
        cel_list_of(arena, two, 2, (struct missing_set){0}),
    };
    size_t n = sizeof ascending / sizeof *ascending;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            int order = cel_cmp_total(ascending[i], ascending[j]);
            if ((order > 0) - (order < 0) != (i > j) - (i < j))
                fail_msg("%zu and %zu: %d", i, j, order);
        }
}

static void test_lists(void **state) {
    struct arena *arena = *state;
    struct cel_value tree = cel_tree(read_yaml(arena, "[1, [2], 3]\n"));
    assert_int_equal(cel_list_count(tree), 3);
    const struct cel_value *items = cel_list_items(arena, tree);
    assert_int_equal(items[0].integer, 1);
    assert_true(items[1].is_tree);
    assert_int_equal(items[2].integer, 3);
    assert_int_equal(cel_list_missing(tree).count, 0);
    struct cel_value built = cel_list_of(arena, items, 2, lacks(arena));
    assert_ptr_equal(cel_list_items(arena, built), items);
    assert_int_equal(cel_list_missing(built).count, 1);
}

static void test_unknown_is_never_empty(void **state) {
    struct arena *arena = *state;
    struct cel_value v = cel_unknown_of(arena, (struct missing_set){0});
    assert_int_equal(v.unknown->count, 1);
    assert_int_equal(v.unknown->items[0].kind.len, 0);
    v = cel_unknown_bound_of(arena, lacks(arena), 7);
    assert_true(v.has_bound);
    assert_int_equal(cel_unknown_bound(v), 7);
    assert_int_equal(v.unknown->count, 1);
}

static void test_absent_is_null(void **state) {
    (void)state;
    assert_int_equal(cel_tree((struct value){0}).type, CEL_NULL);
    assert_string_equal(cel_type_name(cel_null()), "null_type");
}

/* Whole numbers go a short way; on both a quantity is the same, and so is what is none. */
static void test_quantity_units(void **state) {
    (void)state;
    static const struct {
        struct str text;
        int64_t units; /* -1: none */
    } cases[] = {
        {STR_INIT("0"), 0},
        {STR_INIT("17"), 17},
        {STR_INIT("4Ki"), 4096},
        {STR_INIT("4Gi"), (int64_t)4 << 30},
        {STR_INIT("7Ei"), (int64_t)7 << 60},
        {STR_INIT("8Ei"), -1},
        {STR_INIT("512M"), 512000000},
        {STR_INIT("1500m"), 2},
        {STR_INIT("0.5Gi"), (int64_t)1 << 29},
        {STR_INIT("1.5Ki"), 1536},
        {STR_INIT("+3Mi"), (int64_t)3 << 20},
        {STR_INIT("-3"), -1},
        {STR_INIT("999999999999999999"), 999999999999999999},
        {STR_INIT("1000000000000000000"), 1000000000000000000},
        {STR_INIT("000000000000000000005"), 5},
        {STR_INIT("5\0i"), -1},
        {STR_INIT("5ki"), -1},
        {STR_INIT("5Kib"), -1},
        {STR_INIT("Ki"), -1},
        {STR_INIT(""), -1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t units = -1;
        if (cel_quantity_units(cases[i].text, &units) != (cases[i].units >= 0) ||
            units != cases[i].units)
            fail_msg("%.*s is %lld", STR_ARG(cases[i].text), (long long)units);
    }
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_quantity_units),
        TEST(test_display),
        TEST(test_display_is_bounded),
        TEST(test_deep_values),
        TEST(test_equal),
        TEST(test_total_order),
        TEST(test_lists),
        TEST(test_absent_is_null),
        TEST(test_unknown_is_never_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
