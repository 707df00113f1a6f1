/* A text cut at every byte never shows what the whole text does not hold, and never claims to be
 * complete where something is missing. */
#include "read.h"

#include <stdio.h>

static const char *const texts[] = {
    /* as `oc adm inspect` writes an object */
    "---\n"
    "apiVersion: kubevirt.io/v1\n"
    "kind: VirtualMachineInstance\n"
    "metadata:\n"
    "  annotations:\n"
    "    kubevirt.io/latest-observed-api-version: v1\n"
    "    last-applied: |\n"
    "      {\"apiVersion\":\"v1\",\"kind\":\"Pod\"}\n"
    "  creationTimestamp: \"2022-01-31T10:11:12Z\"\n"
    "  finalizers:\n"
    "  - kubevirt.io/virtualMachineControllerFinalize\n"
    "  - foregroundDeleteVirtualMachine\n"
    "  generation: 12\n"
    "  labels: {}\n"
    "  name: vm-1\n"
    "  ownerReferences: []\n"
    "spec:\n"
    "  domain:\n"
    "    cpu:\n"
    "      cores: 1\n"
    "      threads: 0x10\n"
    "    devices:\n"
    "      disks:\n"
    "      - disk:\n"
    "          bus: virtio\n"
    "        name: rootdisk\n"
    "      - name: other\n"
    "        ratio: 1.25\n"
    "  evictionStrategy: LiveMigrate\n"
    "status:\n"
    "  conditions:\n"
    "  - lastProbeTime: null\n"
    "    message: 'cannot migrate VMI: PVC rootdisk is not shared, live migration\n"
    "      requires that all PVCs must be shared (using ReadWriteMany access\n"
    "      mode), isn''t it'\n"
    "    status: \"False\"\n"
    "    type: LiveMigratable\n"
    "  - message: a plain text that a serializer folded at\n"
    "      the width of eighty columns\n"
    "    status: \"True\"\n"
    "    type: Ready\n"
    "  phase: Running\n"
    "  qosClass: Burstable\n",

    /* every form of scalar, nesting and comment */
    "top: text # comment\n"
    "# another\n"
    "folded: >-\n"
    "  one\n"
    "  two\n"
    "\n"
    "  three\n"
    "indented: |2\n"
    "    two more\n"
    "  none\n"
    "keep: |+\n"
    "  kept\n"
    "\n"
    "double: \"esc \\\"q\\\" \\u00e9 \\x41 folded \\\n"
    "  here\n"
    "  there\"\n"
    "single: 'it''s'\n"
    "empty: ''\n"
    "nothing:\n"
    "tilde: ~\n"
    "lists:\n"
    "- - a\n"
    "  - b: c\n"
    "    d: -1\n"
    "  -\n"
    "    - .inf\n"
    "- []\n"
    "-\n"
    "- x: {}\n"
    "flow: {a: [1, two, 'three'], b: {c: d}, \"e\": f, g: , h}\n"
    "? explicit\n"
    ": value\n"
    "time: 2021-01-01T00:00:00Z\n"
    "colons: a:b:c\n"
    "url: http://x/y?z=1#f\n"
    "dash: -x\n"
    "last: end\n",

    /* beyond ASCII */
    "name: Über\n"
    "größe: \"1 \xe2\x82\xac\"\n"
    "text: |\n"
    "  \xe6\x97\xa5\xe6\x9c\xac \xf0\x9f\x98\x80\n"
    "  zwei\n"
    "list:\n"
    "- \xf0\x9f\x98\x80 smile\n"
    "- 'caf\xc3\xa9'\n",

    /* CRLF */
    "a: 1\r\nb:\r\n  c: |\r\n    x\r\n    y\r\n  d: e\r\nf:\r\n- g\r\n",

    /* several documents, each way */
    "---\na: 1\n---\nb:\n- 2\n...\n# nothing\n--- {c: 3}\n---\n---\nd: four\n",
    "apiVersion: v1\nkind: A\nx: y\n---------------\napiVersion: v1\nkind: B\n---------------\n",
    "apiVersion: v1\nitems:\n- a: b\nkind: List\nmetadata:\n  x: \"\"\n"
    "apiVersion: v1\nitems:\n- c: d\nkind: List\nmetadata:\n  x: \"\"\n",

    /* anchors */
    "base: &base\n  a: 1\n  b: [x, y]\nfirst: *base\nsecond:\n- *base\n- &s text\n- *s\n",

    /* roots that are no maps */
    "- a\n- b\n-  c: 1\n   d: 2\n",
    "[a, {b: c}, [d, e], f: g, 'h']\n",

    /* JSON, compact, pretty and in lines */
    "{\"a\":[1,-2.5e3,true,null,\"x\\\"y\\u00e9\\ud83d\\ude00\"],\"b\":{},\"c\":[],\"d\":{\"e\":[{}"
    "]}}",
    "{\n    \"kind\": \"List\",\n    \"items\": [\n        {\n            \"n\": 12\n        },\n"
    "        \"text \xe2\x82\xac\"\n    ],\n    \"last\": false\n}\n",
    "{\"a\":1}\n{\"a\":2}\n{\"a\":[3]}\n",
};

