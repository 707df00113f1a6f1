/* Turns tests as they are run into JUnit XML. The tree is the reports' own, so that nothing a test
 * is called can end a tag; a suite's counts are known, and set, when the next one begins. */
#include "cli/test_report.h"

#include "base/arena.h"
#include "cli/outfile.h"
#include "report/element.h"

struct test_report {
    struct arena *arena;
    struct element *root, *suite; /* NULL: none is open */
    struct str rule;
    int64_t suites, tests, failures; /* the last two of the suite */
};

struct test_report *test_report_new(struct arena *arena) {
    struct test_report *report = NEW(arena, struct test_report);
    report->arena = arena;
    element_prepare();
    report->root = element_root(arena, "testsuites");
    return report;
}

/* Times are not told: the same rules give the same bytes. */
static void end_suite(struct test_report *report) {
    struct element *suite = report->suite;
    if (!suite)
        return;
    element_attr_number(suite, "tests", report->tests);
    element_attr_number(suite, "failures", report->failures);
    element_attr_c(suite, "errors", "0");
    element_attr_c(suite, "skipped", "0");
    element_attr_c(suite, "time", "0.000");
    element_add(suite, "system-out");
    element_add(suite, "system-err");
    report->suite = NULL;
}

static void begin_suite(struct test_report *report, struct str rule) {
    end_suite(report);
    report->rule = str_copy(report->arena, rule);
    report->tests = report->failures = 0;
    report->suite = element_add(report->root, "testsuite");
    element_attr(report->suite, "name", rule);
    element_attr_c(report->suite, "package", "rules");
    element_attr_number(report->suite, "id", report->suites++);
    element_attr_c(report->suite, "timestamp", "1970-01-01T00:00:00");
    element_attr_c(report->suite, "hostname", "localhost");
    element_add(report->suite, "properties");
}

void test_report_add(void *arg, const struct rules_test_case *done) {
    struct test_report *report = arg;
    if (!report->suite || !str_eq(report->rule, done->rule))
        begin_suite(report, done->rule);
    struct element *made = element_add(report->suite, "testcase");
    element_attr(made, "classname", str_printf(report->arena, "rules.%.*s", STR_ARG(done->rule)));
    element_attr(made, "name", done->name);
    element_attr_c(made, "time", "0.000");
    report->tests++;
    if (done->passed)
        return;
    report->failures++;
    struct element *failure = element_add(made, "failure");
    element_attr_c(failure, "type", "mismatch");
    element_attr(failure, "message",
                 str_printf(report->arena, "%.*s:%u", STR_ARG(done->file), done->line));
    element_text(failure, done->diff);
}

static bool write_tree(void *root, FILE *out) {
    return element_write(root, out) || ferror(out);
}

bool test_report_write(struct test_report *report, struct str file, struct diag_sink *sink) {
    end_suite(report);
    if (!str_eq(file, STR("-")))
        return outfile_write(report->arena, file, write_tree, report->root, sink);
    if (element_write(report->root, stdout) && fflush(stdout) == 0)
        return true;
    diag_add(sink, DIAG_ERROR, DIAG_OUTPUT, (struct diag_where){.input = STR("standard output")},
             "cannot write");
    return false;
}
