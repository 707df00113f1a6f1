/* Turns a rule's result and what a test expects into the lines that differ. */
#include "base/arena.h"
#include "rules/finding.h"
#include "rules/rule_parse.h"
#include "rules/rule_test.h"

/* "Kind ns/name" is taken as well: the kind is the rule's own. */
static struct str object_named(struct value v) {
    struct str text = value_str(v), kind, name;
    return str_cut(text, ' ', &kind, &name) ? name : text;
}

static bool is_named(struct rule_test_diff *diff, const struct object_ref *object,
                     struct str name) {
    return str_eq(rule_test_name(diff->arena, object), name) ||
           (!object->kind.len && name.len == 0);
}

/* Findings */

static bool text_differs(struct rule_test_diff *diff, const char *what, struct value expected,
                         struct str actual) {
    if (value_kind(expected) == VALUE_ABSENT || str_eq(str_trim(value_str(expected)), actual))
        return false;
    rule_test_missing(diff, what, str_trim(value_str(expected)));
    rule_test_extra(diff, what, actual);
    return true;
}

static void compare_commands(struct rule_test_diff *diff, struct value expected,
                             const struct finding *finding) {
    size_t at = 0;
    if (value_kind(expected) == VALUE_ABSENT)
        return;
    struct value_iter it = value_iter(expected);
    bool more = value_next(&it);
    for (size_t i = 0; i < finding->n_remedies; i++) {
        struct str command = finding->remedies[i].command;
        if (!command.ptr)
            continue;
        if (more)
            text_differs(diff, "command", it.value, command);
        else
            rule_test_extra(diff, "command", command);
        more = more && value_next(&it);
        at++;
    }
    for (; more; more = value_next(&it))
        rule_test_missing(diff, "command", value_str(it.value));
}

/* "VirtualMachine a/vm > PersistentVolumeClaim a/d!": '!' marks a guilty link. */
static struct str chain_text(struct rule_test_diff *diff, const struct finding *finding) {
    struct strbuf out = strbuf_new(diff->arena);
    for (size_t i = 0; i < finding->n_chain; i++) {
        const struct chain_link *link = &finding->chain[i];
        struct str name = rule_test_name(diff->arena, &link->object);
        strbuf_printf(&out, "%s%.*s %.*s%s", i ? " > " : "", STR_ARG(link->object.kind),
                      STR_ARG(name), link->guilty ? "!" : "");
    }
    return strbuf_str(&out);
}

static struct str causes_text(struct rule_test_diff *diff, const struct finding *finding) {
    struct strbuf out = strbuf_new(diff->arena);
    for (size_t i = 0; i < finding->n_causes; i++) {
        const struct object_ref object = finding_ref(finding->causes[i]);
        struct str name = rule_test_name(diff->arena, &object);
        strbuf_printf(&out, "%s%.*s %.*s", i ? ", " : "", STR_ARG(object.kind), STR_ARG(name));
    }
    return strbuf_str(&out);
}

static void compare_finding(struct rule_test_diff *diff, struct value expected,
                            const struct finding *finding) {
    struct value level = value_get(expected, STR("level"));
    text_differs(diff, "level", level, str_of(level_text(finding->level)));
    text_differs(diff, "message", value_get(expected, STR("message")), finding->message);
    text_differs(diff, "group", value_get(expected, STR("group")), finding->group);
    text_differs(diff, "chain", value_get(expected, STR("chain")), chain_text(diff, finding));
    text_differs(diff, "causes", value_get(expected, STR("causes")), causes_text(diff, finding));
    compare_commands(diff, value_get(expected, STR("commands")), finding);
}

static struct str shown(struct rule_test_diff *diff, const struct finding *finding) {
    return str_printf(diff->arena, "%.*s, %s: %.*s",
                      STR_ARG(rule_test_name(diff->arena, &finding->object)),
                      level_text(finding->level), STR_ARG(finding->message));
}

static void compare_findings(struct rule_test_diff *diff, const struct rule_result *result,
                             struct value expected) {
    bool *seen = NEW_ARRAY(diff->arena, result->n_findings, bool);
    struct value_iter it = value_iter(expected);
    while (value_next(&it)) {
        struct str name = object_named(value_get(it.value, STR("object")));
        size_t i = 0;
        while (i < result->n_findings &&
               (seen[i] || !is_named(diff, &result->findings[i].object, name)))
            i++;
        if (i == result->n_findings) {
            rule_test_missing(diff, "finding", name.len ? name : STR("Cluster"));
            continue;
        }
        seen[i] = true;
        compare_finding(diff, it.value, &result->findings[i]);
    }
    for (size_t i = 0; i < result->n_findings; i++)
        if (!seen[i])
            rule_test_extra(diff, "finding", shown(diff, &result->findings[i]));
}

