/* The test suites of junit.xml: one for each category in a fixed order, one case for each rule,
 * whatever the archive holds, so that CI can compare runs. Counts are of what is written here and
 * of nothing else. English, whatever the language of the page. */
#include "base/arena.h"
#include "base/time.h"
#include "report/clean.h"
#include "report/document.h"
#include "report/outcome.h"
#include "report/words.h"

static const char *const categories[] = {
    "olm",       "version",       "eus",  "workload", "drain", "storage",
    "migration", "control-plane", "node", "archive",  "site",
};
enum { N_CATEGORIES = sizeof categories / sizeof *categories, SITE = N_CATEGORIES - 1 };
/* Jenkins cuts a passing suite's output at 1,000 characters; others keep more. */
enum { MAX_OUTPUT = 16000, MAX_DAMAGE = 20, MAX_PROPERTY = 1000 };

/* Rules of a site's own overlay, and rules of a category that is not in the list. */
static size_t suite_of(const struct rule *rule) {
    for (size_t i = 0; i < SITE && !rule->overlay; i++)
        if (str_eq(rule->category, str_of(categories[i])))
            return i;
    return SITE;
}

/* RFC 3339 in UTC without the zone, which the Ant schema does not allow. */
static struct str timestamp(struct arena *arena, const struct report *report) {
    struct timepoint t = {0};
    if (!time_parse_rfc3339(report->gathered_to, &t))
        t = (struct timepoint){0};
    struct civil c = time_civil(t.seconds);
    return str_printf(arena, "%04lld-%02d-%02dT%02d:%02d:%02d", (long long)c.year, c.month, c.day,
                      c.hour, c.minute, c.second);
}

static void add_property(struct element *suite, const char *name, struct str value) {
    struct element *property = element_add(suite, "property");
    element_attr_c(property, "name", name);
    element_attr(property, "value", words_or(value, "unknown"));
}

static struct str digests(struct arena *arena, const struct report *report) {
    struct strbuf out = strbuf_new(arena);
    for (size_t i = 0; i < report->n_inputs; i++)
        strbuf_printf(&out, "%s%.*s", i ? " " : "",
                      STR_ARG(words_or(report->inputs[i].sha256, "none (folder)")));
    return strbuf_str(&out);
}

static void add_properties(struct element *suite, struct arena *arena,
                           const struct report *report) {
    const struct report_cluster *c = &report->cluster;
    add_property(suite, "tool", str_printf(arena, "virtready %.*s", STR_ARG(report->tool_version)));
    add_property(suite, "rules", report->rules_version);
    add_property(suite, "archive.sha256", digests(arena, report));
    add_property(suite, "cluster.id", c->id);
    add_property(suite, "ocp.current", c->ocp_current);
    add_property(suite, "ocp.target", report->target.openshift);
    add_property(suite, "cnv.current",
                 c->cnv_installed == MAYBE_FALSE ? STR("not installed") : c->cnv_version);
    if (report->n_changes)
        add_property(suite, "rules.replaced",
                     clean_cut(arena, words_changes(arena, report, (struct str){0}), MAX_PROPERTY));
    add_property(suite, "verdict", words_verdict(report->english, report->verdict));
}

struct tally {
    size_t tests, of[4];
};

static void add_case(struct element *suite, struct arena *arena, const char *category,
                     const struct rule *rule, const struct outcome *outcome) {
    struct element *element = element_add(suite, "case");
    element_attr(element, "name",
                 str_printf(arena, "%.*s: %.*s", STR_ARG(rule->id),
                            STR_ARG(clean_line(arena, rule->assertion.len ? rule->assertion
                                                                          : rule->title))));
    element_attr(element, "class", str_printf(arena, "virtready.%s", category));
    element_attr_c(element, "kind", outcome_kind_text(outcome->kind));
    if (outcome->kind == OUTCOME_PASSED)
        return;
    if (outcome->kind != OUTCOME_SKIPPED)
        element_attr(element, "type", outcome->type);
    element_attr(element, "message", outcome->message);
    element_text(element, outcome->text);
}

/* Trouble with the archive stands in every report: in the suite about the archive itself. */
static void append_notes(struct strbuf *out, struct arena *arena, const struct report *report) {
    struct strs notes = words_notes(report->english, report);
    for (size_t i = 0; i < notes.count; i++)
        strbuf_printf(out, "NOTE %.*s\n", STR_ARG(clean_line(arena, notes.items[i])));
    for (size_t i = 0; i < report->n_damaged && i < MAX_DAMAGE; i++) {
        const struct report_damage *d = &report->damaged[i];
        struct str line = str_printf(arena, "%.*s:%u: %.*s", STR_ARG(clean_line(arena, d->path)),
                                     (unsigned)d->line, STR_ARG(clean_line(arena, d->problem)));
        strbuf_printf(out, "DAMAGED %.*s\n",
                      STR_ARG(clean_cut(arena, clean_line(arena, line), 400)));
    }
    if (report->n_damaged > MAX_DAMAGE)
        strbuf_printf(out, "and %zu more damaged files\n", report->n_damaged - MAX_DAMAGE);
}

static bool is_used(const struct report *report, size_t category) {
    for (size_t i = 0; i < report->results->count; i++)
        if (suite_of(report->results->items[i].rule) == category)
            return true;
    return false;
}

static void add_suite(struct element *cases, struct arena *arena, const struct report *report,
                      size_t category) {
    struct element *suite = element_add(cases, "suite");
    element_attr_number(suite, "id", (int64_t)category);
    element_attr_c(suite, "name", categories[category]);
    add_properties(suite, arena, report);
    struct tally tally = {0};
    struct strbuf out = strbuf_new(arena);
    if (str_eq(str_of(categories[category]), STR("archive")))
        append_notes(&out, arena, report);
    for (size_t i = 0; i < report->results->count; i++) {
        const struct rule_result *result = &report->results->items[i];
        if (suite_of(result->rule) != category)
            continue;
        struct outcome outcome = outcome_of(arena, report, result);
        add_case(suite, arena, categories[category], result->rule, &outcome);
        tally.tests++;
        tally.of[outcome.kind]++;
        if (outcome.line.len)
            strbuf_printf(&out, "%.*s\n", STR_ARG(clean_line(arena, outcome.line)));
    }
    element_attr_number(suite, "tests", (int64_t)tally.tests);
    element_attr_number(suite, "failures", (int64_t)tally.of[OUTCOME_FAILURE]);
    element_attr_number(suite, "errors", (int64_t)tally.of[OUTCOME_ERROR]);
    element_attr_number(suite, "skipped", (int64_t)tally.of[OUTCOME_SKIPPED]);
    element_add_text(suite, "output", clean_cut(arena, strbuf_str(&out), MAX_OUTPUT));
}

struct element *document_cases(struct arena *arena, const struct report *report) {
    struct element *root = document_begin(arena), *cases = element_add(root, "cases");
    element_attr(cases, "timestamp", timestamp(arena, report));
    for (size_t i = 0; i < N_CATEGORIES; i++)
        if (i < SITE || is_used(report, SITE))
            add_suite(cases, arena, report, i);
    return root;
}
