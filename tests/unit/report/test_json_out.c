/* JSON as it is said: laid out as documented, on one line in a page, and every text read back as it
 * was, whatever is in it and wherever it meets the end of what is held back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <json-c/json.h>

#include "base/arena.h"
#include "report/json_out.h"

static void say_all(struct json_out *out) {
    json_out_open(out, NULL, '{');
    json_out_text(out, "text", STR("plain <b>"));
    json_out_open(out, "none", '[');
    json_out_close(out, ']');
    json_out_open(out, "some", '[');
    json_out_int(out, NULL, INT64_MIN);
    json_out_uint(out, NULL, UINT64_MAX);
    json_out_open(out, NULL, '{');
    json_out_bool(out, "yes", true);
    json_out_bool(out, "no", false);
    json_out_close(out, '}');
    json_out_close(out, ']');
    json_out_open_line(out, "line", '{');
    json_out_open_line(out, "in", '[');
    json_out_int(out, NULL, 1);
    json_out_int(out, NULL, 2);
    json_out_close(out, ']');
    json_out_text(out, "it", STR("x"));
    json_out_close(out, '}');
    json_out_null(out, "null");
    json_out_close(out, '}');
    assert_true(json_out_finish(out));
}

static void assert_layout(bool page, const char *expected) {
    struct arena *arena = arena_new();
    char *text = NULL;
    size_t len = 0;
    FILE *file = open_memstream(&text, &len);
    say_all(json_out_new(arena, page, file));
    fclose(file);
    assert_string_equal(text, expected);
    free(text);
    arena_free(arena);
}

static void test_layout(void **state) {
    (void)state;
    assert_layout(false, "{\n"
                         "  \"text\": \"plain <b>\",\n"
                         "  \"none\": [],\n"
                         "  \"some\": [\n"
                         "    -9223372036854775808,\n"
                         "    18446744073709551615,\n"
                         "    {\n"
                         "      \"yes\": true,\n"
                         "      \"no\": false\n"
                         "    }\n"
                         "  ],\n"
                         "  \"line\": {\"in\": [1, 2], \"it\": \"x\"},\n"
                         "  \"null\": null\n"
                         "}\n");
    assert_layout(true, "{\"text\":\"plain \\u003cb>\",\"none\":[],\"some\":[-9223372036854775808,"
                        "18446744073709551615,{\"yes\":true,\"no\":false}],"
                        "\"line\":{\"in\":[1,2],\"it\":\"x\"},\"null\":null}");
}

/* The text, alone in an array. */
static void assert_kept(struct arena *arena, bool page, struct str s, const char *printed) {
    char *text = NULL;
    size_t len = 0;
    FILE *file = open_memstream(&text, &len);
    struct json_out *out = json_out_new(arena, page, file);
    json_out_open(out, NULL, '[');
    json_out_text(out, NULL, s);
    json_out_close(out, ']');
    assert_true(json_out_finish(out));
    fclose(file);
    struct json_object *array = json_tokener_parse(text),
                       *read = json_object_array_get_idx(array, 0);
    assert_true(str_eq(
        s, (struct str){json_object_get_string(read), (size_t)json_object_get_string_len(read)}));
    if (printed)
        assert_non_null(strstr(text, printed));
    json_object_put(array);
    free(text);
}

static void test_texts(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    for (int page = 0; page < 2; page++) {
        assert_kept(arena, page, STR(""), "\"\"");
        assert_kept(arena, page, STR("a \"b\" \\ / c"), "\"a \\\"b\\\" \\\\ / c\"");
        assert_kept(arena, page,
                    STR("1\n2\t3\r4\x1b"
                        "5\0"
                        "6\x7f"),
                    "1\\n2\\t3\\r4\\u001b5\\u00006\\u007f");
        assert_kept(arena, page, STR("\u202e \u9752 \U0010ffff"),
                    "\"\\u202e \u9752 \\udbff\\udfff\"");
        assert_kept(arena, page, STR("</script>"), page ? "\\u003c/script>" : "</script>");
    }
    arena_free(arena);
}

static void test_long(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct strbuf text = strbuf_new(arena);
    for (size_t i = 0; text.len < 40000; i++) {
        strbuf_append_byte(&text, (char)('a' + i % 26));
        if (text.len % 1021 < 40 || text.len > 39900) /* around every end */
            assert_kept(arena, false, strbuf_str(&text), NULL);
    }
    while (text.len < 140000) /* more than is held back */
        strbuf_append_byte(&text, 'x');
    assert_kept(arena, false, strbuf_str(&text), NULL);
    strbuf_append_byte(&text, '"');
    assert_kept(arena, true, strbuf_str(&text), "\\\"\"]");
    arena_free(arena);
}

/* All of it grows, and there is room for it, or just not. */
static void test_all_escaped(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct strbuf marks = strbuf_new(arena), quotes = strbuf_new(arena);
    for (size_t i = 0; i < 11000; i++) {
        strbuf_append_byte(&marks, '<');
        strbuf_append_byte(&quotes, i % 2 ? '"' : '\\');
        if (i < 3 || i > 10900) {
            assert_kept(arena, true, strbuf_str(&marks), "\\u003c\"]");
            assert_kept(arena, true, strbuf_str(&quotes), i % 2 ? "\\\"\"]" : "\\\\\"]");
        }
    }
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_layout),
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_long),
        cmocka_unit_test(test_all_escaped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
