/* Slices, numbers, buffers and UTF-8. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"

static struct arena *arena;

static int set_up(void **state) {
    (void)state;
    arena = arena_new();
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    arena_free(arena);
    return 0;
}

static void assert_str(struct str s, const char *expected) {
    if (!str_eq(s, str_of(expected)))
        fail_msg("'%.*s' is not '%s'", (int)s.len, s.ptr ? s.ptr : "", expected);
}

static void test_compare(void **state) {
    (void)state;
    assert_true(str_eq(STR(""), (struct str){0}));
    assert_true(str_eq(STR("a\0b"), (struct str){"a\0b", 3}));
    assert_false(str_eq(STR("a\0b"), STR("a\0c")));
    assert_true(str_cmp(STR("a"), STR("b")) < 0);
    assert_true(str_cmp(STR("a"), STR("ab")) < 0);
    assert_true(str_cmp(STR("\xff"), STR("a")) > 0);
    assert_int_equal(str_cmp(STR(""), (struct str){0}), 0);
    assert_true(str_starts_with(STR("abc"), STR("")));
    assert_true(str_starts_with(STR("abc"), STR("abc")));
    assert_false(str_starts_with(STR("ab"), STR("abc")));
    assert_true(str_ends_with(STR("abc"), STR("bc")));
    assert_false(str_ends_with(STR("c"), STR("bc")));
    assert_int_equal(str_of(NULL).len, 0);
}

static void test_find(void **state) {
    (void)state;
    struct str text = STR("abcabcabd");
    assert_int_equal(str_find(text, STR("abd"), 0), 6);
    assert_int_equal(str_find(text, STR("abc"), 1), 3);
    assert_int_equal(str_find(text, STR("abx"), 0), SIZE_MAX);
    assert_int_equal(str_find(text, STR("d!"), 0), SIZE_MAX);
    assert_int_equal(str_find(text, STR(""), 9), 9);
    assert_int_equal(str_find(text, STR(""), 10), SIZE_MAX);
    assert_int_equal(str_find(text, STR("a"), 100), SIZE_MAX);
    assert_int_equal(str_find((struct str){0}, STR("a"), 0), SIZE_MAX);
    assert_int_equal(str_find_byte(text, 'c', 3), 5);
    assert_int_equal(str_find_byte(text, 'c', 9), SIZE_MAX);
    assert_true(str_contains(text, STR("cab")));
}

static void test_slice_and_cut(void **state) {
    (void)state;
    struct str before, after;
    assert_str(str_slice(STR("abc"), 1, 2), "b");
    assert_str(str_slice(STR("abc"), 1, SIZE_MAX), "bc");
    assert_str(str_slice(STR("abc"), 7, 9), "");
    assert_str(str_slice((struct str){0}, 0, 3), "");
    assert_true(str_cut(STR("a=b=c"), '=', &before, &after));
    assert_str(before, "a");
    assert_str(after, "b=c");
    assert_false(str_cut(STR("abc"), '=', &before, &after));
    assert_str(before, "abc");
    assert_str(after, "");
    assert_true(str_cut(STR("abc="), '=', &before, &after));
    assert_str(after, "");
    assert_str(str_after_last(STR("a/b/c"), '/'), "c");
    assert_str(str_after_last(STR("a/b/"), '/'), "");
    assert_str(str_after_last(STR("abc"), '/'), "abc");
    assert_str(str_trim(STR(" \t\r\n a b \v\f")), "a b");
    assert_str(str_trim(STR("  ")), "");
}

static void test_holes(void **state) {
    (void)state;
    struct str rest = STR("{a} of {b}; {"), text, name;
    assert_true(str_next_hole(&rest, &text, &name));
    assert_str(text, "");
    assert_str(name, "a");
    assert_true(str_next_hole(&rest, &text, &name));
    assert_str(text, " of ");
    assert_str(name, "b");
    assert_false(str_next_hole(&rest, &text, &name)); /* never closed: it is text */
    assert_str(text, "; {");
    rest = STR("");
    assert_false(str_next_hole(&rest, &text, &name));
    assert_str(text, "");
}

