/* Members as gathers leave them: what is told apart before anything is parsed, one test for each of
 * the layout's traps, and documents that are kept. */
#include "read.h"

/* Nearly every file of `oc adm inspect` begins with "---"; that is no second document. */
static void test_leading_marker(void **state) {
    static const struct reading_case cases[] = {
        {"---\na: 1\n", "whole {a: 1}", ""},
        {"\n# c\n---\n\na: 1\n", "whole {a: 1}", ""},
        {"---\n", "", ""},
        {"---", "", ""},
        {"---\n---\n...\n---\n# nothing\n", "", ""},
        {"---\r\na: 1\r\n", "whole {a: 1}", ""},
        {"\xef\xbb\xbf---\na: 1\n", "whole {a: 1}", ""},
        {"\xef\xbb\xbf{\"a\": 1}", "whole {a: 1}", ""},
    };
    CHECK_CASES(*state, cases);
}

static void test_several_documents(void **state) {
    static const struct reading_case cases[] = {
        {"a: 1\n---\nb: 2\n", "whole {a: 1}\nwhole {b: 2}", ""},
        {"a: 1\n...\n---\nb: 2\n...\n", "whole {a: 1}\nwhole {b: 2}", ""},
        {"a: 1\n--- \nb: 2\n---\t# c\nc: 3\n", "whole {a: 1}\nwhole {b: 2}\nwhole {c: 3}", ""},
        {"a: 1\n---\n{\"b\": 2}\n---\n[3]\n", "whole {a: 1}\nwhole {b: 2}\nwhole [3]", ""},
        {"a: 1\n--- {b: 2}\n--- !x\nc: 3\n", "whole {a: 1}\nwhole {b: 2}\nwhole {c: 3}", ""},
        /* only at column 0, only alone */
        {"a: |\n  ---\n  ...\n  ----\nb: ---\nc: ----- x\n",
         "whole {a: '---\n...\n----\n', b: '---', c: '----- x'}", ""},
    };
    CHECK_CASES(*state, cases);
}

/* Subscriptions and install plans of the virtualization gather. */
static void test_dashes(void **state) {
    static const struct reading_case cases[] = {
        {"apiVersion: v1\nkind: A\n---------------\napiVersion: v1\nkind: B\n---------------\n",
         "whole {apiVersion: 'v1', kind: 'A'}\nwhole {apiVersion: 'v1', kind: 'B'}", ""},
        {"a: 1\n----\nb: 2\n-----  \r\n", "whole {a: 1}\nwhole {b: 2}", ""},
        {"---------------\n---------------\n", "", ""},
        /* a broken part does not spoil the others */
        {"a: 1\n- b\n---------------\nc: 2\n---------------\nd: [\n---------------\ne: 3\n",
         "cut {a: 1, ...}\nwhole {c: 2}\ncut {d: [...], ...}\nwhole {e: 3}",
         "2 yaml-syntax; 6 document-cut"},
        /* `oc` died within a line, and the script went on */
        {"apiVersion: v1\nphase: Runn---------------\napiVersion: v1\nkind: B\n---------------\n",
         "cut {apiVersion: 'v1', ...}\nwhole {apiVersion: 'v1', kind: 'B'}", "2 document-cut"},
        {"a: 1\nphase: Runn---------------\n", "cut {a: 1, ...}", "2 document-cut"},
        {"a: title---------------\nb: 2\n", "whole {a: 'title---------------', b: 2}", ""},
        {"a: 1\nstatus:\n---------------\nb: 2\n", "cut {a: 1, ...}\nwhole {b: 2}",
         "2 document-cut"},
    };
    CHECK_CASES(*state, cases);
}

