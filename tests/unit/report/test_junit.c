/* junit.xml: valid for what Jenkins and Ant both allow, one case for each rule under its frozen
 * name, counts that a recount confirms. */
#include "written.h"

#include <libxml/parser.h>
#include <libxml/relaxng.h>
#include <libxml/xpath.h>

#include "base/embedded.h"

static struct report *example(struct arena *arena, bool hostile) {
    struct example x = {arena, hostile, 41};
    return example_report(&x);
}

static xmlDoc *parse(struct str text) {
    xmlDoc *doc = xmlReadMemory(text.ptr, (int)text.len, NULL, NULL, XML_PARSE_NONET);
    assert_non_null(doc);
    return doc;
}

static xmlXPathObject *find(xmlDoc *doc, const char *expression) {
    xmlXPathContext *context = xmlXPathNewContext(doc);
    xmlXPathObject *found = xmlXPathEvalExpression((const xmlChar *)expression, context);
    assert_non_null(found);
    xmlXPathFreeContext(context);
    return found;
}

static int number(xmlDoc *doc, const char *expression) {
    xmlXPathObject *found = find(doc, expression);
    int value = (int)xmlXPathCastToNumber(found);
    xmlXPathFreeObject(found);
    return value;
}

static void assert_text(xmlDoc *doc, const char *expression, const char *text) {
    xmlXPathObject *found = find(doc, expression);
    xmlChar *value = xmlXPathCastToString(found);
    assert_string_equal((const char *)value, text);
    xmlFree(value);
    xmlXPathFreeObject(found);
}

static void test_valid(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    const struct embedded_file *file = embedded_find(STR("templates/junit.rng"));
    xmlRelaxNGParserCtxt *parser = xmlRelaxNGNewMemParserCtxt(file->data, (int)file->size);
    xmlRelaxNG *schema = xmlRelaxNGParse(parser);
    assert_non_null(schema);
    for (int hostile = 0; hostile < 2; hostile++) {
        struct str text = written_page(arena, example(arena, hostile), PAGE_JUNIT);
        assert_clean(text);
        xmlDoc *doc = parse(text);
        xmlRelaxNGValidCtxt *valid = xmlRelaxNGNewValidCtxt(schema);
        assert_int_equal(xmlRelaxNGValidateDoc(valid, doc), 0);
        xmlRelaxNGFreeValidCtxt(valid);
        xmlFreeDoc(doc);
    }
    xmlRelaxNGFree(schema);
    xmlRelaxNGFreeParserCtxt(parser);
    arena_free(arena);
}

static void test_shape(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    xmlDoc *doc = parse(written_page(arena, example(arena, false), PAGE_JUNIT));
    static const char *const suites[] = {"olm",   "version", "eus",       "workload",
                                         "drain", "storage", "migration", "control-plane",
                                         "node",  "archive", "site"};
    assert_int_equal(number(doc, "count(/testsuites/testsuite)"), 11);
    assert_int_equal(number(doc, "count(/testsuites/@*)"), 0);
    for (int i = 0; i < 11; i++) {
        char path[80];
        snprintf(path, sizeof path, "/testsuites/testsuite[%d]/@name", i + 1);
        assert_text(doc, path, suites[i]);
        snprintf(path, sizeof path, "/testsuites/testsuite[%d]/@id", i + 1);
        assert_int_equal(number(doc, path), i);
    }
    assert_int_equal(number(doc, "count(//testcase)"), 14);
    assert_text(doc, "//testsuite[@name='drain']/testcase[2]/@name",
                "drain-vmi-blocks: every VM that must live-migrate can");
    assert_text(doc, "//testsuite[@name='drain']/testcase[2]/@classname", "virtready.drain");
    assert_text(doc, "//testsuite[1]/@timestamp", "2026-11-18T06:12:31");
    assert_text(doc, "//testsuite[1]/properties/property[@name='verdict']/@value", "Not yet");
    assert_int_equal(number(doc, "count(//testsuite[1]/properties/property)"), 8);
    assert_int_equal(number(doc, "count(//@file | //@line | //testcase/properties)"), 0);
    xmlFreeDoc(doc);
    arena_free(arena);
}

