/* rules/rule.schema.json, for editors: every rule fits it, what the loader refuses does not, and it
 * knows the same words. */
#include "support.h"

#include <glob.h>
#include <json-c/json.h>

#include "../schema.h"
#include "document/document.h"
#include "rules/rule_keys.h"
#include "rules/shape.h"

struct fixture {
    struct arena *arena;
    struct intern *intern;
    struct schema schema;
};

static struct str read_all(struct arena *arena, const char *path) {
    char block[4096];
    size_t n;
    struct strbuf text = strbuf_new(arena);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    while ((n = fread(block, 1, sizeof block, file)) > 0)
        strbuf_append(&text, (struct str){block, n});
    fclose(file);
    return strbuf_str(&text);
}

static struct fixture fixture_new(void) {
    struct fixture f = {.arena = arena_new()};
    f.intern = intern_new(f.arena);
    struct str text = read_all(f.arena, "rules/rule.schema.json");
    f.schema.root = json_tokener_parse(str_c(f.arena, text));
    assert_non_null(f.schema.root);
    return f;
}

static void fixture_free(struct fixture *f) {
    json_object_put(f->schema.root);
    arena_free(f->arena);
}

/* As an editor's server for YAML sees a document. */
static struct json_object *json_of(struct arena *arena, struct value v) {
    struct json_object *made = NULL;
    struct value_iter it = value_iter(v);
    switch (value_kind(v)) {
    case VALUE_BOOL:
        return json_object_new_boolean(value_bool(v));
    case VALUE_INT:
        return json_object_new_int64(value_int(v));
    case VALUE_DOUBLE:
        return json_object_new_double(value_double(v));
    case VALUE_STRING:
        return json_object_new_string(str_c(arena, value_str(v)));
    case VALUE_LIST:
        made = json_object_new_array();
        while (value_next(&it))
            json_object_array_add(made, json_of(arena, it.value));
        return made;
    case VALUE_MAP:
        made = json_object_new_object();
        while (value_next(&it))
            json_object_object_add(made, str_c(arena, it.key), json_of(arena, it.value));
        return made;
    case VALUE_ABSENT:
    case VALUE_NULL:
        break;
    }
    return NULL;
}

/* "" where it fits, else what does not. */
static const char *problem(struct fixture *f, struct str text) {
    struct document_origin *origin = NEW(f->arena, struct document_origin);
    *origin = (struct document_origin){.input = STR("rule"), .text = text};
    struct document_list list = document_read(
        f->arena, f->intern, origin,
        (struct document_options){.positions = true, .whole_file = true}, diag_sink_new(f->arena));
    assert_int_equal(list.count, 1);
    struct json_object *rule = json_of(f->arena, document_root(list.items[0]));
    f->schema.problem[0] = 0;
    bool valid = schema_valid(&f->schema, f->schema.root, rule, "rule");
    json_object_put(rule);
    return valid ? "" : f->schema.problem;
}

static void test_every_rule(void **state) {
    (void)state;
    struct fixture f = fixture_new();
    glob_t files;
    size_t rules = 0;
    assert_int_equal(glob("rules/*.yaml", 0, NULL, &files), 0);
    for (size_t i = 0; i < files.gl_pathc; i++) {
        struct str path = str_of(files.gl_pathv[i]);
        if (str_ends_with(path, STR("/facts.yaml")) || str_ends_with(path, STR("/gather.yaml")))
            continue;
        const char *wrong = problem(&f, read_all(f.arena, files.gl_pathv[i]));
        if (*wrong)
            fail_msg("%s: %s", files.gl_pathv[i], wrong);
        rules++;
    }
    assert_true(rules > 30);
    globfree(&files);
    fixture_free(&f);
}

static void expect_problem(const char *more, const char *expected) {
    struct fixture f = fixture_new();
    struct str text = str_printf(f.arena, "%s%s", RULE("x"), more);
    assert_string_equal(problem(&f, text), expected);
    fixture_free(&f);
}

