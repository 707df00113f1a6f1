#include <sys/stat.h>

#include "support.h"

#define ENGLISH                                                                                    \
    "id: x\ntitle: T\nassertion: a\nwhy: w\nseverity: warning\nscopes: [ocp]\ncategory: node\n"    \
    "docs: [https://example.com/]\neach: Node\nmessage: Node {name} in {kind}.\nwhen: |\n  true\n" \
    "summary: \"{count} found\"\nremediation:\n- text: First {name}.\n- text: Second.\n"

static struct rule_set *load(struct bench *b, const char *translation) {
    struct str folder = str_printf(b->arena, "%.*s/i18n", STR_ARG(b->dir));
    mkdir(str_c(b->arena, folder), 0700);
    mkdir(str_c(b->arena, str_printf(b->arena, "%.*s/ja", STR_ARG(folder))), 0700);
    bench_file(b, b->dir, "x.yaml", ENGLISH);
    if (translation)
        bench_file(b, b->dir, "i18n/ja/x.yaml", translation);
    struct rules_options options = {.dirs = &b->dir, .n_dirs = 1, .lang = STR("ja")};
    return rules_load(b->arena, b->intern, &options, b->sink);
}

static void done(struct bench *b) {
    unlink(str_c(b->arena, str_printf(b->arena, "%.*s/i18n/ja/x.yaml", STR_ARG(b->dir))));
    rmdir(str_c(b->arena, str_printf(b->arena, "%.*s/i18n/ja", STR_ARG(b->dir))));
    rmdir(str_c(b->arena, str_printf(b->arena, "%.*s/i18n", STR_ARG(b->dir))));
    bench_free(b);
}

static void expect_error(const char *translation, const char *problem) {
    struct bench b = bench_new();
    assert_null(load(&b, translation));
    assert_non_null(strstr(bench_error(&b), problem));
    done(&b);
}

static void test_fields_fall_back_one_by_one(void **state) {
    (void)state;
    struct bench b = bench_new();
    const struct rule_set *set = load(
        &b, "of: \"000000000000\"\nmessage: \"{name} ノード\"\nremediation: [\"一 {name}\"]\n");
    assert_non_null(set);
    const struct rule *rule = rules_find(set, STR("x"));
    assert_non_null(rule->local);
    assert_int_equal(rule->local->title.len, 0);
    assert_int_equal(rule->local->message.count, 2);
    assert_ptr_equal(rule->local->message.pieces[0].program, rule->message.pieces[1].program);
    assert_int_equal(rule->local->remedies[0].count, 2);
    assert_int_equal(rule->local->remedies[1].count, 0);
    assert_true(str_eq(rule->title, STR("T")));
    done(&b);
}

static void test_placeholders_are_some_of_the_english(void **state) {
    (void)state;
    expect_error("of: \"000000000000\"\nmessage: \"{ns} ノード\"\n",
                 "error: the placeholder {ns} is not in the English text");
    expect_error("of: \"000000000000\"\nremediation: [\"a\", \"{name}\"]\n",
                 "the placeholder {name} is not in the English text");
}

static void test_shape(void **state) {
    (void)state;
    expect_error("of: \"000000000000\"\nremediation: [a, b, c]\n", "the rule has only 2 remedies");
    expect_error("of: \"000000000000\"\nseverity: info\n", "unknown key 'severity'");
    expect_error("of: \"000000000000\"\ntitle: \"{name}\"\n", "'title' has no placeholders");
    expect_error("title: a\n", "key 'of' is missing");
    expect_error("of: \"000000000000\"\nparams: {n: a}\n", "the rule has no parameter 'n'");
}

static void test_hash_tells_what_is_stale(void **state) {
    (void)state;
    struct bench b = bench_new();
    const struct rules_translation *list;
    const struct rule_set *set = load(&b, "of: \"000000000000\"\ntitle: a\n");
    assert_non_null(set);
    assert_int_equal(rules_translations(set, &list), 1);
    assert_false(list[0].current);
    const char *renewed = str_c(b.arena, list[0].renewed);
    assert_int_equal(list[0].renewed.len, strlen("of: \"000000000000\"\ntitle: a\n"));
    assert_non_null(strstr(renewed, "\"\ntitle: a\n"));
    set = load(&b, renewed);
    assert_non_null(set);
    rules_translations(set, &list);
    assert_true(list[0].current);
    done(&b);
}

