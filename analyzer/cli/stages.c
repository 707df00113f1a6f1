/* One clock that is read wherever a stage ends: whatever lies between two readings belongs to the
 * stage named by the second, so that nothing is counted twice and the sum is the whole run. */
#include "cli/stages.h"

#include <stdlib.h>

#include "base/clock.h"

#define SHOWN_RULES 10

static const char *const names[N_STAGES] = {
    [STAGE_LOAD] = "rules and facts loaded",
    [STAGE_ARCHIVE] = "archive (inflate, tar)",
    [STAGE_MEMBERS] = "members (documents, objects)",
    [STAGE_SEAL] = "graph (collections, edges)",
    [STAGE_RULES] = "rules judged",
    [STAGE_MODEL] = "readiness and model",
    [STAGE_REPORTS] = "reports",
    [STAGE_TEXT] = "summary",
};

static const char *const part_names[N_PARTS] = {
    [PART_PAGE] = "page prepared", [PART_HTML] = "report.html",          [PART_JUNIT] = "junit.xml",
    [PART_JSON] = "report.json",   [PART_MARKDOWN] = "note in Markdown",
};

void stages_begin(struct stages *stages, bool on) {
    *stages = (struct stages){.on = on};
    if (on)
        stages->begun = stages->last = clock_wall();
}

void stages_end(struct stages *stages, enum stage stage) {
    if (!stages->on)
        return;
    uint64_t now = clock_wall();
    stages->spent[stage] += now - stages->last;
    stages->last = now;
    stages->peak[stage] = clock_peak_memory();
}

void stages_end_part(struct stages *stages, enum part part, uint64_t *begun) {
    if (!stages->on)
        return;
    uint64_t now = clock_wall();
    stages->parts[part] += now - *begun;
    *begun = now;
}

static double milliseconds(uint64_t nanoseconds) {
    return (double)nanoseconds / 1e6;
}

static double share(uint64_t part, uint64_t whole) {
    return whole ? 100.0 * (double)part / (double)whole : 0;
}

void stages_print(const struct stages *stages, FILE *out) {
    uint64_t whole = stages->last - stages->begun;
    if (!stages->on)
        return;
    for (int i = 0; i < N_STAGES; i++)
        fprintf(out, "%10.1f ms %5.1f %% %6llu MB  %s\n", milliseconds(stages->spent[i]),
                share(stages->spent[i], whole), (unsigned long long)(stages->peak[i] / 1000000),
                names[i]);
    fprintf(out, "%10.1f ms                    all\n", milliseconds(whole));
    for (int i = 0; i < N_PARTS; i++)
        if (stages->parts[i])
            fprintf(out, "%10.1f ms                    of the reports: %s\n",
                    milliseconds(stages->parts[i]), part_names[i]);
}

struct cost {
    const struct rule *rule;
    uint64_t spent;
};

static int by_cost(const void *a, const void *b) {
    const struct cost *x = a, *y = b;
    if (x->spent != y->spent)
        return x->spent > y->spent ? -1 : 1;
    return str_cmp(x->rule->id, y->rule->id);
}

void stages_print_rules(struct arena *arena, const struct rule_set *set, const uint64_t *spent,
                        bool all, FILE *out) {
    size_t count;
    const struct rule *const *rules = rules_list(set, &count);
    struct cost *costs = NEW_ARRAY(arena, count, struct cost);
    uint64_t whole = 0;
    for (size_t i = 0; i < count; i++) {
        costs[i] = (struct cost){rules[i], spent[i]};
        whole += spent[i];
    }
    if (count)
        qsort(costs, count, sizeof *costs, by_cost);
    for (size_t i = 0; i < count && (all || i < SHOWN_RULES); i++)
        fprintf(out, "%10.1f ms %5.1f %%  %.*s\n", milliseconds(costs[i].spent),
                share(costs[i].spent, whole), STR_ARG(costs[i].rule->id));
}
