#include "support.h"

#include <ctype.h>
#include <string.h>

#include "document/document.h"
#include "rules/fieldpath.h"

static struct value parse(struct arena *arena, const char *yaml) {
    struct document_origin *origin = NEW(arena, struct document_origin);
    origin->text = str_of(yaml);
    struct document_list list =
        document_read(arena, intern_new(arena), origin,
                      (struct document_options){.whole_file = true}, diag_sink_new(arena));
    assert_int_equal(list.count, 1);
    return document_root(list.items[0]);
}

static const char object[] = "metadata:\n"
                             "  labels:\n"
                             "    a.b/c: one\n"
                             "spec:\n"
                             "  volumes:\n"
                             "  - name: x\n"
                             "  - name: y\n"
                             "  env:\n"
                             "  - name: E\n"
                             "    value: hidden\n"
                             "  cloud:\n"
                             "    userDataBase64: c2VjcmV0\n"
                             "    secretRef: {name: s}\n"
                             "status:\n"
                             "  conditions:\n"
                             "  - {type: Ready, message: m}\n"
                             "  log: the password is x\n";

static void follow(const char *path, const char *expected, bool sensitive) {
    struct arena *arena = arena_new();
    struct fieldpath_end end = fieldpath_follow(parse(arena, object), str_of(path));
    assert_true(fieldpath_valid(str_of(path)));
    assert_true(str_eq(value_str(end.value), str_of(expected)));
    assert_int_equal(end.sensitive, sensitive);
    arena_free(arena);
}

static void test_paths(void **state) {
    (void)state;
    follow("metadata.labels['a.b/c']", "one", false);
    follow("spec.volumes[1].name", "y", false);
    follow("spec.volumes[name=x].name", "x", false);
    follow("status.conditions[type=Ready].message", "m", false);
    follow("status.conditions[type='Ready'].message", "m", false);
    follow("spec.volumes[7].name", "", false);
    follow("spec.nothing.at.all", "", false);
    follow("status.conditions[type=No].message", "", false);
}

static void test_bad_paths(void **state) {
    (void)state;
    static const char *const bad[] = {"",    "a..b",  "a.",    ".a",  "a[",
                                      "a[]", "a['']", "a[-1]", "a[x]"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(fieldpath_valid(str_of(bad[i])));
}

/* Of what is absent, the place where it would stand. */
static void test_nearest(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct value root = parse(arena, object);
    struct fieldpath_end end = fieldpath_follow(root, STR("spec.cloud.nothing.more"));
    assert_int_equal(value_kind(end.value), VALUE_ABSENT);
    assert_int_equal(value_line(end.nearest), 11);
    arena_free(arena);
}

static void test_secrets(void **state) {
    (void)state;
    follow("spec.cloud.userDataBase64", "c2VjcmV0", true);
    follow("spec.env[0].value", "hidden", true);
    follow("spec.env[0].name", "E", false);
    follow("spec.cloud.secretRef.name", "s", false);
    struct arena *arena = arena_new();
    struct value root = parse(arena, object);
    assert_true(fieldpath_holds_secret(fieldpath_follow(root, STR("spec.cloud")).value));
    assert_true(fieldpath_holds_secret(fieldpath_follow(root, STR("spec")).value));
    assert_true(fieldpath_holds_secret(fieldpath_follow(root, STR("status")).value));
    assert_false(fieldpath_holds_secret(fieldpath_follow(root, STR("spec.volumes")).value));
    assert_false(fieldpath_holds_secret(fieldpath_follow(root, STR("metadata")).value));
    arena_free(arena);
}

static const char *const words[] = {
    "userdata", "networkdata", "password",   "passwd",         "token",
    "secret",   "ssh-",        "sshkey",     "publickey",      "privatekey",
    "apikey",   "private key", "credential", "authorizedkeys", "last-applied-configuration"};
enum { N_WORDS = sizeof words / sizeof *words };

static bool names_secret(const char *text) {
    for (size_t i = 0; i < N_WORDS; i++)
        if (strcasestr(text, words[i]))
            return true;
    return false;
}

static void check_text(const char *text) {
    if (fieldpath_secret_text(str_of(text)) != names_secret(text))
        fail_msg("%s", text);
}

/* The search leaps over bytes: each word at each distance, whole and cut, after what begins like
 * another one. */
static void test_words(void **state) {
    (void)state;
    char text[80];
    for (size_t i = 0; i < N_WORDS; i++)
        for (size_t k = 0; k < N_WORDS; k++)
            for (int cut = 0; cut < 6; cut++)
                for (int shift = 0; shift < 5; shift++) {
                    snprintf(text, sizeof text, "%.*s%.*s%s", shift, "x-PaS", cut, words[k],
                             words[i]);
                    check_text(text);
                    text[strlen(text) - 1] = 0;
                    check_text(text);
                    text[shift + cut] = (char)toupper(text[shift + cut]);
                    check_text(text);
                }
    assert_false(fieldpath_secret_text(STR("")));
    assert_false(fieldpath_secret_text((struct str){"passwords", 5}));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_paths),   cmocka_unit_test(test_bad_paths),
        cmocka_unit_test(test_nearest), cmocka_unit_test(test_secrets),
        cmocka_unit_test(test_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
