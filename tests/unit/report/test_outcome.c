/* The table of docs/report-json.md, line by line, and the sentences of one rule. */
#include "written.h"

#include "base/limits.h"
#include "report/outcome.h"

static struct arena *arena;
static const struct example plain = {0};

struct row {
    const char *what;
    enum rule_status status;
    enum level level;   /* of the finding; none: no finding */
    enum level unknown; /* still possible; none: nothing unknown */
    enum level broken;  /* the same of an error */
    bool decisive;
    enum level fail_on;
    bool unknown_skip;
    enum outcome_kind kind;
    const char *type;
};

#define NONE LEVEL_NONE
#define INFO LEVEL_INFO
#define WARN LEVEL_WARNING
#define BLOCK LEVEL_BLOCKER

static const struct row rows[] = {
    {"a blocker", RULE_FAILED, BLOCK, NONE, NONE, true, BLOCK, false, OUTCOME_FAILURE, "blocker"},
    {"a blocker beside an unknown", RULE_FAILED, BLOCK, BLOCK, NONE, true, BLOCK, false,
     OUTCOME_FAILURE, "blocker"},
    {"a blocker, but never fail", RULE_FAILED, BLOCK, NONE, NONE, true, NONE, false, OUTCOME_PASSED,
     ""},
    {"could block", RULE_UNKNOWN, NONE, BLOCK, NONE, true, BLOCK, false, OUTCOME_ERROR,
     "not-judged"},
    {"could block, never fail", RULE_UNKNOWN, NONE, BLOCK, NONE, true, NONE, false, OUTCOME_ERROR,
     "not-judged"},
    {"could block, skipped", RULE_UNKNOWN, NONE, BLOCK, NONE, true, BLOCK, true, OUTCOME_SKIPPED,
     "not-judged"},
    {"could block, beside a warning", RULE_FAILED, WARN, BLOCK, NONE, true, BLOCK, false,
     OUTCOME_ERROR, "not-judged"},
    {"could block, beside a warning that fails", RULE_FAILED, WARN, BLOCK, NONE, true, WARN, false,
     OUTCOME_FAILURE, "warning"},
    {"broken, could block", RULE_ERROR, NONE, NONE, BLOCK, true, BLOCK, false, OUTCOME_ERROR,
     "internal"},
    {"broken, could block, skipped", RULE_ERROR, NONE, NONE, BLOCK, true, BLOCK, true,
     OUTCOME_SKIPPED, "internal"},
    {"a warning that fails", RULE_FAILED, WARN, NONE, NONE, true, WARN, false, OUTCOME_FAILURE,
     "warning"},
    {"a note that fails", RULE_FAILED, INFO, NONE, NONE, true, INFO, false, OUTCOME_FAILURE,
     "info"},
    {"a warning below", RULE_FAILED, WARN, NONE, NONE, true, BLOCK, false, OUTCOME_PASSED, ""},
    {"a warning below, beside an unknown", RULE_FAILED, WARN, WARN, NONE, true, BLOCK, false,
     OUTCOME_PASSED, ""},
    {"unknown, only a warning", RULE_UNKNOWN, NONE, WARN, NONE, true, BLOCK, false, OUTCOME_SKIPPED,
     "not-judged"},
    {"unknown, not decisive", RULE_UNKNOWN, NONE, BLOCK, NONE, false, BLOCK, false, OUTCOME_SKIPPED,
     "not-judged"},
    {"broken, only a warning", RULE_ERROR, NONE, NONE, WARN, true, BLOCK, false, OUTCOME_ERROR,
     "internal"},
    {"broken, not decisive, skipped", RULE_ERROR, NONE, NONE, BLOCK, false, BLOCK, true,
     OUTCOME_ERROR, "internal"},
    {"a note below", RULE_FAILED, INFO, NONE, NONE, true, BLOCK, false, OUTCOME_PASSED, ""},
    {"passed", RULE_PASSED, NONE, NONE, NONE, true, BLOCK, false, OUTCOME_PASSED, ""},
    {"not applicable", RULE_NOT_APPLICABLE, NONE, NONE, NONE, true, BLOCK, false, OUTCOME_SKIPPED,
     ""},
    {"left out, though it could block", RULE_WAIVED, NONE, BLOCK, NONE, true, BLOCK, false,
     OUTCOME_SKIPPED, ""},
};

static struct rule_result result_of(const struct row *row) {
    struct example x = plain;
    x.arena = arena;
    struct rule *rule = example_rule(&x, "some-rule", "olm", "all is well", LEVEL_BLOCKER);
    rule->decisive = row->decisive;
    struct rule_result result = {.rule = rule, .status = row->status, .level = row->level};
    if (row->level) {
        result.findings = example_findings(&x, 1, row->level, "It is not.");
        result.n_findings = 1;
    }
    if (row->unknown) {
        result.unknowns = example_unknown(&x, row->unknown, "Pod");
        result.n_unknowns = 1;
    }
    if (row->broken) {
        struct rule_error *error = NEW(arena, struct rule_error);
        *error = (struct rule_error){
            .level = row->broken, .where = STR("x.yaml:1:1"), .message = STR("no such key")};
        result.errors = error;
        result.n_errors = 1;
    }
    return result;
}

