/* The parts of the model that are more than a copy: each file arrange_*.c computes one of them from
 * graph, facts and results. */
#ifndef VIRTREADY_REPORT_ARRANGE_H
#define VIRTREADY_REPORT_ARRANGE_H

#include "base/map.h"
#include "base/vec.h"
#include "report/model.h"

struct capacity;

/* What all of them read. */
struct arrange {
    struct arena *arena;
    const struct graph *graph;
    const struct rule_set *rule_set;
    struct evaluation *evaluation;
    struct report
        *report; /* being filled: arrange_path needs target and cluster, arrange_drains needs vms */
};

/* A fact as text, number or truth; empty, unknown for everything else. */
struct str arrange_text(struct cel_value v);
enum maybe arrange_maybe(struct cel_value v);
struct str arrange_fact_text(const struct arrange *a, const struct resource *resource,
                             const char *fact);

/* "namespace/name": what maps find an object by. */
struct str arrange_key(struct arena *arena, struct str namespace, struct str name);

/* Ids of rules by a key, each once, in the order of the rules: `id` may be the last one again. */
void arrange_add_id(struct map *ids, struct str key, struct str id);
struct strs arrange_ids(const struct map *ids, struct str key);

/* By its role label; a node that is both counts as control plane as well. */
bool arrange_is_worker(const struct resource *node);

void arrange_cluster(struct arrange *a);
void arrange_path(struct arrange *a); /* and the step of each finding */
void arrange_vms(struct arrange *a);
void arrange_migrations(struct arrange *a);
void arrange_pace(struct arrange *a); /* of drains; needs VMs and migrations */
void arrange_drains(struct arrange *a);
void arrange_completeness(struct arrange *a);
/* Counts, verdict, exit status and the commands that would gather what is missing. */
void arrange_verdict(struct arrange *a);

#endif
