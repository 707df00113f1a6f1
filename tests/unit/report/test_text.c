/* The terminal's summary: the answer in a screenful, nothing that a terminal would obey, and the
 * same numbers as every other report. */
#include "written.h"

#include "report/clean.h"
#include "report/words.h"

static struct report *example(struct arena *arena, bool hostile) {
    struct example x = {arena, hostile, 41};
    return example_report(&x);
}

static void test_summary(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    const struct str files[] = {STR("out/report.html"), STR("out/junit.xml")};
    struct str text =
        written_summary(arena, example(arena, false),
                        (struct text_options){.width = 80, .files = files, .n_files = 2});
    assert_true(str_starts_with(
        text,
        STR("Can tyo1-virt be updated to OpenShift 4.14?\n\xe2\x9c\x97 Not yet. 3 blockers.\n")));
    ASSERT_HOLDS(text, "[ver-ocp-upgradeable-false, step 1]");
    ASSERT_HOLDS(text, "$ virtctl stop jenkins-agent-03 -n ci\n");
    ASSERT_LACKS(text, "[drain-hostpath"); /* explains another rule */
    ASSERT_HOLDS(text, "! WARNING Install plans wait for approval by hand.");
    ASSERT_HOLDS(text, "3 blockers, 2 warnings, 3 not judged, 2 passed, 1 not applicable\n");
    ASSERT_HOLDS(text, "? NOT JUDGED 1 check that could stop the update: eus-pools-not-paused\n");
    ASSERT_HOLDS(text, "$ oc adm inspect ns/erp ns/ci\n");
    ASSERT_HOLDS(text, "must-gather.tar.gz is cut off or damaged");
    assert_true(str_ends_with(text, STR("Written: out/report.html\n         out/junit.xml\n")));
    arena_free(arena);
}

static size_t widest(struct str text) {
    size_t most = 0;
    struct str line;
    while (text.len) {
        str_cut(text, '\n', &line, &text);
        if (!str_contains(line, STR("  $ ")) && clean_columns(line) > most)
            most = clean_columns(line);
    }
    return most;
}

static void test_widths(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    static const unsigned widths[] = {0, 1, 40, 41, 57, 80, 100, 120, 500};
    for (int hostile = 0; hostile < 2; hostile++)
        for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
            struct str text = written_summary(arena, example(arena, hostile),
                                              (struct text_options){.width = widths[i]});
            assert_clean(text);
            size_t limit = widths[i] == 0    ? 80
                           : widths[i] < 40  ? 40
                           : widths[i] > 120 ? 120
                                             : widths[i];
            assert_in_range(widest(text), 1, limit);
            if (widths[i] == 80)
                assert_in_range(occurrences(text, STR("\n")), 10, 50);
        }
    arena_free(arena);
}

static void test_wide_characters(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct report *report = example(arena, false);
    struct strbuf name = strbuf_new(arena);
    for (int i = 0; i < 40; i++)
        strbuf_append(&name, STR("\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e"));
    report->cluster.name = strbuf_str(&name);
    struct str text = written_summary(arena, report, (struct text_options){.width = 60});
    assert_in_range(widest(text), 1, 60);
    assert_clean(text);
    arena_free(arena);
}

static void test_colour(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct str plain = written_summary(arena, example(arena, true), (struct text_options){0});
    struct str colour =
        written_summary(arena, example(arena, true), (struct text_options){.colour = true});
    assert_int_equal(occurrences(plain, STR("\033")), 0);
    assert_true(occurrences(colour, STR("\033[")) > 0);
    assert_int_equal(occurrences(colour, STR("\033[0m")) * 2, occurrences(colour, STR("\033[")));
    /* without colours it says the same */
    struct strbuf left = strbuf_new(arena);
    for (size_t i = 0; i < colour.len; i++) {
        if (colour.ptr[i] == '\033')
            while (colour.ptr[i] != 'm')
                i++;
        else
            strbuf_append_byte(&left, colour.ptr[i]);
    }
    assert_true(str_eq(strbuf_str(&left), plain));
    arena_free(arena);
}

static void test_not_installed_is_said_first(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct report *report = example(arena, false);
    report->cluster.cnv_installed = MAYBE_FALSE;
    struct str text = written_summary(arena, report, (struct text_options){0});
    assert_true(str_starts_with(text, STR("i NOTE    OpenShift Virtualization is not installed")));
    FILE *file = tmpfile();
    assert_true(report_write_line(report, arena, file));
    ASSERT_HOLDS(written_text(arena, file),
                 "virtready: OpenShift Virtualization is not installed; Not yet: 3 blockers");
    arena_free(arena);
}

