/* JSON, whole and broken. */
#include "read.h"

static void test_whole(void **state) {
    static const struct reading_case cases[] = {
        {"{}", "whole {}", ""},
        {"[]\n", "whole []", ""},
        {" \n\t[ 1 , -2.5e3,true , false,null, \"x\" ]\r\n",
         "whole [1, -2500d, true, false, null, 'x']", ""},
        {"{\"a\": {\"b\": [{}, []]}, \"\": 1}", "whole {a: {b: [{}, []]}, : 1}", ""},
        {"[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\", \"\\u00e9\\u20AC\", \"\\ud83d\\ude00\", \"\xc3\xa9\"]",
         "whole ['\"\\/\b\f\n\r\t', '\xc3\xa9\xe2\x82\xac', '\xf0\x9f\x98\x80', '\xc3\xa9']", ""},
        /* half a surrogate pair is no character */
        {"[\"\\ud83d\", \"\\ude00x\"]", "whole ['\xef\xbf\xbd', '\xef\xbf\xbdx']", ""},
        {"{\"k\\u0065y\": \"true\", \"n\": \"1\"}", "whole {key: 'true', n: '1'}", ""},
        {"[18446744073709551615, 9223372036854775807, -0]",
         "whole [1.8446744073709552e+19d, 9223372036854775807, 0]", ""},
    };
    CHECK_CASES(*state, cases);
}

static void test_nul_escape(void **state) {
    struct value v = read_value(*state, "[\"a\\u0000b\"]");
    assert_true(str_eq(value_str(value_at(v, 0)), (struct str){"a\0b", 3}));
}

static void test_repeated_key(void **state) {
    static const struct reading_case cases[] = {
        {"{\"a\": 1,\n\"a\": {\"b\": [2]},\n\"c\": 3}", "whole {a: 1, c: 3}", "2 duplicate-key"},
        {"{\"a\": 1, \"\\u0061\": 2}", "whole {a: 1}", "1 duplicate-key"},
        {"[{\"a\": 1}, {\"a\": 2}]", "whole [{a: 1}, {a: 2}]", ""},
        {"{\"a\": {\"a\": 1}, \"b\": {\"a\": 2}}", "whole {a: {a: 1}, b: {a: 2}}", ""},
    };
    CHECK_CASES(*state, cases);
}

static void test_several(void **state) {
    static const struct reading_case cases[] = {
        {"{\"a\":1}\n{\"a\":2}\n\n[3]", "whole {a: 1}\nwhole {a: 2}\nwhole [3]", ""},
        {"{\"a\":1}{\"a\":2}", "whole {a: 1}\nwhole {a: 2}", ""},
        /* a broken line does not spoil the next one */
        {"{\"a\":1}\n{\"a\":2,}\n{\"a\":3}\n", "whole {a: 1}\ncut {a: 2, ...}\nwhole {a: 3}",
         "2 json-syntax"},
        {"{\"a\":1}\n{\"a\":\"2}\n{\"a\":3}\n", "whole {a: 1}\ncut {...}\nwhole {a: 3}",
         "2 json-syntax"},
    };
    CHECK_CASES(*state, cases);
}

/* A shorter text was written over a longer one. */
static void test_trailing(void **state) {
    static const struct reading_case cases[] = {
        {"{\"a\":1}\nest\":[2]}", "trailing {a: 1}", "2 json-syntax"},
        {"{\"a\":1}}\n{\"b\":1}\n", "trailing {a: 1}", "1 json-syntax"},
    };
    CHECK_CASES(*state, cases);
}

static void test_cut(void **state) {
    static const struct reading_case cases[] = {
        {"{\"a\": 1, \"b\": [true, {\"c\": 12", "cut {a: 1, b: [true, {...}, ...], ...}",
         "1 document-cut"},
        {"{\"a\": 1, \"b", "cut {a: 1, ...}", "1 document-cut"},
        {"{\"a\": 1, \"b\":", "cut {a: 1, ...}", "1 document-cut"},
        {"{\n\"a\": \"x\\", "cut {...}", "2 document-cut"},
        {"[\"x\"", "cut ['x', ...]", "1 document-cut"},
        {"[1", "cut [...]", "1 document-cut"},
        {"[tru", "cut [...]", "1 document-cut"},
        {"{", "cut {...}", "1 document-cut"},
    };
    CHECK_CASES(*state, cases);
}