/* Package manifests of 4.8 and 4.9: the gather ran twice into one file. */
static void test_glued_lists(void **state) {
    static const struct reading_case cases[] = {
        {"apiVersion: v1\nitems:\n- a: 1\nkind: List\nmetadata:\n  x: \"\"\n"
         "apiVersion: v1\nitems:\n- b: 2\nkind: List\nmetadata:\n  x: \"\"\n",
         "whole {apiVersion: 'v1', items: [{a: 1}], kind: 'List', metadata: {x: ''}}\n"
         "whole {apiVersion: 'v1', items: [{b: 2}], kind: 'List', metadata: {x: ''}}",
         ""},
        {"---\napiVersion: v1\nkind: A\napiVersion: v1\nkind: B\napiVersion: v1\nkind: C\n",
         "cut {apiVersion: 'v1', kind: 'A', ...}\ncut {apiVersion: 'v1', kind: 'B', ...}\n"
         "whole {apiVersion: 'v1', kind: 'C'}",
         "4 document-cut; 6 document-cut"},
        /* written twice, the first time not to its end: what it held stands, what it lacks does not
         */
        {"apiVersion: v1\nkind: A\nspec:\n  a: 1\n  b:\n    c: 2\napiVersion: v1\nkind: A\n",
         "cut {apiVersion: 'v1', kind: 'A', spec: {a: 1, b: {c: 2, ...}, ...}, ...}\n"
         "whole {apiVersion: 'v1', kind: 'A'}",
         "7 document-cut"},
        {"apiVersion: v1\nitems:\n- a: 1\napiVersion: v1\nitems: []\nkind: List\n",
         "cut {apiVersion: 'v1', items: [{a: 1, ...}, ...], ...}\n"
         "whole {apiVersion: 'v1', items: [], kind: 'List'}",
         "4 document-cut"},
        /* the first one broken */
        {"apiVersion: v1\nkind: A\n- x\nspec: 1\napiVersion: v1\nkind: B\n",
         "cut {apiVersion: 'v1', kind: 'A', ...}\nwhole {apiVersion: 'v1', kind: 'B'}",
         "3 yaml-syntax"},
        {"apiVersion: v1\nkind: A\nspec: \"no end\napiVersion: v1\nkind: B\n",
         "cut {apiVersion: 'v1', kind: 'A', ...}\nwhole {apiVersion: 'v1', kind: 'B'}",
         "3 document-cut"},
        /* not at column 0: a key like others */
        {"apiVersion: v1\nkind: A\nx:\n  apiVersion: v1\n  apiVersion: v2\n",
         "cut {apiVersion: 'v1', kind: 'A', x: {apiVersion: 'v1', ...}}", "5 duplicate-key"},
    };
    CHECK_CASES(*state, cases);
}

/* A shorter text was written over a longer one: the rest is no second document, and the first one's
 * values stay. */
static void test_overwritten(void **state) {
    static const struct reading_case cases[] = {
        {"kind: X\nstatus:\n  phase: New\nase: Old\n  reason: y\n  z: 1\n",
         "cut {kind: 'X', status: {phase: 'New'}, ...}", "5 yaml-syntax"},
        {"kind: X\nstatus:\n  phase: New\nld text\n",
         "cut {kind: 'X', status: {phase: 'New', ...}, ...}", "4 document-cut"},
        {"kind: X\nstatus:\n  phase: New\nkind: X\nstatus:\n  phase: Old\n  more: 1\n",
         "trailing {kind: 'X', status: {phase: 'New', ...}, ...}", "4 duplicate-key"},
        {"kind: X\nstatus:\n  phase: New\n  phase: Old\n  more: 1\n",
         "cut {kind: 'X', status: {phase: 'New', ...}}", "4 duplicate-key"},
        {"kind: X\nstatus:\n  phase: New\n    lastly: Old\n", "cut {kind: 'X', status: {...}, ...}",
         "4 yaml-syntax"},
        {"{a: 1}\nrest\n", "trailing {a: 1}", "2 yaml-syntax"},
        {"{a:\n 1}\n\"rest\n", "trailing {a: 1}", "2 yaml-syntax"},
    };
    CHECK_CASES(*state, cases);
}

