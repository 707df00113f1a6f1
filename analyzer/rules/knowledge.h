/* Facts that were found out, for all who judge one graph, side by side if need be. What is once
 * written stays as it is: who looks does not wait for who finds. */
#ifndef VIRTREADY_RULES_KNOWLEDGE_H
#define VIRTREADY_RULES_KNOWLEDGE_H

#include "rules/set.h"

struct knowledge;
struct placement;

struct known {
    struct cel_value value;
    unsigned height; /* programs that were evaluated within each other to find it, at most */
};

struct knowledge *knowledge_new(struct arena *arena, const struct rule_set *set,
                                const struct graph *graph);
/* self NULL: of the cluster. NULL: nobody has found it yet. */
const struct known *knowledge_find(const struct knowledge *knowledge, const struct fact *fact,
                                   const struct resource *self);
/* `arena` and what `known` refers to live as long as the knowledge. Of two that found the same at
 * the same time the first stays. */
const struct known *knowledge_add(struct knowledge *knowledge, struct arena *arena,
                                  const struct fact *fact, const struct resource *self,
                                  struct known known);
/* The tables that placement() answers from, made by who asks first; who asks meanwhile waits. */
const struct placement *knowledge_placement(struct knowledge *knowledge, struct arena *arena);

#endif
