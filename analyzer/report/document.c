/* The first screen of the page: the question, the answer with its reasons, facts, and the tally.
 * Whatever a style sheet would have to compute (order, widths, plurals, dates) is computed here,
 * because what XSLT offers for it depends on version or locale. */
#include "report/document.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/vec.h"
#include "report/clean.h"
#include "report/outcome.h"
#include "report/words.h"

const char *document_mark(enum level level) {
    static const char *const marks[] = {
        [LEVEL_NONE] = "ok",
        [LEVEL_INFO] = "note",
        [LEVEL_WARNING] = "warn",
        [LEVEL_BLOCKER] = "bad",
    };
    return marks[level];
}

static bool closes_parentheses(struct str text) {
    size_t open = 0;
    for (size_t offset = 0; offset < text.len;) {
        uint32_t c = utf8_next(text, &offset);
        open += c == '(' || c == 0xff08;
        open -= open && (c == ')' || c == 0xff09);
    }
    return open == 0;
}

/* Long sentences tell the fact first and what somebody else said about it after a colon. */
void document_sentence(struct element *up, struct str sentence) {
    static const size_t least_fact = 20, least_rest = 40;
    static const struct str marks[] = {STR_INIT(": "), STR_INIT("\xef\xbc\x9a")};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t at = str_find(sentence, marks[i], least_fact);
        if (at == SIZE_MAX || sentence.len - at < least_rest ||
            !closes_parentheses(str_slice(sentence, 0, at)))
            continue;
        element_add_text(up, "fact", str_slice(sentence, 0, at));
        element_add_text(up, "rest", str_slice(sentence, at + marks[i].len, sentence.len));
        return;
    }
    element_add_text(up, "fact", sentence);
}

/* ---- the answer ---- */

static int by_step(const void *a, const void *b) {
    const struct rule_result *x = *(const struct rule_result *const *)a;
    const struct rule_result *y = *(const struct rule_result *const *)b;
    uint32_t sx = outcome_step(x), sy = outcome_step(y);
    if (sx != sy)
        return (sx ? sx : UINT32_MAX) < (sy ? sy : UINT32_MAX) ? -1 : 1;
    return str_cmp(x->rule->id, y->rule->id);
}

size_t document_headline(struct arena *arena, const struct report *report, enum level level,
                         const struct rule_result ***ret) {
    VEC(const struct rule_result *) found = {0};
    for (size_t i = 0; i < report->results->count; i++)
        if (outcome_headline(&report->results->items[i]) == level)
            *vec_push(arena, &found) = &report->results->items[i];
    if (found.count)
        qsort(found.items, found.count, sizeof *found.items, by_step);
    *ret = found.items;
    return found.count;
}

/* Every blocker; warnings where they are the worst there is, and then only the first. */
static void add_findings(struct element *root, struct arena *arena, const struct report *report,
                         enum level level) {
    const struct rule_result **found;
    size_t count = document_headline(arena, report, level, &found);
    size_t shown =
        level == LEVEL_BLOCKER || count < LIMIT_PAGE_REASONS ? count : LIMIT_PAGE_REASONS;
    for (size_t i = 0; i < shown; i++) {
        struct element *problem = element_add(root, "problem");
        element_attr_c(problem, "mark", document_mark(level));
        element_attr(problem, "rule", found[i]->rule->id);
        document_sentence(problem, outcome_sentence_local(report->words, found[i]));
        const struct remedy *action = outcome_action(report, found[i]);
        if (action)
            element_add_text(problem, "do", words_local(action->text_local, action->text));
    }
    if (shown < count)
        element_attr_number(root, "more", (int64_t)(count - shown));
}