static void test_outcomes(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    xmlDoc *doc = parse(written_page(arena, example(arena, false), PAGE_JUNIT));
    assert_text(doc, "//testcase[starts-with(@name, 'ver-ocp-upgradeable-false')]/failure/@message",
                "APIs that 4.13 removes are still called, and the acknowledgement is missing. "
                "(bites at step 1)");
    assert_text(doc, "//testcase[starts-with(@name, 'ver-ocp-upgradeable-false')]/failure/@type",
                "blocker");
    /* explained by another rule: still a case of its own */
    assert_int_equal(number(doc, "count(//testcase[starts-with(@name, 'drain-hostpath')]/failure)"),
                     1);
    assert_text(doc, "//testcase[starts-with(@name, 'eus-pools-not-paused')]/error/@type",
                "not-judged");
    assert_int_equal(
        number(doc, "count(//testcase[starts-with(@name, 'mig-target-unschedulable')]/skipped)"),
        1);
    assert_text(doc, "//testsuite[@name='site']/testcase/error/@type", "internal");
    assert_text(doc, "//testcase[starts-with(@name, 'wl-evict')]/skipped/@message",
                "not applicable: no workload update is configured");
    assert_text(doc, "string(//testcase[starts-with(@name, 'wl-evict')]/skipped)",
                "not applicable: no workload update is configured");
    assert_int_equal(number(doc, "count(//testcase[starts-with(@name, 'olm-approval-manual')]/*)"),
                     0);
    assert_text(doc, "string(//testsuite[@name='olm']/system-out)",
                "WARNING olm-approval-manual: Install plans wait for approval by hand. (bites at "
                "step 5)\n");
    assert_int_equal(number(doc, "count(//system-out[contains(., 'cut off or damaged')])"), 1);
    assert_int_equal(number(doc, "count(//system-out[contains(., 'DAMAGED "
                                 "namespaces/ci/core/events.yaml:90112: cut off')])"),
                     1);
    xmlFreeDoc(doc);
    arena_free(arena);
}

static void test_counts(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    for (int fail_on = LEVEL_NONE; fail_on <= LEVEL_BLOCKER; fail_on++) {
        struct report *report = example(arena, false);
        report->fail_on = (enum level)fail_on;
        xmlDoc *doc = parse(written_page(arena, report, PAGE_JUNIT));
        assert_int_equal(number(doc, "sum(//@tests)"), number(doc, "count(//testcase)"));
        assert_int_equal(number(doc, "sum(//@failures)"), number(doc, "count(//failure)"));
        assert_int_equal(number(doc, "sum(//@errors)"), number(doc, "count(//error)"));
        assert_int_equal(number(doc, "sum(//testsuite/@skipped)"), number(doc, "count(//skipped)"));
        assert_int_equal(number(doc, "count(//testsuite[@failures != count(testcase/failure)])"),
                         0);
        assert_int_equal(number(doc, "count(//testcase[count(*) > 1])"), 0);
        static const int failures[] = {0, 7, 6, 4};
        assert_int_equal(number(doc, "count(//failure)"), failures[fail_on]);
        xmlFreeDoc(doc);
    }
    arena_free(arena);
}

static void test_identities_are_unique(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    xmlDoc *doc = parse(written_page(arena, example(arena, true), PAGE_JUNIT));
    assert_int_equal(number(doc, "count(//testcase[@name = preceding::testcase/@name])"), 0);
    xmlFreeDoc(doc);
    arena_free(arena);
}

/* No rule, no time, nothing known: the suites stand all the same. */
static void test_nothing_known(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct results none = {0};
    struct report report = {.words = example_words(arena, ""),
                            .english = example_words(arena, ""),
                            .results = &none,
                            .cluster.cnv_installed = MAYBE_FALSE};
    xmlDoc *doc = parse(written_page(arena, &report, PAGE_JUNIT));
    assert_int_equal(number(doc, "count(//testsuite)"), 10);
    assert_text(doc, "//testsuite[1]/@timestamp", "1970-01-01T00:00:00");
    assert_text(doc, "//testsuite[1]//property[@name='cnv.current']/@value", "not installed");
    xmlFreeDoc(doc);
    arena_free(arena);
}