/* The file's name says JSON, so YAML is not tried. */
static void test_syntax(void **state) {
    static const struct reading_case cases[] = {
        {"{\"a\": 1,\n \"b\": nil}", "cut {a: 1, ...}", "2 json-syntax"},
        {"{\"a\": 1 \"b\": 2}", "cut {...}", "1 json-syntax"},
        {"{\"a\": \"say \"hi\" there\"}", "cut {...}", "1 json-syntax"},
        {"[01]", "cut [...]", "1 json-syntax"},
        {"[1.]", "cut [...]", "1 json-syntax"},
        {"[+1, 2]", "cut [...]", "1 json-syntax"},
        {"[1e]", "cut [...]", "1 json-syntax"},
        {"[-]", "cut [...]", "1 json-syntax"},
        {"[NaN]", "cut [...]", "1 json-syntax"},
        {"[1,]", "cut [1, ...]", "1 json-syntax"},
        {"[1}", "cut [1, ...]", "1 json-syntax"},
        {"{\"a\":1,}", "cut {a: 1, ...}", "1 json-syntax"},
        {"{a: 1}", "cut {...}", "1 json-syntax"},
        {"['a']", "cut [...]", "1 json-syntax"},
        {"[\"\\x\"]", "cut [...]", "1 json-syntax"},
        {"[\"\\u12\"]", "cut [...]", "1 json-syntax"},
        {"[\"a\tb\"]", "cut [...]", "1 json-syntax"},
        {"[1 /* c */]", "cut [...]", "1 json-syntax"},
        {"[1, [2, [3, x]]]", "cut [1, [2, [3, ...], ...], ...]", "1 json-syntax"},
    };
    struct fixture *fixture = *state;
    fixture->options.json = true;
    CHECK_CASES(fixture, cases);
}

/* Without such a name, what is no JSON may be YAML's flow style. */
static void test_flow_yaml(void **state) {
    static const struct reading_case cases[] = {
        {"{a: 1, b: [x, 'y']}\n", "whole {a: 1, b: ['x', 'y']}", ""},
        {"{a: 1}", "whole {a: 1}", ""},
        {"[a, b]\n", "whole ['a', 'b']", ""},
        {"{\"a\": 1,}\n", "whole {a: 1}", ""},
    };
    CHECK_CASES(*state, cases);
}

static void test_lines(void **state) {
    struct value v =
        read_value(*state, "\n{\n  \"a\": 1,\n  \"b\":\n   [ 2,\n     3 ],\n \"c\": {}}\n");
    assert_int_equal(value_line(v), 2);
    assert_int_equal(value_line(value_path(v, "a")), 3);
    assert_int_equal(value_line(value_path(v, "b")), 4);
    assert_int_equal(value_line(value_at(value_path(v, "b"), 1)), 6);
    assert_int_equal(value_end_line(value_path(v, "b")), 6);
    assert_int_equal(value_line(value_path(v, "c")), 7);
    assert_int_equal(value_end_line(v), 7);
}

static void test_depth(void **state) {
    struct fixture *fixture = *state;
    const char *fits = repeat(fixture, "[", LIMIT_DEPTH_MOST);
    const char *closed =
        str_printf(fixture->arena, "%s%s", fits, repeat(fixture, "]", LIMIT_DEPTH_MOST)).ptr;
    assert_int_equal(read_text(fixture, str_of(closed)).items[0]->state, DOCUMENT_WHOLE);
    struct document_list list = read_string(fixture, repeat(fixture, "[", 1000000));
    assert_int_equal(list.items[0]->state, DOCUMENT_CUT);
    assert_int_equal(list.items[0]->n_nodes, LIMIT_DEPTH_MOST);
    list = read_string(fixture, repeat(fixture, "{\"a\":", 100000));
    assert_int_equal(list.items[0]->n_nodes, LIMIT_DEPTH_MOST);
    assert_string_equal(show_diags(fixture), "1 yaml-limit; 1 yaml-limit");
}

/* Scalars that need no decoding are not copied. */
static void test_memory(void **state) {
    struct fixture *fixture = *state;
    struct str list =
        str_printf(fixture->arena, "[%s0]", repeat(fixture, "\"a text of some length\",", 50000));
    size_t before = arena_used(fixture->arena);
    struct document_list documents = read_text(fixture, list);
    assert_int_equal(documents.items[0]->n_nodes, 50002);
    assert_int_equal(documents.items[0]->n_decoded, 0);
    assert_true(arena_used(fixture->arena) - before < 50002 * sizeof(struct node) * 4);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        fixture_test(test_whole),   fixture_test(test_nul_escape), fixture_test(test_repeated_key),
        fixture_test(test_several), fixture_test(test_trailing),   fixture_test(test_cut),
        fixture_test(test_syntax),  fixture_test(test_flow_yaml),  fixture_test(test_lines),
        fixture_test(test_depth),   fixture_test(test_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
