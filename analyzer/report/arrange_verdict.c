/* One table for verdict, exit status and counts: the last section of docs/report-json.md. The
 * verdict never depends on --fail-on or
 * --unknown; only the exit status does. */
#include "base/arena.h"
#include "report/arrange.h"

static bool could_block(const struct rule_result *result) {
    if (!result->rule->decisive || result->status == RULE_WAIVED)
        return false;
    for (size_t i = 0; i < result->n_unknowns; i++)
        if (result->unknowns[i].level == LEVEL_BLOCKER)
            return true;
    for (size_t i = 0; i < result->n_errors; i++)
        if (result->errors[i].level == LEVEL_BLOCKER)
            return true;
    return false;
}

static bool has_own_finding(const struct rule_result *result, enum level level) {
    for (size_t i = 0; i < result->n_findings; i++)
        if (result->findings[i].level == level && !result->findings[i].explained)
            return true;
    return false;
}

static void count_failed(struct report_counts *counts, const struct rule_result *result) {
    if (result->level == LEVEL_BLOCKER) {
        counts->blocker++;
        counts->headline_blockers += has_own_finding(result, LEVEL_BLOCKER);
    } else if (result->level == LEVEL_WARNING) {
        counts->warning++;
        counts->headline_warnings += has_own_finding(result, LEVEL_WARNING);
    } else {
        counts->info++;
    }
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
    counts->could_block += could_block(result);
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
    struct missing_set missing = {0};
    const struct results *results = a->report->results;
    for (size_t r = 0; r < results->count; r++)
        for (size_t u = 0; u < results->items[r].n_unknowns; u++)
            missing = missing_union(a->arena, missing, results->items[r].unknowns[u].missing);
    a->report->gather_commands = rules_gather_fewest(a->rule_set, a->arena, missing);
}

void arrange_verdict(struct arrange *a) {
    struct report *report = a->report;
    for (size_t i = 0; i < report->results->count; i++)
        count(&report->counts, &report->results->items[i]);
    report->verdict = verdict_of(&report->counts);
    report->exit_status = exit_status(report);
    add_commands(a);
}
