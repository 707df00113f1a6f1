/* What the fast reader takes itself, and what it leaves to libyaml; that both read the same is what
 * every other test of this layer shows, run with and without it. */
#include "document/skip.h"
#include "read.h"
#include "same.h"

#ifdef YAML_STRICT
#define TAKEN_HERE false
#else
#define TAKEN_HERE true
#endif

/* A text, what is read (NULL: what libyaml reads), and why the fast reader handed it over (NULL: it
 * did not). */
struct fast_case {
    const char *text;
    const char *documents;
    const char *why;
};

static void check_case(struct fixture *fixture, const struct fast_case *expected) {
    struct document_list list = read_string(fixture, expected->text);
    if (expected->documents)
        assert_string_equal(show_list(fixture, list), expected->documents);
    if (!TAKEN_HERE)
        return;
    assert_string_equal(list.why ? list.why : "taken", expected->why ? expected->why : "taken");
    struct document_origin origin = {.text = str_of(expected->text)};
    for (int positions = 0; positions < 2; positions++) {
        struct document_options options = fixture->options;
        options.positions = positions;
        struct reading fast = read_with(fixture->arena, fixture->intern, &origin, options);
        options.strict = true;
        struct reading strict = read_with(fixture->arena, fixture->intern, &origin, options);
        assert_int_equal(strict.list.handed_over, 0);
        const char *difference = find_difference(fixture->arena, &fast, &strict);
        if (difference)
            fail_msg("%s: %s%s", expected->text, difference, positions ? " (positions)" : "");
    }
}

#define CHECK_FAST(state, cases)                                                                   \
    for (size_t i = 0; i < sizeof(cases) / sizeof *(cases); i++)                                   \
    check_case(*(state), &(cases)[i])

static void test_containers(void **state) {
    static const struct fast_case cases[] = {
        {"a: 1\nb:\n  c: 2\n", "whole {a: 1, b: {c: 2}}", NULL},
        {"---\na: 1\n", "whole {a: 1}", NULL},
        {"a: 1\n---\nb: 2\n", "whole {a: 1}\nwhole {b: 2}", NULL},
        {"a: 1\n...\n", "whole {a: 1}", NULL},
        {"a: 1\n---\nb: "
         "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n",
         "whole {a: 1}\nwhole {b: "
         "'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
         "xxxxxxx'}",
         NULL},
        {"a:\n- 1\n- 2\nb: 3\n", "whole {a: [1, 2], b: 3}", NULL},
        {"a:\n  - 1\nb: 3\n", "whole {a: [1], b: 3}", NULL},
        {"- a: 1\n  b: 2\n- c: 3\n", "whole [{a: 1, b: 2}, {c: 3}]", NULL},
        {"- - 1\n  - - 2\n- 3\n", "whole [[1, [2]], 3]", NULL},
        {"-\n  - 1\n-\n- a:\n  - b: c\n    d: e\n", "whole [[1], null, {a: [{b: 'c', d: 'e'}]}]",
         NULL},
        {"a:\nb:\n  c:\nd: 1\n", "whole {a: null, b: {c: null}, d: 1}", NULL},
        {"a: {}\nb: []\n", "whole {a: {}, b: []}", NULL},
        {"a: [b, 1, \"c, d\", 'e', x.y/z-0, true]\n- [f]\n", NULL,
         "indentation that no line above has"},
        {"a: [b, 1, \"c, d\", 'e', x.y/z-0, true]\nf: 2\n",
         "whole {a: ['b', 1, 'c, d', 'e', 'x.y/z-0', true], f: 2}", NULL},
        {"- [a b, [c's], {}]\n- {d: 1, e f: [{g: \"h\"}], i: j k}\n",
         "whole [['a b', ['c's'], {}], {d: 1, e f: [{g: 'h'}], i: 'j k'}]", NULL},
        {"# head\n\na:\n  # c\n\n  b: 1\n  # d\n# e\nf: 2\n# end\n", "whole {a: {b: 1}, f: 2}",
         NULL},
        {"\"a\": 1\n'b c': 2\nd e: 3\nf:g: 4\n.: 5\n<<: 6\nh#i: 7\n",
         "whole {a: 1, b c: 2, d e: 3, f:g: 4, .: 5, <<: 6, h#i: 7}", NULL},
        {"k:{\"uid\":\"x\"}: 1\n-x: 2\n", "whole {k:{\"uid\":\"x\"}: 1, -x: 2}", NULL},
    };
    CHECK_FAST(state, cases);
}

