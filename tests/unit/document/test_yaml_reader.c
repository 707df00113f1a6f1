/* YAML by libyaml: what is read, what is refused, where it stands. */
#include "read.h"

static void test_forms(void **state) {
    static const struct reading_case cases[] = {
        {"a: 1\nb: text\nc:\n- x\n- y: z\n  w: null\nd: {}\ne: []\n",
         "whole {a: 1, b: 'text', c: ['x', {y: 'z', w: null}], d: {}, e: []}", ""},
        {"- - 1\n  - 2\n-\n  - 3\n", "whole [[1, 2], [3]]", ""},
        {"a: 'it''s\n  folded'\nb: \"x\\ty \\\n  z\\u00e9\\x41\"\n",
         "whole {a: 'it's folded', b: 'x\ty z\xc3\xa9\x41'}", ""},
        {"a: |\n  x\n   y\n\nb: |-\n  x\nc: |+\n  x\n\nd: >\n  x\n  y\n",
         "whole {a: 'x\n y\n', b: 'x', c: 'x\n\n', d: 'x y\n'}", ""},
        {"a: |2\n    x\n  y\n", "whole {a: '  x\ny\n'}", ""},
        {"a: plain text\n  that goes on\n", "whole {a: 'plain text that goes on'}", ""},
        {"1: a\ntrue: b\nnull: c\n1.5: d\n", "whole {1: 'a', true: 'b', null: 'c', 1.5: 'd'}", ""},
        {"? a long key\n: value\n? b\nc: d\n", "whole {a long key: 'value', b: null, c: 'd'}", ""},
        {"eq: =\nyes: no\nwhen: 2021-01-01T00:00:00Z\n",
         "whole {eq: '=', yes: 'no', when: '2021-01-01T00:00:00Z'}", ""},
        {"a: # comment\n  b # c\n", "whole {a: 'b'}", ""},
        {"a: x\r\nb: |\r\n  y\r\n  z\r\n", "whole {a: 'x', b: 'y\nz\n'}", ""},
        {"%YAML 1.1\n%TAG ! x\n---\na: 1\n", "whole {a: 1}", ""},
        {"--- {a: 1}\n", "whole {a: 1}", ""},
        {"--- # comment\na: 1\n", "whole {a: 1}", ""},
        {"a: \"\\ud800\"\n", "cut {...}", "1 yaml-syntax"},
    };
    CHECK_CASES(*state, cases);
}

/* The longest prefix that can be believed. */
static void test_syntax(void **state) {
    static const struct reading_case cases[] = {
        {"a: 1\nb: 2\n- x\nc: 3\n", "cut {a: 1, b: 2, ...}", "3 yaml-syntax"},
        {"a: 1\nfoo bar\nc: 3\n", "cut {a: 1, ...}", "2 yaml-syntax"},
        {"a:\n  b: 1\n  c:\n  - d\n e: 2\n", "cut {a: {b: 1, c: ['d', ...], ...}, ...}",
         "5 yaml-syntax"},
        /* the text that swallowed the broken line is not shown */
        {"status:\n  phase: Running\n    reason: x\nq: r\n", "cut {status: {...}, ...}",
         "3 yaml-syntax"},
        {"a: b: c\n", "cut {...}", "1 yaml-syntax"},
        {"a: 1\nb: \"no end\nc: 2\n", "cut {a: 1, ...}", "2 document-cut"},
        {"a: [1, 2\nb: 3\n", "cut {a: [1, ...], ...}", "2 yaml-syntax"},
        {"a: [1, 2\n", "cut {a: [1, ...], ...}", "1 document-cut"},
        {"a: {b: 1}}\nc: 2\n", "cut {a: {b: 1, ...}, ...}", "1 yaml-syntax"},
        {"a: 1\n\tb: 2\n", "cut {...}", "1 yaml-syntax"},
        {"a: @x\n", "cut {...}", "1 yaml-syntax"},
        {"a: !<x\nb: 1\n", "cut {...}", "1 yaml-syntax"},
    };
    CHECK_CASES(*state, cases);
}

