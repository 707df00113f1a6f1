/* One table for verdict, exit status and counts: the last section of docs/report-json.md. The
 * verdict never depends on --fail-on or
 * --unknown; only the exit status does. */
#include "base/arena.h"
#include "report/arrange.h"
#include "report/outcome.h"

static void count_failed(struct report_counts *counts, const struct rule_result *result) {
    if (result->level == LEVEL_BLOCKER) {
        counts->blocker++;
    } else if (result->level == LEVEL_WARNING) {
        counts->warning++;
    } else {
        counts->info++;
    }
    enum level headline = outcome_headline(result);
    counts->headline_blockers += headline == LEVEL_BLOCKER;
    counts->headline_warnings += headline == LEVEL_WARNING;
    counts->headline_info += headline == LEVEL_INFO;
}

static void count(struct report_counts *counts, const struct rule_result *result) {
    switch (result->status) {
    case RULE_FAILED:
        count_failed(counts, result);
        break;
    case RULE_ERROR:
        counts->error++;
        break;
    case RULE_UNKNOWN:
        counts->unknown++;
        break;
    case RULE_PASSED:
        counts->passed++;
        break;
    case RULE_NOT_APPLICABLE:
        counts->not_applicable++;
        break;
    case RULE_WAIVED:
        counts->waived++;
        break;
    }
    counts->could_block += result->status != RULE_WAIVED && outcome_could_block(result);
}

static enum verdict verdict_of(const struct report_counts *counts) {
    if (counts->blocker)
        return VERDICT_NOT_READY;
    if (counts->could_block)
        return VERDICT_CANNOT_TELL;
    return counts->warning ? VERDICT_WARNINGS : VERDICT_READY;
}

static int exit_status(const struct report *report) {
    const struct report_counts *counts = &report->counts;
    enum level worst = counts->blocker   ? LEVEL_BLOCKER
                       : counts->warning ? LEVEL_WARNING
                       : counts->info    ? LEVEL_INFO
                                         : LEVEL_NONE;
    if (report->fail_on != LEVEL_NONE && worst >= report->fail_on)
        return 1;
    return counts->could_block && !report->unknown_skip ? 4 : 0;
}

static void add_commands(struct arrange *a) {
    const struct results *results = a->report->results;
    struct missing_set *sets = NEW_ARRAY(a->arena, results->count, struct missing_set);
    for (size_t i = 0; i < results->count; i++)
        sets[i] = outcome_missing(a->arena, &results->items[i]);
    a->report->gather_commands = rules_gather_fewest(
        a->rule_set, a->arena, missing_union_all(a->arena, sets, results->count),
        a->report->gather_image);
}

void arrange_verdict(struct arrange *a) {
    struct report *report = a->report;
    for (size_t i = 0; i < report->results->count; i++)
        count(&report->counts, &report->results->items[i]);
    report->verdict = verdict_of(&report->counts);
    report->exit_status = exit_status(report);
    add_commands(a);
}