static void test_containers_handed_over(void **state) {
    static const struct fast_case cases[] = {
        {"a: {} # c\n", NULL, "brackets"},
        {"a: [b]: c\n", NULL, "brackets"},
        {"a: [b,c]\n", NULL, "brackets"},
        {"a: [b,\n  c]\n", NULL, "brackets"},
        {"a: ['b\n  c']\n", NULL, "brackets"},
        {"a: [b, ]\n", NULL, "brackets"},
        {"a: [b,]\n", NULL, "brackets"},
        {"a: [b\n", NULL, "brackets"},
        {"a: [b}\n", NULL, "brackets"},
        {"a: [b]c\n", NULL, "brackets"},
        {"a: [b c ]\n", NULL, "brackets"},
        {"a: [b: c]\n", NULL, "brackets"},
        {"a: ['b': c]\n", NULL, "brackets"},
        {"a: [-1, *x]\n", NULL, "brackets"},
        {"a: [b#c]\n", NULL, "brackets"},
        {"a: {b}\n", NULL, "brackets"},
        {"a: {b: }\n", NULL, "brackets"},
        {"a: {b:c}\n", NULL, "brackets"},
        {"a: {'b': c}\n", NULL, "brackets"},
        {"a: {b: 1, b: 2}\n", NULL, "brackets"},
        {"a: {b: c: d}\n", NULL, "brackets"},
        {"--- {a: 1}\n", NULL, "more behind the beginning of a document"},
        {"a:\n    b: 1\n  c: 2\n", NULL, "indentation that no line above has"},
        {"  a: 1\n", NULL, "indentation that no line above has"},
        {"- a\nb: 1\n", NULL, "indentation that no line above has"},
        {"a: 1\n- b\n", NULL, "indentation that no line above has"},
        {"a: 1\nb: 2\na: 3\n", NULL, "a repeated key"},
        {"a: 1\nb:\n", NULL, "nothing behind the last key"},
        {"a: 1\nb", NULL, "a text that was cut"},
        {"a: 1\nb\n", NULL, "a line that is no key"},
        {"'a' b: 1\n", NULL, "a line that is no key"},
        {"? a\n: 1\n", NULL, "an indicator"},
        {"&a b: 1\n", NULL, "an indicator"},
        {"a: &b 1\nc: *b\n", NULL, "an indicator"},
        {"a: !!str 1\n", NULL, "an indicator"},
        {"a: @b\n", NULL, "an indicator"},
        {"a:  1\n", NULL, "an indicator"},
        {"a: - b\n", NULL, "an indicator"},
        {"-  a\n", NULL, "an indicator"},
        {"a : 1\n", NULL, "a space at the end of plain text"},
        {"a\t: 1\n", NULL, "a comment or a tab in plain text"},
        {"a: b\r\n", NULL, "line ends of another kind"},
        {"a: b\xc2\x85\xc3\xa9\n", NULL, "line ends of another kind"},
    };
    CHECK_FAST(state, cases);
}