/* Sorted keys put `kind` behind megabytes of items, and typed lists have a null. */
static void test_lists(void **state) {
    static const struct reading_case cases[] = {
        {"apiVersion: route.openshift.io/v1\nitems: null\nkind: RouteList\nmetadata: {}\n",
         "whole {apiVersion: 'route.openshift.io/v1', items: null, kind: 'RouteList', metadata: "
         "{}}",
         ""},
        {"apiVersion: v1\nitems: []\nkind: PodList\n",
         "whole {apiVersion: 'v1', items: [], kind: 'PodList'}", ""},
        {"apiVersion: v1\nitems:\n- metadata:\n    creationTimestamp: null\n    resourceVersion: "
         "\"12\"\n  ports: [{a: 80}, {a: \"50%\"}]\nkind: PodList\n",
         "whole {apiVersion: 'v1', items: [{metadata: {creationTimestamp: null, resourceVersion: "
         "'12'}, ports: [{a: 80}, {a: '50%'}]}], kind: 'PodList'}",
         ""},
    };
    CHECK_CASES(*state, cases);
}

static void test_text(void **state) {
    static const struct reading_case cases[] = {
        {"error: the server doesn't have a resource type \"x\"\n", "", "1 member-text"},
        {"Error from server (NotFound): vm \"x\" not found\n", "", "1 member-text"},
        {"No resources found", "", "1 member-text"},
        {"No resources found in default namespace.\n", "", "1 member-text"},
        {"Unable to connect to the server: EOF\n", "", "1 member-text"},
        {"E1123 10:11:12.000000 1 x.go:1] boom: bang\n", "", "1 member-text"},
        {"<!DOCTYPE html>\n<html>\n---\n</html>\n", "", "1 member-text; 4 member-text"},
        {"\n<html>x</html>", "", "2 member-text"},
        {"some words\nand more\n", "", "1 member-text"},
        {"12\n", "", "1 member-text"},
        {"error: gone\n---------------\na: 1\n---------------\nerror: gone\n", "whole {a: 1}",
         "1 member-text; 5 member-text"},
        {"Warning: v1 is deprecated\nW1123 10:11:12 x: y\n\napiVersion: v1\nkind: A\n",
         "whole {apiVersion: 'v1', kind: 'A'}", "1 member-text"},
        /* no message */
        {"errors: 1\n", "whole {errors: 1}", ""},
        {"Warnings:\n- x\n", "whole {Warnings: ['x']}", ""},
        {"\xff\xfe{\n", "", "1 member-text"},
    };
    CHECK_CASES(*state, cases);
}

static void test_message(void **state) {
    struct fixture *fixture = *state;
    read_string(fixture, "---\nerror: the server doesn't have a resource type \"x\"\n");
    assert_string_equal(diag_format(fixture->arena, diag_get(fixture->sink, 0)).ptr,
                        "in.tar!a/b.yaml:2: warning: text instead of an object: error: the server "
                        "doesn't have a resource type \"x\" [member-text]\n");
}

static void test_empty(void **state) {
    static const struct reading_case cases[] = {
        {"", "", "0 member-empty"},
        {"\n \n", "", "0 member-empty"},
        {"# nothing\n", "", ""},
        {"\xef\xbb\xbf", "", "0 member-empty"},
    };
    CHECK_CASES(*state, cases);
}

static void test_utf16(void **state) {
    struct fixture *fixture = *state;
    static const char le[] = "\xff\xfe"
                             "a\0:\0 \0x\0\n",
                      bare[] = "a\0:\0 \0x\0\n";
    assert_int_equal(read_text(fixture, (struct str){le, sizeof le}).count, 0);
    assert_int_equal(read_text(fixture, (struct str){bare, sizeof bare}).count, 0);
    assert_string_equal(show_diags(fixture), "1 member-text; 1 member-text");
}

/* A reader of the archive knows that the member goes no further. */
static void test_not_whole(void **state) {
    static const struct reading_case cases[] = {
        {"a: 1\nb:\n  c: 2\n", "cut {a: 1, b: {...}, ...}", "3 document-cut"},
        {"a: 1\nb:\n  c: \"2\"\n", "cut {a: 1, b: {c: '2', ...}, ...}", "3 document-cut"},
        {"a: 1\n---\nb: 2\n", "whole {a: 1}\ncut {...}", "3 document-cut"},
        {"{\"a\": 1}\n", "whole {a: 1}", ""},
        {"a: {b: 1}\n", "cut {a: {b: 1}, ...}", "1 document-cut"},
        {"{a: 1}\n", "whole {a: 1}", ""},
        {"a: &x 1\nb: *x", "cut {a: 1, ...}", "2 document-cut"},
        {"a: text\n", "cut {...}", "1 document-cut"},
    };
    struct fixture *fixture = *state;
    fixture->options.whole_file = false;
    CHECK_CASES(fixture, cases);
}

