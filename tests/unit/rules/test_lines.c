#include "support.h"

#include "rules/lines.h"

/* The same as reading from the start, for every line, in any order. */
static void test_lines(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct strbuf text = strbuf_new(arena);
    for (int i = 1; i <= 2000; i++)
        strbuf_printf(&text, "%.*s%d%s\n", i % 7, "       ", i, i % 5 ? "" : "\r");
    strbuf_append(&text, STR("last"));
    struct document_origin origin = {.text = strbuf_str(&text)};
    struct lines lines = lines_new(arena);
    for (uint32_t i = 2003; i-- > 0;) {
        struct str line = lines_at(&lines, &origin, i);
        assert_true(str_eq(line, document_line(&origin, i)));
    }
    struct lines ahead = lines_new(arena); /* forward, with jumps back and over what was read */
    for (uint32_t i = 1; i <= 2003; i++) {
        uint32_t asked[] = {i, i * 37 % 2003, i + 1};
        for (size_t k = 0; k < 3; k++)
            assert_true(
                str_eq(lines_at(&ahead, &origin, asked[k]), document_line(&origin, asked[k])));
    }
    assert_true(str_eq(lines_at(&lines, &origin, 2001), STR("last")));
    assert_int_equal(lines_at(&lines, &origin, UINT32_MAX).len, 0);
    struct document_origin empty = {0};
    assert_int_equal(lines_at(&lines, &empty, 1).len, 0);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_lines)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