static void test_integers(void **state) {
    (void)state;
    int64_t i;
    uint64_t u;
    assert_true(str_to_int64(STR("-9223372036854775808"), &i) && i == INT64_MIN);
    assert_true(str_to_int64(STR("9223372036854775807"), &i) && i == INT64_MAX);
    assert_true(str_to_uint64(STR("18446744073709551615"), &u) && u == UINT64_MAX);
    assert_true(str_to_int64(STR("-0"), &i) && i == 0);
    assert_true(str_to_uint64(STR("007"), &u) && u == 7);
    static const char *const refused[] = {"", "-", "+1", " 1", "1 ", "1x", "0x10", "1.0", "--1"};
    for (size_t n = 0; n < sizeof refused / sizeof *refused; n++)
        assert_false(str_to_int64(str_of(refused[n]), &i));
    assert_false(str_to_int64(STR("9223372036854775808"), &i));
    assert_false(str_to_int64(STR("-9223372036854775809"), &i));
    assert_false(str_to_uint64(STR("18446744073709551616"), &u));
    assert_false(str_to_uint64(STR("-1"), &u));
    assert_false(str_to_uint64(STR("1\0"), &u));
}

static void test_doubles(void **state) {
    (void)state;
    double d;
    assert_true(str_to_double(STR("1.5e3"), &d) && d == 1500.0);
    assert_true(str_to_double(STR("-0.25"), &d) && d == -0.25);
    static const char *const refused[] = {"", "inf", "nan", "0x10", "1e", "1,5", " 1", "1 ", "e5"};
    for (size_t n = 0; n < sizeof refused / sizeof *refused; n++)
        assert_false(str_to_double(str_of(refused[n]), &d));
    assert_false(str_to_double(STR("1\0002"), &d));
    assert_false(str_to_double(STR("1e999"), &d));
}

static void test_decimal_order(void **state) {
    (void)state;
    assert_true(str_cmp_decimal(STR("9"), STR("10")) < 0);
    assert_true(str_cmp_decimal(STR("99999999999999999999999"), STR("100000000000000000000000")) <
                0);
    assert_int_equal(str_cmp_decimal(STR("007"), STR("7")), 0);
    assert_int_equal(str_cmp_decimal(STR("000"), STR("0")), 0);
    assert_true(str_cmp_decimal(STR("abc"), STR("0")) < 0);
    assert_true(str_cmp_decimal(STR(""), STR("0")) < 0);
    assert_int_equal(str_cmp_decimal(STR("x"), STR("-1")), 0);
}

static void test_copies(void **state) {
    (void)state;
    char text[] = "abc";
    struct str copy = str_copy(arena, str_of(text));
    text[0] = 'x';
    assert_str(copy, "abc");
    assert_string_equal(str_c(arena, str_slice(copy, 1, 2)), "b");
    assert_string_equal(str_c(arena, (struct str){0}), "");
    assert_str(str_printf(arena, "%d %.*s", 5, STR_ARG(STR("abc"))), "5 abc");
    assert_int_equal(str_printf(arena, "%s", "").len, 0);
    assert_null(str_printf(arena, "%s", "").ptr);
}

/* Into the room there is, and where that is too little by one byte, or by many. */
static void test_prints_what_does_not_fit(void **state) {
    (void)state;
    for (int before = 0; before < 130; before++) {
        for (int more = 0; more < 130; more++) {
            struct strbuf buf = strbuf_new(arena);
            strbuf_printf(&buf, "%0*d", before, 0);
            size_t had = buf.len;
            if (more % 2)
                arena_alloc(arena, 1); /* not the newest object any more */
            strbuf_printf(&buf, "%*s", more, "");
            strbuf_append_byte(&buf, '!');
            struct str s = strbuf_str(&buf);
            assert_int_equal(s.len, had + (size_t)more + 1);
            for (size_t i = 0; i < s.len; i++)
                assert_int_equal(s.ptr[i], i < had ? '0' : i + 1 < s.len ? ' ' : '!');
        }
    }
}