static void test_control_characters(void **state) {
    static const struct reading_case cases[] = {
        {"a: 1\nb: x\x1b[0m\nc: 2\n", "cut {a: 1, ...}", "2 document-cut"},
        {"a: 1\nb: x\x7f\nc: 2\n", "cut {a: 1, ...}", "2 document-cut"},
        {"a: 1\nb: \xc2\x81\nc: 2\n", "cut {a: 1, ...}", "2 document-cut"},
        {"a: 1\nb: x\x01\napiVersion: v1\nk: 2\n",
         "cut {a: 1, ...}\nwhole {apiVersion: 'v1', k: 2}", "2 document-cut"},
        /* broken UTF-8 is no reason to lose anything */
        {"a: x\xff\nb: \xc3\nc: \xe2\x82\xac\n",
         "whole {a: 'x\xef\xbf\xbd', b: '\xef\xbf\xbd', c: '\xe2\x82\xac'}", ""},
    };
    CHECK_CASES(*state, cases);
}

static void test_nul_bytes(void **state) {
    static const char text[] = "a: 1\nb: 2\nc\0\0\0\0\0\0\0\0\0\0";
    struct document_list list = read_text(*state, (struct str){text, sizeof text - 1});
    assert_string_equal(show_list(*state, list), "cut {a: 1, b: 2, ...}");
    assert_string_equal(show_diags(*state), "3 document-cut");
}

/* A key without a value as the last thing of all: `status:`, and then the disk was full. */
static void test_cut_behind_key(void **state) {
    static const struct reading_case cases[] = {
        {"kind: X\nstatus:\n", "cut {kind: 'X', ...}", "2 document-cut"},
        {"kind: X\nstatus:\n  a:\n\n", "cut {kind: 'X', status: {...}, ...}", "3 document-cut"},
        {"- a\n-\n", "cut ['a', ...]", "2 document-cut"},
        {"a:\nb: 1\n", "whole {a: null, b: 1}", ""},
        {"kind: X\nstatus: null\n", "whole {kind: 'X', status: null}", ""},
        {"kind: X\nstatus: ''\n", "whole {kind: 'X', status: ''}", ""},
    };
    CHECK_CASES(*state, cases);
}

static void test_no_newline(void **state) {
    static const struct reading_case cases[] = {
        {"a: 1\nb: 2", "cut {a: 1, ...}", "2 document-cut"},
        {"a:\n  b: 1\n  c: 2\n  d", "cut {a: {b: 1, c: 2, ...}, ...}", "4 document-cut"},
        {"a:\n  b: text\n    ", "cut {a: {...}, ...}", "2 document-cut"},
        {"a: 1", "", "1 document-cut"},
    };
    CHECK_CASES(*state, cases);
}

/* A rule file is written by hand, and its author would know. */
static void test_by_hand(void **state) {
    struct fixture *fixture = *state;
    static const struct reading_case cases[] = {
        {"a: 1\nb: 2", "whole {a: 1, b: 2}", ""},
        {"a: 1\nb:\n", "whole {a: 1, b: null}", ""},
        {"a: 1\na: 2\nb: 3\n", "whole {a: 1, b: 3}", "2 duplicate-key"},
        {"error: 1\n", "whole {error: 1}", ""},
        {"text\n", "whole 'text'", ""},
        {"apiVersion: 1\napiVersion: 2\n", "whole {apiVersion: 1}", "2 duplicate-key"},
    };
    fixture->options.positions = true;
    CHECK_CASES(fixture, cases);
}

static void test_repeated_key(void **state) {
    static const struct reading_case cases[] = {
        /* the first wins, and nothing more of that map is believed */
        {"a:\n  x: 1\n  x: {y: [2]}\n  z: 3\nb: 4\n", "cut {a: {x: 1, ...}, b: 4}",
         "3 duplicate-key"},
        {"- {a: 1, b: 2, a: 3}\n- {a: 4}\n", "cut [{a: 1, b: 2, ...}, {a: 4}]", "1 duplicate-key"},
        {"a: {a: {a: 1}}\nb: {a: 2}\n", "whole {a: {a: {a: 1}}, b: {a: 2}}", ""},
        /* at the top: the rest of a longer text that a shorter one was written over */
        {"kind: X\nmetadata: {name: x}\nstatus:\n  b: 1\n  c: 2\nspec: {}\nkind: Y\nother: 1\n",
         "trailing {kind: 'X', metadata: {name: 'x'}, status: {b: 1, c: 2}, spec: {...}, ...}",
         "7 duplicate-key"},
        {"kind: X\nstatus:\n  a: [1]\nkind: Y\n- broken\n",
         "trailing {kind: 'X', status: {a: [1, ...], ...}, ...}", "4 duplicate-key"},
    };
    CHECK_CASES(*state, cases);
}

