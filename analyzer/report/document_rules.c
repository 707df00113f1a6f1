/* Each rule's result: what the cards, the table of all checks and "not judged" show of it. Findings
 * stand together by cause, at most LIMIT_PAGE_FINDINGS of a rule; findings that explain another
 * rule's stand inside of the finding they explain. */
#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/vec.h"
#include "report/clean.h"
#include "report/document.h"
#include "report/outcome.h"
#include "report/words.h"

struct context {
    struct arena *arena;
    const struct report *report;
};

static void add_object(const struct context *c, struct element *element,
                       const struct object_ref *object) {
    element_attr(element, "kind", object->kind);
    element_attr(element, "name", words_name(c->arena, object->namespace, object->name));
    document_link_vm(element, c->arena, c->report, object);
}

static void add_chain(const struct context *c, struct element *up, const struct finding *finding) {
    for (size_t i = 0; i < finding->n_chain; i++) {
        struct element *link = element_add(up, "link");
        element_attr(link, "role",
                     words_else(c->report->words, finding->chain[i].role, "rule.object"));
        element_flag(link, "guilty", finding->chain[i].guilty);
        add_object(c, link, &finding->chain[i].object);
    }
    if (finding->n_chain == 0 && finding->object.kind.len) {
        struct element *link = element_add(up, "link");
        element_attr(link, "role", finding->object.kind);
        add_object(c, link, &finding->object);
    }
}

static void add_remedies(struct element *up, const struct finding *finding) {
    for (size_t i = 0; i < finding->n_remedies; i++) {
        const struct remedy *remedy = &finding->remedies[i];
        struct element *element = element_add(up, "remedy");
        element_flag(element, "changes", remedy->changes);
        element_add_text(element, "text", words_local(remedy->text_local, remedy->text));
        if (remedy->command.len)
            element_add_text(element, "command", remedy->command);
    }
    if (finding->verify.len)
        element_add_text(up, "verify", finding->verify);
}

/* What both a finding and one that explains it have. */
static void add_body(const struct context *c, struct element *element,
                     const struct finding *finding) {
    element_add_text(element, "message", words_local(finding->message_local, finding->message));
    add_chain(c, element, finding);
    add_remedies(element, finding);
}

static void add_finding(const struct context *c, struct element *up,
                        const struct rule_result *result, const struct finding *finding) {
    struct element *element = element_add(up, "finding");
    element_attr_c(element, "mark", document_mark(finding->level));
    element_attr_c(element, "level", level_text(finding->level));
    struct str message = words_local(finding->message_local, finding->message);
    element_flag(element, "told",
                 str_eq(message, outcome_sentence_local(c->report->words, result)));
    add_body(c, element, finding);
    const struct explanation *reasons;
    size_t count = outcome_explanations(c->report, c->arena, result, finding, &reasons);
    const struct finding **findings = NEW_ARRAY(c->arena, count + 1, const struct finding *);
    for (size_t i = 0; i < count; i++)
        findings[i] = reasons[i].finding;
    findings[count] = finding;
    document_evidence(element, c->arena, c->report, findings, count + 1);
    for (size_t i = 0; i < count; i++) {
        struct element *reason = element_add(element, "reason");
        element_attr(reason, "rule", reasons[i].result->rule->id);
        add_body(c, reason, reasons[i].finding);
    }
}

struct shown {
    bool *done; /* of each finding of the rule */
    size_t count;
};

/* All of one level and cause, from the first of them on. */
static void add_group(const struct context *c, struct element *rule,
                      const struct rule_result *result, size_t from, struct shown *shown) {
    const struct finding *first = &result->findings[from];
    struct element *group = element_add(rule, "group");
    if (first->group.len)
        element_attr(group, "cause", words_sentence(c->report, first->group));
    for (size_t i = from; i < result->n_findings && shown->count < LIMIT_PAGE_FINDINGS; i++) {
        const struct finding *f = &result->findings[i];
        if (shown->done[i] || f->level != first->level || !str_eq(f->group, first->group))
            continue;
        add_finding(c, group, result, f);
        shown->done[i] = true;
        shown->count++;
    }
}

/* By cause in the order of first sight, worst first within the limit: a reader who sees only the
 * first ones sees the ones that matter. Explained ones stand elsewhere. */
