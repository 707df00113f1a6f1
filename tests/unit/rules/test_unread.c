/* What is not kept is read by nothing: neither by the rules that are built in, nor by rules laid
 * over them, of which nothing is known beforehand. */
#include "rules/unread.h"
#include "support.h"

static bool is_word(char c) {
    return c == '_' || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* ".key", "['key']" or "- key": any way to name a field, but not a word of a sentence. */
static bool names(struct str text, struct str key) {
    for (size_t at = 0; at + key.len < text.len; at++) {
        if (at < 2 || !str_starts_with(str_slice(text, at, text.len), key))
            continue;
        char before = text.ptr[at - 1], after = text.ptr[at + key.len];
        bool item = before == ' ' && text.ptr[at - 2] == '-' && after == '\n';
        if (!is_word(after) && after != ':' && (item || strchr(".'\"`[", before)))
            return true;
    }
    return false;
}

static void test_names(void **state) {
    (void)state;
    assert_true(names(STR("xx: c.env.exists(e, e)"), STR("env")));
    assert_true(names(STR("x: c['env']\n"), STR("env")));
    assert_true(names(STR("fields:\n  - env\n"), STR("env")));
    assert_true(names(STR("fields: [spec.env]\n"), STR("env")));
    assert_false(names(STR("the environment, its env and a.envFrom\n"), STR("env")));
}

static void test_unread__no_rule_names_it(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct rule_files files = {0};
    files_add_builtin(arena, &files);
    size_t n;
    const char *const *paths = unread_built_in(&n);
    assert_true(n > 0 && files.list.count > 0);
    for (size_t i = 0; i < n; i++) {
        struct str key = str_after_last(str_of(paths[i]), '.');
        for (size_t f = 0; f < files.list.count; f++)
            if (names(files.list.items[f].text, key))
                fail_msg("%.*s names %s", STR_ARG(files.list.items[f].name), paths[i]);
    }
    arena_free(arena);
}

static bool is_skipped(const struct rule_set *set, const char *path) {
    size_t n;
    const char *const *paths = rules_unread(set, &n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(paths[i], path) == 0)
            return true;
    return false;
}

/* Loads what is built in, or that and a rule laid over it. */
static struct rule_set *load(struct bench *b, const char *rule) {
    struct rules_options options = {.dirs = &b->dir, .n_dirs = rule ? 1 : 0, .builtin = true};
    if (rule)
        bench_file(b, b->dir, "t1.yaml", rule);
    struct rule_set *set = rules_load(b->arena, b->intern, &options, b->sink);
    if (!set)
        fail_msg("%s", bench_error(b));
    return set;
}

static void test_unread__a_folder_may_read_anything(void **state) {
    (void)state;
    struct bench b = bench_new();
    unlink(str_c(b.arena, str_printf(b.arena, "%.*s/facts.yaml", STR_ARG(b.dir))));
    assert_true(is_skipped(load(&b, NULL), "spec.containers.env"));
    struct rule_set *set = load(&b, RULE("t1") "when: |\n  true\n");
    assert_true(is_skipped(set, "metadata.managedFields"));
    assert_false(is_skipped(set, "spec.containers.env"));
    set = load(&b, RULE("t1") "when: |\n  has(self.metadata.managedFields)\n");
    assert_false(is_skipped(set, "metadata.managedFields"));
    bench_free(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_unread__no_rule_names_it),
        cmocka_unit_test(test_unread__a_folder_may_read_anything),
    };
    return cmocka_run_group_tests_name("rules/unread", tests, NULL, NULL);
}