static void assert_within(struct value cut, struct value whole);

static void assert_map_within(struct value cut, struct value whole) {
    for (struct value_iter it = value_iter(cut); value_next(&it);) {
        struct value other = value_get(whole, it.key);
        assert_int_not_equal(value_kind(other), VALUE_ABSENT);
        assert_int_equal(value_line(it.value), value_line(other));
        assert_within(it.value, other);
    }
}

static void assert_list_within(struct value cut, struct value whole) {
    struct value_iter other = value_iter(whole);
    for (struct value_iter it = value_iter(cut); value_next(&it);) {
        assert_true(value_next(&other));
        assert_int_equal(value_line(it.value), value_line(other.value));
        assert_within(it.value, other.value);
    }
}

/* Recursion is bounded by LIMIT_DEPTH_MOST. */
static void assert_within(struct value cut, struct value whole) {
    assert_int_equal(value_kind(cut), value_kind(whole));
    if (value_is(cut, VALUE_MAP))
        assert_map_within(cut, whole);
    else if (value_is(cut, VALUE_LIST))
        assert_list_within(cut, whole);
    else
        assert_true(str_eq(value_str(cut), value_str(whole)));
    if (!value_is_cut(cut))
        assert_int_equal(value_count(cut), value_count(whole));
}

static bool has_cut(struct value v) {
    for (struct value_iter it = value_iter(v); value_next(&it);)
        if (has_cut(it.value))
            return true;
    return value_is_cut(v);
}

static void assert_list_of_prefix(struct document_list cut, struct document_list whole) {
    assert_true(cut.count <= whole.count);
    for (size_t i = 0; i < cut.count; i++) {
        assert_within(document_root(cut.items[i]), document_root(whole.items[i]));
        bool last = i + 1 == cut.count;
        assert_true(last || cut.items[i]->state == DOCUMENT_WHOLE);
        assert_int_not_equal(cut.items[i]->state, DOCUMENT_TRAILING);
        assert_int_equal(cut.items[i]->state == DOCUMENT_CUT, has_cut(document_root(cut.items[i])));
        assert_int_equal(cut.items[i]->first_line, whole.items[i]->first_line);
    }
}

/* Cuts each text at each byte. With `whole_file` nothing tells of the cut but the text itself, so
 * cuts behind a line of YAML are left to the other run. */
static void cut_everywhere(struct fixture *fixture, bool whole_file) {
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct str text = str_of(texts[i]);
        fixture->options.whole_file = true;
        struct document_list whole = read_text(fixture, text);
        assert_true(whole.count > 0);
        fixture->options.whole_file = whole_file;
        for (size_t end = 1; end < text.len; end++) {
            if (whole_file && text.ptr[end - 1] == '\n')
                continue;
            /* a copy, so that AddressSanitizer sees reading beyond the cut */
            struct str part = str_copy(fixture->arena, str_slice(text, 0, end));
            assert_list_of_prefix(read_text(fixture, part), whole);
        }
    }
}

static void test_known_cut(void **state) {
    cut_everywhere(*state, false);
}

static void test_unknown_cut(void **state) {
    cut_everywhere(*state, true);
}

static void test_whole_texts_have_no_cut(void **state) {
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct document_list list = read_string(fixture, texts[i]);
        for (size_t at = 0; at < list.count; at++) {
            assert_int_equal(list.items[at]->state, DOCUMENT_WHOLE);
            assert_false(has_cut(document_root(list.items[at])));
        }
    }
    assert_string_equal(show_diags(fixture), "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        fixture_test(test_whole_texts_have_no_cut),
        fixture_test(test_known_cut),
        fixture_test(test_unknown_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