static void test_table(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct rule_result result = result_of(&rows[i]);
        struct results results = {&result, 1};
        struct report report = {.words = example_words(arena, ""),
                                .english = example_words(arena, ""),
                                .results = &results,
                                .fail_on = rows[i].fail_on,
                                .unknown_skip = rows[i].unknown_skip};
        struct outcome outcome = outcome_of(arena, &report, &result);
        if (outcome.kind != rows[i].kind || !str_eq(outcome.type, str_of(rows[i].type)))
            fail_msg("%s: %s '%.*s'", rows[i].what, outcome_kind_text(outcome.kind),
                     STR_ARG(outcome.type));
        /* a passed case has no text; every other says why */
        assert_int_equal(outcome.kind != OUTCOME_PASSED, outcome.message.len > 0);
        assert_int_equal(outcome.kind != OUTCOME_PASSED, outcome.text.len > 0);
        bool told = outcome.kind == OUTCOME_PASSED && rows[i].level >= LEVEL_WARNING;
        assert_int_equal(told, outcome.line.len > 0);
    }
}

static void test_not_judged_says_what_is_missing(void **state) {
    (void)state;
    struct rule_result result = result_of(&rows[3]);
    struct results results = {&result, 1};
    struct report report = {.words = example_words(arena, ""),
                            .english = example_words(arena, ""),
                            .results = &results,
                            .fail_on = LEVEL_BLOCKER};
    ASSERT_HOLDS(outcome_of(arena, &report, &result).message,
                 "not judged: the archive lacks Pod in namespace erp");
}

static void test_text_is_bounded(void **state) {
    (void)state;
    struct example x = {arena, true, 0};
    char *long_text = arena_alloc(arena, 200001);
    memset(long_text, 'w', 200000);
    struct rule_result result = {
        .rule = example_rule(&x, "some-rule", "olm", "all is well", LEVEL_BLOCKER),
        .status = RULE_FAILED,
        .level = LEVEL_BLOCKER,
        .findings = example_findings(&x, 5000, LEVEL_BLOCKER, long_text),
        .n_findings = 5000};
    struct results results = {&result, 1};
    struct report report = {.words = example_words(arena, ""),
                            .english = example_words(arena, ""),
                            .results = &results,
                            .fail_on = LEVEL_BLOCKER};
    struct outcome outcome = outcome_of(arena, &report, &result);
    assert_in_range(outcome.text.len, 1, LIMIT_CASE_BYTES);
    assert_in_range(outcome.message.len, 1, 1000);
    ASSERT_HOLDS(outcome.text, " more\n");
    ASSERT_HOLDS(outcome.text, "report.html#rule-some-rule");
}

static void test_sentences(void **state) {
    (void)state;
    struct example x = {arena, false, 0};
    struct rule_result result = {
        .rule = example_rule(&x, "some-rule", "olm", "all is well", LEVEL_BLOCKER),
        .findings = example_findings(&x, 1, LEVEL_BLOCKER, "It is not."),
        .n_findings = 1};
    assert_true(str_eq(outcome_sentence(example_words(arena, ""), &result), STR("It is not.")));
    result.findings = example_findings(&x, 2, LEVEL_BLOCKER, "It is not.");
    result.n_findings = 2;
    assert_true(
        str_eq(outcome_sentence(example_words(arena, ""), &result), STR("all is well: 2 objects")));
    result.summary = STR("2 are not.");
    assert_true(str_eq(outcome_sentence(example_words(arena, ""), &result), STR("2 are not.")));
    assert_int_equal(outcome_step(&result), 5);
    result.findings[1].step = 3;
    assert_int_equal(outcome_step(&result), 3);
}

static void test_explained(void **state) {
    (void)state;
    struct example x = {arena, false, 5};
    struct report *report = example_report(&x);
    const struct rule_result *hostpath = &report->results->items[0],
                             *blocks = &report->results->items[1];
    assert_int_equal(outcome_headline(hostpath), LEVEL_NONE);
    assert_int_equal(outcome_count(hostpath, LEVEL_BLOCKER, true), 2);
    assert_int_equal(outcome_count(hostpath, LEVEL_BLOCKER, false), 0);
    assert_int_equal(outcome_headline(blocks), LEVEL_BLOCKER);
    const struct explanation *why;
    assert_int_equal(outcome_explanations(report, arena, blocks, &blocks->findings[0], &why), 1);
    assert_true(str_eq(why[0].result->rule->id, STR("drain-hostpath")));
    assert_int_equal(outcome_explanations(report, arena, blocks, &blocks->findings[2], &why), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table),
        cmocka_unit_test(test_not_judged_says_what_is_missing),
        cmocka_unit_test(test_text_is_bounded),
        cmocka_unit_test(test_sentences),
        cmocka_unit_test(test_explained),
    };
    arena = arena_new();
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(arena);
    return failed;
}