static void test_left_out(void **state) {
    static const struct reading_case cases[] = {
        {"? {a: b}\n: c\nd: e\n", "cut {d: 'e', ...}", "1 yaml-syntax"},
        {"? [a, [b]]\n: {c: d}\n? - x\n: y\ne: f\n", "cut {e: 'f', ...}",
         "1 yaml-syntax; 3 yaml-syntax"},
        {"a: *x\nb: 1\n", "cut {b: 1, ...}", "1 yaml-syntax"},
        {"a: &x [1, *x]\nb: 1\n", "cut {a: [1, ...], b: 1}", "1 yaml-syntax"},
        {"a: &x 1\n*x : 2\nb: 3\n", "cut {a: 1, b: 3, ...}", "2 yaml-syntax"},
        {"a: 1\na: &x [2]\nb: *x\n", "trailing {a: 1, ...}", "2 duplicate-key; 3 yaml-syntax"},
    };
    CHECK_CASES(*state, cases);
}

static void test_aliases(void **state) {
    static const struct reading_case cases[] = {
        {"a: &x {b: [1, {c: d}]}\ne: *x\nf:\n- *x\n",
         "whole {a: {b: [1, {c: 'd'}]}, e: {b: [1, {c: 'd'}]}, f: [{b: [1, {c: 'd'}]}]}", ""},
        {"a: &x 1\nb: *x\nc: &x 2\nd: *x\n", "whole {a: 1, b: 1, c: 2, d: 2}", ""},
        {"a: &x {b: 1}\n<<: *x\n", "whole {a: {b: 1}, <<: {b: 1}}", ""},
    };
    CHECK_CASES(*state, cases);
}

/* Each line makes the nodes of the one before ten times as many. */
static void test_alias_bomb(void **state) {
    struct fixture *fixture = *state;
    struct strbuf text = strbuf_new(fixture->arena);
    strbuf_append(&text, STR("a0: &a0 x\n"));
    for (int i = 1; i < 12; i++) {
        strbuf_printf(&text, "a%d: &a%d [", i, i);
        for (int n = 0; n < 10; n++)
            strbuf_printf(&text, "*a%d, ", i - 1);
        strbuf_append(&text, STR("]\n"));
    }
    struct document_list list = read_text(fixture, strbuf_str(&text));
    assert_int_equal(list.items[0]->state, DOCUMENT_CUT);
    assert_true(list.items[0]->n_nodes <= limits->aliases + 100);
    assert_true(value_is_cut(document_root(list.items[0])));
    assert_string_equal(show_diags(fixture), "5 yaml-limit");
}

static void check_depth(struct fixture *fixture, const char *text) {
    struct document_list list = read_string(fixture, text);
    assert_int_equal(list.count, 1);
    assert_int_equal(list.items[0]->state, DOCUMENT_CUT);
    assert_true(list.items[0]->n_nodes <= 2 * LIMIT_DEPTH_MOST);
}

static void test_depth_bomb(void **state) {
    struct fixture *fixture = *state;
    struct strbuf block = strbuf_new(fixture->arena);
    for (int i = 0; i < 2000; i++)
        strbuf_printf(&block, "%*sa:\n", i, "");
    check_depth(fixture, str_c(fixture->arena, strbuf_str(&block)));
    static const char *const opening[] = {"- ", "? ", "[a, ", "{a: "};
    for (size_t i = 0; i < 4; i++) {
        const char *text = repeat(fixture, opening[i], 500000);
        fixture->sink = diag_sink_new(fixture->arena);
        check_depth(fixture, str_printf(fixture->arena, "%sx\n", text).ptr);
    }
    assert_string_equal(show_diags(fixture), "1 yaml-limit");
}

