/* Of a document only what is asked for is taken, and what can be shown beside it. */
#include "document/fields.h"
#include "read.h"

static bool is_opaque(struct str key) {
    return str_eq(key, STR("annotations"));
}

static struct fields_reading *reading_new(struct fixture *fixture) {
    struct fields_reading *reading = NEW(fixture->arena, struct fields_reading);
    reading->set = (struct fields_set){fixture->arena, fixture->intern};
    reading->root = fields_new(&reading->set);
    reading->is_opaque = is_opaque;
    return reading;
}

/* A space between paths; '!' before one: it is shown. */
static struct fields_reading *asking(struct fixture *fixture, const char *paths) {
    struct fields_reading *reading = reading_new(fixture);
    struct str path, rest = str_of(paths);
    for (bool more = true; more;) {
        more = str_cut(rest, ' ', &path, &rest);
        bool shown = str_starts_with(path, STR("!"));
        struct fields *fields =
            fields_at(&reading->set, reading->root, str_slice(path, shown, path.len));
        fields->shown |= shown;
    }
    fields_prepare(reading, true);
    return reading;
}

#ifndef YAML_STRICT
static const char pod[] = "apiVersion: v1\n"
                          "kind: Pod\n"
                          "metadata:\n"
                          "  annotations:\n"
                          "    asked: a\n"
                          "    block: |\n"
                          "      b\n"
                          "\n"
                          "      b\n"
                          "    quoted: 'q\n"
                          "      r'\n"
                          "    words: w\n"
                          "  labels:\n"
                          "    l: m\n"
                          "  name: n\n"
                          "spec:\n"
                          "  list:\n"
                          "  - {a: 1}\n"
                          "  - text\n"
                          "  - \"text: \\\"\"\n"
                          "  map:\n"
                          "    \"k e y\": v\n"
                          "  text: t\n"
                          "status:\n"
                          "  deep:\n"
                          "  - 1\n"
                          "  phase: Running\n";

static const char everything[] =
    "{apiVersion: 'v1', kind: 'Pod', metadata: {annotations: {asked: 'a', block: 'b\n\nb\n', "
    "quoted: 'q r', words: 'w'}, labels: {l: 'm'}, name: 'n'}, spec: {list: [{a: 1}, 'text', "
    "'text: \"'], map: {k e y: 'v'}, text: 't'}, status: {deep: [1], phase: 'Running'}}";

static void test_taken(void **state) {
    struct fixture *fixture = *state;
    static const struct {
        const char *paths, *taken;
    } cases[] = {
        {"none", "{apiVersion: 'v1', kind: 'Pod'}"},
        {"status.phase", "{apiVersion: 'v1', kind: 'Pod', status: {phase: 'Running'}}"},
        {"spec.list", "{apiVersion: 'v1', kind: 'Pod', spec: {list: [{a: 1}, 'text', 'text: \"'], "
                      "text: 't'}}"},
        {"spec.map metadata.labels.l", "{apiVersion: 'v1', kind: 'Pod', metadata: {labels: {l: "
                                       "'m'}, name: 'n'}, spec: {map: {k e y: 'v'}, text: 't'}}"},
        {"status.*", "{apiVersion: 'v1', kind: 'Pod', status: {deep: [1], phase: 'Running'}}"},
        {"!metadata.labels", "{apiVersion: 'v1', kind: 'Pod', metadata: {labels: {l: 'm'}, name: "
                             "'n'}}"},
        /* the line behind what is shown, and what goes on from there */
        {"!kind metadata", "{apiVersion: 'v1', kind: 'Pod', metadata: {name: 'n'}}"},
        /* one of them was left out above it: all of it */
        {"!metadata.name", everything},
        {"!status.phase", everything},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fixture->options.fields = asking(fixture, cases[i].paths);
        assert_string_equal(show(fixture, read_value(fixture, pod)), cases[i].taken);
    }
}

/* What was left out above a line that is shown: the document is read as a whole, and the next one
 * by itself. */
static void test_line_above(void **state) {
    struct fixture *fixture = *state;
    static const char text[] = "a:\n  b: 1\nc: 2\nd:\n  e: 3\n";
    fixture->options.fields = asking(fixture, "!c");
    assert_string_equal(show_text(fixture, text), "whole {a: {b: 1}, c: 2, d: {e: 3}}");
    assert_string_equal(show_text(fixture, "a:\n  b: 1\nx:\n  y: 1\nz: 1\nc: 2\n"),
                        "whole {z: 1, c: 2}");
}

/* The entry of a list begins on the line of its first key. */
static void test_line_above_entry(void **state) {
    struct fixture *fixture = *state;
    static const char text[] = "l:\n- a: 1\n  m:\n    x: 1\n- b: 2\n";
    fixture->options.fields = asking(fixture, "!l[].b");
    assert_string_equal(show_text(fixture, text), "whole {l: [{a: 1, m: {x: 1}}, {b: 2}]}");
}

/* Which keys a map has, without what is under them, is a question too. */
static void test_keys(void **state) {
    struct fixture *fixture = *state;
    fixture->options.fields = asking(fixture, "a");
    fixture->options.fields->root->first->keys = true;
    assert_string_equal(show_text(fixture, "a:\n  b:\n    c: 1\n  d: 2\ne:\n  f: 3\n"),
                        "whole {a: {b: {c: 1}, d: 2}}");
}

/* Texts beside which nothing is shown are passed in any form. */
static void test_opaque(void **state) {
    struct fixture *fixture = *state;
    fixture->options.fields = asking(fixture, "metadata.annotations.asked");
    assert_string_equal(
        show(fixture, read_value(fixture, pod)),
        "{apiVersion: 'v1', kind: 'Pod', metadata: {annotations: {asked: 'a'}, name: 'n'}}");
    /* and stay unique */
    assert_string_equal(show_text(fixture, "metadata:\n  annotations:\n    x: 1\n    x: 2\n"),
                        "cut {metadata: {annotations: {x: 1, ...}}}");
    assert_string_equal(show_diags(fixture), "4 duplicate-key");
}

#endif

/* libyaml takes all there is, whatever is asked for. */
static void test_strict(void **state) {
    struct fixture *fixture = *state;
    fixture->options.strict = true;
    fixture->options.fields = asking(fixture, "b");
    assert_string_equal(show_text(fixture, "a:\n  b: 1\nb: 2\n"), "whole {a: {b: 1}, b: 2}");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        fixture_test(test_strict),
#ifndef YAML_STRICT
        fixture_test(test_taken),  fixture_test(test_line_above),       fixture_test(test_opaque),
        fixture_test(test_keys),   fixture_test(test_line_above_entry),
#endif
    };
    return cmocka_run_group_tests_name("document/choice", tests, NULL, NULL);
}