static void test_plain(void **state) {
    static const struct fast_case cases[] = {
        {"a: true\nb: 'true'\nc: \"true\"\nd: null\ne: ~\nf: ''\n",
         "whole {a: true, b: 'true', c: 'true', d: null, e: null, f: ''}", NULL},
        {"a: 1e3\nb: 0x10\nc: 0o17\nd: -1\ne: 1_0\nf: .5\ng: 2021-01-01\n",
         "whole {a: 1000d, b: 16, c: 15, d: -1, e: '1_0', f: 0.5d, g: '2021-01-01'}", NULL},
        {"a: b:c\nd: ::1\ne: f#g\nh: -i\nj: k - l\nm: ?n\n",
         "whole {a: 'b:c', d: '::1', e: 'f#g', h: '-i', j: 'k - l', m: '?n'}", NULL},
        {"a: one\n  two\n   three\nb: 1\n", "whole {a: 'one two three', b: 1}", NULL},
        {"a: one\n\n\n  two\n\nb: 1\n", "whole {a: 'one\n\ntwo', b: 1}", NULL},
        {"- one\n  two\n- - one\n   - two\n", "whole ['one two', ['one - two']]", NULL},
        {"a: \xc3\xa9\n\xe2\x82\xac: b\n", "whole {a: '\xc3\xa9', \xe2\x82\xac: 'b'}", NULL},
        {"a: b \n", NULL, "a space at the end of plain text"},
        {"a: b # c\n", NULL, "a comment or a tab in plain text"},
        {"a: b\tc\n", NULL, "a comment or a tab in plain text"},
        {"a: b\n  # c\n", NULL, "a comment or a tab in plain text"},
        {"a: b: c\n", NULL, "more behind a value"},
        {"a: b\n  c: d\n", NULL, "a key in a text of several lines"},
    };
    CHECK_FAST(state, cases);
}

static void test_quoted(void **state) {
    static const struct fast_case cases[] = {
        {"a: 'it''s'\nb: 'x'''\nc: ''''\n", "whole {a: 'it's', b: 'x'', c: '''}", NULL},
        {"a: \"x\\ty\\\"\\\\\\/\\x41\\u00e9\\U0001F600\"\n",
         "whole {a: 'x\ty\"\\/A\xc3\xa9\xf0\x9f\x98\x80'}", NULL},
        {"a: \"\\N\\_\\L\\P\\e\\a\\b\\v\\f\\r\"\n",
         "whole {a: '\xc2\x85\xc2\xa0\xe2\x80\xa8\xe2\x80\xa9\x1b\a\b\v\f\r'}", NULL},
        {"a: 'x  \n  y\n\n  z'\nb: 1\n", "whole {a: 'x y\nz', b: 1}", NULL},
        {"a: \"x \\\n  \\ y\\\n  z\\n\n  w\"\n", "whole {a: 'x  yz\n w'}", NULL},
        {"a: \"x\\x20  \n  y\"\n", "whole {a: 'x  y'}", NULL},
        {"a: '# {} : x'\nb: \": \"\n", "whole {a: '# {} : x', b: ': '}", NULL},
        {"- 'a': 1\n- \"b\"\n- 'c\n  d'\n", "whole [{a: 1}, 'b', 'c d']", NULL},
        {"a: \"x\\'\"\n", NULL, "a broken escape"},
        {"a: \"\\ud800\"\n", NULL, "a broken escape"},
        {"a: \"\\u12\"\n", NULL, "a broken escape"},
        {"a: \"\\U00110000\"\n", NULL, "a broken escape"},
        {"a: 'b\nc'\n", NULL, "a text that goes on without indentation"},
        {"a: \"b\\\nc\"\n", NULL, "a text that goes on without indentation"},
        {"a: \"b\\\n\n  c\"\n", NULL, "a text that goes on without indentation"},
        {"a: 'b\tc'\n", NULL, "a tab in quotes"},
        {"a: 'b\n  \tc'\n", NULL, "a text that goes on without indentation"},
        {"a: 'b\n", NULL, "a text without an end"},
        {"a: \"b\\\n", NULL, "a text without an end"},
        {"a: 'b' # c\n", NULL, "more behind a value"},
        {"a: 'b': c\n", NULL, "more behind a value"},
        {"'a\n  b': c\n", NULL, "a line that is no key"},
    };
    CHECK_FAST(state, cases);
}