/* Where the answer is "cannot tell": what was not judged is the reason. */
static void add_open_questions(struct element *root, struct arena *arena,
                               const struct report *report) {
    size_t count = 0;
    const struct catalogue *words = report->words;
    for (size_t i = 0; i < report->results->count; i++) {
        const struct rule_result *result = &report->results->items[i];
        if (!outcome_could_block(result) || ++count > LIMIT_PAGE_REASONS)
            continue;
        struct element *problem = element_add(root, "problem");
        element_attr_c(problem, "mark", "unk");
        element_attr(problem, "rule", result->rule->id);
        element_add_text(
            problem, "fact",
            SAY(words, "open.fact", HOLE("assertion", words_or(outcome_assertion(result), "?"))));
        struct str missing = words_missing(words, outcome_missing(arena, result), 4);
        struct str lacks = result->n_errors ? result->errors[0].message
                                            : SAY(words, "open.lacks", HOLE("what", missing));
        element_add_text(problem, "do", lacks);
    }
    if (count > LIMIT_PAGE_REASONS)
        element_attr_number(root, "more", (int64_t)(count - LIMIT_PAGE_REASONS));
}

static void add_answer(struct element *root, struct arena *arena, const struct report *report) {
    static const char *const marks[] = {
        [VERDICT_READY] = "ok",
        [VERDICT_WARNINGS] = "warn",
        [VERDICT_NOT_READY] = "bad",
        [VERDICT_CANNOT_TELL] = "unk",
    };
    const struct catalogue *words = report->words;
    element_attr_c(root, "mark", marks[report->verdict]);
    element_attr(root, "verdict", words_verdict(report->english, report->verdict));
    element_attr(root, "cluster",
                 words_else(words, report->cluster.name, "object.unnamed-cluster"));
    if (report->gathered_to.len)
        element_attr(root, "gathered", words_time(arena, report->gathered_to));
    element_add_text(root, "title", words_title(words, report));
    element_add_text(root, "question", words_question(words, report));
    element_add_text(root, "answer", words_answer(words, report));
    struct strs notes = words_notes(words, report);
    for (size_t i = 0; i < notes.count; i++)
        element_add_text(root, "note", notes.items[i]);
    element_add_text(root, "lead", words_lead(words, report));
    add_findings(root, arena, report, LEVEL_BLOCKER);
    if (report->verdict == VERDICT_WARNINGS)
        add_findings(root, arena, report, LEVEL_WARNING);
    if (report->verdict == VERDICT_CANNOT_TELL)
        add_open_questions(root, arena, report);
}

/* ---- facts ---- */

static void add_fact(struct element *root, const struct report *report, const char *key,
                     struct str value) {
    struct element *fact =
        element_add_text(root, "fact", words_else(report->words, value, "fact.unknown"));
    element_attr(fact, "name", catalogue_text(report->words, key));
}

static struct str number_text(struct arena *arena, struct number number) {
    return number.known ? str_printf(arena, "%lld", (long long)number.value) : STR("?");
}

static struct str with_update(const struct catalogue *words, struct str version,
                              enum maybe updating, struct str to) {
    if (updating != MAYBE_TRUE)
        return version;
    version = words_or(version, "?");
    if (to.len)
        return SAY(words, "fact.updating-to", HOLE("version", version), HOLE("to", to));
    return SAY(words, "fact.updating", HOLE("version", version));
}

static struct str target_text(const struct report *report) {
    const struct report_target *t = &report->target;
    struct str version = t->openshift.len ? t->openshift : t->virtualization;
    if (!version.len || !t->why.len)
        return version;
    return SAY(report->words, "fact.target-why", HOLE("version", version),
               HOLE("why", words_sentence(report, t->why)));
}

static void add_sizes(struct element *root, struct arena *arena, const struct report *report) {
    const struct report_cluster *c = &report->cluster;
    if (c->control_plane.known || c->workers.known)
        add_fact(root, report, "fact.nodes",
                 SAY(report->words, "fact.nodes-each",
                     HOLE("control_plane", number_text(arena, c->control_plane)),
                     HOLE("workers", number_text(arena, c->workers))));
    if (c->vms_total.known)
        add_fact(root, report, "fact.vms",
                 SAY(report->words, "fact.vms-each", HOLE("all", number_text(arena, c->vms_total)),
                     HOLE("running", number_text(arena, c->vms_running))));
}

