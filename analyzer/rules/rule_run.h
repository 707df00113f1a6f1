/* Judging one rule: what rules_evaluate does for each, and tests for one. */
#ifndef VIRTREADY_RULES_RULE_RUN_H
#define VIRTREADY_RULES_RULE_RUN_H

#include "rules/host.h"

/* Nothing is judged yet. */
struct evaluation *rule_run_begin(struct arena *arena, const struct rule_set *set,
                                  const struct graph *graph, struct str target);
struct rule_result rule_run_judge(struct evaluation *evaluation, const struct rule *rule);

#endif