static void test_blocks(void **state) {
    static const struct fast_case cases[] = {
        {"a: |\n  x\n   y\n\n  z\nb: 1\n", "whole {a: 'x\n y\n\nz\n', b: 1}", NULL},
        {"a: |-\n  x\n\nb: |+\n  y\n\nc: |\n  z\n\n", "whole {a: 'x', b: 'y\n\n', c: 'z\n'}", NULL},
        {"a: >\n  x\n  y\n\n  z\n   w\n  v\n", "whole {a: 'x y\nz\n w\nv\n'}", NULL},
        {"a: >-\n  x\n\n\n  y\nb: >+\n  z\n\n", "whole {a: 'x\n\ny', b: 'z\n\n'}", NULL},
        {"a: |2\n    x\n  y\nb: |2-\n\n  z\nc: |-2\n   w\n",
         "whole {a: '  x\ny\n', b: '\nz', c: ' w'}", NULL},
        {"a: |\n\n  x\n     \n  \ty\n   \n", "whole {a: '\nx\n   \n\ty\n \n'}", NULL},
        {"- |\n  x\n- a: >-\n    y\n    z\n  b: |\n    w\n", "whole ['x\n', {a: 'y z', b: 'w\n'}]",
         NULL},
        {"a: |\n  x: y\n  - z # w\n", "whole {a: 'x: y\n- z # w\n'}", NULL},
        {"a: |\n  \xc3\xa9\n", "whole {a: '\xc3\xa9\n'}", NULL},
        {"a: | # c\n  x\n", NULL, "the header of a block text"},
        {"a: |0\n  x\n", NULL, "the header of a block text"},
        {"a: |12\n  x\n", NULL, "the header of a block text"},
        {"a: |\nb: 1\n", NULL, "an empty block text"},
        {"a: |\n", NULL, "an empty block text"},
        {"a: |\n    \n  x\n", NULL, "an empty block text"},
        {"a: |4\n  x\n", NULL, "an empty block text"},
        {"a: |\n  \tx\n", NULL, "a tab in indentation"},
        {"a: |\n  x\n\ty\n", NULL, "a tab in indentation"},
    };
    CHECK_FAST(state, cases);
}

/* A key's ':' within 1024 characters, as YAML wants it; the bound here is a little lower. Also in
 * brackets and in what is passed. */
static void test_long_keys(void **state) {
    struct fixture *fixture = *state;
    static const size_t lengths[] = {1000, 1001, 1020, 1030};
    static const struct {
        const char *before, *behind, *why;
    } forms[] = {
        {"", ": 1\n", "a line that is no key"},
        {"a: {", ": 1}\n", "brackets"},
        {"metadata:\n  managedFields:\n  - a: 1\n    ", ": 1\n", "a line that is no key"},
    };
    static const char *const paths[] = {"metadata.managedFields"};
    fixture->options.skip = document_skip_new(fixture->arena, fixture->intern, paths, 1);
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++)
        for (size_t j = 0; j < sizeof forms / sizeof *forms; j++) {
            const char *key = repeat(fixture, "k", lengths[i]);
            const char *text =
                str_printf(fixture->arena, "%s%s%s", forms[j].before, key, forms[j].behind).ptr;
            struct fast_case expected = {text, show_text(fixture, text),
                                         lengths[i] > 1000 ? forms[j].why : NULL};
            check_case(fixture, &expected);
        }
}

/* Both readers meet the same bounds, and say so once. */
static void test_limits(void **state) {
    struct fixture *fixture = *state;
    struct strbuf deep = strbuf_new(fixture->arena);
    for (int i = 0; i <= LIMIT_DEPTH_MOST; i++)
        strbuf_printf(&deep, "%*sa:\n", i, "");
    strbuf_printf(&deep, "%*sb: 1\n", LIMIT_DEPTH_MOST + 1, "");
    const char *text = str_c(fixture->arena, strbuf_str(&deep));
    struct fast_case expected = {text, show_text(fixture, text), "a limit"};
    fixture->sink = diag_sink_new(fixture->arena);
    read_string(fixture, text);
    assert_int_equal(diag_count(fixture->sink, DIAG_WARNING), 1);
    check_case(fixture, &expected);
}

