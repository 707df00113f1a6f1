/* Diagnostics: the printed form to the letter, the caret, the bound. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/limits.h"

static struct arena *arena;
static struct diag_sink *sink;

static int set_up(void **state) {
    (void)state;
    arena = arena_new();
    sink = diag_sink_new(arena);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    arena_free(arena);
    return 0;
}

static void assert_printed(size_t index, const char *expected) {
    struct str text = diag_format(arena, diag_get(sink, index));
    assert_string_equal(str_c(arena, text), expected);
}

static void test_place_and_message(void **state) {
    (void)state;
    struct diag_where full = {
        .input = STR("mg.tar.gz"), .path = STR("a/b.yaml"), .line = 212, .column = 1};
    diag_add(sink, DIAG_WARNING, DIAG_RESOURCE_SHAPE, full, "document skipped: %s expected", "map");
    diag_add(sink, DIAG_ERROR, DIAG_INPUT_OPEN, (struct diag_where){.input = STR("x")}, "gone");
    diag_add(sink, DIAG_NOTE, DIAG_USAGE, (struct diag_where){0}, "try --help");
    diag_add(sink, DIAG_ERROR, DIAG_RULE_KEY,
             (struct diag_where){.input = STR("r.yaml"), .line = 3, .path = STR("")}, "no");
    assert_printed(0, "mg.tar.gz!a/b.yaml:212:1: warning: document skipped: map expected "
                      "[resource-shape]\n");
    assert_printed(1, "x: error: gone [input-open]\n");
    assert_printed(2, "virtready: note: try --help [usage]\n");
    assert_printed(3, "r.yaml:3: error: no [rule-key]\n");
    assert_null(diag_get(sink, 4));
}

static void test_caret(void **state) {
    (void)state;
    struct diag_where where = {
        .input = STR("r.yaml"),
        .line = 14,
        .column = 9,
        .end_column = 15,
        .source_line = STR("  when: statuss == 1"),
    };
    diag_add(sink, DIAG_ERROR, DIAG_CEL_NAME, where, "unknown name 'statuss'");
    assert_printed(0, "r.yaml:14:9: error: unknown name 'statuss' [cel-name]\n"
                      "      when: statuss == 1\n"
                      "            ^~~~~~\n");
}

static void test_caret_under_tabs_and_wide_text(void **state) {
    (void)state;
    struct diag_where where = {
        .input = STR("r"), .line = 1, .column = 4, .source_line = STR("\t\xc3\xa9 x")};
    diag_add(sink, DIAG_ERROR, DIAG_CEL_SYNTAX, where, "no");
    assert_printed(0, "r:1:4: error: no [cel-syntax]\n"
                      "    \t\xc3\xa9 x\n"
                      "    \t  ^\n");
}

static void test_caret_beyond_the_line(void **state) {
    (void)state;
    struct diag_where where = {
        .input = STR("r"), .line = 1, .column = 100, .source_line = STR("ab")};
    diag_add(sink, DIAG_ERROR, DIAG_CEL_SYNTAX, where, "unexpected end");
    assert_printed(0, "r:1:100: error: unexpected end [cel-syntax]\n"
                      "    ab\n"
                      "      ^\n");
}

static void test_message_is_valid_utf8(void **state) {
    (void)state;
    diag_add(sink, DIAG_ERROR, DIAG_USAGE, (struct diag_where){0}, "'%s'", "\xff");
    assert_printed(0, "virtready: error: '\xef\xbf\xbd' [usage]\n");
    /* Cut within a character at the message's bound. */
    char text[1200];
    for (size_t i = 0; i + 1 < sizeof text; i += 2) {
        text[i] = '\xc3';
        text[i + 1] = '\xa9';
    }
    text[1198] = '\0';
    diag_add(sink, DIAG_ERROR, DIAG_USAGE, (struct diag_where){0}, "%s", text);
    struct str message = diag_get(sink, 1)->message;
    assert_ptr_equal(str_valid_utf8(arena, message).ptr, message.ptr);
}

static void test_counts(void **state) {
    (void)state;
    for (int i = 0; i < 3; i++)
        diag_add(sink, DIAG_NOTE, DIAG_USAGE, (struct diag_where){0}, "n");
    diag_add(sink, DIAG_WARNING, DIAG_USAGE, (struct diag_where){0}, "w");
    diag_add(sink, DIAG_ERROR, DIAG_USAGE, (struct diag_where){0}, "e");
    assert_int_equal(diag_count(sink, DIAG_NOTE), 5);
    assert_int_equal(diag_count(sink, DIAG_WARNING), 2);
    assert_int_equal(diag_count(sink, DIAG_ERROR), 1);
    assert_int_equal(diag_dropped(sink), 0);
}

static void test_bound(void **state) {
    (void)state;
    for (size_t i = 0; i < limits->diagnostics + 5; i++)
        diag_add(sink, DIAG_WARNING, DIAG_USAGE, (struct diag_where){0}, "%zu", i);
    assert_int_equal(diag_dropped(sink), 5);
    assert_int_equal(diag_count(sink, DIAG_WARNING), limits->diagnostics + 5);
    assert_string_equal(str_c(arena, diag_get(sink, limits->diagnostics)->message),
                        "further messages are counted, not kept (limit diagnostics)");
    assert_null(diag_get(sink, limits->diagnostics + 1));
    assert_non_null(diag_get(sink, limits->diagnostics - 1));
}

/* Scripts match these words. */
static void test_ids(void **state) {
    (void)state;
    assert_string_equal(diag_id_text(DIAG_INPUT_TRUNCATED), "input-truncated");
    assert_string_equal(diag_id_text(DIAG_OUTPUT), "output");
    assert_string_equal(diag_severity_text(DIAG_NOTE), "note");
    assert_string_equal(diag_severity_text(DIAG_ERROR), "error");
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_place_and_message),
        TEST(test_caret),
        TEST(test_caret_under_tabs_and_wide_text),
        TEST(test_caret_beyond_the_line),
        TEST(test_message_is_valid_utf8),
        TEST(test_counts),
        TEST(test_bound),
        TEST(test_ids),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