static void test_large_list(void **state) {
    struct fixture *fixture = *state;
    const char *text = repeat(fixture, "- name: x\n  value: some text\n", 100000);
    struct value v = read_value(fixture, text);
    assert_int_equal(value_count(v), 100000);
    assert_int_equal(v.doc->n_decoded, 0);
    assert_int_equal(value_line(value_at(v, 99999)), 199999);
    assert_int_equal(value_end_line(v), 200000);
}

static void test_large_map(void **state) {
    struct fixture *fixture = *state;
    struct strbuf text = strbuf_new(fixture->arena);
    for (int i = 0; i < 100000; i++)
        strbuf_printf(&text, "key-%d: %d\n", i, i);
    strbuf_append(&text, STR("key-5: again\nlast: x\n"));
    struct document_list list = read_text(fixture, strbuf_str(&text));
    assert_int_equal(value_count(document_root(list.items[0])), 100000);
    assert_int_equal(value_int(value_get(document_root(list.items[0]), STR("key-99999"))), 99999);
    assert_string_equal(show_diags(fixture), "100001 duplicate-key");
}

/* A hostile document must not fill the sink. */
static void test_many_repeated_keys(void **state) {
    struct fixture *fixture = *state;
    const char *text = repeat(fixture, "- a: 1\n  a: 2\n", 1000);
    struct value v = read_value(fixture, text);
    assert_int_equal(value_count(v), 1000);
    assert_int_equal(v.doc->n_nodes, 2001);
    assert_int_equal(diag_count(fixture->sink, DIAG_NOTE), 11);
    assert_string_equal(diag_get(fixture->sink, 10)->message.ptr,
                        "further repeated keys are not listed; the first ones count");
}

/* One more than the few keys that are compared one by one. */
static void test_keys_of_nested_maps(void **state) {
    struct fixture *fixture = *state;
    for (int count = 30; count < 36; count++) {
        struct strbuf text = strbuf_new(fixture->arena);
        for (int i = 0; i < count; i++)
            strbuf_printf(&text, "k%d: {k%d: 1, k0: 2}\n", i, i + 1);
        struct value v = document_root(read_text(fixture, strbuf_str(&text)).items[0]);
        assert_int_equal(value_count(v), count);
        assert_int_equal(v.doc->n_nodes, 1 + 3 * count);
    }
    assert_string_equal(show_diags(fixture), "");
}

static void test_large_scalars(void **state) {
    struct fixture *fixture = *state;
    const char *text = repeat(fixture, "0123456789abcdef", (20 * MIB) / 16);
    struct strbuf both = strbuf_new(fixture->arena);
    strbuf_printf(&both, "a: 1\nb:\n  big: \"%s\"\n  c: 2\nfits: %.*s\nd: 3\n", text,
                  (int)limits->scalar_bytes, text);
    struct document_list list = read_text(fixture, strbuf_str(&both));
    struct value v = document_root(list.items[0]);
    assert_int_equal(list.items[0]->state, DOCUMENT_CUT);
    assert_int_equal(value_kind(value_path(v, "b.big")), VALUE_ABSENT);
    assert_true(value_is_cut(value_path(v, "b")));
    assert_false(value_is_cut(v));
    assert_int_equal(value_int(value_path(v, "b.c")), 2);
    assert_int_equal(value_str(value_path(v, "fits")).len, limits->scalar_bytes);
    assert_int_equal(value_int(value_path(v, "d")), 3);
    assert_string_equal(show_diags(fixture), "3 yaml-limit");
}

/* libyaml must not be fed for ever for one event. */
static void test_endless_scalar(void **state) {
    struct fixture *fixture = *state;
    struct strbuf text = strbuf_new(fixture->arena);
    strbuf_append(&text, STR("a: 1\nb: \""));
    for (int i = 0; i < 100; i++)
        strbuf_append(&text, str_of(repeat(fixture, "0123456789abcdef", MIB / 16)));
    strbuf_append(&text, STR("\"\nc: 2\n"));
    struct document_list list = read_text(fixture, strbuf_str(&text));
    assert_string_equal(show_list(fixture, list), "cut {a: 1, ...}");
    assert_string_equal(show_diags(fixture), "2 yaml-limit");
}