/* Unknowns: each must be about an object or lack a kind that the test names, and each name must be
 * met. */

static struct str missing_text(struct rule_test_diff *diff, const struct unknown *unknown) {
    struct strbuf out = strbuf_new(diff->arena);
    strbuf_append(&out, unknown->has_object ? rule_test_name(diff->arena, &unknown->object)
                                            : STR("(all)"));
    strbuf_printf(&out, " at level %s, missing:", level_text(unknown->level));
    for (size_t i = 0; i < unknown->missing.count; i++) {
        const struct missing *m = &unknown->missing.items[i];
        strbuf_printf(&out, "%s %.*s", i ? "," : "", STR_ARG(m->kind));
        if (m->namespace.len || m->name.len)
            strbuf_printf(&out, " %.*s/%.*s", STR_ARG(m->namespace), STR_ARG(m->name));
    }
    return strbuf_str(&out);
}

static bool meets(struct rule_test_diff *diff, const struct unknown *unknown, struct str name) {
    struct str kind, rest;
    bool qualified = str_cut(name, ' ', &kind, &rest);
    if (unknown->has_object && is_named(diff, &unknown->object, qualified ? rest : name))
        return true;
    for (size_t i = 0; i < unknown->missing.count; i++)
        if (str_eq(unknown->missing.items[i].kind, name))
            return true;
    return !unknown->has_object && str_eq(name, STR("Cluster"));
}

static void compare_unknowns(struct rule_test_diff *diff, const struct rule_result *result,
                             struct value expected) {
    struct value_iter it = value_iter(expected);
    bool *met = NEW_ARRAY(diff->arena, result->n_unknowns, bool);
    while (value_next(&it)) {
        bool any = false;
        for (size_t i = 0; i < result->n_unknowns; i++) {
            bool one = meets(diff, &result->unknowns[i], value_str(it.value));
            met[i] |= one;
            any |= one;
        }
        if (!any)
            rule_test_missing(diff, "unknown", value_str(it.value));
    }
    for (size_t i = 0; i < result->n_unknowns; i++)
        if (!met[i])
            rule_test_extra(diff, "unknown", missing_text(diff, &result->unknowns[i]));
}

/* Errors */

static void compare_errors(struct rule_test_diff *diff, const struct rule_result *result,
                           struct value expected) {
    bool *met = NEW_ARRAY(diff->arena, result->n_errors, bool);
    struct value_iter it = value_iter(expected);
    while (value_next(&it)) {
        bool any = false;
        for (size_t i = 0; i < result->n_errors; i++) {
            bool one = str_contains(result->errors[i].message, value_str(it.value));
            met[i] |= one;
            any |= one;
        }
        if (!any)
            rule_test_missing(diff, "error", value_str(it.value));
    }
    for (size_t i = 0; i < result->n_errors; i++)
        if (!met[i])
            rule_test_extra(diff, "error",
                            str_printf(diff->arena, "%.*s: %.*s", STR_ARG(result->errors[i].where),
                                       STR_ARG(result->errors[i].message)));
}

static void compare_passed(struct rule_test_diff *diff, const struct evaluation *evaluation,
                           struct value expected) {
    struct value_iter it = value_iter(expected);
    while (value_next(&it)) {
        size_t i = 0;
        while (i < evaluation->passed.count &&
               !is_named(diff, &evaluation->passed.items[i], object_named(it.value)))
            i++;
        if (i == evaluation->passed.count)
            rule_test_missing(diff, "passed", value_str(it.value));
    }
}

void rule_test_compare(struct rule_test_diff *diff, struct evaluation *evaluation,
                       const struct rule *rule, struct value expect) {
    struct value not_applicable = value_get(expect, STR("notApplicable"));
    bool expected = value_is(not_applicable, VALUE_BOOL) && value_bool(not_applicable);
    evaluation->record = true;
    /* A test names only what matters; that the operator is there need not be said each time. */
    evaluation->installed = !expected;
    struct rule_result result = rule_run_judge(evaluation, rule);
    compare_findings(diff, &result, value_get(expect, STR("findings")));
    compare_unknowns(diff, &result, value_get(expect, STR("unknown")));
    compare_errors(diff, &result, value_get(expect, STR("errors")));
    compare_passed(diff, evaluation, value_get(expect, STR("passed")));
    text_differs(diff, "summary", value_get(expect, STR("summary")), result.summary);
    if (expected && result.status != RULE_NOT_APPLICABLE)
        rule_test_missing(diff, "not applicable", (struct str){0});
    if (!expected && result.status == RULE_NOT_APPLICABLE)
        rule_test_extra(diff, "not applicable:", result.reason);
}
