/* One rule's result as people and CI are told it: the sentence, the one action, and which of
 * passed, failure, error or skipped it is as a test case. The table of docs/report-json.md stands
 * here and nowhere else. */
#ifndef VIRTREADY_REPORT_OUTCOME_H
#define VIRTREADY_REPORT_OUTCOME_H

#include "report/model.h"

/* The worst level among findings that no other rule already explains: what headlines count. */
enum level outcome_headline(const struct rule_result *result);
/* Findings at a level; explained ones only where asked for. */
size_t outcome_count(const struct rule_result *result, enum level level, bool with_explained);
/* An unknown or error of a decisive rule that is still possible at level blocker. */
bool outcome_could_block(const struct rule_result *result);
/* One sentence with counts: the only finding's message, else the summary, else the title. */
struct str outcome_sentence(const struct catalogue *words, const struct rule_result *result);
/* The same in the language of the pages. */
struct str outcome_sentence_local(const struct catalogue *words, const struct rule_result *result);
/* What must be true, in that language. */
struct str outcome_assertion(const struct rule_result *result);
/* The first step of the update path where a finding bites; 0: none. */
uint32_t outcome_step(const struct rule_result *result);
/* What was not judged, all of it together; and the fewest commands that would gather it. */
struct missing_set outcome_missing(struct arena *arena, const struct rule_result *result);
struct str outcome_gather(const struct report *report, struct arena *arena,
                          struct missing_set missing);
/* The first thing to do about a rule's findings; NULL where no remedy is known. */
const struct remedy *outcome_action(const struct report *report, const struct rule_result *result);

/* The findings of other rules that stand under this one: they tell why it is there (`explains`), or
 * are there because of it (`follows`). */
struct explanation {
    const struct rule_result *result;
    const struct finding *finding;
};
size_t outcome_explanations(const struct report *report, struct arena *arena,
                            const struct rule_result *result, const struct finding *finding,
                            const struct explanation **ret);

enum outcome_kind { OUTCOME_PASSED, OUTCOME_FAILURE, OUTCOME_ERROR, OUTCOME_SKIPPED };
struct outcome {
    enum outcome_kind kind;
    struct str type;    /* of a failure or error: "blocker", "not-judged", "internal" … */
    struct str message; /* one sentence */
    struct str text;    /* at most LIMIT_CASE_BYTES */
    struct str line;    /* passed with findings below the threshold: for the suite's output */
};
struct outcome outcome_of(struct arena *arena, const struct report *report,
                          const struct rule_result *result);
const char *outcome_kind_text(enum outcome_kind kind);
/* As report.json names it. */
const char *outcome_verdict_text(enum verdict verdict);
const char *outcome_status_text(enum rule_status status);

#endif