static void test_strict(void **state) {
    (void)state;
    expect_problem("when: |\n  true\n", "");
    expect_problem("", "oneOf at rule");
    expect_problem("when: |\n  true\nlevels: [{severity: warning, when: true}]\n", "oneOf at rule");
    expect_problem("when: |\n  true\nwhere_: |\n  true\n", "further member at where_");
    expect_problem("when: |\n  true\nsince: 4.10\n", "type at since");
    expect_problem("when: |\n  true\nbites: workloads\n", "enum at bites");
    expect_problem("when: |\n  true\nvariables: {a-b: true}\n", "pattern at variables");
    expect_problem("when: |\n  true\nparams: {p: {value: 1, type: int}}\n", "help at p");
    expect_problem("levels: []\n", "minItems at levels");
    expect_problem("when: |\n  true\nevidence: [{fields: [a], limit: 21}]\n", "maximum at limit");
    expect_problem("when: |\n  true\ntests: [{name: t, expect: {}}]\n", "minProperties at expect");
    expect_problem("when: |\n  true\ntests: [{name: t, expect: {finding: []}}]\n",
                   "further member at finding");
}

/* ---- the same words as the loader ---- */

static struct json_object *at(struct fixture *f, const char *path) {
    struct json_object *from = f->schema.root;
    struct str rest = str_of(path), step;
    bool more = true;
    while (more) {
        more = str_cut(rest, '/', &step, &rest);
        assert_true(json_object_object_get_ex(from, str_c(f->arena, step), &from));
    }
    return from;
}

static void expect_keys(struct fixture *f, const char *path, const char *const *words) {
    struct strs expected = shape_words(f->arena, words);
    struct json_object *properties = at(f, path);
    assert_int_equal(json_object_object_length(properties), expected.count);
    for (size_t i = 0; i < expected.count; i++)
        if (!json_object_object_get_ex(properties, str_c(f->arena, expected.items[i]), NULL))
            fail_msg("%s lacks %.*s", path, STR_ARG(expected.items[i]));
}

static void expect_words(struct fixture *f, const char *path, const char *const *words) {
    struct strs expected = shape_words(f->arena, words);
    struct json_object *list = at(f, path);
    assert_int_equal(json_object_array_length(list), expected.count);
    for (size_t i = 0; i < expected.count; i++)
        assert_string_equal(json_object_get_string(json_object_array_get_idx(list, i)),
                            str_c(f->arena, expected.items[i]));
}

static void test_same_words(void **state) {
    (void)state;
    struct fixture f = fixture_new();
    expect_keys(&f, "properties", KEYS_RULE);
    expect_keys(&f, "properties/params/additionalProperties/properties", KEYS_PARAM);
    expect_keys(&f, "properties/levels/items/properties", KEYS_LEVEL);
    expect_keys(&f, "properties/evidence/items/properties", KEYS_EVIDENCE);
    expect_keys(&f, "properties/chain/items/properties", KEYS_LINK);
    expect_keys(&f, "properties/remediation/items/properties", KEYS_REMEDY);
    expect_keys(&f, "$defs/test/properties", KEYS_TEST);
    expect_keys(&f, "$defs/expect/properties", KEYS_EXPECT);
    expect_keys(&f, "$defs/finding/properties", KEYS_FINDING);
    expect_words(&f, "properties/category/enum", WORDS_CATEGORY);
    expect_words(&f, "properties/bites/enum", WORDS_BITES);
    expect_words(&f, "properties/scopes/items/enum", WORDS_SCOPE);
    expect_words(&f, "properties/params/additionalProperties/properties/type/enum",
                 WORDS_PARAM_TYPE);
    expect_words(&f, "$defs/level/enum", WORDS_LEVEL);
    fixture_free(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_rule),
        cmocka_unit_test(test_strict),
        cmocka_unit_test(test_same_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
