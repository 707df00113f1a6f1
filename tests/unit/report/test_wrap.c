/* Lines break where a reader of the language expects it. */
#include "report/wrap.h"

#include "written.h"

/* Each row with a bar behind it. */
static void assert_rows(const char *text, size_t room, const char *rows) {
    struct arena *arena = arena_new();
    struct strbuf out = strbuf_new(arena);
    struct str s = str_of(text);
    for (size_t from = 0; from < s.len;) {
        size_t to = wrap_fit(s, from, room);
        assert_true(to > from);
        strbuf_printf(&out, "%.*s|", STR_ARG(str_slice(s, from, to)));
        for (from = to; from < s.len && s.ptr[from] == ' ';)
            from++;
    }
    if (!str_eq(strbuf_str(&out), str_of(rows)))
        fail_msg("%s at %zu: %.*s", text, room, STR_ARG(strbuf_str(&out)));
    arena_free(arena);
}

static void test_latin(void **state) {
    (void)state;
    assert_rows("one two three", 7, "one two|three|");
    assert_rows("one two three", 8, "one two|three|");
    assert_rows("one incomprehensible", 8, "one|incompre|hensible|");
    assert_rows("erp/db-01", 4, "erp/|db-0|1|");
    assert_rows("", 4, "");
}

static void test_japanese(void **state) {
    (void)state;
    assert_rows("仮想マシンを更新", 6, "仮想マ|シンを|更新|");
    assert_rows("仮想マシンを更新", 7, "仮想マ|シンを|更新|");
    /* nothing that closes begins a row, nothing that opens ends one */
    assert_rows("更新します。次へ", 10, "更新しま|す。次へ|");
    assert_rows("仮想 (マシン) を", 6, "仮想|(マシ|ン) を|");
    assert_rows("これは「更新」だ", 8, "これは|「更新」|だ|");
    assert_rows("コンピューター", 6, "コン|ピュー|ター|");
    assert_rows("ドレインは erp/db-01 です", 12, "ドレインは|erp/db-01 で|す|");
    /* only what closes: then it may */
    assert_rows("。。。。", 4, "。。|。。|");
}

static void test_cut(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    assert_true(str_eq(wrap_cut(arena, STR("仮想マシン"), 10), STR("仮想マシン")));
    assert_true(str_eq(wrap_cut(arena, STR("仮想マシン"), 9), STR("仮想マシ\u2026")));
    assert_true(str_eq(wrap_cut(arena, STR("one two three"), 9), STR("one two\u2026")));
    assert_true(str_eq(wrap_cut(arena, STR("one"), 0), STR("\u2026")));
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_latin),
        cmocka_unit_test(test_japanese),
        cmocka_unit_test(test_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