static void test_buffer_grows(void **state) {
    (void)state;
    struct strbuf buf = strbuf_new(arena);
    for (int i = 0; i < 10000; i++) {
        strbuf_append(&buf, STR("ab"));
        strbuf_append_byte(&buf, 'c');
        if (i % 1000 == 0)
            arena_alloc(arena, 1); /* not the newest object any more */
    }
    strbuf_printf(&buf, "%05d", 42);
    struct str s = strbuf_str(&buf);
    assert_int_equal(s.len, 30005);
    for (size_t i = 0; i < 30000; i++)
        assert_int_equal(s.ptr[i], "abc"[i % 3]);
    assert_str(str_slice(s, 30000, s.len), "00042");
}

static void test_code_points(void **state) {
    (void)state;
    struct strbuf buf = strbuf_new(arena);
    const uint32_t points[] = {0x41, 0xe9, 0x20ac, 0x1f600, 0xd800, 0x110000, 0x10ffff, 0x7ff};
    for (size_t i = 0; i < sizeof points / sizeof *points; i++)
        strbuf_append_code_point(&buf, points[i]);
    assert_str(strbuf_str(&buf), "A\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\xef\xbf\xbd\xef\xbf\xbd"
                                 "\xf4\x8f\xbf\xbf\xdf\xbf");
    size_t offset = 0;
    struct str s = strbuf_str(&buf);
    for (size_t i = 0; i < sizeof points / sizeof *points; i++) {
        bool scalar = points[i] != 0xd800 && points[i] <= 0x10ffff;
        assert_int_equal(utf8_next(s, &offset), scalar ? points[i] : 0xfffd);
    }
    assert_int_equal(offset, s.len);
    assert_int_equal(utf8_count(s), 8);
}

static void test_broken_utf8(void **state) {
    (void)state;
    static const struct {
        const char *text, *clean;
    } cases[] = {
        {"abc", "abc"},
        {"\xc3\xa9", "\xc3\xa9"},
        {"a\xff"
         "b",
         "a\xef\xbf\xbd"
         "b"},
        {"\x80", "\xef\xbf\xbd"},
        {"\xc3", "\xef\xbf\xbd"},                 /* cut */
        {"\xc0\xaf", "\xef\xbf\xbd\xef\xbf\xbd"}, /* overlong '/' */
        {"\xe0\x80\xaf", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
        {"\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"}, /* surrogate */
        {"\xf4\x90\x80\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
        {"\xf0\x9f\x98", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
        {"\xe2\x82\xacz\xe2\x82", "\xe2\x82\xacz\xef\xbf\xbd\xef\xbf\xbd"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_str(str_valid_utf8(arena, str_of(cases[i].text)), cases[i].clean);
    struct str valid = STR("already valid \xe2\x82\xac");
    assert_ptr_equal(str_valid_utf8(arena, valid).ptr, valid.ptr);
    assert_int_equal(str_valid_utf8(arena, (struct str){0}).len, 0);
    assert_int_equal(utf8_count(STR("a\xff\xc3\xa9")), 3);
}

/* Every byte in every place of a word and of what is left behind it. */
static void test_plain(void **state) {
    (void)state;
    for (unsigned byte = 0; byte < 256; byte++)
        for (size_t place = 0; place < 19; place++) {
            char text[19];
            memset(text, '~', sizeof text);
            text[place] = (char)byte;
            struct str s = {text, sizeof text};
            bool plain = byte >= ' ' && byte <= '~';
            assert_int_equal(utf8_skip_plain(s, 0), plain ? sizeof text : place);
            assert_int_equal(utf8_skip_plain(s, place), plain ? sizeof text : place);
            assert_int_equal(utf8_skip_plain(s, sizeof text), sizeof text);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_compare),
        cmocka_unit_test(test_find),
        cmocka_unit_test(test_slice_and_cut),
        cmocka_unit_test(test_holes),
        cmocka_unit_test(test_integers),
        cmocka_unit_test(test_doubles),
        cmocka_unit_test(test_decimal_order),
        cmocka_unit_test(test_copies),
        cmocka_unit_test(test_prints_what_does_not_fit),
        cmocka_unit_test(test_buffer_grows),
        cmocka_unit_test(test_code_points),
        cmocka_unit_test(test_broken_utf8),
        cmocka_unit_test(test_plain),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
