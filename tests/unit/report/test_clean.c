/* The border: whatever comes in, what goes out is valid, visible and obeyed by nobody. */
#include "written.h"

#include "report/clean.h"

static struct arena *arena;

static void check(struct str in, struct str out) {
    struct str got = clean_text(arena, in);
    if (!str_eq(got, out))
        fail_msg("got '%.*s', wanted '%.*s'", STR_ARG(got), STR_ARG(out));
    assert_true(str_eq(clean_text(arena, got), got));
}

static void test_texts(void **state) {
    (void)state;
    check(STR(""), STR(""));
    check(STR("plain, \xe6\x97\xa5\xe6\x9c\xac\n\ttext"),
          STR("plain, \xe6\x97\xa5\xe6\x9c\xac\n\ttext"));
    check(STR("a\x1b[31mb"), STR("a\xe2\x90\x9b[31mb"));
    check(STR("a\0b"), STR("a\xe2\x90\x80"
                           "b"));
    check(STR("a\x7f"), STR("a\xe2\x90\xa1"));
    check(STR("\xff\xc0"), STR("\xef\xbf\xbd\xef\xbf\xbd"));
    check(STR("a\xef\xbf\xbe\xef\xbf\xbf\xf0\x9f\xbf\xbe"
              "b"),
          STR("ab"));
    check(STR("\xef\xb7\x90x"), STR("x"));
    check(STR("a\xe2\x80\xae"
              "b"),
          STR("a\xe2\x9f\xa8U+202E\xe2\x9f\xa9"
              "b"));
    check(STR("a\xc2\x9b"
              "2J"),
          STR("a\xe2\x9f\xa8U+009B\xe2\x9f\xa9"
              "2J"));
    check(STR("one\r\ntwo\rthree"), STR("one\ntwo\xe2\x90\x8dthree"));
}

static void test_clean_text_is_not_copied(void **state) {
    (void)state;
    struct str in = STR("nothing to do");
    assert_ptr_equal(clean_text(arena, in).ptr, in.ptr);
    assert_ptr_equal(clean_line(arena, in).ptr, in.ptr);
}

static void test_every_code_point(void **state) {
    (void)state;
    struct strbuf all = strbuf_new(arena);
    for (uint32_t c = 0; c < 0x110000; c++)
        strbuf_append_code_point(&all, c);
    assert_clean(clean_text(arena, strbuf_str(&all)));
}

static void test_every_pair_of_bytes(void **state) {
    (void)state;
    for (unsigned pair = 0; pair < 0x10000; pair++) {
        char bytes[2] = {(char)(pair >> 8), (char)(pair & 0xff)};
        assert_clean(clean_text(arena, (struct str){bytes, 2}));
    }
}

static void test_lines(void **state) {
    (void)state;
    assert_true(str_eq(clean_line(arena, STR(" a \r\n\t b  c ")), STR("a b c")));
    assert_true(str_eq(clean_line(arena, STR("  \n ")), STR("")));
}

static void test_cut(void **state) {
    (void)state;
    assert_true(str_eq(clean_cut(arena, STR("short"), 5), STR("short")));
    struct str cut = clean_cut(arena, STR("\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e"), 8);
    assert_true(str_eq(cut, STR("\xe6\x97\xa5\xe2\x80\xa6")));
    for (size_t limit = 0; limit < 9; limit++)
        assert_clean(clean_cut(arena, STR("\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e"), limit));
}

static void test_columns(void **state) {
    (void)state;
    assert_int_equal(clean_columns(STR("abc")), 3);
    assert_int_equal(clean_columns(STR("\xe6\x97\xa5\xe6\x9c\xac")), 4);
    assert_int_equal(clean_columns(STR("e\xcc\x81")), 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_clean_text_is_not_copied),
        cmocka_unit_test(test_every_code_point),
        cmocka_unit_test(test_every_pair_of_bytes),
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_cut),
        cmocka_unit_test(test_columns),
    };
    arena = arena_new();
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(arena);
    return failed;
}
