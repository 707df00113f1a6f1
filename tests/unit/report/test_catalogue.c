/* The words of the reports: every language says what English says, a site may say it otherwise, and
 * nothing else. */
#include "report/catalogue.h"

#include "report/element.h"
#include "written.h"

static struct arena *arena;

static int setup(void **state) {
    (void)state;
    arena = arena_new();
    return 0;
}

static int teardown(void **state) {
    (void)state;
    arena_free(arena);
    return 0;
}

/* With a file of a site's own; its first complaint, or none. */
static const struct catalogue *load(const char *lang, const char *text, struct str *ret_complaint) {
    char folder[] = "/tmp/virtready-words-XXXXXX", path[64];
    struct diag_sink *sink = diag_sink_new(arena);
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/words.%s.yaml", folder, *lang ? lang : "en");
    if (text) {
        FILE *file = fopen(path, "w");
        fputs(text, file);
        fclose(file);
    }
    const struct catalogue *words = catalogue_load(arena, str_of(lang), str_of(folder), sink);
    remove(path);
    remove(folder);
    bool failed = diag_count(sink, DIAG_ERROR) > 0;
    assert_int_equal(diag_count(sink, DIAG_ERROR), words ? 0 : 1);
    size_t last = diag_count(sink, DIAG_NOTE);
    *ret_complaint = failed ? diag_get(sink, last - 1)->message : (struct str){0};
    return words;
}

static void test_languages(void **state) {
    (void)state;
    assert_true(str_eq(catalogue_text(example_words(arena, ""), "page.lang"), STR("en")));
    const struct catalogue *words = example_words(arena, "ja");
    assert_true(str_eq(catalogue_text(words, "page.lang"), STR("ja")));
    assert_true(str_eq(catalogue_text(words, "page.path"), STR("更新パス")));
    struct diag_sink *sink = diag_sink_new(arena);
    assert_null(catalogue_load(arena, STR("xx"), STR(""), sink));
    assert_int_equal(diag_count(sink, DIAG_ERROR), 1);
}

static void test_holes(void **state) {
    (void)state;
    struct str none;
    const struct catalogue *words = load(
        "",
        "page.x: '{a}, {a} and {b}'\npage.n: {one: 'one of {count}', other: '{count} of {b}'}\n",
        &none);
    struct str said =
        SAY(words, "page.x", HOLE("b", STR("two\n\x1b[31m\0{a}")), HOLE("a", STR("1")));
    assert_clean(said);
    assert_true(str_starts_with(said, STR("1, 1 and two ")));
    assert_true(str_ends_with(said, STR("{a}")));
    assert_true(str_eq(SAY(words, "page.n", COUNT(18204), HOLE("b", STR(""))), STR("18,204 of ")));
    assert_true(str_eq(SAY(words, "page.n", COUNT(1), HOLE("b", STR("x"))), STR("one of 1")));
    assert_true(
        str_eq(SAY(words, "page.n", COUNT(0), NUMBER("b", 1234567)), STR("0 of 1,234,567")));
    assert_true(str_eq(catalogue_text(words, "no.such"), STR("no.such")));
}

static void test_own_words(void **state) {
    (void)state;
    struct str complaint;
    const struct catalogue *words = load("ja", "page.skip: 回答へ\n", &complaint);
    assert_true(str_eq(catalogue_text(words, "page.skip"), STR("回答へ")));
    assert_true(str_eq(catalogue_text(words, "page.path"), STR("更新パス")));
    words = load("ja", NULL, &complaint);
    assert_true(str_eq(catalogue_text(words, "page.path"), STR("更新パス")));
    static const struct {
        const char *text, *complaint;
    } wrong[] = {
        {"nosuch.key: x\n", "there are no words 'nosuch.key'"},
        {"page.because: 'for {rool}'\n", "nothing fills the hole 'rool'"},
        {"page.because: [x]\n", "no text of 'page.because'"},
        {"page.because: {one: x}\n", "no text of 'page.because'"},
        {"page.skip: a\npage.skip: b\n", "not one clean YAML mapping of words"},
        {"- a\n", "not one clean YAML mapping of words"},
        {"", "not one clean YAML mapping of words"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_null(load("", wrong[i].text, &complaint));
        if (!str_starts_with(complaint, str_of(wrong[i].complaint)))
            fail_msg("%s: %.*s", wrong[i].text, STR_ARG(complaint));
    }
}

/* Style sheets get the page's words, with the holes still open. */
static void test_page(void **state) {
    (void)state;
    struct element *root = element_root(arena, "root");
    catalogue_add_page(example_words(arena, ""), root);
    FILE *file = tmpfile();
    assert_true(element_write(root, file));
    struct str written = written_text(arena, file);
    ASSERT_HOLDS(written, "<w key=\"page.path\">Update path</w>");
    ASSERT_HOLDS(written, "<w key=\"page.because\">because of <hole name=\"rule\"></hole></w>");
    assert_int_equal(occurrences(written, STR("<w ")), occurrences(written, STR("key=\"page.")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_languages, setup, teardown),
        cmocka_unit_test_setup_teardown(test_holes, setup, teardown),
        cmocka_unit_test_setup_teardown(test_own_words, setup, teardown),
        cmocka_unit_test_setup_teardown(test_page, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
