/* The names of test cases are frozen: what junit.xml calls each built-in rule is what
 * tests/junit-names.lock says. A wanted change is made with tests/junit-names.sh --write. */
#include "written.h"

#include <libxml/parser.h>
#include <libxml/xpath.h>

#include "base/intern.h"
#include "base/vec.h"

static int by_text(const void *a, const void *b) {
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* A report in which every rule passed. */
static struct report *all_rules(struct arena *arena) {
    struct diag_sink *sink = diag_sink_new(arena);
    struct rules_options options = {.builtin = true};
    struct rule_set *set = rules_load(arena, intern_new(arena), &options, sink);
    assert_non_null(set);
    size_t count;
    const struct rule *const *rules = rules_list(set, &count);
    struct results *results = NEW(arena, struct results);
    results->items = NEW_ARRAY(arena, count, struct rule_result);
    results->count = count;
    for (size_t i = 0; i < count; i++)
        results->items[i] = (struct rule_result){.rule = rules[i], .status = RULE_PASSED};
    struct report *report = NEW(arena, struct report);
    report->results = results;
    report->words = report->english = example_words(arena, "");
    return report;
}

static struct str names_of(struct arena *arena, struct str junit) {
    xmlDoc *doc = xmlReadMemory(junit.ptr, (int)junit.len, NULL, NULL, XML_PARSE_NONET);
    xmlXPathContext *context = xmlXPathNewContext(doc);
    xmlXPathObject *cases = xmlXPathEvalExpression((const xmlChar *)"//testcase", context);
    VEC(struct str) names = {0};
    for (int i = 0; i < cases->nodesetval->nodeNr; i++) {
        xmlChar *class = xmlGetProp(cases->nodesetval->nodeTab[i], (const xmlChar *)"classname");
        xmlChar *name = xmlGetProp(cases->nodesetval->nodeTab[i], (const xmlChar *)"name");
        *vec_push(arena, &names) =
            str_printf(arena, "%s %s\n", (const char *)class, (const char *)name);
        xmlFree(class);
        xmlFree(name);
    }
    xmlXPathFreeObject(cases);
    xmlXPathFreeContext(context);
    xmlFreeDoc(doc);
    qsort(names.items, names.count, sizeof *names.items, by_text);
    struct strbuf all = strbuf_new(arena);
    for (size_t i = 0; i < names.count; i++)
        strbuf_append(&all, names.items[i]);
    return strbuf_str(&all);
}

static void test_names_are_frozen(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    FILE *file = fopen("tests/junit-names.lock", "r");
    assert_non_null(file);
    fseek(file, 0, SEEK_END);
    struct str locked = written_text(arena, file);
    struct str names = names_of(arena, written_page(arena, all_rules(arena), PAGE_JUNIT));
    while (locked.len || names.len) {
        struct str wanted, got;
        str_cut(locked, '\n', &wanted, &locked);
        str_cut(names, '\n', &got, &names);
        if (!str_eq(wanted, got))
            fail_msg("locked '%.*s', is '%.*s'", STR_ARG(wanted), STR_ARG(got));
    }
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_names_are_frozen)};
    report_prepare();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
