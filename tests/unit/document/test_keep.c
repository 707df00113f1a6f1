/* Documents that leave their member with their own lines only, and without lists nobody asks for.
 */
#include "base/intern.h"
#include "document/skip.h"
#include "read.h"

struct cut {
    struct document_list list;
    const struct document *copies[8];
    struct document_origin origins[8];
    struct document_keeping keeping;
};

static struct cut cut_out(struct fixture *fixture, const char *text) {
    static const char *const paths[] = {"metadata.managedFields", "metadata.labels"};
    fixture->options.skip = document_skip_new(fixture->arena, fixture->intern, paths, 2);
    struct cut cut = {.list = read_string(fixture, text)};
    assert_true(cut.list.count <= 8);
    for (size_t i = 0; i < cut.list.count; i++) {
        struct document_origin *origin = NEW(fixture->arena, struct document_origin);
        struct document_part all = {0, NULL};
        struct document_cut how = {
            .scratch = fixture->arena, .parts = &all, .n_parts = 1, .keeping = &cut.keeping};
        cut.copies[i] = document_cut_out(fixture->arena, cut.list.items[i], &how, origin);
        cut.origins[i] = *origin;
    }
    return cut;
}

/* Every value of the copy with the line it had, and that line as it was. */
static void assert_same_lines(const struct document *copy, struct str text) {
    struct document_origin whole = {.text = text};
    for (uint32_t i = 0; i < copy->n_nodes; i++) {
        struct value v = {copy, i};
        for (uint32_t line = value_line(v); line <= value_end_line(v); line++) {
            struct str kept = document_line(copy->origin, line);
            bool gap = !document_text_line(copy->origin, line);
            assert_true(gap ? !kept.len : str_eq(kept, document_line(&whole, line)));
        }
    }
}

static const char list[] = "---\n"
                           "apiVersion: v1\n"
                           "items:\n"
                           "- metadata:\n"
                           "    labels: {a: b}\n"
                           "    managedFields:\n"
                           "    - apiVersion: v1\n"
                           "      fieldsV1:\n"
                           "        f:status: {}\n"
                           "      manager: kubelet\n"
                           "    name: one\n"
                           "  status: {phase: Running}\n"
                           "- metadata:\n"
                           "    managedFields: []\n"
                           "    name: \"two\"\n"
                           "    text: |\n"
                           "      l\n"
                           "      m\n"
                           "  status: {phase: Failed}\n"
                           "- metadata:\n"
                           "    name: three\n"
                           "    managedFields:\n"
                           "    - manager: x\n"
                           "kind: List\n";

static void test_drops(void **state) {
    struct fixture *fixture = *state;
    struct cut cut = cut_out(fixture, list);
    assert_string_equal(show(fixture, document_root(cut.copies[0])),
                        "{apiVersion: 'v1', items: [{metadata: {name: 'one'}, status: {phase: "
                        "'Running'}}, {metadata: "
                        "{name: 'two', text: 'l\nm\n'}, status: {phase: 'Failed'}}, {metadata: "
                        "{name: 'three'}}], kind: 'List'}");
    assert_same_lines(cut.copies[0], str_of(list));
    assert_int_equal(document_text_line(cut.copies[0]->origin, 4), 3);
    assert_int_equal(document_text_line(cut.copies[0]->origin, 5), 0);
    assert_int_equal(document_text_line(cut.copies[0]->origin, 10), 0);
    assert_true(str_eq(document_line(cut.copies[0]->origin, 11), STR("    name: one")));
    assert_false(str_contains(cut.origins[0].text, STR("kubelet")));
    assert_false(str_contains(cut.origins[0].text, STR("manager: x")));
}

static void test_each_document_has_its_lines(void **state) {
    struct fixture *fixture = *state;
    const char *text = "# a comment\nkind: A\nname: a\n---\n\nkind: B\nname: b\n---\nkind: C\n";
    struct cut cut = cut_out(fixture, text);
    assert_int_equal(cut.list.count, 3);
    for (size_t i = 0; i < 3; i++)
        assert_same_lines(cut.copies[i], str_of(text));
    assert_true(str_eq(cut.origins[1].text, STR("kind: B\nname: b\n")));
    assert_int_equal(document_line(cut.copies[1]->origin, 2).len, 0);
    assert_int_equal(document_line(cut.copies[1]->origin, 9).len, 0);
}

static void test_json(void **state) {
    struct fixture *fixture = *state;
    const char *pretty =
        "{\n \"metadata\": {\n  \"managedFields\": [\n   {\"manager\": \"x\"}\n  ],\n"
        "  \"name\": \"a\"\n },\n \"kind\": \"A\"\n}\n";
    struct cut cut = cut_out(fixture, pretty);
    assert_string_equal(show(fixture, document_root(cut.copies[0])),
                        "{metadata: {name: 'a'}, kind: 'A'}");
    assert_same_lines(cut.copies[0], str_of(pretty));
    assert_false(str_contains(cut.origins[0].text, STR("manager\"")));
    /* On one line with what is kept the text stays. */
    const char *flat =
        "{\"metadata\": {\"managedFields\": [{\"manager\": \"x\"}], \"name\": \"a\"}}\n";
    struct cut on_one = cut_out(fixture, flat);
    assert_string_equal(show(fixture, document_root(on_one.copies[0])), "{metadata: {name: 'a'}}");
    assert_true(str_eq(on_one.origins[0].text, str_of(flat)));
}

/* What cannot be cut out is left to the caller, who keeps the whole text then: an alias for what
 * stands before lines that go, and documents that share a line. */
static void test_refuses(void **state) {
    struct fixture *fixture = *state;
    struct cut alias = cut_out(fixture, "kind: &a\n- v\nmetadata:\n  managedFields:\n  - k\n"
                                        "  name: a\nspec: *a\n");
    assert_null(alias.copies[0]);
    assert_null(alias.origins[0].text.ptr);
    struct cut flat = cut_out(fixture, "{\"kind\": \"A\"} {\"kind\": \"B\"}\n");
    assert_int_equal(flat.list.count, 2);
    assert_non_null(flat.copies[0]);
    assert_null(flat.copies[1]);
}

/* A cut within what is left out is still known of what it stood in. */
static void test_stays_cut(void **state) {
    struct fixture *fixture = *state;
    fixture->options.whole_file = false;
    struct cut cut =
        cut_out(fixture, "kind: A\nmetadata:\n  managedFields:\n  - manager: x\n    f");
    struct value root = document_root(cut.copies[0]);
    assert_int_equal(cut.copies[0]->state, DOCUMENT_CUT);
    assert_true(value_is_cut(root));
    assert_true(value_is_cut(value_get(root, STR("metadata"))));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        fixture_test(test_drops),     fixture_test(test_each_document_has_its_lines),
        fixture_test(test_json),      fixture_test(test_refuses),
        fixture_test(test_stays_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
