/* Reading trees: access, iteration, absence, identity. */
#include "read.h"

static const char text[] = "a: 1\n"
                           "b:\n"
                           "  c:\n"
                           "  - x\n"
                           "  - {d: 2.5}\n"
                           "  - null\n"
                           "e: true\n"
                           "f: ''\n"
                           "'': g\n"
                           "x.y: dotted\n";

static void test_access(void **state) {
    struct value v = read_value(*state, text);
    assert_int_equal(value_kind(v), VALUE_MAP);
    assert_int_equal(value_count(v), 6);
    assert_int_equal(value_int(value_get(v, STR("a"))), 1);
    assert_true(value_bool(value_path(v, "e")));
    assert_true(value_is(value_path(v, "f"), VALUE_STRING));
    assert_int_equal(value_str(value_path(v, "f")).len, 0);
    assert_true(str_eq(value_str(value_get(v, STR(""))), STR("g")));
    assert_true(str_eq(value_str(value_get(v, STR("x.y"))), STR("dotted")));
    struct value list = value_path(v, "b.c");
    assert_int_equal(value_count(list), 3);
    assert_true(str_eq(value_str(value_at(list, 0)), STR("x")));
    assert_true(value_double(value_path(value_at(list, 1), "d")) == 2.5);
    assert_true(value_is(value_at(list, 2), VALUE_NULL));
    assert_true(str_eq(value_str(value_path(v, "a")), STR("1")));
    assert_int_equal(value_str(v).len, 0);
}

static void test_absent(void **state) {
    struct value v = read_value(*state, text), none = {0};
    assert_int_equal(value_kind(none), VALUE_ABSENT);
    assert_int_equal(value_kind(value_get(v, STR("nobody-wrote-this"))), VALUE_ABSENT);
    assert_int_equal(value_kind(value_get(v, STR("c"))), VALUE_ABSENT);
    assert_int_equal(value_kind(value_get_atom(v, 0)), VALUE_ABSENT);
    assert_int_equal(value_kind(value_path(v, "a.b")), VALUE_ABSENT);
    assert_int_equal(value_kind(value_path(v, "b.x.y.z")), VALUE_ABSENT);
    assert_int_equal(value_kind(value_at(v, 0)), VALUE_ABSENT);
    assert_int_equal(value_kind(value_at(value_path(v, "b.c"), 3)), VALUE_ABSENT);
    assert_int_equal(value_kind(value_get(none, STR("a"))), VALUE_ABSENT);
    assert_int_equal(value_kind(value_path(none, "a.b")), VALUE_ABSENT);
    assert_int_equal(value_kind(value_at(none, 0)), VALUE_ABSENT);
    assert_int_equal(value_count(none), 0);
    assert_int_equal(value_count(value_path(v, "a")), 0);
    assert_int_equal(value_str(none).len, 0);
    assert_int_equal(value_line(none), 0);
    assert_int_equal(value_end_line(none), 0);
    assert_false(value_is_cut(none));
    struct value_iter over_none = value_iter(none), over_scalar = value_iter(value_path(v, "a"));
    assert_false(value_next(&over_none));
    assert_false(value_next(&over_scalar));
    assert_int_equal(value_kind(document_root(NULL)), VALUE_ABSENT);
}

static void test_iteration(void **state) {
    struct fixture *fixture = *state;
    struct value v = read_value(fixture, text);
    static const char *const keys[] = {"a", "b", "e", "f", "", "x.y"};
    size_t count = 0;
    for (struct value_iter it = value_iter(v); value_next(&it); count++) {
        assert_true(str_eq(it.key, str_of(keys[count])));
        assert_int_equal(it.key_atom, intern_find(fixture->intern, it.key));
        assert_true(value_same(it.value, value_get_atom(v, it.key_atom)));
    }
    assert_int_equal(count, 6);
    struct value_iter it = value_iter(value_path(v, "b.c"));
    assert_true(value_next(&it));
    assert_int_equal(it.key.len, 0);
    assert_int_equal(it.key_atom, 0);
}

static void test_identity(void **state) {
    struct value v = read_value(*state, text);
    assert_true(value_same(value_path(v, "b.c"), value_get(value_path(v, "b"), STR("c"))));
    assert_false(value_same(value_path(v, "a"), value_path(v, "e")));
    assert_false(value_same(v, (struct value){0}));
}

static void test_node_size(void **state) {
    (void)state;
    assert_int_equal(sizeof(struct node), 16);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        fixture_test(test_access),   fixture_test(test_absent),        fixture_test(test_iteration),
        fixture_test(test_identity), cmocka_unit_test(test_node_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
