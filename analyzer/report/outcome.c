/* A rule's result into its sentence, its action and its test case. The order of tests in outcome_of
 * is that of the table in docs/report-json.md: the first line that holds decides. */
#include "report/outcome.h"

#include "base/arena.h"
#include "base/limits.h"
#include "base/vec.h"
#include "report/clean.h"
#include "report/words.h"

enum level outcome_headline(const struct rule_result *result) {
    enum level worst = LEVEL_NONE;
    for (size_t i = 0; i < result->n_findings; i++)
        if (!result->findings[i].explained && result->findings[i].level > worst)
            worst = result->findings[i].level;
    return worst;
}

size_t outcome_count(const struct rule_result *result, enum level level, bool with_explained) {
    size_t count = 0;
    for (size_t i = 0; i < result->n_findings; i++)
        count += result->findings[i].level == level &&
                 (with_explained || !result->findings[i].explained);
    return count;
}

bool outcome_could_block(const struct rule_result *result) {
    if (!result->rule->decisive)
        return false;
    for (size_t i = 0; i < result->n_unknowns; i++)
        if (result->unknowns[i].level == LEVEL_BLOCKER)
            return true;
    for (size_t i = 0; i < result->n_errors; i++)
        if (result->errors[i].level == LEVEL_BLOCKER)
            return true;
    return false;
}

static struct str titled(const struct catalogue *words, struct str title,
                         const struct rule_result *result) {
    if (result->n_findings == 0)
        return title;
    return SAY(words, "rule.objects", HOLE("title", title), COUNT(result->n_findings));
}

struct str outcome_sentence(const struct catalogue *words, const struct rule_result *result) {
    if (result->n_findings == 1 && result->findings[0].message.len)
        return result->findings[0].message;
    if (result->summary.len)
        return result->summary;
    return titled(words, result->rule->title, result);
}

struct str outcome_sentence_local(const struct catalogue *words, const struct rule_result *result) {
    const struct rule_local *local = result->rule->local;
    bool one = result->n_findings == 1 && result->findings[0].message.len;
    if (!local)
        return outcome_sentence(words, result);
    if (one && result->findings[0].message_local.len)
        return result->findings[0].message_local;
    if (!one && result->summary_local.len)
        return result->summary_local;
    if (one || result->summary.len || !local->title.len)
        return outcome_sentence(words, result);
    return titled(words, local->title, result);
}

struct str outcome_assertion(const struct rule_result *result) {
    const struct rule *rule = result->rule;
    return words_local(rule->local ? rule->local->assertion : (struct str){0}, rule->assertion);
}

uint32_t outcome_step(const struct rule_result *result) {
    uint32_t first = 0;
    for (size_t i = 0; i < result->n_findings; i++) {
        uint32_t step = result->findings[i].step;
        if (step && (!first || step < first))
            first = step;
    }
    return first;
}

struct missing_set outcome_missing(struct arena *arena, const struct rule_result *result) {
    struct missing_set *sets = NEW_ARRAY(arena, result->n_unknowns, struct missing_set);
    for (size_t i = 0; i < result->n_unknowns; i++)
        sets[i] = result->unknowns[i].missing;
    return missing_union_all(arena, sets, result->n_unknowns);
}

struct str outcome_gather(const struct report *report, struct arena *arena,
                          struct missing_set missing) {
    if (!report->rule_set || !missing.count)
        return (struct str){0};
    return words_join(arena,
                      rules_gather_fewest(report->rule_set, arena, missing, report->gather_image),
                      STR("; "));
}

static bool same_object(const struct object_ref *a, const struct object_ref *b) {
    return str_eq(a->kind, b->kind) && str_eq(a->namespace, b->namespace) &&
           str_eq(a->name, b->name);
}

size_t outcome_explanations(const struct report *report, struct arena *arena,
                            const struct rule_result *result, const struct finding *finding,
                            const struct explanation **ret) {
    VEC(struct explanation) found = {0};
    for (size_t r = 0; r < report->results->count; r++) {
        const struct rule_result *other = &report->results->items[r];
        for (size_t i = 0; i < other->n_findings; i++) {
            const struct finding *f = &other->findings[i];
            if (f->explained && str_eq(f->explained_by, result->rule->id) &&
                same_object(&f->explained_of, &finding->object))
                *vec_push(arena, &found) = (struct explanation){other, f};
        }
    }
    *ret = found.items;
    return found.count;
}

