/* The note for a ticket: never above its size, what matters first, and no text of an archive that
 * Markdown, or what reads its result, would obey. */
#include "written.h"

#include "base/limits.h"
#include "report/markdown_text.h"

static struct str written_markdown(struct arena *arena, const struct report *report) {
    FILE *file = tmpfile();
    assert_true(report_write_markdown(report, arena, file));
    return written_text(arena, file);
}

static struct str words(struct arena *arena, const char *text, size_t limit) {
    struct strbuf out = strbuf_new(arena);
    markdown_words(&out, str_of(text), limit);
    return strbuf_str(&out);
}

static size_t ticks_at(struct str s, size_t at) {
    size_t count = 0;
    while (at + count < s.len && s.ptr[at + count] == '`')
        count++;
    return count;
}

/* The end of the span that `ticks` open before `at`; SIZE_MAX where none closes it. */
static size_t span_end(struct str s, size_t at, size_t ticks) {
    while (at < s.len) {
        size_t run = ticks_at(s, at);
        if (run == ticks)
            return at;
        at += run ? run : 1;
    }
    return SIZE_MAX;
}

/* A line without its code spans, as CommonMark reads them. */
static struct str without_code(struct arena *arena, struct str line) {
    struct strbuf out = strbuf_new(arena);
    for (size_t at = 0; at < line.len;) {
        size_t ticks = ticks_at(line, at);
        if (!ticks) {
            strbuf_append_byte(&out, line.ptr[at++]);
            continue;
        }
        size_t end = span_end(line, at + ticks, ticks);
        assert_int_not_equal(end, SIZE_MAX);
        at = end + ticks;
    }
    return strbuf_str(&out);
}

static void assert_harmless(struct arena *arena, struct str line) {
    static const char *const bad[] = {"<", "[", "]", "`",   "@",   "#",    "|",    "\\",
                                      "_", "~", "$", "&",   "{",   "}",    "^",    ">",
                                      "*", "!", "*", "GH-", "://", "www.", "WWW.", ":a:"};
    struct str left = without_code(arena, line);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (str_contains(left, str_of(bad[i])))
            fail_msg("'%s' in '%.*s'", bad[i], STR_ARG(line));
}

/* The marks that are the writer's own, off a line. */
static struct str without_marks(struct str line) {
    static const char *const marks[] = {"## ", "### ", "> ", "- **", "- ", "**", "  "};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (str_starts_with(line, str_of(marks[i])))
            return str_slice(line, strlen(marks[i]), line.len);
    return line;
}

/* The only ones within a line are the two that end what is strong. */
static void check_line(struct arena *arena, struct str line) {
    struct str body = without_marks(line);
    size_t strong = str_find(body, STR("** "), 0);
    if (strong == SIZE_MAX) {
        assert_harmless(arena, body);
        return;
    }
    assert_harmless(arena, str_slice(body, 0, strong));
    assert_harmless(arena, str_slice(body, strong + 3, body.len));
}

/* Every line outside of blocks of code; a block ends at its own fence and nowhere before. */
static void check_note(struct arena *arena, struct str note) {
    struct str rest = note, line;
    size_t fence = 0;
    assert_clean(note);
    assert_in_range(utf8_count(note), 1, LIMIT_MARKDOWN_CHARACTERS);
    while (rest.len) {
        str_cut(rest, '\n', &line, &rest);
        struct str bare = str_trim(line);
        size_t ticks = ticks_at(bare, 0);
        if (!fence && ticks >= 3 && str_eq(str_slice(bare, ticks, bare.len), STR("sh")))
            fence = ticks;
        else if (fence && ticks >= fence && ticks == bare.len)
            fence = 0;
        else if (!fence)
            check_line(arena, line);
    }
    assert_int_equal(fence, 0);
}

static void test_note(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct example x = {arena, false, 41};
    struct str note = written_markdown(arena, example_report(&x));
    check_note(arena, note);
    assert_true(str_starts_with(note, STR("## Not yet: tyo1-virt 4.12.47 to 4.14")));
    ASSERT_HOLDS(note, "**Can tyo1-virt be updated to OpenShift 4.14? Not yet. 3 blockers.**");
    ASSERT_HOLDS(note, "\n### Blockers: 3\n");
    ASSERT_HOLDS(note, "  ```sh\n  virtctl stop");
    ASSERT_HOLDS(note, "(changes the cluster)");
    ASSERT_HOLDS(note, "\n### Not judged: 3\n");
    ASSERT_HOLDS(note, "oc adm inspect ns/erp ns/ci\n```");
    ASSERT_HOLDS(note, "\n### Source\n");
    ASSERT_HOLDS(note, "`must-gather.tar.gz`");
    assert_true(str_eq(note, written_markdown(arena, example_report(&x))));
    arena_free(arena);
}

static void test_hostile(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct example x = {arena, true, 41};
    check_note(arena, written_markdown(arena, example_report(&x)));
    arena_free(arena);
}