static void test_lines(void **state) {
    struct fixture *fixture = *state;
    struct value root = read_value(
        fixture, "---\n# c\na: x\n  y\n\n  z\nb:\n- |\n  t\n\n\n-\n  - 1\nc: \"d \\\n  e\"\n");
    struct value list = value_get(root, STR("b"));
    assert_int_equal(value_line(root), 3);
    assert_int_equal(value_end_line(value_get(root, STR("a"))), 6);
    assert_int_equal(value_line(list), 7);
    assert_int_equal(value_line(value_at(list, 0)), 8);
    assert_int_equal(value_end_line(value_at(list, 0)), 9);
    assert_int_equal(value_line(value_at(list, 1)), 13);
    assert_int_equal(value_line(value_get(root, STR("c"))), 14);
    assert_int_equal(value_end_line(root), 15);
}

static const struct document_skip *skipped_paths(struct fixture *fixture) {
    static const char *const paths[] = {"metadata.managedFields", "status.images"};
    return document_skip_new(fixture->arena, fixture->intern, paths, 2);
}

static void test_skip(void **state) {
    struct fixture *fixture = *state;
    fixture->options.skip = skipped_paths(fixture);
    static const struct fast_case cases[] = {
        {"metadata:\n  managedFields:\n  - a: 1\n  name: n\nstatus:\n  images:\n    b: 2\n  c: 3\n",
         "whole {metadata: {name: 'n'}, status: {c: 3}}", NULL},
        {"items:\n- metadata:\n    managedFields:\n    - a: {}\n    name: n\n  managedFields:\n  - "
         "x\n",
         "whole {items: [{metadata: {name: 'n'}, managedFields: ['x']}]}", NULL},
        {"- metadata:\n    managedFields: []\n", "whole [{metadata: {}}]", NULL},
        {"metadata:\n  managedFields:\n  - a: 'it''s'\n    b: \"x\\ty\"\n  name: n\n",
         "whole {metadata: {name: 'n'}}", NULL},
        /* what costs a node is kept */
        {"metadata:\n  managedFields: null\n", "whole {metadata: {managedFields: null}}", NULL},
        {"spec:\n  metadata:\n    managedFields:\n    - x\n",
         "whole {spec: {metadata: {managedFields: ['x']}}}", NULL},
        /* a repeated key within is nobody's trouble, one beside it is */
        {"metadata:\n  managedFields:\n  - a: 1\n    a: 2\n  name: n\n",
         "whole {metadata: {name: 'n'}}", NULL},
        {"metadata:\n  managedFields:\n  - a\n  managedFields:\n  - b\n  name: n\n", NULL,
         "a repeated key"},
        /* a cut within cuts what is around it */
        {"metadata:\n  managedFields:\n  - a:\n", "cut {metadata: {...}, ...}",
         "nothing behind the last key"},
        {"metadata:\n  managedFields:\n  - a: b", "cut {metadata: {...}, ...}",
         "a text that was cut"},
        {"metadata:\n  managedFields:\n  - a: b: c\n", "cut {metadata: {...}, ...}",
         "more behind a value"},
    };
    CHECK_FAST(state, cases);
}

static void test_skip_json(void **state) {
    struct fixture *fixture = *state;
    fixture->options.skip = skipped_paths(fixture);
    assert_string_equal(show_text(fixture,
                                  "{\"items\": [{\"metadata\": {\"managedFields\": [{\"a\": 1}],"
                                  " \"name\": \"n\"}}]}\n"),
                        "whole {items: [{metadata: {name: 'n'}}]}");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        fixture_test(test_containers), fixture_test(test_containers_handed_over),
        fixture_test(test_plain),      fixture_test(test_quoted),
        fixture_test(test_blocks),     fixture_test(test_long_keys),
        fixture_test(test_limits),     fixture_test(test_lines),
        fixture_test(test_skip),       fixture_test(test_skip_json),
    };
    return cmocka_run_group_tests_name("document/fast_reader", tests, NULL, NULL);
}