static void test_large_keys(void **state) {
    struct fixture *fixture = *state;
    const char *key = repeat(fixture, "k", limits->key_bytes);
    struct str text = str_printf(fixture->arena, "? %s\n: 1\n? %sx\n: [2]\nb: 3\n", key, key);
    struct value v = document_root(read_text(fixture, text).items[0]);
    assert_int_equal(value_count(v), 2);
    assert_int_equal(value_int(value_get(v, str_of(key))), 1);
    assert_true(value_is_cut(v));
    assert_int_equal(value_int(value_path(v, "b")), 3);
    assert_string_equal(show_diags(fixture), "3 yaml-limit");
}

static void check_lines(struct value v, const char *path, uint32_t line, uint32_t end) {
    if (value_line(value_path(v, path)) != line || value_end_line(value_path(v, path)) != end)
        fail_msg("%s: lines %u to %u", path, value_line(value_path(v, path)),
                 value_end_line(value_path(v, path)));
}

static const char lines[] = "---\n"
                            "plain: x\n"
                            "folded: x\n"
                            "  y\n"
                            "\n"
                            "single: 'x\n"
                            "\n"
                            "  y'\n"
                            "double: \"x\\\n"
                            "  y\"\n"
                            "literal: |\n"
                            "  x\n"
                            "\n"
                            "  y\n"
                            "\n"
                            "# comment\n"
                            "strip: |-\n"
                            "  x\n"
                            "block: >\n"
                            "  x\n"
                            "  y\n"
                            "\n"
                            "below:\n"
                            "  x\n"
                            "list:\n"
                            "- a: 1\n"
                            "  b:\n"
                            "    c: 'x\n"
                            "      y'\n"
                            "-\n"
                            "  d: 2\n"
                            "empty:\n"
                            "map: {}\n";

static void check_all_lines(struct fixture *fixture, struct str text) {
    struct value v = document_root(read_text(fixture, text).items[0]);
    check_lines(v, "plain", 2, 2);
    check_lines(v, "folded", 3, 4);
    check_lines(v, "single", 6, 8);
    check_lines(v, "double", 9, 10);
    check_lines(v, "literal", 11, 14);
    check_lines(v, "strip", 17, 18);
    check_lines(v, "block", 19, 21);
    check_lines(v, "below", 23, 24);
    check_lines(v, "list", 25, 31);
    check_lines(value_at(value_path(v, "list"), 0), "b", 27, 29);
    check_lines(value_at(value_path(v, "list"), 0), "b.c", 28, 29);
    assert_int_equal(value_line(value_at(value_path(v, "list"), 0)), 26);
    assert_int_equal(value_end_line(value_at(value_path(v, "list"), 0)), 29);
    assert_int_equal(value_line(value_at(value_path(v, "list"), 1)), 31);
    check_lines(v, "empty", 32, 32);
    check_lines(v, "map", 33, 33);
    assert_int_equal(value_end_line(v), 33);
}

/* libyaml counts characters, and its own line ends: the lines must not depend on either. */
static void test_lines(void **state) {
    struct fixture *fixture = *state;
    check_all_lines(fixture, str_of(lines));
    struct str_pair {
        const char *from, *to;
    } changes[] = {
        {"plain: x", "plain: \"\xe2\x82\xac\xe2\x80\xa8\xc2\x85 \xf0\x9f\x98\x80\""},
        {"plain: x", "plain: \"a\rb\r\""},
        {"# comment", "# \xc3\xa9 \xff"},
    };
    for (size_t i = 0; i < 3; i++) {
        struct str text = str_of(lines);
        size_t at = str_find(text, str_of(changes[i].from), 0);
        struct strbuf out = strbuf_new(fixture->arena);
        strbuf_append(&out, str_slice(text, 0, at));
        strbuf_append(&out, str_of(changes[i].to));
        strbuf_append(&out, str_slice(text, at + strlen(changes[i].from), text.len));
        check_all_lines(fixture, strbuf_str(&out));
    }
    struct strbuf crlf = strbuf_new(fixture->arena);
    for (const char *c = lines; *c; c++)
        strbuf_append(&crlf, *c == '\n' ? STR("\r\n") : (struct str){c, 1});
    check_all_lines(fixture, strbuf_str(&crlf));
}