static void add_findings(const struct context *c, struct element *rule,
                         const struct rule_result *result) {
    struct shown shown = {.done = NEW_ARRAY(c->arena, result->n_findings, bool)};
    size_t own = 0;
    for (size_t i = 0; i < result->n_findings; i++) {
        shown.done[i] = result->findings[i].explained;
        own += !shown.done[i];
    }
    for (int level = LEVEL_BLOCKER; level > LEVEL_NONE; level--)
        for (size_t i = 0; i < result->n_findings && shown.count < LIMIT_PAGE_FINDINGS; i++)
            if (!shown.done[i] && result->findings[i].level == (enum level)level)
                add_group(c, rule, result, i, &shown);
    if (shown.count < own)
        element_attr(rule, "more",
                     SAY(c->report->words, "rule.more-objects", COUNT(own - shown.count)));
}

static void add_open(const struct context *c, struct element *rule,
                     const struct rule_result *result) {
    if (result->n_unknowns) {
        struct missing_set missing = outcome_missing(c->arena, result);
        struct str gather = outcome_gather(c->report, c->arena, missing);
        element_add_text(rule, "lacks", words_missing(c->report->words, missing, 6));
        if (gather.len)
            element_add_text(rule, "gather", gather);
    }
    for (size_t i = 0; i < result->n_errors && i < LIMIT_PAGE_FINDINGS; i++) {
        const struct rule_error *e = &result->errors[i];
        struct element *error = element_add_text(rule, "broken", e->message);
        element_attr(error, "where", e->where);
        if (e->has_object)
            element_attr(error, "object", words_object(c->report->words, &e->object));
    }
}

struct shown_status {
    const char *mark, *key;
};

static struct shown_status status_shown(const struct rule_result *result) {
    static const struct shown_status levels[] = {
        [LEVEL_NONE] = {"ok", "result.passed"},
        [LEVEL_INFO] = {"note", "result.note"},
        [LEVEL_WARNING] = {"warn", "result.warning"},
        [LEVEL_BLOCKER] = {"bad", "result.blocker"},
    };
    switch (result->status) {
    case RULE_FAILED:
        return levels[result->level];
    case RULE_ERROR:
        return (struct shown_status){"unk", "result.failed"};
    case RULE_UNKNOWN:
        return (struct shown_status){"unk", "result.not-judged"};
    case RULE_NOT_APPLICABLE:
        return (struct shown_status){"na", "result.not-applicable"};
    case RULE_WAIVED:
        return (struct shown_status){"na", "result.waived"};
    case RULE_PASSED:
        break;
    }
    return levels[LEVEL_NONE];
}

/* The last column of "all checks": what was looked at, in a few words. */
static struct str seen(const struct context *c, const struct rule_result *result) {
    const struct catalogue *words = c->report->words;
    switch (result->status) {
    case RULE_FAILED:
        return SAY(words, "rule.findings", COUNT(result->n_findings));
    case RULE_ERROR:
        return result->n_errors ? result->errors[0].message : STR("");
    case RULE_UNKNOWN:
        return SAY(words, "rule.lacks",
                   HOLE("what", words_missing(words, outcome_missing(c->arena, result), 3)));
    case RULE_PASSED:
        return SAY(words, "rule.checked", COUNT(result->checked));
    case RULE_NOT_APPLICABLE:
    case RULE_WAIVED:
        break;
    }
    return words_or(words_sentence(c->report, result->reason), "");
}

static void add_step(const struct context *c, struct element *rule,
                     const struct rule_result *result) {
    uint32_t step = outcome_step(result);
    if (step)
        element_attr(rule, "bites", SAY(c->report->words, "rule.bites", NUMBER("step", step)));
}

enum { NODES_NAMED = 3 };

/* The nodes on which its findings stand, in the order of first sight. */
static void add_nodes(const struct context *c, struct element *rule,
                      const struct rule_result *result) {
    VEC(struct str) nodes = {0};
    for (size_t i = 0; i < result->n_findings; i++)
        for (size_t k = 0; k < result->findings[i].n_chain && nodes.count <= NODES_NAMED; k++) {
            const struct object_ref *object = &result->findings[i].chain[k].object;
            bool known = !str_eq(object->kind, STR("Node"));
            for (size_t n = 0; n < nodes.count && !known; n++)
                known = str_eq(nodes.items[n], object->name);
            if (!known)
                *vec_push(c->arena, &nodes) = object->name;
        }
    bool more = nodes.count > NODES_NAMED;
    struct strs named = {nodes.items, more ? NODES_NAMED : nodes.count};
    const struct catalogue *words = c->report->words;
    struct str list = words_list(words, named);
    if (named.count)
        element_attr(rule, "nodes", more ? SAY(words, "list.open", HOLE("list", list)) : list);
}