/* Rule ids lead to their places in the page; nothing of an archive gets into a link. */
static void test_links(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct text_options options = {.width = 60, .page = STR("file:///x/report.html")};
    struct str text = written_summary(arena, example(arena, true), options);
    ASSERT_HOLDS(text, "[\033]8;;file:///x/report.html#rule-ver-ocp-upgradeable-false\033\\"
                       "ver-ocp-upgradeable-false, step 1\033]8;;\033\\]\n");
    size_t links = occurrences(text, STR("\033]8;;file:///x/report.html#rule-"));
    assert_int_equal(links, 5);
    assert_int_equal(occurrences(text, STR("\033]8;;\033\\")), links);
    assert_int_equal(occurrences(text, STR("\033")), 4 * links);
    arena_free(arena);
}

static void test_verdicts(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct results none = {0};
    struct report report = {.words = example_words(arena, ""),
                            .english = example_words(arena, ""),
                            .results = &none,
                            .verdict = VERDICT_READY,
                            .counts.passed = 31,
                            .cluster.cnv_installed = MAYBE_TRUE};
    assert_true(str_starts_with(
        written_summary(arena, &report, (struct text_options){0}),
        STR("Can this cluster be updated?\n\xe2\x9c\x93 Ready. Nothing found that stops it.\n")));
    assert_true(str_eq(words_lead(report.words, &report), STR("31 checks passed.")));
    report.verdict = VERDICT_WARNINGS;
    report.counts.headline_warnings = 1;
    assert_true(str_eq(words_answer(report.words, &report), STR("Ready, with 1 warning.")));
    report.verdict = VERDICT_CANNOT_TELL;
    report.counts.could_block = 2;
    ASSERT_HOLDS(words_answer(report.words, &report),
                 "Cannot tell. 2 checks that could stop the update could not be judged.");
    arena_free(arena);
}

static void test_one_line(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    FILE *file = tmpfile();
    assert_true(report_write_line(example(arena, true), arena, file));
    struct str line = written_text(arena, file);
    assert_clean(line);
    assert_int_equal(occurrences(line, STR("\n")), 1);
    assert_true(str_starts_with(
        line, STR("virtready: Not yet: 3 blockers, 2 warnings, 3 not judged, 2 passed")));
    arena_free(arena);
}

/* Every number that is shown twice is equal everywhere. */
static void test_numbers_agree(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct report *report = example(arena, false);
    struct str html = written_page(arena, report, PAGE_HTML), json = written_json(arena, report),
               text = written_summary(arena, report, (struct text_options){0});
    ASSERT_HOLDS(text, "3 blockers, 2 warnings, 3 not judged, 2 passed, 1 not applicable");
    static const char *const in_page[] = {"3 blockers",   "2 warnings",        "1 note",
                                          "3 not judged", "2 passed",          "1 does not apply",
                                          "1 left out",   "1 explains another"};
    for (size_t i = 0; i < sizeof in_page / sizeof *in_page; i++)
        assert_true(str_contains(html, str_printf(arena, "%s</li>", in_page[i])));
    static const char *const in_json[] = {
        "\"blocker\": 4", "\"warning\": 2",       "\"info\": 1",  "\"passed\": 2",
        "\"unknown\": 2", "\"notApplicable\": 1", "\"error\": 1", "\"waived\": 1"};
    for (size_t i = 0; i < sizeof in_json / sizeof *in_json; i++)
        assert_true(str_contains(json, str_of(in_json[i])));
    arena_free(arena);
}

static void test_numbers_and_dates(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    const struct catalogue *words = example_words(arena, "");
    static const struct {
        uint64_t bytes;
        const char *text;
    } sizes[] = {{0, "0 bytes"},         {1, "1 byte"},
                 {1023, "1,023 bytes"},  {1024, "1 KiB"},
                 {1536, "1.5 KiB"},      {10240 + 1023, "10 KiB"},
                 {432013312, "412 MiB"}, {(uint64_t)16 << 30, "16 GiB"},
                 {UINT64_MAX, "15 EiB"}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        assert_true(str_eq(words_bytes(words, sizes[i].bytes), str_of(sizes[i].text)));
    assert_true(
        str_eq(words_time(arena, STR("2026-11-18T06:12:31.5+02:00")), STR("2026-11-18 04:12 UTC")));
    assert_true(str_eq(words_time(arena, STR("soon")), STR("soon")));
    arena_free(arena);
}

static void test_stream_refuses(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    FILE *full = fopen("/dev/full", "w");
    setvbuf(full, NULL, _IONBF, 0);
    assert_false(report_write_text(example(arena, false), arena, &(struct text_options){0}, full));
    assert_false(report_write_line(example(arena, false), arena, full));
    fclose(full);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_summary),
        cmocka_unit_test(test_widths),
        cmocka_unit_test(test_wide_characters),
        cmocka_unit_test(test_colour),
        cmocka_unit_test(test_not_installed_is_said_first),
        cmocka_unit_test(test_links),
        cmocka_unit_test(test_verdicts),
        cmocka_unit_test(test_one_line),
        cmocka_unit_test(test_numbers_agree),
        cmocka_unit_test(test_numbers_and_dates),
        cmocka_unit_test(test_stream_refuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
