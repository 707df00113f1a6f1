/* Member paths: cleaning, refusing, making characters safe. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "bundle/path.h"

static void check(const char *raw, bool windows, enum path_verdict verdict, const char *expected) {
    struct arena *arena = arena_new();
    struct str path = STR("untouched");
    enum path_verdict got = path_clean(arena, str_of(raw), windows, &path);
    if (got != verdict)
        fail_msg("'%s': verdict %d, not %d", raw, (int)got, (int)verdict);
    if (!str_eq(path, verdict == PATH_OK ? str_of(expected) : STR("untouched")))
        fail_msg("'%s' became '%.*s', not '%s'", raw, STR_ARG(path), expected);
    arena_free(arena);
}

static void test_cleaned(void **state) {
    (void)state;
    check("a/b.yaml", false, PATH_OK, "a/b.yaml");
    check("./a/b.yaml", false, PATH_OK, "a/b.yaml");
    check("././a//b/./c.yaml", false, PATH_OK, "a/b/c.yaml");
    check("a/b/", false, PATH_OK, "a/b");
    check("a/..b/c..", false, PATH_OK, "a/..b/c..");
    check("system:node:x.yaml", false, PATH_OK, "system:node:x.yaml");
    check("c:x", false, PATH_OK, "c:x");
    check(" ", false, PATH_OK, " ");
}

static void test_refused(void **state) {
    (void)state;
    check("", false, PATH_EMPTY, NULL);
    check("./", false, PATH_EMPTY, NULL);
    check("/etc/passwd", false, PATH_ABSOLUTE, NULL);
    check("//server/share", false, PATH_ABSOLUTE, NULL);
    check("C:/x", false, PATH_ABSOLUTE, NULL);
    check("..", false, PATH_PARENT, NULL);
    check("../x", false, PATH_PARENT, NULL);
    check("a/../../x", false, PATH_PARENT, NULL);
    check("a/..", false, PATH_PARENT, NULL);
}

static void test_windows(void **state) {
    (void)state;
    check("a\\b\\c.yaml", true, PATH_OK, "a/b/c.yaml");
    check(".\\a\\c.yaml", true, PATH_OK, "a/c.yaml");
    check("a\\..\\c.yaml", true, PATH_PARENT, NULL);
    check("\\a", true, PATH_ABSOLUTE, NULL);
    check("C:\\a", true, PATH_ABSOLUTE, NULL);
    check("\\\\server\\a", true, PATH_ABSOLUTE, NULL);
    /* Where slashes separate, a backslash belongs to the name, as systemd writes it. */
    check("logs/dev-disk\\x2dby.mount", true, PATH_OK, "logs/dev-disk\\x2dby.mount");
    check("dev\\x2dby.mount", false, PATH_OK, "dev\\x2dby.mount");
    check("..\\x", false, PATH_OK, "..\\x");
}

static void test_characters(void **state) {
    (void)state;
    check("a\x1b[31m/b\n", false, PATH_OK, "a\xef\xbf\xbd[31m/b\xef\xbf\xbd");
    check("a\xff/\xc3\xa9", false, PATH_OK, "a\xef\xbf\xbd/\xc3\xa9");
    check("\xe2\x80\xae"
          "lmay.a",
          false, PATH_OK,
          "\xef\xbf\xbd"
          "lmay.a");
    check("a\xc2\x85z", false, PATH_OK, "a\xef\xbf\xbdz");
    check("\x7f", false, PATH_OK, "\xef\xbf\xbd");
    /* An overlong '/' is no separator, neither before nor after cleaning. */
    check("a\xc0\xaf..\xc0\xaf"
          "b",
          false, PATH_OK,
          "a\xef\xbf\xbd\xef\xbf\xbd..\xef\xbf\xbd\xef\xbf\xbd"
          "b");
}

static void test_bounds(void **state) {
    (void)state;
    char text[4096 + 2];
    assert_int_equal(limits->path_bytes + 2, sizeof text);
    memset(text, 'a', sizeof text);
    text[limits->path_bytes] = '\0';
    check(text, false, PATH_OK, text);
    text[limits->path_bytes] = 'a';
    text[limits->path_bytes + 1] = '\0';
    check(text, false, PATH_LONG, NULL);
    char deep[2 * LIMIT_PATH_DEPTH_MOST + 2];
    for (size_t i = 0; i < sizeof deep; i++)
        deep[i] = i % 2 ? '/' : 'a';
    deep[2 * limits->path_depth - 1] = '\0';
    check(deep, false, PATH_OK, deep);
    deep[2 * limits->path_depth - 1] = '/';
    deep[2 * limits->path_depth + 1] = '\0';
    check(deep, false, PATH_DEEP, NULL);
}

static void test_messages(void **state) {
    (void)state;
    assert_string_equal(path_verdict_text(PATH_PARENT), "the path holds '..'");
    for (int verdict = PATH_EMPTY; verdict <= PATH_DEEP; verdict++)
        assert_true(strlen(path_verdict_text((enum path_verdict)verdict)) > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cleaned), cmocka_unit_test(test_refused),
        cmocka_unit_test(test_windows), cmocka_unit_test(test_characters),
        cmocka_unit_test(test_bounds),  cmocka_unit_test(test_messages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
