/* report.json: valid for the schema that the project ships, in the documented order, the same bytes
 * each time, and clean whatever the archive holds. */
#include "written.h"

#include "../schema.h"
#include "base/embedded.h"

static struct str write_example(struct arena *arena, bool hostile) {
    struct example x = {arena, hostile, 41};
    return written_json(arena, example_report(&x));
}

static struct json_object *parse(struct str text) {
    struct json_tokener *tokener = json_tokener_new_ex(64);
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
    struct json_object *value = json_tokener_parse_ex(tokener, text.ptr, (int)text.len);
    assert_int_equal(json_tokener_get_error(tokener), json_tokener_success);
    json_tokener_free(tokener);
    assert_non_null(value);
    return value;
}

static void assert_valid(struct str text) {
    const struct embedded_file *file = embedded_find(STR("templates/report.schema.json"));
    assert_non_null(file);
    struct schema schema = {.root = parse((struct str){file->data, file->size})};
    struct json_object *value = parse(text);
    if (!schema_valid(&schema, schema.root, value, "top"))
        fail_msg("%s", schema.problem);
    json_object_put(value);
    json_object_put(schema.root);
}

static void test_valid(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    assert_valid(write_example(arena, false));
    arena_free(arena);
}

static void test_hostile(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct str text = write_example(arena, true);
    assert_valid(text);
    assert_clean(text);
    /* the data is kept: a program may need the very bytes */
    ASSERT_HOLDS(text, "\\u001b[31m");
    ASSERT_HOLDS(text, "\\u202eevil");
    ASSERT_HOLDS(text, "\\u009b2J\\u007f");
    ASSERT_HOLDS(text, "next\\u0000nul");
    arena_free(arena);
}

/* A model in which nothing is known: all keys are there, and null. */
static void test_nothing_known(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct results none = {0};
    struct report empty = {.results = &none};
    struct str text = written_json(arena, &empty);
    assert_valid(text);
    ASSERT_HOLDS(text, "\"inputs\": []");
    ASSERT_HOLDS(text, "\"installed\": null");
    arena_free(arena);
}

/* The schema is strict: it refuses what is not documented. */
static void test_schema_refuses(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    const struct embedded_file *file = embedded_find(STR("templates/report.schema.json"));
    struct schema schema = {.root = parse((struct str){file->data, file->size})};
    struct json_object *value = parse(write_example(arena, false));
    json_object_object_add(value, "verdict", json_object_new_string("fine"));
    assert_false(schema_valid(&schema, schema.root, value, "top"));
    json_object_object_add(value, "verdict", json_object_new_string("ready"));
    assert_true(schema_valid(&schema, schema.root, value, "top"));
    json_object_object_add(value, "more", NULL);
    assert_false(schema_valid(&schema, schema.root, value, "top"));
    json_object_object_del(value, "more");
    json_object_object_del(value, "vms");
    assert_false(schema_valid(&schema, schema.root, value, "top"));
    json_object_put(value);
    json_object_put(schema.root);
    arena_free(arena);
}

static void test_order(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct str text = write_example(arena, false);
    static const char *const keys[] = {"schema",  "tool",       "inputs",       "gathered",
                                       "cluster", "target",     "verdict",      "counts",
                                       "gather",  "rules",      "updatePath",   "drains",
                                       "vms",     "migrations", "completeness", "diagnostics"};
    size_t at = 0;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        at = str_find(text, str_printf(arena, "\n  \"%s\": ", keys[i]), at);
        assert_true(at != SIZE_MAX);
    }
    arena_free(arena);
}

static void test_masked_values_stay_out(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct example x = {arena, false, 3};
    struct report *report = example_report(&x);
    struct evidence secret = {
        .path = STR("p"), .field = STR("f"), .value = STR("hunter2"), .masked = true};
    struct excerpt_line line = {1, STR("password: hunter2")};
    secret.excerpt = &line;
    secret.n_excerpt = 1;
    report->results->items[0].findings[0].evidence = &secret;
    report->results->items[0].findings[0].n_evidence = 1;
    ASSERT_LACKS(written_json(arena, report), "hunter2");
    ASSERT_LACKS(written_page(arena, report, PAGE_HTML), "hunter2");
    ASSERT_LACKS(written_page(arena, report, PAGE_JUNIT), "hunter2");
    arena_free(arena);
}

static void test_same_bytes(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    assert_true(str_eq(write_example(arena, true), write_example(arena, true)));
    arena_free(arena);
}

static void test_stream_refuses(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct example x = {arena, false, 41};
    FILE *full = fopen("/dev/full", "w");
    assert_non_null(full);
    setvbuf(full, NULL, _IONBF, 0);
    assert_false(report_write_json(example_report(&x), arena, full));
    fclose(full);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_valid),         cmocka_unit_test(test_hostile),
        cmocka_unit_test(test_nothing_known), cmocka_unit_test(test_schema_refuses),
        cmocka_unit_test(test_order),         cmocka_unit_test(test_masked_values_stay_out),
        cmocka_unit_test(test_same_bytes),    cmocka_unit_test(test_stream_refuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