/* In bytes: a broken one is three when it is cleaned. */
static void test_binary(void **state) {
    struct fixture *fixture = *state;
    const char *noise = repeat(fixture, "\xff", 200000);
    struct str text = str_printf(fixture->arena, "a: 1\nb: 2\nc: %s\nd: 3\n", noise);
    struct document_list list = read_text(fixture, text);
    assert_string_equal(show_list(fixture, list), "cut {a: 1, b: 2, ...}");
    assert_string_equal(show_diags(fixture), "3 document-cut");
}

static void test_limits(void **state) {
    struct fixture *fixture = *state;
    const char *many = repeat(fixture, "---\na: 1\n", limits->documents + 5);
    assert_int_equal(read_string(fixture, many).count, limits->documents);
    const char *broken = repeat(fixture, "apiVersion: 1\nb: }\n", limits->broken_documents + 5);
    assert_int_equal(read_string(fixture, broken).count, limits->broken_documents);
    const char *last =
        diag_get(fixture->sink, diag_count(fixture->sink, DIAG_NOTE) - 1)->message.ptr;
    assert_string_equal(last, "more than 1000 broken documents in one file (limit "
                              "broken-documents); the rest was not read");
    assert_int_equal(diag_count(fixture->sink, DIAG_NOTE), limits->member_warnings + 3);
}

static void test_lines_go_on(void **state) {
    struct document_list list = read_string(*state, "---\n\na: 1\n---------------\nb:\n- 2\n---\n"
                                                    "# c\nc: 3\nc: 4\n...\n{\"d\":\n[]}\n");
    static const uint32_t lines[] = {3, 5, 9, 12};
    assert_int_equal(list.count, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(list.items[i]->first_line, lines[i]);
        assert_int_equal(value_line(document_root(list.items[i])), lines[i]);
    }
    assert_int_equal(value_line(value_at(value_path(document_root(list.items[1]), "b"), 0)), 6);
    assert_string_equal(show_diags(*state), "10 duplicate-key");
}

static void test_document_line(void **state) {
    (void)state;
    struct document_origin origin = {.text = STR("one\ntwo\r\n\nfour")};
    assert_true(str_eq(document_line(&origin, 1), STR("one")));
    assert_true(str_eq(document_line(&origin, 2), STR("two")));
    assert_true(str_eq(document_line(&origin, 3), STR("")));
    assert_true(str_eq(document_line(&origin, 4), STR("four")));
    assert_int_equal(document_line(&origin, 5).len, 0);
    assert_int_equal(document_line(&origin, 0).len, 0);
}

/* The kept copy must stand alone: the member's text and arena are gone. */
static void test_keep(void **state) {
    struct fixture *fixture = *state;
    struct arena *member = arena_new();
    struct str text =
        str_copy(member, STR("a: plain\nb: \"x\\ty\"\nc: |\n  l\n  m\nd: [1, 0x10, ~]\n"));
    struct document_origin origin = {.input = STR("in"), .path = STR("p"), .text = text};
    struct document_list list =
        document_read(member, fixture->intern, &origin, fixture->options, fixture->sink);
    struct document_origin without = {.input = STR("in"), .path = STR("p")};
    struct document_origin with = {
        .input = STR("in"), .path = STR("p"), .text = str_copy(fixture->arena, text)};
    const struct document *bare = document_keep(fixture->arena, list.items[0], &without);
    const struct document *same = document_keep(fixture->arena, list.items[0], &with);
    memset((void *)(uintptr_t)text.ptr, 'X', text.len);
    arena_free(member);
    const struct document *copies[] = {bare, same};
    for (size_t i = 0; i < 2; i++) {
        struct value root = document_root(copies[i]);
        assert_string_equal(show(fixture, root),
                            "{a: 'plain', b: 'x\ty', c: 'l\nm\n', d: [1, 16, null]}");
        assert_int_equal(value_end_line(value_path(root, "c")), 5);
        assert_int_equal(value_line(value_path(root, "d")), 6);
        assert_int_equal(value_end_line(root), 6);
    }
}

