/* The core schema of YAML 1.2, and what value_int and value_double make of it. */
#include "read.h"

#include <float.h>
#include <math.h>

#include "document/scalar.h"

static void check(enum value_kind kind, const char *const texts[], size_t count) {
    for (size_t i = 0; i < count; i++) {
        char buffer[SCALAR_BUFFER];
        struct str text = str_of(texts[i]);
        if (scalar_kind(&text, buffer) != kind)
            fail_msg("'%s' is of kind %d", texts[i], (int)scalar_kind(&text, buffer));
    }
}

#define CHECK(kind, ...)                                                                           \
    do {                                                                                           \
        static const char *const texts[] = {__VA_ARGS__};                                          \
        check(kind, texts, sizeof texts / sizeof *texts);                                          \
    } while (0)

static void test_kinds(void **state) {
    (void)state;
    CHECK(VALUE_NULL, "", "~", "null", "Null", "NULL");
    CHECK(VALUE_BOOL, "true", "True", "TRUE", "false", "False", "FALSE");
    CHECK(VALUE_INT, "0", "-0", "+12", "007", "9223372036854775807", "-9223372036854775808", "0x1F",
          "0o17", "0x0000000000000000000000000000001");
    CHECK(VALUE_DOUBLE, "1.", ".5", "-1.5e-3", "1e5", "+.5E+7", "9223372036854775808", ".inf",
          "-.Inf", "+.INF", ".nan", ".NaN", ".NAN", "0xffffffffffffffff", "1e999");
}

static void test_strings(void **state) {
    (void)state;
    CHECK(VALUE_STRING, "yes", "no", "on", "off", "Yes", "NO", "y", "n", "=", "<<", "tRue", "nUll",
          "nulls", "truth", "2021-01-01", "2021-01-01T00:00:00Z", "1_000", "12:30:45", "0x", "0xg",
          "0o8", "0b11", "-0x1", "+", "-", ".", "..", "1e", "1e+", "1.2.3", "4.10.1", "v1", "1Gi",
          "10%", "-.nan", "inf", "nan", "Infinity", "NaN", " 1", "1 ", "100m", "+-1", ".e1", "1.e");
}

static void test_numbers(void **state) {
    struct fixture *fixture = *state;
    struct value v = read_value(fixture, "- +12\n- 007\n- 0x1F\n- 0o17\n- -9223372036854775808\n"
                                         "- 18446744073709551615\n- .inf\n- -.INF\n- .NaN\n"
                                         "- 0xffffffffffffffffff\n- 1e999\n- -1e999\n- 1.\n");
    assert_int_equal(value_int(value_at(v, 0)), 12);
    assert_int_equal(value_int(value_at(v, 1)), 7);
    assert_int_equal(value_int(value_at(v, 2)), 31);
    assert_int_equal(value_int(value_at(v, 3)), 15);
    assert_true(value_int(value_at(v, 4)) == INT64_MIN);
    assert_true(value_double(value_at(v, 5)) == 18446744073709551615.0);
    assert_true(value_double(value_at(v, 6)) == (double)INFINITY);
    assert_true(value_double(value_at(v, 7)) == (double)-INFINITY);
    assert_true(isnan(value_double(value_at(v, 8))));
    assert_true(value_double(value_at(v, 9)) == 4722366482869645213695.0);
    assert_true(value_double(value_at(v, 10)) == (double)INFINITY);
    assert_true(value_double(value_at(v, 11)) == (double)-INFINITY);
    assert_true(value_double(value_at(v, 12)) == 1.0);
}

/* Longer than the buffer: the value must come out all the same. */
static void test_long_numbers(void **state) {
    struct fixture *fixture = *state;
    const char *zeros = repeat(fixture, "0", 300), *nines = repeat(fixture, "9", 1000);
    struct str text =
        str_printf(fixture->arena,
                   "- 1%s\n- -1%se-300\n- 0.%s1\n- %s\n- 0.%s5e301\n- %s.5e-995\n"
                   "- %s7\n- 1e-%s\n- 1e%s\n- 0.%s\n",
                   zeros, zeros, zeros, nines, zeros, nines, zeros, nines, nines, zeros);
    struct document_list list = read_text(fixture, text);
    struct value v = document_root(list.items[0]);
    static const double want[] = {1e300, -1, 1e-301, 0, 5, 99999, 0, 0, 0, 0};
    for (size_t i = 0; i < 10; i++)
        if (i != 3 && i != 5 && i != 6 && i != 8)
            assert_true(value_double(value_at(v, i)) == want[i]);
    assert_true(value_double(value_at(v, 3)) == (double)INFINITY);
    assert_true(fabs(value_double(value_at(v, 5)) - 1e5) < 1e-9);
    assert_int_equal(value_int(value_at(v, 6)), 7);
    assert_true(value_double(value_at(v, 8)) == (double)INFINITY);
}

static void test_quoted_is_string(void **state) {
    assert_string_equal(show_text(*state, "- '1'\n- \"true\"\n- |\n  null\n- ''\n- !!str 5\n- ! 6\n"
                                          "- !!int \"7\"\n- !custom 8\n"),
                        "whole ['1', 'true', 'null\n', '', '5', '6', 7, 8]");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kinds),        cmocka_unit_test(test_strings),
        fixture_test(test_numbers),          fixture_test(test_long_numbers),
        fixture_test(test_quoted_is_string),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