static void add_facts(struct element *root, struct arena *arena, const struct report *report) {
    const struct report_cluster *c = &report->cluster;
    const struct catalogue *words = report->words;
    add_fact(root, report, "fact.cluster", c->name.len ? c->name : c->id);
    add_fact(root, report, "fact.openshift",
             with_update(words, c->ocp_current, c->ocp_updating, c->ocp_desired));
    add_fact(root, report, "fact.virtualization",
             c->cnv_installed == MAYBE_FALSE
                 ? catalogue_text(words, "fact.not-installed")
                 : with_update(words, c->cnv_version, c->cnv_updating, (struct str){0}));
    add_fact(root, report, "fact.target", target_text(report));
    add_sizes(root, arena, report);
    add_fact(root, report, "fact.gathered", words_time(arena, report->gathered_to));
    for (size_t i = 0; i < report->n_inputs; i++)
        add_fact(root, report, "fact.archive", report->inputs[i].name);
    add_fact(root, report, "fact.judged-by",
             SAY(words, "fact.program", HOLE("version", report->tool_version),
                 HOLE("rules", words_else(words, report->rules_version, "fact.rules-own"))));
}

/* ---- the tally ---- */

struct part {
    const char *mark;
    size_t count;
    const char *key;
};

/* Widths in tenths of a unit; the bar is 1000 units wide, 3 between parts, and even one rule in
 * hundreds stays visible. */
static void add_parts(struct element *tally, const struct catalogue *words,
                      const struct part *parts, size_t n_parts) {
    struct arena *arena = catalogue_arena(words);
    static const size_t gap = 30, least = 80;
    size_t total = 0, shown = 0;
    for (size_t i = 0; i < n_parts; i++) {
        total += parts[i].count;
        shown += parts[i].count > 0;
    }
    size_t room = 10000 - (shown ? shown - 1 : 0) * gap - shown * least;
    size_t x = 0;
    for (size_t i = 0; i < n_parts; i++) {
        if (!parts[i].count)
            continue;
        size_t width = least + room * parts[i].count / total;
        struct element *part =
            element_add_text(tally, "part", SAY(words, parts[i].key, COUNT(parts[i].count)));
        element_attr_c(part, "mark", parts[i].mark);
        element_attr(part, "x", str_printf(arena, "%zu.%zu", x / 10, x % 10));
        element_attr(part, "width", str_printf(arena, "%zu.%zu", width / 10, width % 10));
        x += width + gap;
    }
}

static void add_tally(struct element *root, const struct report *report) {
    const struct report_counts *c = &report->counts;
    const struct part parts[] = {
        {"bad", c->headline_blockers, "count.blockers"},
        {"warn", c->headline_warnings, "count.warnings"},
        {"note", c->headline_info, "count.notes"},
        {"unk", c->unknown + c->error, "count.not-judged"},
        {"ok", c->passed, "count.passed"},
    };
    size_t failed = c->blocker + c->warning + c->info;
    const struct part apart[] = {
        {"", failed - c->headline_blockers - c->headline_warnings - c->headline_info,
         "count.explaining"},
        {"", c->not_applicable, "count.not-applicable"},
        {"", c->waived, "count.waived"},
    };
    struct element *tally = element_add(root, "tally");
    add_parts(tally, report->words, parts, sizeof parts / sizeof *parts);
    for (size_t i = 0; i < sizeof apart / sizeof *apart; i++)
        if (apart[i].count)
            element_add_text(tally, "apart",
                             SAY(report->words, apart[i].key, COUNT(apart[i].count)));
}

struct element *document_begin(struct arena *arena) {
    struct element *root = element_root(arena, "results");
    element_attr_c(root, "form", "1");
    return root;
}

struct element *document_page(struct arena *arena, const struct report *report) {
    struct element *root = document_begin(arena);
    add_answer(root, arena, report);
    add_facts(root, arena, report);
    add_tally(root, report);
    document_path(root, arena, report);
    document_rules(root, arena, report);
    document_cluster(root, arena, report);
    document_sources(root, arena, report);
    return root;
}
