/* Memory on the nodes: what a drain must move and what the other nodes have left for it.
 *
 * An estimate from the VMIs alone (their guest memory and KubeVirt's overhead); other pods are not
 * counted, so that free memory is an upper bound. */
#ifndef VIRTREADY_READINESS_CAPACITY_H
#define VIRTREADY_READINESS_CAPACITY_H

#include "graph/graph.h"

struct capacity;

/* Sums up every running VMI once. Lives in `arena`. */
struct capacity *capacity_new(struct arena *arena, const struct graph *graph);
/* Guest memory and overhead of one VMI in bytes; false where its memory is not told. */
bool capacity_of_vmi(const struct resource *vmi, int64_t *ret_bytes);
/* What all schedulable, ready nodes but this one have left for VMs, in bytes; false where a node's
 * memory is not known or the archive may not hold all nodes or VMIs. */
bool capacity_free_elsewhere(const struct capacity *capacity, struct str node, int64_t *ret_bytes);

#endif
