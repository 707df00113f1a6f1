/* What expressions refer to: kinds, edges and facts, checked at load and gathered for `requires`.
 */
#ifndef VIRTREADY_RULES_REFERENCES_H
#define VIRTREADY_RULES_REFERENCES_H

#include "rules/set.h"

/* Errors for literal kinds, edges and facts that do not exist; shape->kinds gets the others, with
 * the kinds behind facts. */
void references_check(struct shape *shape, const struct rule_set *set,
                      const struct cel_program *program);
void references_check_kind(struct shape *shape, const struct rule_set *set, struct value at,
                           struct str kind);
/* Kinds and edges that exist, for the checks. */
void references_prepare(struct rule_set *set);

/* A growing set of kinds. */
struct reference_kinds {
    struct arena *arena;
    struct map map;
};
void references_add_kind(struct reference_kinds *kinds, struct str kind);
struct strs references_sorted(const struct reference_kinds *kinds);

/* Adds the kinds that a program reads, those behind facts too. */
void references_kinds(const struct rule_set *set, const struct cel_program *program,
                      struct reference_kinds *kinds);
/* Closes over what facts use. False after one error about facts that use each other in a circle. */
bool references_facts(struct rule_set *set, struct diag_sink *sink);
/* What a rule requires: what its programs read, and what it names without any. */
void references_rule(const struct rule_set *set, struct rule *rule, struct reference_kinds *kinds);
/* Every program of a rule, texts too. */
void references_programs(const struct rule *rule,
                         void (*visit)(void *arg, const struct cel_program *program), void *arg);

#endif
