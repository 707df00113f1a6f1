/* Inside of placement: VMs that ask the same are judged once, against all nodes. */
#ifndef VIRTREADY_READINESS_PLACEMENT_SHAPE_H
#define VIRTREADY_READINESS_PLACEMENT_SHAPE_H

#include "readiness/placement_inside.h"

/* What became of one node. */
struct placement_verdict {
    enum placement_reason reason;
    bool doubt;
    const struct placement_answered *answered;
    const struct placement_ask *ask;
    struct str volume;
};

/* Verdicts counted: those without a reason fit, or it is not known whether they do. */
struct placement_tally {
    int64_t fits, doubtful, tight, refused;
    int64_t by_reason[PLACEMENT_REASONS];
};

/* What becomes of all nodes when VMs ask the same, the VM's own node as if it ran elsewhere. */
struct placement_shape {
    const struct placement *p;
    struct arena *arena;
    const struct placement_need *need;
    const struct placement_answered *cpu; /* NULL: nothing is asked for */
    bool labels_missing, volumes_missing, too_many;
    struct placement_verdict *verdicts; /* by node, as are the details, made when asked for */
    struct str *details;
    struct placement_tally tally;
};

/* Kept where there is room, else made in `arena`. */
struct placement_shape *placement_shape(struct placement *p, const struct resource *vmi,
                                        const struct placement_vm *vm, struct arena *arena);
/* Why the node was refused, for people. */
struct str placement_shape_detail(struct placement_shape *shape, size_t node);
/* Adds one verdict to a tally, or takes it (-1) out again. */
void placement_tally(struct placement_tally *t, const struct placement_verdict *v, int one);

/* placement_detail.c */
struct str placement_detail(const struct placement *p, struct arena *arena, size_t node,
                            const struct placement_verdict *verdict);
/* Which of the labels that were asked for the node lacks. */
struct str placement_label_detail(const struct placement *p, struct arena *arena, size_t node,
                                  const struct placement_answered *answered);

#endif