static void check_place(struct value v, const char *path, uint32_t line, uint32_t column) {
    struct value at = value_path(v, path);
    if (value_text_line(at) != line || value_text_column(at) != column)
        fail_msg("%s: %u:%u", path, value_text_line(at), value_text_column(at));
}

static void test_positions(void **state) {
    struct fixture *fixture = *state;
    fixture->options.positions = true;
    struct value v = read_value(fixture, "plain: x\n"
                                         "single:   'x'\n"
                                         "\xc3\xa9:\n"
                                         "  \"\xc3\xa9\": \"x\"\n"
                                         "when: |\n"
                                         "  x\n"
                                         "later: |\n"
                                         "\n"
                                         "    x\n"
                                         "more: |2\n"
                                         "    x\n"
                                         "below:\n"
                                         "  x\n"
                                         "list:\n"
                                         "- a: {b: c}\n"
                                         "folded: >-\n"
                                         "  x\n");
    check_place(v, "plain", 1, 8);
    check_place(v, "single", 2, 12);
    check_place(v, "\xc3\xa9.\xc3\xa9", 4, 9);
    check_place(v, "when", 6, 3);
    check_place(v, "later", 8, 5);
    check_place(v, "more", 11, 3);
    check_place(v, "below", 13, 3);
    check_place(v, "folded", 17, 3);
    check_place(value_at(value_path(v, "list"), 0), "a", 15, 6);
    check_place(value_at(value_path(v, "list"), 0), "a.b", 15, 10);
    assert_int_equal(value_line(value_path(v, "when")), 5);
}

/* Positions move with the nodes when the array grows, and aliases have their anchor's. */
static void test_positions_of_many(void **state) {
    struct fixture *fixture = *state;
    fixture->options.positions = true;
    struct strbuf text = strbuf_new(fixture->arena);
    strbuf_append(&text, STR("a: &x [1, {b:   2}]\nc: *x\nd:\n"));
    for (int i = 0; i < 5000; i++)
        strbuf_append(&text, STR("- [ 3]\n"));
    struct value v = document_root(read_text(fixture, strbuf_str(&text)).items[0]);
    check_place(value_at(value_path(v, "a"), 1), "b", 1, 17);
    check_place(value_at(value_path(v, "c"), 1), "b", 1, 17);
    struct value last = value_at(value_at(value_path(v, "d"), 4999), 0);
    assert_int_equal(value_text_line(last), 5003);
    assert_int_equal(value_text_column(last), 5);
}

static void test_no_positions(void **state) {
    struct value v = read_value(*state, "a:\n  x\n");
    check_place(v, "a", 1, 0);
}

/* A diagnostic of a rule file has the caret's place; one of an archive does not print its text. */
static void test_diagnostic_place(void **state) {
    struct fixture *fixture = *state;
    read_string(fixture, "a: 1\nb: secret: x\n");
    fixture->options.positions = true;
    read_string(fixture, "a: 1\nb: c: d\n");
    const struct diag *archive = diag_get(fixture->sink, 0), *rule = diag_get(fixture->sink, 1);
    assert_int_equal(archive->where.column, 0);
    assert_int_equal(archive->where.source_line.len, 0);
    assert_string_equal(diag_format(fixture->arena, rule).ptr,
                        "in.tar!a/b.yaml:2:5: warning: mapping values are not allowed in this "
                        "context; read up to here [yaml-syntax]\n    b: c: d\n        ^\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        fixture_test(test_forms),
        fixture_test(test_syntax),
        fixture_test(test_control_characters),
        fixture_test(test_nul_bytes),
        fixture_test(test_cut_behind_key),
        fixture_test(test_no_newline),
        fixture_test(test_by_hand),
        fixture_test(test_repeated_key),
        fixture_test(test_left_out),
        fixture_test(test_aliases),
        fixture_test(test_alias_bomb),
        fixture_test(test_depth_bomb),
        fixture_test(test_large_list),
        fixture_test(test_large_map),
        fixture_test(test_many_repeated_keys),
        fixture_test(test_keys_of_nested_maps),
        fixture_test(test_large_scalars),
        fixture_test(test_endless_scalar),
        fixture_test(test_large_keys),
        fixture_test(test_lines),
        fixture_test(test_positions),
        fixture_test(test_positions_of_many),
        fixture_test(test_no_positions),
        fixture_test(test_diagnostic_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