static void test_lint_warns(void **state) {
    (void)state;
    struct bench b = bench_new();
    const struct rule_set *set = load(&b, NULL);
    assert_non_null(set);
    rules_lint(set, b.sink);
    bool warned = false;
    for (size_t i = 0; diag_get(b.sink, i); i++)
        warned =
            warned || str_eq(diag_get(b.sink, i)->message, STR("there is no translation 'ja'"));
    assert_true(warned);
    done(&b);
}

#define SENTENCES                                                                                  \
    "cluster:\n  cnvVersion:\n    help: h\n    value: |\n      '4.12.11'\n"                        \
    "  why:\n    help: h\n    value: |\n"                                                          \
    "      'It waits since ' + string(1) + ' minutes.' + (1 > 2 ? ' It ends soon.' : ' Not "       \
    "yet.')\n"

static size_t lint_count(struct bench *b, const struct rule_set *set, const char *message) {
    size_t count = 0;
    rules_lint(set, b->sink);
    for (size_t i = 0; diag_get(b->sink, i); i++)
        count += str_eq(diag_get(b->sink, i)->message, str_of(message));
    return count;
}

static void expect_sentences(const char *texts, size_t stale, size_t lacking) {
    struct bench b = bench_new();
    bench_file(&b, b.dir, "facts.yaml", "version: \"1\"\nknowUpTo: \"4.22\"\n" SENTENCES);
    mkdir(str_c(b.arena, str_printf(b.arena, "%.*s/i18n", STR_ARG(b.dir))), 0700);
    mkdir(str_c(b.arena, str_printf(b.arena, "%.*s/i18n/ja", STR_ARG(b.dir))), 0700);
    bench_file(&b, b.dir, "i18n/ja/facts.yaml", texts);
    const struct rule_set *set = load(&b, NULL);
    assert_string_equal(bench_error(&b), "");
    assert_int_equal(lint_count(&b, set, "no rule or fact makes this sentence any more"), stale);
    size_t lacks = 0;
    for (size_t i = 0; diag_get(b.sink, i); i++)
        lacks += str_starts_with(diag_get(b.sink, i)->message,
                                 STR("the translation 'ja' lacks a sentence of fact 'why': "));
    assert_int_equal(lacks, lacking);
    unlink(str_c(b.arena, str_printf(b.arena, "%.*s/i18n/ja/facts.yaml", STR_ARG(b.dir))));
    done(&b);
}

static void test_lint_sentences(void **state) {
    (void)state;
    expect_sentences("texts:\n  \"It waits since {n} minutes. Not yet.\": \"{n} A\"\n"
                     "  \"It waits since {n} minutes. It ends soon.\": \"{n} B\"\n",
                     0, 0);
    /* a part of a literal at either end, and a sentence of the program */
    expect_sentences("texts:\n  \"waits since {n} minutes. Not yet\": A\n  \"ends soon\": B\n"
                     "program:\n  \"anything else\": C\n",
                     0, 3);
    /* other words, another order, and words behind a literal that nothing makes */
    expect_sentences("texts:\n  \"It waited since {n} minutes.\": A\n"
                     "  \" minutes. It waits since {n}\": B\n  \" Not yet. Later.\": C\n"
                     "  \" Not yet. It ends soon.\": D\n",
                     3, 0);
    expect_sentences("texts:\n  \"Not yet.\": A\n", 0, 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fields_fall_back_one_by_one),
        cmocka_unit_test(test_placeholders_are_some_of_the_english),
        cmocka_unit_test(test_shape),
        cmocka_unit_test(test_hash_tells_what_is_stale),
        cmocka_unit_test(test_lint_warns),
        cmocka_unit_test(test_lint_sentences),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
