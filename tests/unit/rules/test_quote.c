#include "support.h"

#include "rules/quote.h"

static void check(const char *before, const char *value, const char *expected) {
    struct arena *arena = arena_new();
    struct strbuf out = strbuf_new(arena);
    quote_append(&out, quote_advance(QUOTE_NONE, str_of(before)), str_of(value));
    assert_string_equal(str_c(arena, strbuf_str(&out)), expected);
    arena_free(arena);
}

static void test_outside_quotes(void **state) {
    (void)state;
    check("oc get vm ", "vm-1.a:b", "vm-1.a:b");
    check("oc get vm ", "a b", "'a b'");
    check("oc get vm ", "$(reboot)", "'$(reboot)'");
    check("oc get vm ", "it's", "'it'\\''s'");
    check("oc get vm ", "`id`;#&|<>*?[]!~", "'`id`;#&|<>*?[]!~'");
    check("echo \\' ", "a b", "'a b'");
}

static void test_never_shown(void **state) {
    (void)state;
    check("oc get vm ", "--kubeconfig=x", "?");
    check("oc get vm ", "a\nreboot", "?");
    check("oc get vm ", "a\033[2J", "?");
    check("oc get vm ", "", "?");
    check("oc get vm ", "\xe2\x80\xae", "?");
    char *longest = test_malloc(2000);
    memset(longest, 'a', 1999);
    longest[1999] = 0;
    check("oc get vm ", longest, "?");
    test_free(longest);
}

/* In a JSON text within single quotes neither may be left. */
static void test_inside_single_quotes(void **state) {
    (void)state;
    check("oc patch -p '{\"a\":\"", "b c", "b c");
    check("oc patch -p '{\"a\":\"", "b'; reboot '", "?");
    check("oc patch -p '{\"a\":\"", "b\",\"x\":\"y", "?");
    check("oc patch -p '{\"a\":\"", "b\\", "?");
    check("oc patch -p '{}' ", "b c", "'b c'");
}

static void test_inside_double_quotes(void **state) {
    (void)state;
    check("oc get \"", "plain", "plain");
    check("oc get \"", "a b", "?");
    check("oc get \"", "$x", "?");
    check("oc get \"a\\\" ", "a b", "?");
    check("oc get \"a\" ", "a b", "'a b'");
    check("oc get \"it's ", "a b", "?");
}

/* What a substitution quotes is told nowhere: only plain words. */
static void test_inside_substitutions(void **state) {
    (void)state;
    check("oc get $(oc get -o name ", "plain", "plain");
    check("oc get $(oc get -o name ", "a b", "?");
    check("oc get $(oc get '", "a b", "?");
    check("oc get `x ", "a b", "?");
    check("oc get '$(x ", "a b", "a b");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_outside_quotes),       cmocka_unit_test(test_never_shown),
        cmocka_unit_test(test_inside_single_quotes), cmocka_unit_test(test_inside_double_quotes),
        cmocka_unit_test(test_inside_substitutions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