static void test_keep_positions(void **state) {
    struct fixture *fixture = *state;
    fixture->options.positions = true;
    const struct document *doc = read_document(fixture, "a:   x\n");
    const struct document *copy = document_keep(fixture->arena, doc, doc->origin);
    assert_int_equal(value_text_column(value_path(document_root(copy), "a")), 6);
}

/* As `oc get -o yaml` and the serializers of Go write, all at once. */
static void test_real_looking(void **state) {
    struct fixture *fixture = *state;
    struct value v = read_value(
        fixture,
        "---\n"
        "apiVersion: v1\n"
        "items:\n"
        "- apiVersion: v1\n"
        "  kind: Pod\n"
        "  metadata:\n"
        "    annotations:\n"
        "      k8s.v1.cni.cncf.io/network-status: |-\n"
        "        [{\n"
        "            \"name\": \"openshift-sdn\",\n"
        "            \"ips\": [\n"
        "                \"10.1.2.3\"\n"
        "            ]\n"
        "        }]\n"
        "      text: \"tab\\there \\u2028 and a text that is so long that it was folded \\\n"
        "        twice\"\n"
        "    creationTimestamp: \"2022-01-31T10:11:12Z\"\n"
        "    labels:\n"
        "      vm.kubevirt.io/name: vm-1\n"
        "    managedFields:\n"
        "    - fieldsV1:\n"
        "        f:metadata:\n"
        "          f:labels:\n"
        "            .: {}\n"
        "            k:{\"uid\":\"1\"}: {}\n"
        "    name: virt-launcher-vm-1-abcde\n"
        "  spec:\n"
        "    containers:\n"
        "    - args:\n"
        "      - --port=80\n"
        "      - -v=2\n"
        "      command: [\"/bin/sh\"]\n"
        "      resources: {}\n"
        "  status:\n"
        "    conditions:\n"
        "    - lastProbeTime: null\n"
        "      message: 'containers with unready status: [compute]\n"
        "        it''s not ready'\n"
        "      type: Ready\n"
        "kind: PodList\n"
        "metadata:\n"
        "  resourceVersion: \"\"\n");
    assert_string_equal(
        show(fixture, v),
        "{apiVersion: 'v1', items: [{apiVersion: 'v1', kind: 'Pod', metadata: {annotations: "
        "{k8s.v1.cni.cncf.io/network-status: '[{\n    \"name\": \"openshift-sdn\",\n    \"ips\": "
        "[\n        \"10.1.2.3\"\n    ]\n}]', text: 'tab\there \xe2\x80\xa8 and a text that is so "
        "long that it was folded twice'}, creationTimestamp: '2022-01-31T10:11:12Z', labels: "
        "{vm.kubevirt.io/name: 'vm-1'}, managedFields: [{fieldsV1: {f:metadata: {f:labels: {.: {}, "
        "k:{\"uid\":\"1\"}: {}}}}}], name: 'virt-launcher-vm-1-abcde'}, spec: {containers: [{args: "
        "['--port=80', '-v=2'], command: ['/bin/sh'], resources: {}}]}, status: {conditions: "
        "[{lastProbeTime: null, message: 'containers with unready status: [compute] it's not "
        "ready', type: 'Ready'}]}}], kind: 'PodList', metadata: {resourceVersion: ''}}");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        fixture_test(test_leading_marker),
        fixture_test(test_several_documents),
        fixture_test(test_dashes),
        fixture_test(test_glued_lists),
        fixture_test(test_overwritten),
        fixture_test(test_lists),
        fixture_test(test_text),
        fixture_test(test_message),
        fixture_test(test_empty),
        fixture_test(test_utf16),
        fixture_test(test_not_whole),
        fixture_test(test_binary),
        fixture_test(test_limits),
        fixture_test(test_lines_go_on),
        cmocka_unit_test(test_document_line),
        fixture_test(test_keep),
        fixture_test(test_keep_positions),
        fixture_test(test_real_looking),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