/* Every rule fails on more VMs than are named, with long names, paths and texts: what CI is given
 * stays small, and says how much it leaves out. */
static void test_sizes(void **state) {
    (void)state;
    enum { RULES = 105, VMS = 500, NAME = 200 };
    struct arena *arena = arena_new();
    struct report *report = example(arena, false);
    const struct rule_result model = report->results->items[1];
    struct finding *findings = NEW_ARRAY(arena, VMS, struct finding);
    char *name = arena_alloc(arena, NAME + 1);
    memset(name, 'n', NAME);
    name[NAME] = 0;
    for (size_t i = 0; i < VMS; i++) {
        findings[i] = model.findings[0];
        findings[i].object.name = str_printf(arena, "%s-%zu", name, i);
        findings[i].message = str_printf(arena, "%s %s %s %s", name, name, name, name);
    }
    struct results many = {NEW_ARRAY(arena, RULES, struct rule_result), RULES};
    for (size_t i = 0; i < RULES; i++) {
        struct rule *rule = NEW(arena, struct rule);
        *rule = *model.rule;
        rule->id = str_printf(arena, "drain-%03zu", i);
        many.items[i] = model;
        many.items[i].rule = rule;
        many.items[i].findings = findings;
        many.items[i].n_findings = VMS;
    }
    report->results = &many;
    struct str text = written_page(arena, report, PAGE_JUNIT);
    assert_in_range(text.len, 1, 512 * 1024);
    xmlDoc *doc = parse(text);
    assert_int_equal(number(doc, "count(//failure)"), RULES);
    assert_int_equal(number(doc, "count(//failure[string-length(.) > 4096])"), 0);
    assert_int_equal(number(doc, "count(//failure[string-length(.) < 2000])"), 0);
    assert_int_equal(number(doc, "count(//failure[contains(., ' more\n')])"), RULES);
    assert_int_equal(number(doc, "count(//failure[contains(., 'More: report.html#rule-drain')])"),
                     RULES);
    xmlFreeDoc(doc);
    arena_free(arena);
}

/* Few objects: twenty are named, the evidence of each with its line, the whole command. */
static void test_objects(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct report *report = example(arena, false);
    struct finding *findings = NEW_ARRAY(arena, 23, struct finding);
    struct rule_result *result = &report->results->items[1];
    struct evidence *evidence = NEW(arena, struct evidence);
    *evidence = (struct evidence){.path = STR("a/b.yaml"), .line = 7};
    for (size_t i = 0; i < 23; i++) {
        findings[i] = result->findings[0];
        findings[i].message = STR("short");
        findings[i].evidence = evidence;
        findings[i].n_evidence = 1;
    }
    result->findings = findings;
    result->n_findings = 23;
    xmlDoc *doc = parse(written_page(arena, report, PAGE_JUNIT));
    assert_int_equal(number(doc, "count(//failure[contains(., 'and 3 more\n')])"), 1);
    assert_int_equal(number(doc, "count(//failure[contains(., '  short  [a/b.yaml:7]\n')])"), 1);
    assert_int_equal(
        number(doc, "count(//testcase[starts-with(@name, 'drain-vmi-blocks')]/failure[contains(., "
                    "' $ virtctl stop ')])"),
        1);
    xmlFreeDoc(doc);
    arena_free(arena);
}

static void test_same_bytes(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    assert_true(str_eq(written_page(arena, example(arena, true), PAGE_JUNIT),
                       written_page(arena, example(arena, true), PAGE_JUNIT)));
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_valid),
        cmocka_unit_test(test_shape),
        cmocka_unit_test(test_outcomes),
        cmocka_unit_test(test_counts),
        cmocka_unit_test(test_identities_are_unique),
        cmocka_unit_test(test_nothing_known),
        cmocka_unit_test(test_sizes),
        cmocka_unit_test(test_objects),
        cmocka_unit_test(test_same_bytes),
    };
    report_prepare(); /* before libxml2 is used */
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    xmlCleanupParser();
    return failed;
}