/* What the rule that explains a finding would do about it: the cause's remedy is the nearer one. */
static const struct remedy *nearer_action(const struct report *report,
                                          const struct rule_result *result,
                                          const struct finding *finding) {
    for (size_t r = 0; r < report->results->count; r++) {
        const struct rule_result *other = &report->results->items[r];
        for (size_t i = 0; i < other->n_findings; i++) {
            const struct finding *f = &other->findings[i];
            if (f->explained && f->n_remedies && f->level == finding->level &&
                str_eq(f->explained_by, result->rule->id) &&
                same_object(&f->object, &finding->object))
                return &f->remedies[0];
        }
    }
    return NULL;
}

const struct remedy *outcome_action(const struct report *report, const struct rule_result *result) {
    enum level headline = outcome_headline(result);
    /* Of a rule whose findings all stand under others, JUnit has a case all the same. */
    enum level level = headline == LEVEL_NONE ? result->level : headline;
    for (size_t i = 0; i < result->n_findings; i++) {
        const struct finding *finding = &result->findings[i];
        if (finding->level != level)
            continue;
        const struct remedy *nearer = nearer_action(report, result, finding);
        if (nearer || finding->n_remedies)
            return nearer ? nearer : &finding->remedies[0];
    }
    return NULL;
}

/* ---- as a test case ---- */

const char *outcome_kind_text(enum outcome_kind kind) {
    static const char *const texts[] = {"passed", "failure", "error", "skipped"};
    return texts[kind];
}

const char *outcome_verdict_text(enum verdict verdict) {
    static const char *const texts[] = {
        [VERDICT_READY] = "ready",
        [VERDICT_WARNINGS] = "ready-with-warnings",
        [VERDICT_NOT_READY] = "not-ready",
        [VERDICT_CANNOT_TELL] = "cannot-tell",
    };
    return texts[verdict];
}

const char *outcome_status_text(enum rule_status status) {
    static const char *const texts[] = {
        [RULE_FAILED] = "failed",   [RULE_ERROR] = "error",
        [RULE_UNKNOWN] = "unknown", [RULE_PASSED] = "passed",
        [RULE_WAIVED] = "waived",   [RULE_NOT_APPLICABLE] = "not-applicable",
    };
    return texts[status];
}

/* Appends a whole line of clean parts, or nothing and false where it does not fit in what is left
 * for the body. */
static bool append_line(struct strbuf *out, struct arena *arena, struct str line) {
    static const size_t rest = 1024; /* room for "and N more", the fix and the anchor */
    line = clean_cut(arena, line, 600);
    if (out->len + line.len + 1 > LIMIT_CASE_BYTES - rest)
        return false;
    strbuf_append(out, line);
    strbuf_append_byte(out, '\n');
    return true;
}

static struct str finding_line(struct arena *arena, const struct finding *finding) {
    struct strbuf line = strbuf_new(arena);
    struct str name = finding->object.kind.len
                          ? words_name(arena, finding->object.namespace, finding->object.name)
                          : STR("cluster");
    struct str reason = clean_cut(arena, clean_line(arena, finding->message), 200);
    if (!str_starts_with(reason, name))
        strbuf_printf(&line, "%.*s  ", STR_ARG(name));
    strbuf_append(&line, reason);
    if (finding->n_evidence) {
        const struct evidence *e = &finding->evidence[0];
        strbuf_printf(&line, "  [%.*s", STR_ARG(clean_line(arena, e->path)));
        if (e->line)
            strbuf_printf(&line, ":%u", (unsigned)e->line);
        strbuf_append_byte(&line, ']');
    }
    return strbuf_str(&line);
}

static void append_fix(struct strbuf *out, struct arena *arena, const struct remedy *fix,
                       struct str rule) {
    enum { TEXT = 200, COMMAND = 600 };
    if (fix) {
        struct str command = clean_line(arena, fix->command);
        bool whole = command.len && command.len <= COMMAND; /* half a command is none */
        strbuf_printf(out, "Fix: %.*s%s%.*s\n",
                      STR_ARG(clean_cut(arena, clean_line(arena, fix->text), TEXT)),
                      whole ? " $ " : "", STR_ARG(whole ? command : STR("")));
    }
    strbuf_printf(out, "More: report.html#rule-%.*s", STR_ARG(clean_cut(arena, rule, 64)));
}

static struct str failure_text(struct arena *arena, const struct report *report,
                               const struct rule_result *result) {
    struct strbuf out = strbuf_new(arena);
    size_t shown = 0;
    while (shown < result->n_findings && shown < LIMIT_CASE_OBJECTS &&
           append_line(&out, arena, finding_line(arena, &result->findings[shown])))
        shown++;
    if (shown < result->n_findings)
        strbuf_printf(&out, "and %zu more\n", result->n_findings - shown);
    append_fix(&out, arena, outcome_action(report, result), result->rule->id);
    return strbuf_str(&out);
}

