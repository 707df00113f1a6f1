/* Judging rules. Whoever has many opens all, takes each object through those that are about its
 * kind, and closes them: an object's memory is then fetched once, not once for each rule. */
#ifndef VIRTREADY_RULES_RULE_RUN_H
#define VIRTREADY_RULES_RULE_RUN_H

#include "rules/host.h"

/* Nothing is judged yet. */
struct evaluation *rule_run_begin(struct arena *arena, const struct rule_set *set,
                                  const struct graph *graph, struct str target);

/* Another that may be used on a thread of its own, knows what the first does, and tells it what it
 * finds out. */
struct evaluation *rule_run_beside(struct arena *arena, const struct evaluation *evaluation);

struct judging;
/* Begins a rule; what it says of the cluster as a whole is judged here. */
struct judging *rule_run_open(struct evaluation *evaluation, const struct rule *rule);
/* Whose objects are to be judged, all in their order; NULL: no objects. */
const struct kind *rule_run_kind(const struct judging *judging);
void rule_run_object(struct judging *judging, const struct resource *self);
/* Some of the objects of a rule that was opened elsewhere; and all such parts, in their order, as
 * if it had judged them itself. False: it would have stopped before (limit findings). */
struct judging *rule_run_part(struct evaluation *evaluation, const struct judging *whole);
bool rule_run_join(struct judging *whole, struct judging *const *parts, size_t count);
struct rule_result rule_run_close(struct judging *judging);
/* One rule alone. */
struct rule_result rule_run_judge(struct evaluation *evaluation, const struct rule *rule);

#endif