static bool is_web(struct str url) {
    return str_starts_with(url, STR("https://")) || str_starts_with(url, STR("http://"));
}

/* Its own findings make a card; those that only explain another rule's are shown there. */
static void add_card(const struct context *c, struct element *rule,
                     const struct rule_result *result) {
    enum level headline = outcome_headline(result);
    if (headline == LEVEL_NONE)
        return;
    element_attr_c(rule, "card", document_mark(headline));
    document_sentence(rule, outcome_sentence_local(c->report->words, result));
    const struct rule_local *local = result->rule->local;
    struct str why = words_local(local ? local->why : (struct str){0}, result->rule->why);
    if (why.len)
        element_add_text(rule, "why", why);
    for (size_t i = 0; i < result->rule->docs.count; i++)
        if (is_web(result->rule->docs.items[i]))
            element_add_text(rule, "doc", result->rule->docs.items[i]);
    add_findings(c, rule, result);
}

static void add_rule(const struct context *c, struct element *rules,
                     const struct rule_result *result) {
    struct shown_status status = status_shown(result);
    struct element *rule = element_add(rules, "rule");
    element_attr(rule, "id", result->rule->id);
    element_attr_c(rule, "mark", status.mark);
    element_attr(rule, "word", catalogue_text(c->report->words, status.key));
    element_flag(rule, "open", result->n_unknowns || result->n_errors);
    element_flag(rule, "could-block", outcome_could_block(result));
    if (result->rule->overlay)
        element_attr(rule, "origin", result->rule->origin);
    struct str changes = words_changes(c->arena, c->report, result->rule->id);
    if (changes.len)
        element_attr(rule, "replaced", changes);
    bool explains = result->n_findings && outcome_headline(result) == LEVEL_NONE;
    if (explains)
        element_attr(rule, "explains", result->findings[0].explained_by);
    add_step(c, rule, result);
    add_nodes(c, rule, result);
    element_add_text(rule, "assertion", words_or(outcome_assertion(result), "?"));
    element_add_text(rule, "seen", seen(c, result));
    add_card(c, rule, result);
    add_open(c, rule, result);
}

/* What needs attention stands first in "all checks"; within that, the order of ids. */
static int rank(const struct rule_result *result) {
    static const int of_status[] = {
        [RULE_FAILED] = 0, [RULE_ERROR] = 4,          [RULE_UNKNOWN] = 4,
        [RULE_PASSED] = 5, [RULE_NOT_APPLICABLE] = 6, [RULE_WAIVED] = 7,
    };
    if (result->status == RULE_FAILED)
        return LEVEL_BLOCKER - (int)result->level;
    return of_status[result->status];
}

/* Counts by mark, in the order of the table. */
static void add_filters(struct element *rules, const struct report *report) {
    static const struct shown_status shown[] = {
        {"bad", "result.blocker"},    {"warn", "result.warning"}, {"note", "result.note"},
        {"unk", "result.not-judged"}, {"ok", "result.passed"},    {"na", "result.not-applicable"}};
    for (size_t s = 0; s < sizeof shown / sizeof *shown; s++) {
        int64_t count = 0;
        for (size_t i = 0; i < report->results->count; i++)
            count += strcmp(status_shown(&report->results->items[i]).mark, shown[s].mark) == 0;
        if (!count)
            continue;
        struct element *filter =
            element_add_text(rules, "filter", catalogue_text(report->words, shown[s].key));
        element_attr_c(filter, "id", shown[s].mark);
        element_attr_number(filter, "count", count);
    }
}

void document_rules(struct element *root, struct arena *arena, const struct report *report) {
    struct context c = {arena, report};
    struct element *rules = element_add(root, "rules");
    element_attr_number(rules, "count", (int64_t)report->results->count);
    add_filters(rules, report);
    for (int at = 0; at <= 7; at++)
        for (size_t i = 0; i < report->results->count; i++)
            if (rank(&report->results->items[i]) == at)
                add_rule(&c, rules, &report->results->items[i]);
    static const enum level levels[] = {LEVEL_BLOCKER, LEVEL_WARNING, LEVEL_INFO};
    for (size_t l = 0; l < 3; l++) {
        const struct rule_result **shown;
        size_t count = document_headline(arena, report, levels[l], &shown);
        struct element *cards = element_add(root, "cards");
        element_attr_c(cards, "mark", document_mark(levels[l]));
        element_attr_number(cards, "count", (int64_t)count);
        for (size_t i = 0; i < count; i++)
            element_attr(element_add(cards, "card"), "rule", shown[i]->rule->id);
    }
}
