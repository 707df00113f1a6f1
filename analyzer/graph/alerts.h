/* What Prometheus answered about alerts, as objects of the kind Alert: no resources of the cluster,
 * but rules speak of them in the same way. */
#ifndef VIRTREADY_GRAPH_ALERTS_H
#define VIRTREADY_GRAPH_ALERTS_H

#include "graph/unfold.h"

/* Whether a document is such an answer, wherever it lies: content decides. */
bool alerts_told(const struct document *doc);
/* Whether the answer holds all alerts: Prometheus said so, and left nothing out. */
bool alerts_are_all(const struct document *doc);
/* Its alerts into unfolding->found, those without a name or with half their labels into ->lost. */
void alerts_unfold(struct unfolding *unfolding, const struct document *doc);

#endif