/* What a name or a message of an archive may be, in all places at once. */
static void test_hostile_texts(void **state) {
    (void)state;
    static const char *const texts[] = {
        "@everyone",     "a@b.example",
        "#123",          "GH-7",
        "owner/repo#9",  "https://evil.example/",
        "www.a.example", "| a | b |",
        "``` x",         "`",
        "`` `",          "<img src=x>",
        "[a](b)",        "![a](b)",
        "*a*",           "__a__",
        "a\n# b",        "a\n\n---\n- [ ] c",
        "&lt;b&gt;",     ":tada:",
        "~~a~~",         "$x$ {y}",
        "\\`a",          "deadbeefcafe",
        "a\n```\n@b",    "```\n@b",
        "    @b",        "1. a\n2. b",
        "<!-- a",        "",
    };
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct example x = {arena, false, 41};
        struct report *report = example_report(&x);
        struct finding *finding = &report->results->items[4].findings[0];
        struct remedy *remedies = NEW_ARRAY(arena, 1, struct remedy);
        *remedies = (struct remedy){.text = str_of(texts[i]), .command = str_of(texts[i])};
        finding->message = str_of(texts[i]);
        finding->remedies = remedies;
        finding->n_remedies = 1;
        report->cluster.name = str_of(texts[i]);
        report->cluster.id = str_of(texts[i]);
        struct report_input *inputs = NEW_ARRAY(arena, 1, struct report_input);
        *inputs = (struct report_input){.name = str_of(texts[i]), .truncated = true};
        report->inputs = inputs;
        report->n_inputs = 1;
        check_note(arena, written_markdown(arena, report));
    }
    arena_free(arena);
}

static void test_every_pair(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    for (char a = ' '; a < 0x7f; a++)
        for (char b = ' '; b < 0x7f; b++) {
            char text[] = {'x', ' ', a, b, 'y', 0};
            assert_harmless(arena, words(arena, text, 100));
            assert_harmless(arena, words(arena, text + 2, 100));
        }
    arena_free(arena);
}

static void test_words(void **state) {
    (void)state;
    static const char *const pairs[][2] = {
        {"Pool worker is not paused.", "Pool worker is not paused."},
        {"state TRANSIENT_FAILURE.", "state `TRANSIENT_FAILURE`."},
        {"(see https://a.example/b),", "(see `https://a.example/b`),"},
        {"a `b` c", "a `` `b` `` c"},
        {"VM erp/db-01 has 64Gi", "VM erp/db-01 has 64Gi"},
        {"ノードは@xです", "ノードは`@x`です"},
        {":tada:", "`:tada`:"},
        {"see ABC-12, worker-02", "see `ABC-12`, worker-02"},
        {"\"\"::", "`\"\"::`"},
    };
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        assert_string_equal(str_c(arena, words(arena, pairs[i][0], 100)), pairs[i][1]);
    arena_free(arena);
}

static void test_limits(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    for (size_t limit = 0; limit < 60; limit++) {
        struct strbuf code = strbuf_new(arena);
        assert_in_range(utf8_count(words(arena, "日本語 a_b @c `` <d> and more of it", limit)), 0,
                        limit);
        markdown_code(&code, STR("日本語 a_b @c `` <d> and more of it"), limit);
        assert_harmless(arena, strbuf_str(&code));
    }
    arena_free(arena);
}

/* A report that would fill a book: all blockers counted, the first with their commands, what was
 * not judged and the source still there. */
static void test_budget(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct example x = {arena, false, 3};
    struct report *report = example_report(&x);
    const struct rule_result model = report->results->items[4];
    struct results many = {NEW_ARRAY(arena, 203, struct rule_result), 203};
    for (size_t i = 0; i < 200; i++) {
        many.items[i] = model;
        struct rule *rule = NEW(arena, struct rule);
        *rule = *model.rule;
        rule->id = str_printf(arena, "site-%03zu", i);
        many.items[i].rule = rule;
    }
    for (size_t i = 0; i < 3; i++)
        many.items[200 + i] = report->results->items[2];
    report->results = &many;
    struct str note = written_markdown(arena, report);
    check_note(arena, note);
    ASSERT_HOLDS(note, "### Blockers: 200");
    size_t shown = occurrences(note, STR("(site-"));
    assert_in_range(shown, 5, 100);
    assert_int_equal(occurrences(note, STR("virtctl stop")), 3);
    assert_true(
        str_contains(note, str_printf(arena, "\n- and %zu more in report.html\n", 200 - shown)));
    ASSERT_HOLDS(note, "### Not judged");
    ASSERT_HOLDS(note, "### Source");
    arena_free(arena);
}

static void test_stream_refuses(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct example x = {arena, false, 3};
    FILE *full = fopen("/dev/full", "w");
    setvbuf(full, NULL, _IONBF, 0);
    assert_false(report_write_markdown(example_report(&x), arena, full));
    fclose(full);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_note),          cmocka_unit_test(test_hostile),
        cmocka_unit_test(test_hostile_texts), cmocka_unit_test(test_every_pair),
        cmocka_unit_test(test_words),         cmocka_unit_test(test_limits),
        cmocka_unit_test(test_budget),        cmocka_unit_test(test_stream_refuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