static struct str failure_message(struct arena *arena, const struct report *report,
                                  const struct rule_result *result) {
    struct str sentence =
        clean_cut(arena, clean_line(arena, outcome_sentence(report->english, result)), 500);
    uint32_t step = outcome_step(result);
    if (!step)
        return sentence;
    return str_printf(arena, "%.*s (bites at step %u)", STR_ARG(sentence), (unsigned)step);
}

static struct outcome failure(struct arena *arena, const struct report *report,
                              const struct rule_result *result) {
    return (struct outcome){.kind = OUTCOME_FAILURE,
                            .type = str_of(level_text(result->level)),
                            .message = failure_message(arena, report, result),
                            .text = failure_text(arena, report, result)};
}

static struct str not_judged_message(struct arena *arena, const struct report *report,
                                     const struct rule_result *result) {
    struct missing_set missing = outcome_missing(arena, result);
    struct str gather = outcome_gather(report, arena, missing);
    struct strbuf out = strbuf_new(arena);
    strbuf_printf(&out, "not judged: the archive lacks %.*s",
                  STR_ARG(words_or(words_missing(report->english, missing, 5), "what it needs")));
    if (gather.len)
        strbuf_printf(&out, "; gather with %.*s", STR_ARG(gather));
    return clean_cut(arena, clean_line(arena, strbuf_str(&out)), 1000);
}

static struct str errors_text(struct arena *arena, const struct report *report,
                              const struct rule_result *result) {
    struct strbuf out = strbuf_new(arena);
    size_t shown = 0;
    for (; shown < result->n_errors && shown < LIMIT_CASE_OBJECTS; shown++) {
        const struct rule_error *e = &result->errors[shown];
        struct str object =
            e->has_object ? words_object(report->english, &e->object) : STR("the rule as a whole");
        if (!append_line(&out, arena,
                         str_printf(arena, "%.*s  %.*s  [%.*s]", STR_ARG(object),
                                    STR_ARG(clean_line(arena, e->message)),
                                    STR_ARG(clean_line(arena, e->where)))))
            break;
    }
    if (shown < result->n_errors)
        strbuf_printf(&out, "and %zu more\n", result->n_errors - shown);
    append_fix(&out, arena, NULL, result->rule->id);
    return strbuf_str(&out);
}

/* The rule broke, or it lacks data; CI shows either as `kind`. */
static struct outcome not_judged(struct arena *arena, const struct report *report,
                                 const struct rule_result *result, enum outcome_kind kind) {
    struct outcome out = {.kind = kind};
    if (result->n_errors) {
        out.type = STR("internal");
        out.message = clean_cut(
            arena,
            clean_line(arena, str_printf(arena, "not judged: the rule failed: %.*s",
                                         STR_ARG(clean_line(arena, result->errors[0].message)))),
            1000);
        out.text = errors_text(arena, report, result);
    } else {
        out.type = STR("not-judged");
        out.message = not_judged_message(arena, report, result);
        out.text = out.message;
    }
    return out;
}

static struct outcome skipped(struct arena *arena, const struct rule_result *result) {
    bool waived = result->status == RULE_WAIVED;
    struct str message = str_printf(
        arena, "%s: %.*s", waived ? "left out" : "not applicable",
        STR_ARG(words_or(clean_line(arena, result->reason),
                         waived ? "by --only or --skip" : "no such object in this cluster")));
    message = clean_cut(arena, clean_line(arena, message), 1000);
    return (struct outcome){.kind = OUTCOME_SKIPPED, .message = message, .text = message};
}

static struct str below_threshold(struct arena *arena, const struct report *report,
                                  const struct rule_result *result) {
    static const char *const words[] = {"NOTE", "NOTE", "WARNING", "BLOCKER"};
    return str_printf(arena, "%s %.*s: %.*s", words[result->level], STR_ARG(result->rule->id),
                      STR_ARG(failure_message(arena, report, result)));
}

struct outcome outcome_of(struct arena *arena, const struct report *report,
                          const struct rule_result *result) {
    if (result->status == RULE_NOT_APPLICABLE || result->status == RULE_WAIVED)
        return skipped(arena, result);
    bool at_threshold = report->fail_on != LEVEL_NONE && result->level >= report->fail_on;
    if (result->n_findings && at_threshold)
        return failure(arena, report, result);
    if (outcome_could_block(result))
        return not_judged(arena, report, result,
                          report->unknown_skip ? OUTCOME_SKIPPED : OUTCOME_ERROR);
    if (result->level >= LEVEL_WARNING)
        return (struct outcome){.line = below_threshold(arena, report, result)};
    if (result->n_errors)
        return not_judged(arena, report, result, OUTCOME_ERROR);
    if (result->n_unknowns)
        return not_judged(arena, report, result, OUTCOME_SKIPPED);
    return (struct outcome){.kind = OUTCOME_PASSED};
}
